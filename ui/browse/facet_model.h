#pragma once

#include <QAbstractItemModel>
#include <QColor>
#include <QString>
#include <vector>

#include "dataset/project/facets.h"
#include "ui/parts/overlay_palette.h"

namespace selvedge {

// Facets as a tree of two levels: "Category" and a group of attributes each, with their values,
// most frequent first. Holds the filter; counts are given to it.
class FacetModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role {
        CountRole = Qt::UserRole,  // int: images now
        TotalRole,                 // int: images without any filter
        StateRole,                 // FacetState as int
        SwatchRole,                // QColor, invalid for attributes
        SetRole,                   // of a group: values that are set
        PresentRole,               // of a group: values that occur
    };
    using QAbstractItemModel::QAbstractItemModel;
    // `unfiltered`: applyFacets with an empty filter.
    void setCatalog(const Catalog& catalog, const OverlayPalette& palette,
                    const FacetResult& unfiltered);
    void setCounts(const FacetResult& result);
    const FacetFilter& filter() const { return m_filter; }
    void setState(const QModelIndex& value, FacetState state);
    void clear();

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void filterChanged();

private:
    struct Value {
        QString name;
        QColor swatch;
        bool category = false;
        std::uint16_t index = 0;
        std::uint32_t total = 0;
        std::uint32_t count = 0;
    };
    struct Group {
        QString name;
        std::vector<Value> values;
    };
    FacetState& stateOf(const Value& value);
    FacetState stateOf(const Value& value) const;

    std::vector<Group> m_groups;
    FacetFilter m_filter;
};

}  // namespace selvedge
