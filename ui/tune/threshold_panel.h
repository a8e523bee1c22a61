#pragma once

#include <QWidget>

#include "app/session/tuning_history.h"
#include "app/session/tuning_job.h"
#include "app/session/tuning_rows.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace selvedge {

class AutoTunePanel;
class HistogramSlider;
class RowTable;
class RowTableModel;
class Segments;
class TintedLabel;

// The left of the Tune page: the two global sliders and the table of all others, with what finds,
// sorts and tunes them. Changes go through the history, so that each is one step to undo.
class ThresholdPanel : public QWidget {
    Q_OBJECT

public:
    ThresholdPanel(Session& session, TuningHistory& history, QWidget* parent = nullptr);

    HistogramSlider* score() const { return m_score; }
    HistogramSlider* attribute() const { return m_attribute; }
    Segments* lists() const { return m_lists; }
    QLineEdit* find() const { return m_find; }
    RowTable* table() const { return m_table; }
    RowTableModel* model() const { return m_model; }
    TuningRows& rows() { return m_rows; }
    TuningJob& job() { return m_job; }
    AutoTunePanel* autoTune() const { return m_autoTune; }
    void showAutoTune(bool show);
    void setWanted(bool wanted);  // somebody looks
    void setLow(bool low);        // less room
    std::optional<ThresholdRow> chosen() const;
    QString chosenSentence() const;

    // Of the chosen row, or of what is given.
    void reset(const ThresholdRow& row);
    void setToBest(const ThresholdRow& row);
    void revertTuning(const ThresholdRow& row);  // as it was before the tuning that was applied
    void setLocked(const ThresholdRow& row, bool locked);
    enum class Objects { Found, Missed, Wrong };
    void showObjects(const ThresholdRow& row, Objects which);

Q_SIGNALS:
    void chosenChanged();  // or what is said of it
    void tuned();          // what was found is applied

private:
    QWidget* makeTools();
    QWidget* makeSliders();
    QWidget* makeFoot();
    void connectTable();
    void showPoint();
    void showNotes();
    void takePredictions();
    void showFoot();
    void sortAsListed();
    static QString wordsOf(const ThresholdRow& row, const Catalog& catalog);
    void change(const ThresholdRow& row, double value);
    void showMenu(const ThresholdRow& row, const QPoint& global);
    void startTuning();
    void applyTuning();
    std::optional<TuningRow> measuredRow(const ThresholdRow& row) const;

    Session& m_session;
    TuningHistory& m_history;
    TuningRows m_rows;
    TuningJob m_job;
    Segments* m_lists;
    QLineEdit* m_find;
    QComboBox* m_sort;
    QPushButton* m_tune;
    AutoTunePanel* m_autoTune;
    HistogramSlider* m_score;
    HistogramSlider* m_attribute;
    RowTableModel* m_model;
    RowTable* m_table;
    TintedLabel* m_hints;
    TintedLabel* m_foot;
    std::shared_ptr<const PredictionSet> m_spreadOf;  // whose values the sliders have or will get
};

}  // namespace selvedge
