#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

#include "dataset/project/query.h"

namespace selvedge {

// What of FacetModel is shown: long lists fold to their first values that occur (and those that are
// set) with a row that unfolds them, groups of attributes to the first that occur; while something
// is searched for, all values with that in their name.
class FacetProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    static constexpr int kFirstGroups = 3;  // of attributes
    static int firstOf(Facet facet);        // values
    explicit FacetProxy(QObject* parent = nullptr);
    void setSearch(const QString& text);
    const QString& search() const { return m_search; }
    void unfold(const QModelIndex& group);  // of this model
    // All groups of attributes, where any occurs.
    void setAllGroups(bool all);
    bool allGroups() const { return m_allGroups; }
    QVariant data(const QModelIndex& index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    struct Folded {
        int values = 0;       // that are not shown
        bool occurs = false;  // one of them
    };
    Folded folded(const QModelIndex& sourceGroup) const;
    bool showsValue(const QModelIndex& source) const;
    bool showsGroup(const QModelIndex& source) const;
    bool showsRow(const QModelIndex& source) const;  // of a group
    bool hasAttributes() const;
    QString moreGroups() const;
    QString moreValues(const QModelIndex& sourceGroup) const;

    QString m_search;
    QSet<QString> m_unfolded;  // groups by name: it outlives a reset
    bool m_allGroups = false;
};

}  // namespace selvedge
