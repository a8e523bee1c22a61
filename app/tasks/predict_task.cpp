#include <optional>

#include "app/tasks/project_sources.h"
#include "app/tasks/tasks.h"
#include "dataset/error.h"
#include "model/evaluation/coco_results.h"

namespace selvedge {

namespace {

// None where the picture is absent or cannot be used: an issue.
std::optional<Image> pictureOf(const Project& project, const ImageRow& row,
                               std::vector<RowIssue>& issues) {
    try {
        return readPicture(project, row);
    } catch (const Error& e) {
        if (e.kind() == ErrorKind::OutOfMemory || e.kind() == ErrorKind::Internal)
            throw;
        issues.push_back({0, 0, e.what()});
        return std::nullopt;
    }
}

}  // namespace

PredictResult runPrediction(const PredictTask& task, const ProgressCallback& onProgress,
                            std::stop_token stop) {
    const auto table = task.project->objects();
    const std::size_t total = task.imageLimit > 0 ? std::min(task.imageLimit, table->images.size())
                                                  : table->images.size();
    if (onProgress)
        onProgress({0, total, "images", "Loading the network"});
    Engine& network = engine();
    network.prepareThread();
    const auto segmenter = network.loadSegmenter(task.checkpoint, task.device);
    const auto catalog = task.project->catalog();
    const NetworkConfig& shape = segmenter->network();
    if (shape.categories != int(catalog->categories().size()) ||
        shape.attributes != int(catalog->attributes().size()))
        throw Error(ErrorKind::Unsupported,
                    task.checkpoint.string() + " was trained for " +
                        std::to_string(shape.categories) + " categories and " +
                        std::to_string(shape.attributes) + " attributes, this project has " +
                        std::to_string(catalog->categories().size()) + " and " +
                        std::to_string(catalog->attributes().size()));

    PredictResult result;
    auto predictions = std::make_shared<PredictionSet>();
    predictions->name = task.runName;
    std::size_t done = 0;
    for (; done < total && !stop.stop_requested(); ++done) {
        const std::string& id = table->images[done].id;
        if (const auto picture = pictureOf(*task.project, table->images[done], result.issues))
            predictions->images[id] = segmenter->predict(*picture, task.options);
        if (onProgress)
            onProgress({done + 1, total, "images", "Predicting"});
    }
    if (total > 0 && result.issues.size() == total)
        throw Error(ErrorKind::NotFound,
                    "None of the images could be used; the first: " + result.issues.front().text);
    result.stoppedEarly = done < total;
    if (!result.stoppedEarly && !task.runFolder.empty())
        writeCocoResults(task.runFolder / "predictions.json", *predictions, *catalog);
    result.predictions = std::move(predictions);
    return result;
}

}  // namespace selvedge
