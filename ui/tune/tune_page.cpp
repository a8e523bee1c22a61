#include "ui/tune/tune_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/evaluate/metric_strip.h"
#include "ui/evaluate/report_words.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/tune/counts_strip.h"
#include "ui/tune/flips_panel.h"
#include "ui/tune/histogram_slider.h"
#include "ui/tune/pin_bar.h"
#include "ui/tune/sweep_panel.h"
#include "ui/tune/threshold_panel.h"
#include "ui/tune/tune_tiles.h"

namespace selvedge {

namespace {

constexpr int kWide = 1600;  // of the page: below it things stand closer
constexpr int kTall = 820;

QFrame* rule(QFrame::Shape shape) {
    auto* line = new QFrame;
    line->setFrameShape(shape);
    return line;
}

}  // namespace

TunePage::TunePage(Session& session, ActionRegistry& registry, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_history(session),
      m_pins(session),
      m_flips(session),
      m_stack(new QStackedWidget),
      m_empty(new EmptyState),
      m_strip(new MetricStrip),
      m_counts(new CountsStrip),
      m_thresholds(new ThresholdPanel(session, m_history)),
      m_sweep(new SweepPanel),
      m_flipsPanel(new FlipsPanel(session, m_flips)),
      m_body(new QSplitter(Qt::Horizontal)) {
    askName = [this](const QString& proposal) {
        return QInputDialog::getText(this, tr("Pin"), tr("Name of these thresholds"),
                                     QLineEdit::Normal, proposal);
    };
    makeActions(registry);
    m_body->setChildrenCollapsible(false);
    m_body->setHandleWidth(1);
    m_body->addWidget(m_thresholds);
    m_body->addWidget(m_sweep);
    m_body->addWidget(m_flipsPanel);
    m_thresholds->setMinimumWidth(420);
    m_sweep->setMinimumWidth(300);
    m_flipsPanel->setMinimumWidth(200);
    m_body->setStretchFactor(0, 42);
    m_body->setStretchFactor(1, 34);
    m_body->setStretchFactor(2, 24);
    m_body->setSizes({420, 340, 240});
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTop());
    column->addWidget(rule(QFrame::HLine));
    column->addWidget(m_body, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connectSweep();
    connectPins();
    connect(m_empty, &EmptyState::clicked, this,
            [this](int way) { way == 1 ? Q_EMIT importWanted() : Q_EMIT trainWanted(); });
    connect(m_thresholds, &ThresholdPanel::chosenChanged, this, &TunePage::showChosen);
    connect(&m_session, &Session::projectChanged, this, &TunePage::takePredictions);
    connect(&m_session, &Session::predictionsChanged, this, &TunePage::takePredictions);
    constexpr int kLong = 250;  // ms for an answer
    m_staleTimer.setSingleShot(true);
    m_staleTimer.setInterval(kLong);
    connect(&m_staleTimer, &QTimer::timeout, this, [this] { setStale(true); });
    connect(&m_session, &Session::evaluationChanged, this, &TunePage::showReport);
    connect(&m_session, &Session::protocolChanged, this, [this] {
        m_ofOther = m_session.evaluating();
        showReport();
    });
    takePredictions();
    showPins();
}

TunePage::~TunePage() = default;

HistogramSlider* TunePage::score() const {
    return m_thresholds->score();
}

HistogramSlider* TunePage::attribute() const {
    return m_thresholds->attribute();
}

void TunePage::makeActions(ActionRegistry& registry) {
    registry.setApart(this);
    const QString menu = tr("Run/Thresholds");
    registry.separate();
    m_pinAction = registry.add(
        {QStringLiteral("tune.pin"), menu, tr("Pin the thresholds of now…"),
         QStringLiteral("window-pin"), QKeySequence(Qt::Key_P)},
        [this] { pin(); }, this);
    for (std::size_t i = 0; i < PinBar::kShown; ++i) {
        const QString letter = Pins::letterOf(i);
        m_pinKeys += registry.add(
            {QStringLiteral("tune.pin") + letter,
             menu,
             tr("Switch to pin %1").arg(letter),
             {},
             QKeySequence(Qt::Key(Qt::Key_A + int(i)))},
            [this, i] { switchTo(i); }, this);
    }
    registry.separate();
    m_bestAction = registry.add(
        {QStringLiteral("tune.useBest"), menu, tr("Use the best thresholds of the sweep"), {}, {}},
        [this] { m_sweep->useBest(); });
    registry.add(
        {QStringLiteral("tune.autoTune"), menu, tr("Auto-tune thresholds…"),
         QStringLiteral("tools-wizard"), QKeySequence(Qt::Key_T)},
        [this] { m_thresholds->showAutoTune(true); }, this);
    registry.separate();
    const auto ofRow = [&](const char* id, const QString& text, const QKeySequence& key,
                           std::function<void(const ThresholdRow&)> run) {
        m_rowActions += registry.add(
            {QLatin1String(id), menu, text, {}, key},
            [this, run = std::move(run)] { withChosen(run); }, this);
    };
    using Objects = ThresholdPanel::Objects;
    ofRow("tune.rowBest", tr("Set the chosen threshold to the best on these images"), {},
          [this](const auto& row) { m_thresholds->setToBest(row); });
    ofRow("tune.rowReset", tr("Set the chosen threshold back to the default"), {},
          [this](const auto& row) { m_thresholds->reset(row); });
    ofRow("tune.rowFound", tr("Show what the chosen threshold finds"), {},
          [this](const auto& row) { m_thresholds->showObjects(row, Objects::Found); });
    ofRow("tune.rowMissed", tr("Show what the chosen threshold misses"), {},
          [this](const auto& row) { m_thresholds->showObjects(row, Objects::Missed); });
    ofRow("tune.rowWrong", tr("Show the wrong calls of the chosen threshold"), {},
          [this](const auto& row) { m_thresholds->showObjects(row, Objects::Wrong); });
    registry.add({QStringLiteral("tune.openFlips"), menu, tr("Open the flips in Browse"), {}, {}},
                 [this] { m_flipsPanel->openAll(); });
}

void TunePage::withChosen(const std::function<void(const ThresholdRow&)>& what) {
    if (const auto row = m_thresholds->chosen())
        what(*row);
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
    bindButton(m_pin, m_pinAction);
    m_pinBar = new PinBar(m_pins, m_pinKeys);
    auto* row = new QHBoxLayout(figures);
    row->setContentsMargins(0, 0, 12, 0);
    row->setSpacing(8);
    row->addWidget(m_strip);
    row->addWidget(m_counts);
    row->addStretch();
    row->addWidget(m_pinBar);
    row->addWidget(m_pin);
    m_top->addWidget(ask);
    m_top->addWidget(figures);
    m_top->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_evaluate, &QPushButton::clicked, this, [this] { m_session.startEvaluation(); });
    return m_top;
}

void TunePage::connectSweep() {
    connect(m_sweep, &SweepPanel::pointChosen, this, [this](double score, double attribute) {
        OperatingPoint point = m_session.operatingPoint();
        point.scoreThreshold = score;
        point.attributeThreshold = attribute;
        m_history.change(point, tr("both thresholds"));
    });
    connect(m_sweep, &SweepPanel::dragStarted, this,
            [this] { m_history.begin(tr("both thresholds")); });
    connect(m_sweep, &SweepPanel::dragEnded, this, [this] { m_history.end(); });
    connect(m_sweep, &SweepPanel::sweepWanted, this, [this] { m_session.startSweep(); });
    connect(m_sweep, &SweepPanel::stopWanted, this, [this] {
        if (Job* job = m_session.sweepJob())
            job->requestStop();
    });
    const auto show = [this] {
        const auto& result = m_session.sweepResult();
        m_sweep->setSweep(result, m_session.catalog());
        m_bestAction->setEnabled(result && result->best());
        if (Job* job = m_session.sweepJob())
            connect(job, &Job::changed, this, &TunePage::showSweepState, Qt::UniqueConnection);
        showSweepState();
    };
    connect(&m_session, &Session::sweepChanged, this, show);
    connect(&m_session, &Session::operatingPointChanged, this,
            [this] { m_sweep->setPoint(m_session.operatingPoint()); });
    show();
    m_sweep->setPoint(m_session.operatingPoint());
}

void TunePage::connectPins() {
    connect(&m_pins, &Pins::changed, this, &TunePage::showPins);
    connect(m_thresholds, &ThresholdPanel::tuned, this, [this] { m_pins.pin(tr("auto")); });
    connect(m_pinBar, &PinBar::switchWanted, this, &TunePage::switchTo);
    connect(m_pinBar, &PinBar::removeWanted, this, [this](std::size_t pin) { m_pins.remove(pin); });
    connect(m_pinBar, &PinBar::renameWanted, this, [this](std::size_t pin) {
        const QString before = m_pins.pins()[pin].name;
        const QString name = askName(before).trimmed();
        if (!name.isEmpty() && name != before && !m_pins.rename(pin, name))
            m_session.post(
                {Message::Kind::Warning, tr("Another pin is called %1.").arg(name), {}, {}});
    });
}

void TunePage::switchTo(std::size_t pin) {
    if (pin >= m_pins.pins().size())
        return;
    const Pins::Pin to = m_pins.pins()[pin];
    m_pins.setAt(pin);
    m_history.apply(to.point, tr("switch to %1").arg(to.name));
}

void TunePage::pin() {
    const QString name = askName(m_pins.freeName()).trimmed();
    if (!name.isEmpty())
        m_pins.pin(name);
}

void TunePage::takePredictions() {
    const auto predictions = m_session.predictions();
    if (!m_session.project())
        m_empty->say(tr("No dataset is open, so there is nothing to tune."), {}, false);
    else if (m_session.arriving())
        m_empty->say(
            tr("%1 is being predicted. Its thresholds are tuned when all images are there.")
                .arg(m_session.currentRun()),
            {}, false);
    else
        m_empty->offer(tr("No predictions yet. Train a network and let it predict, or import them; "
                          "then its thresholds are tuned here."),
                       {tr("Go to Train"), tr("Import predictions…")});
    m_stack->setCurrentIndex(predictions && !m_session.arriving() ? 1 : 0);
    showSweepState();
    showReport();
}

void TunePage::showReport() {
    const auto& measurement = m_session.measurement();
    const bool evaluating = m_session.evaluating();
    m_top->setCurrentIndex(measurement ? 1 : 0);
    m_evaluate->setEnabled(m_session.predictions() && !evaluating);
    m_evaluate->setText(evaluating ? tr("Evaluating…") : tr("Evaluate"));
    m_pinAction->setEnabled(measurement.has_value());
    for (QAction* action : m_rowActions)
        action->setEnabled(measurement.has_value());
    m_ofOther = m_ofOther && evaluating;
    // Grey only when an answer is long in coming: while a threshold is dragged they follow one
    // another. Figures of another protocol or split are grey at once.
    const bool fresh =
        measurement && !m_ofOther && m_shownPoint != measurement->report.operatingPoint;
    if (m_ofOther) {
        m_staleTimer.stop();
        setStale(true);
    } else if (fresh || !evaluating) {
        m_staleTimer.stop();
        setStale(false);
    } else if (!m_staleTimer.isActive()) {
        m_staleTimer.start();
    }
    if (!measurement || (evaluating && !fresh))
        return;
    m_shownPoint = measurement->report.operatingPoint;
    const auto& reference = m_pins.referencePin().measurement;
    m_strip->setTiles(tuneTiles(*measurement, reference ? &*reference : nullptr));
    m_counts->setCounts(measurement->counts,
                        reference ? std::optional(reference->counts) : std::nullopt);
    if (!evaluating)
        sweepOnce();
}

void TunePage::setStale(bool stale) {
    m_strip->setStale(stale);
    m_counts->setStale(stale);
}

void TunePage::showPins() {
    std::vector<std::pair<QString, OperatingPoint>> shown;
    for (std::size_t i = 0; i < m_pins.pins().size() && i < PinBar::kShown; ++i)
        shown.emplace_back(Pins::letterOf(i) + u' ' + m_pins.pins()[i].name,
                           m_pins.pins()[i].point);
    m_sweep->setPins(shown);
    m_flips.setFrom(m_pins.referencePin().point);
    showReport();
    showChosen();
}

void TunePage::showChosen() {
    const auto row = m_thresholds->chosen();
    m_flips.setCategory(row ? row->category : std::nullopt);
    const QString from = Pins::letterOf(m_pins.reference());
    const QString to = m_pins.isThere() ? Pins::letterOf(m_pins.at()) : tr("now");
    // Nothing to compare: the only pin with itself.
    const bool same = m_pins.isThere() && m_pins.at() == m_pins.reference();
    QString title = same ? tr("at %1").arg(to) : QStringLiteral("%1 → %2").arg(from, to);
    if (row && row->category)
        title += QStringLiteral(", ") +
                 QString::fromStdString(m_session.catalog()->categories()[*row->category].name);
    m_flipsPanel->setTitle(title);
    m_flipsPanel->setSentence(m_thresholds->chosenSentence());
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
    if (m_session.sweepResult())
        m_hadSweep = m_session.predictions();
    m_sweep->setOutdated(m_hadSweep && m_hadSweep == m_session.predictions());
    m_sweep->setState(m_session.predictions() != nullptr, running, state);
}

// The page is empty without: nobody has to ask for the first one.
void TunePage::sweepOnce() {
    if (!isVisible() || m_swept == m_session.predictions() || !m_session.measurement())
        return;
    m_swept = m_session.predictions();
    if (m_session.sweepResult())
        return;
    // The page says itself how far it is: no dock for it.
    if (Job* job = m_session.startSweep())
        job->setProperty(kQuietJob, true);
}

void TunePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_thresholds->setWanted(true);
    m_flips.setWanted(true);
    sweepOnce();
}

void TunePage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_thresholds->setWanted(false);
    m_flips.setWanted(false);
}

void TunePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool low = width() < kWide || height() < kTall;
    m_thresholds->setLow(low);
    m_sweep->setLow(low);
    m_pinBar->setRoom(width() < kWide ? 2 : PinBar::kShown);
}

}  // namespace selvedge
