#pragma once

#include <vector>

#include "model/evaluation/anatomy.h"
#include "ui/parts/table_model.h"

namespace selvedge {

struct AttributeRow {
    AttributeCounts counts;
    QString name, group;
};

// Each attribute at the operating point. SortRole gives numbers; undefined ones sort above others.
class AttributeTableModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, Group, Objects, Predicted, Precision, Recall, F1 };
    static constexpr int SortRole = Qt::UserRole;
    explicit AttributeTableModel(QObject* parent = nullptr);
    // Rows of the same attributes in the same order only change their numbers.
    void setRows(std::vector<AttributeRow> rows);
    const AttributeRow& row(int index) const { return m_rows[std::size_t(index)]; }
    std::optional<int> rowOf(AttributeIndex attribute) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<AttributeRow> m_rows;
};

}  // namespace selvedge
