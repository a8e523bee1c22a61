#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/engine.h"

namespace selvedge {

// A run is a folder `<project>.runs/<name>/`:
//   run.json          {"name", "kind": "training"|"predictions", "state", "created", "steps",
//                     "image_limit", "predicted", "coming"}
//   config.json       TrainConfig (trainings)
//   metrics.jsonl     a StepMetrics a line
//   checkpoints/      step-<n>.safetensors
//   operating_point.json  thresholds of its own, where it has some (operating_points.h)
//   predictions.json  COCO results (model/evaluation/coco_results.h)
//   predicted-images.json  which images these are of, where a network made them (run_predictions.h)
//   coming-images.json     which those are of that replace them just now
struct RunInfo {
    std::string name;
    std::filesystem::path folder;
    std::string state;  // "running", "stopped", "done", "failed"
    int steps = 0;
    std::size_t imageLimit = 0;                       // trained on the first so many; 0: all
    std::optional<std::filesystem::path> checkpoint;  // the last one
    std::optional<std::filesystem::path> predictions;
    // By which weights and how the predictions were made, or are being made (predictedBy() in
    // run_predictions.h), and of how many images; empty and none where nobody knows, as of imported
    // ones: then they are of all images.
    std::string predictedBy;
    std::optional<std::size_t> predictedImages;
    std::filesystem::path imageList;  // the file that names them
};

// Newest first; a folder without a readable run.json is left out.
std::vector<RunInfo> listRuns(const std::filesystem::path& runsFolder);
// A free name "tiny-1", "tiny-2", ... in the folder.
std::string freeRunName(const std::filesystem::path& runsFolder, const std::string& stem);
std::filesystem::path createRun(const std::filesystem::path& runsFolder, const std::string& name,
                                const std::string& kind, std::size_t imageLimit = 0);
// The run of that name, with a checkpoint. Throws Error(NotFound) that lists those that have one.
RunInfo runWithCheckpoint(const std::filesystem::path& runsFolder, const std::string& name);
// A TrainConfig as JSON, such as a run's config.json. Throws Error with the path.
TrainConfig readTrainConfig(const std::filesystem::path& file);
// A NetworkConfig as JSON, or the network of such a file.
NetworkConfig readNetworkConfig(const std::filesystem::path& file);
void updateRun(const std::filesystem::path& folder, const std::string& state, int steps);
// Keeps by what and of how many images predictions.json is, as it lies there now.
void notePredicted(const std::filesystem::path& folder, const std::string& by, std::size_t images);
// The same of the file of so many bytes that is about to replace it: which of them lies there after
// a crash in between, its size tells. The next notePredicted() ends that.
void noteComing(const std::filesystem::path& folder, const std::string& by, std::size_t images,
                std::uint64_t bytes);
// Where the images of either are kept.
std::filesystem::path predictedList(const std::filesystem::path& folder);
std::filesystem::path comingList(const std::filesystem::path& folder);
// One line of metrics.jsonl, without line end.
std::string metricsLine(const StepMetrics& metrics);
// All lines that can be read; a torn last line (a kill) is left out.
std::vector<StepMetrics> readMetrics(const std::filesystem::path& runFolder);

}  // namespace selvedge
