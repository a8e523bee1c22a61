#include "ui/evaluate/evaluate_page.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/project/output_guard.h"
#include "dataset/project/project.h"
#include "ui/evaluate/report_panel.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/tinted_label.h"

namespace selvedge {

EvaluatePage::EvaluatePage(Session& session, ActionRegistry& registry, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState),
      m_panel(new ReportPanel) {
    chooseFile = [this](const QString& proposed) {
        const QString folder = m_session.settings().value(Settings::Key::LastFolder).toString();
        return QFileDialog::getSaveFileName(this, tr("Save report"), folder + "/" + proposed,
                                            tr("JSON (*.json)"));
    };
    m_run = new TintedLabel(Token::Text, 0, true);
    auto* copy = new QPushButton(tr("Copy table"));
    copy->setToolTip(tr("All figures and categories as text, for a spreadsheet."));
    m_save = new QPushButton(tr("Save report…"));
    m_save->setToolTip(tr("The figures with all digits as JSON."));
    auto* head = new QHBoxLayout;
    head->setContentsMargins(14, 6, 12, 6);
    head->setSpacing(8);
    head->addWidget(m_run, 1);
    head->addWidget(copy);
    head->addWidget(m_save);
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    auto* result = new QWidget;
    auto* column = new QVBoxLayout(result);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(line);
    column->addWidget(m_panel, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(result);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(m_empty, &EmptyState::clicked, this, &EvaluatePage::act);
    const QString menu = tr("Run");
    m_copyAction = registry.add({QStringLiteral("evaluate.copyTable"),
                                 menu,
                                 tr("Copy the table of the evaluation"),
                                 {},
                                 {}},
                                [this] { copyTable(); });
    m_saveAction = registry.add({QStringLiteral("evaluate.saveReport"),
                                 menu,
                                 tr("Save the report of the evaluation…"),
                                 {},
                                 {}},
                                [this] { saveReport(); });
    bindButton(copy, m_copyAction);
    bindButton(m_save, m_saveAction);
    connect(&m_session, &Session::projectChanged, this, &EvaluatePage::refresh);
    connect(&m_session, &Session::predictionsChanged, this, &EvaluatePage::refresh);
    connect(&m_session, &Session::evaluationChanged, this, &EvaluatePage::refresh);
    refresh();
}

void EvaluatePage::refresh() {
    const bool result = m_session.measurement().has_value();
    m_stack->setCurrentIndex(result ? 1 : 0);
    m_copyAction->setEnabled(result);
    m_saveAction->setEnabled(result);
    m_panel->setStale(m_session.evaluating());
    const QString run = m_session.currentRun();
    m_run->setText(run);
    if (result) {
        if (!m_session.evaluating())
            m_panel->setReports(m_session.measurement()
                                    ? std::optional(m_session.measurement()->report)
                                    : std::nullopt,
                                std::nullopt, m_session.catalog());
        return;
    }
    if (!m_session.project())
        m_empty->say(tr("No dataset is open, so there is nothing to measure."), {}, false);
    else if (!m_session.predictions())
        m_empty->say(tr("No predictions yet. Train a network and let it predict; then they are "
                        "measured against the ground truth here."),
                     tr("Go to Train"), false);
    else if (m_session.evaluating())
        m_empty->say(tr("The predictions of %1 are being compared with the ground truth.").arg(run),
                     tr("Evaluating…"), false, false);
    else
        m_empty->say(
            tr("The predictions of %1 have not been compared with the ground truth yet.").arg(run),
            tr("Evaluate"), true);
}

void EvaluatePage::act() {
    if (m_session.predictions())
        m_session.startEvaluation();
    else
        Q_EMIT trainWanted();
}

void EvaluatePage::copyTable() {
    QGuiApplication::clipboard()->setText(m_panel->tableText());
}

void EvaluatePage::saveReport() {
    const auto& report = m_panel->shown();
    if (!report)
        return;
    const QString type =
        report->protocol.iouType == IouType::Mask ? QStringLiteral("mask") : QStringLiteral("box");
    const QString file =
        chooseFile(QStringLiteral("report-%1-%2.json").arg(m_session.currentRun(), type));
    if (file.isEmpty())
        return;
    try {
        if (const auto project = m_session.project())
            refuseToReplace(file.toStdString(), *project);
        writeFileAtomically(file.toStdString(), reportJson(*report, *m_panel->catalog()) + "\n");
        m_session.settings().setValue(Settings::Key::LastFolder, QFileInfo(file).absolutePath());
    } catch (const Error& error) {
        m_session.post({Message::Kind::Error, QString::fromUtf8(error.what()), {}, {}});
    }
}

}  // namespace selvedge
