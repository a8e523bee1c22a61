#pragma once

#include <QObject>
#include <functional>

#include "app/tasks/report.h"
#include "ui/evaluate/evaluate_state.h"

namespace selvedge {

class EvaluatePage;

// Writes what is measured as files: a report (HTML, PDF, CSV or JSON, by the file's ending) and a
// submission. Both are of what the page is of when the file is chosen, and all of one moment: a job
// works their numbers out. GUI thread.
class ReportOut : public QObject {
    Q_OBJECT

public:
    ReportOut(EvaluateState& state, EvaluatePage& page);
    void saveReport();
    void saveSubmission();
    // Asks where to save, given a proposed name; empty: given up. Tests put their own in.
    std::function<QString(const QString& title, const QString& proposed, const QString& filter)>
        chooseFile;

private:
    // Empty: given up, or another run came meanwhile, which is said.
    QString ask(const QString& title, const QString& proposed, const QString& filter);

    EvaluateState& m_state;
    EvaluatePage& m_page;
};

}  // namespace selvedge
