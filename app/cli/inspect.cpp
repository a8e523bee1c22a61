#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/common.h"
#include "dataset/counted.h"

namespace selvedge::cli {

namespace {

// A stranger's text for a terminal: without control characters.
std::string shown(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            c = '?';
    }
    return text;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t edge : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(edge);
    return text + "]";
}

nlohmann::json jsonOf(const WeightReport::Fit& fit) {
    nlohmann::json otherShape = nlohmann::json::array();
    for (const WeightReport::Mismatch& mismatch : fit.otherShape)
        otherShape.push_back({{"name", mismatch.source},
                              {"network_name", mismatch.target},
                              {"shape", mismatch.sourceShape},
                              {"network_shape", mismatch.targetShape}});
    return {{"network", fit.network},    {"names", fit.names},
            {"flavour", fit.flavour},    {"expects", fit.expectations},
            {"matched", fit.matched},    {"network_tensors", fit.networkTensors},
            {"missing", fit.missing},    {"other_shape", otherShape},
            {"left_over", fit.leftOver}, {"ignored", fit.ignored}};
}

nlohmann::json jsonOf(const std::string& file, const WeightReport& report) {
    nlohmann::json tensors = nlohmann::json::array();
    for (const WeightReport::Tensor& tensor : report.tensors)
        tensors.push_back(
            {{"name", tensor.name}, {"dtype", tensor.dtype}, {"shape", tensor.shape}});
    return {{"file", file},
            {"format", report.format},
            {"producer", report.producer},
            {"top_level_keys", report.topLevelKeys},
            {"weights_key", report.weightsKey},
            {"metadata", report.metadata},
            {"tensors", tensors},
            {"numbers", report.numbers},
            {"bytes", report.bytes},
            {"fit", report.fit ? jsonOf(*report.fit) : nlohmann::json()}};
}

// Each name on a line of its own below the first, which has the title.
void printNames(const char* title, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i)
        std::printf("%-12s %s\n", i == 0 ? title : "", shown(names[i]).c_str());
}

}  // namespace

void printFit(const WeightReport::Fit& fit) {
    std::printf("fits         %s, %llu of its %s, by the names of %s\n", fit.network.c_str(),
                static_cast<unsigned long long>(fit.matched),
                counted(fit.networkTensors, "tensor").c_str(), fit.names.c_str());
    if (!fit.flavour.empty())
        std::printf("flavour      %s\n", fit.flavour.c_str());
    printNames("expects", fit.expectations);
    std::vector<std::string> otherShape;
    for (const WeightReport::Mismatch& mismatch : fit.otherShape)
        otherShape.push_back(mismatch.source + " " + shapeText(mismatch.sourceShape) +
                             ", the network's: " + shapeText(mismatch.targetShape));
    printNames("other shape", otherShape);
    printNames("missing", fit.missing);
    printNames("left over", fit.leftOver);
    if (!fit.ignored.empty())
        std::printf("not needed   %s of the file\n", counted(fit.ignored.size(), "tensor").c_str());
}

namespace {

void print(const std::string& file, const WeightReport& report) {
    std::printf("%s\nformat       %s\n", file.c_str(), report.format.c_str());
    if (!report.producer.empty())
        std::printf("written by   %s\n", shown(report.producer).c_str());
    if (!report.weightsKey.empty()) {
        std::printf("weights      under \"%s\"\n", shown(report.weightsKey).c_str());
        std::vector<std::string> others;
        for (const std::string& key : report.topLevelKeys) {
            if (report.weightsKey != key && !report.weightsKey.starts_with(key + "."))
                others.push_back(key);
        }
        printNames("beside it", others);
    }
    for (const auto& [key, value] : report.metadata)
        std::printf("metadata     %s: %s\n", shown(key).c_str(), shown(value).c_str());
    std::printf("tensors      %zu, %s, %.1f MiB\n", report.tensors.size(),
                counted(report.numbers, "number").c_str(), double(report.bytes) / (1 << 20));
    for (const WeightReport::Tensor& tensor : report.tensors)
        std::printf("  %-60s %-4s %s\n", shown(tensor.name).c_str(), tensor.dtype.c_str(),
                    shapeText(tensor.shape).c_str());
    if (report.fit)
        printFit(*report.fit);
    else
        std::printf("fits         no network of this program\n");
}

}  // namespace

void addInspect(CLI::App& app, Context&) {
    struct Options {
        std::string file, config, json;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("inspect", "What a weight file holds and which network it fits");
    command->add_option("weights", options->file, "safetensors, .pth or .pkl")->required();
    command->add_option(
        "--config", options->config,
        "How it fits this network, as JSON: a NetworkConfig or a run's config.json");
    command->add_option("--json", options->json, "As JSON: a file, or - for stdout");
    command->callback([options] {
        checkTarget(options->json, {options->file, options->config});
        const std::optional<NetworkConfig> config = networkOf(options->config);
        Engine& network = engine();
        network.prepareThread();
        const WeightReport report = network.inspectWeights(options->file, config);
        writeJson(options->json, jsonOf(options->file, report));
        if (options->json != "-")
            print(options->file, report);
    });
}

}  // namespace selvedge::cli
