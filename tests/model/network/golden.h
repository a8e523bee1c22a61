#pragma once

#include <ATen/ATen.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dataset/image/image.h"
#include "model/network/layers/parameters_torch.h"

namespace selvedge {

// The reference values of ../shared/golden, and its weights without a file: every tensor is filled
// by a formula (golden/README.md, Weights).
class Golden {
public:
    // "detectron2_r50.json"; none when ../shared is absent.
    static std::optional<nlohmann::json> read(const std::string& file);
    // The photo after the 256/390 resize, exact pixels.
    static Image resizedPhoto(const std::string& name);

    // The network the values were made with: one attribute layer of 294 outputs.
    static NetworkConfig config(const nlohmann::json& golden);
    // Fills all tensors; returns the largest relative deviation of a tensor's sum of absolute
    // values from the table's. `problem` names a tensor that does not fit or is not in the table.
    static double fill(Network& network, const nlohmann::json& golden, std::string* problem);
};

// Largest |found - expected| at the listed flat indices of {"shape", "index", "value"}, in units of
// the largest magnitude listed; infinity when the shapes differ.
double relativeDeviation(const at::Tensor& found, const nlohmann::json& expected);

// A list of numbers, nested or flat, as one row of floats.
at::Tensor numbers(const nlohmann::json& list);

}  // namespace selvedge
