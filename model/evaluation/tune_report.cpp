#include "model/evaluation/tune_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "model/evaluation/evaluator.h"

namespace selvedge {

namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(TuneMethod method) {
    switch (method) {
        case TuneMethod::Ascent:
            return "ascent";
        case TuneMethod::AscentFromProxy:
            return "ascent-from-proxy";
        case TuneMethod::ProxyOnly:
            return "proxy";
    }
    return "";
}

const char* nameOf(TunedRow::State state) {
    switch (state) {
        case TunedRow::State::Tuned:
            return "tuned";
        case TunedRow::State::Rare:
            return "rare";
        case TunedRow::State::Locked:
            return "locked";
    }
    return "";
}

Json threshold(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json gain(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json headlines(const std::optional<TuneHeadlines>& of) {
    if (!of)
        return nullptr;
    return {{"before", of->before}, {"global", of->global}, {"tuned", of->tuned}};
}

Json rowJson(const TunedRow& tuned, const Catalog& catalog) {
    const ThresholdRow& row = tuned.row;
    Json json{{"name", nameOf(row, catalog)}};
    if (row.category)
        json["category_id"] = catalog.categories().at(*row.category).id;
    if (row.of == ThresholdRow::Of::Attribute)
        json["attribute_id"] = catalog.attributes().at(row.index).id;
    if (row.of == ThresholdRow::Of::Group)
        json["group"] = catalog.groups().at(row.index);
    json["state"] = nameOf(tuned.state);
    json["support"] = tuned.support;
    json["before"] = threshold(tuned.before);
    json["after"] = threshold(tuned.after);
    json["gain_in_fold"] = gain(tuned.gainInFold);
    json["gain_out_of_fold"] = gain(tuned.gainOutOfFold);
    return json;
}

template <typename... Values>
std::string line(const char* format, Values... values) {
    char text[256];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

std::string thresholdText(double value) {
    return std::isfinite(value) ? line("%6.3f", value) : "   all";
}

std::string rowsText(const TuneResult& result, const Catalog& catalog, std::size_t most) {
    std::vector<const TunedRow*> moved;
    for (const TunedRow& row : result.rows)
        if (row.before != row.after)
            moved.push_back(&row);
    std::stable_sort(moved.begin(), moved.end(), [](const TunedRow* a, const TunedRow* b) {
        return a->gainOutOfFold.value_or(0) > b->gainOutOfFold.value_or(0);
    });
    std::string text = line("%zu of %zu thresholds moved%s\n", moved.size(), result.rows.size(),
                            moved.empty() ? "" : ":");
    if (moved.empty())
        return text;
    text += "before   after  objects  worth  threshold\n";
    for (std::size_t i = 0; i < moved.size() && i < most; ++i) {
        const TunedRow& row = *moved[i];
        text += thresholdText(row.before) + "  " + thresholdText(row.after) +
                line("  %7llu  ", static_cast<unsigned long long>(row.support)) +
                (row.gainOutOfFold ? line("%+.4f", *row.gainOutOfFold) : "      ?") + "  " +
                nameOf(row.row, catalog) +
                (row.state == TunedRow::State::Rare ? " (too few objects: the global one)" : "") +
                "\n";
    }
    if (moved.size() > most)
        text += line("... and %zu more\n", moved.size() - most);
    return text;
}

}  // namespace

std::string tuneJson(const TuneResult& result, const Protocol& protocol, const Catalog& catalog) {
    const TuneOptions& options = result.options;
    Json json{{"protocol", protocol.name},
              {"iou_type", protocol.iouType == IouType::Box ? "bbox" : "segm"},
              {"headline", headlineName(protocol)},
              {"what", nameOf(options.what)},
              {"method", nameOf(options.method)},
              {"folds", options.folds},
              {"seed", options.seed},
              {"min_support", options.minSupport},
              {"stopped", result.stoppedEarly},
              {"out_of_fold", headlines(result.outOfFold)},
              {"in_fold", headlines(result.inFold)},
              {"rows", Json::array()}};
    for (const TunedRow& row : result.rows)
        json["rows"].push_back(rowJson(row, catalog));
    json["operating_point"] = Json::parse(operatingPointJson(result.point, catalog));
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string tuneText(const TuneResult& result, const Protocol& protocol, const Catalog& catalog,
                     std::size_t rows) {
    std::string text;
    if (result.outOfFold) {
        const TuneHeadlines& out = *result.outOfFold;
        text += line("%s on images that the thresholds were not found on (%u folds)\n",
                     headlineName(protocol).c_str(), result.options.folds);
        text += line("  thresholds as given    %.4f\n", out.before);
        text += line("  best global threshold  %.4f\n", out.global);
        text += line("  tuned                  %.4f\n", out.tuned);
        text += line("On the images they were found on it is %.4f, which flatters by %.4f\n",
                     result.inFold->tuned, result.inFold->tuned - out.tuned);
    } else {
        text += result.stoppedEarly
                    ? "Stopped: these are the best thresholds so far; what they are worth on "
                      "other images is not known\n"
                    : "Without folds, what these thresholds are worth on other images is not "
                      "known\n";
    }
    return text + rowsText(result, catalog, rows);
}

}  // namespace selvedge
