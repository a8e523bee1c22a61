#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "model/evaluation/operating_point.h"

namespace selvedge {

// One threshold of an operating point that may be moved by itself: a row of a tuning table.
struct ThresholdRow {
    enum class Of {
        Score,       // of all categories, or of one
        Attributes,  // of all attributes: attributeThreshold
        Group,       // of a group's attributes, together
        Attribute
    };
    Of of = Of::Score;
    // Of this category alone; none: of all. None with Attributes.
    std::optional<CategoryIndex> category;
    std::uint16_t index = 0;  // GroupIndex or AttributeIndex; else 0
    auto operator<=>(const ThresholdRow&) const = default;
};

// Which thresholds are tuned.
enum class TuneWhat {
    Global,             // score and attribute threshold, one each
    CategoryScores,     // a score threshold for each category
    Attributes,         // a threshold for each attribute
    Groups,             // for each group of attributes
    CategoryAttributes  // for each attribute in each category
};
// "global", "category", "attribute", "group", "category-attribute".
std::optional<TuneWhat> tuneWhatNamed(const std::string& name);
const char* nameOf(TuneWhat what);

// The rows of all categories or attributes, in the catalog's order.
std::vector<ThresholdRow> rowsOf(TuneWhat what, const Catalog& catalog);
// The one threshold that stands for all of them where a row has none of its own: score or
// attribute; of Global both.
std::vector<ThresholdRow> globalRowsOf(TuneWhat what);

// In force for the row, its own or a more general one; of a group that of its first attribute.
double thresholdOf(const OperatingPoint& point, const ThresholdRow& row, const Catalog& catalog);
void setThreshold(OperatingPoint& point, const ThresholdRow& row, double threshold,
                  const Catalog& catalog);
// Takes away the row's own, so that the more general one is in force; nothing for global rows.
void dropThreshold(OperatingPoint& point, const ThresholdRow& row, const Catalog& catalog);
// What is in force in `from`, for a group attribute by attribute.
void copyThreshold(OperatingPoint& point, const OperatingPoint& from, const ThresholdRow& row,
                   const Catalog& catalog);
// Whether moving `row` changes what is in force for `fixed`, once that has a threshold of its own:
// they are one, or they share an attribute that `row` names as exactly or more exactly.
bool moves(const ThresholdRow& row, const ThresholdRow& fixed, const Catalog& catalog);
// By so much, for a group attribute by attribute; attribute thresholds stay within [0, 1].
void shiftThreshold(OperatingPoint& point, double by, const ThresholdRow& row,
                    const Catalog& catalog);
// For people: "All scores", "coat", "All attributes", "opening type", "coat, double breasted".
std::string nameOf(const ThresholdRow& row, const Catalog& catalog);

// The attributes that a row is about; none of scores.
std::vector<AttributeIndex> attributesOf(const ThresholdRow& row, const Catalog& catalog);

}  // namespace selvedge
