#include "app/session/problems.h"

#include <QPointer>

#include "app/session/counted_text.h"
#include "app/session/edit_history.h"

namespace selvedge {

namespace {

std::shared_ptr<const doctor::Report> examined(const Project& project, std::stop_token stop,
                                               const ProgressCallback& onProgress) {
    return std::make_shared<const doctor::Report>(
        doctor::examine(project, {}, onProgress, std::move(stop)));
}

}  // namespace

Problems::Problems(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &Session::projectChanged, this, [this] {
        m_report.reset();
        m_step = 0;
        Q_EMIT changed();
    });
    connect(&session.edits(), &EditHistory::undone, this, [this](std::int64_t step) {
        if (step != m_step || m_job)
            return;
        m_step = 0;
        examine();
    });
}

std::vector<doctor::FindingKind> Problems::repairs() const {
    std::vector<doctor::FindingKind> kinds;
    if (!m_report)
        return kinds;
    for (const doctor::Finding& finding : m_report->findings) {
        if (finding.withoutRisky().canRepair())
            kinds.push_back(finding.kind);
    }
    return kinds;
}

void Problems::examine() {
    start(tr("Look for problems"), [self = QPointer(this), project = m_session.project()](
                                       std::stop_token stop, const ProgressCallback& onProgress) {
        const auto report = examined(*project, std::move(stop), onProgress);
        Job::Outcome outcome;
        outcome.text = QString::fromStdString(report->countsText());
        outcome.stopped = report->stoppedEarly;
        outcome.deliver = [self, project, report] {
            if (self && project == self->m_session.project())
                self->adopt(report, self->m_step, false);
        };
        return outcome;
    });
}

void Problems::repair(const std::vector<doctor::FindingKind>& kinds) {
    if (m_report)
        repair(m_report->findings, kinds);
}

void Problems::repairAllSafe() {
    if (!m_report)
        return;
    std::vector<doctor::Finding> findings;
    for (const doctor::Finding& finding : m_report->findings)
        findings.push_back(finding.withoutRisky());
    repair(findings, repairs());
}

void Problems::repair(const std::vector<doctor::Finding>& findings,
                      const std::vector<doctor::FindingKind>& kinds) {
    start(tr("Repair"), [self = QPointer(this), project = m_session.project(), findings, kinds](
                            std::stop_token stop, const ProgressCallback& onProgress) {
        const doctor::RepairResult result = doctor::repair(*project, findings, kinds);
        const auto report = examined(*project, std::move(stop), onProgress);
        Job::Outcome outcome;
        outcome.text = tr("%1 repaired").arg(countedText(result.objects, "object"));
        outcome.deliver = [self, project, report, result] {
            if (self && project == self->m_session.project())
                self->adopt(report, result.step, result.step != 0);
        };
        return outcome;
    });
}

void Problems::undoRepair() {
    if (m_step == 0)
        return;
    start(tr("Undo the repair"),
          [self = QPointer(this), project = m_session.project(), step = m_step](
              std::stop_token stop, const ProgressCallback& onProgress) {
              project->undo(step);
              const auto report = examined(*project, std::move(stop), onProgress);
              Job::Outcome outcome;
              outcome.text = tr("as before");
              outcome.deliver = [self, project, report] {
                  if (self && project == self->m_session.project())
                      self->adopt(report, 0, true);
              };
              return outcome;
          });
}

void Problems::start(const QString& title, const Job::Work& work) {
    if (!m_session.project() || m_job)
        return;
    auto shown = [work, session = &m_session](std::stop_token stop,
                                              const ProgressCallback& onProgress) {
        Job::Outcome outcome = work(std::move(stop), onProgress);
        outcome.open = [session] { session->showResult(Session::Result::Problems); };
        return outcome;
    };
    m_job = m_session.jobs().add(title, QStringLiteral("cpu"), std::move(shown));
    connect(m_job, &Job::ended, this, [this] {
        m_job = nullptr;
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void Problems::adopt(std::shared_ptr<const doctor::Report> report, std::int64_t step, bool edited) {
    m_report = std::move(report);
    m_step = step;
    if (edited) {
        m_session.reloadObjects();
        m_session.edits().noticeSteps();
    }
    Q_EMIT changed();
}

}  // namespace selvedge
