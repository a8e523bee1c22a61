#include <cstdio>

#include "app/cli/common.h"

namespace selvedge::cli {

void addEvaluate(CLI::App& app, Context& context) {
    struct Options {
        EvaluationOptions common;
        std::string protocol = "coco", detectionArea = "auto";
        OperatingPoint point;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("evaluate", "Average precision of a results file");
    options->common.addTo(*command);
    command->add_option("--protocol", options->protocol, "coco, fashionpedia, kaggle2020, paper")
        ->check(CLI::IsMember({"coco", "fashionpedia", "kaggle2020", "paper"}))
        ->capture_default_str();
    command
        ->add_option("--detection-area", options->detectionArea,
                     "Which area makes a detection small, medium or large; auto: the box where "
                     "the file has boxes, as pycocotools does")
        ->check(CLI::IsMember({"auto", "box", "mask"}))
        ->capture_default_str();
    command
        ->add_option("--score-threshold", options->point.scoreThreshold,
                     "Default: none, the file as it stands")
        ->check(finite());
    command->add_option("--attribute-threshold", options->point.attributeThreshold)
        ->check(fraction())
        ->capture_default_str();
    command->callback([options, &context] {
        const auto [table, boxesGiven] = readEvaluationTable(options->common, context);
        if (!table)
            return;
        options->point.maxDetections = options->common.maxDetections;
        Protocol protocol = protocolNamed(options->protocol).value();
        protocol.iouType = options->common.iou();
        protocol.detectionAreaFromBox =
            options->detectionArea == "auto" ? boxesGiven : options->detectionArea == "box";
        const auto report = evaluate(*table, protocol, options->point, context.stop);
        if (!report) {
            stoppedWithoutResult(context);
            return;
        }
        writeText(options->common.json, reportJson(*report, *table->catalog) + "\n");
        if (options->common.json == "-")
            return;
        std::printf("%s", reportText(*report).c_str());
        if (protocol.missesCount)
            std::printf("small, medium, large: by the area of a detection's %s\n",
                        protocol.detectionAreaFromBox ? "box" : "mask");
    });
}

}  // namespace selvedge::cli
