#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace selvedge {

// What a weight file holds and what it is good for, in plain types (Engine::inspectWeights). Texts
// come from the file: UTF-8, but with any characters.
struct WeightReport {
    struct Tensor {
        std::string name;
        std::string dtype;  // "F32", as safetensors spells it
        std::vector<std::int64_t> shape;
    };
    struct Mismatch {
        std::string source, target;  // in the file and in the network
        std::vector<std::int64_t> sourceShape, targetShape;
    };
    // How the tensors would start a network.
    struct Fit {
        std::string network;                    // "r50": the one that most of the numbers fit
        std::string names;                      // whose names these are: "torchvision Mask R-CNN"
        std::string flavour;                    // "detectron2", "torchvision", ...; may be empty
        std::vector<std::string> expectations;  // on input, strides and RoIAlign, where known
        std::uint64_t matched = 0;              // tensors of the network, of networkTensors
        std::uint64_t networkTensors = 0;
        std::vector<std::string> missing;  // of the network: start fresh, as do those of otherShape
        std::vector<Mismatch> otherShape;  // class heads of another size, for one
        std::vector<std::string> leftOver;  // of the file: not used
        std::vector<std::string> ignored;   // of the file: not needed (pixel_mean, momentum, ...)
    };

    std::string format;    // "safetensors", "PyTorch, zip", ...
    std::string producer;  // as far as the file says: "Selvedge, step 7", "Detectron2 Model Zoo"
    // Of a pickled file: its outermost keys (at most 100) and the one the weights are under; empty
    // where they are all there is.
    std::vector<std::string> topLevelKeys;
    std::string weightsKey;
    std::map<std::string, std::string> metadata;  // texts and numbers beside the weights
    std::vector<Tensor> tensors;                  // in the file's order
    std::uint64_t numbers = 0, bytes = 0;         // of all tensors
    std::optional<Fit> fit;                       // nothing when no tensor fits any network
};

}  // namespace selvedge
