#include "ui/evaluate/metric_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kPadding = 14;
constexpr int kDeltaGap = 7;

QFont figureFont(const MetricTile& tile) {
    return typeFont(tile.headline ? 14 : 5, true);
}

QString deltaOf(const MetricTile& tile) {
    return tile.reference ? deltaText(tile.value, *tile.reference) : QString();
}

int rowHeight() {
    return 16 + QFontMetrics(typeFont(-1)).height() * 2 + QFontMetrics(typeFont(14, true)).height();
}

}  // namespace

MetricStrip::MetricStrip(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Figures"));
}

void MetricStrip::setTiles(std::vector<MetricTile> tiles) {
    if (tiles == m_tiles)
        return;
    m_tiles = std::move(tiles);
    describe();
    updateGeometry();
    update();
}

void MetricStrip::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    update();
}

void MetricStrip::describe() {
    if (m_current >= int(m_tiles.size()))
        m_current = -1;
    QStringList parts;
    if (m_current >= 0)
        parts += m_tiles[std::size_t(m_current)].label + QStringLiteral(": ") +
                 m_tiles[std::size_t(m_current)].tip;
    for (const MetricTile& tile : m_tiles)
        parts += (tile.label + " " + metricText(tile.value) + " " + deltaOf(tile)).trimmed();
    setAccessibleDescription(parts.join(u"; "));
}

int MetricStrip::tileWidth(const MetricTile& tile) const {
    const QFont small = typeFont(-1);
    // As wide as any figure and delta would be: nothing moves while numbers change.
    qreal figures = tabularWidth(figureFont(tile), QStringLiteral(".0000"));
    if (tile.reference)
        figures += kDeltaGap + tabularWidth(small, QStringLiteral("±.0000"));
    const QFontMetrics metrics(small);
    return 2 * kPadding +
           int(std::ceil(std::max({figures, qreal(metrics.horizontalAdvance(tile.label)),
                                   qreal(metrics.horizontalAdvance(tile.line))})));
}

std::vector<QRect> MetricStrip::places(int width) const {
    std::vector<QRect> result;
    const int height = rowHeight();
    int left = 0, top = 0;
    for (const MetricTile& tile : m_tiles) {
        const int own = tileWidth(tile);
        if (left > 0 && left + own > width) {
            left = 0;
            top += height;
        }
        result.emplace_back(left, top, own, height);
        left += own;
    }
    return result;
}

int MetricStrip::heightForWidth(int width) const {
    const std::vector<QRect> all = places(width);
    return all.empty() ? rowHeight() : all.back().bottom() + 1;
}

QSize MetricStrip::sizeHint() const {
    int width = 0;
    for (const MetricTile& tile : m_tiles)
        width += tileWidth(tile);
    return {width, rowHeight()};
}

QSize MetricStrip::minimumSizeHint() const {
    int width = 0;
    for (const MetricTile& tile : m_tiles)
        width = std::max(width, tileWidth(tile));
    return {width, rowHeight()};
}

void MetricStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const std::vector<QRect> all = places(width());
    const QFont small = typeFont(-1);
    const QFontMetrics metrics(small);
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        const MetricTile& tile = m_tiles[i];
        const QRect place = all[i];
        const QRect inner = place.adjusted(kPadding, 8, -kPadding, -4);
        painter.setPen(themed(Token::Line));
        painter.drawLine(place.topRight(), place.bottomRight());
        painter.setFont(small);
        painter.setPen(themed(Token::Text2));
        painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop, tile.label);

        const QFont large = figureFont(tile);
        const QFontMetrics figures(large);
        const QRect row(inner.left(), inner.top() + metrics.height(), inner.width(),
                        figures.height());
        painter.setFont(large);
        painter.setPen(themed(m_stale || tile.value < 0 ? Token::Text2 : Token::Text));
        const QString figure = metricText(tile.value);
        drawTabular(painter, row, Qt::AlignLeft | Qt::AlignVCenter, figure);
        const QString delta = deltaOf(tile);
        if (!delta.isEmpty()) {
            const bool none = delta.startsWith(QChar(0x00b1));
            const bool better = tile.value > *tile.reference;
            painter.setFont(small);
            painter.setPen(themed(m_stale || none ? Token::Text2
                                  : better        ? Token::Right
                                                  : Token::Missed));
            const int left = int(std::ceil(tabularWidth(large, figure))) + kDeltaGap;
            // On the figure's base line.
            const QRect beside(row.left() + left, row.top() + figures.ascent() - metrics.ascent(),
                               row.width() - left + kPadding, metrics.height());
            drawTabular(painter, beside, Qt::AlignLeft | Qt::AlignVCenter, delta);
        }
        painter.setFont(small);
        painter.setPen(themed(Token::Text2));
        painter.drawText(QRect(row.left(), row.bottom(), row.width(), metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, tile.line);
        if (hasFocus() && (int(i) == m_current || (m_current < 0 && i == 0)))
            drawFocusRing(painter, place.adjusted(2, 2, -3, -3));
    }
}

void MetricStrip::setOpens(bool opens) {
    m_opens = opens;
    setFocusPolicy(opens ? Qt::StrongFocus : Qt::NoFocus);
}

void MetricStrip::mousePressEvent(QMouseEvent* event) {
    const std::vector<QRect> all = places(width());
    for (std::size_t i = 0; i < all.size() && m_opens; ++i) {
        if (event->button() != Qt::LeftButton || !all[i].contains(event->pos()))
            continue;
        m_current = int(i);
        describe();
        update();
        Q_EMIT opened(m_current);
        return;
    }
    QWidget::mousePressEvent(event);
}

void MetricStrip::keyPressEvent(QKeyEvent* event) {
    const int key = event->key(), last = int(m_tiles.size()) - 1;
    if (!m_opens || last < 0)
        return QWidget::keyPressEvent(event);
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        m_current = std::clamp(m_current + (key == Qt::Key_Left ? -1 : 1), 0, last);
        describe();
        update();
    } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current >= 0) {
        Q_EMIT opened(m_current);
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool MetricStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const std::vector<QRect> all = places(width());
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].contains(help->pos()) && !m_tiles[i].tip.isEmpty()) {
                QToolTip::showText(help->globalPos(), m_tiles[i].tip, this, all[i]);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace selvedge
