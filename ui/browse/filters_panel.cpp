#include "ui/browse/filters_panel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/browse/facet_delegate.h"
#include "ui/browse/facet_proxy.h"
#include "ui/browse/facet_tree.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/tinted_label.h"

namespace selvedge {

namespace {

constexpr char kAllGroups[] = "*";  // in the kept map, which otherwise has names of groups

}  // namespace

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
    makeSearchField(*m_field);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    auto* fieldRow = new QVBoxLayout;
    fieldRow->setContentsMargins(12, 0, 12, 0);
    fieldRow->addWidget(m_field);
    auto* counted = new TintedLabel(Token::Text2, -1);
    counted->setText(tr("Numbers are of images"));
    counted->setAlignment(Qt::AlignRight);
    fieldRow->setSpacing(4);
    fieldRow->addWidget(counted);
    layout->addLayout(fieldRow);
    layout->addWidget(m_tree, 1);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &FiltersPanel::search);
    connect(m_tree, &FacetTree::toggled, this, &FiltersPanel::toggle);
    connect(m_tree, &FacetTree::pressed, this, &FiltersPanel::press);
    connect(m_tree, &FacetTree::ranged, m_model, &FacetModel::setRange);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex& group) {
        if (!group.isValid() && m_proxy->search().isEmpty())
            openAsBefore();
    });
    connect(m_tree, &QTreeView::expanded, this,
            [this](const QModelIndex& index) { keep(index.data().toString(), true); });
    connect(m_tree, &QTreeView::collapsed, this,
            [this](const QModelIndex& index) { keep(index.data().toString(), false); });
}

void FiltersPanel::toggle(const QModelIndex& value, bool exclude) {
    const QModelIndex source = m_proxy->mapToSource(value);
    const auto now = FacetState(source.data(FacetModel::StateRole).toInt());
    const FacetState wanted = exclude ? FacetState::Exclude : FacetState::Include;
    m_model->setState(source, now == wanted ? FacetState::Off : wanted);
}

QModelIndex FiltersPanel::firstHit() const {
    if (m_proxy->search().isEmpty())
        return {};
    for (int group = 0; group < m_proxy->rowCount(); ++group) {
        const QModelIndex parent = m_proxy->index(group, 0);
        for (int row = 0; row < m_proxy->rowCount(parent); ++row) {
            const QModelIndex index = m_proxy->index(row, 0, parent);
            if (FacetModel::Kind(index.data(FacetModel::KindRole).toInt()) ==
                FacetModel::Kind::Value)
                return index;
        }
    }
    return {};
}

// From the field, Tab and Down go to what is found, and Enter ticks it.
bool FiltersPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool enters = key == Qt::Key_Return || key == Qt::Key_Enter;
    const QModelIndex hit = firstHit();
    if (enters && hit.isValid()) {
        toggle(hit, false);
        return true;
    }
    if (key != Qt::Key_Down && (key != Qt::Key_Tab || !hit.isValid()))
        return QWidget::eventFilter(watched, event);
    m_tree->setFocus(Qt::TabFocusReason);
    if (hit.isValid())
        m_tree->setCurrentIndex(hit);
    return true;
}

// What the person opens stays open: through a search, in other data sets, and tomorrow.
void FiltersPanel::keep(const QString& name, bool open) {
    if (m_placing || !m_proxy->search().isEmpty())
        return;
    m_open.removeAll(name);
    if (open)
        m_open += name;
    m_kept[name] = open;
    Q_EMIT keptChanged();
}

void FiltersPanel::setKept(const QVariantMap& kept) {
    m_kept = kept;
    m_proxy->setAllGroups(m_kept.value(QLatin1String(kAllGroups)).toBool());
}

QTreeView* FiltersPanel::tree() const {
    return m_tree;
}

void FiltersPanel::setLargest(int images) {
    m_delegate->setLargest(images);
    m_tree->viewport()->update();
}

void FiltersPanel::press(const QModelIndex& index) {
    const auto command = FacetModel::Command(index.data(FacetModel::CommandRole).toInt());
    switch (FacetModel::Kind(index.data(FacetModel::KindRole).toInt())) {
        case FacetModel::Kind::More:
            m_proxy->unfold(index.parent());
            break;
        case FacetModel::Kind::MoreGroups:
            m_proxy->setAllGroups(!m_proxy->allGroups());
            m_kept[QLatin1String(kAllGroups)] = m_proxy->allGroups();
            Q_EMIT keptChanged();
            break;
        case FacetModel::Kind::Command:
            if (command == FacetModel::Command::Evaluate)
                Q_EMIT evaluationWanted();
            else if (command == FacetModel::Command::ImportPredictions)
                Q_EMIT predictionsWanted();
            break;
        default:
            break;
    }
}

// The split where there is one, the categories, verdicts, the area, and the first group of
// attributes that this data has.
bool FiltersPanel::opensAtFirst(const QModelIndex& group, bool firstOfAttributes) const {
    const auto facet = Facet(group.data(FacetModel::FacetRole).toInt());
    return facet == Facet::Category || facet == Facet::Area || facet == Facet::Verdict ||
           (facet == Facet::Split && group.data(FacetModel::PresentRole).toInt() > 1) ||
           (facet == Facet::Attribute && firstOfAttributes);
}

void FiltersPanel::showFacets(bool keepOpen) {
    if (!keepOpen) {
        m_open.clear();
        bool firstOfAttributes = true;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const QModelIndex group = m_model->index(row, 0);
            const bool present = group.data(FacetModel::PresentRole).toInt() > 0;
            const QString name = group.data().toString();
            if (m_kept.value(name, opensAtFirst(group, firstOfAttributes && present)).toBool())
                m_open += name;
            if (Facet(group.data(FacetModel::FacetRole).toInt()) == Facet::Attribute && present)
                firstOfAttributes = false;
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
    m_placing = true;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex group = m_proxy->index(row, 0);
        m_tree->setExpanded(group, m_open.contains(group.data().toString()));
    }
    m_placing = false;
}

}  // namespace selvedge
