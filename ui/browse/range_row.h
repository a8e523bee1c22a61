#pragma once

#include <QList>
#include <QRect>

#include "dataset/project/query.h"

class QPainter;

namespace selvedge {

// A range of numbers as two knobs under a histogram. The knobs stand between bins, where the bounds
// are round numbers: 0 is before the first bin, bins() behind the last, which means no bound.
class RangeScale {
public:
    explicit RangeScale(Facet facet);  // Area, Objects or Score
    int bins() const;
    double lowerPosition(const NumberRange& range) const;
    double upperPosition(const NumberRange& range) const;
    // The range with one bound at that place, which never passes the other.
    NumberRange withLower(NumberRange range, int position) const;
    NumberRange withUpper(NumberRange range, int position) const;
    NumberRange withKnob(NumberRange range, bool upper, int position) const {
        return upper ? withUpper(range, position) : withLower(range, position);
    }

private:
    double positionOf(double number) const;

    Facet m_facet;
    QList<double> m_edges;  // one more than bins
};

inline constexpr int kRangeRowHeight = 62;

// The row's groove goes over this width of it.
QRect rangeBars(const QRect& row);
// Whether a press at x means the upper knob, and the place of x on the scale.
bool isUpperKnob(const QRect& row, const RangeScale& scale, const NumberRange& range, int x);
int rangePositionAt(const QRect& row, const RangeScale& scale, int x);
void paintRangeRow(QPainter& painter, const QRect& row, const RangeScale& scale,
                   const NumberRange& range, const QList<int>& counts);

}  // namespace selvedge
