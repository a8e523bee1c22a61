#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/progress.h"
#include "model/detection.h"
#include "model/evaluation/ground_truth.h"

namespace selvedge {

enum class IouType { Box, Mask };

// All that evaluation needs of one image: overlaps and attribute evidence, no masks.
struct ImageCell {
    struct Truth {
        CategoryIndex category = 0;
        bool crowd = false;
        double area = 0;
        AttributeBits attributes;
        bool hasAttributes = false;
    };
    struct Found {
        CategoryIndex category = 0;
        double score = 0;
        double boxArea = 0;
        double maskArea = 0;
        std::uint32_t attributeBegin = 0, attributeEnd = 0;  // into `attributeScores`
    };
    struct Overlap {  // sparse: pairs of one category with IoU > 0
        std::uint32_t found = 0;
        std::uint32_t truth = 0;
        double boxIou = 0;
        double maskIou = 0;
    };
    std::string imageId;
    std::vector<Truth> truths;   // file order
    std::vector<Found> founds;   // file order
    std::vector<Overlap> overlaps;  // by found, then truth
    std::vector<AttributeScore> attributeScores;
};

// One immutable cell an image + version; a new version shares the cells that did not change.
// Images stand in the source's order.
class MatchTable {
public:
    std::vector<std::shared_ptr<const ImageCell>> cells;
    std::shared_ptr<const Catalog> catalog;
    bool boxesGiven = true;  // LoadedPredictions::boxesGiven
    std::uint64_t version = 0;
};

std::shared_ptr<const ImageCell> makeCell(const GroundTruthImage& truth,
                                          const std::vector<Detection>& found);

// Parallel over images; holds one image's masks a thread. Images without predictions stay, and
// predictions for images that are not in the source throw Error(BadFormat) naming one. Returns null
// when stopped.
std::shared_ptr<const MatchTable> buildMatchTable(const GroundTruthSource& truth,
                                                  const PredictionSet& predictions,
                                                  const ProgressCallback& onProgress = {},
                                                  std::stop_token stop = {}, int threads = 0);

}  // namespace selvedge
