#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "model/evaluation/curves.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/matching.h"

namespace selvedge {

// A protocol's headline in the parts that it is a mean of, for what tries many thresholds: a
// threshold of one category costs that category. Not for other folders.
//
// Where misses count a part is a category, of which the headline is the weighted mean. Where they
// do not, an image's value is of all its categories: there is one part, the whole.
class HeadlineParts {
public:
    // What a thread works with; it keeps its memory from call to call.
    struct Worker {
        CategoryMatcher matcher;
        CategoryMatches matches;
        CurveScratch scratch;
        CategoryCurves curves;
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
    // Of all parts. Nothing when stopped. The number of threads changes no bit.
    std::optional<std::vector<double>> values(const OperatingPoint& point, std::stop_token stop,
                                              int threads) const;
    // The headline of parts with these values (but for the last digits); -1 when none has one.
    double headline(std::span<const double> values) const;
    // How much of it the part is, where these have values; in all 1.
    double share(std::size_t part, std::span<const double> values) const;

private:
    struct Part {
        std::optional<CategoryIndex> category;
        double weight = 1;
    };
    const MatchTable& m_table;
    Protocol m_protocol, m_plainProtocol;
    std::vector<Part> m_parts;
    std::vector<std::vector<GroupRef>> m_groups;
    std::vector<Column> m_columns;
    std::vector<bool> m_asks;
};

}  // namespace selvedge
