#include "ui/parts/canvas_scene.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "dataset/mask/transform.h"
#include "ui/parts/outline_path.h"
#include "ui/plot/ramp.h"

namespace selvedge {

namespace {

constexpr double kLeastShare = 0.35;        // of the ramp, for a score of 0
constexpr QRgb kWithoutScore = 0xffc4c4c4;  // ground truth: no hue, as it has none to tell

}  // namespace

QPointF anchorOf(const RleMask& mask) {
    const std::uint64_t half = mask.area() / 2;
    std::uint64_t seen = 0;
    for (const RleMask::Run& run : mask.runs()) {
        if (seen + run.length > half) {
            // The middle of the longest stretch of this column would be nicer still; a run is one.
            const std::uint32_t pixel = run.start + run.length / 2;
            return {pixel / std::uint32_t(mask.height()) + 0.5,
                    pixel % std::uint32_t(mask.height()) + 0.5};
        }
        seen += run.length;
    }
    return {};
}

int outlineBucketOf(double scale) {
    return int(std::floor(std::log2(scale)));
}

QPainterPath outlineFor(const RleMask& mask, int bucket) {
    // From 400 % up the pixels show.
    return outlinePath(mask, bucket >= 2 ? 0 : 0.6 / std::exp2(bucket + 1));
}

int maskLevelOf(double scale) {
    return scale >= 1 ? 0 : std::min(8, int(std::floor(std::log2(1 / scale))));
}

QSize levelSize(QSize size, int level) {
    return QSize(std::max(1, size.width() >> level), std::max(1, size.height() >> level));
}

void prepare(CanvasScene& scene, double scale) {
    PreparedScale& prepared = scene.prepared;
    prepared = {outlineBucketOf(scale), {}, maskLevelOf(scale), {}};
    const QSize size = levelSize(scene.size, prepared.maskLevel);
    for (const CanvasObject& object : scene.objects) {
        prepared.outlines.push_back(outlineFor(object.mask, prepared.outlineBucket));
        if (prepared.maskLevel > 0)
            prepared.masks.push_back(scaled(object.mask, size.width(), size.height()));
    }
}

QColor scoreColor(double score) {
    return rampColor(kLeastShare + (1 - kLeastShare) * std::clamp(score, 0.0, 1.0), true);
}

QColor CanvasStyle::colorOf(const CanvasObject& object) const {
    switch (colourBy) {
        case ColourBy::Supercategory:
            return object.familyColor;
        case ColourBy::Object:
            return object.ownColor;
        case ColourBy::Score:
            return object.isTruth() ? QColor(kWithoutScore) : scoreColor(object.score);
        case ColourBy::Category:
            break;
    }
    return object.color;
}

QString runLetter(const CanvasScene& scene, const ObjectRef& object) {
    if (scene.runs.size() < 2 || object.source == ObjectRef::Source::Truth)
        return {};
    return QString(QChar(u'A' + object.run % 26));
}

QList<qreal> runDashes(std::uint16_t run, double width) {
    static const std::array<QList<qreal>, 4> kPixels{{{7, 4}, {2, 4}, {12, 3, 2, 3}, {16, 5}}};
    QList<qreal> dashes = kPixels[run % kPixels.size()];
    for (qreal& dash : dashes)
        dash /= width;
    return dashes;
}

}  // namespace selvedge
