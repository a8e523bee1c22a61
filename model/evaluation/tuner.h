#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/progress.h"
#include "model/evaluation/match_table.h"
#include "model/evaluation/operating_point.h"
#include "model/evaluation/protocol.h"
#include "model/evaluation/threshold_rows.h"

// Thresholds that maximise a protocol's own headline, and what they are worth on images they were
// not found on.
//
// Where misses count, a lower score threshold never lowers the headline (average precision only
// gains by what comes after), so that scores are worth tuning for kaggle2020 alone. Without F1
// (Pairs::None) attribute thresholds change nothing.

namespace selvedge {

// How: coordinate ascent on the headline from the best global threshold; the same from each row's
// best F1 (proxyThreshold), where that is better; or that F1 alone, in a moment. Scores know no
// such F1.
enum class TuneMethod { Ascent, AscentFromProxy, ProxyOnly };

struct TuneOptions {
    TuneWhat what = TuneWhat::Attributes;
    TuneMethod method = TuneMethod::Ascent;
    // For the estimate; fewer than 2: none is made.
    std::uint32_t folds = 5;
    std::uint64_t seed = 1;
    int candidates = 39;  // thresholds tried of a row, at most; see ThresholdEvidence::candidates
    // A row with fewer objects than this keeps the global threshold. Plain, so that anyone can
    // check it, and a threshold in force is always one that was measured: a value shrunk to between
    // two that were tried is neither the row's best nor the global one.
    std::uint64_t minSupport = 10;
    int rounds = 4;  // over all rows, at most; it ends when a round changes nothing
    // Stay as the point has them, the global ones too: what is in force for such a row becomes its
    // own, and rows that would move it (moves()) are as locked.
    std::set<ThresholdRow> locked;
};

struct TuneProgress {
    Progress progress;                  // in rows
    std::optional<std::uint32_t> fold;  // that is left out; none: on all images
    double headline = -1;               // now, of the images it is tuned on
};
using TuneCallback = std::function<void(const TuneProgress&)>;

// Headlines at the thresholds that were given, at the best global ones, and at the tuned ones.
struct TuneHeadlines {
    double before = -1, global = -1, tuned = -1;
};

struct TunedRow {
    enum class State { Tuned, Rare, Locked };
    ThresholdRow row;
    State state = State::Tuned;
    double before = 0, after = 0;
    std::uint64_t support = 0;  // objects: ThresholdEvidence::support
    // What the headline would lose by the row going back to `before`, mean over folds: of the
    // images that a fold's thresholds were found on, and of those left out.
    std::optional<double> gainInFold, gainOutOfFold;
};

struct TuneResult {
    TuneOptions options;
    OperatingPoint before;
    // Found on all images: what to use. What is not tuned is as in `before`; thresholds of rows,
    // but for locked ones, are gone where the global one is as good.
    OperatingPoint point;
    std::vector<TunedRow> rows;  // the global ones, then those with any object

    // The result: each image measured at thresholds that were found without it, all images
    // together. None without folds, or when stopped before the last one.
    std::optional<TuneHeadlines> outOfFold;
    // Of the images that a fold's thresholds were found on, mean over folds. Only to see
    // over-fitting. (Not headline beside headline: fewer images have another average precision.)
    std::optional<TuneHeadlines> inFold;
    // By how much more tuning gained in the folds than out of them: what does not carry over.
    std::optional<double> overfitting() const;
    // What it had when stopped: `point` is the best so far, and its headline not below that of
    // `before`.
    bool stoppedEarly = false;
};

// Why it would be in vain or cannot be had, in a sentence; none: it may be tuned. Attribute
// thresholds decide nothing without F1, and score thresholds only where misses are free.
std::optional<std::string> tuningInVain(const Protocol& protocol, const TuneOptions& options);

// `onProgress` is called on this thread. The number of threads changes no bit of the result, but
// that a stop comes when it comes.
TuneResult tune(const MatchTable& table, const Protocol& protocol, const OperatingPoint& before,
                const TuneOptions& options, const TuneCallback& onProgress = {},
                std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
