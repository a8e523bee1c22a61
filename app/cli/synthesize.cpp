#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "dataset/synthetic/synthetic.h"

namespace selvedge::cli {

namespace {

nlohmann::json jsonOf(const SyntheticConfig& config, const SyntheticSummary& summary) {
    const Catalog catalog = Catalog::builtIn();
    nlohmann::json categories = nlohmann::json::array(), attributes = nlohmann::json::array();
    for (std::size_t i = 0; i < catalog.categories().size(); ++i) {
        const Category& category = catalog.categories()[i];
        if (summary.categories[i] > 0)
            categories.push_back(
                {{"id", category.id}, {"name", category.name}, {"objects", summary.categories[i]}});
    }
    for (std::size_t i = 0; i < catalog.attributes().size(); ++i) {
        const Attribute& attribute = catalog.attributes()[i];
        if (summary.attributes[i] > 0)
            attributes.push_back({{"id", attribute.id},
                                  {"name", attribute.name},
                                  {"group", attribute.group},
                                  {"objects", summary.attributes[i]}});
    }
    return {{"seed", config.seed},        {"images", summary.images},
            {"objects", summary.objects}, {"csv_bytes", summary.csvBytes},
            {"categories", categories},   {"attributes", attributes}};
}

}  // namespace

void addSynthesize(CLI::App& app, Context& context) {
    struct Options {
        SyntheticConfig config;
        int width = 320, height = 448;
        bool noImages = false;
        std::string out, json;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("synthesize", "Draw dressed figures with exact masks");
    command->add_option("--images", options->config.images, "How many pictures")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str();
    command
        ->add_option("--objects", options->config.objects,
                     "How many objects all pictures show together, 3 to 11 a picture; about 7 a "
                     "picture if not given")
        ->check(notNegative());
    command->add_option("--seed", options->config.seed, "The same seed draws the same pictures")
        ->check(notNegative())
        ->capture_default_str();
    CLI::Option* width = command
                             ->add_option("--width", options->width,
                                          "Pixels of every picture; with --no-images and no size "
                                          "given, sizes vary as in the published set")
                             ->check(CLI::Range(64, 4096))
                             ->capture_default_str();
    CLI::Option* height = command->add_option("--height", options->height, "Pixels")
                              ->check(CLI::Range(64, 4096))
                              ->capture_default_str();
    command->add_flag("--no-images", options->noImages, "Write train.csv only, without pictures");
    command
        ->add_option("--distinct-images", options->config.distinctImages,
                     "Draw only so many; the others repeat them under their own ids, as hard links")
        ->check(CLI::Range(1, 10'000'000));
    command->add_option("--json", options->json,
                        "Counts of categories and attributes to a file, or - for stdout");
    command->add_option("--out", options->out, "Folder for train.csv and images/")->required();
    command->callback([options, width, height, &context] {
        SyntheticConfig& config = options->config;
        config.writeImages = !options->noImages;
        if (options->noImages && width->count() == 0 && height->count() == 0)
            config.size.reset();
        else
            config.size = ImageSize{options->width, options->height};
        if (config.distinctImages.value_or(1) > config.images)
            throw CLI::ValidationError("--distinct-images", "cannot be more than --images, " +
                                                                std::to_string(config.images));
        const std::filesystem::path out = options->out;
        checkTarget(options->json, {out / "train.csv", out / "label_descriptions.json"});
        const SyntheticSummary summary =
            writeSynthetic(config, options->out, context.progressCallback(), context.stop);
        if (summary.images == 0) {
            stoppedWithoutResult(context);
            return;
        }
        if (options->json != "-")
            std::printf("%d pictures with %llu objects in %s\n", summary.images,
                        static_cast<unsigned long long>(summary.objects), options->out.c_str());
        writeJson(options->json, jsonOf(config, summary));
    });
}

}  // namespace selvedge::cli
