#include "model/evaluation/matching.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace selvedge {

namespace {

template <std::size_t N>
std::array<double, N> linspace(double start, double stop) {
    std::array<double, N> values{};
    const double step = (stop - start) / double(N - 1);
    for (std::size_t i = 0; i < N; ++i)
        values[i] = double(i) * step + start;
    values[N - 1] = stop;
    return values;
}

// What a pair must reach: pycocotools starts from min(t, 1 - 1e-10).
double needed(std::size_t threshold) {
    return std::min(iouThresholds()[threshold], 1 - 1e-10);
}

bool outside(double area, AreaRange range) {
    return area < range.low || area > range.high;
}

}  // namespace

const std::array<double, kIouThresholds>& iouThresholds() {
    static const auto values = linspace<kIouThresholds>(0.5, 0.95);
    return values;
}

const std::array<double, kRecallThresholds>& recallThresholds() {
    static const auto values = linspace<kRecallThresholds>(0, 1);
    return values;
}

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

double attributeF1(const ImageCell::Truth& truth, const AttributeBits& predicted) {
    if (!truth.hasAttributes)
        return 1;
    int both = 0, sum = 0;
    for (std::size_t i = 0; i < predicted.words.size(); ++i) {
        both += std::popcount(truth.attributes.words[i] & predicted.words[i]);
        sum += std::popcount(truth.attributes.words[i]) + std::popcount(predicted.words[i]);
    }
    return double(2 * both) / double(sum);
}

AttributeBits predictedAttributes(const ImageCell& cell, const ImageCell::Found& found,
                                  double threshold) {
    AttributeBits bits;
    for (std::uint32_t i = found.attributeBegin; i < found.attributeEnd; ++i)
        if (cell.attributeScores[i].probability >= float(threshold))
            bits.set(cell.attributeScores[i].attribute);
    return bits;
}

void CategoryMatcher::match(std::span<const GroupRef> groups, const MatchOptions& options,
                            CategoryMatches& result) {
    result.detections.clear();
    result.objects.fill(0);
    for (const GroupRef& ref : groups) {
        collectCandidates(ref, options);
        const std::size_t first = result.detections.size();
        for (std::size_t rank = 0; rank < m_rows.size(); ++rank)
            result.detections.push_back({ref.cell->founds[m_rows[rank].found].score,
                                         std::uint32_t(first + rank),
                                         std::uint32_t(rank),
                                         {},
                                         {}});
        if (m_taken.size() < ref.cell->truths.size()) {
            m_taken.resize(ref.cell->truths.size());
            m_ignored.resize(ref.cell->truths.size());
        }
        for (std::size_t range = 0; range < options.areaRanges; ++range) {
            for (std::uint32_t i = ref.group->truthBegin; i < ref.group->truthEnd; ++i) {
                const std::uint32_t truth = ref.cell->truthOrder[i];
                const ImageCell::Truth& object = ref.cell->truths[truth];
                m_taken[truth] = 0;
                m_ignored[truth] = object.crowd || outside(object.area, kAreaRanges[range]);
                result.objects[range] += !m_ignored[truth];
            }
            matchRange(ref, options, range, std::span(result.detections).subspan(first));
        }
    }
    std::sort(result.detections.begin(), result.detections.end(),
              [](const MatchedDetection& a, const MatchedDetection& b) {
                  return a.score != b.score ? a.score > b.score : a.position < b.position;
              });
}

void CategoryMatcher::collectCandidates(const GroupRef& ref, const MatchOptions& options) {
    const ImageCell& cell = *ref.cell;
    m_candidates.clear();
    m_rows.clear();
    for (std::uint32_t i = ref.group->foundBegin; i < ref.group->foundEnd; ++i) {
        const std::uint32_t found = cell.foundOrder[i];
        if (int(m_rows.size()) == options.maxDetections ||
            cell.founds[found].score < options.minScore)
            break;
        const auto begin = std::uint32_t(m_candidates.size());
        for (std::uint32_t o = cell.overlapBegin[found]; o < cell.overlapBegin[found + 1]; ++o) {
            const ImageCell::Overlap& overlap = cell.overlaps[o];
            const double iou = options.iouType == IouType::Box ? overlap.boxIou : overlap.maskIou;
            if (iou >= iouThresholds().front())  // less never matches
                m_candidates.push_back({overlap.truth, iou, 1});
        }
        const auto end = std::uint32_t(m_candidates.size());
        if (options.attributeThreshold && begin != end) {
            const AttributeBits bits =
                predictedAttributes(cell, cell.founds[found], *options.attributeThreshold);
            for (std::uint32_t c = begin; c < end; ++c)
                m_candidates[c].f1 = attributeF1(cell.truths[m_candidates[c].truth], bits);
        }
        m_rows.push_back({found, begin, end});
    }
}

void CategoryMatcher::matchRange(const GroupRef& ref, const MatchOptions& options,
                                 std::size_t range, std::span<MatchedDetection> out) {
    constexpr std::uint16_t kAll = (1u << kIouThresholds) - 1;
    constexpr std::uint32_t kNone = ~0u;
    for (std::size_t rank = 0; rank < m_rows.size(); ++rank) {
        const Row& row = m_rows[rank];
        std::uint16_t matched = 0, ignored = 0;
        for (std::size_t t = 0; row.begin != row.end && t < kIouThresholds; ++t) {
            const auto bit = std::uint16_t(1u << t);
            const double need = needed(t);
            double best = need;
            std::uint32_t match = kNone;
            // Ground truth that counts comes before ignored one, which is tried only when none of
            // the former matched; of equal overlaps the last wins.
            for (const bool ignoredOnes : {false, true}) {
                for (std::uint32_t c = row.begin; c < row.end; ++c) {
                    const Candidate& candidate = m_candidates[c];
                    const std::uint32_t truth = candidate.truth;
                    if (bool(m_ignored[truth]) != ignoredOnes)
                        continue;
                    if ((m_taken[truth] & bit) && !ref.cell->truths[truth].crowd)
                        continue;
                    if (candidate.iou < best || candidate.f1 < need)
                        continue;
                    best = candidate.iou;
                    match = truth;
                }
                if (match != kNone)
                    break;
            }
            if (match == kNone)
                continue;
            m_taken[match] |= bit;
            matched |= bit;
            if (m_ignored[match])
                ignored |= bit;
        }
        const ImageCell::Found& found = ref.cell->founds[row.found];
        const double area = options.detectionAreaFromBox ? found.boxArea : found.maskArea;
        if (outside(area, kAreaRanges[range]))
            ignored |= kAll & ~matched;
        out[rank].matched[range] = matched;
        out[rank].ignored[range] = ignored;
    }
}

}  // namespace selvedge
