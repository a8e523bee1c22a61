#include "ui/plot/heatmap_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

#include "ui/plot/heatmap_contours.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kTop = 10, kRight = 14;
constexpr std::size_t kCellsForContours = 8;  // each way: fewer say more by their numbers

bool isValue(double value) {
    return std::isfinite(value) && value >= 0;
}

// Position of `value` among ascending `steps`, in cells; the ends are clamped.
double positionAmong(const std::vector<double>& steps, double value) {
    const auto after = std::lower_bound(steps.begin(), steps.end(), value);
    if (after == steps.begin())
        return 0;
    if (after == steps.end())
        return double(steps.size() - 1);
    const auto at = double(after - steps.begin());
    return at - (*after - value) / (*after - *(after - 1));
}

// The value at a position in cells, between neighbours linear.
double valueAmong(const std::vector<double>& steps, double position) {
    const double inside = std::clamp(position, 0.0, double(steps.size() - 1));
    const auto first = std::min(std::size_t(inside), steps.size() - 1);
    const std::size_t second = std::min(first + 1, steps.size() - 1);
    return steps[first] + (inside - double(first)) * (steps[second] - steps[first]);
}

}  // namespace

HeatmapView::HeatmapView(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    describe();
}

HeatmapView::~HeatmapView() = default;

void HeatmapView::setData(HeatmapData data) {
    m_data = std::move(data);
    m_range.reset();
    for (const double value : m_data.values) {
        if (!isValue(value))
            continue;
        if (!m_range)
            m_range = {value, value};
        m_range->first = std::min(m_range->first, value);
        m_range->second = std::max(m_range->second, value);
    }
    m_contours.clear();
    if (m_data.columns.size() >= kCellsForContours && m_data.rows.size() >= kCellsForContours)
        m_contours = contoursOf(m_data);
    m_hovered.reset();
    m_chosen.reset();
    m_best.reset();
    if (m_point && !isEmpty())
        m_chosen = nearestCell(*m_point);
    describe();
    update();
}

void HeatmapView::setEmptyText(const QString& text) {
    m_emptyText = text;
    describe();
    update();
}

void HeatmapView::setBest(std::optional<HeatmapCell> cell) {
    m_best = cell;
    describe();
    update();
}

void HeatmapView::setPoint(std::optional<QPointF> point) {
    m_point = point;
    if (point && !isEmpty())
        m_chosen = nearestCell(*point);
    describe();
    update();
}

void HeatmapView::setPins(std::vector<HeatmapPin> pins) {
    m_pins = std::move(pins);
    update();
}

std::optional<std::pair<double, double>> HeatmapView::valueRange() const {
    return m_range;
}

QRect HeatmapView::mapRect() const {
    const QFontMetrics metrics(font());
    const int line = metrics.height();
    const int left = line + 12 + metrics.horizontalAdvance(".95");
    const int bottom = height() - (line * 3 + 24);
    const int columns = std::max(1, int(m_data.columns.size()));
    const int rows = std::max(1, int(m_data.rows.size()));
    // Whole pixels a cell: all cells are the same size.
    const int cellWidth = std::max(2, (width() - left - kRight) / columns);
    const int cellHeight = std::max(2, (bottom - kTop) / rows);
    return {left, kTop, cellWidth * columns, cellHeight * rows};
}

QRect HeatmapView::cellRect(HeatmapCell cell) const {
    const QRect map = mapRect();
    const int width = map.width() / int(m_data.columns.size());
    const int height = map.height() / int(m_data.rows.size());
    return {map.left() + cell.column * width, map.bottom() + 1 - (cell.row + 1) * height, width,
            height};
}

std::optional<HeatmapCell> HeatmapView::cellAt(const QPointF& position) const {
    const QRect map = mapRect();
    if (isEmpty() ||
        !map.contains(QPoint(int(std::floor(position.x())), int(std::floor(position.y())))))
        return {};
    const int width = map.width() / int(m_data.columns.size());
    const int height = map.height() / int(m_data.rows.size());
    return HeatmapCell{int(position.x() - map.left()) / width,
                       int(m_data.rows.size()) - 1 - int(position.y() - map.top()) / height};
}

HeatmapCell HeatmapView::nearestCell(const QPointF& point) const {
    return {int(std::lround(positionAmong(m_data.columns, point.x()))),
            int(std::lround(positionAmong(m_data.rows, point.y())))};
}

QPointF HeatmapView::place(const QPointF& point) const {
    return placeOfCells(
        {positionAmong(m_data.columns, point.x()), positionAmong(m_data.rows, point.y())});
}

QPointF HeatmapView::placeOfCells(const QPointF& cells) const {
    const QRectF map = mapRect();
    const double width = map.width() / double(m_data.columns.size());
    const double height = map.height() / double(m_data.rows.size());
    return {map.left() + (cells.x() + 0.5) * width, map.bottom() - (cells.y() + 0.5) * height};
}

QPointF HeatmapView::pointAt(const QPointF& position) const {
    const QRectF map = mapRect();
    const double width = map.width() / double(m_data.columns.size());
    const double height = map.height() / double(m_data.rows.size());
    const auto rounded = [](double value) { return std::round(value * 100) / 100; };
    return {rounded(valueAmong(m_data.columns, (position.x() - map.left()) / width - 0.5)),
            rounded(valueAmong(m_data.rows, (map.bottom() - position.y()) / height - 0.5))};
}

double HeatmapView::share(double value) const {
    if (!m_range || m_range->second <= m_range->first)
        return 0.5;
    return (value - m_range->first) / (m_range->second - m_range->first);
}

void HeatmapView::choose(HeatmapCell cell) {
    if (m_chosen == cell)
        return;
    m_chosen = cell;
    describe();
    update();
    Q_EMIT cellChosen(cell.column, cell.row);
}

void HeatmapView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto cell = cellAt(event->position())) {
        if (m_freePoint) {
            m_dragging = true;
            Q_EMIT dragStarted();
            Q_EMIT pointDragged(pointAt(event->position()));
            return;
        }
        m_chosen.reset();  // a click on the cell in use moves the point to its middle
        choose(*cell);
    }
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_dragging)
        return;
    m_dragging = false;
    Q_EMIT dragEnded();
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->position());
    if (m_dragging) {
        m_hovered.reset();
        Q_EMIT pointDragged(pointAt(event->position()));
        return;
    }
    if (cell && (event->buttons() & Qt::LeftButton))
        choose(*cell);
    if (cell != m_hovered) {
        m_hovered = cell;
        update();
    }
}

void HeatmapView::leaveEvent(QEvent*) {
    m_hovered.reset();
    update();
}

void HeatmapView::keyPressEvent(QKeyEvent* event) {
    if (isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    HeatmapCell cell = m_chosen.value_or(m_best.value_or(HeatmapCell{}));
    switch (event->key()) {
        case Qt::Key_Left:
            --cell.column;
            break;
        case Qt::Key_Right:
            ++cell.column;
            break;
        case Qt::Key_Up:
            ++cell.row;
            break;
        case Qt::Key_Down:
            --cell.row;
            break;
        case Qt::Key_Home:
            cell = m_best.value_or(cell);
            break;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    cell.column = std::clamp(cell.column, 0, int(m_data.columns.size()) - 1);
    cell.row = std::clamp(cell.row, 0, int(m_data.rows.size()) - 1);
    choose(cell);
}

void HeatmapView::describe() {
    setAccessibleName(
        isEmpty()
            ? tr("Heat map")
            : tr("%1 over %2 and %3").arg(m_data.valueName, m_data.columnName, m_data.rowName));
    if (isEmpty()) {
        setAccessibleDescription(m_emptyText);
        return;
    }
    QStringList parts;
    const auto sentence = [&](const QString& text, HeatmapCell cell) {
        parts += text.arg(metricText(m_data.at(cell.column, cell.row)),
                          metricText(m_data.columns[std::size_t(cell.column)], 2),
                          metricText(m_data.rows[std::size_t(cell.row)], 2));
    };
    if (m_chosen)
        sentence(tr("here %1 at %2, %3"), *m_chosen);
    if (m_best)
        sentence(tr("best %1 at %2, %3"), *m_best);
    setAccessibleDescription(parts.join(u"; "));
}

}  // namespace selvedge
