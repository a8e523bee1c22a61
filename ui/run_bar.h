#pragma once

#include <QWidget>

#include "app/session/session.h"

class QComboBox;

namespace selvedge {

class ThresholdSlider;

// At the right of the workspace bar: the run whose predictions are looked at, and the two
// thresholds of the operating point.
class RunBar : public QWidget {
    Q_OBJECT

public:
    explicit RunBar(Session& session, QWidget* parent = nullptr);
    // Thresholds are shown where they filter what is seen.
    void showThresholds(bool show);
    QComboBox* runs() const { return m_runs; }
    ThresholdSlider* score() const { return m_score; }
    ThresholdSlider* attribute() const { return m_attribute; }

private:
    void refresh();

    Session& m_session;
    QComboBox* m_runs;
    ThresholdSlider* m_score;
    ThresholdSlider* m_attribute;
    bool m_wanted = true;
};

}  // namespace selvedge
