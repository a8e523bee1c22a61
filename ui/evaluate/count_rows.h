#pragma once

#include <optional>
#include <vector>

#include "model/evaluation/verdict.h"
#include "ui/parts/table_model.h"
#include "ui/parts/theme.h"

class QTableView;

namespace selvedge {

// Rows of a small list of kinds: a sign, a word, a bar, one or two numbers.
struct CountRow {
    std::optional<Verdict::Kind> glyph;
    QString name, tip;
    std::optional<double> bar;                   // share of the longest
    std::optional<Token> ink;                    // of the bar; else quiet
    QString first, second;                       // numbers
    bool secondGood = false, secondBad = false;  // tint of the second
    bool operator==(const CountRow&) const = default;
};

class CountRowsModel : public TableModel {
    Q_OBJECT

public:
    enum Column { Name, Bar, First, Second };
    explicit CountRowsModel(const QString& first, const QString& second, QObject* parent = nullptr);
    void setRows(std::vector<CountRow> rows);
    const std::vector<CountRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<CountRow> m_rows;
};

// A table over such a model; `bars`: with the column of bars. Its rows open by a click or Return.
QTableView* makeCountTable(CountRowsModel* model, const QString& name, bool bars);

}  // namespace selvedge
