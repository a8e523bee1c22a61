#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/tasks/run_folder.h"
#include "dataset/project/project.h"
#include "model/engine.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

// The predictions of one run are those of one network, looked for in one way, and grow image by
// image: the same again adds images that are not there yet, and nobody predicts an image twice.
// Which images they are of is kept beside them, since COCO results do not name those in which
// nothing was found.

// What decides what is found in an image: the weights' file (place, size, time of writing), the
// options and the network where it is not the one that the weights fit; JSON.
std::string predictedBy(const std::filesystem::path& weights, const PredictOptions& options,
                        const std::optional<NetworkConfig>& network);
// The parts of that. Nothing where it is none.
struct HowPredicted {
    std::filesystem::path weights;
    PredictOptions options;
    std::optional<NetworkConfig> network;
};
std::optional<HowPredicted> howPredicted(const std::string& by);

// The images of a run's predictions, in the order in which they were predicted; none where nobody
// knows (RunInfo::predictedImages).
std::optional<std::vector<std::string>> predictedImages(const RunInfo& run);
// Of predictions.json, as it lies in the folder now. Throws Error(NotWritable).
void keepPredictedImages(const std::filesystem::path& runFolder, const std::string& by,
                         const std::vector<std::string>& images);
// Of the file of so many bytes that is about to replace it, before it does: whenever the program
// ends, it is known which images the file that lies there is of.
void keepComingImages(const std::filesystem::path& runFolder, const std::string& by,
                      const std::vector<std::string>& images, std::uint64_t bytes);
// Ends what keepComingImages() began, where a program ended in between.
void settleComingImages(const RunInfo& run);

// The run's predictions, isPartial() and with those images in which nothing was found where they
// are not of all images of the project. Throws Error; the run has predictions.
LoadedPredictions readRunPredictions(const std::shared_ptr<Project>& project, const RunInfo& run);

// Where predictions by these weights go: the run that has some, made the same way; else the run
// that the weights are a checkpoint of, while it has none; else a new one, `name`-1 or the like,
// without dots in front. So those of another way are never replaced.
struct RunToPredict {
    RunInfo run;
    bool isNew = false;
};
// `create` false: of a new one the name alone.
RunToPredict runToPredictInto(const std::filesystem::path& runsFolder,
                              const std::vector<RunInfo>& runs, const HowPredicted& how,
                              const std::string& name, bool create);
// After a go there, as it ended: a run of predictions alone says so in its state, and one that was
// made for this go and got nothing is taken away. Of a go that failed only its own run is touched:
// another program may be at work in others.
enum class PredictionEnd { Done, Stopped, Failed };
void endPredictionsInto(const RunToPredict& target, PredictionEnd end);

}  // namespace selvedge
