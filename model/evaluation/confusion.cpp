#include "model/evaluation/confusion.h"

#include <algorithm>

#include "model/evaluation/analysis.h"
#include "model/evaluation/matching.h"

namespace selvedge {

namespace {

constexpr double kHit = 0.5;

// One image's detections take objects of any category.
class Taking {
public:
    Taking(const ImageCell& cell, IouType iouType, const std::vector<CategoryThresholds>& point)
        : m_cell(cell), m_iouType(iouType), m_takenBy(cell.truths.size()) {
        for (const std::uint32_t found : bestOfAll(cell, point))
            take(found);
    }

    // visit(truth?, found?) for each pair, detection without an object, and missed object.
    template <typename Visit>
    void forEach(const Visit& visit) const {
        for (std::uint32_t t = 0; t < m_takenBy.size(); ++t)
            if (m_takenBy[t] || !m_cell.truths[t].crowd)
                visit(std::optional(t), m_takenBy[t]);
        for (const std::uint32_t found : m_alone)
            visit(std::optional<std::uint32_t>(), std::optional(found));
    }

private:
    void take(std::uint32_t found) {
        m_best.reset();
        m_bestIou = kHit;
        bool onCrowd = false;
        // Other categories first: at the same overlap the own one, which comes later, takes over.
        const auto others = std::lower_bound(
            m_cell.otherOverlaps.begin(), m_cell.otherOverlaps.end(), found,
            [](const ImageCell::Overlap& overlap, std::uint32_t f) { return overlap.found < f; });
        for (auto it = others; it != m_cell.otherOverlaps.end() && it->found == found; ++it)
            consider(*it);
        for (std::uint32_t o = m_cell.overlapBegin[found]; o < m_cell.overlapBegin[found + 1]; ++o)
            if (m_cell.truths[m_cell.overlaps[o].truth].crowd)
                onCrowd |= m_cell.overlaps[o].iou(m_iouType) >= kHit;
            else
                consider(m_cell.overlaps[o]);
        if (m_best)
            m_takenBy[*m_best] = found;
        else if (!onCrowd)
            m_alone.push_back(found);
    }

    void consider(const ImageCell::Overlap& overlap) {
        const double iou = overlap.iou(m_iouType);
        if (iou < m_bestIou || m_takenBy[overlap.truth])
            return;
        m_best = overlap.truth;
        m_bestIou = iou;
    }

    const ImageCell& m_cell;
    IouType m_iouType;
    std::vector<std::optional<std::uint32_t>> m_takenBy;  // by truth
    std::vector<std::uint32_t> m_alone;
    std::optional<std::uint32_t> m_best;
    double m_bestIou = 0;
};

// Where a category stands in the matrix.
std::vector<std::size_t> rowsOf(const std::vector<CategoryIndex>& categories) {
    std::vector<std::size_t> rows(categories.size());
    for (std::size_t row = 0; row < categories.size(); ++row)
        rows[categories[row]] = row;
    return rows;
}

// The row and column of what Taking visits.
struct Place {
    std::size_t truth = 0, predicted = 0;
};
Place placeOf(const ImageCell& cell, const std::vector<std::size_t>& rows,
              std::optional<std::uint32_t> truth, std::optional<std::uint32_t> found) {
    return {truth ? rows[cell.truths[*truth].category] : rows.size(),
            found ? rows[cell.founds[*found].category] : rows.size()};
}

}  // namespace

std::optional<ConfusionMatrix> confusionMatrix(const MatchTable& table, const Protocol& protocol,
                                               const OperatingPoint& point, std::stop_token stop,
                                               int threads) {
    ConfusionMatrix matrix;
    matrix.categories = categoriesById(*table.catalog);
    const auto rows = rowsOf(matrix.categories);
    const auto thresholds = thresholdsOf(*table.catalog, point);
    const std::size_t size = matrix.size();
    std::vector<std::vector<std::uint64_t>> workers(std::size_t(threadCount(threads)));
    for (auto& counts : workers)
        counts.assign(size * size, 0);
    const auto count = [&](std::size_t image, std::size_t worker) {
        const ImageCell& cell = *table.cells[image];
        Taking(cell, protocol.iouType, thresholds).forEach([&](auto truth, auto found) {
            const Place place = placeOf(cell, rows, truth, found);
            ++workers[worker][place.truth * size + place.predicted];
        });
    };
    if (!parallelFor(table.cells.size(), threads, count, stop))
        return std::nullopt;
    matrix.counts.assign(size * size, 0);
    for (const auto& counts : workers)
        for (std::size_t i = 0; i < counts.size(); ++i)
            matrix.counts[i] += counts[i];
    return matrix;
}

std::optional<std::vector<CellObject>> confusionObjects(const MatchTable& table,
                                                        const Protocol& protocol,
                                                        const OperatingPoint& point,
                                                        std::size_t truth, std::size_t predicted,
                                                        std::stop_token stop, int threads) {
    const auto rows = rowsOf(categoriesById(*table.catalog));
    const auto thresholds = thresholdsOf(*table.catalog, point);
    const auto list = [&](std::uint32_t image, std::vector<CellObject>& objects) {
        const ImageCell& cell = *table.cells[image];
        Taking(cell, protocol.iouType, thresholds).forEach([&](auto t, auto f) {
            const Place place = placeOf(cell, rows, t, f);
            if (place.truth == truth && place.predicted == predicted)
                objects.push_back({image, t, f});
        });
    };
    return listOverImages<std::vector<CellObject>>(table.cells.size(), threads, stop, list);
}

}  // namespace selvedge
