#pragma once

#include <QColor>
#include <QRectF>

#include "model/evaluation/verdict.h"

class QPainter;

namespace selvedge {

// The verdicts' signs, whose shape says as much as their colour: a check (right), a plus (false), a
// ring (missed), a not-equal (attributes wrong); nothing for the others. In the middle of `cell`, 9
// logical pixels wide, as strokes.
void paintVerdict(QPainter& painter, const QRectF& cell, Verdict::Kind kind, const QColor& color);
// A check in a box: looked through. No verdict, so of another shape than `right`.
void paintReviewed(QPainter& painter, const QRectF& cell, const QColor& color);
bool hasGlyph(Verdict::Kind kind);
// For the theme's surfaces, and for what lies over photos.
QColor verdictColor(Verdict::Kind kind);
QColor verdictColorOverPhoto(Verdict::Kind kind);

}  // namespace selvedge
