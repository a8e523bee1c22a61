#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace selvedge {

// Whose names a file's tensors have. The network's own are Detectron2's.
enum class NameFamily {
    Detectron2,           // "backbone.bottom_up.res2.0.conv1.weight"; ResNets also without the
                          // "backbone.bottom_up."
    Caffe2,               // "res2_0_branch2a_w": MSRA's and Detectron's .pkl
    TorchvisionResNet,    // "layer1.0.conv1.weight": ImageNet classifiers
    TorchvisionMaskRcnn,  // "backbone.body.layer1.0.conv1.weight"
    Unknown,
};
const char* nameFamilyName(NameFamily family);  // for people

NameFamily nameFamilyOf(const std::vector<std::string>& names);

// The names under which torchvision 0.3 to 0.26 keeps the tensor that the network calls `name`, the
// newest first; empty where it has none, as for attributes. `family` is one of torchvision's.
// (torchvision/models/detection/{mask_rcnn,faster_rcnn,rpn}.py and their _load_from_state_dict;
// facebookresearch/detectron2:tools/convert-torchvision-to-d2.py.)
std::vector<std::string> torchvisionNames(NameFamily family, const std::string& name);

// The end of the network's name for the tensor that Caffe2 calls `name`:
// "res2.0.conv1.weight" of "res2_0_branch2a_w"
// (facebookresearch/detectron2:detectron2/checkpoint/c2_model_loading.py).
std::string endOfCaffe2Name(std::string_view name);

// Torchvision and Caffe2 put the background first, with box deltas and a mask of its own; the
// network has it last, and those only with `outputs` (FlavourSwitches::backgroundOutputs). How many
// first rows that are, and what becomes of them.
struct BackgroundRows {
    int rows = 0;        // 0: this tensor has none
    bool toEnd = false;  // else they are dropped
};
BackgroundRows backgroundRows(NameFamily family, const std::string& name, bool outputs);

}  // namespace selvedge
