#include "ui/parts/table_model.h"

namespace selvedge {

TableModel::TableModel(std::vector<Column> columns, QObject* parent)
    : QAbstractTableModel(parent), m_columns(std::move(columns)) {}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= int(m_columns.size()))
        return {};
    const Column& column = m_columns[std::size_t(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case Qt::ToolTipRole:
            return column.tip.isEmpty() ? QVariant() : QVariant(column.tip);
        case Qt::TextAlignmentRole:
            return alignment(section);
        default:
            return {};
    }
}

void TableModel::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    tellAllChanged();
}

void TableModel::tellAllChanged() {
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QVariant TableModel::alignment(int column) const {
    return int((m_columns[std::size_t(column)].number ? Qt::AlignRight : Qt::AlignLeft) |
               Qt::AlignVCenter);
}

}  // namespace selvedge
