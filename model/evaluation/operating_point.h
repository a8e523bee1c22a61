#pragma once

#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/row_issue.h"
#include "model/evaluation/match_table.h"

namespace selvedge {

// Which detections and attributes count. What is below is as if it had not been predicted.
struct OperatingPoint {
    // Kept when score >= it. By default all are: a file as it stands.
    double scoreThreshold = -std::numeric_limits<double>::infinity();
    // On when probability >= it, both as float.
    double attributeThreshold = 0.5;
    // For each image and category, by score: the last of COCOeval's maxDets, whose others are 1 and
    // 10 (or this, where it is less). AR100 keeps its name with other numbers. At least 1.
    int maxDetections = 100;
    // Of two detections of an image and category whose boxes overlap by more, the one of the lower
    // score goes: greedy, best first, before maxDetections counts. From kNeighbourIou, below which
    // tables keep no overlaps, to 1: none goes but what prediction itself suppressed.
    double nmsIou = 1;

    // What is said more closely goes before what is said of all.
    std::map<CategoryIndex, double> scoreOf = {};
    // Of attributes: a category's own first, then the attribute's, then attributeThreshold. A group
    // of attributes is set attribute by attribute (setGroupThreshold).
    std::map<AttributeIndex, double> attributeOf = {};
    std::map<std::pair<CategoryIndex, AttributeIndex>, double> categoryAttributeOf = {};

    bool operator==(const OperatingPoint&) const = default;
    // Without thresholds of single categories and attributes.
    bool isPlain() const {
        return scoreOf.empty() && attributeOf.empty() && categoryAttributeOf.empty();
    }
};
// DESIGN's default for the window and for predictions of ours.
inline constexpr double kDefaultScore = 0.05, kDefaultAttribute = 0.5;
inline const OperatingPoint kDefaultOperatingPoint{kDefaultScore, kDefaultAttribute};

double scoreThresholdOf(const OperatingPoint& point, CategoryIndex category);
double attributeThresholdOf(const OperatingPoint& point, CategoryIndex category,
                            AttributeIndex attribute);
// Of all categories, or of one.
void setGroupThreshold(OperatingPoint& point, const Catalog& catalog, GroupIndex group,
                       double threshold);
void setGroupThreshold(OperatingPoint& point, const Catalog& catalog, GroupIndex group,
                       CategoryIndex category, double threshold);

// What a point says of one category, ready for use: equal ones give equal results there.
class CategoryThresholds {
public:
    CategoryThresholds(const OperatingPoint& point, CategoryIndex category);
    double score() const { return m_score; }
    double nmsIou() const { return m_nmsIou; }
    int maxDetections() const { return m_maxDetections; }
    float attribute(AttributeIndex attribute) const {
        return attribute < m_attributes.size() ? m_attributes[attribute] : m_attribute;
    }
    AttributeBits predicted(const ImageCell& cell, const ImageCell::Found& found) const;
    // Whether both keep the same of detections that predict no attributes but `used`.
    bool agree(const CategoryThresholds& other, const AttributeBits& used) const;
    bool operator==(const CategoryThresholds&) const = default;

private:
    double m_score, m_nmsIou;
    int m_maxDetections;
    float m_attribute;
    std::vector<float> m_attributes;  // by attribute; beyond it: m_attribute
};

// {"score_threshold":…|null,"attribute_threshold":…,"max_detections":…,"nms_iou":…,
//  "category_scores":[{"category_id","name","score_threshold"},…],
//  "attribute_thresholds":[{"category_id"?,"attribute_id","name","threshold"},…]}; ids are raw, the
// names are for people. The last three are left out where they say nothing.
std::string operatingPointJson(const OperatingPoint& point, const Catalog& catalog);
struct ReadOperatingPoint {
    OperatingPoint point;
    std::vector<RowIssue> issues;  // entries of unknown ids, or outside their range: left out
};
// Absent members have their default. Throws Error(BadFormat): no JSON object.
ReadOperatingPoint readOperatingPointJson(const std::string& text, const Catalog& catalog);

}  // namespace selvedge
