#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "model/evaluation/evaluate.h"
#include "ui/evaluate/figure_behind.h"
#include "ui/evaluate/metric_strip.h"

// What the window says of a report. Pure functions.

namespace selvedge {

// An operating point in a sentence.
QString operatingPointText(const OperatingPoint& point);
// The headline and its components for a strip; `reference` gives the deltas. `columns`: the
// headline is the mean of so many; 0: of the categories that have objects.
std::vector<MetricTile> tilesOf(const Report& report, const Report* reference, int columns = 0);

// What people call a protocol, and what it asks in one or two sentences.
QString protocolTitle(const std::string& name);
QString protocolSentence(const std::string& name);
// Those that the window offers and protocolNamed() knows, by name.
std::vector<std::string> offeredProtocols();
// "overlap and F1 from .50 to .95 on the diagonal, masks": for a status line.
QString protocolText(const Protocol& protocol);
// "masks", "boxes", "edges of masks".
QString iouTypeName(IouType type);

// One figure of a report: of `metrics`, or of a block.
struct Figure {
    QString name;     // as the reference writes it, with its block: "iou_f1 AP_IOU50"
    QString meaning;  // a few words
    QString gloss;    // sentences
    double value = -1;
    FigureBehind behind = {};
};
// All of them; blocks replace the metrics that only repeat the first.
std::vector<Figure> figuresOf(const Report& report);

}  // namespace selvedge
