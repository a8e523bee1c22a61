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

// The same of fp_eval's names, in one of its blocks: "iou_f1", "iou", "f1" (else as "iou_f1").
QString blockMeaning(const std::string& block, const std::string& name);
QString blockGloss(const std::string& block, const std::string& name);

}  // namespace selvedge
