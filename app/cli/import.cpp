#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "dataset/counted.h"
#include "dataset/format/atomic_file.h"
#include "dataset/guess_format.h"

namespace selvedge::cli {

namespace {

// Issues are written one by one, as the last member: there may be one a row, and all are said.
void writeResult(const std::string& target, const ImportResult& result) {
    if (target.empty())
        return;
    std::optional<AtomicFile> file;
    if (target != "-")
        file.emplace(target);
    const auto textOf = [](const nlohmann::json& value, int indent) {
        return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
    };
    std::string text = textOf({{"project", result.project.string()},
                               {"images", result.images},
                               {"objects", result.objects},
                               {"rows_not_usable", result.counts.notUsable},
                               {"notes", result.counts.notes},
                               {"issue_count", result.issueCount},
                               {"carried", result.carried},
                               {"strays", result.strays.size()}},
                              2);
    text.replace(text.rfind("\n}"), std::string::npos, ",\n  \"issues\": [");
    const auto flush = [&] {
        if (file)
            file->write(text);
        else
            writeText(target, text);
        text.clear();
    };
    const char* before = "\n    ";
    const auto write = [&](const RowIssue& issue) {
        constexpr std::size_t kPiece = 1 << 20;
        text += before +
                textOf({{"line", issue.line}, {"column", issue.column}, {"text", issue.text}}, -1);
        before = ",\n    ";
        if (text.size() > kPiece)
            flush();
        return true;
    };
    if (result.issues.size() == result.issueCount)
        std::for_each(result.issues.begin(), result.issues.end(), write);
    else
        Project::open(result.project, Access::Read)->readIssues(write);
    text += "\n  ]\n}\n";
    flush();
    if (file)
        file->commit();
}

}  // namespace

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
                     "iMaterialist CSV, COCO, Fashionpedia or Detectron2 JSON, or a folder with a "
                     "train.csv or of photos")
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
        printImport(options->source, result);
        if (result.stoppedEarly) {
            stoppedWithoutResult(context);
            return;
        }
        writeResult(options->json, result);
        if (options->json != "-")
            std::printf("%s, %s, %s not usable, %s: %s\n", counted(result.images, "image").c_str(),
                        counted(result.objects, "object").c_str(),
                        counted(result.counts.notUsable, "row").c_str(),
                        counted(result.counts.notes, "note").c_str(), result.project.c_str());
        if (options->strict && result.counts.notUsable > 0)
            context.exitCode = kFailed;
    });
}

}  // namespace selvedge::cli
