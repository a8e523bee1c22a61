#pragma once

#include <QTreeView>
#include <QWidget>

#include "ui/browse/facet_model.h"

class QLineEdit;
class QLabel;
class QToolButton;
class QSortFilterProxyModel;

namespace selvedge {

class FacetDelegate;

// The tree of facets: click or Space includes a value, Alt with either excludes it.
class FacetTree : public QTreeView {
    Q_OBJECT

public:
    explicit FacetTree(QWidget* parent = nullptr);

Q_SIGNALS:
    void toggled(const QModelIndex& index, bool exclude);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override { mousePressEvent(event); }
    void keyPressEvent(QKeyEvent* event) override;
};

// Left dock of Browse: a field that narrows the list of facets, and the facets with live counts.
class FiltersPanel : public QWidget {
    Q_OBJECT

public:
    explicit FiltersPanel(QWidget* parent = nullptr);
    FacetModel& model() { return *m_model; }
    // After FacetModel::setCatalog.
    void showCatalog(int largestTotal);
    QLineEdit* field() const { return m_field; }
    QTreeView* tree() const { return m_tree; }

private:
    void search(const QString& text);

    FacetModel* m_model;
    QSortFilterProxyModel* m_proxy;
    FacetDelegate* m_delegate;
    QLineEdit* m_field;
    FacetTree* m_tree;
};

}  // namespace selvedge
