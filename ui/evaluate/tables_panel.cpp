#include "ui/evaluate/tables_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

#include "ui/evaluate/attribute_table_model.h"
#include "ui/evaluate/category_table_model.h"
#include "ui/evaluate/figure_rows.h"
#include "ui/evaluate/figure_table_model.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/bar_delegate.h"
#include "ui/parts/segments.h"
#include "ui/parts/table_look.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kNameWidth = 136, kBarWidth = 112, kGroupWidth = 84;

using Kind = Analyses::Kind;

}  // namespace

TablesPanel::TablesPanel(EvaluateState& state, QWidget* parent)
    : TitledPanel({}, parent),
      m_state(state),
      m_categories(new CategoryTableModel(this)),
      m_attributes(new AttributeTableModel(this)),
      m_figures(new FigureTableModel(this)),
      m_views(new Segments(tr("Table"), {tr("Categories"), tr("Attributes"), tr("All figures")})),
      m_stack(new QStackedWidget),
      m_filter(new QLineEdit),
      m_allRuns(new QCheckBox(tr("All runs"))) {
    for (QSortFilterProxyModel*& proxy : m_proxies)
        proxy = new QSortFilterProxyModel(this);
    m_proxies[0]->setSortRole(CategoryTableModel::SortRole);
    m_proxies[1]->setSortRole(AttributeTableModel::SortRole);
    m_tables[0] = makeTable(m_categories, m_proxies[0], tr("Categories"), CategoryTableModel::Lost,
                            Qt::DescendingOrder);
    m_tables[1] = makeTable(m_attributes, m_proxies[1], tr("Attributes"), AttributeTableModel::F1,
                            Qt::AscendingOrder);
    m_tables[2] = makeTable(m_figures, m_proxies[2], tr("All figures"), -1, Qt::AscendingOrder);
    m_tables[0]->setItemDelegateForColumn(CategoryTableModel::Lost, new BarDelegate(this));
    m_tables[0]->horizontalHeader()->setSectionResizeMode(CategoryTableModel::Lost,
                                                          QHeaderView::Fixed);
    m_tables[0]->setColumnWidth(CategoryTableModel::Lost, kBarWidth);
    // Else the longest group takes the room of all numbers.
    m_tables[1]->horizontalHeader()->setSectionResizeMode(AttributeTableModel::Group,
                                                          QHeaderView::Interactive);
    m_tables[1]->setColumnWidth(AttributeTableModel::Group, kGroupWidth);
    m_filter->setPlaceholderText(tr("Find"));
    m_filter->setAccessibleName(tr("Find in the table"));
    makeSearchField(*m_filter);
    m_allRuns->setToolTip(tr("Measures every run of the project that has predictions."));
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(8, 6, 8, 6);
    tools->setSpacing(8);
    tools->addWidget(m_views);
    tools->addWidget(m_filter, 1);
    tools->addWidget(m_allRuns);
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(tools);
    column->addWidget(m_stack, 1);
    setBody(body);

    connect(m_views, &Segments::chosen, this, &TablesPanel::refreshView);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        for (QSortFilterProxyModel* proxy : m_proxies)
            proxy->setFilterFixedString(text);
    });
    connect(m_allRuns, &QCheckBox::toggled, &m_state, &EvaluateState::setAllRuns);
    for (int i = 0; i < 3; ++i) {
        for (auto signal : {&QTableView::clicked, &QTableView::activated})
            connect(m_tables[i], signal, this, [this, i](const QModelIndex& index) {
                open(View(i), m_proxies[i]->mapToSource(index));
            });
    }
    for (int i = 0; i < 2; ++i) {
        connect(m_tables[i]->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
                [this, i](const QModelIndex& current) {
                    if (m_following || !current.isValid())
                        return;
                    const int row = m_proxies[i]->mapToSource(current).row();
                    if (i == 0)
                        m_state.setCategory(m_categories->row(row).category);
                    else
                        m_state.setAttribute(m_attributes->row(row).counts.attribute);
                });
    }
    connect(&m_state, &EvaluateState::measured, this, [this] {
        refreshCategories();
        refreshAttributes();
        refreshFigures();
    });
    connect(&m_state, &EvaluateState::catalogChanged, this, [this] {
        m_categories->setRows({});
        m_attributes->setRows({});
    });
    connect(&m_state, &EvaluateState::categoryChanged, this, &TablesPanel::followCategory);
    connect(&m_state, &EvaluateState::attributeChanged, this, &TablesPanel::followAttribute);
    connect(&m_state.analyses(), &Analyses::changed, this, [this](Kind kind) {
        if (kind == Kind::Categories)
            refreshCategories();
        else if (kind == Kind::Attributes)
            refreshAttributes();
        else if (kind == Kind::Localization)
            refreshFigures();
    });
    refreshView();
}

QTableView* TablesPanel::makeTable(QAbstractItemModel* model, QSortFilterProxyModel* proxy,
                                   const QString& name, int sortBy, Qt::SortOrder order) {
    proxy->setSourceModel(model);
    proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    proxy->setFilterKeyColumn(-1);
    auto* table = new QTableView;
    table->setModel(proxy);
    setUpTable(table, name);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
    table->setColumnWidth(0, kNameWidth);
    table->horizontalHeader()->setMinimumSectionSize(36);
    if (sortBy >= 0) {
        table->setSortingEnabled(true);
        table->sortByColumn(sortBy, order);
    }
    m_stack->addWidget(table);
    return table;
}

TablesPanel::View TablesPanel::view() const {
    return View(m_views->current());
}

void TablesPanel::setView(View view) {
    m_views->setCurrent(int(view));
}

void TablesPanel::showEvent(QShowEvent* event) {
    TitledPanel::showEvent(event);
    want();
}

void TablesPanel::hideEvent(QHideEvent* event) {
    TitledPanel::hideEvent(event);
    want();
}

// Only what is in view is worked out.
void TablesPanel::want() {
    Analyses& analyses = m_state.analyses();
    analyses.setWanted(Kind::Categories, isVisible() && view() == View::Categories);
    analyses.setWanted(Kind::Attributes, isVisible() && view() == View::Attributes);
    analyses.setWanted(Kind::Localization, isVisible() && view() == View::Figures);
}

void TablesPanel::refreshView() {
    const View now = view();
    m_stack->setCurrentIndex(int(now));
    m_allRuns->setVisible(now == View::Figures);
    static const char* const kTitles[] = {QT_TR_NOOP("Categories"), QT_TR_NOOP("Attributes"),
                                          QT_TR_NOOP("All figures")};
    setTitle(tr(kTitles[int(now)]));
    want();
    refreshCategories();
    refreshAttributes();
    refreshFigures();
    Q_EMIT viewChanged();
}

void TablesPanel::refreshCategories() {
    const Measurement* now = m_state.measurement();
    if (view() == View::Categories)
        setNote(now && now->report.protocol.missesCount ? tr("most lost first")
                                                        : tr("no headline of their own"));
    m_categories->setStale(m_state.stale() || m_state.analyses().isStale(Kind::Categories));
    if (!now) {
        m_categories->setRows({});
        return;
    }
    if (m_state.stale())
        return;
    m_following = true;
    m_categories->setRows(categoryRows(m_state.result()));
    m_following = false;
    // By what is lost, where a protocol knows it; else by AP.
    const QHeaderView& head = *m_tables[0]->horizontalHeader();
    const bool loses = now->report.protocol.missesCount;
    if (!loses && head.sortIndicatorSection() == CategoryTableModel::Lost) {
        m_tables[0]->sortByColumn(CategoryTableModel::Ap, Qt::AscendingOrder);
        m_backToLost = true;
    } else if (loses && std::exchange(m_backToLost, false) &&
               head.sortIndicatorSection() == CategoryTableModel::Ap) {
        m_tables[0]->sortByColumn(CategoryTableModel::Lost, Qt::DescendingOrder);
    }
    m_tables[0]->setColumnHidden(CategoryTableModel::Delta, !m_state.against());
    const bool f1 = now->report.protocol.pairs != Pairs::None;
    m_tables[0]->setColumnHidden(CategoryTableModel::IouAp, !f1);
    m_tables[0]->setColumnHidden(CategoryTableModel::Attributes, !f1);
    followCategory();
}

void TablesPanel::refreshAttributes() {
    const auto counts = m_state.analyses().attributes();
    m_attributes->setStale(m_state.analyses().isStale(Kind::Attributes));
    if (view() == View::Attributes)
        setNote(counts || !isVisible() ? tr("least F1 first") : tr("being counted"));
    if (!counts)
        return m_attributes->setRows({});
    const auto catalog = m_state.session().catalog();
    std::vector<AttributeRow> rows;
    for (const AttributeCounts& each : *counts)
        rows.push_back({each, m_state.nameOfAttribute(each.attribute),
                        QString::fromStdString(catalog->attributes()[each.attribute].group)});
    m_following = true;
    m_attributes->setRows(std::move(rows));
    m_following = false;
    followAttribute();
}

void TablesPanel::refreshFigures() {
    m_figures->setStale(m_state.stale());
    if (view() != View::Figures)
        return;
    setNote(tr("as the protocol's reference names them"));
    if (!m_state.stale() || !m_state.measurement())
        m_figures->setTable(figureTable(m_state.result()));
    m_tables[2]->horizontalHeader()->setSectionResizeMode(FigureTableModel::Meaning,
                                                          QHeaderView::Interactive);
    if (m_figures->columnCount() > FigureTableModel::FirstRun)
        m_tables[2]->setColumnWidth(FigureTableModel::Meaning, 230);
}

void TablesPanel::followCategory() {
    const auto row = m_state.category() ? m_categories->rowOf(*m_state.category()) : std::nullopt;
    m_following = true;
    if (row) {
        const QModelIndex index = m_proxies[0]->mapFromSource(m_categories->index(*row, 0));
        if (index.isValid() && index.row() != m_tables[0]->currentIndex().row())
            m_tables[0]->setCurrentIndex(index);
    } else {
        m_tables[0]->clearSelection();
        m_tables[0]->setCurrentIndex({});
    }
    m_following = false;
}

void TablesPanel::followAttribute() {
    const auto row = m_state.attribute() ? m_attributes->rowOf(*m_state.attribute()) : std::nullopt;
    m_following = true;
    if (row) {
        const QModelIndex index = m_proxies[1]->mapFromSource(m_attributes->index(*row, 0));
        if (index.isValid() && index.row() != m_tables[1]->currentIndex().row())
            m_tables[1]->setCurrentIndex(index);
    } else {
        m_tables[1]->clearSelection();
        m_tables[1]->setCurrentIndex({});
    }
    m_following = false;
}

void TablesPanel::open(View view, const QModelIndex& index) {
    if (view == View::Categories)
        openCategory(index);
    else if (view == View::Attributes)
        openAttribute(index);
    else if (index.column() <= FigureTableModel::FirstRun)  // other runs have no tiles here
        m_state.showFigure(m_figures->table().rows[std::size_t(index.row())].name,
                           m_figures->table().rows[std::size_t(index.row())].behind);
}

void TablesPanel::openCategory(const QModelIndex& index) {
    const CategoryIndex category = m_categories->row(index.row()).category;
    switch (index.column()) {
        case CategoryTableModel::Ap:
        case CategoryTableModel::IouAp:
        case CategoryTableModel::Delta:
        case CategoryTableModel::Lost:
            return m_state.showNotRight(category);
        case CategoryTableModel::Right:
            return m_state.showVerdicts(Verdict::Kind::Right, category);
        case CategoryTableModel::Attributes:
            return m_state.showVerdicts(Verdict::Kind::AttributeError, category);
        case CategoryTableModel::Missed:
            return m_state.showVerdicts(Verdict::Kind::Missed, category);
        case CategoryTableModel::False:
            return m_state.showVerdicts(Verdict::Kind::False, category);
        default:
            return m_state.showObjects(category);
    }
}

void TablesPanel::openAttribute(const QModelIndex& index) {
    const AttributeIndex attribute = m_attributes->row(index.row()).counts.attribute;
    using Side = EvaluateState::Side;
    const int column = index.column();
    m_state.showAttribute(attribute, column == AttributeTableModel::Predicted ||
                                             column == AttributeTableModel::Precision
                                         ? Side::Falses
                                     : column == AttributeTableModel::Recall ? Side::Misses
                                     : column == AttributeTableModel::F1     ? Side::Hits
                                                                             : Side::All);
}

QString TablesPanel::tableText() const {
    const QAbstractItemModel& model = *m_proxies[std::size_t(view())];
    QString text;
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    text += cells.join(u'\t') + u'\n';
    for (int row = 0; row < model.rowCount(); ++row) {
        cells.clear();
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

}  // namespace selvedge
