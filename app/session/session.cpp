#include "app/session/session.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QTimer>
#include <chrono>
#include <unordered_set>

#include "app/session/counted_text.h"
#include "app/session/edit_history.h"
#include "app/session/short_path.h"
#include "app/session/visible_objects.h"
#include "app/tasks/operating_points.h"
#include "dataset/error.h"
#include "dataset/synthetic/synthetic.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr qsizetype kRecentProjects = 10;
constexpr std::chrono::minutes kNetworkStays{3};  // loaded, after a prediction

fs::path pathOf(const QString& text) {
    return fs::path(text.toStdString());
}

// Thresholds are the project's: another one does not begin with those of the one before.
OperatingPoint lastPointOf(const Project& project) {
    try {
        return lastOperatingPoint(project).value_or(kWindowOperatingPoint);
    } catch (const Error&) {
        return kWindowOperatingPoint;  // whoever lists the named ones says the fault
    }
}

}  // namespace

Session::Session(Settings& settings, QObject* parent)
    : QObject(parent),
      m_settings(settings),
      m_jobs(new JobList(this)),
      m_edits(new EditHistory(*this)),
      m_networksTimer(new QTimer(this)),
      m_visibleObjects(new VisibleObjects(*this)) {
    m_criteria.protocol = keptProtocol(m_settings);
    connect(this, &Session::marksChanged, this, [this] {  // splits may be others
        if (m_measuredSplit && m_measured && m_measured->images != measuredImages()) {
            forgetSweep();
            measureAnew();
        }
    });
    m_networksTimer->setSingleShot(true);
    m_networksTimer->setInterval(kNetworkStays);
    connect(m_networksTimer, &QTimer::timeout, this, &Session::freeNetworks);
    connect(m_jobs, &JobList::jobChanged, this, [this](Job* job) {
        if (job->state() == Job::State::Failed)
            post({Message::Kind::Error, job->text(), {}, {}});
    });
}

Session::~Session() {
    // Their threads end while the members are alive.
    m_liveThread = {};
    delete m_jobs;
    delete m_edits;
}

void Session::open(const QString& path, std::function<void()> then) {
    const ProjectPlace place{cacheFolder(), m_besideCsv, m_project};
    auto work = [this, file = pathOf(path), path, place, then = std::move(then)](
                    std::stop_token stop, const ProgressCallback& onProgress) {
        OpenResult result = openOrImport(file, place, onProgress, stop);
        Job::Outcome outcome;
        outcome.stopped = !result.project;
        if (result.project) {
            const auto table = result.project->objects();
            outcome.text = countedText(table->images.size(), "image") + QStringLiteral(", ") +
                           countedText(table->size(), "object");
        }
        outcome.deliver = [this, result = std::move(result), path, then] {
            if (!result.project)
                return;
            adopt(result.project);
            remember(path);
            report(result);
            if (then)
                then();
        };
        return outcome;
    };
    m_jobs->add(tr("Open %1").arg(QFileInfo(path).fileName()), {}, std::move(work));
}

void Session::report(const OpenResult& result) {
    if (result.csvChanged) {
        post({Message::Kind::Warning,
              tr("The CSV has changed since it was imported. It is read again when it is next "
                 "opened and no window has it."),
              {},
              {}});
    }
    if (result.project->readOnly())
        post({Message::Kind::Warning,
              withShortPath(QString::fromStdString(result.project->readOnlyReason()),
                            result.project->path()),
              {},
              {}});
    if (result.import && !result.import->strays.empty())
        post({Message::Kind::Warning,
              (result.import->strays.size() == 1
                   ? tr("1 corrected or marked object is no longer in the CSV. It is kept, and "
                        "finds "
                        "its place when the CSV has it again.")
                   : tr("%1 corrected or marked objects are no longer in the CSV. They are kept, "
                        "and find their place when it has them again.")
                         .arg(thousands(result.import->strays.size()))),
              {},
              {}});
    if (result.import && result.import->issueCount > 0) {
        const IssueCounts& counts = result.import->counts;
        const RowIssue first =
            result.import->firstNotUsable.value_or(result.import->issues.front());
        post({Message::Kind::Warning,
              (counts.notUsable > 0
                   ? tr("%1 of %2 could not be used, all others are here. Line %3: %4")
                         .arg(countedText(counts.notUsable, "row"))
                   : tr("All rows of %2 are here, with %1. Line %3: %4")
                         .arg(countedText(counts.notes, "note")))
                  .arg(shortPath(result.csv))
                  .arg(first.line)
                  .arg(QString::fromStdString(first.text)),
              tr("Show problems"), [this] { Q_EMIT problemsWanted(); }});
    }
    reportImages();
}

void Session::reportImages() {
    const auto table = m_project->objects();
    if (!table->images.empty() && m_project->imagePath(table->images.front().id).empty()) {
        post({Message::Kind::Warning,
              tr("The images are not in %1.")
                  .arg(QString::fromStdString(m_project->imageFolder().string())),
              tr("Locate folder…"), [this] { Q_EMIT imageFolderWanted(); }});
    }
}

QString Session::projectName() const {
    if (!m_project)
        return {};
    const fs::path source = m_project->source();
    const bool plain = source.stem() == "train" && source.has_parent_path();
    const fs::path name = source.empty() ? m_project->path().stem()
                          : plain        ? source.parent_path().filename()
                                         : source.stem();
    return QString::fromStdString(name.string());
}

void Session::setImageFolder(const QString& folder) {
    if (!m_project)
        return;
    try {
        m_project->setImageFolder(pathOf(folder));
        Q_EMIT projectChanged();
        reportImages();
    } catch (const Error& e) {
        post({Message::Kind::Error, QString::fromUtf8(e.what()), {}, {}});
    }
}

void Session::openSample() {
    const fs::path folder = cacheFolder() / ("sample-" + std::to_string(kDrawingVersion));
    std::error_code error;
    if (fs::exists(folder / "train.csv", error)) {
        open(QString::fromStdString((folder / "train.csv").string()));
        return;
    }
    auto work = [this, folder](std::stop_token stop, const ProgressCallback& onProgress) {
        // Whole or not at all: a stopped drawing leaves no folder that looks like a sample.
        const fs::path partial = folder.string() + ".partial";
        fs::remove_all(partial);
        const SyntheticConfig config;
        const int written = writeSynthetic(config, partial, onProgress, stop).images;
        Job::Outcome outcome;
        outcome.stopped = written < config.images;
        if (outcome.stopped) {
            fs::remove_all(partial);
            return outcome;
        }
        fs::remove_all(folder);
        fs::rename(partial, folder);
        outcome.text = countedText(std::uint64_t(written), "picture");
        outcome.deliver = [this, folder] {
            open(QString::fromStdString((folder / "train.csv").string()));
        };
        return outcome;
    };
    m_jobs->add(tr("Draw the sample"), {}, std::move(work));
}

void Session::exportData(ExportFormat format, const QString& target,
                         std::optional<std::vector<ImageIndex>> images) {
    if (!m_project)
        return;
    ExportTask task;
    task.project = m_project;
    task.format = format;
    task.target = pathOf(target);
    if (images) {
        std::unordered_set<std::string> ids;
        for (const ImageIndex image : *images)
            ids.insert(m_objects->images[image].id);
        task.only = [ids = std::move(ids)](const std::string& id) { return ids.contains(id); };
    }
    if (format == ExportFormat::Csv && !isBuiltIn(*m_catalog)) {
        std::error_code absent;
        const fs::path labels = task.target.parent_path() / "label_descriptions.json";
        if (!fs::exists(labels, absent))
            task.labels = labels;
    }
    auto work = [this, task](std::stop_token stop, const ProgressCallback& onProgress) {
        const ExportResult result = exportProject(task, onProgress, stop);
        Job::Outcome outcome;
        outcome.text = countedText(result.objects, "object");
        outcome.stopped = result.stoppedEarly;
        outcome.open = [this, target = task.target] {
            showResult(Result::File, QString::fromStdString(target.string()));
        };
        if (!result.stoppedEarly)
            outcome.deliver = [this, result, target = task.target] {
                post({Message::Kind::Info,
                      (result.objects == 1 ? tr("%1 is in %2. %3") : tr("%1 are in %2. %3"))
                          .arg(countedText(result.objects, "object"),
                               QString::fromStdString(target.string()),
                               QString::fromStdString(result.lost)),
                      {},
                      {},
                      QString::fromStdString(target.string())});
            };
        return outcome;
    };
    m_jobs->add(tr("Export %1").arg(QFileInfo(target).fileName()), {}, std::move(work));
}

void Session::adopt(std::shared_ptr<Project> project) {
    m_project = std::move(project);
    m_objects = m_project->objects();
    m_catalog = m_project->catalog();
    m_runs = listRuns(m_project->runsFolder());
    m_currentImage.reset();
    m_currentObject.reset();
    m_selection = {};
    forgetPredictions();
    freeNetworks();
    const OperatingPoint before = m_criteria.point;
    m_criteria.point = lastPointOf(*m_project);
    // First: pages then know that their indices of images and objects are of another table.
    Q_EMIT projectChanged();
    if (!(m_criteria.point == before))
        Q_EMIT operatingPointChanged();
    Q_EMIT currentImageChanged();
    Q_EMIT currentObjectChanged();
    Q_EMIT selectionChanged();
    Q_EMIT runsChanged();
    Q_EMIT predictionsChanged();
    Q_EMIT evaluationChanged();
    Q_EMIT sweepChanged();
    for (const RunInfo& run : m_runs) {
        if (run.predictions) {
            setCurrentRun(QString::fromStdString(run.name));
            break;
        }
    }
}

void Session::remember(const QString& path) {
    QStringList recent = m_settings.value(Settings::Key::RecentProjects).toStringList();
    const QString absolute = QFileInfo(path).absoluteFilePath();
    recent.removeAll(absolute);
    recent.prepend(absolute);
    m_settings.setValue(Settings::Key::RecentProjects, QStringList(recent.mid(0, kRecentProjects)));
}

void Session::refreshRuns() {
    m_runs = m_project ? listRuns(m_project->runsFolder()) : std::vector<RunInfo>{};
    Q_EMIT runsChanged();
}

void Session::setCurrentImage(std::optional<ImageIndex> image) {
    if (image == m_currentImage)
        return;
    m_currentImage = image;
    const bool hadObject = m_currentObject.has_value();
    m_currentObject.reset();
    Q_EMIT currentImageChanged();
    if (hadObject)
        Q_EMIT currentObjectChanged();
}

void Session::setCurrentObject(std::optional<ObjectRef> object) {
    if (object == m_currentObject)
        return;
    m_currentObject = object;
    Q_EMIT currentObjectChanged();
}

void Session::setSelection(Selection selection) {
    if (selection == m_selection)
        return;
    m_selection = std::move(selection);
    Q_EMIT selectionChanged();
}

std::shared_ptr<const Marks> Session::marks() const {
    return m_project ? m_project->marks() : nullptr;
}

}  // namespace selvedge
