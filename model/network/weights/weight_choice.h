#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/network/weights/pickle.h"
#include "model/network/weights/weight_file.h"

// A part of weight_file.cpp: which of a pickle's values are the weights.
namespace selvedge {

struct WeightChoice {
    PickledLayout layout;
    std::map<std::string, std::string> notes;
    // In the file's order; names are UTF-8 and unique. Of the pickle.
    std::vector<std::pair<std::string, const PickleValue*>> tensors;
};

// By the rules of WeightFile. Throws Error, the sentence without the path: no tensor, a
// name that is there twice, more than a million names, dicts more than 16 deep.
WeightChoice chooseWeights(const Pickle& pickle);

}  // namespace selvedge
