#pragma once

#include <ATen/ATen.h>

#include "model/network/layers/parameters_torch.h"

namespace selvedge {

// The attribute branch beside class, box and mask (METHOD 3.1, 3.2, 3.5). A set of outputs has
// `columns` = attributeColumnCount(config): one for each attribute (294), by raw id with unused
// ones between (341), and a last one for 'none' where the config says so (295).

// FC layers with ReLU between, after convolutions where the config has any, on what
// config.attributeFeatures names: `features` is boxFeatures() [R, hidden] of BoxHead, RoIAlign
// [R, P, 7, 7] of BoxRegions, [R, P, 14, 14] of MaskRegions. Of attributesPerCategory's sets that
// of each row's category (int64 [R], no background; not looked at where there is one set for all).
// The winner of 2020 is MaskRegions with no convolution and 3 FC, here without its batch norms,
// which a few pictures a step give no statistics for.
at::Tensor attributeLogits(const Network& network, const at::Tensor& features,
                           const at::Tensor& categories);  // [R, columns]

// Logits of the attributes in the catalog's order from those of the columns; -inf, which is a
// probability of 0, where the attribute is impossible for the row's category.
at::Tensor logitsOfAttributes(const Network& network, const at::Tensor& columnLogits,
                              const at::Tensor& categories);  // [R, attributes]

// What the columns should be, 0 or 1, for objects with `attributes` (float [R, attributes], 0 or
// 1): 'none' is on where all are off, columns of no attribute are off.
at::Tensor columnTargets(const NetworkConfig& config,
                         const at::Tensor& attributes);  // [R, columns]

// Which columns are possible for each row's category, 1 or 0: 'none' always, with a mask no column
// without attribute. Undefined where the network has no mask: all are.
at::Tensor possibleColumns(const Network& network,
                           const at::Tensor& categories);  // [R, columns]

// Sets the outputs' bias to log(p / (1 - p)) for the p of `kind` (model/engine.h). By counts it is
// Laplace's rule, p = (n + 1) / (N + 2), for n of N objects, of each category where it has its own
// outputs; N are the objects that the loss sees: those with attributes when `withoutCount` is
// false. Throws Error(BadFormat) when the counts are of another catalog.
void setAttributeBias(Network& network, AttributeBias kind, const LabelCounts& counts,
                      bool withoutCount);

// Sets the mask of a network with one: possible is what an object of the category has in `counts`.
// Throws Error(BadFormat) when they are of another catalog.
void setAttributeMask(Network& network, const LabelCounts& counts);

}  // namespace selvedge
