#pragma once

#include <optional>

#include "model/evaluation/evaluate.h"
#include "ui/parts/table_model.h"

namespace selvedge {

// All figures of the mask and the box report: a row for each of COCO's twelve, columns with and
// without attributes for masks and boxes.
class MetricTableModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, Meaning, F1Mask, F1Box, Mask, Box };
    explicit MetricTableModel(QObject* parent = nullptr);

    void setReports(std::optional<Report> mask, std::optional<Report> box);
    double value(int row, Column column) const;  // -1: undefined or no report

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::optional<Report> m_mask, m_box;
};

}  // namespace selvedge
