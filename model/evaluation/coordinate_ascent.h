#pragma once

#include <atomic>
#include <functional>
#include <stop_token>
#include <vector>

#include "model/evaluation/headline_parts.h"
#include "model/evaluation/threshold_evidence.h"
#include "model/evaluation/tuner.h"

namespace selvedge {

// The search of tune() on one set of images. Not for other folders.
class CoordinateAscent {
public:
    // Rows visited so far, of at most so many, and the headline.
    using OnRow = std::function<void(std::uint64_t done, std::uint64_t total, double headline)>;
    struct Found {
        OperatingPoint global, tuned;
        bool whole = false;  // else stopped: the best so far
    };

    // Borrows the table.
    CoordinateAscent(const MatchTable& table, const Protocol& protocol,
                     const OperatingPoint& before, const TuneOptions& options, int threads);
    // `onRow` is called on this thread.
    Found run(const OnRow& onRow, std::stop_token stop);

    const HeadlineParts& parts() const { return m_parts; }
    const ThresholdEvidence& evidence() const { return m_evidence; }
    // Whether a row of the tuned kind has what tuning asks for.
    bool mayTune(const ThresholdRow& row) const;
    // One of TuneOptions::locked, or it would move one.
    bool isLocked(const ThresholdRow& row) const;

private:
    // Rows that are tuned one after the other, and the parts of the headline that they change. What
    // has no part in common is independent, and is tuned side by side.
    struct Lane {
        std::vector<ThresholdRow> rows;
        std::vector<std::size_t> parts;
        OperatingPoint point;
        double share = 1;  // of the headline, for what is told on the way
    };
    struct Trial {  // candidates in one part
        std::size_t part = 0, first = 0, count = 0;
        std::vector<double> values;  // of the part, by candidate from `first` on
    };
    OperatingPoint fromProxy(OperatingPoint point) const;
    bool independent(const std::vector<ThresholdRow>& rows) const;
    std::vector<Lane> lanesOf(const std::vector<ThresholdRow>& rows,
                              const OperatingPoint& point) const;
    bool ascend(OperatingPoint& point, const std::vector<ThresholdRow>& rows, const OnRow& onRow,
                std::stop_token stop);
    bool ascendLane(Lane& lane, int threads, const std::function<void()>& onRow,
                    std::stop_token stop);
    bool visit(const ThresholdRow& row, Lane& lane, int threads, std::stop_token stop);
    std::vector<Trial> trialsOf(const ThresholdRow& row, const Lane& lane,
                                std::size_t candidates) const;
    double headlineOf(const std::vector<HeadlineParts::State>& states) const;

    const MatchTable& m_table;
    const OperatingPoint& m_before;
    const TuneOptions& m_options;
    const int m_threads;
    HeadlineParts m_parts;
    ThresholdEvidence m_evidence;
    std::vector<ThresholdRow> m_rows;  // that are tuned, those with the most objects first
    // Of the parts, where the search is now. A lane writes its own parts alone.
    std::vector<HeadlineParts::State> m_states;
    std::atomic<double> m_headline{-1};
};

// What the headline loses by each row going back to what is in force in `before`. Empty when
// stopped.
std::vector<double> gainsOf(const HeadlineParts& parts, const ThresholdEvidence& evidence,
                            const OperatingPoint& point, const OperatingPoint& before,
                            const std::vector<ThresholdRow>& rows, const Catalog& catalog,
                            std::stop_token stop, int threads);

}  // namespace selvedge
