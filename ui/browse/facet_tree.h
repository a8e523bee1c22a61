#pragma once

#include <QTreeView>

#include "dataset/project/query.h"

namespace selvedge {

// The tree of facets: click or Space includes a value, Alt with either excludes it; bounds of
// ranges are dragged, or moved with left and right, the upper one with Shift.
class FacetTree : public QTreeView {
    Q_OBJECT

public:
    explicit FacetTree(QWidget* parent = nullptr);

Q_SIGNALS:
    void toggled(const QModelIndex& index, bool exclude);
    void pressed(const QModelIndex& index);  // of a row that unfolds or is a command
    void ranged(selvedge::Facet facet, const selvedge::NumberRange& range);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override { mousePressEvent(event); }
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void act(const QModelIndex& index, bool exclude);
    void dragTo(int x);
    void moveKnob(const QModelIndex& index, bool upper, int step);

    QPersistentModelIndex m_dragged;
    bool m_upper = false;
};

}  // namespace selvedge
