#pragma once

#include <QColor>
#include <optional>
#include <vector>

#include "model/evaluation/verdict.h"
#include "ui/parts/table_model.h"

namespace selvedge {

struct CategoryRow {
    CategoryIndex category = 0;
    QString name;
    QColor swatch;
    std::uint64_t objects = 0;
    double ap = -1, iouAp = -1;     // -1: nothing to measure
    std::optional<double> against;  // the other run's `ap`
    double lost = 0;                // of the headline: weight * (1 - ap); -1: it has no such parts
    std::optional<VerdictCounts> verdicts;
};

// The result of each category. SortRole gives numbers; undefined ones sort below all others.
class CategoryTableModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, Objects, Ap, IouAp, Delta, Lost, Right, Attributes, Missed, False };
    static constexpr int SortRole = Qt::UserRole;
    explicit CategoryTableModel(QObject* parent = nullptr);

    // Rows of the same categories in the same order only change their numbers.
    void setRows(std::vector<CategoryRow> rows);
    const CategoryRow& row(int index) const { return m_rows[std::size_t(index)]; }
    std::optional<int> rowOf(CategoryIndex category) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QString text(const CategoryRow& row, int column) const;
    QVariant sortValue(const CategoryRow& row, int column) const;
    QVariant ink(const CategoryRow& row, int column) const;
    QString tip(const CategoryRow& row, int column) const;

    std::vector<CategoryRow> m_rows;
    double m_mostLost = 0;
};

}  // namespace selvedge
