// What `evaluate`, `sweep` and `tune` read: options, ground truth and a results file.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <unordered_set>

#include "app/cli/common.h"
#include "app/tasks/export_task.h"
#include "app/tasks/operating_points.h"
#include "app/tasks/project_sources.h"
#include "app/tasks/run_predictions.h"
#include "dataset/counted.h"
#include "dataset/error.h"
#include "dataset/guess_format.h"

namespace selvedge::cli {

void EvaluationOptions::addTo(CLI::App& command) {
    command.add_option("--ground-truth", groundTruth, "COCO JSON, CSV, project or folder")
        ->required();
    command
        .add_option(
            "--predictions", predictions,
            "COCO results JSON, a submission CSV, a run's folder, or its name in the project")
        ->required();
    command.add_option("--limit", limit, "Only the first so many images")->check(notNegative());
    choice.addTo(command);
    command.add_option("--iou-type", iouType, "segm, bbox, boundary")
        ->check(CLI::IsMember({"segm", "bbox", "boundary"}))
        ->capture_default_str();
    command
        .add_option("--max-detections", maxDetections,
                    "An image and category; lvis takes 300 an image")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command.add_option("--protocol-option", protocolOptions,
                       "Changes the protocol: pairs, fixed_f1, f1, without_attributes, "
                       "attribute_categories, weights, compare or id_zero_is_none, as in "
                       "\"protocol_options\" of the JSON: f1=binary_micro");
    command.add_option("--json", json, "As JSON: a file, or - for stdout");
}

Protocol EvaluationOptions::protocol(const std::string& name) const {
    Protocol protocol = protocolNamed(name).value();
    protocol.iouType = iou();
    for (const std::string& text : protocolOptions) {
        const std::size_t equals = text.find('=');
        try {
            setOption(protocol, text.substr(0, equals),
                      equals == std::string::npos ? "" : text.substr(equals + 1));
        } catch (const Error& error) {
            throw CLI::ValidationError("--protocol-option", error.what());
        }
    }
    return protocol;
}

namespace {

// A run's folder, by its path or its name in the project; none where it is a file.
std::optional<std::filesystem::path> runFolder(const EvaluationTruth& truth,
                                               const std::string& name) {
    std::error_code error;
    if (std::filesystem::is_directory(name, error))
        return name;
    if (std::filesystem::exists(name, error) || !truth.project)
        return std::nullopt;
    for (const RunInfo& run : listRuns(truth.project->runsFolder()))
        if (run.name == name)
            return run.folder;
    return std::nullopt;
}

// The images that runs are of; none: of all.
using Ids = std::unordered_set<std::string>;
std::vector<Ids> predictedParts(const EvaluationTruth& truth,
                                const std::vector<std::string>& predictions) {
    std::vector<Ids> parts;
    std::error_code error;
    for (const std::string& name : predictions) {
        const auto folder = runFolder(truth, name);
        if (!folder)
            continue;
        for (const RunInfo& run : listRuns(std::filesystem::absolute(*folder).parent_path())) {
            const auto images = predictedImages(run);
            if (images && std::filesystem::equivalent(run.folder, *folder, error))
                parts.emplace_back(images->begin(), images->end());
        }
    }
    return parts;
}

void tellUnpredicted(std::size_t count) {
    if (count > 0)
        std::fprintf(stderr, "%s not predicted and %s not count\n",
                     count == 1 ? "1 image was" : (counted(count, "image") + " were").c_str(),
                     count == 1 ? "does" : "do");
}

}  // namespace

EvaluationTruth readTruth(const EvaluationOptions& options, Context& context,
                          const std::vector<std::string>& predictions) {
    checkTarget(options.json, {options.groundTruth, options.predictions});
    EvaluationTruth truth;
    if (guessFormat(options.groundTruth).format == FileFormat::CocoTruth) {
        if (options.limit > 0 || options.choice.isMade())
            throw Error(ErrorKind::Unsupported,
                        "--limit and a choice of images take a project, CSV or folder");
        truth.source = readCocoGroundTruth(options.groundTruth);
        const auto issues = truth.source->issues();
        printIssues(options.groundTruth, issues, issues.size());
        return truth;
    }
    truth.project = openProject(options.groundTruth, context);
    if (!truth.project)
        return truth;
    checkTarget(options.json, *truth.project);
    const auto table = truth.project->objects();
    const ImageFilter chosen = options.choice.filterOf(*truth.project);
    truth.imageIdOfNumber = imageIdsByNumber(*table);
    const std::vector<Ids> parts = predictedParts(truth, predictions);
    std::vector<ImageIndex> images;
    std::size_t unpredicted = 0;
    for (std::size_t i = 0; i < table->images.size(); ++i) {
        const std::string& id = table->images[i].id;
        const bool fits = options.limit == 0 || images.size() < options.limit;
        const bool wanted = fits && (!chosen || chosen(id));
        const bool known = std::all_of(parts.begin(), parts.end(),
                                       [&](const Ids& part) { return part.contains(id); });
        unpredicted += wanted && !known;
        if (wanted && known)
            images.push_back(ImageIndex(i));
        else
            truth.leftOut.insert(id);
    }
    tellUnpredicted(unpredicted);
    truth.source = std::make_unique<ProjectGroundTruth>(truth.project, std::move(images));
    const auto issues = truth.source->issues();
    printIssues(options.groundTruth, issues, issues.size());
    return truth;
}

EvaluationTable matchPredictions(const EvaluationTruth& truth, const std::string& name,
                                 IouType iouType, Context& context) {
    EvaluationTable result;
    std::filesystem::path file = name;
    bool isRun = false;
    if (const auto run = runFolder(truth, name)) {
        file = *run / "predictions.json";
        if (!std::filesystem::exists(file))
            throw Error(ErrorKind::NotFound, run->string() +
                                                 " has no predictions: make some with "
                                                 "`selvedge-cli predict`");
        const ReadOperatingPoint own = defaultOperatingPoint(*run, *truth.source->catalog());
        printIssues((*run / kOperatingPointFile).string(), own.issues, own.issues.size());
        result.point = own.point;
        isRun = true;
    }
    MatchTableBuilder builder(*truth.source, {iouType == IouType::Boundary});
    const auto sink = [&](std::vector<ImageDetection>&& detections) {
        if (!truth.leftOut.empty())
            std::erase_if(detections, [&](const ImageDetection& detection) {
                return truth.leftOut.contains(detection.imageId);
            });
        builder.add(detections);
    };
    const LoadedPredictions loaded =
        readPredictions(file, *truth.source, truth.imageIdOfNumber, sink);
    printIssues(file.string(), loaded.issues, loaded.issues.size());
    // A run's sizes are those of what is measured, as in the window (METHOD 1.1).
    result.boxesGiven = isRun ? iouType == IouType::Box : loaded.boxesGiven;
    result.table = builder.finish(context.progressCallback(), context.stop);
    if (!result.table)
        stoppedWithoutResult(context);
    else if (result.table->leftOut.images > 0)
        std::fprintf(stderr, "%s: %s\n", file.c_str(), textOf(result.table->leftOut).c_str());
    return result;
}

EvaluationTable readEvaluationTable(const EvaluationOptions& options, Context& context) {
    const EvaluationTruth truth = readTruth(options, context, {options.predictions});
    return truth.source ? matchPredictions(truth, options.predictions, options.iou(), context)
                        : EvaluationTable{};
}

OperatingPoint readOperatingPoint(const std::string& file, const Catalog& catalog) {
    const ReadOperatingPoint read = readOperatingPointFile(file, catalog);
    printIssues(file, read.issues, read.issues.size());
    return read.point;
}

OperatingPoint pointOf(const EvaluationOptions& options, const CLI::App& command,
                       const EvaluationTable& input, const std::string& file) {
    OperatingPoint point =
        file.empty() ? input.point : readOperatingPoint(file, *input.table->catalog);
    if (command.count("--max-detections") > 0)
        point.maxDetections = options.maxDetections;
    return point;
}

}  // namespace selvedge::cli
