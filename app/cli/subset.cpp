#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "app/cli/image_choice.h"
#include "dataset/error.h"
#include "dataset/format/small_file.h"
#include "dataset/project/subset.h"

namespace selvedge::cli {

namespace {

constexpr std::uint64_t kMostBytes = 64 << 20;  // of a list: a million ids

struct Options {
    std::string project, name, from, out;
    std::uint64_t seed = 1;
    std::size_t train = 0, validation = 0;
    bool asSplit = false;
};

// The paper's of that name, or as large as was asked for.
SubsetPlan planOf(const Options& options) {
    SubsetPlan plan{options.name, options.seed, options.train, options.validation};
    if (plan.train + plan.validation > 0)
        return plan;
    for (const SubsetPlan& paper : paperSubsets()) {
        if (paper.name == options.name) {
            plan.train = paper.train;
            plan.validation = paper.validation;
        }
    }
    return plan;
}

void list(const Project& project) {
    for (const SavedEntry& entry : project.saved(SavedKind::Subset)) {
        const Subset subset = subsetFromJson(entry.value);
        std::printf("%-12s %7zu train %7zu validation", entry.name.c_str(), subset.train.size(),
                    subset.validation.size());
        if (subset.seed != 0)
            std::printf("   seed %llu", static_cast<unsigned long long>(subset.seed));
        std::printf("\n");
    }
    std::printf("The paper's, drawn by name:");
    for (const SubsetPlan& plan : paperSubsets())
        std::printf(" %s", plan.name.c_str());
    std::printf("\n");
}

Subset readLists(const Options& options) {
    try {
        Subset subset = subsetFromJson(readSmallFile(options.from, kMostBytes, "lists of images"));
        subset.name = options.name;
        return subset;
    } catch (const Error& e) {
        if (e.kind() != ErrorKind::BadFormat)
            throw;
        throw Error(e.kind(), options.from + ": " + e.what());
    }
}

// The subset that is meant: read, kept already, or drawn now. `isNew`: it is to be kept.
Subset chosen(const Options& options, const Project& project, bool& isNew) {
    isNew = true;
    if (!options.from.empty())
        return readLists(options);
    if (options.train + options.validation == 0) {
        for (const SavedEntry& entry : project.saved(SavedKind::Subset)) {
            if (entry.name != options.name)
                continue;
            isNew = false;
            return subsetFromJson(entry.value);
        }
    }
    const SubsetPlan plan = planOf(options);
    if (plan.train + plan.validation == 0)
        keptSubset(project, options.name);  // says which there are
    return drawSubset(plan, project.objects()->images);
}

}  // namespace

void addSubset(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "subset", "Draw, keep, read and write lists of images for training and validation");
    command->add_option("project", options->project, "Project, CSV, COCO JSON or folder")
        ->required();
    command->add_option("name", options->name,
                        "Of the subset: one that is kept, the paper's 1K, 3K, 5K/500 or 40K/2K, or "
                        "any with --train or --from; lists all if not given");
    auto* train = command->add_option("--train", options->train, "Draw so many for training");
    auto* validation =
        command->add_option("--validation", options->validation, "and so many for validation");
    command->add_option("--seed", options->seed, "The same seed draws the same images")
        ->capture_default_str();
    command->add_option("--from", options->from, "Read the lists from this JSON")
        ->excludes(train)
        ->excludes(validation);
    command->add_option("--out", options->out, "Write the lists as JSON: a file, or - for stdout");
    command->add_flag("--as-split", options->asSplit,
                      "Make it the split of the images (one step, see `history`)");
    command->callback([options, &context] {
        const auto project = openProject(options->project, context,
                                         options->name.empty() ? Access::Read : Access::Write);
        if (!project)
            return;
        if (options->name.empty()) {
            if (!options->from.empty() || !options->out.empty() || options->asSplit ||
                options->train + options->validation > 0)
                throw Error(ErrorKind::BadFormat, "Name the subset");
            list(*project);
            return;
        }
        checkTarget(options->out, *project);
        bool isNew = false;
        const Subset subset = chosen(*options, *project, isNew);
        std::size_t unknown = 0;
        const auto edits = splitEdits(subset, *project->objects(), &unknown);
        if (isNew)
            project->save(SavedKind::Subset, {subset.name, subsetToJson(subset)});
        writeText(options->out, subsetToJson(subset));
        std::FILE* said = options->out == "-" ? stderr : stdout;
        std::fprintf(said, "%s: %zu for training, %zu for validation\n", subset.name.c_str(),
                     subset.train.size(), subset.validation.size());
        if (unknown > 0)
            std::fprintf(said, "%zu of them are no images of the data set\n", unknown);
        if (options->asSplit) {
            EditStep step;
            step.marks = edits;
            step.words = "Split " + subset.name;
            const std::int64_t id = project->apply(step);
            std::fprintf(
                said, id == 0 ? "It was the split already\n" : "It is the split now (step %lld)\n",
                static_cast<long long>(id));
        }
    });
}

}  // namespace selvedge::cli
