#pragma once

#include <QWidget>

#include "ui/browse/facet_model.h"

class QLineEdit;
class QTreeView;

namespace selvedge {

class FacetDelegate;
class FacetProxy;
class FacetTree;

// Left dock of Browse: a field that narrows the list of facets, and the facets with live counts.
class FiltersPanel : public QWidget {
    Q_OBJECT

public:
    explicit FiltersPanel(QWidget* parent = nullptr);
    FacetModel& model() { return *m_model; }
    // After FacetModel::setWords. Facets stay open where `keepOpen`.
    void showFacets(bool keepOpen);
    // Length of the longest bar.
    void setLargest(int images);
    QLineEdit* field() const { return m_field; }
    QTreeView* tree() const;

Q_SIGNALS:
    void evaluationWanted();

private:
    void search(const QString& text);
    void press(const QModelIndex& index);
    void openAsBefore();

    FacetModel* m_model;
    FacetProxy* m_proxy;
    FacetDelegate* m_delegate;
    QLineEdit* m_field;
    FacetTree* m_tree;
    QStringList m_open;  // facets that the person sees open, by name
};

}  // namespace selvedge
