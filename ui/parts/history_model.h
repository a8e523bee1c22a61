#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "dataset/project/edits.h"

namespace selvedge {

class Project;

// A step and what it changed: "img0003", "coat: + floral".
struct HistoryRow {
    HistoryStep step;
    StepChange change;
    QString where;
    QString what;
};

// The newest `limit` steps of a project; undoing and redoing are no rows of their own. `read`: how
// many steps there were with those. Any thread; throws Error.
std::vector<HistoryRow> historyRows(const Project& project, std::size_t limit, std::size_t& read);

// What was done to a project, the newest first. Rows that are not in force are struck.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Where, What, When, Who, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<HistoryRow> rows);
    const HistoryRow* row(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString cell(const HistoryRow& row, int column, bool whole) const;

    std::vector<HistoryRow> m_rows;
};

}  // namespace selvedge
