#include "ui/evaluate/report_out.h"

#include <QBuffer>
#include <QFileDialog>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextDocument>
#include <QThread>
#include <memory>

#include "app/session/counted_text.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/project/output_guard.h"
#include "model/evaluation/submission.h"
#include "ui/evaluate/curve_panel.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/report_content.h"

namespace selvedge {

namespace {

std::string pdfOf(const std::string& html, const std::string& title) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&buffer);
    pdf.setCreator(QStringLiteral("Selvedge"));
    pdf.setTitle(QString::fromStdString(title));
    pdf.setPageSize(QPageSize(QPageSize::A4));
    pdf.setResolution(150);
    // A document's layout has timers, which only a thread of Qt's has.
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        QTextDocument document;
        document.setHtml(QString::fromStdString(html));
        document.print(&pdf);
    }));
    thread->start();
    thread->wait();
    return bytes.toStdString();
}

}  // namespace

ReportOut::ReportOut(EvaluateState& state, EvaluatePage& page)
    : QObject(&page), m_state(state), m_page(page) {
    chooseFile = [this](const QString& title, const QString& proposed, const QString& filter) {
        const QString folder =
            m_state.session().settings().value(Settings::Key::LastFolder).toString();
        return QFileDialog::getSaveFileName(&m_page, title, folder + u'/' + proposed, filter);
    };
}

QString ReportOut::ask(const QString& title, const QString& proposed, const QString& filter) {
    Session& session = m_state.session();
    const auto predictions = session.predictions();
    const QString file = chooseFile(title, proposed, filter);
    if (file.isEmpty())
        return {};
    session.settings().setValue(Settings::Key::LastFolder, QFileInfo(file).absolutePath());
    // The window lives on behind a file chooser: jobs end, predictions come and go.
    if (session.predictions() == predictions && session.measuredTable())
        return file;
    session.post({Message::Kind::Warning,
                  tr("Nothing was saved: what is measured has changed meanwhile."),
                  {},
                  {}});
    return {};
}

void ReportOut::saveReport() {
    Session& session = m_state.session();
    if (!session.measurement())
        return;
    const QString name =
        QStringLiteral("report-%1-%2.html")
            .arg(session.currentRun(), QString::fromStdString(session.protocol().name));
    QString file =
        ask(tr("Save report"), name,
            tr("Page with pictures (*.html);;PDF (*.pdf);;Tables (*.csv);;JSON (*.json)"));
    if (file.isEmpty())
        return;
    QString ending = QFileInfo(file).suffix().toLower();
    static const QStringList kEndings{QStringLiteral("html"), QStringLiteral("htm"),
                                      QStringLiteral("pdf"), QStringLiteral("csv"),
                                      QStringLiteral("json")};
    if (!kEndings.contains(ending)) {
        file += QStringLiteral(".html");
        ending = QStringLiteral("html");
    }
    const auto source = reportSource(m_state, *m_page.curves());
    if (!source)
        return;
    auto work = [&session, file, ending, source = *source](std::stop_token stop,
                                                           const ProgressCallback&) {
        refuseToReplace(file.toStdString(), *source.project);
        Job::Outcome outcome;
        const auto numbers = reportNumbers(source, stop);
        outcome.stopped = !numbers;
        if (!numbers)
            return outcome;
        ReportContent content = reportTexts(source, *numbers);
        std::string bytes;
        if (ending == QLatin1String("json")) {
            bytes = stampedJson(content, numbers->now.report, *source.catalog);
        } else if (ending == QLatin1String("csv")) {
            bytes = reportCsv(content);
        } else {
            content.pictures = reportPlots(source, *numbers);
            content.examples = reportExamples(source, stop);
            bytes = reportHtml(content);
            if (ending == QLatin1String("pdf"))
                bytes = pdfOf(bytes, content.title);
        }
        outcome.stopped = stop.stop_requested();
        if (outcome.stopped)
            return outcome;
        writeFileAtomically(file.toStdString(), bytes);
        outcome.open = [&session, file] { session.showResult(Session::Result::File, file); };
        outcome.deliver = [&session, file] {
            session.post({Message::Kind::Info, tr("The report is in %1.").arg(file), {}, {}, file});
        };
        return outcome;
    };
    session.jobs().add(tr("Write %1").arg(QFileInfo(file).fileName()), {}, std::move(work));
}

void ReportOut::saveSubmission() {
    Session& session = m_state.session();
    if (!session.measuredTable() || !session.predictions())
        return;
    const QString file =
        ask(tr("Save submission"), QStringLiteral("submission-%1.csv").arg(session.currentRun()),
            tr("Submission (*.csv)"));
    if (file.isEmpty())
        return;
    auto work = [&session, file, measured = session.measuredTable(),
                 predictions = session.predictions(), criteria = session.criteria(),
                 catalog = session.catalog(),
                 project = session.project()](std::stop_token, const ProgressCallback&) {
        refuseToReplace(file.toStdString(), *project);
        // All that is left counts, with all that is on.
        SubmissionOptions options;
        options.point.scoreThreshold = -std::numeric_limits<double>::infinity();
        const SubmissionResult result = writeSubmission(
            file.toStdString(), countedPredictions(*predictions, *measured->table, criteria),
            *catalog, options);
        Job::Outcome outcome;
        outcome.text = countedText(result.rows, "object");
        if (result.covered > 0)
            outcome.text += tr(", %1 left out: others cover them").arg(thousands(result.covered));
        outcome.open = [&session, file] { session.showResult(Session::Result::File, file); };
        outcome.deliver = [&session, file, words = outcome.text] {
            session.post({Message::Kind::Info,
                          tr("The submission is in %1: %2.").arg(file, words),
                          {},
                          {},
                          file});
        };
        return outcome;
    };
    session.jobs().add(tr("Write %1").arg(QFileInfo(file).fileName()), {}, std::move(work));
}

}  // namespace selvedge
