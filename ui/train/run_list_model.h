#pragma once

#include <QString>
#include <set>
#include <vector>

#include "ui/parts/table_model.h"

namespace selvedge {

struct RunRow {
    QString name;
    QString state;  // "running", "stopped", "done", "failed" as in run.json; "predicting"
    int step = 0;
    bool hasCheckpoint = false;
    bool hasPredictions = false;
    bool operator==(const RunRow&) const = default;
};

// The runs of a project; the check says that a run's curves are laid over the chosen one's.
class RunListModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, State, Step, Predictions };
    explicit RunListModel(QObject* parent = nullptr);

    void setRows(std::vector<RunRow> rows);
    // The step of one row, while its training goes on.
    void setStep(const QString& run, int step);
    const RunRow& row(int index) const { return m_rows[std::size_t(index)]; }
    int indexOf(const QString& run) const;  // -1: none
    const std::set<QString>& checked() const { return m_checked; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void checkedChanged();

private:
    std::vector<RunRow> m_rows;
    std::set<QString> m_checked;
};

// "done" in the window's words.
QString stateWord(const QString& state);

}  // namespace selvedge
