#include "ui/browse/facet_tree.h"

#include <QMouseEvent>
#include <cmath>

#include "ui/browse/facet_model.h"
#include "ui/browse/range_row.h"

namespace selvedge {

namespace {

FacetModel::Kind kindOf(const QModelIndex& index) {
    return FacetModel::Kind(index.data(FacetModel::KindRole).toInt());
}

Facet facetOf(const QModelIndex& index) {
    return Facet(index.data(FacetModel::FacetRole).toInt());
}

NumberRange rangeOf(const QModelIndex& index) {
    return index.data(FacetModel::RangeRole).value<NumberRange>();
}

}  // namespace

FacetTree::FacetTree(QWidget* parent) : QTreeView(parent) {
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setUniformRowHeights(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setAccessibleName(tr("Filters"));
    QPalette p = palette();
    viewport()->setBackgroundRole(QPalette::Window);
    setAutoFillBackground(false);
    setPalette(p);
}

void FacetTree::act(const QModelIndex& index, bool exclude) {
    switch (kindOf(index)) {
        case FacetModel::Kind::Group:
            setExpanded(index, !isExpanded(index));
            break;
        case FacetModel::Kind::Value:
            Q_EMIT toggled(index, exclude);
            break;
        case FacetModel::Kind::More:
        case FacetModel::Kind::MoreGroups:
        case FacetModel::Kind::Command:
            Q_EMIT pressed(index);
            break;
        case FacetModel::Kind::Note:
        case FacetModel::Kind::Range:
            break;
    }
}

void FacetTree::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    setCurrentIndex(index);
    if (kindOf(index) == FacetModel::Kind::Range) {
        m_dragged = index;
        m_upper = isUpperKnob(visualRect(index), RangeScale(facetOf(index)), rangeOf(index),
                              event->pos().x());
        dragTo(event->pos().x());
        return;
    }
    act(index, event->modifiers() & Qt::AltModifier);
}

void FacetTree::dragTo(int x) {
    const RangeScale scale(facetOf(m_dragged));
    const NumberRange range = rangeOf(m_dragged);
    const int position = rangePositionAt(visualRect(m_dragged), scale, x);
    const NumberRange wanted = scale.withKnob(range, m_upper, position);
    if (wanted != range)
        Q_EMIT ranged(facetOf(m_dragged), wanted);
}

void FacetTree::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragged.isValid() && event->buttons() & Qt::LeftButton)
        dragTo(event->pos().x());
    else
        QTreeView::mouseMoveEvent(event);
}

void FacetTree::mouseReleaseEvent(QMouseEvent*) {
    m_dragged = QPersistentModelIndex();
}

// Sentences wrap: they are higher in a narrower panel.
void FacetTree::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        scheduleDelayedItemsLayout();
}

void FacetTree::moveKnob(const QModelIndex& index, bool upper, int step) {
    const RangeScale scale(facetOf(index));
    const NumberRange range = rangeOf(index);
    const double at = upper ? scale.upperPosition(range) : scale.lowerPosition(range);
    const int position = int(step > 0 ? std::floor(at) : std::ceil(at)) + step;
    const NumberRange wanted = scale.withKnob(range, upper, std::clamp(position, 0, scale.bins()));
    if (wanted != range)
        Q_EMIT ranged(facetOf(index), wanted);
}

void FacetTree::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    if (index.isValid() && kindOf(index) == FacetModel::Kind::Range &&
        (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        moveKnob(index, event->modifiers() & Qt::ShiftModifier,
                 event->key() == Qt::Key_Left ? -1 : 1);
        return;
    }
    const bool toggles = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return;
    if (toggles && index.isValid()) {
        act(index, event->modifiers() & Qt::AltModifier);
        return;
    }
    QTreeView::keyPressEvent(event);
}

}  // namespace selvedge
