#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <array>
#include <optional>
#include <vector>

#include "app/session/latest_work.h"
#include "app/session/session.h"
#include "model/evaluation/row_measures.h"

namespace selvedge {

// What a tuning table lists: one kind of row, or all; each with the global ones that stand in for
// those without a threshold of their own.
enum class TuningList { All, Category, Attribute, Group, CategoryAttribute };

// One threshold of the table.
struct TuningRow {
    static constexpr int kBars = 32;
    ThresholdRow row;
    QString name;
    std::uint64_t support = 0;  // objects that it is about
    // How the values that it cuts are spread over [0, 1): scores, or probabilities of the attribute
    // of detections on objects. Of the highest bar, as a square root, so that few stay visible.
    std::array<float, kBars> bars{};
    std::optional<RowMeasure> measure = {};
    bool stale = false;  // the thresholds have changed since
};

// The rows of the session's tuning table that are about any object, and what each threshold does.
// They are listed at once and measured in the background as soon as the thresholds rest, the chosen
// row at once; each is told when it is known. Measures of other thresholds stay, marked stale,
// until the new ones are there. GUI thread.
class TuningRows : public QObject {
    Q_OBJECT

public:
    explicit TuningRows(Session& session, QObject* parent = nullptr);

    void setList(TuningList list);
    TuningList list() const { return m_list; }
    const std::vector<TuningRow>& rows() const { return m_rows; }
    // Measured before the others, and while thresholds are dragged.
    void setChosen(std::optional<ThresholdRow> row);
    // The global score and attribute threshold: always measured.
    const std::optional<RowMeasure>& scores() const { return m_globals[0]; }
    const std::optional<RowMeasure>& attributes() const { return m_globals[1]; }
    bool globalsAreStale() const { return m_globalsStale; }
    // Only while somebody looks: nothing is measured before.
    void setWanted(bool wanted);
    std::size_t measured() const { return m_measuredRows; }
    // How long the thresholds rest before all rows are measured anew.
    static constexpr int kRestMs = 350;

Q_SIGNALS:
    void listed();                                // other rows
    void rowsMeasured(std::vector<int> indices);  // or stale now: all
    void globalsMeasured();

private:
    void renew();
    void pointChanged();
    void makeList();
    void measureAll();
    void measureChosen();
    void take(const std::vector<std::pair<int, RowMeasure>>& batch);

    Session& m_session;
    TuningList m_list = TuningList::CategoryAttribute;
    std::vector<TuningRow> m_rows;
    std::array<std::optional<RowMeasure>, 2> m_globals;
    bool m_globalsStale = false;
    std::optional<ThresholdRow> m_chosen;
    std::shared_ptr<const MeasuredTable> m_measured;
    Protocol m_protocol;
    bool m_wanted = false;
    std::size_t m_measuredRows = 0;
    LatestWork m_listing, m_all, m_one;
    QTimer m_rest;
};

}  // namespace selvedge
