#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "app/tasks/run_folder.h"
#include "dataset/progress.h"
#include "dataset/project/project.h"
#include "model/engine.h"
#include "model/evaluation/evaluate.h"

// One plain function a job, for the window and the command line alike: config in, events out, stop
// token; no Qt, no thread of its own. They run on a worker thread and throw Error.

namespace selvedge {

// First thing on every job thread: nice 10, so that the window stays quick on two cores.
void enterJobThread();

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
    std::filesystem::path checkpoint;
    std::string device = "auto";
    PredictOptions options;
    std::filesystem::path runFolder;  // predictions.json goes here; empty: nothing is written
    std::string runName;
    std::size_t imageLimit = 0;
};
struct PredictResult {
    std::shared_ptr<const PredictionSet> predictions;
    std::vector<RowIssue> issues;  // images that could not be used
    bool stoppedEarly = false;     // then predictions hold the images done so far, nothing is saved
};
PredictResult runPrediction(const PredictTask& task, const ProgressCallback& onProgress,
                            std::stop_token stop);

// Where the project of a CSV is kept.
struct ProjectPlace {
    std::filesystem::path cache;  // cacheFolder()
    bool besideCsv = true;        // where that folder may be written; else always in the cache
    // A project the caller has open: it cannot be replaced under its feet.
    std::filesystem::path openNow;
};
// Any path a person may name: a .selvedge project, a CSV (its project is opened, or imported first
// when absent or older than the CSV), or a folder with a train.csv.
struct OpenResult {
    std::shared_ptr<Project> project;    // null when stopped
    std::optional<ImportResult> import;  // when one was needed
    std::filesystem::path csv;           // that was named or found; empty for a project file
    // The CSV is newer but was not read again, since the project has edits or is open.
    bool csvChanged = false;
};
OpenResult openOrImport(const std::filesystem::path& path, const ProjectPlace& place,
                        const ProgressCallback& onProgress, std::stop_token stop);

// SELVEDGE_CACHE, else $XDG_CACHE_HOME/selvedge, else ~/.cache/selvedge.
std::filesystem::path cacheFolder();

}  // namespace selvedge
