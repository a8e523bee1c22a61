#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/progress.h"
#include "model/evaluation/match_table.h"

// Measures as pure functions of (match table, protocol, operating point). All functions may be
// called from any number of threads; `threads` is the most they use themselves, 0 one for each
// processor. The number of threads changes no bit of the result.

namespace selvedge {

// Which metric.
//
// Coco: pycocotools' COCOeval with its default parameters (METHOD 1.1), to the last bit, with two
// differences: a match is kept by index, so that a ground truth with annotation id 0 counts as the
// others (there it is a miss), and AP is also given when maxDets ends with another number than 100.
//
// Paper: COCOeval, once as it is (AP ...), and once with F1 of the attributes (f1AP ...). The paper
// says "IoU and F1 score pairs ... above the respective thresholds" and no more; read here as
// (METHOD 1.5):
//   - pairs on the diagonal (inferred from its tables): threshold t of IoU goes with threshold t of
//     F1; f1AP50 = (.5, .5), f1AP75 = (.75, .75), f1AP their mean over the ten;
//   - F1 of the set of attributes at or above the attribute threshold (assumed):
//     2 |T & P| / (|T| + |P|); none predicted where there are some: 0;
//   - ground truth without attributes: F1 is 1, whatever is predicted (as Kaggle's);
//   - reached means >=, with min(t, 1 - 1e-10), for both;
//   - a detection takes, of the free ground truths whose F1 it reaches, the one with the highest
//     IoU (F1 is a gate: it does not rank; inferred). One that fails on F1 leaves the ground truth
//     to a later detection, and is false. Crowds and objects of other sizes, which only make a
//     detection ignored, ask for F1 alike (inferred);
//   - categories weigh equally (assumed).
enum class ProtocolKind { Coco, Paper };

struct Protocol {
    ProtocolKind kind = ProtocolKind::Coco;
    IouType iouType = IouType::Mask;
    // The area that puts an unmatched detection into small, medium or large: of its box, or of its
    // mask. COCOeval.loadRes takes the box for masks too where the file's first result has one
    // (LoadedPredictions::boxesGiven), and the mask for boxes too where not; detectron2 and mmdet
    // take the mask for segm.
    bool detectionAreaFromBox = false;
};

// Which detections and attributes count. What is below is as if it had not been predicted.
struct OperatingPoint {
    // Kept when score >= it. By default all are: a file as it stands.
    double scoreThreshold = -std::numeric_limits<double>::infinity();
    // On when probability >= it, both as float.
    double attributeThreshold = 0.5;
    // For each image and category, by score: the last of COCOeval's maxDets, whose others are 1 and
    // 10 (or this, where it is less). AR100 keeps its name with other numbers. At least 1.
    int maxDetections = 100;
    bool operator==(const OperatingPoint&) const = default;
};
// DESIGN's default for the window and for predictions of ours.
inline constexpr OperatingPoint kDefaultOperatingPoint{0.05, 0.5, 100};

struct Metric {
    std::string name;   // "AP", "AP50", ..., "ARl"; "f1AP", "f1AP50", ... for Paper
    double value = -1;  // [0, 1]; -1: nothing to measure, as COCOeval says it
};

struct CategoryResult {
    CategoryIndex category = 0;
    std::uint64_t objects = 0;     // ground truth, crowds apart
    std::uint64_t detections = 0;  // that count
    // Of the protocol's headline: IoU only for Coco, with F1 for Paper; -1 without objects.
    double ap = -1;
    double ap50 = -1;
};

struct Report {
    Protocol protocol;
    OperatingPoint operatingPoint;
    // Coco: AP AP50 AP75 APs APm APl AR1 AR10 AR100 ARs ARm ARl. Paper: these, then the same with
    // "f1" before each.
    std::vector<Metric> metrics;
    std::vector<CategoryResult> categories;  // ascending by the catalog's raw id
    std::uint64_t images = 0;
    std::uint64_t objects = 0;     // crowds apart
    std::uint64_t detections = 0;  // that count at the operating point
    // COCOeval's arrays, for the first 12 metrics: precision [T][R][K][A][M] and recall
    // [T][K][A][M], row-major, -1 where a category has no object of that size. T: IoU .50 .. .95;
    // R: recall 0 .. 1 by .01; K: categories as in `categories`; A: all, small, medium, large; M:
    // 1, 10 and maxDetections a category and image.
    std::vector<double> precision, recall;

    double value(std::string_view name) const;  // -1 when there is no such metric
};

// Parallel over categories. Returns nothing when stopped.
std::optional<Report> evaluate(const MatchTable& table, const Protocol& protocol,
                               const OperatingPoint& point, std::stop_token stop = {},
                               int threads = 0);

// {"protocol":"coco"|"paper","iou_type":"segm"|"bbox","metrics":{"AP":…,…},
//  "operating_point":{"score_threshold":…|null,"attribute_threshold":…,"max_detections":…},
//  "detection_area":"box"|"mask","images":…,"objects":…,"detections":…,
//  "categories":[{"id":…,"name":…,"objects":…,"detections":…,"AP":…,"AP50":…},…]}
// with all digits; the score threshold is null where all count. For Paper a category's values are
// called f1AP and f1AP50.
std::string reportJson(const Report& report, const Catalog& catalog);
// The twelve lines as pycocotools prints them; for Paper twelve more with the F1 thresholds.
std::string reportText(const Report& report);

struct SweepCell {
    double scoreThreshold = 0;
    double attributeThreshold = 0;
    double ap = -1;    // IoU only
    double f1ap = -1;  // the paper's
};

struct Sweep {
    std::vector<double> scoreThresholds;      // ascending, no repeats
    std::vector<double> attributeThresholds;  // ascending, no repeats
    std::vector<SweepCell> cells;             // [score][attribute]
    IouType iouType = IouType::Mask;
    bool stoppedEarly = false;  // the cells done so far are right, the others -1

    const SweepCell& at(std::size_t score, std::size_t attribute) const {
        return cells[score * attributeThresholds.size() + attribute];
    }
    // The cell with the highest f1AP (the lowest score, then attribute threshold of equals); null
    // when no cell has one.
    const SweepCell* best() const;
};

// AP and f1AP of evaluate() with Paper for every pair of thresholds, the same to the last bit.
// Detections are matched once for each attribute threshold and once for IoU alone: a score
// threshold takes a prefix of the matches. Attribute thresholds are worked out side by side.
// `onProgress` counts cells, on this thread.
Sweep sweep(const MatchTable& table, IouType iouType, std::vector<double> scoreThresholds,
            std::vector<double> attributeThresholds, int maxDetections = 100,
            const ProgressCallback& onProgress = {}, std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
