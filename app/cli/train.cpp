#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "app/tasks/recipes.h"
#include "dataset/error.h"

namespace selvedge::cli {

namespace {

struct Options {
    std::string project, recipe = "tiny", configFile, name, json;
    std::size_t limit = 0;
    // Overrides of the recipe; unset unless given.
    std::optional<std::string> backbone, flavour, device, attributeLoss, startFrom;
    std::optional<int> steps, imagesPerStep, minSize, maxSize, warmupSteps, checkpointEvery;
    std::optional<double> learningRate, flip;
    std::optional<std::uint64_t> seed;
    std::vector<int> dropAt;
    std::vector<std::string> settings;  // KEY=VALUE
    bool resume = false;
};

// What the flags change: a recipe, a file, or the config of the run to resume.
TrainConfig baseConfig(const Options& options, const std::filesystem::path& runsFolder) {
    if (options.resume)
        return readTrainConfig(runWithCheckpoint(runsFolder, options.name).folder / "config.json");
    return options.configFile.empty() ? recipeNamed(options.recipe).config
                                      : readTrainConfig(options.configFile);
}

// A setting by its name in the JSON, "focalGamma=1.5" or "network.attributeNone=true". What is no
// JSON is a text: "attributeBias=counts".
void setByName(nlohmann::ordered_json& config, const std::string& setting) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos)
        throw Error(ErrorKind::BadFormat, "--set " + setting + " has no = between name and value");
    std::string name = setting.substr(0, equals);
    auto* place = &config;
    if (name.starts_with("network.")) {
        place = &config["network"];
        name.erase(0, 8);
    }
    const std::string text = setting.substr(equals + 1);
    const auto value = nlohmann::ordered_json::parse(text, nullptr, false);
    (*place)[name] = value.is_discarded() ? nlohmann::ordered_json(text) : value;
}

TrainConfig changed(const Options& options, TrainConfig config) {
    const auto set = [](auto& field, const auto& value) {
        if (value)
            field = *value;
    };
    set(config.network.backbone, options.backbone);
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
    if (!options.dropAt.empty())
        config.dropAt = options.dropAt;
    config.resume = options.resume;
    // Through the JSON reader once: it checks the ranges.
    auto json = nlohmann::ordered_json::parse(toJson(config));
    if (options.flavour)
        json["network"]["flavour"] = *options.flavour;
    if (options.attributeLoss)
        json["attributeLoss"] = *options.attributeLoss;
    for (const std::string& setting : options.settings)
        setByName(json, setting);
    return trainConfigFromJson(
        json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

TrainConfig configOf(const Options& options, const std::filesystem::path& runsFolder) {
    TrainConfig config = baseConfig(options, runsFolder);
    try {
        return changed(options, std::move(config));
    } catch (const Error& e) {  // the base is in order: a flag is not
        throw CLI::ValidationError("train", e.what());
    }
}

void printStep(const StepMetrics& m) {
    std::printf(
        "step %6d  total %8.4f  rpn %.4f %.4f  class %.4f  box %.4f  mask %.4f  "
        "attribute %.4f  lr %.3g  %.1f images/s\n",
        m.step, m.total, m.rpnObjectness, m.rpnBox, m.classification, m.box, m.mask, m.attribute,
        m.learningRate, m.imagesPerSecond);
    std::fflush(stdout);
}

void printFresh(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 3;
    if (names.empty())
        return;
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kShown; ++i)
        text += (i > 0 ? ", " : "") + names[i];
    std::fprintf(stderr, "%zu parameters are not in the weights and started fresh: %s%s\n",
                 names.size(), text.c_str(), names.size() > kShown ? ", ..." : "");
}

}  // namespace

void addTrain(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("train", "Train Mask R-CNN with the attribute head");
    command->add_option("project", options->project, "Project, CSV or folder")->required();
    std::vector<std::string> known;
    for (const Recipe& recipe : recipes())
        known.push_back(recipe.name);
    auto* recipe = command->add_option("--recipe", options->recipe, "Where the settings start")
                       ->check(CLI::IsMember(known))
                       ->capture_default_str();
    auto* file = command
                     ->add_option("--config", options->configFile,
                                  "TrainConfig as JSON, in place of a recipe")
                     ->excludes(recipe);
    auto* name =
        command->add_option("--name", options->name, "Name of the run; default: <backbone>-<n>");
    auto* limit = command->add_option("--limit", options->limit, "Only the first so many images")
                      ->check(notNegative());
    command->add_option("--backbone", options->backbone,
                        "tiny, r18, ..., as the command engine lists them");
    command->add_option("--flavour", options->flavour,
                        "Whose form of Mask R-CNN: detectron2, torchvision, torchvision-v2");
    command->add_option("--steps", options->steps);
    command->add_option("--images-per-step", options->imagesPerStep);
    command->add_option("--learning-rate", options->learningRate);
    command->add_option("--warmup-steps", options->warmupSteps);
    command->add_option("--drop-at", options->dropAt, "Steps at which the rate falls tenfold");
    command->add_option("--min-size", options->minSize, "Shortest edge of the input");
    command->add_option("--max-size", options->maxSize, "Longest edge of the input");
    command->add_option("--attribute-loss", options->attributeLoss,
                        "bce, focal, asymmetric, distribution-balanced");
    command
        ->add_option("--set", options->settings,
                     "Any other setting by its name in config.json, e.g. attributeBias=counts or "
                     "network.attributeFeatures=mask-regions; once for each")
        ->allow_extra_args(false);
    command->add_option("--flip", options->flip, "Probability of a horizontal flip");
    command->add_option("--checkpoint-every", options->checkpointEvery, "Steps");
    command->add_option("--seed", options->seed)->check(notNegative());
    command->add_option("--device", options->device, "auto, cpu, cuda:0");
    auto* weights = command->add_option("--start-from", options->startFrom,
                                        "Weights: safetensors, .pth or .pkl");
    command
        ->add_flag("--resume", options->resume,
                   "Go on with the run --name, its settings and images; flags change settings")
        ->needs(name)
        ->excludes(recipe)
        ->excludes(file)
        ->excludes(limit)
        ->excludes(weights);
    command->add_option("--json", options->json, "Summary as JSON: a file, or - for stdout");
    command->callback([options, &context] {
        TrainTask task;
        task.project = openProject(options->project, context);
        if (!task.project)
            return;
        checkTarget(options->json, *task.project);
        checkTarget(options->json, {options->configFile, options->startFrom.value_or("")});
        const auto runs = task.project->runsFolder();
        task.config = configOf(*options, runs);
        task.imageLimit = options->limit;
        task.runName =
            options->name.empty() ? freeRunName(runs, task.config.network.backbone) : options->name;
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
        printFresh(summary.freshParameters);
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
