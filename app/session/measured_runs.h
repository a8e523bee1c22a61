#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "app/session/session.h"

namespace selvedge {

// Other runs than the session's, measured on the same images by the same protocol at the same
// operating point: what the current run is compared with. Predictions are matched by a job a run,
// after which the numbers follow the session's, off the window's thread; latest wins. GUI thread.
class MeasuredRuns : public QObject {
    Q_OBJECT

public:
    struct Run {
        QString name;
        std::shared_ptr<const MatchTable> table;        // of all images; null: being matched
        std::shared_ptr<const ObjectTable> objects;     // that it was matched with
        std::shared_ptr<const MeasuredTable> measured;  // its part that is measured
        std::optional<Measurement> measurement;  // isCurrent() says whether of the present criteria
        double corLoc = -1;                      // correctLocalization().weighted
        std::uint64_t generation = 0;
        QPointer<Job> job;  // that matches it
    };
    explicit MeasuredRuns(Session& session, QObject* parent = nullptr);
    ~MeasuredRuns() override;

    // Runs of the project with predictions, less the session's own; others are passed over. Those
    // no longer wanted are forgotten.
    void setWanted(const QStringList& names);
    const QStringList& wanted() const { return m_wanted; }
    // In the order of wanting.
    const std::vector<Run>& runs() const { return m_runs; }
    const Run* run(const QString& name) const;  // null: not wanted
    bool isCurrent(const Run& run) const {
        return run.measurement && run.generation == m_generation;
    }
    // That may be compared with: they have predictions, of all images.
    QStringList others() const;

Q_SIGNALS:
    void changed();  // runs, their numbers

private:
    void follow();
    void forgetTables();
    void matchAnew();
    void match(Run& run);
    void takeTable(const QString& name, std::shared_ptr<const MatchTable> table,
                   std::shared_ptr<const ObjectTable> objects);
    bool boundary() const;
    void measureNext();
    Run* find(const QString& name);

    Session& m_session;
    QStringList m_wanted;
    std::vector<Run> m_runs;
    std::shared_ptr<Project> m_project;
    std::shared_ptr<const ObjectTable> m_objects;
    std::shared_ptr<const MeasuredTable> m_measured;  // of the session
    Criteria m_criteria;
    QTimer m_quiet;  // after edits: matching follows the last of them
    std::uint64_t m_generation = 0;
    bool m_running = false;
    std::jthread m_thread;
};

}  // namespace selvedge
