#include "app/tasks/recipes.h"

#include "dataset/error.h"

namespace selvedge {

namespace {

TrainConfig tiny() {
    TrainConfig config;
    config.network.backbone = "tiny";
    config.network.minSize = 320;
    config.network.maxSize = 448;
    config.steps = 800;
    config.imagesPerStep = 2;
    config.learningRate = 0.05;
    config.warmupSteps = 100;
    config.dropAt = {600};
    config.gradientClip = 3;
    // The focal loss is a mean over all attributes of which few are on: small beside the others.
    config.attributeLossWeight = 20;
    config.flipProbability = 0;
    config.roisPerImage = 128;
    config.anchorsPerImage = 128;
    config.checkpointEvery = 200;
    return config;
}

// Paper, section 5.2.4 and Figure 10: 800/1333, rate 0.00025, SGD with Nesterov momentum, 2 FC
// 294 x 46, focal loss, 2 epochs of 40,000 images. The batch size is not stated; 4 fits 24 GB.
TrainConfig paperR50() {
    TrainConfig config;
    config.network.backbone = "r50";
    config.network.minSize = 800;
    config.network.maxSize = 1333;
    config.imagesPerStep = 4;
    config.steps = 20000;
    config.learningRate = 0.00025;
    config.warmupSteps = 1000;
    config.checkpointEvery = 2500;
    return config;
}

}  // namespace

const std::vector<Recipe>& recipes() {
    static const std::vector<Recipe> all = {
        {"tiny", "Small network, any computer",
         "Learns the drawn sample in minutes on two cores; not meant for photographs.", tiny()},
        {"paper-r50", "The paper's, ResNet-50",
         "40,000 images, 2 epochs, 800/1333; needs a GPU and starts best from COCO weights.",
         paperR50()},
    };
    return all;
}

const Recipe& recipeNamed(const std::string& name) {
    std::string known;
    for (const Recipe& recipe : recipes()) {
        if (recipe.name == name)
            return recipe;
        known += (known.empty() ? "" : ", ") + recipe.name;
    }
    throw Error(ErrorKind::BadFormat, "No recipe \"" + name + "\"; there are: " + known);
}

}  // namespace selvedge
