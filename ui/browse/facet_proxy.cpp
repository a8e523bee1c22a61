#include "ui/browse/facet_proxy.h"

#include "ui/browse/facet_model.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

FacetModel::Kind kindOf(const QModelIndex& index) {
    return FacetModel::Kind(index.data(FacetModel::KindRole).toInt());
}

Facet facetOf(const QModelIndex& index) {
    return Facet(index.data(FacetModel::FacetRole).toInt());
}

bool isOfAttributes(const QModelIndex& index) {
    return kindOf(index) == FacetModel::Kind::Group && facetOf(index) == Facet::Attribute;
}

bool occurs(const QModelIndex& group) {
    return group.data(FacetModel::PresentRole).toInt() > 0;
}

}  // namespace

int FacetProxy::firstOf(Facet facet) {
    return facet == Facet::Attribute ? 5 : facet == Facet::Category ? 8 : 12;
}

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

void FacetProxy::setAllGroups(bool all) {
    m_allGroups = all;
    invalidateFilter();
}

// The values of such facets come with the frequent ones first.
bool FacetProxy::showsValue(const QModelIndex& source) const {
    const Facet facet = facetOf(source);
    const bool hasOwnOrder = facet == Facet::Split || facet == Facet::Verdict ||
                             facet == Facet::Review || facet == Facet::Stars;
    return hasOwnOrder ||
           (source.row() < firstOf(facet) && source.data(FacetModel::TotalRole).toInt() > 0) ||
           FacetState(source.data(FacetModel::StateRole).toInt()) != FacetState::Off ||
           m_unfolded.contains(source.parent().data().toString());
}

FacetProxy::Folded FacetProxy::folded(const QModelIndex& sourceGroup) const {
    Folded folded;
    for (int row = 0; row < sourceModel()->rowCount(sourceGroup); ++row) {
        const QModelIndex index = sourceModel()->index(row, 0, sourceGroup);
        if (kindOf(index) != FacetModel::Kind::Value ||
            index.data(FacetModel::HiddenRole).toBool() || showsValue(index))
            continue;
        ++folded.values;
        folded.occurs = folded.occurs || index.data(FacetModel::TotalRole).toInt() > 0;
    }
    return folded;
}

bool FacetProxy::hasAttributes() const {
    for (int row = 0; row < sourceModel()->rowCount(); ++row) {
        const QModelIndex index = sourceModel()->index(row, 0);
        if (isOfAttributes(index) && occurs(index))
            return true;
    }
    return false;
}

bool FacetProxy::showsGroup(const QModelIndex& source) const {
    if (!isOfAttributes(source) || source.data(FacetModel::SetRole).toInt() > 0)
        return true;
    if (m_allGroups)
        return hasAttributes();
    int before = 0;
    for (int row = 0; row < source.row(); ++row) {
        const QModelIndex index = sourceModel()->index(row, 0);
        before += isOfAttributes(index) && occurs(index);
    }
    return occurs(source) && before < kFirstGroups;
}

QString FacetProxy::moreGroups() const {
    if (!hasAttributes())
        return tr("This data has no attributes.");
    if (m_allGroups)
        return tr("Fewer groups of attributes");
    int count = 0, occurring = 0;
    for (int row = 0; row < sourceModel()->rowCount(); ++row) {
        const QModelIndex index = sourceModel()->index(row, 0);
        count += !showsGroup(index);
        occurring += !showsGroup(index) && occurs(index);
    }
    if (count > 0 && occurring == 0)
        return count == 1 ? tr("1 group that does not occur…")
                          : tr("%1 groups that do not occur…").arg(count);
    return count == 0   ? QString()
           : count == 1 ? tr("1 more group of attributes…")
                        : tr("%1 more groups of attributes…").arg(count);
}

QString FacetProxy::moreValues(const QModelIndex& sourceGroup) const {
    const Folded rest = folded(sourceGroup);
    if (!rest.occurs && rest.values == 1)
        return tr("1 that does not occur…");
    return (rest.occurs ? tr("%1 more…") : tr("%1 that do not occur…")).arg(countText(rest.values));
}

bool FacetProxy::showsRow(const QModelIndex& source) const {
    const auto isFound = [this](const QModelIndex& at) {
        return at.data().toString().contains(m_search, Qt::CaseInsensitive);
    };
    const bool groupFound = !m_search.isEmpty() && isFound(source.parent());
    if (source.data(FacetModel::HiddenRole).toBool())
        return false;
    switch (kindOf(source)) {
        case FacetModel::Kind::Value:
            return m_search.isEmpty() ? showsValue(source) : groupFound || isFound(source);
        case FacetModel::Kind::More:
            return m_search.isEmpty() && folded(source.parent()).values > 0;
        case FacetModel::Kind::Note:
        case FacetModel::Kind::Command:
            return (m_search.isEmpty() || groupFound) && !source.data().toString().isEmpty();
        case FacetModel::Kind::Range:
        case FacetModel::Kind::Group:
        case FacetModel::Kind::MoreGroups:
            break;
    }
    return m_search.isEmpty() || groupFound;
}

bool FacetProxy::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (parent.isValid())
        return showsRow(index);
    if (kindOf(index) == FacetModel::Kind::MoreGroups)
        return m_search.isEmpty() && !moreGroups().isEmpty();
    if (m_search.isEmpty())
        return showsGroup(index);
    if (index.data().toString().contains(m_search, Qt::CaseInsensitive))
        return true;
    for (int child = 0; child < sourceModel()->rowCount(index); ++child) {
        if (showsRow(sourceModel()->index(child, 0, index)))
            return true;
    }
    return false;
}

QVariant FacetProxy::data(const QModelIndex& index, int role) const {
    const QModelIndex source = mapToSource(index);
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        if (kindOf(source) == FacetModel::Kind::More)
            return moreValues(source.parent());
        if (kindOf(source) == FacetModel::Kind::MoreGroups)
            return moreGroups();
    }
    return QSortFilterProxyModel::data(index, role);
}

}  // namespace selvedge
