#include "model/network/training/trainer.h"

#include <chrono>
#include <cmath>

#include "model/network/block_cache_torch.h"
#include "model/network/devices_torch.h"
#include "model/network/errors_torch.h"
#include "model/network/heads/attribute_head_torch.h"
#include "model/network/training/batch_torch.h"
#include "model/network/training/checkpoint_torch.h"
#include "model/network/training/solver_torch.h"
#include "model/network/training/step_torch.h"

namespace selvedge {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void check(bool good, const std::string& sentence) {
    if (!good)
        throw Error(ErrorKind::BadFormat, "The training's settings cannot work: " + sentence);
}

void checkConfig(const TrainConfig& config) {
    check(config.steps >= 1, "steps must be at least 1");
    check(config.imagesPerStep >= 1, "imagesPerStep must be at least 1");
    check(config.roisPerImage >= 1 && config.anchorsPerImage >= 1,
          "roisPerImage and anchorsPerImage must be at least 1");
    check(config.learningRate > 0 && std::isfinite(config.learningRate),
          "learningRate must be above 0");
    check(config.network.categories >= 1 && config.network.attributes >= 1,
          "the catalog needs a category and an attribute");
    check(config.network.minSize >= 32 && config.network.maxSize >= config.network.minSize,
          "minSize must be at least 32 and maxSize not below it");
    check(config.network.attributeLayers >= 1, "attributeLayers must be at least 1");
    for (const SettingFault& fault : attributeFaults(config))
        check(false, fault.key + ": " + fault.sentence);
    check(!config.network.attributesByRawId || !config.network.attributeColumns.empty(),
          "network.attributeColumns must list the column of each attribute, its raw id");
}

// Empty where no setting needs them: counting may take time.
LabelCounts countsFor(const TrainConfig& config, const SampleSource& samples) {
    if (!needsCounts(config))
        return {};
    const std::optional<LabelCounts> counts = samples.labelCounts();
    check(counts.has_value(),
          "they need to know how often each attribute occurs, and this data does not say; train "
          "from a project");
    return *counts;
}

std::string imagesOf(const Batch& batch) {
    std::string names;
    for (const ImageTargets& target : batch.targets)
        names += (names.empty() ? "" : ", ") + target.imageId;
    return names;
}

class Trainer {
public:
    Trainer(const TrainConfig& config, const SampleSource& samples,
            const std::filesystem::path& folder)
        : m_config(config),
          m_samples(samples),
          m_folder(folder),
          m_network(config.network, config.seed, deviceNamed(config.device)),
          m_solver(m_network.parameters, config) {
        m_network.training = true;
        const LabelCounts counts = countsFor(config, samples);
        m_attributes = attributeLossOptions(config, counts, m_network.parameters.device());
        setAttributeBias(m_network, config.attributeBias, counts,
                         config.attributelessObjects != AttributelessObjects::Exclude);
        if (config.startFrom.empty())
            check(!config.resume, "resume needs the checkpoint to start from");
        else if (config.resume) {
            m_summary.steps = resumeFrom(config.startFrom, m_network, m_solver);
            m_config.startFrom.clear();  // later checkpoints do not depend on where this one lies
        } else
            m_summary.freshParameters = startFrom(config.startFrom, m_network);
        if (!config.resume)  // of the data learned from now on, whatever the weights had
            setAttributeMask(m_network, counts);
        m_summary.last.step = m_summary.steps;
    }

    TrainSummary run(const StepCallback& onStep, std::stop_token stop) {
        BatchLoader loader(m_config, m_samples, m_summary.steps + 1);
        int saved = -1;
        const auto save = [&] {
            m_summary.checkpoint =
                saveCheckpoint(m_folder, m_network, m_solver, m_config, m_summary.steps);
            saved = m_summary.steps;
        };
        while (m_summary.steps < m_config.steps) {
            if (!step(loader, onStep, stop)) {
                m_summary.stoppedEarly = true;
                break;
            }
            if (m_config.checkpointEvery > 0 && m_summary.steps % m_config.checkpointEvery == 0)
                save();
        }
        if (saved != m_summary.steps)
            save();
        return m_summary;
    }

private:
    // False when `stop` was requested before the weights changed.
    bool step(BatchLoader& loader, const StepCallback& onStep, std::stop_token stop) {
        const Clock::time_point start = Clock::now();
        std::optional<Batch> batch = loader.next(stop);
        if (!batch)
            return false;
        const double waited = secondsSince(start);
        m_summary.skippedImages.insert(m_summary.skippedImages.end(), batch->skipped.begin(),
                                       batch->skipped.end());
        batch->moveTo(m_network.parameters.device());

        const std::optional<StepLosses> losses =
            stepLosses(m_network, *batch, m_config, m_attributes, stop);
        if (!losses || stop.stop_requested())
            return false;
        StepMetrics metrics = metricsOf(*losses, *batch);
        if (!std::isfinite(metrics.total))
            throw Error(ErrorKind::Internal,
                        "The training diverged: the loss of step " + std::to_string(batch->step) +
                            " is not a number (images " + imagesOf(*batch) +
                            "). Resume from the last checkpoint with a lower learning rate or a "
                            "longer warm-up");
        losses->total().backward();
        if (stop.stop_requested())
            return false;
        metrics.learningRate = learningRateAt(m_config, batch->step);
        m_solver.step(metrics.learningRate);

        metrics.dataWaitSeconds = waited;
        metrics.imagesPerSecond = double(batch->targets.size()) / secondsSince(start);
        m_summary.steps = batch->step;
        m_summary.last = metrics;
        if (onStep)
            onStep(metrics);
        return true;
    }

    TrainConfig m_config;
    const SampleSource& m_samples;
    std::filesystem::path m_folder;
    Network m_network;
    Sgd m_solver;
    AttributeLossOptions m_attributes;
    TrainSummary m_summary;
};

}  // namespace

TrainSummary trainNetwork(const TrainConfig& config, const SampleSource& samples,
                          const std::filesystem::path& folder, const StepCallback& onStep,
                          std::stop_token stop) {
    const TensorBlocksOfJob blocks;
    checkConfig(config);
    check(samples.size() > 0, "there is no image to learn from");
    return translatingErrors([&] { return Trainer(config, samples, folder).run(onStep, stop); });
}

}  // namespace selvedge
