#include "ui/plot/treemap_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/parts/style.h"
#include "ui/parts/type.h"
#include "ui/plot/ramp.h"
#include "ui/plot/treemap_layout.h"

namespace selvedge {

namespace {

std::vector<double> weightsOf(const std::vector<TreemapCell>& cells) {
    std::vector<double> weights;
    for (const TreemapCell& each : cells)
        weights.push_back(each.weight);
    return weights;
}

void paintCells(QPainter& painter, const std::vector<TreemapCell>& cells,
                const std::vector<QRectF>& places, Theme::Name theme) {
    painter.setFont(typeFont(-1));
    const QFontMetrics metrics(painter.font());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (places[i].isEmpty())
            continue;
        const TreemapCell& each = cells[i];
        const QColor ground = rampColor(each.shade, theme == Theme::Name::Dark);
        // Edges on whole pixels, a hairline of the page between.
        const QRect place(QPoint(qRound(places[i].left()), qRound(places[i].top())),
                          QPoint(qRound(places[i].right()) - 2, qRound(places[i].bottom()) - 2));
        painter.fillRect(place, ground);
        painter.setPen(textOn(ground));
        const QRect inner = place.adjusted(4, 2, -3, -2);
        if (inner.height() < metrics.height() || inner.width() < metrics.averageCharWidth() * 4)
            continue;
        const QString name = metrics.elidedText(each.name, Qt::ElideMiddle, inner.width());
        painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop, name);
        if (inner.height() >= 2 * metrics.height() &&
            metrics.horizontalAdvance(each.value) <= inner.width())
            painter.drawText(inner.adjusted(0, metrics.height(), 0, 0),
                             Qt::AlignLeft | Qt::AlignTop, each.value);
    }
}

}  // namespace

TreemapView::TreemapView(const QString& name, QWidget* parent) : QWidget(parent) {
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
}

void TreemapView::setCells(std::vector<TreemapCell> cells) {
    if (cells == m_cells)
        return;
    m_cells = std::move(cells);
    m_places = squarified(QRectF(rect()), weightsOf(m_cells));
    if (m_current && !cell(*m_current))
        m_current.reset();
    describe();
    update();
}

void TreemapView::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    update();
}

void TreemapView::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    update();
}

void TreemapView::setCurrent(std::optional<int> id) {
    if (id == m_current)
        return;
    m_current = id;
    describe();
    update();
}

const TreemapCell* TreemapView::cell(int id) const {
    const auto it = std::find_if(m_cells.begin(), m_cells.end(),
                                 [&](const TreemapCell& each) { return each.id == id; });
    return it == m_cells.end() ? nullptr : &*it;
}

QRectF TreemapView::cellRect(int id) const {
    const TreemapCell* found = cell(id);
    return found ? m_places[std::size_t(found - m_cells.data())] : QRectF();
}

std::optional<int> TreemapView::cellAt(QPointF place) const {
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        if (m_places[i].contains(place))
            return m_cells[i].id;
    }
    return {};
}

void TreemapView::describe() {
    if (m_cells.empty()) {
        setAccessibleDescription(m_emptyText);
        return;
    }
    const TreemapCell* now = m_current ? cell(*m_current) : nullptr;
    setAccessibleDescription(now ? QStringLiteral("%1 %2. %3").arg(now->name, now->value, now->tip)
                                 : tr("%1 parts; arrow keys choose one").arg(m_cells.size()));
}

void TreemapView::choose(int id) {
    setCurrent(id);
    Q_EMIT chosen(id);
}

// To the nearest cell that lies that way.
void TreemapView::step(QPointF way) {
    const QPointF from = m_current ? cellRect(*m_current).center() : QPointF(rect().topRight());
    std::optional<int> best;
    double least = HUGE_VAL;
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        if (m_places[i].isEmpty() || m_cells[i].id == m_current)
            continue;
        const QPointF to = m_places[i].center() - from;
        const double along = QPointF::dotProduct(to, way);
        const double across = std::abs(to.x() * way.y() - to.y() * way.x());
        if (along <= 0 && m_current)
            continue;
        const double distance = std::abs(along) + 2 * across;
        if (distance < least) {
            least = distance;
            best = m_cells[i].id;
        }
    }
    if (best)
        choose(*best);
}

QImage TreemapView::picture(const std::vector<TreemapCell>& cells, QSize size, double ratio,
                            Theme::Name theme) {
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Theme::color(Token::Raised, theme));
    QPainter painter(&image);
    paintCells(painter, cells, squarified(QRectF(QPointF(), size), weightsOf(cells)), theme);
    return image;
}

void TreemapView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const bool any = std::any_of(m_places.begin(), m_places.end(),
                                 [](const QRectF& place) { return !place.isEmpty(); });
    if (!any) {
        painter.setPen(themed(Token::Text2));
        painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        if (hasFocus())
            drawFocusRing(painter, rect());
        return;
    }
    if (m_stale)
        painter.setOpacity(.5);
    paintCells(painter, m_cells, m_places, Theme::instance().name());
    painter.setOpacity(1);
    if (m_current && !cellRect(*m_current).isEmpty()) {
        const QRectF place = cellRect(*m_current).adjusted(0, 0, -1, -1);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(themed(Token::Panel), 4, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(place.adjusted(2, 2, -2, -2));
        painter.setPen(QPen(themed(Token::Accent), 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(place.adjusted(1, 1, -1, -1));
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
}

void TreemapView::resizeEvent(QResizeEvent*) {
    m_places = squarified(QRectF(rect()), weightsOf(m_cells));
}

void TreemapView::mousePressEvent(QMouseEvent* event) {
    if (const auto id = cellAt(event->position()); id && event->button() == Qt::LeftButton)
        choose(*id);
}

void TreemapView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto id = cellAt(event->position()); id && event->button() == Qt::LeftButton)
        Q_EMIT opened(*id);
}

void TreemapView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return step({-1, 0});
        case Qt::Key_Right:
            return step({1, 0});
        case Qt::Key_Up:
            return step({0, -1});
        case Qt::Key_Down:
            return step({0, 1});
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_current)
                Q_EMIT opened(*m_current);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

bool TreemapView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto id = cellAt(help->pos());
        const TreemapCell* found = id ? cell(*id) : nullptr;
        if (found)
            QToolTip::showText(help->globalPos(), found->tip, this, cellRect(*id).toRect());
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

}  // namespace selvedge
