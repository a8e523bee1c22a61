#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "app/session/session.h"
#include "dataset/doctor/doctor.h"

namespace selvedge {

// What the doctor found in the session's project, and its repairs. These are steps of the session's
// history: where one is undone there, it is examined again here. GUI thread.
class Problems : public QObject {
    Q_OBJECT

public:
    explicit Problems(Session& session, QObject* parent = nullptr);

    // Of the project as it is open; null before it was examined. It stays while a new examination
    // runs.
    std::shared_ptr<const doctor::Report> report() const { return m_report; }
    Job* job() const { return m_job; }  // that examines or repairs now; null: none
    // The repairs that the report offers, where they have something to do that is not risky.
    std::vector<doctor::FindingKind> repairs() const;
    bool canUndo() const { return m_step != 0 && !m_job; }

    // Each as a job; nothing without a project or while one runs. A repair and its undo examine
    // again, so that what is shown is so.
    void examine();
    void repair(const std::vector<doctor::FindingKind>& kinds);
    void repairAllSafe();  // repairs(), leaving out what is doctor::Finding::risky
    void undoRepair();

Q_SIGNALS:
    void changed();  // report, job, canUndo

private:
    void repair(const std::vector<doctor::Finding>& findings,
                const std::vector<doctor::FindingKind>& kinds);
    void start(const QString& title, const Job::Work& work);
    void adopt(std::shared_ptr<const doctor::Report> report, std::int64_t step, bool edited);

    Session& m_session;
    std::shared_ptr<const doctor::Report> m_report;
    std::int64_t m_step = 0;  // the last repair, while it can be undone
    Job* m_job = nullptr;
};

}  // namespace selvedge
