#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "model/evaluation/evaluate.h"

namespace selvedge {

double Report::value(std::string_view name) const {
    for (const Metric& metric : metrics)
        if (metric.name == name)
            return metric.value;
    return -1;
}

std::string reportJson(const Report& report, const Catalog& catalog) {
    using Json = nlohmann::ordered_json;
    const bool paper = report.protocol.kind == ProtocolKind::Paper;
    Json metrics = Json::object();
    for (const Metric& metric : report.metrics)
        metrics[metric.name] = metric.value;
    Json categories = Json::array();
    for (const CategoryResult& result : report.categories) {
        const Category& category = catalog.categories().at(result.category);
        categories.push_back({{"id", category.id},
                              {"name", category.name},
                              {"objects", result.objects},
                              {"detections", result.detections},
                              {paper ? "f1AP" : "AP", result.ap},
                              {paper ? "f1AP50" : "AP50", result.ap50}});
    }
    const OperatingPoint& point = report.operatingPoint;
    const Json score =
        std::isfinite(point.scoreThreshold) ? Json(point.scoreThreshold) : Json(nullptr);
    const Json json = {{"protocol", paper ? "paper" : "coco"},
                       {"iou_type", report.protocol.iouType == IouType::Mask ? "segm" : "bbox"},
                       {"metrics", metrics},
                       {"operating_point",
                        {{"score_threshold", score},
                         {"attribute_threshold", point.attributeThreshold},
                         {"max_detections", point.maxDetections}}},
                       {"detection_area", report.protocol.detectionAreaFromBox ? "box" : "mask"},
                       {"images", report.images},
                       {"objects", report.objects},
                       {"detections", report.detections},
                       {"categories", categories}};
    // Names come from a file: what is no UTF-8 in them must not cost the numbers.
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string reportText(const Report& report) {
    struct Row {
        const char* title;
        const char* type;
        const char* thresholds;
        const char* area;
        int prefix;  // of maxDets; -1: the last
    };
    static constexpr std::array<Row, 12> kRows{{
        {"Average Precision", "AP", "0.50:0.95", "all", -1},
        {"Average Precision", "AP", "0.50", "all", -1},
        {"Average Precision", "AP", "0.75", "all", -1},
        {"Average Precision", "AP", "0.50:0.95", "small", -1},
        {"Average Precision", "AP", "0.50:0.95", "medium", -1},
        {"Average Precision", "AP", "0.50:0.95", "large", -1},
        {"Average Recall", "AR", "0.50:0.95", "all", 1},
        {"Average Recall", "AR", "0.50:0.95", "all", 10},
        {"Average Recall", "AR", "0.50:0.95", "all", -1},
        {"Average Recall", "AR", "0.50:0.95", "small", -1},
        {"Average Recall", "AR", "0.50:0.95", "medium", -1},
        {"Average Recall", "AR", "0.50:0.95", "large", -1},
    }};
    std::string text;
    const int last = report.operatingPoint.maxDetections;
    for (std::size_t i = 0; i < report.metrics.size(); ++i) {
        const Row& row = kRows[i % kRows.size()];
        char f1[32] = "";
        if (i >= kRows.size())
            std::snprintf(f1, sizeof f1, "F1=%-9s | ", row.thresholds);
        char line[160];
        std::snprintf(line, sizeof line,
                      " %-18s (%s) @[ IoU=%-9s | %sarea=%6s | maxDets=%3d ] = %0.3f\n", row.title,
                      row.type, row.thresholds, f1, row.area,
                      row.prefix < 0 ? last : std::min(row.prefix, last), report.metrics[i].value);
        text += line;
    }
    return text;
}

}  // namespace selvedge
