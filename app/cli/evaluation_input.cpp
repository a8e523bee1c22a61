// What `evaluate`, `sweep` and `tune` read: options, ground truth and a results file.
#include <cstdio>
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
    command.add_option("--iou-type", iouType, "segm, bbox, boundary")
        ->check(CLI::IsMember({"segm", "bbox", "boundary"}))
        ->capture_default_str();
    command.add_option("--max-detections", maxDetections, "An image and category")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command.add_option("--json", json, "As JSON: a file, or - for stdout");
}

namespace {

struct Truth {
    std::unique_ptr<GroundTruthSource> source;  // null when stopped
    std::map<std::int64_t, std::string> imageIdOfNumber;
    std::set<std::string> beyondLimit;
};

Truth readTruth(const EvaluationOptions& options, Context& context) {
    checkTarget(options.json, {options.groundTruth, options.predictions});
    Truth truth;
    if (guessFormat(options.groundTruth).format == FileFormat::CocoTruth) {
        if (options.limit > 0)
            throw Error(ErrorKind::Unsupported, "--limit takes a project, CSV or folder");
        truth.source = readCocoGroundTruth(options.groundTruth);
        const auto issues = truth.source->issues();
        printIssues(options.groundTruth, issues, issues.size());
        return truth;
    }
    auto project = openProject(options.groundTruth, context);
    if (!project)
        return truth;
    checkTarget(options.json, *project);
    const auto table = project->objects();
    const std::vector<ImageRow>& all = table->images;
    truth.imageIdOfNumber = imageIdsByNumber(*table);
    const std::size_t kept = options.limit > 0 ? std::min(options.limit, all.size()) : all.size();
    for (std::size_t i = kept; i < all.size(); ++i)
        truth.beyondLimit.insert(all[i].id);
    std::vector<ImageIndex> images(kept);
    std::iota(images.begin(), images.end(), ImageIndex{0});
    truth.source = std::make_unique<ProjectGroundTruth>(project, std::move(images));
    return truth;
}

}  // namespace

EvaluationTable readEvaluationTable(const EvaluationOptions& options, Context& context) {
    const Truth truth = readTruth(options, context);
    EvaluationTable result;
    if (!truth.source)
        return result;
    MatchTableBuilder builder(*truth.source, {options.iou() == IouType::Boundary});
    const auto sink = [&](std::vector<ImageDetection>&& detections) {
        if (!truth.beyondLimit.empty())
            std::erase_if(detections, [&](const ImageDetection& detection) {
                return truth.beyondLimit.contains(detection.imageId);
            });
        builder.add(detections);
    };
    const LoadedPredictions loaded =
        readPredictions(options.predictions, *truth.source, truth.imageIdOfNumber, sink);
    printIssues(options.predictions, loaded.issues, loaded.issues.size());
    result.boxesGiven = loaded.boxesGiven;
    result.table = builder.finish(context.progressCallback(), context.stop);
    if (!result.table)
        stoppedWithoutResult(context);
    else if (result.table->leftOut.images > 0)
        std::fprintf(stderr, "%s: %s\n", options.predictions.c_str(),
                     textOf(result.table->leftOut).c_str());
    return result;
}

OperatingPoint readOperatingPoint(const std::string& file, const Catalog& catalog) {
    const ReadOperatingPoint read = readOperatingPointFile(file, catalog);
    printIssues(file, read.issues, read.issues.size());
    return read.point;
}

}  // namespace selvedge::cli
