#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/evaluation/cell_object.h"
#include "model/evaluation/evaluate.h"

namespace selvedge {

// Why a detection is false or an object is missed: TIDE (Bolya et al. 2020; METHOD 1.7), tidecv's
// rules, and with Attributes one of our own. Of a false detection the first that holds:
enum class MistakeKind {
    Class,       // overlaps an object of another category by .5 and more
    Location,    // one of its category, by .1 to .5 (asked before Class)
    Both,        // none of the others: neither category nor place is right
    Duplicate,   // one of its category that another detection has
    Background,  // no object by more than .1, or the image has none
    Missed,      // an object that no detection has, and none of Class and Location could have
    Attributes   // overlap and category are right, F1 of the attributes is below .5
};
inline constexpr std::size_t kMistakeKinds = 7;

struct MistakeOptions {
    double hit = 0.5;         // overlap that makes a hit
    double background = 0.1;  // and that makes no object at all; not below kOtherIou
    double f1 = 0.5;
    int detectionsPerImage = 100;  // the best of all categories
    // tidecv: a category with detections and without objects has an AP of 0. COCOeval leaves it
    // out.
    bool countCategoriesWithoutObjects = true;
};

// Average precisions in [0, 1] (tidecv: times 100), of all sizes at one overlap.
struct Mistakes {
    double ap = -1;  // as it is; -1: nothing to measure
    // By MistakeKind: how many, and how much higher AP were if all of the kind were repaired and
    // nothing else. Never below 0. They do not add up to 1 - ap.
    std::array<std::uint64_t, kMistakeKinds> counts{};
    std::array<double, kMistakeKinds> lost{};
    // The same for all false detections (each ranked behind every hit), and all objects without a
    // hit (not asked for).
    double lostToFalses = 0, lostToMisses = 0;
};

// Repairs, as tidecv's: Class and Location turn the best-scoring detection of each free object into
// a hit (of the object's category) and take the others away; Duplicate, Background and Both take
// away; Missed asks for one object less; Attributes makes a hit. Where the protocol asks for F1, a
// detection first takes an object that it also hits by F1, as in verdicts(); those left take by
// overlap alone, and are Attributes. Without F1 the rest is tidecv to the digit (its ties: of
// equal overlaps the first in the file).
std::optional<Mistakes> mistakes(const MatchTable& table, const Protocol& protocol,
                                 const OperatingPoint& point, const MistakeOptions& options = {},
                                 std::stop_token stop = {}, int threads = 0);
// Those of a kind: detections with the object that they are judged by, where there is one; of
// Missed the objects.
std::optional<std::vector<CellObject>> mistakeObjects(const MatchTable& table,
                                                      const Protocol& protocol,
                                                      const OperatingPoint& point, MistakeKind kind,
                                                      const MistakeOptions& options = {},
                                                      std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
