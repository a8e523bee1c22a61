#include "model/network/losses/attribute_loss_torch.h"

#include <algorithm>
#include <cmath>

#include "model/network/heads/attribute_head_torch.h"

namespace selvedge {

namespace {

constexpr double kLeastLogarithm = 1e-8;  // of the asymmetric loss, as in its reference
constexpr double kBalanceFactor = 2;      // of the distribution-balanced loss, likewise

// For y of 0 or 1: p_t is the probability given to what is so, 1 - p_t what is missing to it.
at::Tensor missing(const at::Tensor& logits, const at::Tensor& wanted) {
    const at::Tensor p = at::sigmoid(logits);
    return p + wanted - 2 * p * wanted;
}

at::Tensor crossEntropy(const at::Tensor& logits, const at::Tensor& wanted) {
    return at::binary_cross_entropy_with_logits(logits, wanted, {}, {}, at::Reduction::None);
}

at::Tensor asymmetricTerms(const at::Tensor& logits, const at::Tensor& wanted,
                           const AttributeLossOptions& options) {
    const at::Tensor p = at::sigmoid(logits);
    const at::Tensor absent = (1 - p + options.margin).clamp_max(1);  // 1 - p_m
    const at::Tensor likelihood = at::where(wanted > 0, p, absent);
    const at::Tensor gamma =
        options.gammaNegative + (options.gammaPositive - options.gammaNegative) * wanted;
    const at::Tensor focus = at::pow(1 - likelihood.detach(), gamma);
    return -focus * likelihood.clamp_min(kLeastLogarithm).log();
}

at::Tensor balancedTerms(const at::Tensor& logits, const at::Tensor& wanted,
                         const AttributeLossOptions& options) {
    const at::Tensor& inverse = options.inverseCounts;
    // Infinite, which sigmoid takes to 1, for a region without attributes.
    const at::Tensor share = inverse / (wanted * inverse).sum(1, true);  // [R, columns]
    const at::Tensor weight =
        options.balanceAlpha + at::sigmoid(options.balanceBeta * (share - options.balanceMu));
    const at::Tensor tolerance = options.lambda + (1 - options.lambda) * wanted;  // 1 where y is
    const at::Tensor shifted = (logits + options.toleranceShift) * tolerance;
    return kBalanceFactor * weight / tolerance * missing(shifted, wanted).pow(options.gamma) *
           crossEntropy(shifted, wanted);
}

// 1 where y is 1 and for the k possible others of each row with the highest terms.
at::Tensor hardest(const at::Tensor& terms, const at::Tensor& wanted, const at::Tensor& possible,
                   int count) {
    at::Tensor candidates = terms.detach().masked_fill(wanted > 0, -1);
    if (possible.defined())
        candidates = candidates.masked_fill(possible.eq(0), -1);
    const at::Tensor rows = std::get<1>(
        candidates.topk(std::min<std::int64_t>(count, candidates.size(1)), 1));  // [R, k]
    return at::zeros_like(candidates).scatter(1, rows, 1).logical_or(wanted > 0).to(at::kFloat);
}

// n_k of each column and N, of the objects that the loss sees.
struct ColumnCounts {
    std::vector<std::int64_t> having;
    std::int64_t objects = 0;
};
ColumnCounts columnCounts(const NetworkConfig& config, const LabelCounts& counts,
                          bool withoutCount) {
    ColumnCounts result;
    result.having.resize(std::size_t(attributeColumnCount(config)), 0);
    const std::size_t attributes = std::size_t(config.attributes);
    for (std::size_t k = 0; k < counts.objects.size(); ++k) {
        result.objects += (withoutCount ? counts.objects : counts.withAttributes)[k];
        for (std::size_t a = 0; a < attributes; ++a) {
            const std::size_t column =
                config.attributeColumns.empty() ? a : std::size_t(config.attributeColumns[a]);
            result.having[column] += counts.pairs[k * attributes + a];
        }
        if (config.attributeNone)
            result.having.back() += counts.objects[k] - counts.withAttributes[k];
    }
    return result;
}

at::Tensor classWeights(const ColumnCounts& counts, double beta) {
    std::vector<float> weights;
    double sum = 0, known = 0;
    for (const std::int64_t having : counts.having) {
        const double weight = having > 0 ? (1 - beta) / (1 - std::pow(beta, double(having))) : 0;
        weights.push_back(float(weight));
        sum += weight;
        known += having > 0;
    }
    for (std::size_t i = 0; i < weights.size(); ++i)
        weights[i] = counts.having[i] > 0 ? float(weights[i] * known / sum) : 1.f;
    return at::tensor(weights);
}

}  // namespace

bool needsCounts(const TrainConfig& config) {
    return config.attributeLoss == AttributeLoss::DistributionBalanced || config.classBalance > 0 ||
           config.attributeBias == AttributeBias::Counts || config.network.attributeMask;
}

AttributeLossOptions attributeLossOptions(const TrainConfig& config, const LabelCounts& counts,
                                          const at::Device& device) {
    AttributeLossOptions options;
    options.kind = config.attributeLoss;
    options.alpha = config.focalAlpha;
    options.gamma = config.focalGamma;
    options.weight = config.attributeLossWeight;
    options.gammaPositive = config.aslGammaPositive;
    options.gammaNegative = config.aslGammaNegative;
    options.margin = config.aslMargin;
    options.balanceAlpha = config.balanceAlpha;
    options.balanceBeta = config.balanceBeta;
    options.balanceMu = config.balanceMu;
    options.lambda = config.balanceLambda;
    options.hardNegatives = config.hardNegatives;
    options.attributeless = config.attributelessObjects;
    options.attributelessWeight = config.attributelessWeight;
    options.background = config.attributeBackground;
    const bool balanced = options.kind == AttributeLoss::DistributionBalanced;
    if (!balanced && config.classBalance == 0)
        return options;
    const ColumnCounts columns = columnCounts(
        config.network, counts, options.attributeless != AttributelessObjects::Exclude);
    if (balanced) {
        std::vector<float> inverse, shift;
        for (const std::int64_t having : columns.having) {
            const double n = double(std::max<std::int64_t>(having, 1));
            const double others = std::max(double(columns.objects) - n, 1.0);
            inverse.push_back(float(1 / n));
            shift.push_back(float(-std::log(others / n) * config.balanceKappa / options.lambda));
        }
        options.inverseCounts = at::tensor(inverse).to(device);
        options.toleranceShift = at::tensor(shift).to(device);
    }
    if (config.classBalance > 0)
        options.classWeights = classWeights(columns, config.classBalance).to(device);
    return options;
}

at::Tensor attributeTerms(const at::Tensor& logits, const at::Tensor& wanted,
                          const AttributeLossOptions& options) {
    at::Tensor terms;
    switch (options.kind) {
        case AttributeLoss::Bce:
            terms = crossEntropy(logits, wanted);
            break;
        case AttributeLoss::Focal: {
            const at::Tensor alpha = (1 - options.alpha) + (2 * options.alpha - 1) * wanted;
            terms =
                alpha * missing(logits, wanted).pow(options.gamma) * crossEntropy(logits, wanted);
            break;
        }
        case AttributeLoss::Asymmetric:
            terms = asymmetricTerms(logits, wanted, options);
            break;
        case AttributeLoss::DistributionBalanced:
            terms = balancedTerms(logits, wanted, options);
            break;
    }
    return options.classWeights.defined() ? terms * options.classWeights : terms;
}

at::Tensor attributeLoss(const at::Tensor& logits, const at::Tensor& wanted,
                         const at::Tensor& possible, const at::Tensor& regionWeights,
                         const AttributeLossOptions& options) {
    if (logits.numel() == 0)
        return logits.sum() * 0;
    at::Tensor terms = attributeTerms(logits, wanted, options);
    at::Tensor counted = possible;
    if (options.hardNegatives > 0) {
        const at::Tensor hard = hardest(terms, wanted, possible, options.hardNegatives);
        counted = counted.defined() ? counted * hard : hard;
    }
    if (regionWeights.defined())
        terms = terms * regionWeights.unsqueeze(1);
    if (!counted.defined())
        return terms.mean() * options.weight;
    return (terms * counted).sum() / counted.sum().clamp_min(1) * options.weight;
}

bool maskPoolsAll(const NetworkConfig& config, const AttributeLossOptions& options) {
    return options.background && config.attributeFeatures == AttributeFeatures::MaskRegions;
}

at::Tensor attributeLoss(const Network& net, const AttributeRegions& regions,
                         const AttributeLossOptions& options) {
    const at::Tensor labelled = regions.attributes.gt(0).any(1);  // [F]
    const bool excluded = options.attributeless == AttributelessObjects::Exclude;
    const at::Tensor taken = excluded ? at::nonzero(labelled).view(-1)
                                      : at::arange(labelled.size(0), regions.foreground.options());
    at::Tensor rows = regions.foreground.index_select(0, taken);
    at::Tensor categories = regions.categories.index_select(0, taken);
    at::Tensor attributes = regions.attributes.index_select(0, taken);
    at::Tensor possible = possibleColumns(net, categories);
    at::Tensor weights;
    if (options.attributeless == AttributelessObjects::DownWeight)
        weights = at::where(labelled, at::ones_like(labelled, at::kFloat),
                            at::full_like(labelled, options.attributelessWeight, at::kFloat));
    if (options.background) {
        const std::int64_t count = regions.background.size(0);
        rows = at::cat({rows, regions.background});
        categories = at::cat({categories, at::zeros_like(regions.background)});
        attributes =
            at::cat({attributes, at::zeros({count, net.config.attributes}, attributes.options())});
        if (possible.defined())
            possible = at::cat({possible, at::ones({count, possible.size(1)}, possible.options())});
        if (weights.defined())
            weights = at::cat({weights, at::ones({count}, weights.options())});
    }
    if (rows.size(0) == 0)
        return regions.hidden.sum() * 0;
    at::Tensor features;
    switch (net.config.attributeFeatures) {
        case AttributeFeatures::BoxHead:
            features = regions.hidden.index_select(0, rows);
            break;
        case AttributeFeatures::BoxRegions:
            features = regions.boxPooled.index_select(0, rows);
            break;
        case AttributeFeatures::MaskRegions:
            features = regions.maskPooled.index_select(
                0, maskPoolsAll(net.config, options) ? rows : taken);
            break;
    }
    return attributeLoss(attributeLogits(net, features, categories),
                         columnTargets(net.config, attributes), possible, weights, options);
}

}  // namespace selvedge
