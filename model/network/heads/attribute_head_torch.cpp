#include "model/network/heads/attribute_head_torch.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dataset/error.h"

namespace selvedge {

namespace {

// int64 [attributes]: the column of each, where they are not the first ones in order.
at::Tensor columnsOf(const NetworkConfig& config, const at::Device& device) {
    const std::vector<std::int64_t> columns(config.attributeColumns.begin(),
                                            config.attributeColumns.end());
    return at::tensor(columns, at::kLong).to(device);
}

// [R, attributes] at their columns, zeros between; `none` [R] as the last column where there is
// one.
at::Tensor spread(const NetworkConfig& config, const at::Tensor& values, const at::Tensor& none) {
    const std::int64_t most = attributeColumnCount(config) - (config.attributeNone ? 1 : 0);
    at::Tensor result = values;
    if (!config.attributeColumns.empty())
        result = at::zeros({values.size(0), most}, values.options())
                     .index_copy(1, columnsOf(config, values.device()), values);
    return config.attributeNone ? at::cat({result, none.unsqueeze(1)}, 1) : result;
}

void checkCounts(const NetworkConfig& config, const LabelCounts& counts) {
    const std::size_t categories = std::size_t(config.categories);
    if (counts.objects.size() != categories || counts.withAttributes.size() != categories ||
        counts.pairs.size() != categories * std::size_t(config.attributes))
        throw Error(ErrorKind::BadFormat,
                    "The counts of the training data are of " +
                        std::to_string(counts.objects.size()) + " categories and " +
                        std::to_string(counts.pairs.size()) + " pairs, the network has " +
                        std::to_string(categories) + " categories and " +
                        std::to_string(config.attributes) + " attributes");
}

float biasOf(std::int64_t having, std::int64_t objects) {
    const double p = double(having + 1) / double(objects + 2);
    return float(std::log(p / (1 - p)));
}

// A bias for each output, by counts.
std::vector<float> biasByCounts(const NetworkConfig& config, const LabelCounts& counts,
                                bool withoutCount) {
    const std::size_t attributes = std::size_t(config.attributes);
    const std::size_t columns = std::size_t(attributeColumnCount(config));
    const std::size_t sets = config.attributesPerCategory ? std::size_t(config.categories) : 1;
    const std::vector<std::int64_t>& seen = withoutCount ? counts.objects : counts.withAttributes;
    std::vector<std::int64_t> having(sets * columns, 0), objects(sets, 0);
    for (std::size_t k = 0; k < counts.objects.size(); ++k) {
        const std::size_t set = sets == 1 ? 0 : k;
        objects[set] += seen[k];
        for (std::size_t a = 0; a < attributes; ++a) {
            const std::size_t column =
                config.attributeColumns.empty() ? a : std::size_t(config.attributeColumns[a]);
            having[set * columns + column] += counts.pairs[k * attributes + a];
        }
        if (config.attributeNone)
            having[set * columns + columns - 1] += counts.objects[k] - counts.withAttributes[k];
    }
    std::vector<float> bias;
    for (std::size_t i = 0; i < having.size(); ++i)
        bias.push_back(biasOf(having[i], objects[i / columns]));
    return bias;
}

}  // namespace

at::Tensor attributeLogits(const Network& net, const at::Tensor& features,
                           const at::Tensor& categories) {
    const NetworkConfig& config = net.config;
    const Parameters& p = net.parameters;
    const std::string name = attributeHeadName(config);
    const auto connected = [&](const std::string& layer, const at::Tensor& x) {
        return at::linear(x, p[name + layer + ".weight"], p[name + layer + ".bias"]);
    };
    at::Tensor x = features;
    for (int i = 1; i <= config.attributeConvs; ++i) {
        const std::string layer = name + "attr_conv" + std::to_string(i);
        x = at::relu(at::conv2d(x, p[layer + ".weight"], p[layer + ".bias"], 1, 1));
    }
    x = x.flatten(1);
    for (int i = 1; i < config.attributeLayers; ++i)
        x = at::relu(connected(attributeHiddenName(i), x));
    x = connected("attr_score", x).to(at::kFloat);
    if (!config.attributesPerCategory)
        return x;
    x = x.view({-1, config.categories, attributeColumnCount(config)});
    return x.index({at::arange(x.size(0), categories.options()), categories});
}

at::Tensor logitsOfAttributes(const Network& net, const at::Tensor& columnLogits,
                              const at::Tensor& categories) {
    const at::Tensor logits =
        net.config.attributeColumns.empty()
            ? columnLogits.narrow(1, 0, net.config.attributes)
            : columnLogits.index_select(1, columnsOf(net.config, columnLogits.device()));
    if (!net.config.attributeMask)
        return logits;
    const at::Tensor possible = net.parameters[kAttributeMaskName].index_select(0, categories);
    return logits.masked_fill(possible.eq(0), -std::numeric_limits<double>::infinity());
}

at::Tensor columnTargets(const NetworkConfig& config, const at::Tensor& attributes) {
    return spread(config, attributes, attributes.gt(0).any(1).logical_not().to(at::kFloat));
}

at::Tensor possibleColumns(const Network& net, const at::Tensor& categories) {
    if (!net.config.attributeMask)
        return {};
    const at::Tensor possible = net.parameters[kAttributeMaskName].index_select(0, categories);
    return spread(net.config, possible, at::ones({possible.size(0)}, possible.options()));
}

void setAttributeBias(Network& net, AttributeBias kind, const LabelCounts& counts,
                      bool withoutCount) {
    const std::string name = attributeHeadName(net.config) + "attr_score.bias";
    const at::Tensor& bias = net.parameters[name];
    switch (kind) {
        case AttributeBias::Prior:
            net.parameters.set(name, at::full_like(bias, -std::log(99.0)));
            return;
        case AttributeBias::Columns: {
            const double others = double(attributeColumnCount(net.config) - 1);
            net.parameters.set(name, at::full_like(bias, -std::log(std::max(others, 1.0))));
            return;
        }
        case AttributeBias::Counts:
            checkCounts(net.config, counts);
            net.parameters.set(name, at::tensor(biasByCounts(net.config, counts, withoutCount)));
            return;
        case AttributeBias::Zero:
            net.parameters.set(name, at::zeros_like(bias));
            return;
    }
}

void setAttributeMask(Network& net, const LabelCounts& counts) {
    if (!net.config.attributeMask)
        return;
    checkCounts(net.config, counts);
    std::vector<float> possible;
    for (const std::int64_t pairs : counts.pairs)
        possible.push_back(pairs > 0 ? 1.f : 0.f);
    net.parameters.set(kAttributeMaskName,
                       at::tensor(possible).view({net.config.categories, net.config.attributes}));
}

}  // namespace selvedge
