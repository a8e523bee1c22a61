#include <cstdio>

#include "app/cli/common.h"
#include "app/tasks/export_task.h"
#include "app/tasks/run_folder.h"
#include "app/tasks/run_predictions.h"
#include "dataset/error.h"
#include "model/evaluation/submission.h"

namespace selvedge::cli {

namespace {

struct Options {
    std::string project, images, run, weights, config, out, device = "auto", precision = "float";
    std::size_t limit = 0;
    int batch = 0;
    bool numberImages = false, augmented = false;
    ImageChoice choice;
    PredictOptions predict;
};

constexpr const char* kToRun = "run";

// Where results go.
struct Target {
    std::filesystem::path file;        // COCO results
    std::optional<RunToPredict> run;   // of the project, when they go there
    std::filesystem::path submission;  // made of the file, which is temporary then
};

Target targetOf(const Options& options, const PredictTask& task) {
    const std::filesystem::path runs = task.project->runsFolder();
    Target target;
    if (!options.out.empty() && options.out != kToRun) {
        checkTarget(options.out, *task.project);
        checkTarget(options.out, {task.checkpoint, options.config});
        target.file = options.out;
        if (target.file.extension() == ".csv") {
            target.submission = target.file;
            target.file = target.submission.parent_path() /
                          ("." + target.submission.filename().string() + ".selvedge.json");
            if (std::filesystem::exists(target.file))
                throw Error(ErrorKind::NotWritable,
                            target.file.string() +
                                " is in the way: the predictions of a submission that could not be "
                                "written, or another's; move it away");
        }
        return target;
    }
    target.run =
        options.run.empty()
            ? runToPredictInto(runs, listRuns(runs), {task.checkpoint, task.options, task.network},
                               task.checkpoint.stem(), true)
            : RunToPredict{runWithCheckpoint(runs, options.run)};
    target.file = target.run->run.folder / "predictions.json";
    return target;
}

// Of the choice, the first so many.
std::vector<ImageIndex> imagesOf(const Options& options, const Project& project) {
    const auto table = project.objects();
    const ImageFilter chosen = options.choice.filterOf(project);
    std::vector<ImageIndex> images;
    for (std::size_t i = 0; i < table->images.size(); ++i)
        if ((!chosen || chosen(table->images[i].id)) &&
            (options.limit == 0 || images.size() < options.limit))
            images.push_back(ImageIndex(i));
    return images;
}

void writeSubmissionOf(const Target& target, const Project& project) {
    const LoadedPredictions found = readCocoResults(target.file, *project.catalog());
    const SubmissionResult result =
        writeSubmission(target.submission, found.predictions, *project.catalog());
    std::filesystem::remove(target.file);
    std::printf("%llu rows in %s; %llu detections are below a score of .5\n",
                static_cast<unsigned long long>(result.rows), target.submission.c_str(),
                static_cast<unsigned long long>(result.belowThreshold));
}

PredictResult predictedInto(const Target& target, const PredictTask& task, Context& context) {
    const auto endAs = [&](PredictionEnd end) {
        if (target.run)
            endPredictionsInto(*target.run, end);
    };
    try {
        PredictResult result = runPrediction(task, context.progressCallback(), context.stop);
        endAs(result.stoppedEarly ? PredictionEnd::Stopped : PredictionEnd::Done);
        return result;
    } catch (...) {
        endAs(PredictionEnd::Failed);
        throw;
    }
}

void tellFound(const PredictResult& result) {
    std::printf("%llu detections in %zu images", static_cast<unsigned long long>(result.detections),
                result.images - result.resumedAt);
    if (result.resumedAt > 0)
        std::printf(", %zu were there already", result.resumedAt);
    std::printf("\n");
}

PredictTask taskOf(const Options& options, Context& context) {
    PredictTask task;
    task.project = openProject(options.images.empty() ? options.project : options.images, context);
    if (!task.project)
        return task;
    task.checkpoint = options.run.empty()
                          ? std::filesystem::path(options.weights)
                          : *runWithCheckpoint(task.project->runsFolder(), options.run).checkpoint;
    task.network = networkOf(options.config);
    task.device = options.device;
    task.batch = options.batch;
    task.options = options.predict;
    task.options.precision = options.precision == "half"       ? Precision::Half
                             : options.precision == "bfloat16" ? Precision::BFloat16
                                                               : Precision::Float;
    if (options.augmented && task.options.scales.empty())
        task.options.scales = defaultScales();
    task.images = imagesOf(options, *task.project);
    if (options.numberImages)
        for (const auto& [number, id] : imageIdsByNumber(*task.project->objects()))
            task.numberOfImageId[id] = number;
    return task;
}

// Of weights that are no checkpoint of ours: what they are taken for, and what is missing.
void tellFit(const PredictTask& task) {
    Engine& network = engine();
    network.prepareThread();
    const WeightReport report = network.inspectWeights(task.checkpoint, task.network);
    if (report.fit && !report.metadata.contains("selvedge.config"))
        printFit(*report.fit);
}

void run(const Options& options, Context& context) {
    if (options.project.empty() == options.images.empty())
        throw CLI::RequiredError("a project or --images DIR, one of them,");
    if (options.run.empty() && options.weights.empty())
        throw CLI::RequiredError("--run NAME or --weights FILE");
    PredictTask task = taskOf(options, context);
    if (!task.project)
        return;
    if (!options.weights.empty())
        tellFit(task);
    const Target target = targetOf(options, task);
    task.target = target.file;
    const PredictResult result = predictedInto(target, task, context);
    printIssues(options.images.empty() ? options.project : options.images, result.issues,
                result.issues.size());
    if (!result.note.empty())
        std::fprintf(stderr, "%s\n", result.note.c_str());
    if (result.stoppedEarly) {
        std::fprintf(stderr, "Stopped after %zu images; the same command goes on there\n",
                     result.images);
        context.exitCode = kStopped;
        return;
    }
    tellFound(result);
    if (!target.submission.empty())
        writeSubmissionOf(target, *task.project);
    else if (target.run)
        std::printf("run %s\n", target.run->run.name.c_str());
}

void addLook(CLI::App& command, Options& options) {
    command.add_option("--score-floor", options.predict.scoreThreshold)
        ->check(fraction())
        ->capture_default_str();
    command.add_option("--nms", options.predict.nmsThreshold, "IoU")
        ->check(fraction())
        ->capture_default_str();
    command.add_option("--max-detections", options.predict.maxDetections, "An image")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command.add_option("--mask-threshold", options.predict.maskThreshold)
        ->check(fraction())
        ->capture_default_str();
    command.add_flag("--tta", options.augmented,
                     "Each image at shortest edges of 400 to 1200 pixels, and mirrored: better, "
                     "and some 40 times the work");
    command.add_option("--scales", options.predict.scales, "Other edges for --tta: 640,800")
        ->delimiter(',')
        ->check(CLI::Range(32, 4000))
        ->expected(1, 32);
    command.add_flag("!--no-mirror", options.predict.mirrored, "With --tta: not mirrored");
    command
        .add_option("--tile", options.predict.tile,
                    "Images with a longer edge are also looked at in squares of so many pixels, "
                    "for small things in huge photos")
        ->check(CLI::Range(64, 100000));
    command.add_option("--tile-overlap", options.predict.tileOverlap, "Of a square's edge")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command.add_option("--precision", options.precision, "float, bfloat16, or on a GPU half")
        ->check(CLI::IsMember({"float", "bfloat16", "half"}))
        ->capture_default_str();
    command.add_option("--batch", options.batch, "Images at a time; default: 8 on a GPU, else 1")
        ->check(CLI::Range(1, 256));
}

}  // namespace

void addPredict(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("predict", "Find the objects in images");
    command->add_option("project,--project", options->project, "Project, CSV or folder");
    command->add_option("--images", options->images, "A folder of photos");
    auto* run =
        command->add_option("--run", options->run, "A run of the project: its last checkpoint");
    command->add_option("--weights,--checkpoint", options->weights, "A file of weights, instead")
        ->excludes(run);
    command->add_option("--config", options->config,
                        "The network of another program's weights, as JSON: a NetworkConfig or a "
                        "run's config.json; default: the one that they fit");
    command->add_option("--out", options->out,
                        "COCO results (.json), a submission (.csv), or run: predictions of a run "
                        "of the project, which is the default");
    command->add_flag("--number-images", options->numberImages,
                      "image_id 1..N as export --format coco numbers them, not the ImageId");
    command->add_option("--limit", options->limit, "Only the first so many images")
        ->check(notNegative());
    options->choice.addTo(*command);
    command->add_option("--device", options->device, "auto, cpu, cuda:0")->capture_default_str();
    addLook(*command, *options);
    command->callback([options, &context] { selvedge::cli::run(*options, context); });
}

}  // namespace selvedge::cli
