#pragma once

#include <string>
#include <vector>

#include "model/engine.h"

namespace selvedge {

// A named starting point for a training, the same in the window and on the command line.
struct Recipe {
    std::string name;   // "tiny": what --recipe takes
    std::string title;  // "Small network, on any computer"
    std::string note;   // one sentence: for what, how long
    TrainConfig config;
};
const std::vector<Recipe>& recipes();
// Throws Error(BadFormat) that lists the known names.
const Recipe& recipeNamed(const std::string& name);

}  // namespace selvedge
