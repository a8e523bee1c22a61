#include "model/evaluation/matching.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "model/evaluation/attribute_f1.h"

namespace selvedge {

std::vector<CategoryIndex> categoriesById(const Catalog& catalog) {
    std::vector<CategoryIndex> order(catalog.categories().size());
    std::iota(order.begin(), order.end(), CategoryIndex{0});
    std::sort(order.begin(), order.end(), [&](CategoryIndex a, CategoryIndex b) {
        return catalog.categories()[a].id < catalog.categories()[b].id;
    });
    return order;
}

std::vector<std::vector<GroupRef>> groupsByCategory(const MatchTable& table) {
    std::vector<std::vector<GroupRef>> groups(table.catalog->categories().size());
    for (const auto& cell : table.cells)
        for (const ImageCell::Group& group : cell->groups)
            groups.at(group.category).push_back({cell.get(), &group});
    return groups;
}

AttributeBits predictedBy(std::span<const GroupRef> groups) {
    AttributeBits bits;
    for (const GroupRef& ref : groups)
        for (std::uint32_t i = ref.group->foundBegin; i < ref.group->foundEnd; ++i) {
            const ImageCell::Found& found = ref.cell->founds[ref.cell->foundOrder[i]];
            for (std::uint32_t a = found.attributeBegin; a < found.attributeEnd; ++a)
                bits.set(ref.cell->attributeScores[a].attribute);
        }
    return bits;
}

std::vector<bool> categoriesWithF1(const MatchTable& table, const Protocol& protocol) {
    const std::vector<Category>& categories = table.catalog->categories();
    std::vector<bool> asks(categories.size(),
                           protocol.attributeCategories == AttributeCategories::All);
    if (protocol.attributeCategories == AttributeCategories::WithAttributes)
        for (const auto& cell : table.cells)
            for (const ImageCell::Truth& truth : cell->truths)
                if (truth.hasAttributes)
                    asks[truth.category] = true;
    if (protocol.attributeCategories == AttributeCategories::Fashionpedia)
        for (std::size_t c = 0; c < categories.size(); ++c) {
            constexpr std::array<int, 5> kParts{28, 29, 31, 32, 33};
            const int id = categories[c].id;
            asks[c] = id <= 12 || std::find(kParts.begin(), kParts.end(), id) != kParts.end();
        }
    return asks;
}

void detectionsThatCount(const ImageCell& cell, const ImageCell::Group& group,
                         const CategoryThresholds& thresholds, std::vector<std::uint32_t>& founds) {
    const std::size_t first = founds.size();
    const auto suppressed = [&](std::uint32_t found) {
        auto it = std::lower_bound(
            cell.neighbours.begin(), cell.neighbours.end(), found,
            [](const ImageCell::Neighbour& n, std::uint32_t f) { return n.worse < f; });
        for (; it != cell.neighbours.end() && it->worse == found; ++it)
            if (it->boxIou > thresholds.nmsIou() &&
                std::find(founds.begin() + std::ptrdiff_t(first), founds.end(), it->better) !=
                    founds.end())
                return true;
        return false;
    };
    for (std::uint32_t i = group.foundBegin; i < group.foundEnd; ++i) {
        const std::uint32_t found = cell.foundOrder[i];
        if (int(founds.size() - first) == thresholds.maxDetections() ||
            cell.founds[found].score < thresholds.score())
            break;
        if (thresholds.nmsIou() >= 1 || !suppressed(found))
            founds.push_back(found);
    }
}

void CategoryMatcher::match(std::span<const GroupRef> groups, const Protocol& protocol,
                            const CategoryThresholds& thresholds, std::size_t attributeCount,
                            std::span<const Column> columns, std::size_t ranges,
                            CategoryMatches& result) {
    prepare(protocol, columns);
    list(groups, thresholds, result);
    result.columns.resize(columns.size());
    for (ColumnMatches& column : result.columns) {
        column.objects.fill(0);
        for (std::size_t range = 0; range < ranges; ++range)
            column.hits[range].assign(result.detections.size(), {});
    }
    const bool above = protocol.compare == Compare::Above;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const GroupRef& ref = groups[g];
        const std::size_t first = m_foundsBegin[g], count = m_foundsBegin[g + 1] - first;
        collectCandidates(ref, protocol, thresholds, attributeCount,
                          std::span(m_founds).subspan(first, count));
        if (m_taken.size() < ref.cell->truths.size()) {
            m_taken.resize(ref.cell->truths.size());
            m_ignored.resize(ref.cell->truths.size());
        }
        for (std::size_t c = 0; c < columns.size(); ++c) {
            ColumnMatches& out = result.columns[c];
            // The columns of a grid differ in F1's threshold alone: often nothing lies between two.
            const bool differs = gate(m_needs[c], above);
            if (c > 1 && !differs) {
                const ColumnMatches& before = result.columns[c - 1];
                for (std::size_t range = 0; range < ranges; ++range)
                    for (std::size_t i = first; i < first + count; ++i)
                        out.hits[range][m_slots[i]] = before.hits[range][m_slots[i]];
                continue;
            }
            for (std::size_t range = 0; range < ranges; ++range)
                matchRange(ref, protocol, m_needs[c], range, first, out);
        }
    }
    const bool leavesOut = protocol.withoutAttributes == WithoutAttributes::Ignored;
    for (const GroupRef& ref : groups)
        for (std::uint32_t i = ref.group->truthBegin; i < ref.group->truthEnd; ++i) {
            const ImageCell::Truth& truth = ref.cell->truths[ref.cell->truthOrder[i]];
            for (std::size_t c = 0; c < columns.size(); ++c)
                for (std::size_t range = 0; range < ranges; ++range)
                    result.columns[c].objects[range] +=
                        !(truth.crowd || !kAreaRanges[range].contains(truth.area) ||
                          (leavesOut && m_needs[c].asksF1 && !truth.hasAttributes));
        }
}

void CategoryMatcher::prepare(const Protocol& protocol, std::span<const Column> columns) {
    if (m_protocol == protocol && std::ranges::equal(columns, m_columns))
        return;
    m_protocol = protocol;
    m_columns.assign(columns.begin(), columns.end());
    m_needs.assign(columns.size(), {});
    m_lowestIou = 1;
    m_needsF1 = protocol.choice == Choice::BothRise;
    m_idZeroIsNone = protocol.idZeroIsNone;
    const auto needed = [&](double threshold) {  // pycocotools starts from min(t, 1 - 1e-10)
        return protocol.compare == Compare::Above ? threshold : std::min(threshold, 1 - 1e-10);
    };
    for (std::size_t c = 0; c < columns.size(); ++c) {
        Needs& needs = m_needs[c];
        needs.size = columns[c].size;
        needs.asksF1 = columns[c].f1[0] > kOff;
        m_needsF1 |= needs.asksF1;
        for (std::size_t t = 0; t < needs.size; ++t) {
            needs.iou[t] = needed(columns[c].iou[t]);
            needs.f1[t] = needed(columns[c].f1[t]);
            m_lowestIou = std::min(m_lowestIou, columns[c].iou[t]);
        }
    }
}

// Which detections count, and where each stands in the order of scores.
void CategoryMatcher::list(std::span<const GroupRef> groups, const CategoryThresholds& thresholds,
                           CategoryMatches& result) {
    m_founds.clear();
    m_foundsBegin.assign(1, 0);
    result.detections.clear();
    for (const GroupRef& ref : groups) {
        const std::size_t first = m_founds.size();
        detectionsThatCount(*ref.cell, *ref.group, thresholds, m_founds);
        for (std::size_t i = first; i < m_founds.size(); ++i)
            result.detections.push_back(
                {ref.cell->founds[m_founds[i]].score, std::uint32_t(i), std::uint32_t(i - first)});
        m_foundsBegin.push_back(std::uint32_t(m_founds.size()));
    }
    std::sort(result.detections.begin(), result.detections.end(),
              [](const RankedDetection& a, const RankedDetection& b) {
                  return a.score != b.score ? a.score > b.score : a.position < b.position;
              });
    m_slots.resize(result.detections.size());
    for (std::size_t slot = 0; slot < result.detections.size(); ++slot)
        m_slots[result.detections[slot].position] = std::uint32_t(slot);
}

void CategoryMatcher::collectCandidates(const GroupRef& ref, const Protocol& protocol,
                                        const CategoryThresholds& thresholds,
                                        std::size_t attributeCount,
                                        std::span<const std::uint32_t> founds) {
    const ImageCell& cell = *ref.cell;
    m_candidates.clear();
    m_rows.clear();
    for (const std::uint32_t found : founds) {
        const std::size_t begin = m_candidates.size();
        addOverlaps(ref, found, protocol.iouType);
        const std::span row = std::span(m_candidates).subspan(begin);
        if (m_needsF1 && !row.empty()) {
            const AttributeBits bits = thresholds.predicted(cell, cell.founds[found]);
            for (Candidate& candidate : row)
                candidate.f1 = pairF1(protocol, cell.truths[candidate.truth], bits, attributeCount);
        }
        if (protocol.choice == Choice::HighestIou)  // of equal overlaps the last wins
            std::sort(row.begin(), row.end(), [](const Candidate& a, const Candidate& b) {
                return a.iou != b.iou ? a.iou > b.iou : a.truth > b.truth;
            });
        m_rows.push_back({found, std::uint32_t(begin), std::uint32_t(m_candidates.size())});
    }
}

// What overlaps less than any threshold never matches; where overlap is not asked, all of the
// category are candidates.
void CategoryMatcher::addOverlaps(const GroupRef& ref, std::uint32_t found, IouType iouType) {
    const ImageCell& cell = *ref.cell;
    std::uint32_t o = cell.overlapBegin[found];
    const std::uint32_t end = cell.overlapBegin[found + 1];
    if (m_lowestIou > 0) {
        for (; o < end; ++o)
            if (const double iou = cell.overlaps[o].iou(iouType); iou >= m_lowestIou)
                m_candidates.push_back({cell.overlaps[o].truth, iou});
        return;
    }
    for (std::uint32_t i = ref.group->truthBegin; i < ref.group->truthEnd; ++i) {
        const std::uint32_t truth = cell.truthOrder[i];
        while (o < end && cell.overlaps[o].truth < truth)
            ++o;
        const bool overlaps = o < end && cell.overlaps[o].truth == truth;
        m_candidates.push_back({truth, overlaps ? cell.overlaps[o].iou(iouType) : 0});
    }
}

// Which thresholds each candidate reaches. False: the same as at the last call for these
// candidates.
bool CategoryMatcher::gate(const Needs& needs, bool above) {
    bool differs = false;
    for (Candidate& candidate : m_candidates) {
        unsigned enough = 0;
        for (std::size_t t = 0; t < needs.size; ++t) {
            const bool reaches = above
                                     ? candidate.iou > needs.iou[t] && candidate.f1 > needs.f1[t]
                                     : candidate.iou >= needs.iou[t] && candidate.f1 >= needs.f1[t];
            enough |= unsigned(reaches) << t;
        }
        differs |= candidate.enough != enough;
        candidate.enough = std::uint16_t(enough);
    }
    return differs;
}

void CategoryMatcher::matchRange(const GroupRef& ref, const Protocol& protocol, const Needs& needs,
                                 std::size_t range, std::size_t first, ColumnMatches& out) {
    const ImageCell& cell = *ref.cell;
    const bool leaveOut = needs.asksF1 && protocol.withoutAttributes == WithoutAttributes::Ignored;
    for (std::uint32_t i = ref.group->truthBegin; i < ref.group->truthEnd; ++i) {
        const std::uint32_t truth = cell.truthOrder[i];
        const ImageCell::Truth& object = cell.truths[truth];
        m_taken[truth] = 0;
        m_ignored[truth] = object.crowd || !kAreaRanges[range].contains(object.area) ||
                           (leaveOut && !object.hasAttributes);
    }
    const auto all = std::uint16_t((1u << needs.size) - 1);
    for (std::size_t rank = 0; rank < m_rows.size(); ++rank) {
        const Row& row = m_rows[rank];
        Hits hits;
        if (row.begin != row.end)
            hits = protocol.choice == Choice::BothRise ? takeRising(row, needs, cell)
                                                       : takeHighest(row, cell);
        const ImageCell::Found& found = cell.founds[row.found];
        const double area = protocol.detectionAreaFromBox ? found.boxArea : found.maskArea;
        if (ref.group->unmatchedIgnored || !kAreaRanges[range].contains(area))
            hits.ignored |= all & ~hits.matched;
        out.hits[range][m_slots[first + rank]] = hits;
    }
}

// Taken, it counts as missed all the same, and what took it as false.
bool CategoryMatcher::isNone(const ImageCell& cell, std::uint32_t truth) const {
    return m_idZeroIsNone && cell.truths[truth].idIsZero;
}

// At all thresholds side by side: the candidates stand best first. Ground truth that counts comes
// before ignored one, which is tried only where none of the former matched.
Hits CategoryMatcher::takeHighest(const Row& row, const ImageCell& cell) {
    Hits hits;
    unsigned none = 0;
    for (const bool ignoredOnes : {false, true})
        for (std::uint32_t c = row.begin; c < row.end; ++c) {
            const Candidate& candidate = m_candidates[c];
            const std::uint32_t truth = candidate.truth;
            if (bool(m_ignored[truth]) != ignoredOnes)
                continue;
            unsigned takes = candidate.enough & ~hits.matched;
            if (!cell.truths[truth].crowd)
                takes &= ~m_taken[truth];
            m_taken[truth] |= std::uint16_t(takes);
            hits.matched |= std::uint16_t(takes);
            if (ignoredOnes)
                hits.ignored |= std::uint16_t(takes);
            if (isNone(cell, truth))
                none |= takes;
        }
    hits.matched &= std::uint16_t(~none);
    return hits;
}

// The same by Choice::BothRise. The rule is walked only at thresholds that several reach.
Hits CategoryMatcher::takeRising(const Row& row, const Needs& needs, const ImageCell& cell) {
    Hits hits;
    unsigned none = 0;
    for (const bool ignoredOnes : {false, true}) {
        const auto open = [&](const Candidate& candidate) -> unsigned {
            if (bool(m_ignored[candidate.truth]) != ignoredOnes)
                return 0;
            return candidate.enough & ~m_taken[candidate.truth] & ~hits.matched;
        };
        unsigned any = 0, several = 0;
        for (std::uint32_t c = row.begin; c < row.end; ++c) {
            const unsigned bits = open(m_candidates[c]);
            several |= any & bits;
            any |= bits;
        }
        if (any == 0)
            continue;
        for (std::size_t t = 0; t < needs.size && several >> t != 0; ++t) {
            if (!(several >> t & 1))
                continue;
            const Candidate* best = nullptr;
            for (std::uint32_t c = row.begin; c < row.end; ++c) {
                const Candidate& candidate = m_candidates[c];
                if ((open(candidate) >> t & 1) &&
                    (!best || (candidate.iou >= best->iou && candidate.f1 >= best->f1)))
                    best = &candidate;
            }
            m_taken[best->truth] |= std::uint16_t(1u << t);
            hits.matched |= std::uint16_t(1u << t);
            if (isNone(cell, best->truth))
                none |= 1u << t;
        }
        for (std::uint32_t c = row.begin; c < row.end; ++c) {
            const unsigned takes = open(m_candidates[c]) & ~several;
            m_taken[m_candidates[c].truth] |= std::uint16_t(takes);
            hits.matched |= std::uint16_t(takes);
            if (isNone(cell, m_candidates[c].truth))
                none |= takes;
        }
        if (ignoredOnes)
            hits.ignored |= std::uint16_t(any);
    }
    hits.matched &= std::uint16_t(~none);
    return hits;
}

}  // namespace selvedge
