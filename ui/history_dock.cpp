#include "ui/history_dock.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include "app/session/edit_history.h"
#include "ui/parts/background.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/history_model.h"
#include "ui/parts/icons.h"
#include "ui/parts/table_look.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr std::size_t kStepsAtOnce = 500;

}  // namespace

HistoryDock::HistoryDock(Session& session, QWidget* parent)
    : QDockWidget(tr("History"), parent),
      m_session(session),
      m_model(new HistoryModel(this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState),
      m_table(new QTableView),
      m_limit(kStepsAtOnce) {
    setObjectName(QStringLiteral("historyDock"));
    setWindowTitle(tr("History"));  // of its tab beside other docks
    setAccessibleName(tr("History"));
    setFeatures(DockWidgetClosable);
    setTitleBarWidget(makeBar());
    m_table->setModel(m_model);
    setUpTable(m_table, tr("What was done"));
    m_table->horizontalHeader()->setSectionResizeMode(HistoryModel::What, QHeaderView::Stretch);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    setWidget(m_stack);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &HistoryDock::refreshButtons);
    // A long journal is read as it is scrolled to.
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == m_table->verticalScrollBar()->maximum() && m_read == m_limit) {
            m_limit += kStepsAtOnce;
            read();
        }
    });
    connect(&session, &Session::projectChanged, this, [this] {
        m_limit = kStepsAtOnce;
        read();
    });
    connect(&session.edits(), &EditHistory::stepsChanged, this, &HistoryDock::read);
    connect(&session.edits(), &EditHistory::changed, this, &HistoryDock::refreshButtons);
    take({});
}

QWidget* HistoryDock::makeBar() {
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 2, 8, 2);
    auto* name = new QLabel(tr("History"));
    name->setFont(typeFont(0, true));
    m_summary = new QLabel;
    m_summary->setFont(typeFont(-1));
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(name);
    layout->addWidget(m_summary);
    layout->addStretch();
    const auto add = [&](const QString& text, const QString& tip) {
        auto* button = new QPushButton(text);
        button->setFlat(true);
        button->setToolTip(tip);
        button->setAutoDefault(false);
        layout->addWidget(button);
        return button;
    };
    m_undoAfter = add(tr("Undo all after it"), tr("Everything as it was after the chosen step"));
    m_revert = add(tr("Revert it"), tr("The chosen step alone; what came later stays"));
    connect(m_revert, &QPushButton::clicked, this, [this] {
        if (const HistoryStep* step = m_model->step(m_table->currentIndex().row()))
            m_session.edits().revert(step->id);
    });
    connect(m_undoAfter, &QPushButton::clicked, this, [this] {
        if (const HistoryStep* step = m_model->step(m_table->currentIndex().row()))
            m_session.edits().undoAfter(step->id);
    });
    auto* close = new QToolButton;
    close->setIcon(themedIcon(QStringLiteral("window-close")));
    close->setAccessibleName(tr("Hide the history"));
    close->setToolTip(tr("Hide the history"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, &QDockWidget::hide);
    layout->addWidget(close);
    return bar;
}

void HistoryDock::showEvent(QShowEvent* event) {
    QDockWidget::showEvent(event);
    read();
}

void HistoryDock::read() {
    const auto project = m_session.project();
    if (!project || !isVisible()) {
        if (!project)
            take({});
        return;
    }
    m_again = m_reading;
    if (m_reading)
        return;
    m_reading = true;
    struct Answer {
        std::vector<HistoryStep> steps;
        QString fault;
    };
    const auto work = [project, limit = m_limit]() -> Answer {
        try {
            return {project->history(limit), {}};
        } catch (const std::exception& e) {
            return {{}, QString::fromUtf8(e.what())};
        }
    };
    inBackground(this, work, [this, project](const Answer& answer) {
        m_reading = false;
        if (!answer.fault.isEmpty())
            m_session.post({Message::Kind::Error, answer.fault, {}, {}});
        else if (project == m_session.project())
            take(answer.steps);
        if (m_again || project != m_session.project())
            read();
    });
}

void HistoryDock::take(const std::vector<HistoryStep>& steps) {
    const HistoryStep* chosen = m_model->step(m_table->currentIndex().row());
    const std::int64_t id = chosen ? chosen->id : 0;
    const int place = m_table->verticalScrollBar()->value();
    m_read = steps.size();
    m_model->setSteps(steps);
    for (int row = 0; id != 0 && row < m_model->rowCount(); ++row) {
        if (m_model->step(row)->id == id)
            m_table->selectRow(row);
    }
    m_table->verticalScrollBar()->setValue(place);
    const bool any = m_model->rowCount() > 0;
    m_stack->setCurrentIndex(any);
    m_empty->say(m_session.project() ? tr("Nothing was changed in this project yet.")
                                     : tr("Open a dataset, and what is done to it stands here."),
                 {}, false);
    m_summary->setText(!any                ? QString()
                       : m_read == m_limit ? tr("the last %1").arg(countText(m_model->rowCount()))
                       : m_model->rowCount() == 1
                           ? tr("1 step")
                           : tr("%1 steps").arg(countText(m_model->rowCount())));
    refreshButtons();
}

void HistoryDock::refreshButtons() {
    const HistoryStep* step = m_model->step(m_table->currentIndex().row());
    const bool can = step && m_session.edits().refusal().isEmpty();
    m_revert->setEnabled(can);
    m_revert->setText(step && step->undone ? tr("Do it again") : tr("Revert it"));
    m_undoAfter->setEnabled(can && m_table->currentIndex().row() > 0);
}

}  // namespace selvedge
