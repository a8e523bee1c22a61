#include "model/evaluation/image_precision.h"

#include <algorithm>
#include <numeric>

#include "dataset/parallel.h"
#include "model/evaluation/accumulate.h"
#include "model/evaluation/curves.h"

namespace selvedge {

namespace {

// A number of a block: columns (the first is without F1) and thresholds of IoU to take the mean of.
struct Part {
    std::string name;
    std::size_t firstColumn = 0, lastColumn = 0;
    std::size_t firstThreshold = 0, lastThreshold = kLastThreshold;
};

std::vector<Part> partsOf(std::size_t firstColumn, std::size_t lastColumn, bool grid) {
    constexpr std::array<std::pair<const char*, std::size_t>, 2> kPrinted{
        {{"50", 0}, {"75", kT75}}};
    std::vector<Part> parts{{"AP", firstColumn, lastColumn}};
    for (const auto& [digits, t] : kPrinted)
        parts.push_back({std::string("AP_IOU") + digits, firstColumn, lastColumn, t, t});
    for (const auto& [digits, f] : kPrinted)
        if (grid)
            parts.push_back({std::string("AP_F1") + digits, firstColumn + f, firstColumn + f});
    for (const auto& [digits, t] : kPrinted)
        for (const auto& [f1Digits, f] : kPrinted)
            if (grid)
                parts.push_back({std::string("AP_IOU") + digits + "_F1" + f1Digits, firstColumn + f,
                                 firstColumn + f, t, t});
    return parts;
}

// Hits and false detections of one image, at each column and threshold.
class ImageCounts {
public:
    ImageCounts(const Protocol& protocol, const OperatingPoint& point, std::size_t attributeCount,
                std::span<const Column> columns)
        : m_protocol(protocol),
          m_point(point),
          m_attributeCount(attributeCount),
          m_columns(columns),
          m_hits(columns.size()),
          m_falses(columns.size()) {}

    void clear() {
        std::fill(m_hits.begin(), m_hits.end(), PerThreshold{});
        std::fill(m_falses.begin(), m_falses.end(), PerThreshold{});
        m_objects = 0;
        m_anyFalse = false;
    }

    // One category of the image, instead of what was counted before.
    void count(const GroupRef& ref, bool asksF1) {
        clear();
        m_matcher.match({&ref, 1}, m_protocol, CategoryThresholds(m_point, ref.group->category),
                        m_attributeCount, m_columns.first(asksF1 ? m_columns.size() : 1), 1,
                        m_matches);
        m_objects = m_matches.columns[0].objects[0];
        m_detections = m_matches.detections.size();
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            for (const Hits& hits : m_matches.columns[asksF1 ? c : 0].hits[0])
                for (std::size_t t = 0; t < kIouThresholds; ++t) {
                    if (hits.ignored >> t & 1)
                        continue;
                    const bool hit = hits.matched >> t & 1;
                    ++(hit ? m_hits : m_falses)[c][t];
                    m_anyFalse |= !hit;
                }
    }
    void add(const ImageCounts& other) {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            for (std::size_t t = 0; t < kIouThresholds; ++t) {
                m_hits[c][t] += other.m_hits[c][t];
                m_falses[c][t] += other.m_falses[c][t];
            }
        m_objects += other.m_objects;
        m_anyFalse |= other.m_anyFalse;
    }

    std::uint64_t objects() const { return m_objects; }
    std::uint64_t detections() const { return m_detections; }
    bool counts() const { return m_objects > 0 || m_anyFalse; }

    double mean(const Part& part) const {
        std::vector<double> values;
        for (std::size_t c = part.firstColumn; c <= part.lastColumn; ++c)
            for (std::size_t t = part.firstThreshold; t <= part.lastThreshold; ++t) {
                const double hits = m_hits[c][t], all = hits + m_falses[c][t];
                values.push_back(all > 0 ? hits / all : 0);
            }
        return numpyMean(values);
    }

private:
    using PerThreshold = std::array<std::uint32_t, kIouThresholds>;
    const Protocol& m_protocol;
    const OperatingPoint& m_point;
    const std::size_t m_attributeCount;
    const std::span<const Column> m_columns;
    CategoryMatcher m_matcher;
    CategoryMatches m_matches;
    std::vector<PerThreshold> m_hits, m_falses;
    std::uint64_t m_objects = 0, m_detections = 0;
    bool m_anyFalse = false;
};

}  // namespace

bool measureImagePrecision(const MatchTable& table, const Protocol& protocol,
                           const OperatingPoint& point, const std::vector<CategoryIndex>& order,
                           Report& report, std::stop_token stop, int threads) {
    const std::size_t attributeCount = table.catalog->attributes().size();
    const std::vector<Column> columns = columnsOf(protocol);
    const std::vector<bool> asks = categoriesWithF1(table, protocol);
    const bool withF1 = columns.size() > 1;
    std::vector<Part> parts = partsOf(0, 0, false);
    if (withF1)
        parts = partsOf(1, columns.size() - 1, protocol.pairs == Pairs::Grid);
    const std::size_t headline = parts.size();
    if (withF1)
        for (const Part& part : partsOf(0, 0, false))
            parts.push_back(part);

    // By part, then image; -1: the image does not count. And of each image its categories.
    struct OfCategory {
        std::uint64_t objects = 0, detections = 0;
        double ap = -1, ap50 = -1;
    };
    std::vector<std::vector<double>> values(parts.size(),
                                            std::vector<double>(table.cells.size(), -1));
    std::vector<std::vector<OfCategory>> ofCategories(table.cells.size());
    const ImageCounts none(protocol, point, attributeCount, columns);
    std::vector<std::pair<ImageCounts, ImageCounts>> workers(std::size_t(threadCount(threads)),
                                                             {none, none});
    const auto measureImage = [&](std::size_t image, std::size_t w) {
        auto& [whole, one] = workers[w];
        whole.clear();
        const ImageCell& cell = *table.cells[image];
        for (const ImageCell::Group& group : cell.groups) {
            one.count({&cell, &group}, asks[group.category]);
            whole.add(one);
            OfCategory& of = ofCategories[image].emplace_back();
            of.objects = one.objects();
            of.detections = one.detections();
            if (one.counts()) {
                of.ap = one.mean(parts[0]);
                of.ap50 = one.mean(parts[1]);
            }
        }
        for (std::size_t p = 0; whole.counts() && p < parts.size(); ++p)
            values[p][image] = whole.mean(parts[p]);
    };
    if (!parallelFor(table.cells.size(), threads, measureImage, stop))
        return false;

    std::vector<std::vector<double>> ap(order.size()), ap50(order.size());
    std::vector<CategoryResult> results(order.size());
    for (std::size_t image = 0; image < table.cells.size(); ++image)
        for (std::size_t g = 0; g < ofCategories[image].size(); ++g) {
            const CategoryIndex category = table.cells[image]->groups[g].category;
            const OfCategory& of = ofCategories[image][g];
            results[category].objects += of.objects;
            results[category].detections += of.detections;
            ap[category].push_back(of.ap);
            ap50[category].push_back(of.ap50);
        }
    std::vector<double> scratch;
    for (std::size_t k = 0; k < order.size(); ++k) {
        CategoryResult& result = report.categories[k];
        result = results[order[k]];
        result.category = order[k];
        if (result.objects > 0) {
            result.ap = meanOfMeasured(ap[order[k]], scratch);
            result.ap50 = meanOfMeasured(ap50[order[k]], scratch);
        }
        result.metrics = {{"AP", result.ap}};
    }
    MetricBlock first{withF1 ? "iou_f1" : "iou", {}, {}}, second{"iou", {}, {}};
    for (std::size_t p = 0; p < parts.size(); ++p)
        (p < headline ? first : second)
            .metrics.push_back({parts[p].name, meanOfMeasured(values[p], scratch)});
    for (const CategoryResult& category : report.categories)
        first.categoryAp.push_back(category.ap);
    report.blocks.push_back(std::move(first));
    if (withF1)
        report.blocks.push_back(std::move(second));
    report.metrics = report.blocks.front().metrics;
    return true;
}

}  // namespace selvedge
