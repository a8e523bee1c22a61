#include <cstdio>

#include "app/cli/common.h"
#include "model/evaluation/evaluator.h"

namespace selvedge::cli {

namespace {

struct Options {
    EvaluationOptions common;
    std::string protocol = "coco", detectionArea = "auto", point, csv;
    std::optional<double> score, attribute;
    bool perCategory = false, strictIds = false;
};

Protocol protocolOf(const Options& options, bool boxesGiven) {
    Protocol protocol = options.common.protocol(options.protocol);
    protocol.detectionAreaFromBox =
        options.detectionArea == "auto" ? boxesGiven : options.detectionArea == "box";
    protocol.idZeroIsNone |= options.strictIds;
    return protocol;
}

void run(const Options& options, const CLI::App& command, Context& context) {
    const std::vector<std::filesystem::path> read{options.common.groundTruth,
                                                  options.common.predictions, options.point};
    checkTarget(options.common.json, {options.point});
    checkTarget(options.csv, read);
    refuseTwice({options.common.json, options.csv});
    const EvaluationTable input = readEvaluationTable(options.common, context);
    const auto& table = input.table;
    if (!table)
        return;
    OperatingPoint point = pointOf(options.common, command, input, options.point);
    point.scoreThreshold = options.score.value_or(point.scoreThreshold);
    point.attributeThreshold = options.attribute.value_or(point.attributeThreshold);
    const Protocol protocol = protocolOf(options, input.boxesGiven);
    const auto report = Evaluator(table, protocol).evaluate(point, context.stop);
    if (!report) {
        stoppedWithoutResult(context);
        return;
    }
    writeText(options.common.json,
              reportJson(*report, *table->catalog, options.perCategory) + "\n");
    writeText(options.csv, reportCsv(*report, *table->catalog));
    if (options.common.json == "-" || options.csv == "-")
        return;
    std::printf("%s", reportText(*report).c_str());
    if (options.perCategory)
        for (const CategoryResult& result : report->categories)
            std::printf(" %-40s objects %6llu  %s\n",
                        table->catalog->categories()[result.category].name.c_str(),
                        static_cast<unsigned long long>(result.objects),
                        result.ap < 0 ? "-" : std::to_string(result.ap).substr(0, 5).c_str());
    if (protocol.missesCount)
        std::printf("small, medium, large: by the area of a detection's %s\n",
                    protocol.detectionAreaFromBox ? "box" : "mask");
}

}  // namespace

void addEvaluate(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("evaluate", "Average precision of predictions");
    options->common.addTo(*command);
    command
        ->add_option("--protocol", options->protocol, "coco, fashionpedia, kaggle2020, paper, lvis")
        ->check(protocolName())
        ->capture_default_str();
    command
        ->add_option("--detection-area", options->detectionArea,
                     "Which area makes a detection small, medium or large; auto: the box where "
                     "the file has boxes, as pycocotools does; of a run what is measured")
        ->check(CLI::IsMember({"auto", "box", "mask"}))
        ->capture_default_str();
    command
        ->add_option("--score,--score-threshold", options->score,
                     "Default: none, a file as it stands; of a run its own")
        ->check(fraction());
    command
        ->add_option("--attribute-threshold", options->attribute,
                     "What is as probable counts; default: .5, of a run its own")
        ->check(fraction());
    command->add_option("--operating-point", options->point,
                        "Thresholds of single categories and attributes: a file of `tune --out`");
    command->add_flag(
        "--strict-ids", options->strictIds,
        "An object with annotation id 0 is missed, as pycocotools and fp_eval have it");
    command->add_flag("--per-category", options->perCategory,
                      "All numbers of each category, in the JSON");
    command->add_option("--csv", options->csv,
                        "A row of all and one a category, as CSV: a file, or - for stdout");
    command->callback([options, command, &context] { run(*options, *command, context); });
}

}  // namespace selvedge::cli
