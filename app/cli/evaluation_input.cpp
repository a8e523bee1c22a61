// What `evaluate`, `sweep` and `tune` read: options, ground truth and a results file.
#include <numeric>

#include "app/cli/common.h"
#include "app/tasks/export_task.h"
#include "app/tasks/operating_points.h"
#include "app/tasks/project_sources.h"
#include "dataset/error.h"
#include "dataset/guess_format.h"

namespace selvedge::cli {

void EvaluationOptions::addTo(CLI::App& command) {
    command.add_option("--ground-truth", groundTruth, "COCO JSON, CSV, project or folder")
        ->required();
    command.add_option("--predictions", predictions, "COCO results JSON or a submission CSV")
        ->required();
    command.add_option("--limit", limit, "Only the first so many images")->check(notNegative());
    command.add_option("--iou-type", iouType, "segm, bbox")
        ->check(CLI::IsMember({"segm", "bbox"}))
        ->capture_default_str();
    command.add_option("--max-detections", maxDetections, "An image and category")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command.add_option("--json", json, "As JSON: a file, or - for stdout");
}

EvaluationInput readEvaluationInput(const EvaluationOptions& options, Context& context) {
    checkTarget(options.json, {options.groundTruth, options.predictions});
    EvaluationInput input;
    std::map<std::int64_t, std::string> imageIdOfNumber;
    std::set<std::string> beyondLimit;
    if (guessFormat(options.groundTruth).format == FileFormat::CocoTruth) {
        if (options.limit > 0)
            throw Error(ErrorKind::Unsupported, "--limit takes a project, CSV or folder");
        input.truth = readCocoGroundTruth(options.groundTruth);
        const auto issues = input.truth->issues();
        printIssues(options.groundTruth, issues, issues.size());
    } else {
        auto project = openProject(options.groundTruth, context);
        if (!project)
            return input;
        checkTarget(options.json, *project);
        const auto table = project->objects();
        const std::vector<ImageRow>& all = table->images;
        imageIdOfNumber = imageIdsByNumber(*table);
        const std::size_t kept =
            options.limit > 0 ? std::min(options.limit, all.size()) : all.size();
        for (std::size_t i = kept; i < all.size(); ++i)
            beyondLimit.insert(all[i].id);
        std::vector<ImageIndex> images(kept);
        std::iota(images.begin(), images.end(), ImageIndex{0});
        input.truth = std::make_unique<ProjectGroundTruth>(project, std::move(images));
    }
    LoadedPredictions loaded = readPredictions(options.predictions, *input.truth, imageIdOfNumber);
    printIssues(options.predictions, loaded.issues, loaded.issues.size());
    input.predictions = std::move(loaded.predictions);
    std::erase_if(input.predictions.images,
                  [&](const auto& entry) { return beyondLimit.contains(entry.first); });
    input.boxesGiven = loaded.boxesGiven;
    return input;
}

OperatingPoint readOperatingPoint(const std::string& file, const Catalog& catalog) {
    const ReadOperatingPoint read = readOperatingPointFile(file, catalog);
    printIssues(file, read.issues, read.issues.size());
    return read.point;
}

}  // namespace selvedge::cli
