#include "model/evaluation/threshold_evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace selvedge {

namespace {

constexpr double kLeastIou = 0.5;  // iouThresholds().front()

using Object = ThresholdEvidence::Sample::Object;

// The truth with the highest overlap of kLeastIou or more, the last of equals; null without one.
const ImageCell::Truth* objectUnder(const ImageCell& cell, std::uint32_t found, IouType type) {
    const ImageCell::Truth* best = nullptr;
    double bestIou = kLeastIou;
    for (std::uint32_t o = cell.overlapBegin[found]; o < cell.overlapBegin[found + 1]; ++o) {
        const ImageCell::Overlap& overlap = cell.overlaps[o];
        if (overlap.iou(type) < bestIou)
            continue;
        bestIou = overlap.iou(type);
        best = &cell.truths[overlap.truth];
    }
    return best;
}

}  // namespace

double partingThreshold(double below, double above, bool asFloat) {
    const auto parts = [&](double threshold) {
        const double compared = asFloat ? double(float(threshold)) : threshold;
        return compared > below && compared <= above;
    };
    const double middle = below + (above - below) / 2;
    const double rounded = std::round(middle * 1000) / 1000;
    return parts(rounded) ? rounded : parts(middle) ? middle : above;
}

ThresholdEvidence::ThresholdEvidence(const MatchTable& table, const Protocol& protocol,
                                     const OperatingPoint& point)
    : m_catalog(table.catalog), m_categories(table.catalog->categories().size()) {
    for (OfCategory& category : m_categories) {
        category.objectsWith.resize(m_catalog->attributes().size());
        category.begin.resize(m_catalog->attributes().size() + 1);
    }
    // By category and attribute before they are sorted: which is which.
    struct Loose {
        AttributeIndex attribute = 0;
        Sample sample;
    };
    std::vector<std::vector<Loose>> loose(m_categories.size());
    for (const auto& shared : table.cells) {
        const ImageCell& cell = *shared;
        addCell(cell);
        for (std::uint32_t f = 0; f < cell.founds.size(); ++f) {
            const ImageCell::Found& found = cell.founds[f];
            const ImageCell::Truth* truth = objectUnder(cell, f, protocol.iouType);
            if (!truth || found.score < scoreThresholdOf(point, found.category))
                continue;
            const bool unasked =
                truth->crowd || (!truth->hasAttributes &&
                                 protocol.withoutAttributes != WithoutAttributes::MustBeEmpty);
            for (std::uint32_t a = found.attributeBegin; a < found.attributeEnd; ++a) {
                const AttributeScore& score = cell.attributeScores[a];
                const bool has = truth->attributes.has(score.attribute);
                loose[found.category].push_back({score.attribute,
                                                 {score.probability, unasked ? Object::Unasked
                                                                     : has   ? Object::HasIt
                                                                             : Object::HasItNot}});
            }
        }
    }
    for (std::size_t c = 0; c < m_categories.size(); ++c) {
        OfCategory& category = m_categories[c];
        std::sort(category.scores.begin(), category.scores.end());
        std::sort(loose[c].begin(), loose[c].end(), [](const Loose& a, const Loose& b) {
            return std::pair(a.attribute, a.sample.probability) <
                   std::pair(b.attribute, b.sample.probability);
        });
        for (const Loose& one : loose[c]) {
            ++category.begin[one.attribute + 1];
            category.samples.push_back(one.sample);
        }
        std::partial_sum(category.begin.begin(), category.begin.end(), category.begin.begin());
    }
}

void ThresholdEvidence::addCell(const ImageCell& cell) {
    for (const ImageCell::Found& found : cell.founds)
        m_categories[found.category].scores.push_back(found.score);
    for (const ImageCell::Truth& truth : cell.truths) {
        if (truth.crowd)
            continue;
        OfCategory& category = m_categories[truth.category];
        ++category.objects;
        for (std::size_t a = 0; truth.hasAttributes && a < category.objectsWith.size(); ++a)
            category.objectsWith[a] += truth.attributes.has(AttributeIndex(a));
    }
}

std::span<const ThresholdEvidence::Sample> ThresholdEvidence::samples(
    CategoryIndex category, AttributeIndex attribute) const {
    const OfCategory& of = m_categories[category];
    return std::span(of.samples)
        .subspan(of.begin[attribute], of.begin[attribute + 1] - of.begin[attribute]);
}

std::span<const double> ThresholdEvidence::scores(CategoryIndex category) const {
    return m_categories[category].scores;
}

std::vector<CategoryIndex> ThresholdEvidence::categoriesOf(const ThresholdRow& row) const {
    if (row.category)
        return {*row.category};
    std::vector<CategoryIndex> all(m_categories.size());
    std::iota(all.begin(), all.end(), CategoryIndex{0});
    return all;
}

std::uint64_t ThresholdEvidence::support(const ThresholdRow& row) const {
    const auto attributes = attributesOf(row, *m_catalog);
    std::uint64_t support = 0;
    for (const CategoryIndex c : categoriesOf(row)) {
        if (row.of == ThresholdRow::Of::Score)
            support += m_categories[c].objects;
        for (const AttributeIndex attribute : attributes)
            support += m_categories[c].objectsWith[attribute];
    }
    return support;
}

void ThresholdEvidence::narrow(Gap& gap, double threshold, CategoryIndex category,
                               const ThresholdRow& row) const {
    const auto narrowTo = [&](auto begin, auto end, auto valueOf) {
        const auto next = std::partition_point(
            begin, end, [&](const auto& one) { return valueOf(one) < threshold; });
        gap.found = gap.found || begin != end;
        if (next != end)
            gap.above = std::min(gap.above, double(valueOf(*next)));
        if (next != begin)
            gap.below = std::max(gap.below, double(valueOf(*(next - 1))));
    };
    if (row.of == ThresholdRow::Of::Score) {
        const auto all = scores(category);
        narrowTo(all.begin(), all.end(), [](double score) { return score; });
    }
    for (const AttributeIndex attribute : attributesOf(row, *m_catalog)) {
        const auto all = samples(category, attribute);
        narrowTo(all.begin(), all.end(), [](const Sample& s) { return double(s.probability); });
    }
}

std::vector<double> ThresholdEvidence::candidates(const ThresholdRow& row, int count) const {
    const bool ofScores = row.of == ThresholdRow::Of::Score;
    double low = 0, high = 1;
    for (const CategoryIndex c : categoriesOf(row))
        if (const auto all = scores(c); ofScores && !all.empty()) {
            low = std::min(low, all.front());
            high = std::max(high, all.back());
        }
    std::vector<double> result;
    double last = std::numeric_limits<double>::quiet_NaN();  // the value above the last gap
    for (int i = 1; i <= count; ++i) {
        const double threshold = low + (high - low) * i / (count + 1);
        Gap gap{low, high, false};
        for (const CategoryIndex c : categoriesOf(row))
            narrow(gap, threshold, c, row);
        if (!gap.found || gap.above == last)
            continue;
        last = gap.above;
        result.push_back(partingThreshold(gap.below, gap.above, !ofScores));
    }
    return result;
}

bool ThresholdEvidence::differs(CategoryIndex category, const ThresholdRow& row,
                                const OperatingPoint& from, const OperatingPoint& to) const {
    if (row.category && *row.category != category)
        return false;
    if (row.of == ThresholdRow::Of::Score) {
        const auto [low, high] =
            std::minmax({scoreThresholdOf(from, category), scoreThresholdOf(to, category)});
        const auto all = scores(category);
        const auto next = std::lower_bound(all.begin(), all.end(), low);
        return next != all.end() && *next < high;
    }
    for (const AttributeIndex attribute : attributesOf(row, *m_catalog)) {
        const auto [low, high] =
            std::minmax({float(attributeThresholdOf(from, category, attribute)),
                         float(attributeThresholdOf(to, category, attribute))});
        const auto all = samples(category, attribute);
        const auto next = std::partition_point(
            all.begin(), all.end(),
            [&, low = low](const Sample& sample) { return sample.probability < low; });
        if (next != all.end() && next->probability < high)
            return true;
    }
    return false;
}

}  // namespace selvedge
