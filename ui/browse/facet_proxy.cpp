#include "ui/browse/facet_proxy.h"

#include "ui/browse/facet_model.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

FacetModel::Kind kindOf(const QModelIndex& index) {
    return FacetModel::Kind(index.data(FacetModel::KindRole).toInt());
}

}  // namespace

FacetProxy::FacetProxy(QObject* parent) : QSortFilterProxyModel(parent) {
    setDynamicSortFilter(true);
}

void FacetProxy::setSearch(const QString& text) {
    m_search = text.trimmed();
    invalidateFilter();
}

void FacetProxy::unfold(const QModelIndex& group) {
    m_unfolded.insert(group.data().toString());
    invalidateFilter();
}

bool FacetProxy::showsValue(const QModelIndex& source) const {
    return source.row() < kFirst ||
           FacetState(source.data(FacetModel::StateRole).toInt()) != FacetState::Off ||
           m_unfolded.contains(source.parent().data().toString());
}

int FacetProxy::folded(const QModelIndex& sourceGroup) const {
    int count = 0;
    for (int row = kFirst; row < sourceModel()->rowCount(sourceGroup); ++row) {
        const QModelIndex index = sourceModel()->index(row, 0, sourceGroup);
        count += kindOf(index) == FacetModel::Kind::Value && !showsValue(index);
    }
    return count;
}

bool FacetProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto found = [this](const QModelIndex& at) {
        return at.data().toString().contains(m_search, Qt::CaseInsensitive);
    };
    const FacetModel::Kind kind = kindOf(index);
    if (kind == FacetModel::Kind::Group) {
        if (index.data(FacetModel::HiddenRole).toBool())
            return false;
        if (m_search.isEmpty() || found(index))
            return true;
        for (int child = 0; child < sourceModel()->rowCount(index); ++child) {
            if (filterAcceptsRow(child, index))
                return true;
        }
        return false;
    }
    const bool groupFound = !m_search.isEmpty() && found(parent);
    switch (kind) {
        case FacetModel::Kind::Value:
            if (index.data(FacetModel::HiddenRole).toBool())
                return false;
            return m_search.isEmpty() ? showsValue(index) : groupFound || found(index);
        case FacetModel::Kind::More:
            return m_search.isEmpty() && folded(parent) > 0;
        case FacetModel::Kind::Note:
            return (m_search.isEmpty() || groupFound) && !index.data().toString().isEmpty();
        case FacetModel::Kind::Range:
        case FacetModel::Kind::Group:
            break;
    }
    return m_search.isEmpty() || groupFound;
}

QVariant FacetProxy::data(const QModelIndex& index, int role) const {
    if (kindOf(mapToSource(index)) == FacetModel::Kind::More &&
        (role == Qt::DisplayRole || role == Qt::AccessibleTextRole))
        return tr("%1 more…").arg(countText(folded(mapToSource(index.parent()))));
    return QSortFilterProxyModel::data(index, role);
}

}  // namespace selvedge
