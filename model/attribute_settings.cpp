// What the settings of the attributes mean together, and which do not fit each other.
#include <algorithm>

#include "model/engine.h"

namespace selvedge {

std::int64_t attributeColumnCount(const NetworkConfig& config) {
    const std::int64_t columns =
        config.attributeColumns.empty()
            ? config.attributes
            : 1 + *std::max_element(config.attributeColumns.begin(), config.attributeColumns.end());
    return columns + (config.attributeNone ? 1 : 0);
}

std::vector<SettingFault> attributeFaults(const NetworkConfig& config) {
    std::vector<SettingFault> faults;
    const std::size_t columns = config.attributeColumns.size();
    if (config.attributeFeatures == AttributeFeatures::BoxHead && config.attributeConvs > 0)
        faults.push_back(
            {"network.attributeConvs",
             "the box head's features have no rows and columns to convolve; take 0, or "
             "box-regions or mask-regions as attributeFeatures"});
    if (!config.attributesByRawId && columns > 0)
        faults.push_back({"network.attributeColumns",
                          "columns are listed only with attributesByRawId; leave them out"});
    if (columns > 0 && columns != std::size_t(config.attributes))
        faults.push_back(
            {"network.attributeColumns", std::to_string(columns) + " columns are listed for " +
                                             std::to_string(config.attributes) + " attributes"});
    return faults;
}

std::vector<SettingFault> attributeFaults(const TrainConfig& config) {
    std::vector<SettingFault> faults = attributeFaults(config.network);
    const bool none = config.network.attributeNone;
    if (config.attributelessObjects == AttributelessObjects::None && !none)
        faults.push_back({"attributelessObjects",
                          "without the output of network.attributeNone nothing can be trained to "
                          "'none'; switch it on or choose exclude, negative or down-weight"});
    if (config.attributelessObjects != AttributelessObjects::None && none)
        faults.push_back({"attributelessObjects",
                          "the output of network.attributeNone would never be trained; choose none "
                          "here or switch it off"});
    if (config.attributeBackground && config.network.attributesPerCategory)
        faults.push_back(
            {"attributeBackground",
             "background has no category whose outputs it could train; take one set of "
             "outputs for all (network.attributesPerCategory false) or leave it out"});
    if (config.classBalance > 0 && config.attributeLoss == AttributeLoss::DistributionBalanced)
        faults.push_back({"classBalance",
                          "the distribution-balanced loss weighs attributes itself; take 0 or "
                          "another loss"});
    return faults;
}

}  // namespace selvedge
