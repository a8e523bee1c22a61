#include "ui/plot/curve_view.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineF>
#include <QPainter>
#include <QPainterPath>
#include <QStyleHints>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/parts/style.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kSample = 18, kMargin = 10;
constexpr double kHandle = 5.5;
constexpr double kGrip = 7;  // so far beside the handle it is still taken

}  // namespace

CurveView::CurveView(const QString& name, QWidget* parent) : QWidget(parent) {
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_pointText = [](int) { return QStringList(); };
}

void CurveView::setLines(std::vector<CurveLine> lines) {
    m_lines = std::move(lines);
    const int count = isEmpty() ? 0 : int(m_lines.front().points.size());
    m_handle = std::min(m_handle, count - 1);
    m_best = std::min(m_best, count - 1);
    describe();
    update();
}

void CurveView::setAxisNames(const QString& x, const QString& y) {
    m_xName = x;
    m_yName = y;
    update();
}

void CurveView::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    update();
}

void CurveView::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    update();
}

void CurveView::setPointText(std::function<QStringList(int)> text) {
    m_pointText = std::move(text);
    describe();
}

void CurveView::setHandle(int index) {
    m_handle = isEmpty() ? -1 : std::min(index, int(m_lines.front().points.size()) - 1);
    describe();
    update();
}

void CurveView::setBest(int index) {
    m_best = isEmpty() ? -1 : std::min(index, int(m_lines.front().points.size()) - 1);
    update();
}

void CurveView::describe() {
    if (isEmpty())
        setAccessibleDescription(m_emptyText);
    else
        setAccessibleDescription(
            tr("%1 over %2. ").arg(m_yName, m_xName) +
            (m_handle >= 0 ? m_pointText(m_handle).join(QStringLiteral(", ")) : QString()));
}

CurveView::Place CurveView::place(QSize size) const {
    const QFontMetrics metrics(typeFont(-2));
    const int line = metrics.height();
    const QRectF area(kMargin + metrics.horizontalAdvance(QStringLiteral(".8")) + 6,
                      kMargin + line + 8,
                      size.width() - 2 * kMargin - metrics.horizontalAdvance(".8") - 6,
                      size.height() - 2 * kMargin - 2 * line - 12);
    Place place{area, {}, {}};
    place.x = {AxisScale::Linear, 0, 1, area.left(), area.right()};
    place.y = {AxisScale::Linear, 0, 1, area.bottom(), area.top()};
    return place;
}

QPointF CurveView::placeOf(int index) const {
    return place(size()).of(m_lines.front().points[std::size_t(index)]);
}

int CurveView::nearest(QPointF widget) const {
    const Place where = place(size());
    int best = -1;
    double least = HUGE_VAL;
    const auto& points = m_lines.front().points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QPointF to = where.of(points[i]) - widget;
        const double distance = QPointF::dotProduct(to, to);
        if (distance < least) {
            least = distance;
            best = int(i);
        }
    }
    return best;
}

void CurveView::move(int index) {
    if (index == m_handle || index < 0)
        return;
    setHandle(index);
    Q_EMIT handleMoved(m_handle);
}

void CurveView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || isEmpty())
        return;
    m_pressed = event->position();
    m_onHandle =
        m_handle >= 0 && QLineF(placeOf(m_handle), event->position()).length() <= kHandle + kGrip;
}

void CurveView::mouseMoveEvent(QMouseEvent* event) {
    if (isEmpty() || !m_pressed) {
        const bool over = !isEmpty() && m_handle >= 0 &&
                          QLineF(placeOf(m_handle), event->position()).length() <= kHandle + kGrip;
        setCursor(over ? Qt::OpenHandCursor : Qt::ArrowCursor);
        return;
    }
    m_dragging = m_dragging || (event->position() - *m_pressed).manhattanLength() >=
                                   QGuiApplication::styleHints()->startDragDistance();
    if (m_dragging && m_onHandle)
        move(nearest(event->position()));
}

void CurveView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    const bool dragged = std::exchange(m_dragging, false);
    m_pressed.reset();
    if (isEmpty() || (dragged && !m_onHandle))
        return;
    if (const int index = m_onHandle ? m_handle : nearest(event->position()); index >= 0)
        Q_EMIT handleOpened(index);
}

void CurveView::keyPressEvent(QKeyEvent* event) {
    if (isEmpty())
        return QWidget::keyPressEvent(event);
    const auto& points = m_lines.front().points;
    const int last = int(points.size()) - 1;
    // To the next point that lies that way.
    const auto step = [&](double way) {
        int index = std::max(0, m_handle);
        const double from = points[std::size_t(index)].x();
        const int direction = (points.back().x() >= points.front().x()) == (way > 0) ? 1 : -1;
        do
            index += direction;
        while (index > 0 && index < last && points[std::size_t(index)].x() == from &&
               points[std::size_t(index)].y() == points[std::size_t(std::max(0, m_handle))].y());
        move(std::clamp(index, 0, last));
    };
    switch (event->key()) {
        case Qt::Key_Left:
            return step(-1);
        case Qt::Key_Right:
            return step(1);
        case Qt::Key_Home:
            return move(points.back().x() >= points.front().x() ? 0 : last);
        case Qt::Key_End:
            return move(points.back().x() >= points.front().x() ? last : 0);
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_handle >= 0)
                Q_EMIT handleOpened(m_handle);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

QImage CurveView::picture(QSize size, double ratio, Theme::Name theme) const {
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Theme::color(Token::Raised, theme));
    QPainter painter(&image);
    paint(painter, size, theme);
    return image;
}

void CurveView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (isEmpty()) {
        painter.setPen(themed(Token::Text2));
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
    } else {
        painter.setOpacity(m_stale ? .55 : 1);
        paint(painter, size(), Theme::instance().name());
        painter.setOpacity(1);
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
}

void CurveView::paint(QPainter& painter, QSize size, Theme::Name theme) const {
    const Place where = place(size);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintLegend(painter, size, theme);
    paintAxes(painter, where, theme);
    painter.setRenderHint(QPainter::Antialiasing);
    // The first line lies on top.
    for (auto line = m_lines.rbegin(); line != m_lines.rend(); ++line) {
        if (line->points.empty())
            continue;
        QPainterPath path(where.of(line->points.front()));
        for (const QPointF& point : line->points)
            path.lineTo(where.of(point));
        QPen pen(Theme::color(line->quiet ? Token::Text3 : line->ink, theme),
                 line->quiet ? 1.2 : 1.8, line->style);
        pen.setJoinStyle(Qt::RoundJoin);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
    if (!isEmpty())
        paintHandle(painter, where, theme);
}

void CurveView::paintAxes(QPainter& painter, const Place& where, Theme::Name theme) const {
    painter.setFont(typeFont(-2));
    const int line = painter.fontMetrics().height();
    for (int i = 0; i <= 5; ++i) {
        const double value = i / 5.0;
        const int x = qRound(where.x.toPixel(value)), y = qRound(where.y.toPixel(value));
        painter.setPen(Theme::color(i == 0 ? Token::Border : Token::Line, theme));
        painter.drawLine(int(where.area.left()), y, int(where.area.right()), y);
        painter.setPen(Theme::color(Token::Text2, theme));
        painter.drawText(QRectF(0, y - line / 2.0, where.area.left() - 6, line),
                         Qt::AlignRight | Qt::AlignVCenter, axisText(value, .2));
        painter.drawText(QRectF(x - 30, where.area.bottom() + 4, 60, line), Qt::AlignCenter,
                         axisText(value, .2));
    }
    painter.drawText(
        QRectF(where.area.left(), where.area.bottom() - line - 2, where.area.width(), line),
        Qt::AlignRight | Qt::AlignVCenter, m_xName);
}

void CurveView::paintLegend(QPainter& painter, QSize size, Theme::Name theme) const {
    painter.setFont(typeFont(-1));
    const QFontMetrics metrics = painter.fontMetrics();
    int left = kMargin;
    const int middle = kMargin + metrics.height() / 2;
    for (const CurveLine& line : m_lines) {
        QPen pen(Theme::color(line.quiet ? Token::Text3 : line.ink, theme), 2, line.style,
                 Qt::FlatCap);
        painter.setPen(pen);
        painter.drawLine(left, middle, left + kSample, middle);
        painter.setPen(Theme::color(Token::Text2, theme));
        painter.drawText(left + kSample + 5, kMargin + metrics.ascent(), line.name);
        left += kSample + 5 + metrics.horizontalAdvance(line.name) + 14;
    }
    painter.drawText(QRect(0, kMargin, size.width() - kMargin, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, m_yName);
}

void CurveView::paintHandle(QPainter& painter, const Place& where, Theme::Name theme) const {
    const auto& points = m_lines.front().points;
    if (m_best >= 0 && m_best != m_handle) {
        painter.setPen(QPen(Theme::color(Token::Text, theme), 1.5));
        painter.setBrush(Theme::color(Token::Raised, theme));
        painter.drawEllipse(where.of(points[std::size_t(m_best)]), 3.5, 3.5);
    }
    if (m_handle < 0)
        return;
    const QPointF at = where.of(points[std::size_t(m_handle)]);
    painter.setPen(QPen(Theme::color(Token::Accent, theme), 2.2));
    painter.setBrush(Theme::color(Token::Raised, theme));
    painter.drawEllipse(at, kHandle, kHandle);
    painter.setFont(typeFont(-2));
    const QStringList text = m_pointText(m_handle);
    const QFontMetrics metrics = painter.fontMetrics();
    int widest = 0;
    for (const QString& row : text)
        widest = std::max(widest, metrics.horizontalAdvance(row));
    QRectF card(at.x() + 12, at.y() - 12 - metrics.height() * text.size(), widest + 8,
                metrics.height() * double(text.size()) + 4);
    // Where there is room: above right of the point, else left of it or below it.
    if (card.right() > where.area.right())
        card.moveRight(at.x() - 12);
    if (card.left() < where.area.left())
        card.moveLeft(where.area.left() + 2);
    if (card.top() < where.area.top())
        card.moveTop(at.y() + 12);
    QColor ground = Theme::color(Token::Raised, theme);
    ground.setAlphaF(.9f);
    painter.fillRect(card, ground);
    painter.setPen(Theme::color(Token::Text, theme));
    painter.drawText(card.adjusted(4, 2, -4, -2), Qt::AlignLeft | Qt::AlignTop, text.join(u'\n'));
}

}  // namespace selvedge
