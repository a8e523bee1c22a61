#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/evaluation/match_table.h"
#include "model/evaluation/operating_point.h"
#include "model/evaluation/protocol.h"
#include "model/evaluation/threshold_rows.h"

namespace selvedge {

// A threshold that leaves `below` out and takes `above` in: about the middle, of three digits where
// these do. `asFloat`: attribute thresholds, which are compared as float.
double partingThreshold(double below, double above, bool asFloat);

// What a table says of single thresholds: between which values they change anything. Made once a
// table, some bytes an attribute probability. Any thread.
class ThresholdEvidence {
public:
    // An attribute's probability of a detection that lies on an object of its category (overlap .5
    // or more, the least at which any protocol looks at attributes).
    struct Sample {
        float probability = 0;
        // Of the object with the highest overlap; Unasked: a crowd, or without attributes where the
        // protocol then does not ask.
        enum class Object : std::uint8_t { HasIt, HasItNot, Unasked } object = Object::Unasked;
    };

    // Samples are of detections that reach the score threshold of `point`.
    ThresholdEvidence(const MatchTable& table, const Protocol& protocol,
                      const OperatingPoint& point);

    // Ascending.
    std::span<const Sample> samples(CategoryIndex category, AttributeIndex attribute) const;
    std::span<const double> scores(CategoryIndex category) const;
    // Ground truth that the row is about, crowds apart: with the attribute (once for each of a
    // group's that it has), or of the category.
    std::uint64_t support(const ThresholdRow& row) const;

    // Thresholds worth trying, ascending, at most `count`: for each of a regular grid (39: .025 to
    // .975; of scores between the lowest and highest where these leave [0, 1]) the middle between
    // the two values in the data that it parts. No two of them part the data alike.
    std::vector<double> candidates(const ThresholdRow& row, int count) const;
    // Whether in this category anything lies between the row's thresholds in `from` and `to`.
    bool differs(CategoryIndex category, const ThresholdRow& row, const OperatingPoint& from,
                 const OperatingPoint& to) const;

private:
    struct OfCategory {
        std::vector<Sample> samples;       // by attribute, then probability
        std::vector<std::uint32_t> begin;  // of each attribute, and the end
        std::vector<double> scores;
        std::uint64_t objects = 0;
        std::vector<std::uint32_t> objectsWith;  // by attribute
    };
    struct Gap {
        double below = 0, above = 0;
        bool found = false;
    };
    void addCell(const ImageCell& cell);
    std::vector<CategoryIndex> categoriesOf(const ThresholdRow& row) const;
    // Narrows a gap about the threshold to what the category has next to it.
    void narrow(Gap& gap, double threshold, CategoryIndex category, const ThresholdRow& row) const;

    std::shared_ptr<const Catalog> m_catalog;
    std::vector<OfCategory> m_categories;
};

}  // namespace selvedge
