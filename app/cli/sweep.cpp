#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"

namespace selvedge::cli {

void addSweep(CLI::App& app, Context& context) {
    struct Options {
        EvaluationOptions common;
        std::vector<double> scores, attributes;
    };
    auto options = std::make_shared<Options>();
    for (int i = 1; i < 10; ++i) {
        options->scores.push_back(i / 10.0);
        options->attributes.push_back(i / 10.0);
    }
    CLI::App* command = app.add_subcommand("sweep", "f1AP over score and attribute thresholds");
    options->common.addTo(*command);
    command->add_option("--scores", options->scores, "Score thresholds")
        ->delimiter(',')
        ->check(finite());
    command->add_option("--attributes", options->attributes, "Attribute thresholds")
        ->delimiter(',')
        ->check(fraction());
    command->callback([options, &context] {
        const auto table = readEvaluationTable(options->common, context).table;
        if (!table)
            return;
        const ProgressCallback onProgress = context.progressCallback();
        const Sweep result =
            sweep(*table, options->common.iou(), options->scores, options->attributes,
                  options->common.maxDetections, onProgress, context.stop);
        nlohmann::json cells = nlohmann::json::array();
        for (const SweepCell& cell : result.cells)
            cells.push_back({{"score_threshold", cell.scoreThreshold},
                             {"attribute_threshold", cell.attributeThreshold},
                             {"AP", cell.ap},
                             {"f1AP", cell.f1ap}});
        nlohmann::json json = {
            {"protocol", "paper"}, {"iou_type", options->common.iouType}, {"cells", cells}};
        const SweepCell* best = result.best();
        if (best)
            json["best"] = {{"score_threshold", best->scoreThreshold},
                            {"attribute_threshold", best->attributeThreshold},
                            {"AP", best->ap},
                            {"f1AP", best->f1ap}};
        writeJson(options->common.json, json);
        if (options->common.json != "-") {
            std::printf("f1AP   attribute threshold\nscore ");
            for (double threshold : result.attributeThresholds)
                std::printf("  %5.2f", threshold);
            for (std::size_t s = 0; s < result.scoreThresholds.size(); ++s) {
                std::printf("\n %4.2f ", result.scoreThresholds[s]);
                for (std::size_t a = 0; a < result.attributeThresholds.size(); ++a)
                    std::printf("  %5.3f", result.at(s, a).f1ap);
            }
            std::printf("\n");
            if (best)
                std::printf("best %.4f at score %.2f, attribute %.2f\n", best->f1ap,
                            best->scoreThreshold, best->attributeThreshold);
        }
        if (result.stoppedEarly)
            context.exitCode = kStopped;
    });
}

}  // namespace selvedge::cli
