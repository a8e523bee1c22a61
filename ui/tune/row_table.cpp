#include "ui/tune/row_table.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "ui/parts/table_look.h"
#include "ui/parts/type.h"
#include "ui/tune/row_delegate.h"

namespace selvedge {

namespace {

constexpr int kWide = 640;    // all columns
constexpr int kNarrow = 560;  // without precision and recall

double rounded(double value) {
    return std::round(std::clamp(value, 0.0, 1.0) * 1000) / 1000;
}

double stepOf(Qt::KeyboardModifiers modifiers) {
    return modifiers & Qt::ShiftModifier ? 0.001 : 0.01;
}

}  // namespace

RowTable::RowTable(RowTableModel* model, QWidget* parent)
    : QTableView(parent), m_model(model), m_delegate(new RowDelegate(*model, this)) {
    setModel(model);
    setItemDelegate(m_delegate);
    setUpTable(this, tr("Thresholds"));
    setMouseTracking(true);
    setEditTriggers(QAbstractItemView::AnyKeyPressed);
    QHeaderView* head = horizontalHeader();
    head->setSectionResizeMode(QHeaderView::Fixed);
    head->setSectionResizeMode(RowTableModel::Name, QHeaderView::Stretch);
    head->setMinimumSectionSize(20);
    head->setSortIndicatorShown(true);
    head->setSectionsClickable(true);
    head->setSortIndicator(model->sortColumn(), model->sortOrder());
    connect(head, &QHeaderView::sortIndicatorChanged, this,
            [this](int column, Qt::SortOrder order) { m_model->sort(column, order); });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        // Sorted or listed anew: the chosen threshold stays chosen.
        const int place = m_chosen ? m_model->placeOf(*m_chosen) : -1;
        if (place < 0)
            return;
        m_restoring = true;
        setCurrentIndex(m_model->index(place, RowTableModel::Threshold));
        m_restoring = false;
    });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (m_restoring || !current.isValid())
                    return;
                m_chosen = m_model->rowAt(current.row()).row;
                Q_EMIT chosenChanged();
            });
    fold();
}

std::optional<ThresholdRow> RowTable::chosen() const {
    return m_chosen;
}

void RowTable::choose(const ThresholdRow& row) {
    const int place = m_model->placeOf(row);
    if (place >= 0)
        setCurrentIndex(m_model->index(place, RowTableModel::Threshold));
}

void RowTable::chooseNone() {
    if (!m_chosen)
        return;
    m_chosen.reset();
    m_restoring = true;
    setCurrentIndex({});
    clearSelection();
    m_restoring = false;
    Q_EMIT chosenChanged();
}

void RowTable::move(int place, double value) {
    const ThresholdRow row = m_model->rowAt(place).row;
    if (!m_model->isLocked(row) && rounded(value) != m_model->thresholdAt(place))
        Q_EMIT moved(row, rounded(value));
}

void RowTable::mousePressEvent(QMouseEvent* event) {
    const auto before = m_chosen;
    QTableView::mousePressEvent(event);
    const QModelIndex at = indexAt(event->position().toPoint());
    if (!at.isValid() || event->button() != Qt::LeftButton)
        return;
    const ThresholdRow row = m_model->rowAt(at.row()).row;
    if (at.column() == RowTableModel::Name && before == row) {
        chooseNone();
    } else if (at.column() == RowTableModel::Lock) {
        Q_EMIT lockWanted(row, !m_model->isLocked(row));
    } else if (at.column() == RowTableModel::Threshold) {
        const QRect cell = visualRect(at);
        if (RowDelegate::valueIn(cell).contains(event->position().toPoint())) {
            edit(at);
        } else if (!m_model->isLocked(row)) {
            m_dragged = row;
            Q_EMIT dragStarted(row);
            move(at.row(), RowDelegate::valueAt(cell, event->position().x()));
        }
    }
}

void RowTable::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragged) {
        QTableView::mouseMoveEvent(event);
        return;
    }
    const int place = m_model->placeOf(*m_dragged);
    if (place >= 0)
        move(place,
             RowDelegate::valueAt(cellOf(place, RowTableModel::Threshold), event->position().x()));
}

void RowTable::mouseReleaseEvent(QMouseEvent* event) {
    if (m_dragged && event->button() == Qt::LeftButton) {
        m_dragged.reset();
        Q_EMIT dragEnded();
    }
    QTableView::mouseReleaseEvent(event);
}

void RowTable::mouseDoubleClickEvent(QMouseEvent* event) {
    const QModelIndex at = indexAt(event->position().toPoint());
    if (at.isValid() && at.column() == RowTableModel::Threshold &&
        event->button() == Qt::LeftButton && !m_model->isLocked(m_model->rowAt(at.row()).row))
        Q_EMIT resetWanted(m_model->rowAt(at.row()).row);
}

void RowTable::wheelEvent(QWheelEvent* event) {
    const QModelIndex at = indexAt(event->position().toPoint());
    // Only over the chosen row's slider: elsewhere the wheel scrolls.
    if (at.isValid() && at.column() == RowTableModel::Threshold &&
        at.row() == currentIndex().row()) {
        // With Shift some platforms turn the wheel sideways.
        const int delta =
            event->angleDelta().y() ? event->angleDelta().y() : event->angleDelta().x();
        move(at.row(), m_model->thresholdAt(at.row()) + stepOf(event->modifiers()) * delta / 120.0);
        event->accept();
        return;
    }
    QTableView::wheelEvent(event);
}

void RowTable::keyPressEvent(QKeyEvent* event) {
    const int place = currentIndex().row();
    if (place < 0 || place >= m_model->rowCount()) {
        QTableView::keyPressEvent(event);
        return;
    }
    const ThresholdRow row = m_model->rowAt(place).row;
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    const double now = m_model->thresholdAt(place);
    switch (plain ? event->key() : 0) {
        case Qt::Key_Left:
            return move(place, now - stepOf(event->modifiers()));
        case Qt::Key_Right:
            return move(place, now + stepOf(event->modifiers()));
        case Qt::Key_Backspace:
        case Qt::Key_Delete:
            if (!m_model->isLocked(row))
                Q_EMIT resetWanted(row);
            return;
        case Qt::Key_Escape:
            return chooseNone();
        case Qt::Key_L:
            Q_EMIT lockWanted(row, !m_model->isLocked(row));
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_F2:
            if (!m_model->isLocked(row))
                edit(m_model->index(place, RowTableModel::Threshold));
            return;
        default:
            break;
    }
    const bool digit =
        !event->text().isEmpty() && (event->text()[0].isDigit() || event->text()[0] == u'.');
    if (plain && digit && currentIndex().column() != RowTableModel::Threshold)
        setCurrentIndex(m_model->index(place, RowTableModel::Threshold));
    // Letters are keys of the page; without this they would open the editor.
    if (plain && !digit && !event->text().isEmpty() && event->text()[0].isPrint()) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

void RowTable::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex at = byKey ? currentIndex() : indexAt(event->pos());
    if (!at.isValid())
        return;
    const QPoint place = byKey ? visualRect(at).center() : event->pos();
    Q_EMIT menuWanted(m_model->rowAt(at.row()).row, viewport()->mapToGlobal(place));
}

void RowTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fold();
}

void RowTable::fold() {
    using M = RowTableModel;
    const int width = viewport()->width();
    setColumnHidden(M::Precision, width < kNarrow);
    setColumnHidden(M::Recall, width < kNarrow);
    setColumnHidden(M::Lower, width < kWide);
    setColumnHidden(M::Higher, width < kWide);
    const QFont font = typeFont(0);
    const auto room = [&](const QString& text) { return int(tabularWidth(font, text)) + 16; };
    const int number = room(QStringLiteral("−.0000"));
    const int head = 22;  // of the sort indicator
    setColumnWidth(M::Threshold, std::clamp(width * 24 / 100, 120, 230));
    setColumnWidth(M::Objects,
                   std::max(room(QStringLiteral("00 000")), room(tr("Objects")) + head - 8));
    setColumnWidth(M::Precision, room(QStringLiteral(".000")) + 6);
    setColumnWidth(M::Recall, room(QStringLiteral(".000")) + 6);
    setColumnWidth(M::Lower, number);
    setColumnWidth(M::Higher, number);
    setColumnWidth(M::Most, room(QStringLiteral(".0000")) + 50);
    setColumnWidth(M::Lock, 28);
}

void RowTable::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    m_delegate->setKeyboard(true);
    const bool byKey =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byKey && !currentIndex().isValid() && m_model->rowCount() > 0)
        setCurrentIndex(m_model->index(0, RowTableModel::Threshold));
    viewport()->update();
}

void RowTable::focusOutEvent(QFocusEvent* event) {
    QTableView::focusOutEvent(event);
    m_delegate->setKeyboard(false);
    viewport()->update();
}

}  // namespace selvedge
