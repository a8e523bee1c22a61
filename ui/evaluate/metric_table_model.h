#pragma once

#include <QAbstractTableModel>
#include <optional>

#include "model/evaluation/evaluate.h"

namespace selvedge {

// All figures of the mask and the box report: a row for each of COCO's twelve, columns with and
// without attributes for masks and boxes.
class MetricTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Meaning, F1Mask, F1Box, Mask, Box, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setReports(std::optional<Report> mask, std::optional<Report> box);
    double value(int row, Column column) const;  // -1: undefined or no report

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::optional<Report> m_mask, m_box;
};

}  // namespace selvedge
