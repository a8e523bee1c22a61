#include "ui/tune/figures.h"

#include <QCoreApplication>
#include <cmath>
#include <functional>

namespace selvedge {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Figures", text);
}

double blockValue(const Report& report, const char* block, const char* metric) {
    for (const MetricBlock& one : report.blocks)
        if (one.name == block)
            return one.value(metric);
    return -1;
}

QString tookText(double seconds) {
    return say("in %1 ms").arg(std::max(1, int(std::lround(seconds * 1000))));
}

}  // namespace

std::vector<MetricTile> figuresOf(const Measurement& measurement, const Measurement* reference) {
    using Value = std::function<double(const Report&)>;
    const Protocol& protocol = measurement.report.protocol;
    std::vector<MetricTile> tiles;
    const auto add = [&](const QString& label, const QString& tip, const Value& value) {
        MetricTile tile{label, value(measurement.report), {}, {}, tip, tiles.empty()};
        if (reference && reference->report.protocol == protocol)
            tile.reference = value(reference->report);
        tiles.push_back(std::move(tile));
    };
    const auto named = [](const char* name) -> Value {
        return [name](const Report& report) { return report.value(name); };
    };
    const auto inBlock = [](const char* block, const char* name) -> Value {
        return [block, name](const Report& report) { return blockValue(report, block, name); };
    };
    const std::string headline = headlineName(protocol);
    add(protocol.pairs == Pairs::None ? say("AP") : say("AP (IoU and F1)"),
        say("The protocol's headline at these thresholds."),
        [headline](const Report& report) { return report.value(headline); });
    tiles.front().line = tookText(measurement.seconds);
    const QString alone = say("Attributes aside: only where the object is.");
    const QString half = say("Overlap and attributes from .50 on suffice.");
    const QString strict = say("Overlap and attributes must reach .75.");
    if (!measurement.report.blocks.empty()) {
        add(say("AP, IoU only"), alone, inBlock("iou", "AP"));
        add(say("AP, F1 only"), say("Attributes alone, of whatever object is near enough."),
            inBlock("f1", "AP"));
        add(say("AP .50, .50"), half, inBlock("iou_f1", "AP_IOU50_F150"));
        add(say("AP .75, .75"), strict, inBlock("iou_f1", "AP_IOU75_F175"));
    } else if (protocol.pairs == Pairs::None) {
        add(say("AP .50"), half, named("AP50"));
        add(say("AP .75"), strict, named("AP75"));
        add(say("recall"), say("At most 100 detections an image."), named("AR100"));
    } else {
        add(say("AP, IoU only"), alone, named("AP"));
        add(say("AP .50, .50"), half, named("f1AP50"));
        add(say("AP .75, .75"), strict, named("f1AP75"));
        add(say("recall"), say("At most 100 detections an image."), named("f1AR100"));
    }
    std::erase_if(tiles, [](const MetricTile& tile) { return !tile.headline && tile.value < 0; });
    return tiles;
}

}  // namespace selvedge
