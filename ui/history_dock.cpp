#include "ui/history_dock.h"

#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>

#include "app/session/edit_history.h"
#include "ui/parts/background.h"
#include "ui/parts/dock_bar.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/history_model.h"
#include "ui/parts/table_look.h"
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
    makeBar();
    m_table->setModel(m_model);
    setUpTable(m_table, tr("What was done"));
    m_table->horizontalHeader()->setSectionResizeMode(HistoryModel::What, QHeaderView::Stretch);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    setWidget(m_stack);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &HistoryDock::refreshButtons);
    connect(m_table, &QTableView::clicked, this, &HistoryDock::goTo);
    connect(m_table, &QTableView::activated, this, &HistoryDock::goTo);
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
    take({}, 0);
}

void HistoryDock::makeBar() {
    m_bar = new DockBar(this, tr("History"), tr("Hide the history"));
    m_undoAfter =
        m_bar->addButton(tr("Undo all after it"), tr("Everything as it was after the chosen step"));
    m_revert =
        m_bar->addButton(tr("Revert it"), tr("The chosen step alone; what came later stays"));
    connect(m_revert, &QPushButton::clicked, this, [this] {
        if (const HistoryRow* row = m_model->row(m_table->currentIndex().row()))
            m_session.edits().revert(row->step.id);
    });
    connect(m_undoAfter, &QPushButton::clicked, this, [this] {
        if (const HistoryRow* row = m_model->row(m_table->currentIndex().row()))
            m_session.edits().undoAfter(row->step.id);
    });
}

// Image and object become the session's; an object that was deleted leaves the image.
void HistoryDock::goTo(const QModelIndex& index) {
    const HistoryRow* row = m_model->row(index.row());
    const auto table = m_session.objects();
    if (!row || !table || !row->change.image || *row->change.image >= table->images.size())
        return;
    const ImageIndex image = *row->change.image;
    m_session.setCurrentImage(image);
    std::optional<ObjectRef> chosen;
    for (const ObjectIndex object : table->objectsOf(image)) {
        if (table->rowId[object] == row->change.object)
            chosen = ObjectRef{ObjectRef::Source::Truth, object};
    }
    m_session.setCurrentObject(chosen);
    Q_EMIT placeChosen();
}

void HistoryDock::showEvent(QShowEvent* event) {
    QDockWidget::showEvent(event);
    read();
}

void HistoryDock::read() {
    const auto project = m_session.project();
    if (!project || !isVisible()) {
        if (!project)
            take({}, 0);
        return;
    }
    m_again = m_reading;
    if (m_reading)
        return;
    m_reading = true;
    struct Answer {
        std::vector<HistoryRow> rows;
        std::size_t read = 0;  // steps, of those that undo others too
        QString fault;
    };
    const auto work = [project, limit = m_limit] {
        Answer answer;
        try {
            answer.rows = historyRows(*project, limit, answer.read);
        } catch (const std::exception& e) {
            answer.fault = QString::fromUtf8(e.what());
        }
        return answer;
    };
    inBackground(this, work, [this, project](Answer answer) {
        m_reading = false;
        if (!answer.fault.isEmpty())
            m_session.post({Message::Kind::Error, answer.fault, {}, {}});
        else if (project == m_session.project())
            take(std::move(answer.rows), answer.read);
        if (m_again || project != m_session.project())
            read();
    });
}

void HistoryDock::take(std::vector<HistoryRow> rows, std::size_t read) {
    const HistoryRow* chosen = m_model->row(m_table->currentIndex().row());
    const std::int64_t id = chosen ? chosen->step.id : 0;
    const int place = m_table->verticalScrollBar()->value();
    m_read = read;
    m_model->setRows(std::move(rows));
    for (int row = 0; id != 0 && row < m_model->rowCount(); ++row) {
        if (m_model->row(row)->step.id == id)
            m_table->selectRow(row);
    }
    m_table->verticalScrollBar()->setValue(place);
    const bool any = m_model->rowCount() > 0;
    m_stack->setCurrentIndex(any);
    m_empty->say(m_session.project() ? tr("Nothing was changed in this project yet.")
                                     : tr("Open a dataset, and what is done to it stands here."),
                 {}, false);
    const QString steps = countText(m_model->rowCount(), "step");
    m_bar->setSummary(!any ? QString() : m_read == m_limit ? tr("the last %1").arg(steps) : steps);
    refreshButtons();
}

void HistoryDock::refreshButtons() {
    const HistoryRow* row = m_model->row(m_table->currentIndex().row());
    const bool can = row && m_session.edits().refusal().isEmpty();
    m_revert->setEnabled(can);
    m_revert->setText(row && row->step.undone ? tr("Do it again") : tr("Revert it"));
    m_undoAfter->setEnabled(can && m_table->currentIndex().row() > 0);
}

}  // namespace selvedge
