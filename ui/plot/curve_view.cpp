#include "ui/plot/curve_view.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineF>
#include <QPainter>
#include <QStyleHints>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/parts/style.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr double kGrip = 12;  // so far from the handle's middle it is taken

}  // namespace

CurveView::CurveView(const QString& name, QWidget* parent) : QWidget(parent) {
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_pointText = [](int) { return QStringList(); };
}

void CurveView::setLines(std::vector<CurveLine> lines) {
    m_plot.lines = std::move(lines);
    const int count = m_plot.isEmpty() ? 0 : int(m_plot.lines.front().points.size());
    m_plot.handle = std::min(m_plot.handle, count - 1);
    m_plot.best = std::min(m_plot.best, count - 1);
    describe();
    update();
}

void CurveView::setAxisNames(const QString& x, const QString& y) {
    m_plot.xName = x;
    m_plot.yName = y;
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
    m_plot.handle =
        m_plot.isEmpty() ? -1 : std::min(index, int(m_plot.lines.front().points.size()) - 1);
    describe();
    update();
}

void CurveView::setBest(int index) {
    m_plot.best =
        m_plot.isEmpty() ? -1 : std::min(index, int(m_plot.lines.front().points.size()) - 1);
    update();
}

void CurveView::describe() {
    m_plot.handleText = m_plot.handle >= 0 ? m_pointText(m_plot.handle) : QStringList();
    if (m_plot.isEmpty())
        setAccessibleDescription(m_emptyText);
    else
        setAccessibleDescription(tr("%1 over %2. ").arg(m_plot.yName, m_plot.xName) +
                                 m_plot.handleText.join(QStringLiteral(", ")));
}

QPointF CurveView::placeOf(int index) const {
    return CurvePlace(size()).of(m_plot.lines.front().points[std::size_t(index)]);
}

int CurveView::nearest(QPointF widget) const {
    const CurvePlace where(size());
    int best = -1;
    double least = HUGE_VAL;
    const auto& points = m_plot.lines.front().points;
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
    if (index == m_plot.handle || index < 0)
        return;
    setHandle(index);
    Q_EMIT handleMoved(m_plot.handle);
}

bool CurveView::isOnHandle(QPointF widget) const {
    return m_plot.handle >= 0 && QLineF(placeOf(m_plot.handle), widget).length() <= kGrip;
}

void CurveView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_plot.isEmpty())
        return;
    m_pressed = event->position();
    m_onHandle = isOnHandle(event->position());
}

void CurveView::mouseMoveEvent(QMouseEvent* event) {
    const bool empty = m_plot.isEmpty();
    if (empty || !m_pressed) {
        setCursor(!empty && isOnHandle(event->position()) ? Qt::OpenHandCursor : Qt::ArrowCursor);
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
    if (m_plot.isEmpty() || (dragged && !m_onHandle))
        return;
    if (const int index = m_onHandle ? m_plot.handle : nearest(event->position()); index >= 0)
        Q_EMIT handleOpened(index);
}

void CurveView::keyPressEvent(QKeyEvent* event) {
    if (m_plot.isEmpty())
        return QWidget::keyPressEvent(event);
    const auto& points = m_plot.lines.front().points;
    const int last = int(points.size()) - 1;
    // To the next point that lies that way.
    const auto step = [&](double way) {
        int index = std::max(0, m_plot.handle);
        const double from = points[std::size_t(index)].x();
        const int direction = (points.back().x() >= points.front().x()) == (way > 0) ? 1 : -1;
        do
            index += direction;
        while (index > 0 && index < last && points[std::size_t(index)].x() == from &&
               points[std::size_t(index)].y() ==
                   points[std::size_t(std::max(0, m_plot.handle))].y());
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
            if (m_plot.handle >= 0)
                Q_EMIT handleOpened(m_plot.handle);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

void CurveView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_plot.isEmpty()) {
        painter.setPen(themed(Token::Text2));
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
    } else {
        painter.setOpacity(m_stale ? .55 : 1);
        paintCurves(painter, m_plot, size(), Theme::instance().name());
        painter.setOpacity(1);
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
}

}  // namespace selvedge
