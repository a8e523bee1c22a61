#include <cstdio>

#include "app/cli/common.h"
#include "app/tasks/export_task.h"
#include "model/evaluation/coco_results.h"

namespace selvedge::cli {

namespace {

struct Options {
    std::string project, run, checkpoint, out, device = "auto";
    std::size_t limit = 0;
    bool numberImages = false;
    PredictOptions predict;
};

}  // namespace

void addPredict(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("predict", "Find the objects in a project's images");
    command->add_option("project", options->project, "Project, CSV or folder")->required();
    auto* run =
        command->add_option("--run", options->run, "A run of the project: its last checkpoint");
    auto* checkpoint = command->add_option("--checkpoint", options->checkpoint, "A checkpoint file")
                           ->excludes(run);
    auto* out = command->add_option("--out", options->out,
                                    "COCO results JSON; default: the run's own predictions");
    checkpoint->needs(out);
    command->add_flag("--number-images", options->numberImages,
                      "image_id 1..N as export --format coco numbers them, not the ImageId");
    command->add_option("--limit", options->limit, "Only the first so many images")
        ->check(notNegative());
    command->add_option("--device", options->device, "auto, cpu, cuda:0")->capture_default_str();
    command->add_option("--score-floor", options->predict.scoreThreshold)
        ->check(fraction())
        ->capture_default_str();
    command->add_option("--nms", options->predict.nmsThreshold, "IoU")
        ->check(fraction())
        ->capture_default_str();
    command->add_option("--max-detections", options->predict.maxDetections, "An image")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--mask-threshold", options->predict.maskThreshold)
        ->check(fraction())
        ->capture_default_str();
    command->callback([options, &context] {
        if (options->run.empty() && options->checkpoint.empty())
            throw CLI::RequiredError("--run NAME or --checkpoint FILE");
        PredictTask task;
        task.project = openProject(options->project, context);
        if (!task.project)
            return;
        checkTarget(options->out, *task.project);
        checkTarget(options->out, {options->checkpoint});
        task.checkpoint = options->checkpoint;
        if (!options->run.empty()) {
            const RunInfo info = runWithCheckpoint(task.project->runsFolder(), options->run);
            task.checkpoint = *info.checkpoint;
            if (options->out.empty())
                task.runFolder = info.folder;
            task.runName = info.name;
        }
        task.device = options->device;
        task.options = options->predict;
        task.imageLimit = options->limit;
        const PredictResult result = runPrediction(task, context.progressCallback(), context.stop);
        printIssues(options->project, result.issues, result.issues.size());
        if (result.stoppedEarly) {
            stoppedWithoutResult(context);
            return;
        }
        if (!options->out.empty()) {
            std::map<std::string, std::int64_t> numbers;
            if (options->numberImages) {
                for (const auto& [number, id] : imageIdsByNumber(*task.project->objects()))
                    numbers[id] = number;
            }
            writeCocoResults(options->out, *result.predictions, *task.project->catalog(), numbers);
        }
        std::size_t count = 0;
        for (const auto& [id, detections] : result.predictions->images)
            count += detections.size();
        std::printf("%zu detections in %zu images\n", count, result.predictions->images.size());
    });
}

}  // namespace selvedge::cli
