// Session: predictions on their way, image by image, into the current run.

#include <QScopeGuard>
#include <QThreadPool>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <utility>

#include "app/session/arriving_run.h"
#include "app/session/session.h"

namespace selvedge {

namespace {

// Often enough to look at once; not so often that showing them is most of the work.
constexpr auto kArrivalInterval = std::chrono::milliseconds(100);

}  // namespace

void Session::beginArriving(const std::shared_ptr<ArrivingRun>& run) {
    run->before = m_currentRun;
    run->pause = new QTimer(this);
    run->pause->setSingleShot(true);
    run->pause->setInterval(kArrivalInterval);
    connect(run->pause, &QTimer::timeout, this, [this, which = run.get()] { tellArrived(*which); });
    m_arriving.push_back(run);
    if (run->project != m_project)
        return;
    refreshRuns();
    // Of the run that is shown, whose tiles stay.
    m_predictionsGrew = run->name == m_currentRun && run->base == m_predictions;
    setPredictions(run->name, run->base);
    m_predictionsGrew = false;
}

void Session::takeArrived(const std::shared_ptr<ArrivingRun>& run,
                          const std::shared_ptr<const PredictionSet>& set) {
    // Of a failed one what is under way still comes.
    const auto image = run->imageOf.find(set->images.begin()->first);
    if (!isArriving(run) || image == run->imageOf.end())
        return;
    run->images[image->second] = set;
    run->untold.push_back(image->second);
    if (!run->pause->isActive())
        tellArrived(*run);
}

// At once, then now and then.
void Session::tellArrived(ArrivingRun& run) {
    if (run.untold.empty())
        return;
    run.pause->start();
    const auto images = std::exchange(run.untold, {});
    if (&run == arrivingRun().get())
        Q_EMIT predictionsArrived(images);
}

void Session::endArriving(const std::shared_ptr<ArrivingRun>& run,
                          std::shared_ptr<const PredictionSet> whole) {
    if (run->pause)
        tellArrived(*run);
    std::erase(m_arriving, run);
    delete std::exchange(run->pause, nullptr);
    // Freed elsewhere: very many pieces.
    const auto freed = qScopeGuard([&] {
        QThreadPool::globalInstance()->start(
            [images = std::move(run->images), base = std::move(run->base)] {});
    });
    if (run->project != m_project)
        return;
    const bool isCurrent = run->name == m_currentRun;
    refreshRuns();
    if (!isCurrent)
        return;
    if (!whole) {
        const bool kept = std::any_of(m_runs.begin(), m_runs.end(), [&](const RunInfo& info) {
            return info.name == run->name.toStdString() && info.predictions;
        });
        return setCurrentRun(kept ? run->name : run->before);
    }
    const auto object = m_currentObject;
    m_predictionsGrew = true;
    setPredictions(run->name, std::move(whole));
    m_predictionsGrew = false;
    setCurrentObject(object);
}

bool Session::isArriving(const std::shared_ptr<ArrivingRun>& run) const {
    return std::find(m_arriving.begin(), m_arriving.end(), run) != m_arriving.end();
}

std::shared_ptr<ArrivingRun> Session::arrivingRun() const {
    for (const auto& run : m_arriving) {
        if (run->project == m_project && run->name == m_currentRun)
            return run;
    }
    return nullptr;
}

bool Session::isBeingPredicted(const QString& run) const {
    return std::any_of(m_arriving.begin(), m_arriving.end(), [&](const auto& arriving) {
        return arriving->project == m_project && arriving->name == run;
    });
}

std::optional<Session::Arriving> Session::arriving() const {
    const auto run = arrivingRun();
    if (!run)
        return {};
    return Arriving{run->there + run->images.size(), run->total};
}

std::shared_ptr<const PredictionSet> Session::predictionsOf(ImageIndex image) const {
    if (const auto run = arrivingRun()) {
        if (const auto found = run->images.find(image); found != run->images.end())
            return found->second;
    }
    return m_predictions;
}

}  // namespace selvedge
