#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>
#include <algorithm>

namespace selvedge {

// Where the picture is in a widget: widget = offset + scale * image, in logical pixels.
struct ViewTransform {
    double scale = 1;
    QPointF offset;
    bool operator==(const ViewTransform&) const = default;

    QPointF widgetFromImage(QPointF p) const { return offset + scale * p; }
    QPointF imageFromWidget(QPointF p) const { return (p - offset) / scale; }
    QRectF widgetFromImage(const QRectF& r) const {
        return {widgetFromImage(r.topLeft()), r.size() * scale};
    }
    QTransform toTransform() const {
        return QTransform(scale, 0, 0, scale, offset.x(), offset.y());
    }
    // The image point under `fixed` (widget) stays there.
    ViewTransform zoomedTo(double newScale, QPointF fixed) const {
        return {newScale, fixed - (fixed - offset) * (newScale / scale)};
    }
    // The whole picture, centred, with a margin on all sides.
    static ViewTransform fit(QSizeF image, QSizeF widget, double margin = 8) {
        if (image.isEmpty() || widget.isEmpty())
            return {};
        const double scale =
            std::max(1e-4, std::min((widget.width() - 2 * margin) / image.width(),
                                    (widget.height() - 2 * margin) / image.height()));
        return {scale, QPointF((widget.width() - image.width() * scale) / 2,
                               (widget.height() - image.height() * scale) / 2)};
    }
};

}  // namespace selvedge
