#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dataset/image/image.h"
#include "model/network/layers/parameters_torch.h"
#include "source_names.h"

namespace selvedge {

// A file of reference values in the form of ../shared/golden, and its weights without a file: every
// tensor is filled by a formula (golden/README.md, Weights). Photos, sizes and salts are the
// file's.
class Golden {
public:
    // SELVEDGE_GOLDEN, else ../shared/golden.
    static std::filesystem::path folder();
    // Those in the folder of one flavour (and not another) whose backbone is one of `backbones`, by
    // name.
    static std::vector<Golden> ofNetworks(Flavour flavour,
                                          const std::vector<std::string>& backbones);

    std::string name;  // of the file, without its ending
    nlohmann::json values;
    // The network the values were made with: one attribute layer of `num_attributes` outputs.
    NetworkConfig config;

    // A photo: <id>.jpg or .png beside the file, else the shared photo, else <id>_<minSize>.png
    // beside the file, which is the photo after Detectron2's resize. Error(NotFound) without any.
    Image photo(const std::string& id) const;

    // Fills all tensors; returns the largest relative deviation of a tensor's sum of absolute
    // values from the table's. `problem` names a tensor that does not fit or is not in the table.
    double fill(Network& network, std::string* problem) const;

private:
    Golden(const std::filesystem::path& file);
};

// Largest |found - expected| at the listed flat indices of {"shape", "index", "value"}, in units of
// the largest magnitude listed; infinity when the shapes differ.
double relativeDeviation(const at::Tensor& found, const nlohmann::json& expected);

// A list of numbers, nested or flat, as one row of floats.
at::Tensor numbers(const nlohmann::json& list);

}  // namespace selvedge
