#include "ui/browse/filters_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "ui/browse/facet_delegate.h"
#include "ui/parts/icons.h"

namespace selvedge {

FacetTree::FacetTree(QWidget* parent) : QTreeView(parent) {
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setUniformRowHeights(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(NoFrame);
    setAccessibleName(tr("Filters"));
    QPalette p = palette();
    viewport()->setBackgroundRole(QPalette::Window);
    setAutoFillBackground(false);
    setPalette(p);
}

void FacetTree::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->pos());
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    setCurrentIndex(index);
    if (index.parent().isValid())
        Q_EMIT toggled(index, event->modifiers() & Qt::AltModifier);
    else
        setExpanded(index, !isExpanded(index));
}

void FacetTree::mouseReleaseEvent(QMouseEvent*) {}

void FacetTree::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    const bool toggles = event->key() == Qt::Key_Space || event->key() == Qt::Key_Return;
    if (toggles && index.isValid()) {
        if (index.parent().isValid())
            Q_EMIT toggled(index, event->modifiers() & Qt::AltModifier);
        else
            setExpanded(index, !isExpanded(index));
        return;
    }
    QTreeView::keyPressEvent(event);
}

FiltersPanel::FiltersPanel(QWidget* parent)
    : QWidget(parent),
      m_model(new FacetModel(this)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_delegate(new FacetDelegate(this)),
      m_field(new QLineEdit),
      m_tree(new FacetTree) {
    m_proxy->setSourceModel(m_model);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
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
}

void FiltersPanel::showCatalog(int largestTotal) {
    m_delegate->setLargest(largestTotal);
    search(m_field->text());
}

void FiltersPanel::search(const QString& text) {
    m_proxy->setFilterFixedString(text);
    if (!text.isEmpty()) {
        m_tree->expandAll();
        return;
    }
    // The categories, and the first groups that this data has values of.
    m_tree->collapseAll();
    for (int row = 0; row < qMin(3, m_proxy->rowCount()); ++row) {
        const QModelIndex group = m_proxy->index(row, 0);
        if (row == 0 || group.data(FacetModel::PresentRole).toInt() > 0)
            m_tree->expand(group);
    }
}

}  // namespace selvedge
