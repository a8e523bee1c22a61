#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/progress.h"
#include "model/evaluation/match_table.h"
#include "model/evaluation/operating_point.h"
#include "model/evaluation/protocol.h"

// Measures as pure functions of (match table, protocol, operating point). All functions may be
// called from any number of threads; `threads` is the most they use themselves, 0 one for each
// processor. The number of threads changes no bit of the result.

namespace selvedge {

struct Metric {
    std::string name;   // "AP", "AP50", ..., "ARl"; "f1AP", "f1AP50", ... with F1
    double value = -1;  // [0, 1]; -1: nothing to measure, as COCOeval says it
};

// What fp_eval calls results with both thresholds, with IoU's, and with F1's.
struct MetricBlock {
    std::string name;  // "iou_f1", "iou", "f1", as it calls them for a class
    // fp_eval's names in its order: APo APa APp AP AP_IOU50 AP_IOU75 AP_F150 AP_F175 AP_IOU50_F150
    // ... APs APm APl AR@1 AR@10 AR@100 ARs@100 ARm@100 ARl@100, less those without sense in the
    // block. It prints APa, which has no attributes, in "iou" alone.
    std::vector<Metric> metrics;
    std::vector<double> categoryAp;  // as Report::categories; may be empty

    double value(std::string_view metric) const;  // -1 when there is no such metric
};

struct CategoryResult {
    CategoryIndex category = 0;
    std::uint64_t objects = 0;     // ground truth, crowds apart
    std::uint64_t detections = 0;  // that count
    // Of the protocol's headline, with F1 where it has pairs; -1 without objects.
    double ap = -1;
    double ap50 = -1;   // both at .5 on a grid
    double iouAp = -1;  // `ap` without F1
    // The report's metrics and blocks, of this category alone: without those of groups of
    // categories (APo APa APp, APr APc APf). Where misses do not count, AP alone and no blocks.
    std::vector<Metric> metrics = {};
    std::vector<MetricBlock> blocks = {};
};

struct Report {
    Protocol protocol;
    OperatingPoint operatingPoint;
    // AP AP50 AP75 APs APm APl AR1 AR10 AR100 ARs ARm ARl, with Pairs::Diagonal and Fixed also the
    // same with "f1" before each; with Pairs::Grid or without misses those of the first block;
    // federated those of LVIS: AP AP50 AP75 APs APm APl APr APc APf AR@300 ARs@300 ARm@300 ARl@300.
    std::vector<Metric> metrics;
    std::vector<MetricBlock> blocks;         // with Pairs::Grid; without misses; else none
    std::vector<CategoryResult> categories;  // ascending by the catalog's raw id
    std::uint64_t images = 0;
    std::uint64_t objects = 0;     // crowds apart
    std::uint64_t detections = 0;  // that count at the operating point
    // COCOeval's arrays, with F1 off; none where misses do not count, and in a report of Evaluator.
    // Precision [T][R][K][A][M] and
    // recall [T][K][A][M], row-major, -1 where a category has no object of that size. T: IoU .50 ..
    // .95; R: recall 0 .. 1 by .01; K: categories as in `categories`; A: all, small, medium, large;
    // M: 1, 10 and maxDetections a category and image.
    std::vector<double> precision, recall;

    double value(std::string_view name) const;  // -1 when there is no such metric
};

// Parallel over categories. Returns nothing when stopped.
std::optional<Report> evaluate(const MatchTable& table, const Protocol& protocol,
                               const OperatingPoint& point, std::stop_token stop = {},
                               int threads = 0);

// {"protocol":Protocol::name,"iou_type":nameOf(),"metrics":{"AP":…,…},
//  "operating_point":operatingPointJson(),"protocol_options":protocolJson(),
//  "detection_area":"box"|"mask","images":…,"objects":…,"detections":…,
//  "categories":[{"id":…,"name":…,"objects":…,"detections":…,"AP":…,"AP50":…},…]}
// with all digits, -1 where there is nothing to measure; the score threshold is null where all
// count. Where "metrics" has f1AP, a category's values are called f1AP and f1AP50. Blocks follow
// "metrics" as "blocks":{name:{…},…}, and then a category has "blocks":{name:AP,…} too.
// `perCategory` adds "per_category":[{"id","name","objects","detections", all metrics of the
// category, "blocks":{name:{…},…}},…].
std::string reportJson(const Report& report, const Catalog& catalog, bool perCategory = false);
// A row a category after a first one of all, whose id is empty: id,name,objects,detections and the
// metrics, of blocks as "iou_f1 AP". 17 digits; -1 where there is nothing to measure, and for what
// a category does not have.
std::string reportCsv(const Report& report, const Catalog& catalog);
// The twelve lines as pycocotools prints them, with Diagonal and Fixed twelve more with the F1
// thresholds; blocks as fp_eval prints them; LVIS's as LVISEval does.
std::string reportText(const Report& report);

}  // namespace selvedge
