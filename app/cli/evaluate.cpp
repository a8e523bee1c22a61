#include <cstdio>
#include <limits>

#include "app/cli/common.h"

namespace selvedge::cli {

void addEvaluate(CLI::App& app, Context& context) {
    struct Options {
        std::size_t limit = 0;
        std::string groundTruth, predictions, protocol = "coco", iouType = "segm", json;
        std::string detectionArea = "auto";
        OperatingPoint point{-std::numeric_limits<double>::infinity(), 0.5, 100};
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("evaluate", "Average precision of a results file");
    command->add_option("--ground-truth", options->groundTruth, "COCO JSON, CSV, project or folder")
        ->required();
    command->add_option("--predictions", options->predictions, "COCO results JSON")->required();
    command->add_option("--protocol", options->protocol, "coco, paper")
        ->check(CLI::IsMember({"coco", "paper"}))
        ->capture_default_str();
    command->add_option("--limit", options->limit, "Only the first so many images");
    command->add_option("--iou-type", options->iouType, "segm, bbox")
        ->check(CLI::IsMember({"segm", "bbox"}))
        ->capture_default_str();
    command
        ->add_option("--detection-area", options->detectionArea,
                     "Which area makes a detection small, medium or large; auto: the box where "
                     "the file has boxes, as pycocotools does")
        ->check(CLI::IsMember({"auto", "box", "mask"}))
        ->capture_default_str();
    command->add_option("--score-threshold", options->point.scoreThreshold,
                        "Default: none, the file as it stands");
    command->add_option("--attribute-threshold", options->point.attributeThreshold)
        ->capture_default_str();
    command->add_option("--max-detections", options->point.maxDetections, "An image and category")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--json", options->json, "As JSON: a file, or - for stdout");
    command->callback([options, &context] {
        const EvaluationInput input = readEvaluationInput(
            options->groundTruth, options->predictions, options->limit, context);
        if (!input.truth)
            return;
        const auto table = buildMatchTable(*input.truth, input.predictions,
                                           context.progressCallback(), context.stop);
        Protocol protocol;
        protocol.kind = options->protocol == "paper" ? ProtocolKind::Paper : ProtocolKind::Coco;
        protocol.iouType = options->iouType == "segm" ? IouType::Mask : IouType::Box;
        protocol.detectionAreaFromBox =
            options->detectionArea == "auto" ? input.boxesGiven : options->detectionArea == "box";
        const auto report =
            table ? evaluate(*table, protocol, options->point, context.stop) : std::nullopt;
        if (!report) {
            context.exitCode = kStopped;
            return;
        }
        writeText(options->json, reportJson(*report, *table->catalog) + "\n");
        if (options->json != "-")
            std::printf("%s", reportText(*report).c_str());
    });
}

}  // namespace selvedge::cli
