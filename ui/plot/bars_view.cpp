#include "ui/plot/bars_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/parts/style.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"
#include "ui/plot/ramp.h"

namespace selvedge {

namespace {

constexpr int kMargin = 8;
constexpr double kShade = .35;

QRectF areaOf(QSize size) {
    const QFontMetrics metrics(typeFont(-2));
    const int left = kMargin + metrics.horizontalAdvance(QStringLiteral(".5")) + 6;
    return QRectF(left, kMargin, size.width() - left - kMargin,
                  size.height() - 2 * kMargin - metrics.height() - 2);
}

// `current`: framed; -1: none.
void paintBars(QPainter& painter, const std::vector<BarsView::Bar>& bars, int current, QSize size,
               Theme::Name theme) {
    const QRectF all = areaOf(size);
    painter.setFont(typeFont(-2));
    const int line = painter.fontMetrics().height();
    for (const double value : {0.0, .5, 1.0}) {
        const int y = qRound(all.bottom() - value * all.height());
        painter.setPen(Theme::color(value == 0 ? Token::Border : Token::Line, theme));
        painter.drawLine(int(all.left()), y, int(all.right()), y);
        painter.setPen(Theme::color(Token::Text2, theme));
        painter.drawText(QRectF(0, y - line / 2.0, all.left() - 6, line),
                         Qt::AlignRight | Qt::AlignVCenter, axisText(value, .5));
    }
    for (int i = 0; i <= 5; ++i)
        painter.drawText(QRectF(all.left() + i * all.width() / 5 - 30, all.bottom() + 2, 60, line),
                         Qt::AlignCenter, axisText(i / 5.0, .2));
    const double width = all.width() / double(std::max<std::size_t>(1, bars.size()));
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const QRectF bar(all.left() + double(i) * width + 1,
                         all.bottom() - bars[i].share * all.height(), width - 2,
                         bars[i].share * all.height());
        if (bars[i].any)
            painter.fillRect(bar, rampColor(kShade, theme == Theme::Name::Dark));
        if (int(i) == current) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(Theme::color(Token::Accent, theme), 2));
            painter.drawRect(QRectF(bar.left(), all.top(), bar.width(), all.height()));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::color(Token::Text2, theme), 1, Qt::DashLine));
    painter.drawLine(all.bottomLeft(), all.topRight());
}

}  // namespace

BarsView::BarsView(const QString& name, QWidget* parent) : QWidget(parent) {
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
}

void BarsView::setBars(std::vector<Bar> bars) {
    m_bars = std::move(bars);
    m_current = std::min(m_current, int(m_bars.size()) - 1);
    describe();
    update();
}

void BarsView::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    update();
}

void BarsView::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    update();
}

void BarsView::describe() {
    if (m_bars.empty())
        setAccessibleDescription(m_emptyText);
    else if (m_current >= 0)
        setAccessibleDescription(m_bars[std::size_t(m_current)].tip);
    else
        setAccessibleDescription(tr("%1 bars; arrow keys choose one").arg(m_bars.size()));
}

QRectF BarsView::barRect(int index) const {
    const QRectF all = areaOf(size());
    const double width = all.width() / double(std::max<std::size_t>(1, m_bars.size()));
    return {all.left() + index * width, all.top(), width, all.height()};
}

int BarsView::barAt(QPointF place) const {
    for (int i = 0; i < int(m_bars.size()); ++i) {
        if (barRect(i).contains(place))
            return i;
    }
    return -1;
}

QImage BarsView::picture(const std::vector<Bar>& bars, QSize size, double ratio,
                         Theme::Name theme) {
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Theme::color(Token::Raised, theme));
    QPainter painter(&image);
    paintBars(painter, bars, -1, size, theme);
    return image;
}

void BarsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_bars.empty()) {
        painter.setPen(themed(Token::Text2));
        painter.drawText(rect().adjusted(12, 8, -12, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
    } else {
        painter.setOpacity(m_stale ? .55 : 1);
        paintBars(painter, m_bars, m_current, size(), Theme::instance().name());
        painter.setOpacity(1);
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
}

void BarsView::mousePressEvent(QMouseEvent* event) {
    const int bar = barAt(event->position());
    if (bar < 0 || event->button() != Qt::LeftButton)
        return;
    m_current = bar;
    describe();
    update();
    Q_EMIT opened(bar);
}

void BarsView::keyPressEvent(QKeyEvent* event) {
    const int last = int(m_bars.size()) - 1;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
            if (last >= 0)
                m_current =
                    std::clamp(m_current + (event->key() == Qt::Key_Left ? -1 : 1), 0, last);
            describe();
            update();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_current >= 0)
                Q_EMIT opened(m_current);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

bool BarsView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int bar = barAt(help->pos());
        if (bar >= 0)
            QToolTip::showText(help->globalPos(), m_bars[std::size_t(bar)].tip, this,
                               barRect(bar).toRect());
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace selvedge
