#include "model/evaluation/thresholds.h"

#include <algorithm>

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

Column columnOfPair(double iou, double f1) {
    Column column;
    column.iou.fill(iou);
    column.f1.fill(f1);
    column.size = 1;
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

}  // namespace selvedge
