#include "ui/evaluate/figure_table_model.h"

#include <QBrush>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

void FigureTableModel::setTable(FigureTable table) {
    if (table == m_table)
        return;
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

void FigureTableModel::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                           {Qt::ForegroundRole});
}

int FigureTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_table.rows.size());
}

int FigureTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : FirstRun + int(m_table.runs.size());
}

QString FigureTableModel::valueText(int row, int run) const {
    const FigureTable::Run& own = m_table.runs[std::size_t(run)];
    if (own.values.empty())
        return QStringLiteral("…");
    const double value = own.values[std::size_t(row)];
    return m_table.rows[std::size_t(row)].count ? countText(std::int64_t(value))
                                                : metricText(value);
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const FigureTable::Row& row = m_table.rows[std::size_t(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return index.column() == Name      ? row.name
                   : index.column() == Meaning ? row.meaning
                                               : valueText(index.row(), index.column() - FirstRun);
        case Qt::ToolTipRole:
            return (row.gloss.isEmpty() ? row.meaning : row.gloss) +
                   (index.column() <= FirstRun ? u'\n' + tr("A click shows the objects behind it.")
                                               : QString());
        case Qt::TextAlignmentRole:
            return int((index.column() >= FirstRun ? Qt::AlignRight : Qt::AlignLeft) |
                       Qt::AlignVCenter);
        case Qt::ForegroundRole:
            return index.column() == Meaning ||
                           ((m_stale || row.stale) && index.column() >= FirstRun)
                       ? QVariant(QBrush(themed(Token::Text2)))
                       : QVariant();
        case Qt::FontRole:
            return index.column() == FirstRun ? QVariant(typeFont(0, true)) : QVariant();
        default:
            return {};
    }
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= FirstRun ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    return section == Name      ? tr("Figure")
           : section == Meaning ? tr("Meaning")
                                : m_table.runs[std::size_t(section - FirstRun)].name;
}

}  // namespace selvedge
