#include "app/session/measured_runs.h"

#include <algorithm>
#include <chrono>

#include "app/session/counted_text.h"
#include "app/tasks/match_task.h"
#include "model/evaluation/detection_measures.h"

namespace selvedge {

namespace {

constexpr std::chrono::milliseconds kQuiet{1500};

void stopMatching(QPointer<Job>& job) {
    if (Job* obsolete = job)
        obsolete->requestStop();
    job.clear();
}

}  // namespace

MeasuredRuns::MeasuredRuns(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(kQuiet);
    connect(&m_quiet, &QTimer::timeout, this, &MeasuredRuns::matchAnew);
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
        // Of some images only: what they show on others would count as missed.
        const bool isPartial = run.predictedImages && m_session.objects() &&
                               *run.predictedImages < m_session.objects()->images.size();
        if (run.predictions && !isPartial && name != m_session.currentRun())
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
            runs.emplace_back().name = name;
            added += name;
        }
    }
    for (Run& run : m_runs)
        if (!m_wanted.contains(run.name))
            stopMatching(run.job);
    m_runs = std::move(runs);
    for (const QString& name : added)
        match(*find(name));
    Q_EMIT changed();
    measureNext();
}

void MeasuredRuns::forgetTables() {
    const QStringList names = m_wanted;
    m_wanted.clear();
    for (Run& run : m_runs)
        stopMatching(run.job);
    m_runs.clear();
    setWanted(names);
    if (m_wanted.isEmpty())
        Q_EMIT changed();
}

// After edits, or where the edges of masks are asked for: the numbers stay until the new ones come.
void MeasuredRuns::matchAnew() {
    for (Run& run : m_runs) {
        const bool lacks = run.table && boundary() && !run.table->options.boundary;
        if (!run.table || run.objects != m_objects || lacks) {
            stopMatching(run.job);
            match(run);
        }
    }
}

bool MeasuredRuns::boundary() const {
    return m_session.protocol().iouType == IouType::Boundary;
}

// Something of the session is another.
void MeasuredRuns::follow() {
    if (m_session.project() != m_project) {
        m_project = m_session.project();
        m_objects = m_session.objects();
        m_measured.reset();
        forgetTables();
    } else if (m_session.objects() != m_objects) {
        m_objects = m_session.objects();
        for (Run& run : m_runs)
            stopMatching(run.job);
        m_quiet.start();
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
    const bool otherOverlap = now.protocol.iouType != m_criteria.protocol.iouType;
    m_measured = measured;
    m_criteria = now;
    ++m_generation;
    if (m_running)
        m_thread.request_stop();
    if (otherOverlap)
        matchAnew();
    Q_EMIT changed();
    measureNext();
}

void MeasuredRuns::match(Run& run) {
    const QString name = run.name;
    const auto& all = m_session.runs();
    const auto info = std::find_if(
        all.begin(), all.end(), [&](const RunInfo& one) { return one.name == name.toStdString(); });
    if (info == all.end())
        return;  // just deleted: what follows takes it from the wanted ones
    const MatchTask task{m_project, {}, info->folder, {boundary()}};
    auto work = [self = QPointer(this), name, task, objects = m_objects](
                    std::stop_token stop, const ProgressCallback& onProgress) {
        const auto table = runMatching(task, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = !table;
        if (table)
            outcome.text = tr("%1 matched").arg(countedText(table->cells.size(), "image"));
        outcome.deliver = [self, name, table, objects] {
            if (self && table)
                self->takeTable(name, table, objects);
        };
        return outcome;
    };
    run.job =
        m_session.jobs().add(tr("Evaluate %1").arg(name), QStringLiteral("cpu"), std::move(work));
    connect(run.job, &Job::ended, this, [this, name](Job* ended) {
        const Run* there = find(name);
        if (there && there->job == ended && ended->state() != Job::State::Finished) {
            QStringList names = m_wanted;
            names.removeAll(name);
            setWanted(names);
        }
    });
}

void MeasuredRuns::takeTable(const QString& name, std::shared_ptr<const MatchTable> table,
                             std::shared_ptr<const ObjectTable> objects) {
    Run* run = find(name);
    if (!run || objects != m_objects)
        return;
    run->table = std::move(table);
    run->objects = std::move(objects);
    run->measured.reset();
    run->generation = 0;
    Q_EMIT changed();
    measureNext();
}

void MeasuredRuns::measureNext() {
    if (m_running || !m_measured)
        return;
    const auto next = std::find_if(m_runs.begin(), m_runs.end(), [&](const Run& run) {
        const bool fits =
            run.table && run.objects == m_objects && (!boundary() || run.table->options.boundary);
        return fits && !isCurrent(run);
    });
    if (next == m_runs.end())
        return;
    m_running = true;
    m_thread =
        std::jthread([this, name = next->name, table = next->table, images = m_measured->images,
                      point = m_criteria.point, protocol = m_criteria.protocol,
                      generation = m_generation](std::stop_token stop) {
            enterJobThread();
            std::shared_ptr<const MeasuredTable> measured;
            std::optional<Measurement> measurement;
            double corLoc = -1;
            QString fault;
            try {
                measured = std::make_shared<const MeasuredTable>(
                    seenBy(protocol, measuredPart(table, images)));
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
                            m_session.postError(fault);
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
