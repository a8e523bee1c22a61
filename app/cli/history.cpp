#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"

namespace selvedge::cli {

namespace {

std::string timeText(std::int64_t milliseconds) {
    const std::time_t seconds = milliseconds / 1000;
    std::tm parts{};
    char text[32] = "?";
    if (localtime_r(&seconds, &parts))
        std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
    return text;
}

}  // namespace

void addHistory(CLI::App& app, Context& context) {
    struct Options {
        std::string project, json;
        std::size_t limit = 20;
        std::int64_t undo = 0;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("history", "What was edited, and undo of a step");
    command->add_option("project", options->project, "Project, CSV, COCO JSON or folder")
        ->required();
    command->add_option("--limit", options->limit, "The newest so many steps")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command
        ->add_option("--undo", options->undo,
                     "Undo this step (a step of its own: undo that to do it again)")
        ->check(CLI::PositiveNumber);
    command->add_option("--json", options->json, "As JSON: a file, or - for stdout");
    command->callback([options, &context] {
        const bool undo = options->undo != 0;
        const auto project =
            openProject(options->project, context, undo ? Access::Write : Access::Read);
        if (!project)
            return;
        checkTarget(options->json, *project);
        const std::int64_t step = undo ? project->undo(options->undo) : 0;
        nlohmann::json steps = nlohmann::json::array();
        const auto history = project->history(options->limit);
        for (const HistoryStep& each : history)
            steps.push_back({{"step", each.id},
                             {"time", each.time},
                             {"author", each.author},
                             {"words", each.words},
                             {"undoes", each.undoes},
                             {"undone", each.undone},
                             {"edits", each.edits}});
        writeJson(options->json, {{"project", project->path().string()}, {"steps", steps}});
        if (options->json == "-")
            return;
        if (undo)
            std::printf("Undone (step %lld)\n", static_cast<long long>(step));
        for (const HistoryStep& each : history)
            std::printf("%6lld  %s  %s  %s%s\n", static_cast<long long>(each.id),
                        timeText(each.time).c_str(), each.author.c_str(), each.words.c_str(),
                        each.undone ? " (undone)" : "");
        if (history.empty())
            std::printf("Nothing was edited\n");
    });
}

}  // namespace selvedge::cli
