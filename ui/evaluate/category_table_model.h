#pragma once

#include <QColor>
#include <vector>

#include "ui/parts/table_model.h"

namespace selvedge {

struct CategoryRow {
    QString name;
    QColor swatch;
    std::uint64_t objects = 0, detections = 0;
    double ap = -1, ap50 = -1;
    int position = 0;  // in Report::categories
};

// The result of each category. SortRole gives numbers; undefined ones sort below all others.
class CategoryTableModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, Objects, Detections, Ap, Ap50 };
    static constexpr int SortRole = Qt::UserRole;
    explicit CategoryTableModel(QObject* parent = nullptr);

    void setRows(std::vector<CategoryRow> rows);
    const CategoryRow& row(int index) const { return m_rows[std::size_t(index)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<CategoryRow> m_rows;
};

}  // namespace selvedge
