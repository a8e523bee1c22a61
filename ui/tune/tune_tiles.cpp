#include "ui/tune/tune_tiles.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/evaluate/report_words.h"

namespace selvedge {

namespace {

constexpr std::size_t kMost = 6;  // counts and pins stand beside them

QString tookText(double seconds) {
    return QCoreApplication::translate("TuneTiles", "in %1 ms")
        .arg(std::max(1, int(std::lround(seconds * 1000))));
}

}  // namespace

std::vector<MetricTile> tuneTiles(const Measurement& measurement, const Measurement* reference) {
    const Report& report = measurement.report;
    const bool comparable = reference && reference->report.protocol == report.protocol;
    std::vector<MetricTile> tiles = tilesOf(report, comparable ? &reference->report : nullptr);
    std::erase_if(tiles, [](const MetricTile& tile) { return !tile.behind.isOfAllSizes(); });
    if (tiles.size() > kMost)
        tiles.resize(kMost);
    for (MetricTile& tile : tiles)
        tile.line.clear();
    tiles.front().line = tookText(measurement.seconds);
    return tiles;
}

}  // namespace selvedge
