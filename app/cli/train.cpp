#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/common.h"
#include "app/tasks/recipes.h"
#include "dataset/error.h"

namespace selvedge::cli {

namespace {

struct Options {
    std::string project, recipe = "tiny", configFile, name, json;
    std::size_t limit = 0;
    // Overrides of the recipe; unset unless given.
    std::optional<std::string> backbone, device, attributeLoss, startFrom;
    std::optional<int> steps, imagesPerStep, minSize, maxSize, warmupSteps, checkpointEvery;
    std::optional<double> learningRate, flip;
    std::optional<std::uint64_t> seed;
    std::vector<int> dropAt;
    bool resume = false;
};

TrainConfig configOf(const Options& options) {
    TrainConfig config;
    if (options.configFile.empty()) {
        config = recipeNamed(options.recipe).config;
    } else {
        std::ifstream in(options.configFile);
        std::stringstream text;
        text << in.rdbuf();
        if (!in)
            throw Error(ErrorKind::Unreadable, "Cannot read " + options.configFile);
        config = trainConfigFromJson(text.str());
    }
    const auto set = [](auto& field, const auto& value) {
        if (value)
            field = *value;
    };
    if (options.backbone)
        config.network.backbone = backboneNamed(*options.backbone);
    set(config.network.minSize, options.minSize);
    set(config.network.maxSize, options.maxSize);
    set(config.device, options.device);
    set(config.startFrom, options.startFrom);
    set(config.steps, options.steps);
    set(config.imagesPerStep, options.imagesPerStep);
    set(config.warmupSteps, options.warmupSteps);
    set(config.checkpointEvery, options.checkpointEvery);
    set(config.learningRate, options.learningRate);
    set(config.flipProbability, options.flip);
    set(config.seed, options.seed);
    if (options.attributeLoss)
        config.attributeLoss =
            *options.attributeLoss == "bce" ? AttributeLoss::Bce : AttributeLoss::Focal;
    if (!options.dropAt.empty())
        config.dropAt = options.dropAt;
    config.resume = options.resume;
    // Through the JSON reader once: it checks the ranges.
    return trainConfigFromJson(toJson(config));
}

void printStep(const StepMetrics& m) {
    std::printf(
        "step %6d  total %8.4f  rpn %.4f %.4f  class %.4f  box %.4f  mask %.4f  "
        "attribute %.4f  lr %.3g  %.1f images/s\n",
        m.step, m.total, m.rpnObjectness, m.rpnBox, m.classification, m.box, m.mask, m.attribute,
        m.learningRate, m.imagesPerSecond);
    std::fflush(stdout);
}

}  // namespace

void addTrain(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("train", "Train Mask R-CNN with the attribute head");
    command->add_option("project", options->project, "Project, CSV or folder")->required();
    command->add_option("--recipe", options->recipe, "tiny, paper-r50")->capture_default_str();
    command->add_option("--config", options->configFile,
                        "TrainConfig as JSON, in place of a recipe");
    command->add_option("--name", options->name, "Name of the run; default: <backbone>-<n>");
    command->add_option("--limit", options->limit, "Only the first so many images");
    command->add_option("--backbone", options->backbone, "tiny, r50");
    command->add_option("--steps", options->steps);
    command->add_option("--images-per-step", options->imagesPerStep);
    command->add_option("--learning-rate", options->learningRate);
    command->add_option("--warmup-steps", options->warmupSteps);
    command->add_option("--drop-at", options->dropAt, "Steps at which the rate falls tenfold");
    command->add_option("--min-size", options->minSize, "Shortest edge of the input");
    command->add_option("--max-size", options->maxSize, "Longest edge of the input");
    command->add_option("--attribute-loss", options->attributeLoss)
        ->check(CLI::IsMember({"bce", "focal"}));
    command->add_option("--flip", options->flip, "Probability of a horizontal flip");
    command->add_option("--checkpoint-every", options->checkpointEvery, "Steps");
    command->add_option("--seed", options->seed);
    command->add_option("--device", options->device, "auto, cpu, cuda:0");
    command->add_option("--start-from", options->startFrom, "Weights, safetensors");
    command->add_flag("--resume", options->resume, "Go on with the run --name");
    command->add_option("--json", options->json, "Summary as JSON: a file, or - for stdout");
    command->callback([options, &context] {
        TrainTask task;
        task.config = configOf(*options);
        if (options->resume && options->name.empty())
            throw Error(ErrorKind::BadFormat, "--resume needs the run's --name");
        task.project = openProject(options->project, context);
        if (!task.project)
            return;
        task.imageLimit = options->limit;
        task.runName = options->name.empty()
                           ? freeRunName(task.project->runsFolder(),
                                         backboneName(task.config.network.backbone))
                           : options->name;
        const int every = std::max(1, task.config.steps / 50);
        const TrainSummary summary = runTraining(
            task,
            [&](const StepMetrics& m) {
                if (options->json != "-" && (m.step == 1 || m.step % every == 0))
                    printStep(m);
            },
            context.progressCallback(), context.stop);
        for (const std::string& image : summary.skippedImages)
            std::fprintf(stderr, "skipped %s\n", image.c_str());
        writeJson(options->json, {{"run", task.runName},
                                  {"steps", summary.steps},
                                  {"stopped_early", summary.stoppedEarly},
                                  {"checkpoint", summary.checkpoint.string()},
                                  {"loss", summary.last.total},
                                  {"skipped_images", summary.skippedImages},
                                  {"fresh_parameters", summary.freshParameters}});
        if (options->json != "-")
            std::printf("run %s, step %d, %s\n", task.runName.c_str(), summary.steps,
                        summary.checkpoint.c_str());
        if (summary.stoppedEarly)
            context.exitCode = kStopped;
    });
}

}  // namespace selvedge::cli
