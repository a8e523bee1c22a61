// The jobs that pages start: training, prediction, evaluation, sweep.

#include <QFileInfo>
#include <chrono>
#include <map>

#include "app/session/session.h"
#include "app/tasks/project_sources.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr auto kMetricsInterval = std::chrono::milliseconds(50);

const std::vector<double> kSweepThresholds = {.05, .1, .15, .2, .25, .3, .35, .4, .45, .5,
                                              .55, .6, .65, .7, .75, .8, .85, .9, .95};

std::optional<RunInfo> runNamed(const std::vector<RunInfo>& runs, const QString& name) {
    for (const RunInfo& run : runs) {
        if (run.name == name.toStdString())
            return run;
    }
    return {};
}

}  // namespace

QString Session::computeResource(const std::string& device) const {
    // "auto" may become the GPU: it then waits for nothing that the CPU does, but two jobs that may
    // both want the GPU run one after another.
    return device == "cpu" ? QStringLiteral("cpu") : QStringLiteral("gpu");
}

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
        outcome.text =
            summary.stoppedEarly
                ? tr("stopped at step %L1, checkpoint saved").arg(summary.steps)
                : tr("%L1 steps, loss %2").arg(summary.steps).arg(summary.last.total, 0, 'f', 3);
        if (!summary.skippedImages.empty())
            outcome.text +=
                tr(", %Ln image(s) skipped", nullptr, int(summary.skippedImages.size()));
        return outcome;
    };
    m_trainingRun = runName;
    m_trainingMetrics.clear();
    if (config.resume)
        m_trainingMetrics = readMetrics(m_project->runsFolder() / task.runName);
    m_training = m_jobs->add(tr("Training %1").arg(runName), computeResource(config.device),
                             std::move(work));
    connect(m_training, &Job::ended, this, [this] {
        m_training = nullptr;
        refreshRuns();
        Q_EMIT trainingChanged();
    });
    Q_EMIT trainingChanged();
    return m_training;
}

std::vector<StepMetrics> Session::metricsOf(const QString& run) const {
    if (m_training && run == m_trainingRun)
        return m_trainingMetrics;
    const auto info = runNamed(m_runs, run);
    return info ? readMetrics(info->folder) : std::vector<StepMetrics>{};
}

Job* Session::startPrediction(const QString& run) {
    const auto info = runNamed(m_runs, run);
    if (!m_project || !info || !info->checkpoint) {
        post({Message::Kind::Warning,
              tr("Run %1 has no checkpoint to predict with.").arg(run),
              {},
              {}});
        return nullptr;
    }
    PredictTask task;
    task.project = m_project;
    task.checkpoint = *info->checkpoint;
    task.runFolder = info->folder;
    task.runName = info->name;
    auto work = [this, task, run](std::stop_token stop, const ProgressCallback& onProgress) {
        PredictResult result = runPrediction(task, onProgress, stop);
        std::size_t count = 0;
        for (const auto& [id, detections] : result.predictions->images)
            count += detections.size();
        Job::Outcome outcome;
        outcome.stopped = result.stoppedEarly;
        outcome.text =
            tr("%L1 detections in %L2 images").arg(count).arg(result.predictions->images.size());
        if (!result.issues.empty())
            outcome.text += tr(", %Ln image(s) not read", nullptr, int(result.issues.size()));
        outcome.deliver = [this, result, run, project = task.project] {
            if (project != m_project)
                return;
            refreshRuns();
            setPredictions(run, result.predictions);
        };
        return outcome;
    };
    return m_jobs->add(tr("Predict with %1").arg(run), computeResource(task.device),
                       std::move(work));
}

void Session::setCurrentRun(const QString& name) {
    const auto info = runNamed(m_runs, name);
    if (!info || !info->predictions) {
        setPredictions(name, nullptr);
        return;
    }
    auto work = [this, name, file = *info->predictions, project = m_project](
                    std::stop_token, const ProgressCallback&) {
        auto loaded = readCocoResults(file, *project->catalog());
        loaded.predictions.name = name.toStdString();
        auto set = std::make_shared<const PredictionSet>(std::move(loaded.predictions));
        Job::Outcome outcome;
        outcome.text = tr("%L1 images").arg(set->images.size());
        outcome.deliver = [this, name, set, project] {
            if (project == m_project)
                setPredictions(name, set);
        };
        return outcome;
    };
    m_jobs->add(tr("Load predictions of %1").arg(name), {}, std::move(work));
}

void Session::importPredictions(const QString& file) {
    if (!m_project)
        return;
    auto work = [this, project = m_project, file](std::stop_token, const ProgressCallback&) {
        const auto table = project->objects();
        std::map<std::string, ImageSize> known;
        for (const ImageRow& image : table->images)
            known[image.id] = {image.width, image.height};
        const ImageSizeLookup sizeOf = [&known](const std::string& id) {
            const auto it = known.find(id);
            return it == known.end() ? std::optional<ImageSize>() : it->second;
        };
        auto loaded = readCocoResults(file.toStdString(), *project->catalog(), {}, sizeOf);
        std::size_t foreign = 0;
        std::erase_if(loaded.predictions.images, [&](const auto& entry) {
            const bool unknown = !known.contains(entry.first);
            foreign += unknown;
            return unknown;
        });
        if (loaded.predictions.images.empty())
            throw Error(ErrorKind::BadFormat,
                        file.toStdString() +
                            " has no predictions for this project's images; image_id must be an "
                            "ImageId of the CSV");
        const fs::path runs = project->runsFolder();
        const std::string name =
            freeRunName(runs, QFileInfo(file).completeBaseName().left(60).toStdString());
        const fs::path folder = createRun(runs, name, "predictions");
        loaded.predictions.name = name;
        writeCocoResults(folder / "predictions.json", loaded.predictions, *project->catalog());
        updateRun(folder, "done", 0);
        auto set = std::make_shared<const PredictionSet>(std::move(loaded.predictions));
        Job::Outcome outcome;
        outcome.text = tr("%L1 images").arg(set->images.size());
        if (foreign > 0)
            outcome.text += tr(", %Ln unknown image(s) left out", nullptr, int(foreign));
        if (!loaded.issues.empty())
            outcome.text += tr(", %Ln bad entry(s)", nullptr, int(loaded.issues.size()));
        outcome.deliver = [this, project, set, name] {
            if (project != m_project)
                return;
            refreshRuns();
            setPredictions(QString::fromStdString(name), set);
        };
        return outcome;
    };
    m_jobs->add(tr("Import predictions"), {}, std::move(work));
}

void Session::forgetPredictions() {
    m_currentRun.clear();
    m_predictions.reset();
    ++m_generation;
    m_matchTable.reset();
    m_maskReport.reset();
    m_boxReport.reset();
    m_sweep.reset();
    m_evaluating = false;
}

void Session::setPredictions(const QString& run, std::shared_ptr<const PredictionSet> predictions) {
    forgetPredictions();
    m_currentRun = run;
    m_predictions = std::move(predictions);
    if (m_currentObject && m_currentObject->source == ObjectRef::Source::Prediction)
        setCurrentObject({});
    Q_EMIT predictionsChanged();
    Q_EMIT evaluationChanged();
    Q_EMIT sweepChanged();
}

Job* Session::startEvaluation() {
    if (!m_project || !m_predictions)
        return nullptr;
    auto work = [this, project = m_project, predictions = m_predictions](
                    std::stop_token stop, const ProgressCallback& onProgress) {
        const ProjectGroundTruth truth(project);
        auto table = buildMatchTable(truth, *predictions, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = !table;
        if (table)
            outcome.text = tr("%L1 images matched").arg(table->cells.size());
        outcome.deliver = [this, table, predictions] {
            if (!table || predictions != m_predictions)
                return;
            m_matchTable = table;
            evaluateLive();
        };
        return outcome;
    };
    m_evaluating = true;
    Q_EMIT evaluationChanged();
    Job* job = m_jobs->add(tr("Evaluate %1").arg(m_currentRun), {}, std::move(work));
    connect(job, &Job::ended, this, [this](Job* ended) {
        if (ended->state() != Job::State::Finished) {
            m_evaluating = false;
            Q_EMIT evaluationChanged();
        }
    });
    return job;
}

// Latest wins: one evaluation runs at a time; when it ends with an old operating point, the next
// one starts, and its answer is not shown.
void Session::evaluateLive() {
    ++m_generation;
    m_evaluating = true;
    Q_EMIT evaluationChanged();
    if (m_liveRunning)
        return;
    m_liveRunning = true;
    m_liveThread = std::jthread([this, table = m_matchTable, point = m_operatingPoint,
                                 generation = m_generation](std::stop_token stop) {
        enterJobThread();
        const auto mask =
            evaluate(*table, {ProtocolKind::Paper, IouType::Mask, false}, point, stop);
        const auto box = evaluate(*table, {ProtocolKind::Paper, IouType::Box, true}, point, stop);
        QMetaObject::invokeMethod(
            this,
            [this, mask, box, generation] {
                m_liveRunning = false;
                if (generation != m_generation) {
                    if (m_matchTable)
                        evaluateLive();
                    return;
                }
                m_evaluating = false;
                m_maskReport = mask;
                m_boxReport = box;
                Q_EMIT evaluationChanged();
            },
            Qt::QueuedConnection);
    });
}

Job* Session::startSweep() {
    if (!m_project || !m_predictions)
        return nullptr;
    auto work = [this, project = m_project, predictions = m_predictions, table = m_matchTable](
                    std::stop_token stop, const ProgressCallback& onProgress) mutable {
        if (!table)
            table = buildMatchTable(ProjectGroundTruth(project), *predictions, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = !table;
        if (!table)
            return outcome;
        Sweep result = sweep(*table, IouType::Mask, kSweepThresholds, kSweepThresholds,
                             kDefaultOperatingPoint.maxDetections, onProgress, stop);
        outcome.stopped = result.stoppedEarly;
        if (const SweepCell* best = result.best())
            outcome.text = tr("best f1AP %1 at score %2, attribute %3")
                               .arg(best->f1ap, 0, 'f', 4)
                               .arg(best->scoreThreshold, 0, 'f', 2)
                               .arg(best->attributeThreshold, 0, 'f', 2);
        outcome.deliver = [this, result, predictions, table] {
            if (predictions != m_predictions)
                return;
            m_sweep = result;
            Q_EMIT sweepChanged();
            if (!m_matchTable) {
                m_matchTable = table;
                evaluateLive();
            }
        };
        return outcome;
    };
    return m_jobs->add(tr("Sweep %1").arg(m_currentRun), {}, std::move(work));
}

}  // namespace selvedge
