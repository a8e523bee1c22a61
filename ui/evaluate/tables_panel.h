#pragma once

#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/titled_panel.h"

class QAbstractItemModel;
class QCheckBox;
class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace selvedge {

class AttributeTableModel;
class CategoryTableModel;
class FigureTableModel;
class Segments;

// The tables of the page: categories, attributes, and all figures of one or several runs. They sort
// by their heads and are narrowed by a word; a row chooses its category or attribute, a number's
// cell shows the objects behind it.
class TablesPanel : public TitledPanel {
    Q_OBJECT

public:
    enum class View { Categories, Attributes, Figures };
    explicit TablesPanel(EvaluateState& state, QWidget* parent = nullptr);
    View view() const;
    void setView(View view);
    // The table in view as text with tabs, for a spreadsheet.
    QString tableText() const;

    QTableView* table(View view) const { return m_tables[std::size_t(view)]; }
    QLineEdit* filter() const { return m_filter; }
    Segments* views() const { return m_views; }
    QCheckBox* allRuns() const { return m_allRuns; }
    const FigureTableModel& figures() const { return *m_figures; }
    const CategoryTableModel& categories() const { return *m_categories; }
    const AttributeTableModel& attributes() const { return *m_attributes; }

Q_SIGNALS:
    void viewChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QTableView* makeTable(QAbstractItemModel* model, QSortFilterProxyModel* proxy,
                          const QString& name, int sortBy, Qt::SortOrder order);
    void want();
    void refreshView();
    void refreshCategories();
    void refreshAttributes();
    void refreshFigures();
    void followCategory();
    void followAttribute();
    void open(View view, const QModelIndex& index);
    void openCategory(const QModelIndex& index);
    void openAttribute(const QModelIndex& index);

    EvaluateState& m_state;
    CategoryTableModel* m_categories;
    AttributeTableModel* m_attributes;
    FigureTableModel* m_figures;
    QSortFilterProxyModel* m_proxies[3];
    QTableView* m_tables[3];
    Segments* m_views;
    QStackedWidget* m_stack;
    QLineEdit* m_filter;
    QCheckBox* m_allRuns;
    bool m_following = false, m_backToLost = false;
};

}  // namespace selvedge
