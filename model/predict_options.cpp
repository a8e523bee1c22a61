// PredictOptions as JSON.
#include <array>
#include <nlohmann/json.hpp>

#include "model/engine.h"

namespace selvedge {

std::vector<int> defaultScales() {
    std::vector<int> scales;
    for (int scale = 400; scale <= 1200; scale += 100)
        scales.push_back(scale);
    return scales;
}

std::string toJson(const PredictOptions& options) {
    constexpr std::array kPrecisions{"float", "bfloat16", "half"};
    const nlohmann::ordered_json json{{"scoreThreshold", options.scoreThreshold},
                                      {"nmsThreshold", options.nmsThreshold},
                                      {"maxDetections", options.maxDetections},
                                      {"maskThreshold", options.maskThreshold},
                                      {"attributeFloor", options.attributeFloor},
                                      {"precision", kPrecisions[std::size_t(options.precision)]},
                                      {"scales", options.scales},
                                      {"mirrored", options.mirrored},
                                      {"tile", options.tile},
                                      {"tileOverlap", options.tileOverlap}};
    return json.dump(2);
}

}  // namespace selvedge
