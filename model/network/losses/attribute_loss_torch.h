#pragma once

#include <ATen/ATen.h>

#include "model/network/layers/parameters_torch.h"

namespace selvedge {

// How wrong attributes are counted (METHOD 3.4). z is a logit, p its sigmoid, y what it should be.
//
// Bce                   -[y log p + (1 - y) log(1 - p)]
// Focal                 a_t (1 - p_t)^gamma BCE; p_t = p or 1 - p, a_t = alpha or 1 - alpha where y
//                       is 1 or 0 (Lin et al. 2017, equation 5)
// Asymmetric            -[y (1 - p)^g+ log p + (1 - y) p_m^g- log(1 - p_m)], p_m = max(p - m, 0),
//                       logarithms of at least 1e-8; no gradient flows through the powers
//                       (Ridnik et al. 2021, equation 7; Alibaba-MIIL/ASL AsymmetricLossOptimized)
// DistributionBalanced  r [y BCE(z + nu) + (1 - y) BCE(lambda (z + nu)) / lambda] times the focal
//                       factor 2 (1 - p_t)^gamma of the same logit; r = a + sigmoid(b (rhat - mu)),
//                       rhat = (1/n_k) / sum over the region's attributes i of 1/n_i; nu =
//                       -log(N / n_k - 1) kappa / lambda, for the n_k of N objects that have it
//                       (Wu et al. 2020, sections 3.1-3.3, arXiv 2007.09654). A region without
//                       attributes has r = a + 1; n_k counts as at least 1 and at most N - 1.
//
// The loss is the sum of these over all that counts, divided by the number of what counts, times
// `weight`. What counts: of each region the columns that are possible for its category and, with
// hardNegatives = k, of those with y = 0 only the k of highest loss (Shrivastava et al. 2016,
// online hard example mining; the paper's future work). DownWeight makes
// terms smaller, not the number. (The references of focal loss and ASL sum instead.)
//
// The hard-aware loss of Ye et al. 2019 (arXiv 1907.10839) is not here: its formula was not at
// hand.
struct AttributeLossOptions {
    AttributeLoss kind = AttributeLoss::Focal;
    double alpha = 0.25;
    double gamma = 2;
    double weight = 1;
    double gammaPositive = 1, gammaNegative = 4, margin = 0.05;  // asymmetric
    // Distribution-balanced; the tensors are [columns].
    double balanceAlpha = 0.1, balanceBeta = 10, balanceMu = 0.2, lambda = 2;
    at::Tensor inverseCounts;   // 1 / n_k
    at::Tensor toleranceShift;  // nu
    // Of the columns, times their terms; undefined: 1. (1 - b) / (1 - b^n), scaled so that columns
    // that any object has have mean 1; 1 for the others (Cui et al. 2019, equation 9).
    at::Tensor classWeights;
    int hardNegatives = 0;  // 0: all count
    AttributelessObjects attributeless = AttributelessObjects::Exclude;
    double attributelessWeight = 0.1;  // of DownWeight
    bool background = false;
};

// The options of a training. `counts` are looked at where needsCounts().
AttributeLossOptions attributeLossOptions(const TrainConfig& config, const LabelCounts& counts,
                                          const at::Device& device);
// A setting of `config` weighs, starts or masks by the counts of the training data.
bool needsCounts(const TrainConfig& config);

// The terms above before they are summed. `wanted` is 0 or 1; both [R, columns].
at::Tensor attributeTerms(const at::Tensor& logits, const at::Tensor& wanted,
                          const AttributeLossOptions& options);

// Scalar. `possible` [R, columns] and `regionWeights` [R] may be undefined: all, and 1. 0, with a
// graph, where nothing counts.
at::Tensor attributeLoss(const at::Tensor& logits, const at::Tensor& wanted,
                         const at::Tensor& possible, const at::Tensor& regionWeights,
                         const AttributeLossOptions& options);

// The regions of a step as the attribute head sees them. F foreground ones.
struct AttributeRegions {
    at::Tensor boxPooled;   // [R, P, 7, 7], of all regions
    at::Tensor hidden;      // [R, hidden]: boxFeatures() of it
    at::Tensor maskPooled;  // [F, P, 14, 14]; of all R where maskPoolsAll()
    at::Tensor foreground;  // int64 [F]: rows of the foreground
    at::Tensor background;  // int64 [B]: the other rows
    at::Tensor categories;  // int64 [F]
    at::Tensor attributes;  // float [F, attributes], 0 or 1: the objects'
};
// The head needs the mask's RoIAlign of the background too.
bool maskPoolsAll(const NetworkConfig& config, const AttributeLossOptions& options);

// The loss of the regions that the options take: foreground ones whose object has attributes, those
// without as `attributeless` says, background ones as wanting none.
at::Tensor attributeLoss(const Network& network, const AttributeRegions& regions,
                         const AttributeLossOptions& options);

}  // namespace selvedge
