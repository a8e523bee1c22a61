#include <cstdio>

#include "app/cli/common.h"
#include "dataset/synthetic/synthetic.h"

namespace selvedge::cli {

void addSynthesize(CLI::App& app, Context& context) {
    struct Options {
        SyntheticConfig config;
        std::string out;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("synthesize", "Draw dressed figures with exact masks");
    command->add_option("--images", options->config.images, "How many pictures")
        ->check(CLI::Range(1, 10'000'000))
        ->capture_default_str();
    command->add_option("--seed", options->config.seed, "The same seed draws the same pictures")
        ->capture_default_str();
    command->add_option("--width", options->config.width, "Pixels")
        ->check(CLI::Range(64, 4096))
        ->capture_default_str();
    command->add_option("--height", options->config.height, "Pixels")
        ->check(CLI::Range(64, 4096))
        ->capture_default_str();
    command->add_option("--out", options->out, "Folder for train.csv and images/")->required();
    command->callback([options, &context] {
        const int written =
            writeSynthetic(options->config, options->out, context.progressCallback(), context.stop);
        std::printf("%d pictures in %s\n", written, options->out.c_str());
        if (written < options->config.images)
            context.exitCode = kStopped;
    });
}

}  // namespace selvedge::cli
