#include "model/evaluation/compare_runs.h"

#include <algorithm>

#include "dataset/error.h"
#include "model/evaluation/analysis.h"

namespace selvedge {

namespace {

void refuseOtherTruth(const MatchTable& before, const MatchTable& after) {
    const auto refuse = [](const std::string& where) {
        throw Error(ErrorKind::BadFormat,
                    "The two runs were not measured on the same objects: " + where);
    };
    if (before.cells.size() != after.cells.size())
        refuse("one has " + std::to_string(before.cells.size()) + " images, the other " +
               std::to_string(after.cells.size()));
    for (std::size_t i = 0; i < before.cells.size(); ++i) {
        const ImageCell &a = *before.cells[i], &b = *after.cells[i];
        const bool same =
            &a == &b || (a.imageId == b.imageId &&
                         std::equal(a.truths.begin(), a.truths.end(), b.truths.begin(),
                                    b.truths.end(), [](const auto& x, const auto& y) {
                                        return x.category == y.category && x.crowd == y.crowd &&
                                               x.area == y.area && x.attributes == y.attributes;
                                    }));
        if (!same)
            refuse("they differ at image " + a.imageId);
    }
}

bool isWrong(Verdict::Kind kind) {
    return kind != Verdict::Kind::Right;
}

// The detections of two cells of one image.
class FoundPairs {
public:
    FoundPairs(const ImageCell& before, const ImageCell& after)
        : m_before(before), m_after(after), m_same(&before == &after) {}

    // The same detection in the other table.
    std::optional<std::uint32_t> inAfter(std::uint32_t found) const {
        return other(m_before, found, m_after);
    }
    std::optional<std::uint32_t> inBefore(std::uint32_t found) const {
        return other(m_after, found, m_before);
    }

private:
    // Where several are alike, the n-th here is the n-th there.
    std::optional<std::uint32_t> other(const ImageCell& from, std::uint32_t found,
                                       const ImageCell& to) const {
        if (m_same)
            return found;
        std::size_t nth = 0;
        for (std::uint32_t f = 0; f < found; ++f)
            nth += alike(from, f, from, found);
        for (std::uint32_t f = 0; f < to.founds.size(); ++f)
            if (alike(from, found, to, f) && nth-- == 0)
                return f;
        return std::nullopt;
    }

    static bool alike(const ImageCell& cellA, std::uint32_t a, const ImageCell& cellB,
                      std::uint32_t b) {
        const ImageCell::Found &x = cellA.founds[a], &y = cellB.founds[b];
        if (x.category != y.category || x.boxArea != y.boxArea || x.maskArea != y.maskArea)
            return false;
        return std::equal(
            cellA.overlaps.begin() + cellA.overlapBegin[a],
            cellA.overlaps.begin() + cellA.overlapBegin[a + 1],
            cellB.overlaps.begin() + cellB.overlapBegin[b],
            cellB.overlaps.begin() + cellB.overlapBegin[b + 1], [](const auto& p, const auto& q) {
                return p.truth == q.truth && p.boxIou == q.boxIou && p.maskIou == q.maskIou;
            });
    }

    const ImageCell &m_before, &m_after;
    bool m_same;
};

ObjectChange::Kind kindOf(const Verdict& before, const Verdict& after, bool oneTable) {
    using Kind = ObjectChange::Kind;
    if (isWrong(before.kind))
        return isWrong(after.kind) ? Kind::BothWrong : Kind::Fixed;
    if (isWrong(after.kind))
        return Kind::Broken;
    return oneTable && before.partner != after.partner ? Kind::OtherPartner : Kind::BothRight;
}

void count(const ImageVerdicts& judged, VerdictCounts& counts) {
    for (const Verdict& verdict : judged.truths) {
        counts.right += verdict.kind == Verdict::Kind::Right;
        counts.attributeErrors += verdict.kind == Verdict::Kind::AttributeError;
        counts.missed += verdict.kind == Verdict::Kind::Missed;
    }
    for (const Verdict& verdict : judged.founds)
        counts.falses += verdict.kind == Verdict::Kind::False;
}

void add(VerdictCounts& all, const VerdictCounts& more) {
    all.right += more.right;
    all.attributeErrors += more.attributeErrors;
    all.missed += more.missed;
    all.falses += more.falses;
}

bool isFalse(const ImageVerdicts& judged, std::optional<std::uint32_t> found) {
    return found && judged.founds[*found].kind == Verdict::Kind::False;
}

void compareImage(std::uint32_t image, const ImageCell& before, const ImageVerdicts& was,
                  const ImageCell& after, const ImageVerdicts& is, RunComparison& result) {
    for (std::uint32_t t = 0; t < was.truths.size(); ++t) {
        if (was.truths[t].kind == Verdict::Kind::Ignored ||
            is.truths[t].kind == Verdict::Kind::Ignored)
            continue;
        const auto kind = kindOf(was.truths[t], is.truths[t], &before == &after);
        result.objects.push_back({kind, image, t, was.truths[t], is.truths[t]});
        ++result.counts[std::size_t(kind)];
    }
    const FoundPairs pairs(before, after);
    for (std::uint32_t f = 0; f < is.founds.size(); ++f)
        if (isFalse(is, f) && !isFalse(was, pairs.inBefore(f)))
            result.newFalses.push_back({image, {}, f});
    for (std::uint32_t f = 0; f < was.founds.size(); ++f)
        if (isFalse(was, f) && !isFalse(is, pairs.inAfter(f)))
            result.goneFalses.push_back({image, {}, f});
    count(was, result.before);
    count(is, result.after);
}

}  // namespace

std::optional<RunComparison> compareRuns(const MatchTable& before, const Criteria& criteriaBefore,
                                         const MatchTable& after, const Criteria& criteriaAfter,
                                         std::stop_token stop, int threads) {
    refuseOtherTruth(before, after);
    const auto blocks = overImages<RunComparison>(
        before.cells.size(), threads, stop, [&](std::uint32_t image, RunComparison& block) {
            const ImageCell &a = *before.cells[image], &b = *after.cells[image];
            compareImage(image, a, verdicts(a, criteriaBefore), b, verdicts(b, criteriaAfter),
                         block);
        });
    if (!blocks)
        return std::nullopt;
    RunComparison all;
    for (const RunComparison& block : *blocks) {
        append(all.objects, block.objects);
        append(all.newFalses, block.newFalses);
        append(all.goneFalses, block.goneFalses);
        for (std::size_t kind = 0; kind < kChangeKinds; ++kind)
            all.counts[kind] += block.counts[kind];
        add(all.before, block.before);
        add(all.after, block.after);
    }
    return all;
}

std::vector<CellObject> objectsOf(const RunComparison& comparison, ObjectChange::Kind kind) {
    std::vector<CellObject> objects;
    for (const ObjectChange& change : comparison.objects)
        if (change.kind == kind)
            objects.push_back({change.image, change.truth,
                               kind == ObjectChange::Kind::Broken ? change.before.partner
                                                                  : change.after.partner});
    return objects;
}

}  // namespace selvedge
