#pragma once

#include <QIcon>
#include <QString>

namespace selvedge {

// Breeze icons (LGPL) are found at run time among the system's icon themes and painted in one tone:
// Text2 at rest, Text when on or active, Text3 when disabled, in the theme of the moment of
// painting. Where Breeze is absent `hasIcons()` is false and icons are a neutral dot: buttons then
// show their word.
bool hasIcons();
// `name` as in the theme's folders, without ".svg": "view-grid".
QIcon themedIcon(const QString& name);
// One tone of the caller's choice, for painting.
QPixmap iconPixmap(const QString& name, int size, const QColor& color, qreal devicePixelRatio);

}  // namespace selvedge
