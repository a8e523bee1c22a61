#include "ui/browse/facet_model.h"

#include <algorithm>

#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

// Internal ids: 0 for a group, 1 + its row for the values of a group.
constexpr quintptr kGroupId = 0;

QString capitalised(QString text) {
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

}  // namespace

void FacetModel::setCatalog(const Catalog& catalog, const OverlayPalette& palette,
                            const FacetResult& unfiltered) {
    beginResetModel();
    m_groups.clear();
    m_filter = {std::vector<FacetState>(catalog.categories().size()),
                std::vector<FacetState>(catalog.attributes().size())};
    Group categories{tr("Category"), {}};
    for (CategoryIndex i = 0; i < catalog.categories().size(); ++i)
        categories.values.push_back({QString::fromStdString(catalog.categories()[i].name),
                                     palette.color(i), true, i, unfiltered.categoryCounts[i],
                                     unfiltered.categoryCounts[i]});
    m_groups.push_back(std::move(categories));
    const AttributeGroups groups(catalog);
    for (const std::string& name : groups.names)
        m_groups.push_back({capitalised(QString::fromStdString(name)), {}});
    for (AttributeIndex i = 0; i < catalog.attributes().size(); ++i)
        m_groups[1u + groups.groupOf[i]].values.push_back(
            {QString::fromStdString(catalog.attributes()[i].name),
             {},
             false,
             i,
             unfiltered.attributeCounts[i],
             unfiltered.attributeCounts[i]});
    for (Group& group : m_groups)
        std::stable_sort(group.values.begin(), group.values.end(),
                         [](const Value& a, const Value& b) { return a.total > b.total; });
    // Groups that say something about this data first.
    std::stable_sort(m_groups.begin() + 1, m_groups.end(), [](const Group& a, const Group& b) {
        const auto present = [](const Group& g) {
            return !g.values.empty() && g.values.front().total > 0;
        };
        return present(a) > present(b);
    });
    endResetModel();
}

void FacetModel::setCounts(const FacetResult& result) {
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        for (Value& value : m_groups[g].values)
            value.count = value.category ? result.categoryCounts[value.index]
                                         : result.attributeCounts[value.index];
        const QModelIndex parent = index(int(g), 0);
        const int last = rowCount(parent) - 1;
        if (last >= 0)
            Q_EMIT dataChanged(index(0, 0, parent), index(last, 0, parent));
        Q_EMIT dataChanged(parent, parent);
    }
}

FacetState& FacetModel::stateOf(const Value& value) {
    return (value.category ? m_filter.categories : m_filter.attributes)[value.index];
}

FacetState FacetModel::stateOf(const Value& value) const {
    return (value.category ? m_filter.categories : m_filter.attributes)[value.index];
}

void FacetModel::setState(const QModelIndex& value, FacetState state) {
    if (!value.isValid() || value.internalId() == kGroupId)
        return;
    FacetState& current =
        stateOf(m_groups[value.internalId() - 1].values[std::size_t(value.row())]);
    if (current == state)
        return;
    current = state;
    Q_EMIT dataChanged(value, value);
    Q_EMIT filterChanged();
}

void FacetModel::clear() {
    if (m_filter.count() == 0)
        return;
    std::fill(m_filter.categories.begin(), m_filter.categories.end(), FacetState::Off);
    std::fill(m_filter.attributes.begin(), m_filter.attributes.end(), FacetState::Off);
    Q_EMIT filterChanged();
}

QModelIndex FacetModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : kGroupId);
}

QModelIndex FacetModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == kGroupId)
        return {};
    return createIndex(int(child.internalId() - 1), 0, kGroupId);
}

int FacetModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid())
        return int(m_groups.size());
    if (parent.internalId() != kGroupId || parent.column() > 0)
        return 0;
    return int(m_groups[std::size_t(parent.row())].values.size());
}

int FacetModel::columnCount(const QModelIndex&) const {
    return 1;
}

QVariant FacetModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    if (index.internalId() == kGroupId) {
        const Group& group = m_groups[std::size_t(index.row())];
        const auto count = [&](auto test) {
            return int(std::count_if(group.values.begin(), group.values.end(), test));
        };
        switch (role) {
            case Qt::DisplayRole:
            case Qt::AccessibleTextRole:
                return group.name;
            case SetRole:
                return count([this](const Value& v) { return stateOf(v) != FacetState::Off; });
            case PresentRole:
                return count([](const Value& v) { return v.total > 0; });
            default:
                return {};
        }
    }
    const Value& value = m_groups[index.internalId() - 1].values[std::size_t(index.row())];
    const FacetState state = stateOf(value);
    switch (role) {
        case Qt::DisplayRole:
            return value.name;
        case Qt::ToolTipRole:
            return tr("%1: %2 of %3 images. Click: only these. Alt+click: none of these.")
                .arg(value.name, countText(value.count), countText(value.total));
        case Qt::AccessibleTextRole:
            return tr("%1, %2 images%3")
                .arg(value.name, countText(value.count),
                     state == FacetState::Exclude ? tr(", left out") : QString());
        case Qt::CheckStateRole:
            return state == FacetState::Include   ? Qt::Checked
                   : state == FacetState::Exclude ? Qt::PartiallyChecked
                                                  : Qt::Unchecked;
        case CountRole:
            return value.count;
        case TotalRole:
            return value.total;
        case StateRole:
            return int(state);
        case SwatchRole:
            return value.swatch;
        default:
            return {};
    }
}

bool FacetModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !index.isValid() || index.internalId() == kGroupId)
        return false;
    const auto state = Qt::CheckState(value.toInt());
    setState(index, state == Qt::Checked            ? FacetState::Include
                    : state == Qt::PartiallyChecked ? FacetState::Exclude
                                                    : FacetState::Off);
    return true;
}

Qt::ItemFlags FacetModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return {};
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (index.internalId() != kGroupId)
        flags |= Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
    return flags;
}

}  // namespace selvedge
