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
#include "ui/evaluate/headline_panel.h"
#include "ui/evaluate/report_content.h"
#include "ui/evaluate/verdict_panels.h"
#include "ui/plot/bars_view.h"
#include "ui/plot/curve_view.h"
#include "ui/plot/treemap_view.h"

namespace selvedge {

namespace {

constexpr double kRatio = 2;
constexpr QSize kMap(560, 300), kCurve(420, 260), kBars(420, 170);

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
    const QString file = chooseFile(title, proposed, filter);
    if (!file.isEmpty())
        m_state.session().settings().setValue(Settings::Key::LastFolder,
                                              QFileInfo(file).absolutePath());
    return file;
}

ReportContent ReportOut::content() const {
    ReportContent content = reportTexts(m_state);
    const Theme::Name paper = Theme::Name::Light;
    if (!m_page.headline()->map()->cells().empty())
        content.pictures.push_back(
            reportPicture(m_page.headline()->map()->picture(kMap, kRatio, paper),
                          m_page.headline()->title(), m_page.headline()->note(), kMap.width()));
    if (!m_page.curves()->curve()->lines().empty())
        content.pictures.push_back(
            reportPicture(m_page.curves()->curve()->picture(kCurve, kRatio, paper),
                          tr("Curve of %1").arg(m_page.curves()->title()), m_page.curves()->note(),
                          kCurve.width()));
    if (!m_page.reliability()->bars()->bars().empty())
        content.pictures.push_back(
            reportPicture(m_page.reliability()->bars()->picture(kBars, kRatio, paper),
                          m_page.reliability()->title(),
                          tr("Share of right detections by score; on the dashed line both agree."),
                          kBars.width()));
    return content;
}

void ReportOut::saveReport() {
    Session& session = m_state.session();
    const auto& last = session.measurement();
    if (!last || session.evaluating())
        return;
    const QString name =
        QStringLiteral("report-%1-%2.html")
            .arg(session.currentRun(), QString::fromStdString(last->report.protocol.name));
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
    const ExampleSource examples{
        m_state.analyses().source(), session.predictions(),
        session.matchTable(),        {session.project(), session.objects(), session.predictions()},
        m_state.palette(),           session.catalog()};
    auto work = [&session, file, ending, examples, content = content(), report = last->report,
                 project = session.project()](std::stop_token stop,
                                              const ProgressCallback&) mutable {
        refuseToReplace(file.toStdString(), *project);
        Job::Outcome outcome;
        std::string bytes;
        if (ending == QLatin1String("json")) {
            bytes = stampedJson(content, report, *examples.catalog);
        } else if (ending == QLatin1String("csv")) {
            bytes = reportCsv(content);
        } else {
            content.examples = reportExamples(examples, stop);
            bytes = reportHtml(content);
            if (ending == QLatin1String("pdf"))
                bytes = pdfOf(bytes, content.title);
        }
        outcome.stopped = stop.stop_requested();
        if (outcome.stopped)
            return outcome;
        writeFileAtomically(file.toStdString(), bytes);
        outcome.deliver = [&session, file] {
            session.post({Message::Kind::Info, tr("The report is in %1.").arg(file), {}, {}, file});
        };
        return outcome;
    };
    session.jobs().add(tr("Write %1").arg(QFileInfo(file).fileName()), {}, std::move(work));
}

void ReportOut::saveSubmission() {
    Session& session = m_state.session();
    const auto measured = session.measuredTable();
    if (!measured || !session.predictions())
        return;
    const QString file =
        ask(tr("Save submission"), QStringLiteral("submission-%1.csv").arg(session.currentRun()),
            tr("Submission (*.csv)"));
    if (file.isEmpty())
        return;
    auto work = [&session, file, measured, predictions = session.predictions(),
                 criteria = session.criteria(), catalog = session.catalog(),
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
