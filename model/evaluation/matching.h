#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/evaluation/match_table.h"
#include "model/evaluation/operating_point.h"
#include "model/evaluation/protocol.h"
#include "model/evaluation/thresholds.h"

// The inner half of evaluate() and sweep(): which detections of a category hit. Not for other
// folders.

namespace selvedge {

// One detection, whatever the thresholds of a column.
struct RankedDetection {
    double score = 0;
    std::uint32_t position = 0;  // in image order, then by score within the image
    std::uint32_t rank = 0;      // by score within image and category, 0-based
};
// What became of it: bit t stands for threshold t of a column. Ignored ones count neither as hit
// nor as false.
struct Hits {
    std::uint16_t matched = 0, ignored = 0;
};

struct ColumnMatches {
    std::array<std::vector<Hits>, kRanges> hits;   // by area range; as CategoryMatches::detections
    std::array<std::uint64_t, kRanges> objects{};  // ground truth not ignored
};

struct CategoryMatches {
    std::vector<RankedDetection> detections;  // best score first; ties by position
    std::vector<ColumnMatches> columns;
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

// All that the detections of some groups predict, at whatever threshold.
AttributeBits predictedBy(std::span<const GroupRef> groups);

// By category: whether it asks for F1, as Protocol::attributeCategories says.
std::vector<bool> categoriesWithF1(const MatchTable& table, const Protocol& protocol);

// Detections of the group that count (indices into ImageCell::founds), best score first: of the
// score threshold and more, not suppressed, the first maxDetections. The result for a higher score
// threshold is a prefix of the result for a lower one.
void detectionsThatCount(const ImageCell& cell, const ImageCell::Group& group,
                         const CategoryThresholds& thresholds, std::vector<std::uint32_t>& founds);

// COCOeval.evaluateImg over all images of one category, and the sort of accumulate. One for each
// thread: it keeps its memory from call to call.
class CategoryMatcher {
public:
    // Of the area ranges the first `ranges`. `columns`: as columnsOf(), or some of them.
    // `attributeCount`: the catalog's.
    void match(std::span<const GroupRef> groups, const Protocol& protocol,
               const CategoryThresholds& thresholds, std::size_t attributeCount,
               std::span<const Column> columns, std::size_t ranges, CategoryMatches& result);

private:
    // A column's thresholds as they are compared.
    struct Needs {
        std::array<double, kThresholds> iou{}, f1{};
        std::size_t size = 0;
        bool asksF1 = false;
    };
    struct Candidate {
        std::uint32_t truth = 0;  // into the cell's truths
        double iou = 0;
        double f1 = 1;
        std::uint16_t enough = 0;  // bit t: reaches both thresholds t of the column
    };
    struct Row {  // candidates of one detection
        std::uint32_t found = 0;
        std::uint32_t begin = 0, end = 0;
    };
    void prepare(const Protocol& protocol, std::span<const Column> columns);
    void list(std::span<const GroupRef> groups, const CategoryThresholds& thresholds,
              CategoryMatches& result);
    void collectCandidates(const GroupRef& ref, const Protocol& protocol,
                           const CategoryThresholds& thresholds, std::size_t attributeCount,
                           std::span<const std::uint32_t> founds);
    void addOverlaps(const GroupRef& ref, std::uint32_t found, IouType iouType);
    bool gate(const Needs& needs, bool above);
    void matchRange(const GroupRef& ref, const Protocol& protocol, const Needs& needs,
                    std::size_t range, std::size_t first, ColumnMatches& out);
    Hits takeHighest(const Row& row, const ImageCell& cell);
    Hits takeRising(const Row& row, const Needs& needs, const ImageCell& cell);
    bool isNone(const ImageCell& cell, std::uint32_t truth) const;

    Protocol m_protocol;  // that m_needs are of, and the columns
    std::vector<Column> m_columns;
    std::vector<Needs> m_needs;
    double m_lowestIou = 0;  // that any column asks for
    bool m_idZeroIsNone = false;
    bool m_needsF1 = false;
    std::vector<std::uint32_t> m_founds;       // that count, group after group
    std::vector<std::uint32_t> m_foundsBegin;  // of each group
    std::vector<std::uint32_t> m_slots;        // by position: where it stands by score
    std::vector<Candidate> m_candidates;
    std::vector<Row> m_rows;
    // By the cell's truth.
    std::vector<std::uint16_t> m_taken;  // bit t: has a match at threshold t
    std::vector<std::uint8_t> m_ignored;
};

}  // namespace selvedge
