#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/engine.h"

namespace selvedge {

// A run is a folder `<project>.runs/<name>/`:
//   run.json          {"name", "kind": "training"|"predictions", "state", "created", "steps"}
//   config.json       TrainConfig (trainings)
//   metrics.jsonl     a StepMetrics a line
//   checkpoints/      step-<n>.safetensors
//   predictions.json  COCO results (model/evaluation/coco_results.h)
//   report-<iou>.json, sweep-<iou>.json    the last evaluation and sweep
struct RunInfo {
    std::string name;
    std::filesystem::path folder;
    std::string state;  // "running", "stopped", "done", "failed"
    int steps = 0;
    std::optional<std::filesystem::path> checkpoint;  // the last one
    std::optional<std::filesystem::path> predictions;
};

// Newest first; a folder without a readable run.json is left out.
std::vector<RunInfo> listRuns(const std::filesystem::path& runsFolder);
// A free name "tiny-1", "tiny-2", ... in the folder.
std::string freeRunName(const std::filesystem::path& runsFolder, const std::string& stem);
std::filesystem::path createRun(const std::filesystem::path& runsFolder, const std::string& name,
                                const std::string& kind);
void updateRun(const std::filesystem::path& folder, const std::string& state, int steps);
// One line of metrics.jsonl, without line end.
std::string metricsLine(const StepMetrics& metrics);
// All lines that can be read; a torn last line (a kill) is left out.
std::vector<StepMetrics> readMetrics(const std::filesystem::path& runFolder);

}  // namespace selvedge
