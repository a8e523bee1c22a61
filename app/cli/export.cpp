#include <cstdio>

#include "app/cli/common.h"

namespace selvedge::cli {

void addExport(CLI::App& app, Context& context) {
    struct Options {
        std::string project, format = "csv", out;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("export", "Write a project's objects to a file");
    command->add_option("project", options->project, "Project, CSV or folder")->required();
    command->add_option("--format", options->format, "csv: as it came in; coco: COCO JSON")
        ->check(CLI::IsMember({"csv", "coco"}))
        ->capture_default_str();
    command->add_option("--out", options->out, "The file to write")->required();
    command->callback([options, &context] {
        const auto project = openProject(options->project, context);
        if (!project)
            return;
        const ProgressCallback onProgress = context.progressCallback();
        if (options->format == "csv")
            project->exportCsv(options->out, onProgress, context.stop);
        else
            project->exportCoco(options->out, onProgress, context.stop);
        if (context.stop.stop_requested())
            context.exitCode = kStopped;
        else
            std::printf("%zu objects in %s\n", project->objects()->size(), options->out.c_str());
    });
}

}  // namespace selvedge::cli
