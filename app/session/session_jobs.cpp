// The jobs that pages start: training, evaluation, sweep; and predictions that are there.

#include <chrono>
#include <utility>

#include "app/session/arriving_run.h"
#include "app/session/counted_text.h"
#include "app/session/devices.h"
#include "app/session/session.h"
#include "app/tasks/project_predictions.h"
#include "app/tasks/run_predictions.h"

namespace selvedge {

namespace {

constexpr auto kMetricsInterval = std::chrono::milliseconds(50);

// Evaluations compute on all processors: they queue with what the network does there.
const QString kCpu = QStringLiteral("cpu");

const std::vector<double> kSweepThresholds = {.05, .1, .15, .2, .25, .3, .35, .4, .45, .5,
                                              .55, .6, .65, .7, .75, .8, .85, .9, .95};

std::optional<RunInfo> runNamed(const std::vector<RunInfo>& runs, const QString& name) {
    for (const RunInfo& run : runs) {
        if (run.name == name.toStdString())
            return run;
    }
    return {};
}

QString badEntriesText(const std::vector<RowIssue>& issues) {
    if (issues.empty())
        return {};
    const auto first = QString::fromStdString(issues.front().text);
    return issues.size() == 1 ? Session::tr(", 1 bad entry: %1").arg(first)
                              : Session::tr(", %1 bad entries, the first: %2")
                                    .arg(thousands(issues.size()))
                                    .arg(first);
}

}  // namespace

Job* Session::startTraining(const TrainConfig& config, const QString& runName,
                            std::size_t imageLimit) {
    if (!m_project || m_training)
        return nullptr;
    TrainTask task{m_project, config, runName.toStdString(), imageLimit};
    auto work = [this, task, runName](std::stop_token stop, const ProgressCallback& onProgress) {
        std::vector<StepMetrics> pending;
        auto lastFlush = std::chrono::steady_clock::now();
        const auto flush = [&] {
            if (pending.empty())
                return;
            QMetaObject::invokeMethod(
                this,
                [this, runName, batch = std::exchange(pending, {})] {
                    m_trainingMetrics.insert(m_trainingMetrics.end(), batch.begin(), batch.end());
                    Q_EMIT trainingMetricsAdded(runName, batch);
                },
                Qt::QueuedConnection);
            lastFlush = std::chrono::steady_clock::now();
        };
        const auto onStep = [&](const StepMetrics& metrics) {
            pending.push_back(metrics);
            if (std::chrono::steady_clock::now() - lastFlush >= kMetricsInterval)
                flush();
        };
        TrainSummary summary;
        try {
            summary = runTraining(task, onStep, onProgress, stop);
        } catch (...) {
            flush();
            throw;
        }
        flush();
        Job::Outcome outcome;
        outcome.stopped = summary.stoppedEarly;
        outcome.text = summary.stoppedEarly
                           ? tr("stopped at step %1, checkpoint saved")
                                 .arg(thousands(std::uint64_t(summary.steps)))
                           : tr("%1, loss %2")
                                 .arg(countedText(std::uint64_t(summary.steps), "step"))
                                 .arg(summary.last.total, 0, 'f', 3);
        outcome.open = [this] { showResult(Result::Training); };
        if (!summary.skippedImages.empty())
            outcome.text +=
                tr(", %1 skipped").arg(countedText(summary.skippedImages.size(), "image"));
        return outcome;
    };
    m_trainingRun = runName;
    m_trainingMetrics.clear();
    if (config.resume)
        m_trainingMetrics = readMetrics(m_project->runsFolder() / task.runName);
    m_training = m_jobs->add(tr("Training %1").arg(runName),
                             resourceOf(QString::fromStdString(config.device)), std::move(work));
    connect(m_training, &Job::ended, this, [this] {
        m_training = nullptr;
        refreshRuns();
        Q_EMIT trainingChanged();
    });
    Q_EMIT trainingChanged();
    return m_training;
}

void Session::setCurrentRun(const QString& name) {
    for (const auto& arriving : m_arriving) {
        if (arriving->project == m_project && arriving->name == name)
            return setPredictions(name, arriving->base);
    }
    const auto info = runNamed(m_runs, name);
    if (!info || !info->predictions) {
        setPredictions(name, nullptr);
        return;
    }
    const std::uint64_t generation = ++m_loadGeneration;
    auto work = [this, name, generation, run = *info, project = m_project](
                    std::stop_token stop, const ProgressCallback&) {
        LoadedPredictions loaded = readRunPredictions(project, run);
        auto set = std::make_shared<const PredictionSet>(std::move(loaded.predictions));
        Job::Outcome outcome;
        outcome.stopped = stop.stop_requested();
        outcome.text = countedText(set->images.size(), "image") + badEntriesText(loaded.issues);
        outcome.open = [this] { showResult(Result::Objects); };
        // Latest wins: what was chosen since, or another project, is not replaced by this.
        outcome.deliver = [this, name, set, generation, stopped = outcome.stopped] {
            if (!stopped && generation == m_loadGeneration)
                setPredictions(name, set);
        };
        return outcome;
    };
    m_jobs->add(tr("Load predictions of %1").arg(name), {}, std::move(work));
}

void Session::importPredictions(const QString& file) {
    if (!m_project)
        return;
    auto work = [this, project = m_project, file](std::stop_token stop, const ProgressCallback&) {
        const ImportedRun run = selvedge::importPredictions(project, file.toStdString(), stop);
        Job::Outcome outcome;
        outcome.stopped = !run.predictions;
        if (outcome.stopped)
            return outcome;
        std::size_t count = 0;
        for (const auto& [id, detections] : run.predictions->images)
            count += detections.size();
        outcome.text = tr("%1 of %2")
                           .arg(countedText(count, "prediction"),
                                countedText(run.predictions->images.size(), "image"));
        if (run.foreignImages > 0)
            outcome.text +=
                tr(", %1 left out").arg(countedText(run.foreignImages, "unknown image"));
        outcome.text += badEntriesText(run.issues);
        outcome.open = [this] { showResult(Result::Objects); };
        outcome.deliver = [this, project, set = run.predictions, name = run.name,
                           words = outcome.text] {
            if (project != m_project)
                return;
            refreshRuns();
            setPredictions(QString::fromStdString(name), set);
            post({Message::Kind::Info,
                  tr("Imported as the run %1: %2.").arg(QString::fromStdString(name), words),
                  {},
                  {}});
        };
        return outcome;
    };
    m_jobs->add(tr("Import predictions"), {}, std::move(work));
}

void Session::forgetPredictions() {
    m_currentRun.clear();
    m_predictions.reset();
    ++m_loadGeneration;
    forgetMeasured();
}

void Session::forgetMeasured() {
    ++m_generation;
    m_matchTable.reset();
    m_measured.reset();
    m_evaluator.reset();
    m_measurement.reset();
    m_sweep.reset();
    m_evaluating = false;
    for (Job** job : {&m_evaluation, &m_sweepJob}) {
        if (Job* obsolete = std::exchange(*job, nullptr))
            obsolete->requestStop();
    }
}

void Session::setPredictions(QString run, std::shared_ptr<const PredictionSet> predictions) {
    forgetPredictions();
    m_currentRun = std::move(run);
    m_predictions = std::move(predictions);
    if (m_currentObject && m_currentObject->source == ObjectRef::Source::Prediction)
        setCurrentObject({});
    Q_EMIT predictionsChanged();
    Q_EMIT evaluationChanged();
    Q_EMIT sweepChanged();
}

MatchTask Session::matchTask() const {
    MatchTask task{m_project, m_predictions, {}, {}};
    task.options.boundary = protocol().iouType == IouType::Boundary;
    if (const auto info = runNamed(m_runs, m_currentRun); info && info->predictions)
        task.runFolder = info->folder;
    return task;
}

Job* Session::startEvaluation() {
    if (!m_project || !m_predictions || m_evaluation || arriving())
        return m_evaluation;
    auto work = [this, task = matchTask(), predictions = m_predictions, objects = m_objects](
                    std::stop_token stop, const ProgressCallback& onProgress) {
        auto table = runMatching(task, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = !table;
        if (table)
            outcome.text = tr("%1 matched").arg(countedText(table->cells.size(), "image"));
        outcome.open = [this] { showResult(Result::Evaluation); };
        outcome.deliver = [this, table, predictions, objects] {
            if (!table || predictions != m_predictions || objects != m_objects)
                return;
            takeMatches(table);
        };
        return outcome;
    };
    m_evaluating = true;
    m_evaluation = m_jobs->add(tr("Evaluate %1").arg(m_currentRun), kCpu, std::move(work));
    connect(m_evaluation, &Job::ended, this, [this](Job* ended) {
        if (ended != m_evaluation)
            return;
        m_evaluation = nullptr;
        if (ended->state() != Job::State::Finished) {
            m_evaluating = m_liveRunning && m_matchTable;
            Q_EMIT evaluationChanged();
        }
    });
    Q_EMIT evaluationChanged();
    return m_evaluation;
}

Job* Session::startSweep() {
    if (!m_project || !m_predictions || m_sweepJob || arriving())
        return m_sweepJob;
    auto work = [this, task = matchTask(), predictions = m_predictions, table = m_matchTable,
                 objects = m_objects, protocol = m_criteria.protocol, base = m_criteria.point,
                 images = measuredImages(), generation = m_protocolGeneration](
                    std::stop_token stop, const ProgressCallback& onProgress) mutable {
        if (!table)
            table = runMatching(task, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = !table;
        if (!table)
            return outcome;
        Sweep result = sweep(*measuredPart(table, images).table, protocol, base, kSweepThresholds,
                             kSweepThresholds, onProgress, stop);
        outcome.stopped = result.stoppedEarly;
        if (const SweepCell* best = result.best())
            outcome.text = tr("best %4 %1 at score %2, attribute %3")
                               .arg(best->headline, 0, 'f', 4)
                               .arg(best->scoreThreshold, 0, 'f', 2)
                               .arg(best->attributeThreshold, 0, 'f', 2)
                               .arg(QString::fromStdString(headlineName(protocol)));
        outcome.open = [this] { showResult(Result::Thresholds); };
        outcome.deliver = [this, result, predictions, table, objects, generation] {
            if (predictions != m_predictions || objects != m_objects ||
                generation != m_protocolGeneration)
                return;
            m_sweep = result;
            if (!m_matchTable) {
                takeMatches(table);
            }
        };
        return outcome;
    };
    m_sweepJob = m_jobs->add(tr("Sweep %1").arg(m_currentRun), kCpu, std::move(work));
    connect(m_sweepJob, &Job::ended, this, [this](Job* ended) {
        if (ended != m_sweepJob)
            return;
        m_sweepJob = nullptr;
        Q_EMIT sweepChanged();
    });
    Q_EMIT sweepChanged();
    return m_sweepJob;
}

}  // namespace selvedge
