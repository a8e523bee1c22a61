#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/tasks/ahead.h"
#include "app/tasks/prediction_file.h"
#include "app/tasks/project_sources.h"
#include "app/tasks/tasks.h"
#include "dataset/error.h"

namespace selvedge {

namespace {

constexpr int kDecoders = 2;
constexpr std::size_t kBytesAhead = 256u << 20;  // of decoded pictures
constexpr int kBatchOnGpu = 8;

// A picture, or why there is none.
struct Loaded {
    Image image;
    std::optional<RowIssue> issue;
};

Loaded load(const Project& project, const ImageRow& row) {
    try {
        return {readPicture(project, row), {}};
    } catch (const Error& e) {
        if (e.kind() == ErrorKind::OutOfMemory || e.kind() == ErrorKind::Internal)
            throw;
        return {{}, RowIssue{0, 0, e.what()}};
    }
}

// What decides what comes out, so that a part of other predictions is not gone on with.
std::string keyOf(const PredictTask& task, const std::vector<ImageIndex>& images) {
    const auto table = task.project->objects();
    std::string ids;
    for (const ImageIndex image : images)
        ids += table->images[image].id + '\n';
    std::error_code unknown;
    return nlohmann::json{
        {"weights", std::filesystem::absolute(task.checkpoint).string()},
        {"bytes", std::filesystem::file_size(task.checkpoint, unknown)},
        {"written",
         std::filesystem::last_write_time(task.checkpoint, unknown).time_since_epoch().count()},
        {"network", task.network ? toJson(*task.network) : ""},
        {"options", nlohmann::json::parse(toJson(task.options))},
        {"images", std::hash<std::string>{}(ids)}}
        .dump();
}

void checkFits(const NetworkConfig& network, const Catalog& catalog,
               const std::filesystem::path& weights) {
    if (network.categories == int(catalog.categories().size()) &&
        network.attributes == int(catalog.attributes().size()))
        return;
    throw Error(ErrorKind::Unsupported,
                weights.string() + " is a network for " + std::to_string(network.categories) +
                    " categories and " + std::to_string(network.attributes) +
                    " attributes, this project has " + std::to_string(catalog.categories().size()) +
                    " and " + std::to_string(catalog.attributes().size()));
}

int batchOf(const PredictTask& task, Engine& network) {
    if (task.batch > 0)
        return task.batch;
    const bool cpu =
        task.device == "cpu" || (task.device == "auto" && network.devices().front().id == "cpu");
    return cpu ? 1 : kBatchOnGpu;
}

}  // namespace

PredictResult runPrediction(const PredictTask& task, const ProgressCallback& onProgress,
                            std::stop_token stop, const ImageCallback& onImage) {
    const auto table = task.project->objects();
    std::vector<ImageIndex> images = task.images;
    if (images.empty()) {
        images.resize(table->images.size());
        std::iota(images.begin(), images.end(), ImageIndex{0});
    }
    const auto tell = [&](std::size_t done, const char* what) {
        if (onProgress)
            onProgress({done, images.size(), "images", what});
    };
    tell(0, "Loading the network");
    Engine& network = engine();
    network.prepareThread();
    const auto segmenter = network.loadSegmenter(task.checkpoint, task.device, task.network);
    const auto catalog = task.project->catalog();
    checkFits(segmenter->network(), *catalog, task.checkpoint);

    PredictionFile file(task.target, keyOf(task, images), *catalog, task.numberOfImageId);
    PredictResult result;
    result.resumedAt = std::min(file.images(), images.size());
    const std::span rest = std::span(images).subspan(result.resumedAt);
    Ahead<Loaded> pictures(
        rest.size(), kDecoders, kBytesAhead,
        [&](std::size_t i) { return load(*task.project, table->images[rest[i]]); },
        [](const Loaded& loaded) { return loaded.image.rgb.size(); });
    const int batch = batchOf(task, network);
    int went = batch;
    std::size_t done = 0;
    while (done < rest.size() && !stop.stop_requested()) {
        // Some batches at a time, so that pictures of one size find each other.
        std::vector<Image> read;
        std::vector<bool> usable;
        const std::size_t most = batch > 1 ? std::size_t(4 * batch) : 1;
        for (std::optional<Loaded> next;
             usable.size() < most && (next = pictures.next(stop)).has_value();) {
            usable.push_back(!next->issue);
            if (next->issue)
                result.issues.push_back(std::move(*next->issue));
            else
                read.push_back(std::move(next->image));
        }
        if (stop.stop_requested())
            break;
        const auto found = segmenter->predictBatch(read, task.options, went);
        for (std::size_t i = 0, taken = 0; i < usable.size(); ++i, ++done) {
            static const std::vector<Detection> kNothing;
            const std::string& id = table->images[rest[done]].id;
            const auto& detections = usable[i] ? found[taken++] : kNothing;
            file.add(id, detections);
            if (onImage)
                onImage(id, detections);
        }
        tell(result.resumedAt + done, "Predicting");
    }
    if (!images.empty() && result.issues.size() == images.size())
        throw Error(ErrorKind::NotFound,
                    "None of the images could be used; the first: " + result.issues.front().text);
    result.images = result.resumedAt + done;
    result.detections = file.detections();
    result.stoppedEarly = result.images < images.size();
    if (went < batch)
        result.note = "Memory was short: " + std::to_string(went) +
                      " pictures at a time instead of " + std::to_string(batch);
    if (!result.stoppedEarly)
        file.commit();
    return result;
}

}  // namespace selvedge
