#pragma once

#include <QColor>
#include <QPainterPath>
#include <QPointF>
#include <QSize>
#include <QString>
#include <cstdint>
#include <memory>
#include <set>
#include <vector>

#include "app/session/session.h"
#include "model/evaluation/match_table.h"
#include "ui/parts/chips.h"

namespace selvedge {

// An object on the canvas, in the image's pixels.
struct CanvasObject {
    ObjectRef ref;
    CategoryIndex category = 0;
    QString name;
    QString family;      // its supercategory
    QColor color;        // of the category
    QColor familyColor;  // of the supercategory
    QColor ownColor;     // of this object among its neighbours
    double score = -1;   // predictions only
    RleMask mask;
    IntBox box;
    std::uint64_t area = 0;
    QPointF anchor;                          // a pixel of the mask, near its middle
    std::vector<AttributeScore> attributes;  // truth: probability 1
    bool isTruth() const { return ref.source == ObjectRef::Source::Truth; }
};

// A run whose predictions are in a scene, with what matching them against the truth needs.
struct SceneRun {
    QString name;
    std::shared_ptr<const ImageCell> cell;
    std::vector<std::size_t> founds;  // into CanvasScene::objects, as the cell's
};

// What drawing a scene at one scale needs and takes a while to make: made where there is time, on a
// worker, for the scale of a fitted view. Others are made when they are drawn.
struct PreparedScale {
    static constexpr int kNone = -1000;
    int outlineBucket = kNone;
    std::vector<QPainterPath> outlines;  // by object, image coordinates
    int maskLevel = kNone;
    std::vector<RleMask> masks;  // by object, of levelSize()
};
// Outlines are smoothed for a power of two of the scale (device pixels an image pixel).
int outlineBucketOf(double scale);
QPainterPath outlineFor(const RleMask& mask, int bucket);
// Fills are painted from halved masks: a level's pixel is at most as large as the screen's.
int maskLevelOf(double scale);
QSize levelSize(QSize size, int level);

// All objects of one image, large ones first, so that small ones lie above. Immutable.
struct CanvasScene {
    QSize size;  // of the masks
    std::vector<CanvasObject> objects;
    std::vector<std::size_t> truths;  // into objects, as each cell's
    std::vector<SceneRun> runs;       // by ObjectRef::run; empty: no predictions
    PreparedScale prepared;           // may be empty
};
void prepare(CanvasScene& scene, double scale);

// A pixel of the mask half way through its runs: for leader lines and cards.
QPointF anchorOf(const RleMask& mask);

// Colours are data: no theme touches them.
enum class ColourBy { Category, Supercategory, Object, Score };
// Of a score in [0, 1]: the upper part of the one ramp, so that the least still shows on black.
QColor scoreColor(double score);

// What is drawn; whoever compares sets these on each canvas.
struct CanvasStyle {
    bool truth = true;
    bool predictions = true;
    bool fills = true;  // with both sources on one canvas only of the truth: two would mix
    bool outlines = true;
    bool boxes = false;
    bool labels = true;
    bool attributes = false;       // labels list them
    double opacity = 0.45;         // of fills
    OperatingPoint point{0, 0.5};  // predictions below it are not shown, attributes are faint
    ColourBy colourBy = ColourBy::Category;
    std::set<ObjectRef> hidden;      // eyes that are closed
    std::optional<ObjectRef> alone;  // only this one
    bool operator==(const CanvasStyle&) const = default;

    bool fillsObject(const CanvasObject& object) const {
        return fills && object.ref.run == 0 && (object.isTruth() || !truth);
    }
    bool shows(const CanvasObject& object) const {
        if (alone ? object.ref != *alone : hidden.contains(object.ref))
            return false;
        return object.isTruth()
                   ? truth
                   : predictions && object.score >= scoreThresholdOf(point, object.category);
    }
    QColor colorOf(const CanvasObject& object) const;
};

// "A", "B", ... : what a run is called on labels while there are several; empty for one.
QString runLetter(const CanvasScene& scene, const ObjectRef& object);
// The dashes of a run's outlines, in widths of the pen; no two of the first four are alike. `width`
// of the pen in logical pixels.
QList<qreal> runDashes(std::uint16_t run, double width = 2);

}  // namespace selvedge
