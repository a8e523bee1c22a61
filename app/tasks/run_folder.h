#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/engine.h"

namespace selvedge {

// A run is a folder `<project>.runs/<name>/`:
//   run.json          {"name", "kind": "training"|"predictions", "state", "created", "steps",
//                     "image_limit"}
//   config.json       TrainConfig (trainings)
//   metrics.jsonl     a StepMetrics a line
//   checkpoints/      step-<n>.safetensors
//   operating_point.json  thresholds of its own, where it has some (operating_points.h)
//   predictions.json  COCO results (model/evaluation/coco_results.h)
struct RunInfo {
    std::string name;
    std::filesystem::path folder;
    std::string state;  // "running", "stopped", "done", "failed"
    int steps = 0;
    std::size_t imageLimit = 0;                       // trained on the first so many; 0: all
    std::optional<std::filesystem::path> checkpoint;  // the last one
    std::optional<std::filesystem::path> predictions;
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
// One line of metrics.jsonl, without line end.
std::string metricsLine(const StepMetrics& metrics);
// All lines that can be read; a torn last line (a kill) is left out.
std::vector<StepMetrics> readMetrics(const std::filesystem::path& runFolder);

}  // namespace selvedge
