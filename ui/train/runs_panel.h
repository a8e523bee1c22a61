#pragma once

#include <QWidget>
#include <optional>

#include "model/engine.h"
#include "ui/train/run_list_model.h"

class QFormLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace selvedge {

// The runs of the project: choose one to see its curves and facts, check others to lay theirs over
// it, predict with it, show its predictions in Browse.
class RunsPanel : public QWidget {
    Q_OBJECT

public:
    explicit RunsPanel(QWidget* parent = nullptr);

    void setRows(std::vector<RunRow> rows);
    void setStep(const QString& run, int step) { m_model->setStep(run, step); }
    // The chosen run, empty when there is none.
    QString current() const;
    void setCurrent(const QString& run);
    QStringList checked() const;  // in the order of the list
    // The last step of the chosen run, for its facts.
    void setLast(const std::optional<StepMetrics>& last);

    RunListModel* model() const { return m_model; }
    QTableView* table() const { return m_table; }
    QPushButton* predictButton() const { return m_predict; }
    QPushButton* useButton() const { return m_use; }

Q_SIGNALS:
    void currentChanged(const QString& run);
    void checkedChanged();
    void predictWanted(const QString& run);
    void browseWanted(const QString& run);

private:
    void showCurrent();

    RunListModel* m_model;
    QStackedWidget* m_stack;
    QTableView* m_table;
    QLabel* m_count;
    QLabel* m_name;
    QLabel* m_names;
    QLabel* m_values;
    QPushButton* m_predict;
    QPushButton* m_use;
    std::optional<StepMetrics> m_last;
    QString m_shown;
};

}  // namespace selvedge
