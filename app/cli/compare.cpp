#include "model/evaluation/compare_runs.h"
#include "model/evaluation/lvis.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"

namespace selvedge::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Options {
    EvaluationOptions common;
    std::string against, protocol = "paper", csv;
    std::optional<double> score, attribute;
};

// One of the two.
struct Side {
    std::string name;
    std::shared_ptr<const MatchTable> table;
    Criteria criteria;
};

std::string word(ObjectChange::Kind kind) {
    constexpr std::array kWords{"fixed", "broken", "other_partner", "both_right", "both_wrong"};
    return kWords[std::size_t(kind)];
}

std::string word(Verdict::Kind kind) {
    return kind == Verdict::Kind::Right            ? "right"
           : kind == Verdict::Kind::AttributeError ? "attribute_error"
                                                   : "missed";
}

Json jsonOf(const VerdictCounts& counts) {
    return {{"right", counts.right},
            {"attribute_errors", counts.attributeErrors},
            {"missed", counts.missed},
            {"false", counts.falses}};
}

// Visits what changed or is wrong, objects first: (image, object?, category, kind, before, after).
template <typename Visit>
void forEachRow(const RunComparison& result, const Side& a, const Side& b, const Visit& visit) {
    for (const ObjectChange& change : result.objects) {
        const ImageCell& cell = *a.table->cells[change.image];
        visit(cell.imageId, std::optional(change.truth), cell.truths[change.truth].category,
              word(change.kind), word(change.before.kind), word(change.after.kind));
    }
    const auto falses = [&](const std::vector<CellObject>& list, const Side& side,
                            const std::string& kind, const std::string& before,
                            const std::string& after) {
        for (const CellObject& object : list) {
            const ImageCell& cell = *side.table->cells[object.image];
            visit(cell.imageId, std::optional<std::uint32_t>(), cell.founds[*object.found].category,
                  kind, before, after);
        }
    };
    falses(result.newFalses, b, "new_false", "", "false");
    falses(result.goneFalses, a, "gone_false", "false", "");
}

Json comparisonJson(const RunComparison& result, const Side& a, const Side& b,
                    const Options& options) {
    const Catalog& catalog = *a.table->catalog;
    Json json{{"protocol", options.protocol},
              {"iou_type", options.common.iouType},
              {"predictions", a.name},
              {"against", b.name}};
    for (const Side* side : {&a, &b})
        json["operating_points"].push_back(
            Json::parse(operatingPointJson(side->criteria.point, catalog)));
    json["verdicts"] = {{"predictions", jsonOf(result.before)}, {"against", jsonOf(result.after)}};
    for (const auto kind : {ObjectChange::Kind::Fixed, ObjectChange::Kind::Broken,
                            ObjectChange::Kind::BothRight, ObjectChange::Kind::BothWrong})
        json["counts"][word(kind)] = result.counts[std::size_t(kind)];
    json["counts"]["new_false"] = result.newFalses.size();
    json["counts"]["gone_false"] = result.goneFalses.size();
    json["objects"] = Json::array();
    forEachRow(
        result, a, b,
        [&](const std::string& image, std::optional<std::uint32_t> object, CategoryIndex category,
            const std::string& kind, const std::string& before, const std::string& after) {
            Json row{{"image_id", image}, {"kind", kind}};
            if (object)
                row["object"] = *object;
            row["category_id"] = catalog.categories()[category].id;
            if (!before.empty())
                row["predictions"] = before;
            if (!after.empty())
                row["against"] = after;
            json["objects"].push_back(std::move(row));
        });
    return json;
}

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text)
        result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + "\"";
}

std::string comparisonCsv(const RunComparison& result, const Side& a, const Side& b) {
    std::string text = "image_id,object,category_id,category,kind,predictions,against\n";
    forEachRow(
        result, a, b,
        [&](const std::string& image, std::optional<std::uint32_t> object, CategoryIndex category,
            const std::string& kind, const std::string& before, const std::string& after) {
            const Category& of = a.table->catalog->categories()[category];
            text += quoted(image) + "," + (object ? std::to_string(*object) : "") + "," +
                    std::to_string(of.id) + "," + quoted(of.name) + "," + kind + "," + before +
                    "," + after + "\n";
        });
    return text;
}

void print(const RunComparison& result, const Side& a, const Side& b) {
    const auto number = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
    std::printf("A %s\nB %s\n\n%-24s %9s %9s\n", a.name.c_str(), b.name.c_str(), "", "A", "B");
    const auto row = [&](const char* name, std::uint64_t before, std::uint64_t after) {
        std::printf("%-24s %9llu %9llu\n", name, number(before), number(after));
    };
    row("right", result.before.right, result.after.right);
    row("wrong attributes", result.before.attributeErrors, result.after.attributeErrors);
    row("missed", result.before.missed, result.after.missed);
    row("false detections", result.before.falses, result.after.falses);
    const auto count = [&](const char* name, std::uint64_t value) {
        std::printf("%-44s %9llu\n", name, number(value));
    };
    const auto of = [&](ObjectChange::Kind kind) { return result.counts[std::size_t(kind)]; };
    std::printf("\n");
    count("fixed: wrong in A, right in B", of(ObjectChange::Kind::Fixed));
    count("broken: right in A, wrong in B", of(ObjectChange::Kind::Broken));
    count("right in both",
          of(ObjectChange::Kind::BothRight) + of(ObjectChange::Kind::OtherPartner));
    count("wrong in both", of(ObjectChange::Kind::BothWrong));
    count("false detections of B alone", result.newFalses.size());
    count("false detections of A alone", result.goneFalses.size());
}

std::optional<Side> readSide(const EvaluationTruth& truth, const std::string& name,
                             const Options& options, const CLI::App& command, Context& context) {
    const auto read = matchPredictions(truth, name, options.common.iou(), context);
    const auto& table = read.table;
    if (!table)
        return std::nullopt;
    OperatingPoint point = pointOf(options.common, command, read);
    point.scoreThreshold = options.score.value_or(point.scoreThreshold);
    point.attributeThreshold = options.attribute.value_or(point.attributeThreshold);
    Protocol protocol = options.common.protocol(options.protocol);
    const auto seen = tableFor(*table, protocol);
    // The whole one where nothing is left out; it is kept.
    return Side{name, seen.get() == table.get() ? table : seen,
                criteriaOf(*seen, protocol, pointFor(point, protocol))};
}

void run(const Options& options, const CLI::App& command, Context& context) {
    const std::vector<std::filesystem::path> read{options.common.groundTruth,
                                                  options.common.predictions, options.against};
    checkTarget(options.common.json, read);
    checkTarget(options.csv, read);
    refuseTwice({options.common.json, options.csv});
    const EvaluationTruth truth =
        readTruth(options.common, context, {options.common.predictions, options.against});
    if (!truth.source)
        return;
    const auto a = readSide(truth, options.common.predictions, options, command, context);
    const auto b = a ? readSide(truth, options.against, options, command, context) : std::nullopt;
    const auto result =
        b ? compareRuns(*a->table, a->criteria, *b->table, b->criteria, context.stop)
          : std::nullopt;
    if (!result) {
        if (b)
            stoppedWithoutResult(context);
        return;
    }
    if (!options.common.json.empty())
        writeText(options.common.json,
                  comparisonJson(*result, *a, *b, options)
                          .dump(2, ' ', false, Json::error_handler_t::replace) +
                      "\n");
    writeText(options.csv, comparisonCsv(*result, *a, *b));
    if (options.common.json != "-" && options.csv != "-")
        print(*result, *a, *b);
}

}  // namespace

void addCompare(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("compare",
                           "Two sets of predictions, object by object: what is right in "
                           "the one and wrong in the other");
    options->common.addTo(*command);
    command->add_option("--against", options->against, "The second set, as --predictions")
        ->required();
    command
        ->add_option("--protocol", options->protocol,
                     "What is right: an overlap of .5 and, where the protocol asks for attributes, "
                     "their F1 of .5: coco, fashionpedia, kaggle2020, paper, lvis")
        ->check(protocolName())
        ->capture_default_str();
    command
        ->add_option("--score,--score-threshold", options->score,
                     "Default: none, a file as it stands; of a run its own")
        ->check(fraction());
    command
        ->add_option("--attribute-threshold", options->attribute,
                     "What is as probable counts; default: .5, of a run its own")
        ->check(fraction());
    command->add_option("--csv", options->csv, "A row an object, as CSV: a file, or - for stdout");
    command->callback([options, command, &context] { run(*options, *command, context); });
}

}  // namespace selvedge::cli
