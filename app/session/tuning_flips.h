#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "app/session/latest_work.h"
#include "app/session/session.h"
#include "model/evaluation/compare_runs.h"

namespace selvedge {

// The objects whose verdict another operating point changes: of a point to compare with (a pin)
// against the session's. Compared anew when either changes, in the background; the lists stay,
// marked stale, until the new ones are there. GUI thread.
class TuningFlips : public QObject {
    Q_OBJECT

public:
    static constexpr std::array kKinds{ObjectChange::Kind::Fixed, ObjectChange::Kind::Broken,
                                       ObjectChange::Kind::OtherPartner};
    struct Flip {
        CellObject object;  // of measured()
        // What it was and is; partners into ImageCell::founds.
        Verdict before, after;
    };
    struct Lists {
        std::array<std::vector<Flip>, kKinds.size()> kinds;  // as kKinds
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
    ObjectList objects(std::size_t kind, const QString& title) const;

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
