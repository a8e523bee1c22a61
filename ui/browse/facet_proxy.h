#pragma once

#include <QSet>
#include <QSortFilterProxyModel>

namespace selvedge {

// What of FacetModel is shown: long lists fold to their first values (and those that are set) with
// a row that unfolds them; while something is searched for, all values with that in their name.
class FacetProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    static constexpr int kFirst = 10;
    explicit FacetProxy(QObject* parent = nullptr);
    void setSearch(const QString& text);
    const QString& search() const { return m_search; }
    void unfold(const QModelIndex& group);  // of this model
    QVariant data(const QModelIndex& index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    int folded(const QModelIndex& sourceGroup) const;  // values that are not shown
    bool showsValue(const QModelIndex& source) const;

    QString m_search;
    QSet<QString> m_unfolded;  // groups by name: it outlives a reset
};

}  // namespace selvedge
