#pragma once

#include <QAbstractListModel>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "dataset/project/co_occurrence.h"

namespace selvedge {

// Attributes to choose for some objects: the ones they have on top, then by group those that their
// categories have in this data set, the frequent ones first; the rest of a group shows when it is
// opened. Where all of the catalog is asked for, the other groups are there too, closed. What
// answers a search comes by how well it does. The order stays while they are chosen: rows do not
// run away under the pointer.
class AttributeListModel : public QAbstractListModel {
    Q_OBJECT

public:
    // Of several objects some may have it.
    enum class State { Off, Some, On };
    enum Role {
        StateRole = Qt::UserRole,
        IsHeadingRole,
        IsOpenRole,  // of headings; invalid where there is no more to show
        AttributeRole,
        CountRole,  // objects that have it; of a heading how many attributes it hides
        GroupRole,  // of what was searched for, which has no headings
    };
    using QAbstractListModel::QAbstractListModel;

    void setCatalog(std::shared_ptr<const Catalog> catalog);
    // Objects of the data set: positions in `table`. `counts`: of how many objects with one of
    // these categories an attribute is. Orders anew.
    void setObjects(const ObjectTable& table, std::span<const ObjectIndex> objects,
                    std::vector<std::uint32_t> counts);
    // The same objects after an edit: the states only.
    void refreshStates(const ObjectTable& table, std::span<const ObjectIndex> objects);
    void setQuery(const QString& query);
    void setShowAll(bool all);
    State stateOf(AttributeIndex attribute) const { return m_states[attribute]; }
    std::size_t fitting() const;  // how many attributes the categories have
    void toggleGroup(const QModelIndex& heading);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Row {
        QString heading;  // else an attribute
        AttributeIndex attribute = 0;
        std::optional<GroupIndex> group = {};  // of a heading that opens and closes
        std::size_t hidden = 0;                // of its attributes
        int digit = 0;                         // the key that chooses it; 0: none
    };
    void rebuild();
    void addChosen();
    void addGroup(GroupIndex group);
    void addFound();
    void numberRows();
    QVariant headingData(const Row& row, int role) const;

    std::shared_ptr<const Catalog> m_catalog;
    std::vector<State> m_states;          // by attribute
    std::vector<std::uint32_t> m_counts;  // by attribute
    std::vector<Row> m_rows;
    QString m_query;
    bool m_all = false;
    std::set<GroupIndex> m_open;
};

}  // namespace selvedge
