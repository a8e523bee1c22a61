#include "app/session/measured_runs.h"

#include <QPointer>
#include <algorithm>

#include "app/session/counted_text.h"
#include "app/tasks/project_predictions.h"
#include "app/tasks/project_sources.h"
#include "model/evaluation/detection_measures.h"

namespace selvedge {

MeasuredRuns::MeasuredRuns(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
    for (auto signal : {&Session::projectChanged, &Session::objectsChanged, &Session::runsChanged,
                        &Session::predictionsChanged, &Session::evaluationChanged})
        connect(&session, signal, this, &MeasuredRuns::follow);
    follow();
}

MeasuredRuns::~MeasuredRuns() = default;

QStringList MeasuredRuns::others() const {
    QStringList names;
    for (const RunInfo& run : m_session.runs()) {
        const QString name = QString::fromStdString(run.name);
        if (run.predictions && name != m_session.currentRun())
            names += name;
    }
    return names;
}

MeasuredRuns::Run* MeasuredRuns::find(const QString& name) {
    const auto it = std::find_if(m_runs.begin(), m_runs.end(),
                                 [&](const Run& run) { return run.name == name; });
    return it == m_runs.end() ? nullptr : &*it;
}

const MeasuredRuns::Run* MeasuredRuns::run(const QString& name) const {
    return const_cast<MeasuredRuns*>(this)->find(name);
}

void MeasuredRuns::setWanted(const QStringList& names) {
    const QStringList known = others();
    QStringList wanted;
    for (const QString& name : names) {
        if (known.contains(name) && !wanted.contains(name))
            wanted += name;
    }
    if (wanted == m_wanted)
        return;
    m_wanted = wanted;
    std::vector<Run> runs;
    QStringList added;
    for (const QString& name : m_wanted) {
        if (const Run* there = find(name))
            runs.push_back(*there);
        else {
            runs.push_back({name, {}, {}, {}});
            added += name;
        }
    }
    m_runs = std::move(runs);
    for (const QString& name : added)
        match(name);
    Q_EMIT changed();
    measureNext();
}

void MeasuredRuns::forgetTables() {
    const QStringList names = m_wanted;
    m_wanted.clear();
    m_runs.clear();
    setWanted(names);
    if (m_wanted.isEmpty())
        Q_EMIT changed();
}

// Something of the session is another.
void MeasuredRuns::follow() {
    if (m_session.project() != m_project || m_session.objects() != m_objects) {
        m_project = m_session.project();
        m_objects = m_session.objects();
        m_measured.reset();
        forgetTables();
    } else if (m_wanted.contains(m_session.currentRun())) {
        QStringList names = m_wanted;
        names.removeAll(m_session.currentRun());
        setWanted(names);
    }
    const auto measured = m_session.measuredTable();
    if (!measured || m_session.evaluating())
        return;
    const Criteria& now = m_session.criteria();
    if (measured == m_measured && now.point == m_criteria.point &&
        now.protocol == m_criteria.protocol)
        return;
    m_measured = measured;
    m_criteria = now;
    ++m_generation;
    if (m_running)
        m_thread.request_stop();
    Q_EMIT changed();
    measureNext();
}

void MeasuredRuns::match(const QString& name) {
    const auto& all = m_session.runs();
    const auto info = std::find_if(
        all.begin(), all.end(), [&](const RunInfo& run) { return run.name == name.toStdString(); });
    auto work = [self = QPointer(this), name, file = *info->predictions, project = m_project,
                 objects = m_objects](std::stop_token stop, const ProgressCallback& onProgress) {
        const LoadedPredictions loaded = readProjectPredictions(project, file);
        const auto table =
            buildMatchTable(ProjectGroundTruth(project), loaded.predictions, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = !table;
        if (table)
            outcome.text = tr("%1 matched").arg(countedText(table->cells.size(), "image"));
        outcome.deliver = [self, name, table, objects] {
            Run* run = self ? self->find(name) : nullptr;
            if (!table || !run || objects != self->m_objects)
                return;
            run->table = table;
            run->measured.reset();
            Q_EMIT self->changed();
            self->measureNext();
        };
        return outcome;
    };
    Job* job =
        m_session.jobs().add(tr("Evaluate %1").arg(name), QStringLiteral("cpu"), std::move(work));
    connect(job, &Job::ended, this, [this, name](Job* ended) {
        const Run* run = find(name);
        if (ended->state() != Job::State::Finished && run && !run->table) {
            QStringList names = m_wanted;
            names.removeAll(name);
            setWanted(names);
        }
    });
}

void MeasuredRuns::measureNext() {
    if (m_running || !m_measured)
        return;
    const auto next = std::find_if(m_runs.begin(), m_runs.end(),
                                   [&](const Run& run) { return run.table && !isCurrent(run); });
    if (next == m_runs.end())
        return;
    m_running = true;
    m_thread =
        std::jthread([this, name = next->name, table = next->table, images = m_measured->images,
                      point = m_criteria.point, protocol = m_criteria.protocol,
                      generation = m_generation](std::stop_token stop) {
            enterJobThread();
            auto measured = std::make_shared<const MeasuredTable>(measuredPart(table, images));
            std::optional<Measurement> measurement;
            double corLoc = -1;
            QString fault;
            try {
                Evaluator evaluator(measured->table, protocol);
                measurement = measure(evaluator, criteriaOf(*table, protocol, point), stop);
                if (const auto found = correctLocalization(*measured->table, point, stop))
                    corLoc = found->weighted;
            } catch (const std::exception& e) {
                fault = QString::fromUtf8(e.what());
            }
            QMetaObject::invokeMethod(
                this,
                [this, name, table, measured, measurement = std::move(measurement), corLoc, fault,
                 generation]() mutable {
                    m_running = false;
                    Run* run = find(name);
                    if (run && run->table == table && generation == m_generation) {
                        run->generation = generation;
                        run->measured = std::move(measured);
                        run->measurement = std::move(measurement);
                        run->corLoc = corLoc;
                        if (!fault.isEmpty()) {
                            m_session.post({Message::Kind::Error, fault, {}, {}});
                            QStringList names = m_wanted;
                            names.removeAll(name);
                            setWanted(names);
                        }
                        Q_EMIT changed();
                    }
                    measureNext();
                },
                Qt::QueuedConnection);
        });
}

}  // namespace selvedge
