#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "dataset/counted.h"

namespace selvedge::cli {

void addInfo(CLI::App& app, Context& context) {
    struct Options {
        std::string project, json;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("info", "What a project holds");
    command->add_option("project", options->project, "Project, CSV or folder")->required();
    command->add_option("--json", options->json, "As JSON: a file, or - for stdout");
    command->callback([options, &context] {
        const auto project = openProject(options->project, context);
        if (!project)
            return;
        checkTarget(options->json, *project);
        const auto table = project->objects();
        const auto catalog = project->catalog();
        std::vector<std::uint64_t> byCategory(catalog->categories().size());
        for (CategoryIndex category : table->category)
            ++byCategory[category];
        std::vector<bool> attributeUsed(catalog->attributes().size());
        for (AttributeIndex attribute : table->attributes)
            attributeUsed[attribute] = true;
        const auto used = std::count(attributeUsed.begin(), attributeUsed.end(), true);
        const auto runs = listRuns(project->runsFolder());

        nlohmann::json categories = nlohmann::json::array();
        for (std::size_t i = 0; i < byCategory.size(); ++i) {
            if (byCategory[i] > 0)
                categories.push_back({{"id", catalog->categories()[i].id},
                                      {"name", catalog->categories()[i].name},
                                      {"objects", byCategory[i]}});
        }
        nlohmann::json runList = nlohmann::json::array();
        for (const RunInfo& run : runs)
            runList.push_back({{"name", run.name}, {"state", run.state}, {"steps", run.steps}});
        const IssueCounts counts = project->issueCounts();
        writeJson(options->json, {{"project", project->path().string()},
                                  {"image_folder", project->imageFolder().string()},
                                  {"images", table->images.size()},
                                  {"objects", table->size()},
                                  {"categories", categories},
                                  {"attributes_used", used},
                                  {"rows_not_usable", counts.notUsable},
                                  {"notes", counts.notes},
                                  {"runs", runList}});
        if (options->json == "-")
            return;
        std::printf("%s\nimages       %zu, in %s\nobjects      %zu, %zu attributes on them\n",
                    project->path().c_str(), table->images.size(), project->imageFolder().c_str(),
                    table->size(), table->attributes.size());
        std::printf("categories   %zu of %zu\nattributes   %td of %zu\nbad rows     %llu, %s\n",
                    categories.size(), byCategory.size(), used, attributeUsed.size(),
                    static_cast<unsigned long long>(counts.notUsable),
                    counted(counts.notes, "note").c_str());
        for (const RunInfo& run : runs)
            std::printf("run          %s, %s, step %d%s\n", run.name.c_str(), run.state.c_str(),
                        run.steps, run.predictions ? ", predictions" : "");
    });
}

}  // namespace selvedge::cli
