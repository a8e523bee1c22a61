#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/evaluation/cell_object.h"
#include "model/evaluation/verdict.h"

namespace selvedge {

// What became of one object: before and after a change of the run or of the operating point.
struct ObjectChange {
    enum class Kind {
        Fixed,         // wrong before, right after ("gained")
        Broken,        // right before, wrong after ("lost")
        OtherPartner,  // right both times, by another detection; of one table only
        BothRight,
        BothWrong
    };
    Kind kind = Kind::BothWrong;
    std::uint32_t image = 0;  // into MatchTable::cells, of both tables
    std::uint32_t truth = 0;  // into ImageCell::truths, of both
    // Kind Right, AttributeError or Missed: why it is wrong. Partners into the own table's founds.
    Verdict before, after;
};
inline constexpr std::size_t kChangeKinds = 5;

struct RunComparison {
    std::vector<ObjectChange> objects;                 // all but crowds; by image, then truth
    std::array<std::uint64_t, kChangeKinds> counts{};  // by ObjectChange::Kind
    // False detections that came and went: `found` into the table they are of. A detection is the
    // same in both tables when category, overlaps and areas are equal; two trained nets share none,
    // so that then all of them came and went.
    std::vector<CellObject> newFalses;   // false after, and not before; into the table `after`
    std::vector<CellObject> goneFalses;  // false before, and not after; into the table `before`
    VerdictCounts before, after;
};

// Two runs on the same ground truth, or one table at two operating points: the list of what flips.
// Parallel over images. Throws Error(BadFormat) that names the first image at which the ground
// truths differ. Nothing when stopped.
std::optional<RunComparison> compareRuns(const MatchTable& before, const Criteria& criteriaBefore,
                                         const MatchTable& after, const Criteria& criteriaAfter,
                                         std::stop_token stop = {}, int threads = 0);
// Those of one kind, for tiles: `found` is the partner after (of Broken the one before).
std::vector<CellObject> objectsOf(const RunComparison& comparison, ObjectChange::Kind kind);

}  // namespace selvedge
