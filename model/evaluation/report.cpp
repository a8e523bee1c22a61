#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>

#include "model/evaluation/evaluate.h"

namespace selvedge {

namespace {

double valueOf(const std::vector<Metric>& metrics, std::string_view name) {
    for (const Metric& metric : metrics)
        if (metric.name == name)
            return metric.value;
    return -1;
}

nlohmann::ordered_json jsonOf(const std::vector<Metric>& metrics) {
    auto json = nlohmann::ordered_json::object();
    for (const Metric& metric : metrics)
        json[metric.name] = metric.value;
    return json;
}

}  // namespace

double Report::value(std::string_view name) const {
    return valueOf(metrics, name);
}

double MetricBlock::value(std::string_view metric) const {
    return valueOf(metrics, metric);
}

std::string reportJson(const Report& report, const Catalog& catalog) {
    using Json = nlohmann::ordered_json;
    const std::vector<Metric>& metrics = report.metrics;
    const bool f1 = std::any_of(metrics.begin(), metrics.end(),
                                [](const Metric& metric) { return metric.name == "f1AP"; });
    Json categories = Json::array();
    for (std::size_t k = 0; k < report.categories.size(); ++k) {
        const CategoryResult& result = report.categories[k];
        const Category& category = catalog.categories().at(result.category);
        categories.push_back({{"id", category.id},
                              {"name", category.name},
                              {"objects", result.objects},
                              {"detections", result.detections},
                              {f1 ? "f1AP" : "AP", result.ap},
                              {f1 ? "f1AP50" : "AP50", result.ap50}});
        for (const MetricBlock& block : report.blocks)
            if (!block.categoryAp.empty())
                categories.back()["blocks"][block.name] = block.categoryAp[k];
    }
    const OperatingPoint& point = report.operatingPoint;
    const Json score =
        std::isfinite(point.scoreThreshold) ? Json(point.scoreThreshold) : Json(nullptr);
    Json json = {{"protocol", report.protocol.name},
                 {"iou_type", nameOf(report.protocol.iouType)},
                 {"metrics", jsonOf(metrics)}};
    for (const MetricBlock& block : report.blocks)
        json["blocks"][block.name] = jsonOf(block.metrics);
    json["operating_point"] = {{"score_threshold", score},
                               {"attribute_threshold", point.attributeThreshold},
                               {"max_detections", point.maxDetections}};
    json["detection_area"] = report.protocol.detectionAreaFromBox ? "box" : "mask";
    json["images"] = report.images;
    json["objects"] = report.objects;
    json["detections"] = report.detections;
    json["categories"] = std::move(categories);
    // Names come from a file: what is no UTF-8 in them must not cost the numbers.
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

namespace {

// As pycocotools.
std::string cocoText(const Report& report) {
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
        if (i >= kRows.size() && report.protocol.pairs == Pairs::Fixed)
            std::snprintf(f1, sizeof f1, "F1=%-9.2f | ", report.protocol.fixedF1);
        else if (i >= kRows.size())
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

// One line of a block, by the metric's name.
std::string gridRow(const MetricBlock& block, const Metric& metric, int maxDetections) {
    const std::string& name = metric.name;
    const bool precision = name.starts_with("AP");
    // ".50" of "_IOU50", all of them without, "none" where the block does not ask.
    const auto threshold = [&](const char* mark, bool asked) -> std::string {
        const std::size_t at = name.find(mark);
        if (at != std::string::npos)
            return "0." + name.substr(at + std::strlen(mark), 2);
        return asked ? "0.50:0.95" : "none";
    };
    const char size = name.size() > 2 ? name[2] : ' ';
    const char* super = size == 'o'   ? "outerwear"
                        : size == 'a' ? "accessory"
                        : size == 'p' ? "part"
                                      : "all";
    const std::string area = size == 's' || size == 'm' || size == 'l' ? name.substr(2, 1) : "all";
    const std::size_t at = name.find('@');
    const int last = at == std::string::npos ? maxDetections : std::stoi(name.substr(at + 1));
    char line[200];
    std::snprintf(line, sizeof line,
                  " %-18s (%s) @[ IoU=%-9s | F1=%-9s |area=%3s | maxDets=%3d | superCat=%9s] = "
                  "%0.3f\n",
                  precision ? "Average Precision" : "Average Recall", precision ? "AP" : "AR",
                  threshold("_IOU", block.name != "f1").c_str(),
                  threshold("_F1", block.name != "iou").c_str(), area.c_str(),
                  std::min(last == 100 ? maxDetections : last, maxDetections), super, metric.value);
    return line;
}

// As fp_eval.
std::string gridText(const Report& report) {
    const std::string rule(80, '=');
    std::string text;
    for (const MetricBlock& block : report.blocks) {
        const char* title =
            block.name == "iou"  ? "results with IoU thresholds (f1_threshold = -1.0)"
            : block.name == "f1" ? "results with F1 thresholds (iou_threshold = -1.0)"
                                 : "results with both IoU and F1 thresholds";
        text += rule + "\n" + title + "\n" + rule + "\n";
        for (const Metric& metric : block.metrics)
            if (metric.name != "APa" || block.name == "iou")
                text += gridRow(block, metric, report.operatingPoint.maxDetections);
        text += rule + "\n";
    }
    return text;
}

}  // namespace

std::string reportText(const Report& report) {
    return report.blocks.empty() ? cocoText(report) : gridText(report);
}

}  // namespace selvedge
