#pragma once

#include <QAbstractTableModel>
#include <QColor>
#include <vector>

namespace selvedge {

struct CategoryRow {
    QString name;
    QColor swatch;
    std::uint64_t objects = 0, detections = 0;
    double ap = -1, ap50 = -1;
    int position = 0;  // in Report::categories
};

// The result of each category. SortRole gives numbers; undefined ones sort below all others.
class CategoryTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Objects, Detections, Ap, Ap50, ColumnCount };
    static constexpr int SortRole = Qt::UserRole;
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<CategoryRow> rows);
    const CategoryRow& row(int index) const { return m_rows[std::size_t(index)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<CategoryRow> m_rows;
};

}  // namespace selvedge
