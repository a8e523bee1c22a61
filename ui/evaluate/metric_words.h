#pragma once

#include <QString>
#include <array>
#include <string>

namespace selvedge {

// The twelve figures of COCO's evaluation; with "f1" before the name the same with attributes.
inline constexpr std::array<const char*, 12> kMetricNames{
    "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"};

// A few words beside the name: "IoU .50". `name` is one of kMetricNames, with or without "f1".
QString metricMeaning(const std::string& name);
// Two or three sentences a newcomer understands.
QString metricGloss(const std::string& name);

}  // namespace selvedge
