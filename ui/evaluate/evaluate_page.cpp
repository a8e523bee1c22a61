#include "ui/evaluate/evaluate_page.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/evaluate/choices_row.h"
#include "ui/evaluate/confusion_panel.h"
#include "ui/evaluate/curve_panel.h"
#include "ui/evaluate/evaluate_state.h"
#include "ui/evaluate/figure_rows.h"
#include "ui/evaluate/headline_panel.h"
#include "ui/evaluate/metric_strip.h"
#include "ui/evaluate/objects_panel.h"
#include "ui/evaluate/reliability_panel.h"
#include "ui/evaluate/report_out.h"
#include "ui/evaluate/report_words.h"
#include "ui/evaluate/tables_panel.h"
#include "ui/evaluate/verdict_panels.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/segments.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kGap = 8;

QFrame* hairline() {
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    return line;
}

}  // namespace

EvaluatePage::EvaluatePage(Session& session, ActionRegistry& registry, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_state(new EvaluateState(session, this)),
      m_out(new ReportOut(*m_state, *this)),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState) {
    addActions(registry);
    m_choices = new ChoicesRow(*m_state, m_reportAction, m_submissionAction);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeResult());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_choices);
    layout->addWidget(hairline());
    layout->addWidget(m_stack, 1);
    connect(m_empty, &EmptyState::clicked, this, &EvaluatePage::act);
    connect(m_state, &EvaluateState::behindAsked, this, &EvaluatePage::keepOneHighlight);
    connect(m_state, &EvaluateState::measured, this, &EvaluatePage::refresh);
    connect(&m_session, &Session::predictionsArrived, this, &EvaluatePage::refresh);
    connect(m_tables, &TablesPanel::viewChanged, this, [this] {
        m_curves->setOfAttributes(m_tables->view() == TablesPanel::View::Attributes);
    });
    connect(&m_session, &Session::operatingPointChanged, this,
            [this] { m_resetAction->setEnabled(!m_session.operatingPoint().isPlain()); });
    refresh();
}

// The parts before the state that they follow.
EvaluatePage::~EvaluatePage() {
    delete m_stack;
    delete m_choices;
}

void EvaluatePage::addActions(ActionRegistry& registry) {
    const QString menu = tr("Run");
    registry.separate();
    const auto add = [&](const char* id, const QString& text, std::function<void()> run) {
        return registry.add({QLatin1String(id), menu, text, {}, {}}, std::move(run));
    };
    m_copyAction =
        add("evaluate.copyTable", tr("Copy the table of the evaluation"), [this] { copyTable(); });
    m_reportAction = add("evaluate.saveReport", tr("Save the report of the evaluation…"),
                         [this] { m_out->saveReport(); });
    m_reportAction->setToolTip(
        tr("All that is measured, as HTML or PDF with pictures, or as CSV or JSON."));
    m_submissionAction = add("evaluate.saveSubmission", tr("Save a submission CSV of the run…"),
                             [this] { m_out->saveSubmission(); });
    m_submissionAction->setToolTip(
        tr("The run's detections at these thresholds as the competition takes them: without "
           "overlaps."));
    m_browseAction = add("evaluate.openInBrowse", tr("Open the objects of the number in Browse"),
                         [this] { m_objects->openInBrowse(); });
    m_resetAction = add("evaluate.resetThresholds",
                        tr("Drop the thresholds of single categories and attributes"),
                        [this] { resetThresholds(); });
    m_resetAction->setEnabled(!m_session.operatingPoint().isPlain());
    ActionRegistry::setNeed(m_copyAction, tr("Needs an evaluation"));
    ActionRegistry::setNeed(m_reportAction, tr("Needs an evaluation"));
    ActionRegistry::setNeed(m_submissionAction, tr("Needs an evaluation"));
    ActionRegistry::setNeed(m_browseAction, tr("Needs a number whose objects are shown"));
    ActionRegistry::setNeed(m_resetAction, tr("Needs thresholds that were set one by one"));
    for (const auto& [id, text, view] :
         {std::tuple("evaluate.categories", tr("Table of categories"),
                     TablesPanel::View::Categories),
          std::tuple("evaluate.attributes", tr("Table of attributes"),
                     TablesPanel::View::Attributes),
          std::tuple("evaluate.figures", tr("Table of all figures"), TablesPanel::View::Figures)})
        add(id, text, [this, view] { m_tables->setView(view); });
}

QWidget* EvaluatePage::makeResult() {
    m_strip = new MetricStrip;
    m_strip->setOpens(true);
    connect(m_strip, &MetricStrip::opened, this, &EvaluatePage::openTile);
    m_of = new TintedLabel(Token::Text2, -1);
    m_of->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_of->setWordWrap(true);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 0, 12, 0);
    top->addWidget(m_strip, 1);
    top->addWidget(m_of);

    m_tables = new TablesPanel(*m_state);
    m_headline = new HeadlinePanel(*m_state);
    m_curves = new CurvePanel(*m_state);
    m_agreement = new AgreementPanel(*m_state);
    m_reliability = new ReliabilityPanel(*m_state);
    m_mistakes = new MistakesPanel(*m_state);
    m_confusion = new ConfusionPanel(*m_state);
    m_objects = new ObjectsPanel(*m_state, m_browseAction);
    auto* parts = new QWidget;
    m_grid = new QGridLayout(parts);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(kGap);
    m_scroll = new QScrollArea;
    m_scroll->setWidget(parts);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setAccessibleName(tr("Parts of the evaluation"));

    auto* upper = new QHBoxLayout;
    upper->setSpacing(kGap);
    upper->addWidget(m_tables);
    upper->addWidget(m_scroll, 1);
    m_bottom = new QHBoxLayout;
    m_bottom->setSpacing(kGap);
    m_bottom->addWidget(m_objects, 1);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(kGap, kGap, kGap, kGap);
    body->setSpacing(kGap);
    body->addLayout(upper, 1);
    body->addLayout(m_bottom);

    auto* result = new QWidget;
    auto* column = new QVBoxLayout(result);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(hairline());
    column->addLayout(body, 1);
    arrange(false);
    return result;
}

void EvaluatePage::arrange(bool wide) {
    if (m_wide == wide)
        return;
    m_wide = wide;
    for (QWidget* part : std::initializer_list<QWidget*>{m_headline, m_curves, m_agreement,
                                                         m_reliability, m_mistakes, m_confusion}) {
        m_grid->removeWidget(part);
        m_bottom->removeWidget(part);
    }
    for (int i = 0; i < 6; ++i) {
        m_grid->setColumnStretch(i, 0);
        m_grid->setRowStretch(i, 0);
        m_grid->setRowMinimumHeight(i, 0);
    }
    if (wide) {
        // Errors are higher than what stands beside them: all of their rows are seen.
        m_grid->addWidget(m_headline, 0, 0, 2, 2);
        m_grid->addWidget(m_agreement, 2, 0);
        m_grid->addWidget(m_reliability, 2, 1);
        m_grid->addWidget(m_curves, 0, 2);
        m_grid->addWidget(m_mistakes, 1, 2, 2, 1);
        m_grid->setColumnStretch(0, 10);
        m_grid->setColumnStretch(1, 13);
        m_grid->setColumnStretch(2, 20);
        m_grid->setRowStretch(0, 1);
        m_grid->setRowMinimumHeight(0, 180);
        m_grid->setRowMinimumHeight(1, 50);
        m_grid->setRowMinimumHeight(2, 176);
        m_bottom->insertWidget(0, m_confusion);
    } else {
        m_grid->addWidget(m_headline, 0, 0);
        m_grid->addWidget(m_curves, 0, 1);
        m_grid->addWidget(m_agreement, 1, 0);
        m_grid->addWidget(m_mistakes, 1, 1);
        m_grid->addWidget(m_reliability, 2, 0);
        m_grid->addWidget(m_confusion, 2, 1);
        m_grid->setColumnStretch(0, 1);
        m_grid->setColumnStretch(1, 1);
        m_grid->setRowMinimumHeight(0, 280);
        m_grid->setRowMinimumHeight(1, 235);
        m_grid->setRowMinimumHeight(2, 235);
        m_grid->setRowStretch(0, 1);
    }
    m_confusion->setMinimumWidth(wide ? 460 : 0);
    m_confusion->setMaximumWidth(wide ? 460 : QWIDGETSIZE_MAX);
    m_of->setFixedWidth(wide ? 330 : 220);
    m_tables->setFixedWidth(wide ? 640 : 470);
    m_objects->setFixedHeight(wide ? 226 : 168);
    m_confusion->setMaximumHeight(wide ? 226 : QWIDGETSIZE_MAX);
}

void EvaluatePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange(width() >= kWideFrom);
}

void EvaluatePage::refresh() {
    const bool result = m_session.measurement().has_value();
    m_stack->setCurrentIndex(result ? 1 : 0);
    m_copyAction->setEnabled(result);
    m_reportAction->setEnabled(result);
    m_submissionAction->setEnabled(m_session.matchTable() != nullptr);
    m_strip->setStale(m_state->stale());
    if (result)
        return refreshStrip();
    const QString run = m_session.currentRun();
    if (!m_session.project())
        m_empty->say(tr("No dataset is open, so there is nothing to measure."), {}, false);
    else if (!m_session.predictions())
        m_empty->offer(tr("No predictions yet. Train a network and let it predict, or import them; "
                          "then they are measured against the ground truth here."),
                       {tr("Go to Train"), tr("Import predictions…")});
    else if (const auto arriving = m_session.arriving())
        m_empty->say(tr("%1 is being predicted: %2 of %3. It is measured when all are there.")
                         .arg(run, countText(qint64(arriving->done)),
                              countText(qint64(arriving->total), "image")),
                     {}, false);
    else if (m_session.evaluating())
        m_empty->say(tr("The predictions of %1 are being compared with the ground truth.").arg(run),
                     tr("Evaluating…"), false, false);
    else
        m_empty->say(
            tr("The predictions of %1 have not been compared with the ground truth yet.").arg(run),
            tr("Evaluate"), true);
}

void EvaluatePage::refreshStrip() {
    if (m_state->stale())
        return;
    const Measurement& now = *m_session.measurement();
    const Measurement* against = m_state->against();
    m_strip->setTiles(tilesOf(now.report, against ? &against->report : nullptr,
                              headlineColumns(m_state->result())));
    const bool isPartial = m_session.predictions() && m_session.predictions()->isPartial;
    const bool isAll = splitName(m_session.measuredSplit()) == tr("all");
    QStringList of{tr("%1: %2, %3, %4")
                       .arg(isAll ? (isPartial ? tr("predicted images") : tr("all images"))
                                  : splitName(m_session.measuredSplit()),
                            countText(qint64(now.report.images), "image"),
                            countText(qint64(now.report.objects), "object"),
                            countText(qint64(now.report.detections), "detection"))};
    if (!m_state->againstName().isEmpty())
        of += against ? tr("against %1").arg(m_state->againstName())
                      : tr("%1 is being measured").arg(m_state->againstName());
    of += tr("%1, measured in %2")
              .arg(protocolText(now.report.protocol),
                   now.seconds < .0995 ? QString::number(now.seconds, 'f', 3) + tr(" s")
                                       : durationText(now.seconds));
    m_of->setText(of.join(u'\n'));
    m_of->setToolTip(protocolSentence(now.report.protocol.name) + u'\n' +
                     operatingPointText(now.report.operatingPoint));
}

void EvaluatePage::act(int way) {
    if (m_session.predictions())
        m_session.startEvaluation();
    else if (way == 1)
        Q_EMIT importWanted();
    else
        Q_EMIT trainWanted();
}

void EvaluatePage::openTile(int index) {
    const MetricTile& tile = m_strip->tiles()[std::size_t(index)];
    m_state->showFigure(tile.label, tile.behind);
}

// The strip shows the objects of one number: no other looks chosen. (A row of the large tables is
// the chosen category or attribute, that curves and map go by.)
void EvaluatePage::keepOneHighlight() {
    for (QWidget* part : std::initializer_list<QWidget*>{m_agreement, m_mistakes, m_confusion}) {
        for (QTableView* table : part->findChildren<QTableView*>()) {
            if (table->hasFocus())
                continue;  // it asked
            table->clearSelection();
            table->setCurrentIndex({});
        }
    }
}

void EvaluatePage::copyTable() {
    QGuiApplication::clipboard()->setText(m_tables->tableText());
}

void EvaluatePage::resetThresholds() {
    OperatingPoint point = m_session.operatingPoint();
    point.scoreOf.clear();
    point.attributeOf.clear();
    point.categoryAttributeOf.clear();
    m_session.setOperatingPoint(point);
}

}  // namespace selvedge
