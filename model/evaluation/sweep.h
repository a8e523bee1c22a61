#pragma once

#include <vector>

#include "dataset/progress.h"
#include "model/evaluation/evaluate.h"

namespace selvedge {

struct SweepCell {
    double scoreThreshold = 0;
    double attributeThreshold = 0;
    double headline = -1;  // the protocol's
    double iouOnly = -1;   // the same without F1; where there is none, the headline
    std::vector<double>
        categories;  // the headline of each, as Sweep::categories; -1 without objects
};

struct Sweep {
    Protocol protocol;
    OperatingPoint base;
    std::vector<double> scoreThresholds;      // ascending, no repeats
    std::vector<double> attributeThresholds;  // ascending, no repeats
    std::vector<CategoryIndex> categories;    // ascending by the catalog's raw id
    std::vector<SweepCell> cells;             // [score][attribute]
    bool stoppedEarly = false;                // the cells done so far are right, the others -1

    const SweepCell& at(std::size_t score, std::size_t attribute) const {
        return cells[score * attributeThresholds.size() + attribute];
    }
    // The cell with the highest headline (the lowest score, then attribute threshold of equals);
    // null when no cell has one.
    const SweepCell* best() const;
};

// The paper's grid (figure 8): scores .3 .5 .8, attributes .3 .4 .5 .7.
inline const std::vector<double> kPaperScores{.3, .5, .8}, kPaperAttributes{.3, .4, .5, .7};

// The headline of evaluate() with `protocol` for every pair of thresholds, to the last bit.
// What `base` says of single categories and attributes stays in force. Detections are matched once
// for each attribute threshold, and once where F1 is not asked: a score threshold takes a prefix of
// the matches. (Where misses do not count, an image's hits are counted anew for each cell.)
// Attribute thresholds are worked out side by side. `onProgress` counts cells, on this thread.
Sweep sweep(const MatchTable& table, const Protocol& protocol, const OperatingPoint& base,
            std::vector<double> scoreThresholds, std::vector<double> attributeThresholds,
            const ProgressCallback& onProgress = {}, std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
