#include "app/session/compared_runs.h"

#include <algorithm>

#include "app/session/counted_text.h"
#include "app/tasks/run_predictions.h"

namespace selvedge {

ComparedRuns::ComparedRuns(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
    connect(&session, &Session::projectChanged, this, [this] {
        if (m_session.project() != m_project)  // else only its folder of images is another
            clear();
        m_project = m_session.project();
    });
    connect(&session, &Session::predictionsChanged, this,
            [this] { setWanted(m_session.currentRun(), false); });
}

void ComparedRuns::clear() {
    m_shown.clear();
    m_wanted.clear();
    Q_EMIT changed();
}

void ComparedRuns::setWanted(const QString& name, bool wanted) {
    if (wanted == isWanted(name))
        return;
    if (!wanted) {
        m_wanted.removeAll(name);
        std::erase_if(m_shown, [&](const Entry& entry) { return entry.name == name; });
        Q_EMIT changed();
        return;
    }
    if (name == m_session.currentRun())
        return;
    for (const RunInfo& run : m_session.runs()) {
        if (run.name == name.toStdString() && run.predictions) {
            m_wanted += name;
            Q_EMIT changed();
            load(run);
            return;
        }
    }
}

void ComparedRuns::load(const RunInfo& run) {
    const QString name = QString::fromStdString(run.name);
    auto work = [this, name, run, project = m_session.project()](std::stop_token stop,
                                                                 const ProgressCallback&) {
        LoadedPredictions loaded = readRunPredictions(project, run);
        auto set = std::make_shared<const PredictionSet>(std::move(loaded.predictions));
        Job::Outcome outcome;
        outcome.stopped = stop.stop_requested();
        outcome.text = countedText(set->images.size(), "image");
        outcome.deliver = [this, name, set, project, stopped = outcome.stopped] {
            // It may have been taken away since, and chosen again, or the project be another.
            const bool there = std::any_of(m_shown.begin(), m_shown.end(),
                                           [&](const Entry& entry) { return entry.name == name; });
            if (stopped || project != m_session.project() || !isWanted(name) || there)
                return;
            m_shown.push_back({name, set});
            Q_EMIT changed();
        };
        return outcome;
    };
    Job* job = m_session.jobs().add(tr("Load predictions of %1").arg(name), {}, std::move(work));
    connect(job, &Job::ended, this, [this, name](Job* ended) {
        if (ended->state() != Job::State::Finished)
            setWanted(name, false);
    });
}

}  // namespace selvedge
