#pragma once

#include <vector>

#include "ui/evaluate/figure_behind.h"
#include "ui/parts/table_model.h"

namespace selvedge {

// Numbers of one or several runs side by side, in the same order as the rows' names.
struct FigureTable {
    struct Row {
        QString name, meaning, gloss;
        bool count = false;  // a number of things, else a metric in [0, 1]
        FigureBehind behind = {};
        bool stale = false;  // of other thresholds than the rest
        bool operator==(const Row&) const = default;
    };
    struct Run {
        QString name;
        std::vector<double> values;  // as `rows`; -1: undefined. Empty: being measured
        bool operator==(const Run&) const = default;
    };
    std::vector<Row> rows;
    std::vector<Run> runs;
    bool operator==(const FigureTable&) const = default;
};

// A column a run after name and meaning.
class FigureTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Meaning, FirstRun };
    explicit FigureTableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
    void setTable(FigureTable table);
    const FigureTable& table() const { return m_table; }
    void setStale(bool stale);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString valueText(int row, int run) const;
    FigureTable m_table;
    bool m_stale = false;
};

}  // namespace selvedge
