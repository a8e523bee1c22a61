#include "ui/evaluate/count_rows.h"

#include <QBrush>
#include <QHeaderView>
#include <QTableView>

#include "ui/parts/bar_delegate.h"
#include "ui/parts/table_look.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

CountRowsModel::CountRowsModel(const QString& first, const QString& second, QObject* parent)
    : TableModel({{QString()}, {QString()}, {first, true}, {second, true}}, parent) {}

void CountRowsModel::setRows(std::vector<CountRow> rows) {
    if (rows == m_rows)
        return;
    if (rows.size() == m_rows.size()) {
        m_rows = std::move(rows);
        tellAllChanged();
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int CountRowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CountRowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const CountRow& row = m_rows[std::size_t(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return column == Name     ? row.name
                   : column == First  ? row.first
                   : column == Second ? row.second
                                      : QString();
        case Qt::ToolTipRole:
            return row.tip;
        case Qt::TextAlignmentRole:
            return alignment(column);
        case Qt::FontRole:
            return column == First ? QVariant(typeFont(0, true)) : QVariant();
        case Qt::ForegroundRole:
            if (column == Second && !isStale() && (row.secondGood || row.secondBad))
                return QBrush(themed(row.secondGood ? Token::Right : Token::Missed));
            return column == Second || (isStale() && column == First)
                       ? QVariant(QBrush(themed(Token::Text2)))
                       : QVariant();
        case BarDelegate::GlyphRole:
            return column == Name && row.glyph ? QVariant(int(*row.glyph)) : QVariant();
        case BarDelegate::BarRole:
            return column == Bar && row.bar ? QVariant(*row.bar) : QVariant();
        case BarDelegate::InkRole:
            return row.ink ? QVariant(themed(*row.ink)) : QVariant();
        default:
            return {};
    }
}

QTableView* makeCountTable(CountRowsModel* model, const QString& name, bool bars) {
    auto* table = new QTableView;
    table->setModel(model);
    setUpTable(table, name);
    table->setItemDelegate(new BarDelegate(table));
    QHeaderView* head = table->horizontalHeader();
    head->setSectionResizeMode(bars ? CountRowsModel::Bar : CountRowsModel::Name,
                               QHeaderView::Stretch);
    if (bars) {
        head->setSectionResizeMode(CountRowsModel::Name, QHeaderView::Fixed);
        table->setColumnWidth(CountRowsModel::Name, 96);
    }
    table->setColumnHidden(CountRowsModel::Bar, !bars);
    head->setVisible(bars);
    return table;
}

}  // namespace selvedge
