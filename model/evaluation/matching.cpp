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

Column columnOf(double f1, bool iouOff) {
    Column column;
    column.f1.fill(f1);
    std::copy(iouThresholds().begin(), iouThresholds().end(), column.iou.begin());
    column.iou.back() = kOff;
    column.size = iouOff ? kThresholds : kIouThresholds;
    return column;
}

std::vector<Column> columnsOf(const Protocol& protocol) {
    const bool grid = protocol.pairs == Pairs::Grid;
    std::vector<Column> columns{columnOf(kOff, grid)};
    if (grid)
        for (const double f1 : iouThresholds())
            columns.push_back(columnOf(f1, true));
    if (protocol.pairs == Pairs::Fixed)
        columns.push_back(columnOf(protocol.fixedF1));
    if (protocol.pairs == Pairs::Diagonal) {
        columns.push_back(columnOf(kOff));
        columns.back().f1 = columns.back().iou;
    }
    return columns;
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

double attributeF1(F1Kind kind, const AttributeBits& truth, const AttributeBits& predicted,
                   std::size_t count) {
    int both = 0, wanted = 0, given = 0;
    for (std::size_t i = 0; i < predicted.words.size(); ++i) {
        both += std::popcount(truth.words[i] & predicted.words[i]);
        wanted += std::popcount(truth.words[i]);
        given += std::popcount(predicted.words[i]);
    }
    const int wrong = wanted + given - 2 * both;  // false ones and missed ones
    const int neither = int(count) - both - wrong;
    // Of "has it" and "has it not"; without any there is none.
    const auto f1 = [&](int right) { return double(2 * right) / double(2 * right + wrong); };
    const bool has = wanted + given > 0, hasNot = neither + wrong > 0;
    if (kind == F1Kind::Set)
        return has ? f1(both) : 1;
    if (kind == F1Kind::BinaryMicro)
        return count > 0 ? double(both + neither) / double(count) : 1;
    if (has && hasNot)
        return (f1(neither) + f1(both)) / 2;
    return has ? f1(both) : hasNot ? f1(neither) : 1;
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
                            std::span<const Column> columns, std::span<CategoryMatches> results) {
    m_lowestIou = 1;
    m_needsF1 = false;
    for (const Column& column : columns)
        for (std::size_t t = 0; t < column.size; ++t) {
            m_lowestIou = std::min(m_lowestIou, column.iou[t]);
            m_needsF1 |= column.f1[t] > kOff || options.choice == Choice::BothRise;
        }
    for (CategoryMatches& result : results) {
        result.detections.clear();
        result.objects.fill(0);
    }
    for (const GroupRef& ref : groups) {
        collectCandidates(ref, options);
        if (m_taken.size() < ref.cell->truths.size()) {
            m_taken.resize(ref.cell->truths.size());
            m_ignored.resize(ref.cell->truths.size());
        }
        for (std::size_t c = 0; c < columns.size(); ++c) {
            CategoryMatches& result = results[c];
            const std::size_t first = result.detections.size();
            for (std::size_t rank = 0; rank < m_rows.size(); ++rank)
                result.detections.push_back({ref.cell->founds[m_rows[rank].found].score,
                                             std::uint32_t(first + rank),
                                             std::uint32_t(rank),
                                             {},
                                             {}});
            const bool leaveOut =
                columns[c].f1[0] > kOff && options.withoutAttributes == WithoutAttributes::Ignored;
            for (std::size_t range = 0; range < options.areaRanges; ++range) {
                for (std::uint32_t i = ref.group->truthBegin; i < ref.group->truthEnd; ++i) {
                    const std::uint32_t truth = ref.cell->truthOrder[i];
                    const ImageCell::Truth& object = ref.cell->truths[truth];
                    m_taken[truth] = 0;
                    m_ignored[truth] = object.crowd || outside(object.area, kAreaRanges[range]) ||
                                       (leaveOut && !object.hasAttributes);
                    result.objects[range] += !m_ignored[truth];
                }
                matchRange(ref, options, columns[c], range,
                           std::span(result.detections).subspan(first));
            }
        }
    }
    for (CategoryMatches& result : results)
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
        addOverlaps(ref, found, options.iouType);
        const auto end = std::uint32_t(m_candidates.size());
        if (m_needsF1 && begin != end) {
            const AttributeBits bits =
                predictedAttributes(cell, cell.founds[found], options.attributeThreshold);
            for (std::uint32_t c = begin; c < end; ++c) {
                const ImageCell::Truth& truth = cell.truths[m_candidates[c].truth];
                const bool mustBeEmpty =
                    options.withoutAttributes == WithoutAttributes::MustBeEmpty;
                m_candidates[c].f1 =
                    truth.hasAttributes || mustBeEmpty
                        ? attributeF1(options.f1, truth.attributes, bits, options.attributeCount)
                        : 1;
            }
        }
        Row row{found, begin, end};
        for (std::uint32_t c = begin; c < end; ++c) {
            row.mostIou = std::max(row.mostIou, m_candidates[c].iou);
            row.mostF1 = std::max(row.mostF1, m_candidates[c].f1);
        }
        m_rows.push_back(row);
    }
}

// What overlaps less than any threshold never matches; where overlap is not asked, all of the
// category are candidates.
void CategoryMatcher::addOverlaps(const GroupRef& ref, std::uint32_t found, IouType iouType) {
    const ImageCell& cell = *ref.cell;
    const auto iouOf = [&](const ImageCell::Overlap& overlap) {
        return selvedge::iouOf(overlap, iouType);
    };
    std::uint32_t o = cell.overlapBegin[found];
    const std::uint32_t end = cell.overlapBegin[found + 1];
    if (m_lowestIou > 0) {
        for (; o < end; ++o)
            if (const double iou = iouOf(cell.overlaps[o]); iou >= m_lowestIou)
                m_candidates.push_back({cell.overlaps[o].truth, iou, 1});
        return;
    }
    for (std::uint32_t i = ref.group->truthBegin; i < ref.group->truthEnd; ++i) {
        const std::uint32_t truth = cell.truthOrder[i];
        while (o < end && cell.overlaps[o].truth < truth)
            ++o;
        const bool overlaps = o < end && cell.overlaps[o].truth == truth;
        m_candidates.push_back({truth, overlaps ? iouOf(cell.overlaps[o]) : 0, 1});
    }
}

void CategoryMatcher::matchRange(const GroupRef& ref, const MatchOptions& options,
                                 const Column& column, std::size_t range,
                                 std::span<MatchedDetection> out) {
    const auto all = std::uint16_t((1u << column.size) - 1);
    constexpr std::uint32_t kNone = ~0u;
    const bool bothRise = options.choice == Choice::BothRise;
    const bool above = options.compare == Compare::Above;
    const auto needed = [&](double threshold) {  // pycocotools starts from min(t, 1 - 1e-10)
        return above ? threshold : std::min(threshold, 1 - 1e-10);
    };
    for (std::size_t rank = 0; rank < m_rows.size(); ++rank) {
        const Row& row = m_rows[rank];
        std::uint16_t matched = 0, ignored = 0;
        for (std::size_t t = 0; row.begin != row.end && t < column.size; ++t) {
            const auto bit = std::uint16_t(1u << t);
            const double iouNeed = needed(column.iou[t]), f1Need = needed(column.f1[t]);
            if (row.mostIou < iouNeed || row.mostF1 < f1Need)
                continue;
            double bestIou = iouNeed, bestF1 = f1Need;
            std::uint32_t match = kNone;
            // Ground truth that counts comes before ignored one, which is tried only when none of
            // the former matched; of equal overlaps the last wins.
            for (const bool ignoredOnes : {false, true}) {
                for (std::uint32_t c = row.begin; c < row.end; ++c) {
                    const Candidate& candidate = m_candidates[c];
                    const std::uint32_t truth = candidate.truth;
                    if (bool(m_ignored[truth]) != ignoredOnes)
                        continue;
                    if ((m_taken[truth] & bit) && (bothRise || !ref.cell->truths[truth].crowd))
                        continue;
                    if (candidate.iou < bestIou || candidate.f1 < bestF1)
                        continue;
                    if (above && (candidate.iou <= iouNeed || candidate.f1 <= f1Need))
                        continue;
                    bestIou = candidate.iou;
                    if (bothRise)
                        bestF1 = candidate.f1;
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
            ignored |= all & ~matched;
        out[rank].matched[range] = matched;
        out[rank].ignored[range] = ignored;
    }
}

}  // namespace selvedge
