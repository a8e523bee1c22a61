#include <cstdio>

#include "app/cli/common.h"
#include "dataset/counted.h"

namespace selvedge::cli {

void addConvert(CLI::App& app, Context&) {
    struct Options {
        std::string file, names, config, out;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "convert", "Weights as safetensors under the names of Detectron2 or torchvision");
    command->add_option("weights", options->file, "safetensors, .pth or .pkl")->required();
    command
        ->add_option("--names", options->names,
                     "detectron2 or torchvision; attribute layers keep Detectron2's")
        ->check(CLI::IsMember({"detectron2", "torchvision"}))
        ->required();
    command->add_option("--config", options->config,
                        "The network of another program's weights, as for predict");
    command->add_option("--out", options->out, "A .safetensors file")->required();
    command->callback([options] {
        checkTarget(options->out, {options->file, options->config});
        const std::optional<NetworkConfig> config = networkOf(options->config);
        Engine& network = engine();
        network.prepareThread();
        // Names alone change: what the weights expect of pictures and layers stays, so it is said.
        if (const WeightReport report = network.inspectWeights(options->file, config); report.fit)
            printFit(*report.fit);
        const std::uint64_t written = network.convertWeights(
            options->file,
            options->names == "detectron2" ? WeightNames::Detectron2 : WeightNames::Torchvision,
            options->out, config);
        std::printf("%s in %s\n", counted(written, "tensor").c_str(), options->out.c_str());
    });
}

}  // namespace selvedge::cli
