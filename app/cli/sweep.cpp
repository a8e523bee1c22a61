#include "model/evaluation/sweep.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "model/evaluation/evaluator.h"

namespace selvedge::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    EvaluationOptions common;
    std::string protocol = "paper", point, csv;
    std::vector<double> scores, attributes;
    std::string grid;
    bool perCategory = false;
};

// .1 to .9, or from .05 to .95 for the grid of that name.
std::vector<double> steps(int count) {
    std::vector<double> values;
    for (int i = 1; i <= count; ++i)
        values.push_back(i / double(count + 1));
    return values;
}

// What the headline and the value without F1 are called in files; the second is empty where the
// protocol has no F1.
struct Names {
    std::string headline, iouOnly;
};
Names namesOf(const Protocol& protocol) {
    const std::string headline = headlineName(protocol);
    if (protocol.pairs == Pairs::None)
        return {headline, ""};
    return {headline, headline == "AP" ? "iou_AP" : "AP"};
}

Json cellJson(const SweepCell& cell, const Names& names) {
    Json json{{"score_threshold", cell.scoreThreshold},
              {"attribute_threshold", cell.attributeThreshold},
              {names.headline, cell.headline}};
    if (!names.iouOnly.empty())
        json[names.iouOnly] = cell.iouOnly;
    return json;
}

Json sweepJson(const Sweep& sweep, const Options& options, const Catalog& catalog) {
    const Names names = namesOf(sweep.protocol);
    Json json{{"protocol", sweep.protocol.name},
              {"iou_type", options.common.iouType},
              {"headline", names.headline},
              {"stopped", sweep.stoppedEarly},
              {"cells", Json::array()}};
    for (const SweepCell& cell : sweep.cells) {
        Json one = cellJson(cell, names);
        for (std::size_t k = 0; options.perCategory && k < cell.categories.size(); ++k) {
            const Category& category = catalog.categories()[sweep.categories[k]];
            one["per_category"].push_back({{"id", category.id},
                                           {"name", category.name},
                                           {names.headline, cell.categories[k]}});
        }
        json["cells"].push_back(std::move(one));
    }
    if (const SweepCell* best = sweep.best())
        json["best"] = cellJson(*best, names);
    return json;
}

// A row a cell; with --per-category a column a category, by its raw id.
std::string sweepCsv(const Sweep& sweep, const Options& options, const Catalog& catalog) {
    const auto number = [](double value) { return Json(value).dump(); };  // all digits
    const Names names = namesOf(sweep.protocol);
    std::string text = "score_threshold,attribute_threshold," + names.headline +
                       (names.iouOnly.empty() ? "" : "," + names.iouOnly);
    for (std::size_t k = 0; options.perCategory && k < sweep.categories.size(); ++k)
        text += ",category_" + std::to_string(catalog.categories()[sweep.categories[k]].id);
    text += "\n";
    for (const SweepCell& cell : sweep.cells) {
        text += number(cell.scoreThreshold) + "," + number(cell.attributeThreshold) + "," +
                number(cell.headline) + (names.iouOnly.empty() ? "" : "," + number(cell.iouOnly));
        // Cells that a stop left out have none.
        for (std::size_t k = 0; options.perCategory && k < sweep.categories.size(); ++k)
            text += "," + number(k < cell.categories.size() ? cell.categories[k] : -1);
        text += "\n";
    }
    return text;
}

// Scores down, attribute thresholds across.
template <typename Value>
void printSurface(const std::string& title, const Sweep& sweep, const Value& value) {
    std::printf("%s   attribute threshold\nscore ", title.c_str());
    for (const double threshold : sweep.attributeThresholds)
        std::printf("  %5.2f", threshold);
    for (std::size_t s = 0; s < sweep.scoreThresholds.size(); ++s) {
        std::printf("\n %4.2f ", sweep.scoreThresholds[s]);
        for (std::size_t a = 0; a < sweep.attributeThresholds.size(); ++a)
            std::printf("  %5.3f", value(sweep.at(s, a)));
    }
    std::printf("\n");
}

void print(const Sweep& sweep, const Options& options, const Catalog& catalog) {
    const Names names = namesOf(sweep.protocol);
    printSurface(names.headline, sweep, [](const SweepCell& cell) { return cell.headline; });
    if (const SweepCell* best = sweep.best())
        std::printf("best %.4f at score %.2f, attribute %.2f\n", best->headline,
                    best->scoreThreshold, best->attributeThreshold);
    for (std::size_t k = 0; options.perCategory && k < sweep.categories.size(); ++k) {
        const auto of = [k](const SweepCell& cell) {
            return k < cell.categories.size() ? cell.categories[k] : -1;
        };
        const bool measured = std::any_of(sweep.cells.begin(), sweep.cells.end(),
                                          [&](const SweepCell& cell) { return of(cell) > -1; });
        if (measured) {
            std::printf("\n");
            printSurface(names.headline + " of " + catalog.categories()[sweep.categories[k]].name,
                         sweep, of);
        }
    }
}

void run(const Options& options, const CLI::App& command, Context& context) {
    checkTarget(options.csv, {options.common.groundTruth, options.common.predictions,
                              options.common.json, options.point});
    checkTarget(options.common.json, {options.point});
    refuseTwice({options.common.json, options.csv});
    const EvaluationTable input = readEvaluationTable(options.common, context);
    const auto& table = input.table;
    if (!table)
        return;
    const auto catalog = table->catalog;
    const OperatingPoint base = pointOf(options.common, command, input, options.point);
    const ProgressCallback onProgress = context.progressCallback();
    Protocol protocol = options.common.protocol(options.protocol);
    const bool paper = options.grid == "paper";
    const std::vector<double> even = steps(options.grid == "19" ? 19 : 9);
    const auto chosen = [&](const std::vector<double>& given,
                            const std::vector<double>& paperOnes) {
        return !given.empty() ? given : paper ? paperOnes : even;
    };
    const Sweep result =
        sweep(*table, protocol, base, chosen(options.scores, kPaperScores),
              chosen(options.attributes, kPaperAttributes), onProgress, context.stop);
    if (!options.common.json.empty())
        writeText(options.common.json, sweepJson(result, options, *catalog).dump(2) + "\n");
    writeText(options.csv, sweepCsv(result, options, *catalog));
    if (options.common.json != "-" && options.csv != "-")
        print(result, options, *catalog);
    if (result.stoppedEarly)
        context.exitCode = kStopped;
}

}  // namespace

void addSweep(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("sweep", "A protocol's headline over score and attribute thresholds");
    options->common.addTo(*command);
    command->add_option("--protocol", options->protocol, "coco, fashionpedia, kaggle2020, paper")
        ->check(protocolName())
        ->capture_default_str();
    auto* grid = command
                     ->add_option("--grid", options->grid,
                                  "paper: scores .3 .5 .8, attributes .3 .4 .5 .7; 19: .05 to .95; "
                                  "default: .1 to .9")
                     ->check(CLI::IsMember({"paper", "19"}));
    command->add_option("--scores", options->scores, "Score thresholds")
        ->delimiter(',')
        ->check(fraction())
        ->excludes(grid);
    command->add_option("--attributes", options->attributes, "Attribute thresholds")
        ->delimiter(',')
        ->check(fraction())
        ->excludes(grid);
    command->add_option("--operating-point", options->point,
                        "Thresholds of single categories and attributes that stay as they are: a "
                        "file of `tune --out`; default: of a run its own");
    command->add_flag("--per-category", options->perCategory, "The same of each category");
    command->add_option("--csv", options->csv, "As CSV: a file, or - for stdout");
    command->callback([options, command, &context] { run(*options, *command, context); });
}

}  // namespace selvedge::cli
