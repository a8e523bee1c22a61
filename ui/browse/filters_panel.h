#pragma once

#include <QVariantMap>
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
    // Facets that the person opened or folded, by name: they stay so in every data set. For the
    // settings.
    const QVariantMap& kept() const { return m_kept; }
    void setKept(const QVariantMap& kept);
    // After FacetModel::setWords. Facets stay open where `keepOpen`.
    void showFacets(bool keepOpen);
    // Length of the longest bar.
    void setLargest(int images);
    QLineEdit* field() const { return m_field; }
    QTreeView* tree() const;
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void evaluationWanted();
    void predictionsWanted();  // a file with them
    void keptChanged();

private:
    void search(const QString& text);
    void press(const QModelIndex& index);
    void openAsBefore();
    void toggle(const QModelIndex& value, bool exclude);
    QModelIndex firstHit() const;  // of the search: the first value that is found
    bool opensAtFirst(const QModelIndex& group, bool firstOfAttributes) const;
    void keep(const QString& name, bool open);

    FacetModel* m_model;
    FacetProxy* m_proxy;
    FacetDelegate* m_delegate;
    QLineEdit* m_field;
    FacetTree* m_tree;
    QStringList m_open;  // facets that the person sees open, by name
    QVariantMap m_kept;
    bool m_placing = false;  // it is not the person who opens and folds
};

}  // namespace selvedge
