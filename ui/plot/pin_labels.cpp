#include "ui/plot/pin_labels.h"

#include <algorithm>
#include <array>
#include <optional>

namespace selvedge {

namespace {

constexpr double kBeside = 9;  // from the point to its name

// Best first: above and below at the right, then at the left, then right over or under the point.
std::array<QRectF, 8> placesAbout(const QPointF& at, const QSizeF& size) {
    const double w = size.width(), h = size.height();
    const double right = at.x() + kBeside, left = at.x() - kBeside - w;
    const double above = at.y() - h - 3, below = at.y() + 3, middle = at.x() - w / 2;
    return {QRectF({right, above}, size),
            QRectF({right, below}, size),
            QRectF({left, above}, size),
            QRectF({left, below}, size),
            QRectF({right, at.y() - h / 2}, size),
            QRectF({left, at.y() - h / 2}, size),
            QRectF({middle, at.y() - kBeside - h}, size),
            QRectF({middle, at.y() + kBeside}, size)};
}

bool meets(const QRectF& place, const std::vector<QRectF>& others) {
    return std::any_of(others.begin(), others.end(),
                       [&](const QRectF& other) { return place.intersects(other); });
}

}  // namespace

std::vector<PinLabel> placePinLabels(const std::vector<std::pair<QPointF, QString>>& points,
                                     const std::vector<QRectF>& taken,
                                     const std::vector<QRectF>& covered, const QRectF& map,
                                     const std::function<QSizeF(const QString&)>& sizeOf) {
    std::vector<PinLabel> labels;
    std::vector<QRectF> blocked = taken;
    for (const auto& [at, name] : points) {
        PinLabel label;
        const auto tryText = [&](const QString& text, bool covers) {
            for (const QRectF& place : placesAbout(at, sizeOf(text))) {
                if (!label.text.isEmpty() || !map.contains(place) || meets(place, blocked) ||
                    (!covers && meets(place, covered)))
                    continue;
                label = {place, text};
            }
        };
        tryText(name, false);
        tryText(name.left(1), false);
        tryText(name.left(1), true);
        if (!label.text.isEmpty())
            blocked.push_back(label.place);
        labels.push_back(label);
    }
    return labels;
}

}  // namespace selvedge
