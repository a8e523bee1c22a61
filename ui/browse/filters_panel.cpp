#include "ui/browse/filters_panel.h"

#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/browse/facet_delegate.h"
#include "ui/browse/facet_proxy.h"
#include "ui/browse/facet_tree.h"
#include "ui/parts/icons.h"

namespace selvedge {

FiltersPanel::FiltersPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new FacetModel(this)),
      m_proxy(new FacetProxy(this)),
      m_delegate(new FacetDelegate(this)),
      m_field(new QLineEdit),
      m_tree(new FacetTree) {
    m_proxy->setSourceModel(m_model);
    m_tree->setModel(m_proxy);
    m_tree->setItemDelegate(m_delegate);
    m_field->setPlaceholderText(tr("Find a category or attribute"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setClearButtonEnabled(true);
    m_field->addAction(themedIcon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto* fieldRow = new QVBoxLayout;
    fieldRow->setContentsMargins(12, 0, 12, 0);
    fieldRow->addWidget(m_field);
    layout->addLayout(fieldRow);
    layout->addWidget(m_tree, 1);
    connect(m_field, &QLineEdit::textChanged, this, &FiltersPanel::search);
    connect(m_tree, &FacetTree::toggled, this, [this](const QModelIndex& index, bool exclude) {
        const QModelIndex source = m_proxy->mapToSource(index);
        const auto now = FacetState(source.data(FacetModel::StateRole).toInt());
        const FacetState wanted = exclude ? FacetState::Exclude : FacetState::Include;
        m_model->setState(source, now == wanted ? FacetState::Off : wanted);
    });
    connect(m_tree, &FacetTree::pressed, this, &FiltersPanel::press);
    connect(m_tree, &FacetTree::ranged, m_model, &FacetModel::setRange);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex& group) {
        if (!group.isValid() && m_proxy->search().isEmpty())
            openAsBefore();
    });
    // What the person opens stays open through a search.
    const auto remember = [this](const QModelIndex& index, bool open) {
        if (!m_proxy->search().isEmpty())
            return;
        const QString name = index.data().toString();
        m_open.removeAll(name);
        if (open)
            m_open += name;
    };
    connect(m_tree, &QTreeView::expanded, this,
            [remember](const QModelIndex& index) { remember(index, true); });
    connect(m_tree, &QTreeView::collapsed, this,
            [remember](const QModelIndex& index) { remember(index, false); });
}

QTreeView* FiltersPanel::tree() const {
    return m_tree;
}

void FiltersPanel::setLargest(int images) {
    m_delegate->setLargest(images);
    m_tree->viewport()->update();
}

void FiltersPanel::press(const QModelIndex& index) {
    if (FacetModel::Kind(index.data(FacetModel::KindRole).toInt()) == FacetModel::Kind::More)
        m_proxy->unfold(index.parent());
    else if (index.data(FacetModel::ActsRole).toBool())
        Q_EMIT evaluationWanted();
}

void FiltersPanel::showFacets(bool keepOpen) {
    if (!keepOpen) {
        // The split where there is one, the categories, what can be dragged, and the first group of
        // attributes that this data has.
        m_open.clear();
        int groups = 0;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const QModelIndex group = m_model->index(row, 0);
            const auto facet = Facet(group.data(FacetModel::FacetRole).toInt());
            const bool present = group.data(FacetModel::PresentRole).toInt() > 0;
            const bool opens =
                facet == Facet::Category || facet == Facet::Area || facet == Facet::Verdict ||
                (facet == Facet::Split && group.data(FacetModel::PresentRole).toInt() > 1) ||
                (facet == Facet::Attribute && present && groups++ < 2);
            if (opens)
                m_open += group.data().toString();
        }
    }
    search(m_field->text());
}

void FiltersPanel::search(const QString& text) {
    m_proxy->setSearch(text);
    if (m_proxy->search().isEmpty())
        openAsBefore();
    else
        m_tree->expandAll();
}

void FiltersPanel::openAsBefore() {
    const QStringList open = m_open;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex group = m_proxy->index(row, 0);
        m_tree->setExpanded(group, open.contains(group.data().toString()));
    }
}

}  // namespace selvedge
