#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "model/evaluation/match_table.h"
#include "model/evaluation/protocol.h"

// The inner half of evaluate() and sweep(): which detections of a category hit. Not for other
// folders.

namespace selvedge {

// COCOeval's parameters (METHOD 1.1), computed as numpy's linspace does: start + i * step in
// double, the last one set to the end.
inline constexpr std::size_t kIouThresholds = 10;      // .50, .55, ... .95
inline constexpr std::size_t kRecallThresholds = 101;  // 0, .01, ... 1
const std::array<double, kIouThresholds>& iouThresholds();
const std::array<double, kRecallThresholds>& recallThresholds();

// Square pixels, both ends included.
struct AreaRange {
    double low = 0, high = 0;
};
// All, small, medium, large.
inline constexpr std::array<AreaRange, 4> kAreaRanges{
    {{0, 1e10}, {0, 1024}, {1024, 9216}, {9216, 1e10}}};

// What a pair must reach to hit, at each of `size` thresholds. fp_eval's eleventh, -1, asks
// nothing.
inline constexpr std::size_t kThresholds = kIouThresholds + 1;
inline constexpr double kOff = -1;
struct Column {
    std::array<double, kThresholds> iou{}, f1{};
    std::size_t size = kIouThresholds;
};
// The ten thresholds of IoU, and after them, with `iouOff`, one without. All with one of F1.
Column columnOf(double f1, bool iouOff = false);
// The first column has F1 off, then come those with F1: none for Pairs::None, ten for Grid.
std::vector<Column> columnsOf(const Protocol& protocol);

struct MatchOptions {
    IouType iouType = IouType::Mask;
    bool detectionAreaFromBox = false;
    std::size_t areaRanges = kAreaRanges.size();  // the first so many are matched
    int maxDetections = 100;
    double minScore = -std::numeric_limits<double>::infinity();  // below: as if not predicted
    double attributeThreshold = 0.5;
    std::size_t attributeCount = 0;  // the catalog's
    F1Kind f1 = F1Kind::Set;
    WithoutAttributes withoutAttributes = WithoutAttributes::Full;
    Choice choice = Choice::HighestIou;
    Compare compare = Compare::AtLeast;
};

// What became of one detection. Bit t of `matched` and `ignored` stands for threshold t of the
// column; one entry an area range. Ignored ones count neither as hit nor as false.
struct MatchedDetection {
    double score = 0;
    std::uint32_t position = 0;  // in image order, then by score within the image
    std::uint32_t rank = 0;      // by score within image and category, 0-based
    std::array<std::uint16_t, kAreaRanges.size()> matched{}, ignored{};
};

struct CategoryMatches {
    std::vector<MatchedDetection> detections;                 // best score first; ties by position
    std::array<std::uint64_t, kAreaRanges.size()> objects{};  // ground truth not ignored, by range
};

// The catalog's categories by raw id, ascending: the order in which COCOeval sums.
std::vector<CategoryIndex> categoriesById(const Catalog& catalog);

// A category's groups of a table, in image order.
struct GroupRef {
    const ImageCell* cell = nullptr;
    const ImageCell::Group* group = nullptr;
};
// One list for each category of the catalog.
std::vector<std::vector<GroupRef>> groupsByCategory(const MatchTable& table);

// By category: whether it asks for F1, as Protocol::attributeCategories says.
std::vector<bool> categoriesWithF1(const MatchTable& table, const Protocol& protocol);

// Set-F1 of thresholded attributes, 2 |T & P| / (|T| + |P|); 1 for ground truth without attributes.
double attributeF1(const ImageCell::Truth& truth, const AttributeBits& predicted);
// As `kind` says; the two without regard to WithoutAttributes. `count`: N.
double attributeF1(F1Kind kind, const AttributeBits& truth, const AttributeBits& predicted,
                   std::size_t count);
// Attributes whose probability is >= the threshold, which is rounded to float as they are (so that
// a written .7 is not below .7).
AttributeBits predictedAttributes(const ImageCell& cell, const ImageCell::Found& found,
                                  double threshold);

// COCOeval.evaluateImg over all images of one category, and the sort of accumulate. One for each
// thread: it keeps its memory from call to call.
//
// Since detections are matched best score first, the result for a higher `minScore` is a prefix of
// the result for a lower one.
class CategoryMatcher {
public:
    // One result a column. Overlaps and F1 are worked out once a cell.
    void match(std::span<const GroupRef> groups, const MatchOptions& options,
               std::span<const Column> columns, std::span<CategoryMatches> results);

private:
    struct Candidate {
        std::uint32_t truth = 0;  // into the cell's truths
        double iou = 0;
        double f1 = 1;
    };
    struct Row {  // candidates of one detection
        std::uint32_t found = 0;
        std::uint32_t begin = 0, end = 0;
        double mostIou = 0, mostF1 = 0;  // of any candidate
    };
    void collectCandidates(const GroupRef& ref, const MatchOptions& options);
    void addOverlaps(const GroupRef& ref, std::uint32_t found, IouType iouType);
    void matchRange(const GroupRef& ref, const MatchOptions& options, const Column& column,
                    std::size_t range, std::span<MatchedDetection> out);

    double m_lowestIou = 0;  // that any column asks for
    bool m_needsF1 = false;
    std::vector<Candidate> m_candidates;
    std::vector<Row> m_rows;
    // By the cell's truth.
    std::vector<std::uint16_t> m_taken;  // bit t: has a match at threshold t
    std::vector<std::uint8_t> m_ignored;
};

}  // namespace selvedge
