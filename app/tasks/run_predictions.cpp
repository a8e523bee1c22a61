#include "app/tasks/run_predictions.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "app/tasks/project_predictions.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/small_file.h"

namespace selvedge {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::uint64_t kLargestList = 1u << 30;

void writeList(const fs::path& file, const std::vector<std::string>& images) {
    writeFileAtomically(file,
                        json(images).dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
}

std::string withoutDots(const std::string& name) {
    const std::size_t begin = name.find_first_not_of('.');
    return begin == std::string::npos ? "weights" : name.substr(begin);
}

bool isWithin(const fs::path& file, const fs::path& folder) {
    const fs::path full = fs::absolute(file).lexically_normal();
    const fs::path within = fs::absolute(folder).lexically_normal();
    return std::mismatch(within.begin(), within.end(), full.begin(), full.end()).first ==
           within.end();
}

}  // namespace

std::string predictedBy(const fs::path& weights, const PredictOptions& options,
                        const std::optional<NetworkConfig>& network) {
    std::error_code unknown;
    json all{{"weights", fs::absolute(weights).lexically_normal().string()},
             {"bytes", fs::file_size(weights, unknown)},
             {"written", fs::last_write_time(weights, unknown).time_since_epoch().count()},
             {"options", json::parse(toJson(options))}};
    if (network)
        all["network"] = json::parse(toJson(*network));
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<HowPredicted> howPredicted(const std::string& by) {
    try {
        const json all = json::parse(by);
        const json& options = all.at("options");
        HowPredicted how;
        how.weights = all.at("weights").get<std::string>();
        if (const auto network = all.find("network"); network != all.end())
            how.network = networkConfigFromJson(network->dump());
        options.at("scoreThreshold").get_to(how.options.scoreThreshold);
        options.at("nmsThreshold").get_to(how.options.nmsThreshold);
        options.at("maxDetections").get_to(how.options.maxDetections);
        options.at("maskThreshold").get_to(how.options.maskThreshold);
        options.at("attributeFloor").get_to(how.options.attributeFloor);
        options.at("scales").get_to(how.options.scales);
        options.at("mirrored").get_to(how.options.mirrored);
        options.at("tile").get_to(how.options.tile);
        options.at("tileOverlap").get_to(how.options.tileOverlap);
        const auto precision = options.at("precision").get<std::string>();
        how.options.precision = precision == "half"       ? Precision::Half
                                : precision == "bfloat16" ? Precision::BFloat16
                                                          : Precision::Float;
        return how;
    } catch (const json::exception&) {
        return {};
    } catch (const Error&) {  // a network that this version does not know
        return {};
    }
}

std::optional<std::vector<std::string>> predictedImages(const RunInfo& run) {
    if (!run.predictedImages)
        return {};
    try {
        auto images = json::parse(readSmallFile(run.imageList, kLargestList, "a list"))
                          .get<std::vector<std::string>>();
        if (images.size() == *run.predictedImages)
            return images;
    } catch (const std::exception&) {
        // Gone or damaged: then nobody knows.
    }
    return *run.predictedImages == 0 ? std::optional(std::vector<std::string>()) : std::nullopt;
}

// The list first: without the note, which is written last, nobody reads it.
void keepPredictedImages(const fs::path& runFolder, const std::string& by,
                         const std::vector<std::string>& images) {
    writeList(predictedList(runFolder), images);
    notePredicted(runFolder, by, images.size());
    std::error_code gone;
    fs::remove(comingList(runFolder), gone);
}

void keepComingImages(const fs::path& runFolder, const std::string& by,
                      const std::vector<std::string>& images, std::uint64_t bytes) {
    writeList(comingList(runFolder), images);
    noteComing(runFolder, by, images.size(), bytes);
}

void settleComingImages(const RunInfo& run) {
    if (run.imageList != comingList(run.folder))
        return;
    if (const auto images = predictedImages(run))
        keepPredictedImages(run.folder, run.predictedBy, *images);
}

LoadedPredictions readRunPredictions(const std::shared_ptr<Project>& project, const RunInfo& run) {
    LoadedPredictions loaded = readProjectPredictions(project, *run.predictions);
    loaded.predictions.name = run.name;
    const auto images = predictedImages(run);
    if (!images)
        return loaded;
    for (const std::string& id : *images)
        loaded.predictions.images[id];
    const auto table = project->objects();
    loaded.predictions.isPartial = std::any_of(
        table->images.begin(), table->images.end(),
        [&](const ImageRow& image) { return !loaded.predictions.images.contains(image.id); });
    return loaded;
}

RunToPredict runToPredictInto(const fs::path& runsFolder, const std::vector<RunInfo>& runs,
                              const HowPredicted& how, const std::string& name, bool create) {
    const std::string by = predictedBy(how.weights, how.options, how.network);
    for (const RunInfo& run : runs) {
        if (run.predictedBy == by)
            return {run, false};
    }
    for (const RunInfo& run : runs) {
        const bool free = !run.predictions && run.predictedBy.empty();
        if (free && isWithin(how.weights, run.folder))
            return {run, false};
    }
    RunToPredict made;
    made.isNew = true;
    made.run.name = freeRunName(runsFolder, withoutDots(name));
    made.run.folder = runsFolder / made.run.name;
    if (create) {
        createRun(runsFolder, made.run.name, "predictions");
        notePredicted(made.run.folder, by, 0);  // found again when the first go breaks off
    }
    return made;
}

void endPredictionsInto(const RunToPredict& target, PredictionEnd end) {
    std::error_code absent;
    const fs::path file = target.run.folder / "predictions.json";
    const bool has = fs::exists(file, absent);
    if (target.isNew && !has && !fs::exists(file.string() + ".part", absent)) {
        fs::remove_all(target.run.folder, absent);
        return;
    }
    if (target.run.checkpoint || (end == PredictionEnd::Failed && !target.isNew))
        return;
    updateRun(target.run.folder,
              end == PredictionEnd::Done      ? "done"
              : end == PredictionEnd::Stopped ? "stopped"
                                              : "failed",
              0);
}

}  // namespace selvedge
