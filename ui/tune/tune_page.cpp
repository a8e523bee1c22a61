#include "ui/tune/tune_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/evaluate/metric_strip.h"
#include "ui/evaluate/report_panel.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/background.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/plot/plot_view.h"
#include "ui/tune/histogram_slider.h"
#include "ui/tune/sweep_panel.h"

namespace selvedge {

namespace {

QFrame* rule(QFrame::Shape shape) {
    auto* line = new QFrame;
    line->setFrameShape(shape);
    return line;
}

}  // namespace

TunePage::TunePage(Session& session, ActionRegistry& registry, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState),
      m_strip(new MetricStrip),
      m_score(new HistogramSlider(tr("Score"), kWindowOperatingPoint.scoreThreshold)),
      m_attribute(new HistogramSlider(tr("Attribute"), kWindowOperatingPoint.attributeThreshold)),
      m_sweep(new SweepPanel) {
    auto* page = new QWidget;
    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(makeLeft(), 2);
    body->addWidget(rule(QFrame::VLine));
    body->addWidget(m_sweep, 3);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTop());
    column->addWidget(rule(QFrame::HLine));
    column->addLayout(body, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    const QString menu = tr("Run");
    m_pinAction = registry.add(
        {QStringLiteral("tune.pin"),
         menu,
         tr("Pin the figures of now"),
         {},
         QKeySequence(Qt::CTRL | Qt::Key_M)},
        [this] { pin(); }, this);
    m_bestAction = registry.add(
        {QStringLiteral("tune.useBest"), menu, tr("Use the best thresholds of the sweep"), {}, {}},
        [this] { m_sweep->useBest(); });
    bindButton(m_pin, m_pinAction);

    const auto moved = [this] {
        OperatingPoint point = m_session.operatingPoint();
        point.scoreThreshold = m_score->value();
        point.attributeThreshold = m_attribute->value();
        m_session.setOperatingPoint(point);
    };
    connect(m_score, &HistogramSlider::valueChanged, this, moved);
    connect(m_attribute, &HistogramSlider::valueChanged, this, moved);
    connect(m_sweep, &SweepPanel::pointChosen, this, [this](double score, double attribute) {
        OperatingPoint point = m_session.operatingPoint();
        point.scoreThreshold = score;
        point.attributeThreshold = attribute;
        m_session.setOperatingPoint(point);
    });
    connect(m_sweep, &SweepPanel::sweepWanted, this, [this] { m_session.startSweep(); });
    connect(m_sweep, &SweepPanel::stopWanted, this, [this] {
        if (Job* job = m_session.sweepJob())
            job->requestStop();
    });
    connect(m_empty, &EmptyState::clicked, this, &TunePage::trainWanted);
    connect(&m_session, &Session::operatingPointChanged, this, &TunePage::showPoint);
    connect(&m_session, &Session::projectChanged, this, &TunePage::takePredictions);
    connect(&m_session, &Session::predictionsChanged, this, &TunePage::takePredictions);
    connect(&m_session, &Session::evaluationChanged, this, &TunePage::showReport);
    connect(&m_session, &Session::sweepChanged, this, [this] {
        showSweep();
        if (Job* job = m_session.sweepJob())
            connect(job, &Job::changed, this, &TunePage::showSweepState, Qt::UniqueConnection);
        showSweepState();
    });
    showSweep();
    takePredictions();
    showPoint();
}

QWidget* TunePage::makeTop() {
    m_top = new QStackedWidget;
    auto* ask = new QWidget;
    auto* sentence = new TintedLabel(Token::Text2, 0);
    sentence->setText(
        tr("Compare with the ground truth once; from then on the figures follow the thresholds."));
    m_evaluate = new QPushButton(tr("Evaluate"));
    auto* askRow = new QHBoxLayout(ask);
    askRow->setContentsMargins(14, 8, 12, 8);
    askRow->addWidget(sentence);
    askRow->addWidget(m_evaluate);
    askRow->addStretch();
    auto* figures = new QWidget;
    m_pin = new QPushButton(tr("Pin"));
    m_pin->setToolTip(tr("Compare with the figures of now from here on (Ctrl+M)."));
    auto* row = new QHBoxLayout(figures);
    row->setContentsMargins(0, 0, 12, 0);
    row->addWidget(m_strip, 1);
    row->addWidget(m_pin);
    m_top->addWidget(ask);
    m_top->addWidget(figures);
    m_top->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_evaluate, &QPushButton::clicked, this, [this] { m_session.startEvaluation(); });
    return m_top;
}

QWidget* TunePage::makeLeft() {
    auto* left = new QWidget;
    m_score->setScope(tr("all categories"));
    m_attribute->setScope(tr("all attributes"));
    auto* cuts = new QVBoxLayout;
    cuts->setContentsMargins(12, 12, 12, 12);
    cuts->addWidget(m_sweep->cuts());
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_score);
    column->addWidget(rule(QFrame::HLine));
    column->addWidget(m_attribute);
    column->addWidget(rule(QFrame::HLine));
    column->addLayout(cuts, 1);
    return left;
}

void TunePage::takePredictions() {
    const auto predictions = m_session.predictions();
    if (!m_session.project())
        m_empty->say(tr("No dataset is open, so there is nothing to tune."), {}, false);
    else
        m_empty->say(tr("No predictions yet. Train a network and let it predict; then its "
                        "thresholds are tuned here."),
                     tr("Go to Train"), false);
    m_stack->setCurrentIndex(predictions ? 1 : 0);
    if (predictions == m_shown)
        return;
    m_shown = predictions;
    m_pinned.reset();
    m_sweep->setPinned({});
    m_score->setEvidence({});
    m_attribute->setEvidence({});
    showSweepState();
    showReport();
    if (!predictions)
        return;
    // Sorting millions of scores is no work for the window's thread.
    const auto work = [predictions] { return spreadOf(*predictions); };
    inBackground(this, work, [this, predictions](PredictionSpread evidence) {
        if (predictions != m_shown)
            return;
        m_score->setEvidence(std::move(evidence.scores));
        m_attribute->setEvidence(std::move(evidence.attributes));
        showNotes();
    });
}

void TunePage::showPoint() {
    const OperatingPoint point = m_session.operatingPoint();
    m_score->setValue(point.scoreThreshold);
    m_attribute->setValue(point.attributeThreshold);
    m_sweep->setPoint(point);
    showNotes();
}

void TunePage::showNotes() {
    const auto note = [](const ValueSpread& evidence, double threshold, const QString& words) {
        return words.arg(countText(std::int64_t(evidence.kept(threshold))),
                         countText(std::int64_t(evidence.total())));
    };
    m_score->setNote(note(m_score->evidence(), m_score->value(), tr("%1 of %2 detections kept")));
    m_attribute->setNote(note(m_attribute->evidence(), float(m_attribute->value()),
                              tr("%1 of %2 attribute guesses kept")));
}

void TunePage::showReport() {
    const auto report =
        m_session.measurement() ? std::optional(m_session.measurement()->report) : std::nullopt;
    m_top->setCurrentIndex(report ? 1 : 0);
    m_evaluate->setEnabled(m_session.predictions() && !m_session.evaluating());
    m_evaluate->setText(m_session.evaluating() ? tr("Evaluating…") : tr("Evaluate"));
    m_strip->setStale(m_session.evaluating());
    m_pinAction->setEnabled(report && !m_session.evaluating());
    if (!report || m_session.evaluating())
        return;
    if (!m_pinned)
        pin();
    m_strip->setTiles(tilesOf(*report, &*m_pinned));
}

void TunePage::pin() {
    if (!m_session.measurement() || m_session.evaluating())
        return;
    m_pinned = m_session.measurement()->report;
    m_sweep->setPinned(m_pinned->operatingPoint);
    m_strip->setTiles(tilesOf(*m_pinned, &*m_pinned));
}

void TunePage::showSweep() {
    const auto& result = m_session.sweepResult();
    m_sweep->setSweep(result);
    m_bestAction->setEnabled(result && result->best());
}

void TunePage::showSweepState() {
    const Job* job = m_session.sweepJob();
    const bool running = job && !job->hasEnded();
    QString state;
    if (running) {
        const Progress progress = job->progress();
        state = job->state() == Job::State::Waiting ? tr("waiting for another job")
                : progress.total == 0               ? QString::fromStdString(progress.what)
                                                    : tr("%1 of %2 %3")
                                            .arg(countText(std::int64_t(progress.done)),
                                                 countText(std::int64_t(progress.total)),
                                                 QString::fromUtf8(progress.unit));
        const QString left = timeLeftText(job->secondsLeft());
        if (!left.isEmpty())
            state += ", " + left;
    }
    m_sweep->setState(m_session.predictions() != nullptr, running, state);
}

}  // namespace selvedge
