#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "dataset/guess_format.h"

namespace selvedge::cli {

void addImport(CLI::App& app, Context& context) {
    struct Options {
        std::string source, project, json;
        ImportOptions import;
        bool strict = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("import", "Read a data set into a project");
    command
        ->add_option("source", options->source,
                     "iMaterialist CSV, COCO or Fashionpedia JSON, or a folder with a train.csv or "
                     "of photos")
        ->required();
    command->add_option("--project", options->project, "The project file to make")->required();
    command->add_option("--images", options->import.imageFolder, "Folder of the pictures");
    command->add_option("--labels", options->import.labelDescriptions, "label_descriptions.json");
    command->add_option("--json", options->json, "Result as JSON: a file, or - for stdout");
    command->add_flag("--strict", options->strict, "Exit 1 when a row could not be used");
    command->callback([options, &context] {
        const FormatGuess guess = guessFormat(options->source);
        if (guess.format != FileFormat::Unknown)
            std::fprintf(stderr, "%s is %s\n", options->source.c_str(), guess.words.c_str());
        checkTarget(options->json, {options->source, guess.file, options->project,
                                    options->import.labelDescriptions});
        const ImportResult result = importSource(guess, options->project, options->import,
                                                 context.progressCallback(), context.stop);
        printIssues(options->source, result.issues, result.issueCount);
        if (result.stoppedEarly) {
            stoppedWithoutResult(context);
            return;
        }
        for (const Stray& stray : result.strays)
            std::fprintf(stderr, "no longer in %s, kept: %s\n", options->source.c_str(),
                         stray.text.c_str());
        if (!result.oldKeptAt.empty())
            std::fprintf(stderr, "the project that was there is damaged; it is now %s\n",
                         result.oldKeptAt.c_str());
        nlohmann::json issues = nlohmann::json::array();
        for (const RowIssue& issue : result.issues)
            issues.push_back(
                {{"line", issue.line}, {"column", issue.column}, {"text", issue.text}});
        writeJson(options->json, {{"project", result.project.string()},
                                  {"images", result.images},
                                  {"objects", result.objects},
                                  {"issue_count", result.issueCount},
                                  {"carried", result.carried},
                                  {"strays", result.strays.size()},
                                  {"issues", issues}});
        if (options->json != "-")
            std::printf("%llu images, %llu objects, %llu rows not usable: %s\n",
                        static_cast<unsigned long long>(result.images),
                        static_cast<unsigned long long>(result.objects),
                        static_cast<unsigned long long>(result.issueCount), result.project.c_str());
        if (options->strict && result.issueCount > 0)
            context.exitCode = kFailed;
    });
}

}  // namespace selvedge::cli
