#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <unordered_set>

#include "app/tasks/ahead.h"
#include "app/tasks/loaded_segmenter.h"
#include "app/tasks/prediction_file.h"
#include "app/tasks/project_sources.h"
#include "app/tasks/run_predictions.h"
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

// What is to be done of a task, and what its target has already.
struct Plan {
    std::vector<ImageIndex> images;  // to predict, ascending
    std::string by;
    std::filesystem::path run;  // whose predictions these become; empty: none's
    bool extends = false, replaces = false;
    std::vector<std::string> before;  // that are there: with `extends`
    std::size_t there = 0;            // of the task's images
};

std::optional<RunInfo> runOf(const std::filesystem::path& target) {
    std::error_code absent;
    const std::filesystem::path folder = target.parent_path();
    if (target.filename() != "predictions.json" || !std::filesystem::exists(folder / "run.json"))
        return {};
    for (RunInfo& run : listRuns(folder.parent_path())) {
        if (std::filesystem::equivalent(run.folder, folder, absent))
            return std::move(run);
    }
    return {};
}

Plan planOf(const PredictTask& task) {
    const auto table = task.project->objects();
    Plan plan;
    plan.by = predictedBy(task.checkpoint, task.options, task.network);
    plan.images = task.images;
    if (plan.images.empty()) {
        plan.images.resize(table->images.size());
        std::iota(plan.images.begin(), plan.images.end(), ImageIndex{0});
    }
    auto run = runOf(task.target);
    if (!run)
        return plan;
    plan.run = run->folder;
    settleComingImages(*run);
    run = runOf(task.target);  // its list has another name now
    if (!run->predictions)
        return plan;
    const auto before = run->predictedBy == plan.by ? predictedImages(*run) : std::nullopt;
    plan.extends = before.has_value();
    plan.replaces = !before;
    if (plan.replaces && plan.images.size() < table->images.size())
        throw Error(ErrorKind::Unsupported,
                    "The run " + run->name +
                        " has predictions by other weights or made in another way, which those of "
                        "some images cannot replace: predict all, or into a run of their own");
    if (!plan.extends)
        return plan;
    plan.before = *before;
    const std::unordered_set<std::string> there(plan.before.begin(), plan.before.end());
    plan.there = std::erase_if(
        plan.images, [&](ImageIndex image) { return there.contains(table->images[image].id); });
    return plan;
}

// What decides what comes out, so that a part of other predictions is not gone on with.
std::string keyOf(const PredictTask& task, const Plan& plan) {
    const auto table = task.project->objects();
    std::string ids;
    for (const ImageIndex image : plan.images)
        ids += table->images[image].id + '\n';
    return nlohmann::json{
        {"by", plan.by}, {"behind", plan.before.size()}, {"images", std::hash<std::string>{}(ids)}}
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

// Images of the plan, some batches at a time, so that pictures of one size find each other.
class Predicting {
public:
    Predicting(const PredictTask& task, const Plan& plan, PredictionFile& file,
               PredictResult& result)
        : m_task(task),
          m_table(task.project->objects()),
          m_file(file),
          m_result(result),
          m_rest(std::span(plan.images).subspan(std::min(file.images(), plan.images.size()))),
          m_pictures(
              m_rest.size(), kDecoders, kBytesAhead,
              [this](std::size_t i) { return load(*m_task.project, m_table->images[m_rest[i]]); },
              [](const Loaded& loaded) { return loaded.image.rgb.size(); }) {
        m_predicted = plan.before;
        const std::unordered_set<std::string> unusable(file.unusable().begin(),
                                                       file.unusable().end());
        for (const ImageIndex image : std::span(plan.images).first(plan.images.size() - left())) {
            if (!unusable.contains(m_table->images[image].id))
                m_predicted.push_back(m_table->images[image].id);
        }
    }

    std::size_t left() const { return m_rest.size() - m_done; }
    // With what was there before; those that could not be used are not among them.
    const std::vector<std::string>& predicted() const { return m_predicted; }

    // False: stopped.
    bool next(Segmenter& segmenter, int batch, int& went, std::stop_token stop,
              const ImageCallback& onImage) {
        std::vector<Image> read;
        std::vector<bool> usable;
        const std::size_t most = batch > 1 ? std::size_t(4 * batch) : 1;
        for (std::optional<Loaded> next;
             usable.size() < most && (next = m_pictures.next(stop)).has_value();) {
            usable.push_back(!next->issue);
            if (next->issue)
                m_result.issues.push_back(std::move(*next->issue));
            else
                read.push_back(std::move(next->image));
        }
        if (stop.stop_requested())
            return false;
        const auto found = segmenter.predictBatch(read, m_task.options, went);
        for (std::size_t i = 0, taken = 0; i < usable.size(); ++i, ++m_done) {
            const std::string& id = m_table->images[m_rest[m_done]].id;
            if (!usable[i]) {
                m_file.addUnusable(id);
                continue;
            }
            m_file.add(id, found[taken]);
            m_predicted.push_back(id);
            if (onImage)
                onImage(id, found[taken]);
            ++taken;
        }
        return true;
    }

private:
    const PredictTask& m_task;
    const std::shared_ptr<const ObjectTable> m_table;
    PredictionFile& m_file;
    PredictResult& m_result;
    const std::span<const ImageIndex> m_rest;
    std::size_t m_done = 0;
    std::vector<std::string> m_predicted;
    Ahead<Loaded> m_pictures;  // last: its threads end first
};

Error noneUsable(const PredictResult& result) {
    std::string text = "None of the images could be used";
    if (!result.issues.empty())
        text += "; the first: " + result.issues.front().text;
    return Error(ErrorKind::NotFound, text);
}

void predict(const PredictTask& task, const Plan& plan, PredictionLock lock, Engine& network,
             Segmenter& segmenter, PredictResult& result, const ProgressCallback& tell,
             std::stop_token stop, const ImageCallback& onImage) {
    const auto catalog = task.project->catalog();
    PredictionFile file(std::move(lock), keyOf(task, plan), *catalog, task.numberOfImageId,
                        plan.extends);
    Predicting predicting(task, plan, file, result);
    const auto added = [&] { return predicting.predicted().size() - plan.before.size(); };
    const std::size_t total = plan.there + plan.images.size();
    result.resumedAt = plan.there + added();
    const std::uint64_t there = file.detections();
    const int batch = batchOf(task, network);
    int went = batch;
    tell({total - predicting.left(), total, "images", "Predicting"});
    while (predicting.left() > 0 && !stop.stop_requested() &&
           predicting.next(segmenter, batch, went, stop, onImage))
        tell({total - predicting.left(), total, "images", "Predicting"});
    result.images = plan.there + added();
    result.detections = file.detections() - there;
    result.stoppedEarly = predicting.left() > 0;
    if (went < batch)
        result.note = "Memory was short: " + std::to_string(went) +
                      " pictures at a time instead of " + std::to_string(batch);
    if (added() == 0 && !result.stoppedEarly) {
        file.discard();  // else those that cannot be used now would never be tried again
        if (plan.there == 0)
            throw noneUsable(result);
        return;
    }
    const bool grows = !plan.run.empty() && !plan.replaces;
    if (result.stoppedEarly && !(grows && added() > 0))
        return;
    if (plan.run.empty()) {
        file.commit();
        return;
    }
    file.commit([&](std::uint64_t bytes) {
        keepComingImages(plan.run, plan.by, predicting.predicted(), bytes);
    });
    keepPredictedImages(plan.run, plan.by, predicting.predicted());
}

}  // namespace

PredictResult runPrediction(const PredictTask& task, const ProgressCallback& onProgress,
                            std::stop_token stop, const ImageCallback& onImage) {
    PredictionLock lock(task.target);  // what is there stays so until what was added is noted
    const Plan plan = planOf(task);
    PredictResult result;
    result.resumedAt = result.images = plan.there;
    if (plan.images.empty())
        return result;
    const ProgressCallback tell = [&](const Progress& progress) {
        if (onProgress)
            onProgress(progress);
    };
    tell({plan.there, plan.there + plan.images.size(), "images", "Loading the network"});
    Engine& network = engine();
    network.prepareThread();
    LoadedSegmenter own;
    LoadedSegmenter& loaded = task.loaded ? *task.loaded : own;
    Segmenter& segmenter = loaded.of(network, task.checkpoint, task.device, task.network);
    checkFits(segmenter.network(), *task.project->catalog(), task.checkpoint);
    try {
        predict(task, plan, std::move(lock), network, segmenter, result, tell, stop, onImage);
    } catch (...) {
        loaded.drop();  // its device may be lost
        throw;
    }
    return result;
}

}  // namespace selvedge
