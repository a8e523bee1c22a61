#pragma once

#include <QColor>
#include <QPointF>
#include <QSize>
#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "app/session/session.h"
#include "ui/parts/chips.h"

namespace selvedge {

// An object on the canvas, in the image's pixels.
struct CanvasObject {
    ObjectRef ref;
    CategoryIndex category = 0;
    QString name;
    QColor color;
    double score = -1;  // predictions only
    RleMask mask;
    IntBox box;
    std::uint64_t area = 0;
    QPointF anchor;                          // a pixel of the mask, near its middle
    std::vector<AttributeScore> attributes;  // truth: probability 1
    bool isTruth() const { return ref.source == ObjectRef::Source::Truth; }
};

// All objects of one image, large ones first, so that small ones lie above. Immutable.
struct CanvasScene {
    QSize size;  // of the masks
    std::vector<CanvasObject> objects;
};

// A pixel of the mask half way through its runs: for leader lines and cards.
QPointF anchorOf(const RleMask& mask);

// What is drawn; whoever compares sets these on each canvas.
struct CanvasStyle {
    bool truth = true;
    bool predictions = true;
    bool fills = true;  // with both sources on one canvas only of the truth: two would mix
    bool outlines = true;
    bool boxes = false;
    bool labels = true;
    double opacity = 0.45;  // of fills
    double scoreThreshold = 0;
    double attributeThreshold = 0.5;
    bool operator==(const CanvasStyle&) const = default;
    bool fillsObject(const CanvasObject& object) const {
        return fills && (object.isTruth() || !truth);
    }
    bool shows(const CanvasObject& object) const {
        return object.isTruth() ? truth : predictions && object.score >= scoreThreshold;
    }
};

}  // namespace selvedge
