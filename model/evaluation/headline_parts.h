#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/evaluation/curves.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/matching.h"
#include "model/evaluation/threshold_evidence.h"

namespace selvedge {

// A protocol's headline in the parts that it is a mean of, for what tries many thresholds: a
// threshold of one category costs that category. Not for other folders.
//
// Where misses count a part is a category, of which the headline is the weighted mean. Where they
// do not, an image's value is of all its categories: there is one part, the whole.
class HeadlineParts {
public:
    // A part at a point: from here attributes' thresholds move at the cost of the images in which
    // that changes anything.
    struct State {
        double value = -1;
        // Of categories:
        CategoryMatches matches;
        std::vector<ColumnMeans> means;         // of a grid, by column
        std::vector<std::uint32_t> groupBegin;  // its detections' first position, and the end
        std::vector<std::uint32_t> slotOf;      // by position: into matches.detections
    };
    // What a thread works with; it keeps its memory from call to call.
    struct Worker {
        CategoryMatcher matcher;
        CategoryMatches matches;  // of some groups
        CurveScratch scratch;
        CategoryCurves curves;
        State state;
        std::vector<GroupRef> refs;
        std::vector<std::uint32_t> groups, positions;
    };

    // Borrows the table.
    HeadlineParts(const MatchTable& table, const Protocol& protocol);

    std::size_t size() const { return m_parts.size(); }
    // The category of a part; none: all.
    std::optional<CategoryIndex> category(std::size_t part) const { return m_parts[part].category; }
    // Whether attributes decide anything in the part.
    bool asksF1(std::size_t part) const;
    // At the point, by itself; -1 without objects. Any thread.
    double value(std::size_t part, const OperatingPoint& point, Worker& worker) const;
    State state(std::size_t part, const OperatingPoint& point, Worker& worker) const;
    // The value with a row's threshold at each of these, in any order, all else as in `point`,
    // which `from` is the state at. To the bit that of value().
    std::vector<double> along(std::size_t part, const State& from, const OperatingPoint& point,
                              const ThresholdRow& row, std::span<const double> thresholds,
                              const ThresholdEvidence& evidence, Worker& worker) const;
    // The value at `to`, which differs from `point` in the row alone.
    double moved(std::size_t part, const State& from, const OperatingPoint& point,
                 const OperatingPoint& to, const ThresholdRow& row,
                 const ThresholdEvidence& evidence, Worker& worker) const;
    // Whether along() is quick for the row: else it is as many value()s.
    bool quick(std::size_t part, const ThresholdRow& row) const {
        return m_parts[part].category && row.of != ThresholdRow::Of::Score;
    }
    // Whether the row's threshold may change the part.
    bool matters(std::size_t part, const ThresholdRow& row,
                 const ThresholdEvidence& evidence) const;
    // Of all parts. Nothing when stopped. The number of threads changes no bit.
    std::optional<std::vector<State>> states(const OperatingPoint& point, std::stop_token stop,
                                             int threads) const;
    static std::vector<double> valuesOf(std::span<const State> states);
    // The headline of parts with these values (but for the last digits); -1 when none has one.
    double headline(std::span<const double> values) const;
    // How much of it the part is, where these have values; in all 1.
    double share(std::size_t part, std::span<const double> values) const;

private:
    struct Part {
        std::optional<CategoryIndex> category;
        double weight = 1;
    };
    std::span<const Column> columnsOfPart(std::size_t part) const;
    void match(std::size_t part, std::span<const GroupRef> groups, const OperatingPoint& point,
               CategoryMatcher& matcher, CategoryMatches& matches) const;
    double valueOf(std::size_t part, const CategoryMatches& matches, int maxDetections,
                   std::uint32_t changed, std::vector<ColumnMeans>& means, Worker& worker) const;
    void rematch(std::size_t part, const OperatingPoint& point, State& state, Worker& worker) const;

    const MatchTable& m_table;
    Protocol m_protocol, m_plainProtocol;
    std::vector<Part> m_parts;
    std::vector<std::vector<GroupRef>> m_groups;
    std::vector<Column> m_columns;
    std::vector<bool> m_asks;
};

}  // namespace selvedge
