#include <cstdio>

#include "app/cli/common.h"
#include "model/evaluation/tune_report.h"
#include "model/evaluation/tuner.h"

namespace selvedge::cli {

namespace {

struct Options {
    EvaluationOptions common;
    std::string protocol = "paper", what = "attribute", proxy, point, out;
    TuneOptions tune;
};

TuneCallback tuneCallback(const Context& context) {
    const ProgressCallback onProgress = context.progressCallback();
    if (!onProgress)
        return {};
    return [onProgress](const TuneProgress& progress) { onProgress(progress.progress); };
}

void run(Options& options, const CLI::App& command, Context& context) {
    options.tune.what = tuneWhatNamed(options.what).value();
    if (!options.proxy.empty())
        options.tune.method =
            options.proxy == "only" ? TuneMethod::ProxyOnly : TuneMethod::AscentFromProxy;
    Protocol protocol = options.common.protocol(options.protocol);
    if (const auto why = tuningInVain(protocol, options.tune))
        throw CLI::ValidationError("tune", *why);
    refuseTwice({options.common.json, options.out});
    checkTarget(options.out,
                {options.common.groundTruth, options.common.predictions, options.common.json});
    checkTarget(options.common.json, {options.point});
    const EvaluationTable input = readEvaluationTable(options.common, context);
    const auto& table = input.table;
    if (!table)
        return;
    const auto catalog = table->catalog;
    const OperatingPoint before = pointOf(options.common, command, input, options.point);
    const TuneResult result =
        tune(*table, protocol, before, options.tune, tuneCallback(context), context.stop);
    writeText(options.out, operatingPointJson(result.point, *catalog) + "\n");
    writeText(options.common.json, tuneJson(result, protocol, *catalog) + "\n");
    if (options.common.json != "-" && options.out != "-")
        std::printf("%s", tuneText(result, protocol, *catalog).c_str());
    if (result.stoppedEarly)
        context.exitCode = kStopped;
}

}  // namespace

void addTune(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "tune", "Thresholds that maximise a protocol's headline, and their worth on other images");
    options->common.addTo(*command);
    command->add_option("--protocol", options->protocol, "fashionpedia, kaggle2020, paper")
        ->check(protocolName())
        ->capture_default_str();
    command
        ->add_option("--what", options->what,
                     "global: one threshold of score and of attributes; category: a score "
                     "threshold a category; attribute, group, category-attribute: an attribute "
                     "threshold for each")
        ->check(CLI::IsMember({"global", "category", "attribute", "group", "category-attribute"}))
        ->capture_default_str();
    command
        ->add_option("--folds", options->tune.folds,
                     "Thresholds are found on all but one and measured there; 0: no estimate")
        ->check(CLI::Range(0, 100))
        ->capture_default_str();
    command->add_option("--seed", options->tune.seed, "Which images are in which fold")
        ->check(notNegative())
        ->capture_default_str();
    command
        ->add_option("--min-support", options->tune.minSupport,
                     "What has fewer objects keeps the global threshold")
        ->check(notNegative())
        ->capture_default_str();
    command
        ->add_option("--proxy", options->proxy,
                     "Each attribute's own best F1: start (begin there), only (no more than that)")
        ->check(CLI::IsMember({"start", "only"}));
    command->add_option(
        "--operating-point", options->point,
        "Thresholds to begin from; default: the file as it stands, attributes .5; of a "
        "run its own");
    command->add_option("--out", options->out,
                        "The thresholds, for --operating-point: a file, or - for stdout");
    command->callback([options, command, &context] { run(*options, *command, context); });
}

}  // namespace selvedge::cli
