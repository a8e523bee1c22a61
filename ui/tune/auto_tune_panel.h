#pragma once

#include <QFrame>
#include <map>

#include "app/session/tuning_job.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace selvedge {

class TintedLabel;

// What is tuned and on how many folds, how far it is, and what came of it. The result is what the
// thresholds are worth on images they were not found on (out of fold); what they reach on their own
// images stands beside it in grey, so that over-fitting shows, and the best single threshold for
// all beside both. Nothing is changed before Apply.
class AutoTunePanel : public QFrame {
    Q_OBJECT

public:
    AutoTunePanel(TuningJob& job, QWidget* parent = nullptr);
    TuneOptions options() const;
    void setWhat(TuneWhat what);
    // Whose headline is tuned: where that is in vain, it is said and cannot be started.
    void setProtocol(const Protocol& protocol);
    QPushButton* startButton() const { return m_start; }
    QPushButton* applyButton() const { return m_apply; }
    QString resultText() const;
    QString stateText() const;

Q_SIGNALS:
    void startWanted();
    void applyWanted();
    void closed();

private:
    void refresh();
    void showState();
    void showResult();
    QString inVain() const;

    TuningJob& m_job;
    Protocol m_protocol;
    QComboBox* m_what;
    QComboBox* m_method;
    QSpinBox* m_folds;
    QPushButton* m_start;
    QPushButton* m_apply;
    QPushButton* m_close;
    QProgressBar* m_bar;
    TintedLabel* m_state;
    TintedLabel* m_result;
    TintedLabel* m_beside;
};

}  // namespace selvedge
