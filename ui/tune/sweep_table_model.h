#pragma once

#include <QAbstractTableModel>
#include <optional>

#include "ui/plot/heatmap_view.h"

namespace selvedge {

// A heat map's numbers as a table: score thresholds down, attribute thresholds across. Columns of
// the map are rows here.
class SweepTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setMap(HeatmapData map, std::optional<HeatmapCell> best);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    HeatmapData m_data;
    std::optional<HeatmapCell> m_best;
};

}  // namespace selvedge
