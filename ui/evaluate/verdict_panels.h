#pragma once

#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/titled_panel.h"

class QTableView;

namespace selvedge {

class CountRowsModel;

// Right, attribute error, missed, false, with what they differ by from the other run; and of the
// objects, those that became right and wrong.
class AgreementPanel : public TitledPanel {
    Q_OBJECT

public:
    explicit AgreementPanel(EvaluateState& state, QWidget* parent = nullptr);
    const CountRowsModel& model() const { return *m_model; }
    QTableView* table() const { return m_table; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();
    void open(int row);

    EvaluateState& m_state;
    CountRowsModel* m_model;
    QTableView* m_table;
};

// What each kind of error costs, most first.
class MistakesPanel : public TitledPanel {
    Q_OBJECT

public:
    explicit MistakesPanel(EvaluateState& state, QWidget* parent = nullptr);
    const CountRowsModel& model() const { return *m_model; }
    QTableView* table() const { return m_table; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();

    EvaluateState& m_state;
    CountRowsModel* m_model;
    QTableView* m_table;
    std::vector<MistakeKind> m_kinds;  // by row
};

// "attribute", and what it means.
QString mistakeWord(MistakeKind kind);
QString mistakeGloss(MistakeKind kind);

}  // namespace selvedge
