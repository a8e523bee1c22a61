#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/network/weights/tensor_view.h"
#include "model/network/weights/weight_names.h"

namespace selvedge {

class WeightFile;

// A tensor of the network: its name there and its shape.
struct TargetTensor {
    std::string name;
    std::vector<std::int64_t> shape;
};

// One tensor of a file for one of the network.
struct TensorMatch {
    std::string source, target;
    // The first dimension: the network's row r is the file's row `rows[r]`. Empty: as it is.
    std::vector<std::int64_t> rows;
};

struct ShapeMismatch {
    std::string source, target;
    std::vector<std::int64_t> sourceShape;  // in the file
    std::vector<std::int64_t> targetShape;  // of the network
};

// What a network's input and strides must be for weights to mean what they did where they were
// trained (METHOD 2.1 and 2.2).
struct WeightFlavour {
    std::string name;  // "detectron2", "torchvision", "torchvision-v2"
    bool bgr = true;
    std::array<double, 3> mean{}, std{};  // of pixels from 0 to 255, in the order of the channels
    bool strideInFirst1x1 = true;         // of a stage's first block; else in its 3x3
    // RoIAlign's half pixel; nothing where the file is a backbone alone, or of Caffe2's, some of
    // which have it.
    std::optional<bool> alignedRegions;
    std::vector<std::string> sentences() const;  // the facts, for people
};

// What becomes of each tensor when a file starts a network.
struct LoadPlan {
    NameFamily family = NameFamily::Unknown;
    std::optional<WeightFlavour> flavour;  // nothing for an unknown family
    std::vector<TensorMatch> matched;
    // Stay fresh. Class heads of another size are otherShape: COCO's 81 rows to our 47 are not cut.
    std::vector<ShapeMismatch> otherShape;
    std::vector<std::string> missing;
    std::vector<std::string> fresh;  // the network's names of both, in its order
    // Stay as they start, which is what the file means: Caffe2 folds a batch norm's mean and
    // variance into its weight and bias.
    std::vector<std::string> implied;
    // Of the file: not used and worth a word, and what no network of ours needs (pixel_mean,
    // pixel_std, old files' cell_anchors, num_batches_tracked, the momentum of a checkpoint).
    std::vector<std::string> leftOver, ignored;
};

// Names in the file may all begin with "module.", "model." or "_orig_mod." (DataParallel,
// Lightning, torch.compile). Detectron2's and Caffe2's names may be the end of the network's, after
// a dot; the longest wins. Only tensors of floating numbers match. Pure function.
LoadPlan planLoading(const WeightFile& file, std::span<const TargetTensor> network);
// The same; throws Error(BadFormat) with the path when nothing fits.
LoadPlan planThatFits(const WeightFile& file, std::span<const TargetTensor> network);
// The same of a list of tensors; `author` as zoo files say it under "__author__" ("torchvision": a
// ResNet of theirs under Detectron2's names).
LoadPlan planLoading(std::span<const TensorView> tensors, const std::string& author,
                     std::span<const TargetTensor> network);

// The way back: how the network's tensors (`source`) are called (`target`) and laid out in a
// state_dict of torchvision's, its _v2 where the network has that form. `rows` gives for each of
// its rows the network's, or -1 for one of zeros (the background's box deltas and mask, where the
// network does not have them). Tensors that torchvision has no place for keep their names.
// `network` is all of one; `family` is one of torchvision's.
std::vector<TensorMatch> planExport(NameFamily family, std::span<const TargetTensor> network);

}  // namespace selvedge
