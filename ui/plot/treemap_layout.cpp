#include "ui/plot/treemap_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace selvedge {

namespace {

// The worst ratio of sides in a row of areas between `least` and `most`, `sum` in all, along a
// side.
double worst(double sum, double least, double most, double side) {
    const double square = side * side, total = sum * sum;
    return std::max(square * most / total, total / (square * least));
}

}  // namespace

std::vector<QRectF> squarified(const QRectF& area, const std::vector<double>& weights) {
    std::vector<QRectF> result(weights.size());
    std::vector<std::size_t> order;
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0 && std::isfinite(weights[i])) {
            order.push_back(i);
            sum += weights[i];
        }
    }
    if (order.empty() || area.width() <= 0 || area.height() <= 0)
        return result;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
    const double scale = area.width() * area.height() / sum;
    QRectF free = area;
    for (std::size_t begin = 0; begin < order.size();) {
        const double side = std::min(free.width(), free.height());
        std::size_t end = begin;
        double row = 0;
        const double most = weights[order[begin]] * scale;
        while (end < order.size()) {
            const double next = weights[order[end]] * scale;
            if (end > begin && worst(row + next, next, most, side) >
                                   worst(row, weights[order[end - 1]] * scale, most, side))
                break;
            row += next;
            ++end;
        }
        const bool column = free.width() >= free.height();
        const double thickness = std::min(row / side, std::max(free.width(), free.height()));
        double at = column ? free.top() : free.left();
        for (std::size_t i = begin; i < end; ++i) {
            const double length = weights[order[i]] * scale / thickness;
            result[order[i]] = column ? QRectF(free.right() - thickness, at, thickness, length)
                                      : QRectF(at, free.top(), length, thickness);
            at += length;
        }
        if (column)
            free.setRight(free.right() - thickness);
        else
            free.setTop(free.top() + thickness);
        begin = end;
    }
    return result;
}

}  // namespace selvedge
