#include <algorithm>
#include <cstdio>
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

using Json = nlohmann::ordered_json;

Json jsonOf(const std::vector<Metric>& metrics) {
    Json json = Json::object();
    for (const Metric& metric : metrics)
        json[metric.name] = metric.value;
    return json;
}

Json stampOf(const CategoryResult& result, const Catalog& catalog) {
    const Category& category = catalog.categories().at(result.category);
    return {{"id", category.id},
            {"name", category.name},
            {"objects", result.objects},
            {"detections", result.detections}};
}

Json perCategoryJson(const Report& report, const Catalog& catalog) {
    Json list = Json::array();
    for (const CategoryResult& result : report.categories) {
        Json entry = stampOf(result, catalog);
        for (const Metric& metric : result.metrics)
            entry[metric.name] = metric.value;
        for (const MetricBlock& block : result.blocks)
            entry["blocks"][block.name] = jsonOf(block.metrics);
        list.push_back(std::move(entry));
    }
    return list;
}

std::string csvText(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

// The columns of the report, as far as there are such.
std::string csvValues(const Report& report, const std::vector<Metric>& metrics,
                      const std::vector<MetricBlock>& blocks) {
    std::string text;
    const auto add = [&](double value) {
        char digits[40];
        std::snprintf(digits, sizeof digits, ",%.17g", value);
        text += digits;
    };
    for (const Metric& metric : report.metrics)
        if (report.blocks.empty())
            add(valueOf(metrics, metric.name));
    for (const MetricBlock& block : report.blocks) {
        const auto own = std::find_if(blocks.begin(), blocks.end(), [&](const MetricBlock& other) {
            return other.name == block.name;
        });
        for (const Metric& metric : block.metrics)
            add(own == blocks.end() ? -1 : own->value(metric.name));
    }
    return text;
}

}  // namespace

double Report::value(std::string_view name) const {
    return valueOf(metrics, name);
}

double MetricBlock::value(std::string_view metric) const {
    return valueOf(metrics, metric);
}

std::string reportJson(const Report& report, const Catalog& catalog, bool perCategory) {
    const std::vector<Metric>& metrics = report.metrics;
    const bool f1 = std::any_of(metrics.begin(), metrics.end(),
                                [](const Metric& metric) { return metric.name == "f1AP"; });
    Json categories = Json::array();
    for (std::size_t k = 0; k < report.categories.size(); ++k) {
        const CategoryResult& result = report.categories[k];
        Json entry = stampOf(result, catalog);
        entry[f1 ? "f1AP" : "AP"] = result.ap;
        entry[f1 ? "f1AP50" : "AP50"] = result.ap50;
        for (const MetricBlock& block : report.blocks)
            if (!block.categoryAp.empty())
                entry["blocks"][block.name] = block.categoryAp[k];
        categories.push_back(std::move(entry));
    }
    Json json = {{"protocol", report.protocol.name},
                 {"iou_type", nameOf(report.protocol.iouType)},
                 {"metrics", jsonOf(metrics)}};
    for (const MetricBlock& block : report.blocks)
        json["blocks"][block.name] = jsonOf(block.metrics);
    json["operating_point"] = Json::parse(operatingPointJson(report.operatingPoint, catalog));
    json["protocol_options"] = Json::parse(protocolJson(report.protocol));
    json["detection_area"] = report.protocol.detectionAreaFromBox ? "box" : "mask";
    json["images"] = report.images;
    json["objects"] = report.objects;
    json["detections"] = report.detections;
    json["categories"] = std::move(categories);
    if (perCategory)
        json["per_category"] = perCategoryJson(report, catalog);
    // Names come from a file: what is no UTF-8 in them must not cost the numbers.
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string reportCsv(const Report& report, const Catalog& catalog) {
    std::string text = "id,name,objects,detections";
    for (const Metric& metric : report.metrics)
        if (report.blocks.empty())
            text += "," + metric.name;
    for (const MetricBlock& block : report.blocks)
        for (const Metric& metric : block.metrics)
            text += "," + block.name + " " + metric.name;
    text += "\n,all," + std::to_string(report.objects) + "," + std::to_string(report.detections) +
            csvValues(report, report.metrics, report.blocks) + "\n";
    for (const CategoryResult& result : report.categories) {
        const Category& category = catalog.categories().at(result.category);
        text += std::to_string(category.id) + "," + csvText(category.name) + "," +
                std::to_string(result.objects) + "," + std::to_string(result.detections) +
                csvValues(report, result.metrics, result.blocks) + "\n";
    }
    return text;
}

}  // namespace selvedge
