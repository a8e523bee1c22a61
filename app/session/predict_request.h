#pragma once

#include <QString>
#include <filesystem>
#include <optional>
#include <vector>

#include "dataset/project/object_table.h"
#include "model/engine.h"

namespace selvedge {

// What a person asks of a prediction.
struct PredictRequest {
    std::filesystem::path weights;  // of any format that the engine reads
    QString name;                   // of a run that is made for it, before its number
    // Ascending; none: all of the project's.
    std::optional<std::vector<ImageIndex>> images;
    QString device = QStringLiteral("auto");
    PredictOptions options;
    std::optional<NetworkConfig> network = {};  // PredictTask::network
};

// By a weight file: its run is called like it.
PredictRequest requestWith(const std::filesystem::path& weights);

}  // namespace selvedge
