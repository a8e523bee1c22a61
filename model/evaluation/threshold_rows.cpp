#include "model/evaluation/threshold_rows.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace selvedge {

namespace {

using Of = ThresholdRow::Of;

// As TuneWhat.
constexpr std::array<const char*, 5> kNames{"global", "category", "attribute", "group",
                                            "category-attribute"};

// Of one attribute, in a category or in all.
void setOne(OperatingPoint& point, const std::optional<CategoryIndex>& category,
            AttributeIndex attribute, double threshold) {
    if (category)
        point.categoryAttributeOf[{*category, attribute}] = threshold;
    else
        point.attributeOf[attribute] = threshold;
}

double oneOf(const OperatingPoint& point, const std::optional<CategoryIndex>& category,
             AttributeIndex attribute) {
    if (category)
        return attributeThresholdOf(point, *category, attribute);
    const auto own = point.attributeOf.find(attribute);
    return own == point.attributeOf.end() ? point.attributeThreshold : own->second;
}

// Calls with each threshold in force and puts what comes back in its place.
template <typename Change>
void change(OperatingPoint& point, const OperatingPoint& from, const ThresholdRow& row,
            const Catalog& catalog, const Change& changed) {
    if (row.of == Of::Score && row.category)
        point.scoreOf[*row.category] = changed(scoreThresholdOf(from, *row.category));
    else if (row.of == Of::Score)
        point.scoreThreshold = changed(from.scoreThreshold);
    else if (row.of == Of::Attributes)
        point.attributeThreshold = changed(from.attributeThreshold);
    else
        for (const AttributeIndex attribute : attributesOf(row, catalog))
            setOne(point, row.category, attribute, changed(oneOf(from, row.category, attribute)));
}

}  // namespace

const char* nameOf(TuneWhat what) {
    return kNames[std::size_t(what)];
}

std::optional<TuneWhat> tuneWhatNamed(const std::string& name) {
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (name == kNames[i])
            return TuneWhat(i);
    return std::nullopt;
}

std::vector<ThresholdRow> rowsOf(TuneWhat what, const Catalog& catalog) {
    const auto categories = CategoryIndex(catalog.categories().size());
    const auto attributes = AttributeIndex(catalog.attributes().size());
    std::vector<ThresholdRow> rows;
    switch (what) {
        case TuneWhat::Global:
            return globalRowsOf(what);
        case TuneWhat::CategoryScores:
            for (CategoryIndex c = 0; c < categories; ++c)
                rows.push_back({Of::Score, c, 0});
            break;
        case TuneWhat::Attributes:
            for (AttributeIndex a = 0; a < attributes; ++a)
                rows.push_back({Of::Attribute, {}, a});
            break;
        case TuneWhat::Groups:
            for (GroupIndex g = 0; g < GroupIndex(catalog.groups().size()); ++g)
                rows.push_back({Of::Group, {}, g});
            break;
        case TuneWhat::CategoryAttributes:
            for (CategoryIndex c = 0; c < categories; ++c)
                for (AttributeIndex a = 0; a < attributes; ++a)
                    rows.push_back({Of::Attribute, c, a});
            break;
    }
    return rows;
}

std::vector<ThresholdRow> globalRowsOf(TuneWhat what) {
    const ThresholdRow score{Of::Score, {}, 0}, attributes{Of::Attributes, {}, 0};
    if (what == TuneWhat::Global)
        return {score, attributes};
    return {what == TuneWhat::CategoryScores ? score : attributes};
}

std::vector<AttributeIndex> attributesOf(const ThresholdRow& row, const Catalog& catalog) {
    std::vector<AttributeIndex> attributes;
    if (row.of == Of::Attribute)
        attributes.push_back(row.index);
    else if (row.of == Of::Group)
        attributes = catalog.attributesOf(row.index);
    else if (row.of == Of::Attributes) {
        attributes.resize(catalog.attributes().size());
        std::iota(attributes.begin(), attributes.end(), AttributeIndex{0});
    }
    return attributes;
}

double thresholdOf(const OperatingPoint& point, const ThresholdRow& row, const Catalog& catalog) {
    switch (row.of) {
        case Of::Score:
            return row.category ? scoreThresholdOf(point, *row.category) : point.scoreThreshold;
        case Of::Attributes:
            return point.attributeThreshold;
        case Of::Group:
            return oneOf(point, row.category, catalog.attributesOf(row.index).front());
        case Of::Attribute:
            return oneOf(point, row.category, row.index);
    }
    return 0;
}

void setThreshold(OperatingPoint& point, const ThresholdRow& row, double threshold,
                  const Catalog& catalog) {
    change(point, point, row, catalog, [&](double) { return threshold; });
}

void dropThreshold(OperatingPoint& point, const ThresholdRow& row, const Catalog& catalog) {
    if (row.of == Of::Score && row.category)
        point.scoreOf.erase(*row.category);
    if (row.of != Of::Group && row.of != Of::Attribute)
        return;
    for (const AttributeIndex attribute : attributesOf(row, catalog)) {
        if (row.category)
            point.categoryAttributeOf.erase({*row.category, attribute});
        else
            point.attributeOf.erase(attribute);
    }
}

void copyThreshold(OperatingPoint& point, const OperatingPoint& from, const ThresholdRow& row,
                   const Catalog& catalog) {
    change(point, from, row, catalog, [](double threshold) { return threshold; });
}

bool moves(const ThresholdRow& row, const ThresholdRow& fixed, const Catalog& catalog) {
    const auto single = [](const ThresholdRow& r) {
        return r.of == Of::Group || r.of == Of::Attribute;
    };
    if (row == fixed || !single(row) || !single(fixed))
        return row == fixed;
    if (fixed.category && row.category != fixed.category)
        return false;
    const auto ours = attributesOf(row, catalog), theirs = attributesOf(fixed, catalog);
    return std::any_of(ours.begin(), ours.end(), [&](AttributeIndex attribute) {
        return std::find(theirs.begin(), theirs.end(), attribute) != theirs.end();
    });
}

void shiftThreshold(OperatingPoint& point, double by, const ThresholdRow& row,
                    const Catalog& catalog) {
    const bool score = row.of == Of::Score;
    change(point, point, row, catalog, [&](double threshold) {
        return score ? threshold + by : std::clamp(threshold + by, 0.0, 1.0);
    });
}

std::string nameOf(const ThresholdRow& row, const Catalog& catalog) {
    std::string category, rest;
    if (row.category)
        category = catalog.categories().at(*row.category).name;
    if (row.of == Of::Group)
        rest = catalog.groups().at(row.index).empty() ? "attributes without a group"
                                                      : catalog.groups().at(row.index);
    else if (row.of == Of::Attribute)
        rest = catalog.attributes().at(row.index).name;
    else if (category.empty())
        rest = row.of == Of::Score ? "All scores" : "All attributes";
    return category + (category.empty() || rest.empty() ? "" : ", ") + rest;
}

}  // namespace selvedge
