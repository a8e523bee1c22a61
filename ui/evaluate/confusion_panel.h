#pragma once

#include <QAbstractTableModel>

#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/titled_panel.h"

class QTableView;

namespace selvedge {

class Segments;

// A confusion matrix as a table: truth in rows, predictions in columns, the last column what was
// missed, the last row the background. Shades are of the counts' logarithm.
class ConfusionModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit ConfusionModel(EvaluateState& state, QObject* parent = nullptr);
    // `most`: so many categories, those with the most confusion; 0: all.
    void setMatrix(std::shared_ptr<const ConfusionMatrix> matrix, std::size_t most);
    const std::shared_ptr<const ConfusionMatrix>& matrix() const { return m_matrix; }
    void setStale(bool stale);
    std::size_t shown() const { return m_shown.empty() ? 0 : m_shown.size() - 1; }
    // Into the matrix.
    std::size_t matrixIndex(int section) const { return m_shown[std::size_t(section)]; }
    bool isNone(int section) const;  // the last: missed, background
    QString sectionName(int section, Qt::Orientation orientation) const;
    std::uint64_t count(int row, int column) const;
    QString sentence(int row, int column) const;  // "coat taken for jacket"

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    EvaluateState& m_state;
    std::shared_ptr<const ConfusionMatrix> m_matrix;
    std::vector<std::size_t> m_shown;  // into the matrix; the last is its last
    std::size_t m_wanted = 0;          // categories
    std::uint64_t m_most = 0;          // of a cell
    bool m_stale = false;
};

class ConfusionPanel : public TitledPanel {
    Q_OBJECT

public:
    explicit ConfusionPanel(EvaluateState& state, QWidget* parent = nullptr);
    QTableView* table() const { return m_table; }
    ConfusionModel* model() const { return m_model; }
    Segments* extent() const { return m_extent; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void fit();
    void open(const QModelIndex& index);

    EvaluateState& m_state;
    ConfusionModel* m_model;
    QTableView* m_table;
    Segments* m_extent;
};

}  // namespace selvedge
