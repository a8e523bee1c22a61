#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "app/session/latest_work.h"
#include "app/session/session.h"
#include "model/evaluation/compare_runs.h"

namespace selvedge {

// The objects whose verdict another operating point changes: of a point to compare with (a pin)
// against the session's. Each change is in one list. Compared anew when either changes, in the
// background; the lists stay, marked stale, until the new ones are there. GUI thread.
class TuningFlips : public QObject {
    Q_OBJECT

public:
    enum class Kind {
        Gained,        // an object that is right now
        Lost,          // that was
        OtherPartner,  // right by another detection
        OtherFault,    // wrong both times, in another way: missed, then found with wrong attributes
        NewFalse,      // a detection that takes no object, as it did not before
        GoneFalse      // that took none, and is hidden or takes one now
    };
    static constexpr std::size_t kKinds = 6;
    struct Flip {
        CellObject object;  // of measured(): with the ground truth, but for false detections
        // What it was and is. Partners into ImageCell::founds; of false detections into truths.
        Verdict before, after;
    };
    struct Lists {
        std::array<std::vector<Flip>, kKinds> kinds;  // as Kind
        std::size_t total() const;
    };

    explicit TuningFlips(Session& session, QObject* parent = nullptr);
    void setWanted(bool wanted);  // only while somebody looks
    void setFrom(const std::optional<OperatingPoint>& from);
    // Only objects of this category; none: of all.
    void setCategory(std::optional<CategoryIndex> category);
    std::optional<CategoryIndex> category() const { return m_category; }
    const std::optional<Lists>& lists() const { return m_lists; }
    bool isStale() const { return m_stale; }
    // What the lists' places mean.
    const std::shared_ptr<const MeasuredTable>& measured() const { return m_measured; }
    // For Browse, of the table that was matched; empty when the data was edited since.
    ObjectList objects(Kind kind, const QString& title) const;

Q_SIGNALS:
    void changed();

private:
    void compare();

    Session& m_session;
    std::optional<OperatingPoint> m_from;
    std::optional<CategoryIndex> m_category;
    std::optional<Lists> m_lists;
    std::shared_ptr<const MeasuredTable> m_measured;
    Criteria m_compared;  // of the session, that the last comparison was started with
    bool m_wanted = false, m_stale = false;
    LatestWork m_work;
};

}  // namespace selvedge
