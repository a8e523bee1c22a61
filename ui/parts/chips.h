#pragma once

#include <QRectF>
#include <QString>
#include <span>
#include <vector>

#include "dataset/catalog.h"
#include "model/detection.h"
#include "model/evaluation/operating_point.h"
#include "model/evaluation/verdict.h"

class QPainter;

namespace selvedge {

// An attribute on the screen: what was asked for is on, what is below the threshold is faint.
struct Chip {
    // Compared with the other side: on in both, in the truth alone, in the prediction alone.
    enum class Mark { None, Right, Missed, False };
    QString name;
    double score = -1;  // of predictions
    bool on = true;
    Mark mark = Mark::None;
    bool operator==(const Chip&) const = default;
};

struct ChipGroup {
    QString name;
    std::vector<Chip> chips;
    bool operator==(const ChipGroup&) const = default;
};

// The verdict whose sign stands in it.
Verdict::Kind chipVerdict(const Chip& chip);

// Attributes by group, in the catalog's order; in a group the likeliest first. Predicted ones below
// `faintest` are left out.
std::vector<ChipGroup> chipGroups(const Catalog& catalog,
                                  std::span<const AttributeScore> attributes, bool truth,
                                  const CategoryThresholds& thresholds, double faintest = 0.1);

// What a matched pair has, by group in the catalog's order: right, missed and false ones. Predicted
// is what reaches the threshold.
std::vector<ChipGroup> comparedChips(const Catalog& catalog, std::span<const AttributeScore> truth,
                                     std::span<const AttributeScore> predicted,
                                     const CategoryThresholds& thresholds);

// Lays the groups out in `width`: names in a column of 84, chips of 20 px wrapping beside it.
// Paints when `painter` is given. Returns the height used.
int layoutChips(QPainter* painter, QPointF topLeft, int width,
                const std::vector<ChipGroup>& groups);

}  // namespace selvedge
