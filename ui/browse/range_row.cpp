#include "ui/browse/range_row.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "dataset/project/apply_query.h"
#include "ui/parts/theme.h"

namespace selvedge {

namespace {

constexpr int kMargin = 18, kBarsHeight = 34, kKnob = 6;

}  // namespace

RangeScale::RangeScale(Facet facet) : m_facet(facet) {
    if (facet == Facet::Area) {
        m_edges = QList<double>(kAreaEdges.begin(), kAreaEdges.end());
        return;
    }
    const int count = int(facet == Facet::Score ? kScoreBins : kObjectBins);
    for (int i = 0; i <= count; ++i)
        m_edges += facet == Facet::Score ? double(i) / count : i;
}

int RangeScale::bins() const {
    return int(m_edges.size()) - 1;
}

double RangeScale::positionOf(double number) const {
    const auto above = std::upper_bound(m_edges.begin(), m_edges.end(), number);
    if (above == m_edges.begin())
        return 0;
    if (above == m_edges.end())
        return bins();
    const double below = *(above - 1);
    return double(above - m_edges.begin() - 1) + (number - below) / (*above - below);
}

double RangeScale::lowerPosition(const NumberRange& range) const {
    return std::isfinite(range.least) ? positionOf(range.least) : 0;
}

double RangeScale::upperPosition(const NumberRange& range) const {
    if (!std::isfinite(range.most))
        return bins();
    // Whole numbers: the bin of the last one belongs to it.
    return positionOf(m_facet == Facet::Objects ? range.most + 1 : range.most);
}

NumberRange RangeScale::withLower(NumberRange range, int position) const {
    position = std::min(position, int(std::ceil(upperPosition(range))) - 1);
    range.above = false;
    range.least = position <= 0 ? NumberRange().least : m_edges[position];
    return range;
}

NumberRange RangeScale::withUpper(NumberRange range, int position) const {
    position = std::max(position, int(std::floor(lowerPosition(range))) + 1);
    range.below = false;
    range.most = position >= bins()          ? NumberRange().most
                 : m_facet == Facet::Objects ? m_edges[position] - 1
                                             : m_edges[position];
    return range;
}

QRect rangeBars(const QRect& row) {
    return {row.left() + kMargin, row.top() + 4, row.width() - 2 * kMargin, kBarsHeight};
}

int rangePositionAt(const QRect& row, const RangeScale& scale, int x) {
    const QRect bars = rangeBars(row);
    const double share = double(x - bars.left()) / std::max(1, bars.width());
    return std::clamp(int(std::lround(share * scale.bins())), 0, scale.bins());
}

bool isUpperKnob(const QRect& row, const RangeScale& scale, const NumberRange& range, int x) {
    const QRect bars = rangeBars(row);
    const double at = double(x - bars.left()) / std::max(1, bars.width()) * scale.bins();
    const double lower = scale.lowerPosition(range), upper = scale.upperPosition(range);
    return std::abs(at - upper) < std::abs(at - lower) || (lower == upper && at > upper);
}

void paintRangeRow(QPainter& painter, const QRect& row, const RangeScale& scale,
                   const NumberRange& range, const QList<int>& counts) {
    const QRect bars = rangeBars(row);
    const double lower = scale.lowerPosition(range), upper = scale.upperPosition(range);
    const int highest = counts.isEmpty() ? 0 : *std::max_element(counts.begin(), counts.end());
    const auto xOf = [&](double position) {
        return bars.left() + int(std::lround(position * bars.width() / scale.bins()));
    };
    for (int i = 0; i < std::min(int(counts.size()), scale.bins()) && highest > 0; ++i) {
        if (counts[i] == 0)
            continue;
        const int tall = std::max(1, int(std::lround(double(counts[i]) / highest * bars.height())));
        const bool kept = i + .5 > lower && i + .5 < upper;
        painter.fillRect(xOf(i), bars.bottom() + 1 - tall, std::max(1, xOf(i + 1) - xOf(i) - 1),
                         tall, themed(kept ? Token::Text3 : Token::Line));
    }
    const int groove = bars.bottom() + 12;
    painter.fillRect(bars.left(), groove - 1, bars.width(), 2, themed(Token::Line));
    painter.fillRect(xOf(lower), groove - 1, xOf(upper) - xOf(lower), 2,
                     themed(range.everything() ? Token::Border : Token::Accent));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themed(Token::Panel), 1));
    painter.setBrush(themed(Token::Text));
    for (const double position : {lower, upper})
        painter.drawEllipse(QPointF(xOf(position), groove), kKnob, kKnob);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace selvedge
