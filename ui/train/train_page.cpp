#include "ui/train/train_page.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/session/devices.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/background.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/train/runs_panel.h"
#include "ui/train/train_fields.h"
#include "ui/train/train_form.h"
#include "ui/train/train_plots.h"

namespace selvedge {

namespace {

constexpr int kFormWidth = 272, kRunsWidth = 316;

QWidget* separator() {
    auto* line = new QFrame;
    line->setFrameShape(QFrame::VLine);
    line->setFixedWidth(1);
    return line;
}

}  // namespace

TrainPage::TrainPage(Session& session, ActionRegistry& registry, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_form(new TrainForm),
      m_plots(new TrainPlots),
      m_runs(new RunsPanel) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeLeft());
    layout->addWidget(separator());
    layout->addWidget(m_plots, 1);
    layout->addWidget(separator());
    m_runs->setFixedWidth(kRunsWidth);
    layout->addWidget(m_runs);

    connect(m_form, &TrainForm::changed, this, &TrainPage::showState);
    const QString menu = tr("Run");
    m_startAction = registry.add(
        {QStringLiteral("run.startTraining"), menu, tr("Start a training"),
         QStringLiteral("media-playback-start"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
        [this] { start(); });
    m_stopAction = registry.add({QStringLiteral("run.stopTraining"),
                                 menu,
                                 tr("Stop the training"),
                                 QStringLiteral("media-playback-stop"),
                                 {}},
                                [this] { stop(); });
    connect(m_start, &QPushButton::clicked, this,
            [this] { (m_session.training() ? m_stopAction : m_startAction)->trigger(); });
    connect(m_runs, &RunsPanel::currentChanged, this, &TrainPage::showCurves);
    connect(m_runs, &RunsPanel::checkedChanged, this, &TrainPage::showCurves);
    connect(m_runs, &RunsPanel::predictWanted, &m_session, &Session::startPrediction);
    connect(m_runs, &RunsPanel::browseWanted, this, [this](const QString& run) {
        if (run != m_session.currentRun())
            m_session.setCurrentRun(run);
        Q_EMIT browseWanted();
    });
    connect(&m_session, &Session::projectChanged, this, [this] {
        m_curves.clear();
        showRuns();
    });
    connect(&m_session, &Session::runsChanged, this, &TrainPage::showRuns);
    connect(&m_session, &Session::predictionsChanged, this, &TrainPage::showRuns);
    connect(&m_session, &Session::trainingChanged, this, [this] {
        showRuns();
        if (m_session.training())
            m_runs->setCurrent(m_session.trainingRun());
        showState();
    });
    connect(&m_session, &Session::trainingMetricsAdded, this,
            [this](const QString& run, const std::vector<StepMetrics>& batch) {
                if (batch.empty())
                    return;
                m_plots->append(run, batch);
                m_runs->setStep(run, batch.back().step);
                if (run == m_runs->current())
                    m_runs->setLast(batch.back());
            });
    showSurroundings();
    showRuns();
}

QWidget* TrainPage::makeLeft() {
    auto* left = new QWidget;
    left->setFixedWidth(kFormWidth);
    auto* title = new TintedLabel(Token::Text, 0, true);
    title->setText(tr("New run"));
    title->setContentsMargins(12, 8, 12, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_start = new QPushButton(tr("Start"));
    m_start->setProperty("primary", true);
    m_start->setAutoDefault(false);
    m_state = new TintedLabel(Token::Text2, -1);
    m_state->setWordWrap(true);
    auto* bottom = new QHBoxLayout;
    bottom->setContentsMargins(12, 8, 12, 12);
    bottom->addWidget(m_state, 1);
    bottom->addWidget(m_start);
    auto* line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title);
    column->addWidget(scroll, 1);
    column->addWidget(line);
    column->addLayout(bottom);
    return left;
}

void TrainPage::stop() {
    if (Job* job = m_session.training())
        job->requestStop();
}

void TrainPage::start() {
    const TrainSetup setup = m_form->setup();
    Job* job = m_session.startTraining(setup.config, setup.runName, setup.imageLimit);
    if (!job)
        return;
    m_outcome.clear();
    connect(job, &Job::changed, this, &TrainPage::showState);
    connect(job, &Job::ended, this, [this](Job* ended) {
        m_outcome = ended->text();
        showState();
    });
    // The next one needs another name.
    TrainSetup next = setup;
    next.runName = freeName(setup.runName, takenNames());
    showSurroundings();
    m_form->setSetup(next);
}

QStringList TrainPage::takenNames() const {
    QStringList names;
    for (const RunInfo& run : m_session.runs())
        names += QString::fromStdString(run.name);
    if (m_session.training() && !names.contains(m_session.trainingRun()))
        names += m_session.trainingRun();
    return names;
}

// The engine is loaded now, by the first who looks at this page: that takes seconds, on a worker.
// Without it the form keeps the networks of its own; starting says what is missing.
void TrainPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_backbonesAsked)
        return;
    m_backbonesAsked = true;
    const auto ask = [] {
        try {
            return engine().backbones();
        } catch (const std::exception&) {
            return std::vector<BackboneInfo>();
        }
    };
    inBackground(this, ask, [this](std::vector<BackboneInfo> backbones) {
        m_backbones = std::move(backbones);
        showSurroundings();
    });
}

void TrainPage::showSurroundings() {
    TrainSurroundings around;
    around.images = m_session.objects() ? m_session.objects()->images.size() : 0;
    around.runNames = takenNames();
    around.devices = knownDevices();
    around.backbones = m_backbones;
    m_form->setSurroundings(around);
    if (around.runNames.contains(m_form->setup().runName)) {
        TrainSetup setup = m_form->setup();
        setup.runName = freeName(setup.runName, around.runNames);
        m_form->setSetup(setup);
    }
    showState();
}

void TrainPage::showState() {
    const Job* job = m_session.training();
    QString text = m_outcome;
    bool enabled = true;
    if (job) {
        switch (job->state()) {
            case Job::State::Waiting:
                text = tr("waiting for another job");
                break;
            case Job::State::Stopping:
                text = tr("stopping after this stage");
                enabled = false;
                break;
            default: {
                const Progress progress = job->progress();
                text = progress.done == 0 ? QString::fromStdString(progress.what)
                                          : tr("step %1 of %2")
                                                .arg(countText(std::int64_t(progress.done)),
                                                     countText(std::int64_t(progress.total)));
                const QString left = timeLeftText(job->secondsLeft());
                if (progress.done > 0 && !left.isEmpty())
                    text += "\n" + left;
            }
        }
    } else if (!m_session.project()) {
        text = tr("Open a dataset first.");
        enabled = false;
    } else if (!m_form->isValid()) {
        text = tr("A setting needs mending.");
        enabled = false;
    }
    m_start->setText(job ? tr("Stop") : tr("Start"));
    m_start->setToolTip(job ? tr("Ends the training; a checkpoint is saved.")
                            : tr("Trains in the background; you can go on working."));
    m_start->setEnabled(enabled);
    m_startAction->setEnabled(enabled && !job);
    m_stopAction->setEnabled(enabled && job);
    m_state->setText(text);
}

void TrainPage::showRuns() {
    std::vector<RunRow> rows;
    const bool training = m_session.training() != nullptr;
    bool listed = false;
    for (const RunInfo& run : m_session.runs()) {
        RunRow row{QString::fromStdString(run.name), QString::fromStdString(run.state), run.steps,
                   run.checkpoint.has_value(), run.predictions.has_value()};
        if (training && row.name == m_session.trainingRun()) {
            row.state = QStringLiteral("running");
            listed = true;
        } else if (row.state == QLatin1String("running")) {
            // Else the program ended meanwhile.
            row.state = m_session.isBeingPredicted(row.name) ? QStringLiteral("predicting")
                                                             : QStringLiteral("stopped");
        }
        rows.push_back(std::move(row));
    }
    if (training && !listed)
        rows.insert(rows.begin(),
                    RunRow{m_session.trainingRun(), QStringLiteral("running"), 0, false, false});
    m_runs->setRows(std::move(rows));
    showSurroundings();
    showCurves();
}

const std::vector<StepMetrics>& TrainPage::curveOf(const QString& run) {
    const RunRow& row = m_runs->model()->row(m_runs->model()->indexOf(run));
    const auto [it, isNew] = m_curves.try_emplace(run);
    ReadCurve& curve = it->second;
    const bool running = m_session.training() && run == m_session.trainingRun();
    if (running) {
        curve = {QString(), row.step, ++m_generation, m_session.trainingMetrics()};
    } else if (isNew || curve.state != row.state || curve.step != row.step) {
        curve.state = row.state;
        curve.step = row.step;
        curve.generation = ++m_generation;
        readCurve(run, curve.generation);
    }
    return curve.steps;
}

// Long runs have files of many megabytes.
void TrainPage::readCurve(const QString& run, std::uint64_t generation) {
    for (const RunInfo& info : m_session.runs()) {
        if (QString::fromStdString(info.name) != run)
            continue;
        const auto read = [folder = info.folder] { return readMetrics(folder); };
        inBackground(this, read, [this, run, generation](std::vector<StepMetrics> steps) {
            const auto it = m_curves.find(run);
            if (it == m_curves.end() || it->second.generation != generation)
                return;
            it->second.steps = std::move(steps);
            showCurves();
        });
    }
}

void TrainPage::showCurves() {
    const QString current = m_runs->current();
    std::vector<RunCurve> curves;
    if (!current.isEmpty())
        curves.push_back({current, curveOf(current)});
    for (const QString& run : m_runs->checked()) {
        if (run != current)
            curves.push_back({run, curveOf(run)});
    }
    if (!curves.empty() && !curves.front().steps.empty())
        m_runs->setLast(curves.front().steps.back());
    m_plots->setRuns(curves);
}

}  // namespace selvedge
