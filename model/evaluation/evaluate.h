#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "dataset/progress.h"
#include "model/evaluation/match_table.h"

namespace selvedge {

// Which metric. Coco: pycocotools' COCOeval. Paper: the same matching with F1 of the attributes
// above the IoU's own threshold (pairs on the diagonal; set-F1; 1 for ground truth without
// attributes; METHOD 1.5).
enum class ProtocolKind { Coco, Paper };

struct Protocol {
    ProtocolKind kind = ProtocolKind::Coco;
    IouType iouType = IouType::Mask;
    // Area of a detection for small / medium / large: its box where the file gave boxes (what
    // COCOeval.loadRes does), or its mask (what detectron2 does for segm).
    bool detectionAreaFromBox = false;
};

// Which detections and attributes count. What is below is as if it had not been predicted.
struct OperatingPoint {
    double scoreThreshold = 0.0;       // kept when score >= it
    double attributeThreshold = 0.5;   // on when probability >= it
    int maxDetections = 100;           // an image and category, by score
    bool operator==(const OperatingPoint&) const = default;
};
// DESIGN's default for the window and for predictions of ours.
inline constexpr OperatingPoint kDefaultOperatingPoint{0.05, 0.5, 100};

struct Metric {
    std::string name;  // "AP", "AP50", ..., "ARl"; "f1AP", "f1AP50", ... for Paper
    double value = -1;  // -1: nothing to measure, as COCOeval says it
};

struct CategoryResult {
    CategoryIndex category = 0;
    std::uint64_t objects = 0;   // ground truth, crowds apart
    double ap = -1;              // of the protocol's headline
    double ap50 = -1;
};

struct Report {
    Protocol protocol;
    OperatingPoint operatingPoint;
    std::vector<Metric> metrics;  // 12 (Coco), 24 (Paper: AP.. first, then f1AP..), printed order
    std::vector<CategoryResult> categories;
    std::uint64_t images = 0, objects = 0, detections = 0;  // detections that count
    // COCOeval's arrays, for the first 12: precision [10][101][K][4][3] and recall [10][K][4][3].
    std::vector<double> precision, recall;

    double value(std::string_view name) const;  // -1 when there is no such metric
};

// Pure; parallel over categories and images. Returns nothing when stopped.
std::optional<Report> evaluate(const MatchTable& table, const Protocol& protocol,
                               const OperatingPoint& point, std::stop_token stop = {},
                               int threads = 0);

// {"protocol":…,"iou_type":…,"metrics":{…}} with all digits.
std::string reportJson(const Report& report, const Catalog& catalog);
// The twelve (or 24) lines as pycocotools prints them.
std::string reportText(const Report& report);

struct SweepCell {
    double scoreThreshold = 0;
    double attributeThreshold = 0;
    double ap = -1;     // IoU only
    double f1ap = -1;   // the paper's
};

struct Sweep {
    std::vector<double> scoreThresholds;      // ascending
    std::vector<double> attributeThresholds;  // ascending
    std::vector<SweepCell> cells;             // [score][attribute]
    IouType iouType = IouType::Mask;
    bool stoppedEarly = false;  // the cells done so far are right, the others -1

    const SweepCell& at(std::size_t score, std::size_t attribute) const {
        return cells[score * attributeThresholds.size() + attribute];
    }
    // The cell with the highest f1AP (the lowest thresholds of equals).
    const SweepCell* best() const;
};

// evaluate() with Paper for every pair of thresholds on one match table.
Sweep sweep(const MatchTable& table, IouType iouType, std::vector<double> scoreThresholds,
            std::vector<double> attributeThresholds, int maxDetections = 100,
            const ProgressCallback& onProgress = {}, std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
