#include <algorithm>
#include <set>
#include <system_error>

#include "app/tasks/tasks.h"
#include "dataset/error.h"
#include "dataset/project/detectron2.h"
#include "dataset/project/import_coco.h"
#include "dataset/project/photo_folder.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

bool hasChanged(const fs::path& source, const Project& project) {
    std::error_code error;
    if (!fs::is_directory(source))
        return fs::last_write_time(source, error) > fs::last_write_time(project.path(), error);
    // What lies in the folder now is what was taken in, or had no readable size.
    std::set<std::string> known;
    for (const ImageRow& image : project.objects()->images)
        known.insert(image.id);
    const std::vector<std::string> photos = photosIn(source);
    const auto added = std::count_if(photos.begin(), photos.end(),
                                     [&](const auto& id) { return !known.contains(id); });
    const IssueCounts counts = project.issueCounts();  // each is about one of them
    return std::uint64_t(added) != counts.notUsable + counts.notes ||
           photos.size() - std::size_t(added) != known.size();
}

void refuseOthers(const FormatGuess& guess) {
    std::string hint;
    switch (guess.format) {
        case FileFormat::TruthCsv:
        case FileFormat::TruthFolder:
        case FileFormat::CocoTruth:
        case FileFormat::Detectron2Dicts:
        case FileFormat::ImageFolder:
            return;
        case FileFormat::Unknown:
            throw Error(
                ErrorKind::BadFormat,
                guess.words +
                    "; expected an iMaterialist CSV, a COCO, Fashionpedia or Detectron2 JSON, a "
                    "folder with pictures or a train.csv, or a Selvedge project");
        case FileFormat::SubmissionCsv:
        case FileFormat::CocoResults:
            hint =
                "it holds predictions: open the data set they belong to, and give them to "
                "evaluate";
            break;
        case FileFormat::LabelDescriptions:
            hint = "open the train.csv that it belongs to";
            break;
        case FileFormat::Image:
            hint = "open the folder that it lies in";
            break;
        case FileFormat::Weights:
            hint = "open a data set first, and give it to train or predict";
            break;
        case FileFormat::Project:
            hint = "it is one already";
            break;
    }
    throw Error(ErrorKind::BadFormat,
                guess.file.string() + " is " + guess.words + ", no source of a project; " + hint);
}

}  // namespace

ImportResult importSource(const FormatGuess& source, const fs::path& project,
                          const ImportOptions& options, const ProgressCallback& onProgress,
                          std::stop_token stop) {
    refuseOthers(source);
    const auto import = source.format == FileFormat::CocoTruth         ? importCoco
                        : source.format == FileFormat::Detectron2Dicts ? importDetectron2
                        : source.format == FileFormat::ImageFolder     ? Project::importFolder
                                                                       : Project::importCsv;
    return import(source.file, project, options, onProgress, stop);
}

OpenResult openOrImport(const fs::path& path, const ProjectPlace& place,
                        const ProgressCallback& onProgress, std::stop_token stop) {
    if (!fs::exists(path))
        throw Error(ErrorKind::NotFound, path.string() + " does not exist");
    const auto open = [&](const fs::path& project) {
        std::error_code error;
        const bool isOpen = place.openNow && fs::equivalent(project, place.openNow->path(), error);
        return isOpen ? place.openNow : Project::open(project, place.access);
    };
    // A damaged project may not look like one any more; its own errors say more.
    if (path.extension() == ".selvedge")
        return {open(path), {}, {}};
    FormatGuess guess = guessFormat(path);
    if (guess.format == FileFormat::Project)
        return {open(path), {}, {}};
    refuseOthers(guess);
    guess.file = fs::absolute(guess.file).lexically_normal();
    const fs::path& source = guess.file;
    const fs::path projects = place.cache / "projects";
    const fs::path projectPath = place.besideCsv ? Project::defaultPath(source, projects)
                                                 : Project::cachePath(source, projects);
    if (fs::exists(projectPath)) {
        auto project = open(projectPath);
        if (!hasChanged(source, *project))
            return {project, {}, source};
        if (project == place.openNow || (place.access == Access::Write && project->readOnly()))
            return {project, {}, source, true};
    }
    fs::create_directories(projectPath.parent_path());
    try {
        ImportResult imported = importSource(guess, projectPath, {}, onProgress, stop);
        if (imported.stoppedEarly)
            return {nullptr, std::move(imported), source};
        return {Project::open(projectPath, place.access), std::move(imported), source};
    } catch (const Error& error) {
        // Another program has it: then as it is.
        if (error.kind() != ErrorKind::Busy || !fs::exists(projectPath))
            throw;
        return {Project::open(projectPath, place.access), {}, source, true};
    }
}

}  // namespace selvedge
