#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "app/tasks/run_folder.h"
#include "dataset/guess_format.h"
#include "dataset/progress.h"
#include "dataset/project/project.h"
#include "model/engine.h"
#include "model/evaluation/evaluate.h"

// One plain function a job, for the window and the command line alike: config in, events out, stop
// token; no Qt, no thread of its own. They run on a worker thread and throw Error.

namespace selvedge {

// First thing on every job thread: nice 10, so that the window stays quick on two cores; 2 for work
// whose answer is awaited at every movement of the mouse.
void enterJobThread(int nice = 10);

class LoadedSegmenter;

struct TrainTask {
    std::shared_ptr<Project> project;
    TrainConfig config;
    std::string runName;  // a new run, or with config.resume an existing one
    // The first so many images, 0: all. A resumed run keeps its own.
    std::size_t imageLimit = 0;
};
// Makes the run's folder, trains, keeps metrics and checkpoints there. To resume, start from the
// run's config.json and set `resume`: it goes on from the run's last checkpoint.
TrainSummary runTraining(const TrainTask& task, const StepCallback& onStep,
                         const ProgressCallback& onProgress, std::stop_token stop);

struct PredictTask {
    std::shared_ptr<Project> project;
    std::vector<ImageIndex> images;  // ascending; empty: all of the project's
    std::filesystem::path checkpoint;
    std::optional<NetworkConfig> network;  // of another program's weights; else the one they fit
    std::string device = "auto";
    PredictOptions options;
    int batch = 0;  // pictures at a time, at most; 0: 8 on a GPU, 1 on a CPU
    // COCO results, replaced when all is done. Until then they lie beside it (prediction_file.h),
    // and the same task goes on where it was stopped. Images in `numberOfImageId` by their number.
    // predictions.json in a run's folder (run_predictions.h) grows instead: images that it has by
    // the same weights and options are not predicted again, and what is done when it is stopped is
    // there. By others it is replaced, and only by predictions of all images: else
    // Error(Unsupported), since it would lose some. Two at a time into one: Error(Busy).
    std::filesystem::path target;
    std::map<std::string, std::int64_t> numberOfImageId;
    // Where the network stays loaded for the next task; null: it does not.
    std::shared_ptr<LoadedSegmenter> loaded;
};
struct PredictResult {
    // Of the task's that are there now, with those of earlier goes, without those that could not
    // be used: these are tried again by the next go.
    std::size_t images = 0;
    std::size_t resumedAt = 0;     // so many of them were there before this go
    std::uint64_t detections = 0;  // of this go alone, in the others of them
    std::vector<RowIssue> issues;  // of this go: images that could not be used
    std::string note;              // that memory was short for a batch; "" usually
    bool stoppedEarly = false;
};
// Called on this thread for each image, in order, as it is done; not for those that could not be
// used.
using ImageCallback =
    std::function<void(const std::string& imageId, const std::vector<Detection>& detections)>;
PredictResult runPrediction(const PredictTask& task, const ProgressCallback& onProgress,
                            std::stop_token stop, const ImageCallback& onImage = {});

// Where the project of a CSV is kept.
struct ProjectPlace {
    std::filesystem::path cache;  // cacheFolder()
    bool besideCsv = true;        // where that folder may be written; else always in the cache
    // A project the caller has open: asked for again, it is given back, and its file is not
    // replaced under its feet.
    std::shared_ptr<Project> openNow;
    Access access = Access::Write;
};
// Imports what was guessed to be a source of projects: a CSV, a COCO JSON, a folder.
// Error(BadFormat) with a sentence that says what it is and what would be one.
ImportResult importSource(const FormatGuess& source, const std::filesystem::path& project,
                          const ImportOptions& options, const ProgressCallback& onProgress,
                          std::stop_token stop);

// Any path a person may name: a project, a CSV or COCO JSON (its project is opened, or imported
// first when absent or older than the file), a folder with a train.csv, or a folder of photos; told
// by its content (guessFormat).
struct OpenResult {
    std::shared_ptr<Project> project;    // null when stopped
    std::optional<ImportResult> import;  // when one was needed
    // The CSV or folder that was named or found; empty for a project file.
    std::filesystem::path csv;
    // The CSV or folder has changed but was not read again, since its project is open here or in
    // another program.
    bool csvChanged = false;
};
OpenResult openOrImport(const std::filesystem::path& path, const ProjectPlace& place,
                        const ProgressCallback& onProgress, std::stop_token stop);

// SELVEDGE_CACHE, else $XDG_CACHE_HOME/selvedge, else ~/.cache/selvedge.
std::filesystem::path cacheFolder();

}  // namespace selvedge
