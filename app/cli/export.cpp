#include <cstdio>

#include "app/cli/common.h"
#include "app/cli/image_choice.h"
#include "app/tasks/export_task.h"
#include "app/tasks/operating_points.h"
#include "dataset/error.h"

namespace selvedge::cli {

namespace {

// The predictions of the run of that name.
std::filesystem::path predictionsOf(const Project& project, const std::string& name) {
    for (const RunInfo& run : listRuns(project.runsFolder())) {
        if (run.name == name && run.predictions)
            return *run.predictions;
    }
    throw Error(ErrorKind::NotFound, "No run \"" + name + "\" with predictions");
}

// One that the project keeps by this name, else the file.
OperatingPoint pointOf(const Project& project, const std::string& name) {
    for (const NamedOperatingPoint& named : operatingPoints(project))
        if (named.name == name) {
            printIssues(name, named.issues, named.issues.size());
            return named.point;
        }
    return readOperatingPoint(name, *project.catalog());
}

}  // namespace

void addExport(CLI::App& app, Context& context) {
    struct Options {
        std::string project, format = "csv", out, labels, run, predictions, overlap, point;
        ImageChoice images;
        SubmissionOptions submission;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("export", "Write a project's objects to a file");
    command->add_option("project", options->project, "Project, CSV, COCO JSON or folder")
        ->required();
    command
        ->add_option("--format", options->format,
                     "csv, coco: a file of that format leaves as it came in; detectron2: dataset "
                     "dicts as JSON with 14 attribute slots; submission: Kaggle's CSV without "
                     "overlaps")
        ->check(CLI::IsMember({"csv", "coco", "detectron2", "submission"}))
        ->capture_default_str();
    command->add_option("--out", options->out, "The file to write")->required();
    command->add_option("--labels", options->labels,
                        "Write the categories and attributes too, as label_descriptions.json");
    options->images.addTo(*command);
    auto* run = command->add_option("--run", options->run,
                                    "Submission: the predictions of this run, not the objects");
    command->add_option("--predictions", options->predictions, "Submission: those of this file")
        ->excludes(run);
    auto* score = command
                      ->add_option("--score", options->submission.point.scoreThreshold,
                                   "Submission: from this on")
                      ->check(fraction())
                      ->capture_default_str();
    command
        ->add_option(
            "--operating-point", options->point,
            "Submission: what predictions count, a file of `tune --out` or the name of one "
            "that the project keeps")
        ->excludes(score);
    command
        ->add_option("--overlap", options->overlap,
                     "Submission: who keeps shared pixels, the better score (of predictions the "
                     "default) or the smaller area (of objects)")
        ->check(CLI::IsMember({"score", "area"}));
    command->callback([options, &context] {
        const bool predicted = !options->run.empty() || !options->predictions.empty();
        if (predicted && options->format != "submission")
            throw Error(ErrorKind::BadFormat,
                        "--run and --predictions are for --format submission");
        if (!predicted && !options->point.empty())
            throw Error(ErrorKind::BadFormat, "--operating-point is for --run and --predictions");
        ExportTask task;
        task.project = openProject(options->project, context);
        if (!task.project)
            return;
        task.format = options->format == "csv"          ? ExportFormat::Csv
                      : options->format == "coco"       ? ExportFormat::Coco
                      : options->format == "detectron2" ? ExportFormat::Detectron2
                                                        : ExportFormat::Submission;
        task.target = options->out;
        task.labels = options->labels;
        task.only = options->images.filterOf(*task.project);
        if (predicted)
            task.predictions = options->run.empty() ? std::filesystem::path(options->predictions)
                                                    : predictionsOf(*task.project, options->run);
        task.submission = options->submission;
        if (!options->point.empty()) {
            checkTarget(options->out, {options->point});
            task.submission.point = pointOf(*task.project, options->point);
        }
        const bool byArea = options->overlap.empty() ? !predicted : options->overlap == "area";
        task.submission.overlap =
            byArea ? SubmissionOptions::Overlap::Area : SubmissionOptions::Overlap::Score;
        const ExportResult result = exportProject(task, context.progressCallback(), context.stop);
        printIssues(task.predictions.value_or("").string(), result.issues, result.issues.size());
        if (result.stoppedEarly) {
            stoppedWithoutResult(context);
            return;
        }
        std::printf("%llu objects in %s\n", static_cast<unsigned long long>(result.objects),
                    options->out.c_str());
        if (!result.lost.empty())
            std::printf("%s\n", result.lost.c_str());
    });
}

}  // namespace selvedge::cli
