#pragma once

#include <QRectF>
#include <QString>
#include <span>
#include <vector>

#include "dataset/catalog.h"
#include "model/detection.h"

class QPainter;

namespace selvedge {

// An attribute on the screen: what was asked for is on, what is below the threshold is faint.
struct Chip {
    QString name;
    double score = -1;  // of predictions
    bool on = true;
    bool operator==(const Chip&) const = default;
};

struct ChipGroup {
    QString name;
    std::vector<Chip> chips;
    bool operator==(const ChipGroup&) const = default;
};

// Attributes by group, in the catalog's order; in a group the likeliest first. Predicted ones below
// `faintest` are left out.
std::vector<ChipGroup> chipGroups(const Catalog& catalog,
                                  std::span<const AttributeScore> attributes, bool truth,
                                  double threshold, double faintest = 0.1);

// Lays the groups out in `width`: names in a column of 84, chips of 20 px wrapping beside it.
// Paints when `painter` is given. Returns the height used.
int layoutChips(QPainter* painter, QPointF topLeft, int width,
                const std::vector<ChipGroup>& groups);

}  // namespace selvedge
