#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <functional>
#include <utility>
#include <vector>

namespace selvedge {

// Where the names of points of a map stand: beside their point, inside the map, on no other name
// and on nothing of `taken` (rings). Names that would cover any of `covered` (values of cells) or
// have no such place are their first letter alone; a letter covers values before it covers
// `taken`. As many as points, in their order; without any place the text is empty.
struct PinLabel {
    QRectF place;
    QString text;
};
std::vector<PinLabel> placePinLabels(const std::vector<std::pair<QPointF, QString>>& points,
                                     const std::vector<QRectF>& taken,
                                     const std::vector<QRectF>& covered, const QRectF& map,
                                     const std::function<QSizeF(const QString&)>& sizeOf);

}  // namespace selvedge
