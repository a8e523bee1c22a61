#pragma once

#include <QObject>
#include <functional>

#include "app/tasks/report.h"
#include "ui/evaluate/evaluate_state.h"

namespace selvedge {

class EvaluatePage;

// Writes what the page shows as files: a report (HTML, PDF, CSV or JSON, by the file's ending) and
// a submission. Pictures of plots are taken from the page, those of objects are made by the job.
// GUI thread.
class ReportOut : public QObject {
    Q_OBJECT

public:
    ReportOut(EvaluateState& state, EvaluatePage& page);
    void saveReport();
    void saveSubmission();
    // Asks where to save, given a proposed name; empty: given up. Tests put their own in.
    std::function<QString(const QString& title, const QString& proposed, const QString& filter)>
        chooseFile;
    // Of the page as it is now; without pictures of objects.
    ReportContent content() const;

private:
    QString ask(const QString& title, const QString& proposed, const QString& filter);

    EvaluateState& m_state;
    EvaluatePage& m_page;
};

}  // namespace selvedge
