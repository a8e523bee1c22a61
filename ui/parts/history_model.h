#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "dataset/project/edits.h"

namespace selvedge {

// What was done to a project, the newest first. Undoing and redoing are no rows of their own: the
// rows that are not in force are struck.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { What, When, Who, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setSteps(const std::vector<HistoryStep>& steps);  // as Project::history
    const HistoryStep* step(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<HistoryStep> m_steps;
};

}  // namespace selvedge
