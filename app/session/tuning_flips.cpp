#include "app/session/tuning_flips.h"

#include <algorithm>

namespace selvedge {

namespace {

using Kind = TuningFlips::Kind;

std::optional<Kind> kindOf(const ObjectChange& change) {
    switch (change.kind) {
        case ObjectChange::Kind::Fixed:
            return Kind::Gained;
        case ObjectChange::Kind::Broken:
            return Kind::Lost;
        case ObjectChange::Kind::OtherPartner:
            return Kind::OtherPartner;
        case ObjectChange::Kind::BothWrong:
            if (change.before.kind != change.after.kind)
                return Kind::OtherFault;
            break;
        case ObjectChange::Kind::BothRight:
            break;
    }
    return {};
}

// Verdicts of the images of false detections: comparisons do not keep those.
TuningFlips::Lists listsOf(const RunComparison& comparison, const MatchTable& table,
                           const Criteria& before, const Criteria& after, std::stop_token stop) {
    TuningFlips::Lists lists;
    for (const ObjectChange& change : comparison.objects) {
        const auto kind = kindOf(change);
        if (!kind)
            continue;
        const auto& partner = *kind == Kind::Lost ? change.before.partner : change.after.partner;
        lists.kinds[std::size_t(*kind)].push_back(
            {{change.image, change.truth, partner}, change.before, change.after});
    }
    for (const auto& [objects, kind] : {std::pair(&comparison.newFalses, Kind::NewFalse),
                                        std::pair(&comparison.goneFalses, Kind::GoneFalse)}) {
        std::optional<std::uint32_t> image;
        ImageVerdicts was, is;
        for (const CellObject& object : *objects) {
            if (stop.stop_requested())
                return lists;
            if (image != object.image) {
                image = object.image;
                was = verdicts(*table.cells[object.image], before);
                is = verdicts(*table.cells[object.image], after);
            }
            lists.kinds[std::size_t(kind)].push_back(
                {object, was.founds[*object.found], is.founds[*object.found]});
        }
    }
    return lists;
}

}  // namespace

std::size_t TuningFlips::Lists::total() const {
    std::size_t sum = 0;
    for (const auto& list : kinds)
        sum += list.size();
    return sum;
}

TuningFlips::TuningFlips(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&m_work, &LatestWork::failed, &session, &Session::postError);
    connect(&session, &Session::operatingPointChanged, this, &TuningFlips::compare);
    connect(&session, &Session::evaluationChanged, this, [this] {
        if (m_measured != m_session.measuredTable() ||
            !(m_compared.protocol == m_session.protocol()))
            compare();
    });
}

void TuningFlips::setWanted(bool wanted) {
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    compare();
}

void TuningFlips::setFrom(const std::optional<OperatingPoint>& from) {
    if (from == m_from)
        return;
    m_from = from;
    compare();
}

void TuningFlips::setCategory(std::optional<CategoryIndex> category) {
    if (category == m_category)
        return;
    m_category = category;
    compare();
}

void TuningFlips::compare() {
    m_work.stop();
    if (!m_wanted)
        return;
    const auto measured = m_session.measuredTable();
    if (measured != m_measured)
        m_lists.reset();
    m_measured = measured;
    m_compared = m_session.criteria();
    m_stale = m_measured && m_from;
    if (!m_stale)
        m_lists.reset();
    Q_EMIT changed();
    if (!m_stale)
        return;
    Criteria before = m_compared;
    before.point = *m_from;
    m_work.start([this, measured, before, after = m_compared, category = m_category](
                     std::stop_token stop, const LatestWork::Deliver& deliver) {
        const MatchTable& table = *measured->table;
        const auto comparison = compareRuns(table, before, table, after, stop);
        if (!comparison)
            return;
        Lists lists = listsOf(*comparison, table, before, after, stop);
        if (stop.stop_requested())
            return;
        if (category)
            for (auto& list : lists.kinds)
                std::erase_if(list, [&](const Flip& flip) {
                    const ImageCell& cell = *table.cells[flip.object.image];
                    return *category != (flip.object.truth
                                             ? cell.truths[*flip.object.truth].category
                                             : cell.founds[*flip.object.found].category);
                });
        deliver([this, lists = std::move(lists)] {
            m_lists = lists;
            m_stale = false;
            Q_EMIT changed();
        });
    });
}

ObjectList TuningFlips::objects(Kind kind, const QString& title) const {
    ObjectList list{title, {}};
    const auto objects = m_session.objects();
    if (!m_lists || !objects || m_measured != m_session.measuredTable())
        return list;
    std::vector<CellObject> behind;
    for (const Flip& flip : m_lists->kinds[std::size_t(kind)])
        behind.push_back(flip.object);
    return objectList(title, behind, *m_measured, *objects);
}

}  // namespace selvedge
