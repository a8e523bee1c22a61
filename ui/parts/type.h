#pragma once

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace selvedge {

// The program's font at `offset` points from its size: key caps -2, labels and counts -1, page
// heads +2, a secondary metric +5, the headline +14. Weights are 400 and 600.
QFont typeFont(int offset = 0, bool strong = false);

// Width of `text` when its digits stand in cells of the widest digit.
qreal tabularWidth(const QFont& font, const QString& text);
// Draws `text` in one line with the painter's font and pen; digits in cells of the widest one, so
// that columns of numbers stand still (Qt 6.4 cannot switch on `tnum`).
void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                 const QString& text);

}  // namespace selvedge
