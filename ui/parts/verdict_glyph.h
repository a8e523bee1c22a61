#pragma once

#include <QPointF>

#include "model/evaluation/verdict.h"
#include "ui/parts/theme.h"

class QPainter;

namespace selvedge {

// The colour of a verdict; never alone, always with its glyph.
Token verdictToken(Verdict::Kind kind);
// Right: a check, attribute error: not equal, missed: a ring, false: a plus; others: nothing. About
// 10 px around `middle`, in `color`.
void drawVerdictGlyph(QPainter& painter, QPointF middle, Verdict::Kind kind, const QColor& color);

}  // namespace selvedge
