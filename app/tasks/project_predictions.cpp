#include "app/tasks/project_predictions.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "app/tasks/export_task.h"
#include "app/tasks/project_sources.h"
#include "app/tasks/run_folder.h"
#include "dataset/error.h"

namespace selvedge {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kNameLimit = 60;  // bytes of a run's name that are taken of the file's

// The file's name without ending, cut before a character that does not fit whole.
std::string stemOf(const fs::path& file) {
    std::string stem = file.stem().string();
    std::size_t end = std::min(stem.size(), kNameLimit);
    while (end > 0 && end < stem.size() && (static_cast<unsigned char>(stem[end]) & 0xC0) == 0x80)
        --end;
    stem.resize(end);
    return stem;
}

// The file's own name where no run has it, else with a number from 2 on.
std::string nameOfImport(const fs::path& runs, const std::string& stem) {
    std::string name = stem;
    for (int number = 2; fs::exists(runs / name); ++number)
        name = stem + "-" + std::to_string(number);
    return name;
}

}  // namespace

LoadedPredictions readProjectPredictions(const std::shared_ptr<Project>& project,
                                         const fs::path& file) {
    return readPredictions(file, ProjectGroundTruth(project),
                           imageIdsByNumber(*project->objects()));
}

ImportedRun importPredictions(const std::shared_ptr<Project>& project, const fs::path& file,
                              std::stop_token stop) {
    LoadedPredictions loaded = readProjectPredictions(project, file);
    ImportedRun run;
    run.issues = std::move(loaded.issues);
    std::set<std::string> known;
    for (const ImageRow& image : project->objects()->images)
        known.insert(image.id);
    run.foreignImages = std::erase_if(loaded.predictions.images, [&known](const auto& entry) {
        return !known.contains(entry.first);
    });
    if (loaded.predictions.images.empty())
        throw Error(ErrorKind::BadFormat,
                    file.string() +
                        " has no predictions for this project's images; image_id must be an "
                        "ImageId of the CSV, or the image's number in an export");
    if (stop.stop_requested())
        return run;
    const fs::path runs = project->runsFolder();
    run.name = nameOfImport(runs, stemOf(file));
    loaded.predictions.name = run.name;
    const fs::path folder = createRun(runs, run.name, "predictions");
    try {
        writeCocoResults(folder / "predictions.json", loaded.predictions, *project->catalog());
        updateRun(folder, "done", 0);
    } catch (...) {
        std::error_code error;
        fs::remove_all(folder, error);
        throw;
    }
    run.predictions = std::make_shared<const PredictionSet>(std::move(loaded.predictions));
    return run;
}

}  // namespace selvedge
