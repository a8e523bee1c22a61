#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"

namespace selvedge::cli {

void addEngine(CLI::App& app, Context&) {
    auto json = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("engine", "The network's library, its devices and its speed");
    command->add_option("--json", *json, "As JSON: a file, or - for stdout");
    command->callback([json] {
        checkTarget(*json);
        Engine& network = engine();
        network.prepareThread();
        nlohmann::json devices = nlohmann::json::array();
        for (const DeviceInfo& device : network.devices())
            devices.push_back(
                {{"id", device.id}, {"name", device.name}, {"memory_bytes", device.memoryBytes}});
        nlohmann::json backbones = nlohmann::json::array();
        for (const BackboneInfo& backbone : network.backbones())
            backbones.push_back({{"name", backbone.name}, {"title", backbone.title}});
        const std::string version = network.version(), blas = network.blasLibrary();
        const double speed = network.gemmGflops();
        writeJson(*json, {{"version", version},
                          {"devices", devices},
                          {"backbones", backbones},
                          {"blas", blas},
                          {"gemm_gflops", speed}});
        if (*json == "-")
            return;
        std::printf("%s\n", version.c_str());
        for (const DeviceInfo& device : network.devices()) {
            std::printf("%-8s %s", device.id.c_str(), device.name.c_str());
            if (device.memoryBytes > 0)
                std::printf(", %.1f GiB", double(device.memoryBytes) / (1 << 30));
            std::printf("\n");
        }
        for (const BackboneInfo& backbone : network.backbones())
            std::printf("%-8s %s\n", backbone.name.c_str(), backbone.title.c_str());
        std::printf("float products on the CPU: %.0f GFLOP/s, by %s\n", speed, blas.c_str());
    });
}

}  // namespace selvedge::cli
