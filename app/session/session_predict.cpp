// Session: predictions by a network. How they arrive: session_arrivals.cpp.

#include <QThreadPool>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "app/session/arriving_run.h"
#include "app/session/counted_text.h"
#include "app/session/devices.h"
#include "app/session/predict_request.h"
#include "app/session/session.h"
#include "app/tasks/loaded_segmenter.h"
#include "app/tasks/run_predictions.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

// Predictions come one after another, whatever they run on, else two might make the same run.
constexpr const char* kPredictions = "predictions";
// Of one image, beside a training that holds the device: on the CPU, and at once.
constexpr const char* kLook = "look";

using ImageSet = std::shared_ptr<const PredictionSet>;

ImageSet setOf(const std::string& imageId, const std::vector<Detection>& detections) {
    auto set = std::make_shared<PredictionSet>();
    set->images[imageId] = detections;
    set->isPartial = true;
    return set;
}

std::shared_ptr<const PredictionSet> joined(const PredictionSet& base,
                                            const std::vector<ImageSet>& arrived,
                                            const ObjectTable& table) {
    auto whole = std::make_shared<PredictionSet>(base);
    for (const ImageSet& one : arrived)
        for (const auto& [id, detections] : one->images)
            whole->images[id] = detections;
    whole->isPartial =
        std::any_of(table.images.begin(), table.images.end(),
                    [&](const ImageRow& image) { return !whole->images.contains(image.id); });
    return whole;
}

ImageSet fromFile(const std::shared_ptr<Project>& project, const std::string& name) {
    for (const RunInfo& run : listRuns(project->runsFolder())) {
        if (run.name == name && run.predictions)
            return std::make_shared<PredictionSet>(readRunPredictions(project, run).predictions);
    }
    return nullptr;
}

QString wordsOf(const PredictResult& result, std::size_t wanted) {
    if (result.resumedAt == wanted)
        return wanted == 1
                   ? Session::tr("the image was predicted already")
                   : Session::tr("all %1 were predicted already").arg(countedText(wanted, "image"));
    if (result.stoppedEarly)
        return Session::tr("stopped after %1: predicting again goes on there")
            .arg(countedText(result.images, "image"));
    QString words = Session::tr("%1 in %2")
                        .arg(countedText(result.detections, "detection"),
                             countedText(result.images - result.resumedAt, "image"));
    if (result.resumedAt > 0)
        words += Session::tr(", %1 there already").arg(thousands(result.resumedAt));
    if (!result.issues.empty())
        words += Session::tr(", %1 not read").arg(countedText(result.issues.size(), "image"));
    if (!result.note.empty())
        words += ", " + QString::fromStdString(result.note);
    return words;
}

// What the run has: as it is shown, if nobody has added to it since.
ImageSet baseOf(const RunInfo& run, const std::shared_ptr<Project>& project,
                const ImageSet& shown) {
    auto base = std::make_shared<PredictionSet>();
    base->name = run.name;
    base->isPartial = true;
    if (!run.predictions)
        return base;
    if (shown && shown->name == run.name && shown->images.size() == run.predictedImages)
        return shown;
    *base = readRunPredictions(project, run).predictions;
    base->isPartial = true;
    return base;
}

QString titleOf(const PredictRequest& request, const ObjectTable& table) {
    if (!request.images || request.images->size() != 1)
        return Session::tr("Predict with %1").arg(request.name);
    return Session::tr("Predict %1 with %2")
        .arg(QString::fromStdString(table.images[request.images->front()].id), request.name);
}

}  // namespace

PredictRequest requestWith(const fs::path& weights) {
    PredictRequest request;
    request.weights = weights;
    request.name = QString::fromStdString(weights.stem().string()).left(60);
    return request;
}

Job* Session::startPrediction(const QString& run) {
    for (const RunInfo& info : m_runs) {
        if (info.name != run.toStdString() || !info.checkpoint)
            continue;
        PredictRequest request = requestWith(*info.checkpoint);
        request.name = run;
        return predict(request);
    }
    post(
        {Message::Kind::Warning, tr("Run %1 has no checkpoint to predict with.").arg(run), {}, {}});
    return nullptr;
}

void Session::predictPhotos(const QString& folder, const PredictRequest& request) {
    open(folder, [this, request] { predict(request); });
}

std::optional<PredictRequest> Session::hereRequest() const {
    if (!m_project || !m_currentImage)
        return {};
    std::error_code absent;
    const auto requestOf = [&](const RunInfo& run) -> std::optional<PredictRequest> {
        const auto how = howPredicted(run.predictedBy);
        const bool same = how && fs::exists(how->weights, absent);
        if (!same && !run.checkpoint)
            return {};
        PredictRequest request = requestWith(same ? how->weights : *run.checkpoint);
        if (run.checkpoint)
            request.name = QString::fromStdString(run.name);
        if (same) {
            request.options = how->options;
            request.network = how->network;
        }
        return request;
    };
    std::optional<PredictRequest> request;
    for (const RunInfo& run : m_runs) {
        const bool isCurrent = run.name == m_currentRun.toStdString();
        if (isCurrent || !request) {
            if (auto own = requestOf(run))
                request = std::move(own);
        }
    }
    if (request)
        request->images = std::vector<ImageIndex>{*m_currentImage};
    return request;
}

// One image does not wait for the end of a training that holds the device.
QString Session::resourceForPrediction(const PredictRequest& request) const {
    const QString wanted = resourceOf(request.device);
    const bool isOneImage = request.images && request.images->size() == 1;
    const bool isHeld = m_training && m_training->resource() == wanted;
    return isHeld && isOneImage ? QLatin1String(kLook) : wanted;
}

Job* Session::predict(const PredictRequest& request) {
    if (!m_project)
        return nullptr;
    const QString resource = resourceForPrediction(request);
    PredictTask task;
    task.project = m_project;
    task.checkpoint = request.weights;
    task.device = resource == QLatin1String(kLook) ? "cpu" : request.device.toStdString();
    task.options = request.options;
    task.network = request.network;
    task.images = request.images.value_or(std::vector<ImageIndex>());
    task.loaded = networkOn(resource);
    // What is shown when the job starts: who is before it may make the same run.
    auto shown = std::make_shared<ImageSet>(m_predictions);
    auto work = [this, task, name = request.name.toStdString(), shown](
                    std::stop_token stop, const ProgressCallback& onProgress) {
        const fs::path runs = task.project->runsFolder();
        const RunToPredict target = runToPredictInto(
            runs, listRuns(runs), {task.checkpoint, task.options, task.network}, name, true);
        return predictInto(target, task, *shown, stop, onProgress);
    };
    Job* job = m_jobs->add(titleOf(request, *m_objects), resource, std::move(work),
                           QLatin1String(kPredictions));
    // Its first change is its start, before its thread is there.
    if (job->state() == Job::State::Waiting)
        connect(
            job, &Job::changed, this, [this, shown] { *shown = m_predictions; },
            Qt::SingleShotConnection);
    connect(job, &Job::ended, m_networksTimer, [this] { m_networksTimer->start(); });
    return job;
}

Job::Outcome Session::predictInto(const RunToPredict& target, PredictTask task,
                                  std::shared_ptr<const PredictionSet> shown, std::stop_token stop,
                                  const ProgressCallback& onProgress) {
    task.target = target.run.folder / "predictions.json";
    const auto table = task.project->objects();
    const std::size_t wanted = task.images.empty() ? table->images.size() : task.images.size();
    auto run = std::make_shared<ArrivingRun>();
    run->project = task.project;
    run->name = QString::fromStdString(target.run.name);
    run->total = wanted;
    for (ImageIndex image = 0; image < table->images.size(); ++image)
        run->imageOf[table->images[image].id] = image;
    const auto onGui = [this](auto work) {
        QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
    };
    std::vector<ImageSet> arrived;
    // Once the network is loaded, which its second report says: weights that are none change
    // nothing.
    int reports = 0;
    const auto onReport = [&](const Progress& progress) {
        if (++reports == 1)
            run->there = std::size_t(progress.done);
        if (reports == 2) {
            run->base = baseOf(target.run, task.project, shown);
            onGui([this, run] { beginArriving(run); });
        }
        onProgress(progress);
    };
    const auto onImage = [&](const std::string& id, const std::vector<Detection>& found) {
        arrived.push_back(setOf(id, found));
        onGui([this, run, set = arrived.back()] { takeArrived(run, set); });
    };
    PredictResult result;
    try {
        result = runPrediction(task, onReport, stop, onImage);
    } catch (...) {
        // What was found stays beside the run: the same again goes on there.
        endPredictionsInto(target, PredictionEnd::Failed);
        onGui([this, run] { endArriving(run, nullptr); });
        throw;
    }
    // It never came to the network: all are there, and nothing is changed.
    const bool untouched = reports == 0;
    // Of an earlier go that broke off: what it had found is in the file alone.
    const bool resumed = !untouched && result.resumedAt > run->there;
    ImageSet whole;
    if (!arrived.empty())
        whole =
            resumed ? fromFile(task.project, target.run.name) : joined(*run->base, arrived, *table);
    if (!untouched)
        endPredictionsInto(target,
                           result.stoppedEarly ? PredictionEnd::Stopped : PredictionEnd::Done);
    Job::Outcome outcome;
    outcome.stopped = result.stoppedEarly;
    outcome.text = wordsOf(result, wanted);
    // The job outlives what it made: it holds neither project nor predictions.
    outcome.open = [this, name = run->name, project = std::weak_ptr(run->project)] {
        if (project.lock() == m_project && name != m_currentRun)
            setCurrentRun(name);
        showResult(Result::Objects);
    };
    outcome.deliver = [this, run, whole, untouched, there = target.run.predictedImages,
                       words = outcome.text] {
        if (whole || isArriving(run))
            return endArriving(run, whole);
        if (run->project != m_project)
            return;
        if (!untouched)
            return refreshRuns();
        // It may have grown elsewhere, as by the command line.
        const bool isShown = run->name == m_currentRun && m_predictions &&
                             (!m_predictions->isPartial || m_predictions->images.size() == there);
        if (!isShown) {
            refreshRuns();
            setCurrentRun(run->name);
        }
        post({Message::Kind::Info, tr("In the run %1 %2.").arg(run->name, words), {}, {}});
    };
    return outcome;
}

std::shared_ptr<LoadedSegmenter> Session::networkOn(const QString& resource) {
    auto& network = m_networks[resource];
    if (!network)
        network = std::make_shared<LoadedSegmenter>();
    return network;
}

// Elsewhere: hundreds of megabytes take a moment. A job that uses one lets it go at its end.
void Session::freeNetworks() {
    m_networksTimer->stop();
    for (auto& [resource, network] : std::exchange(m_networks, {}))
        QThreadPool::globalInstance()->start([kept = std::move(network)] {});
}

}  // namespace selvedge
