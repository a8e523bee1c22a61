#include "ui/tune/sweep_table_model.h"

#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

void SweepTableModel::setMap(HeatmapData map, std::optional<HeatmapCell> best) {
    beginResetModel();
    m_data = std::move(map);
    m_best = best;
    endResetModel();
}

int SweepTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_data.columns.size());
}

int SweepTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_data.rows.size());
}

QVariant SweepTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const HeatmapCell cell{index.row(), index.column()};
    const bool best = m_best == cell;
    switch (role) {
        case Qt::DisplayRole:
            return metricText(m_data.at(cell.column, cell.row)) +
                   (best ? QStringLiteral(" +") : "");
        case Qt::TextAlignmentRole:
            return int(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::FontRole:
            return best ? QVariant(typeFont(0, true)) : QVariant();
        case Qt::ToolTipRole:
            return tr("score %1, attribute %2%3")
                .arg(metricText(m_data.columns[std::size_t(cell.column)], 2),
                     metricText(m_data.rows[std::size_t(cell.row)], 2),
                     best ? tr(": the best") : QString());
        default:
            return {};
    }
}

QVariant SweepTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const auto& values = orientation == Qt::Vertical ? m_data.columns : m_data.rows;
    return metricText(values[std::size_t(section)], 2);
}

}  // namespace selvedge
