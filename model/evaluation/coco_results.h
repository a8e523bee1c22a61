#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/row_issue.h"
#include "model/detection.h"
#include "model/evaluation/ground_truth.h"

namespace selvedge {

struct LoadedPredictions {
    PredictionSet predictions;
    // The first entry has a non-empty `bbox`: what loadRes of pycocotools goes by when it decides
    // which area a detection has (METHOD 1.1, Protocol::detectionAreaFromBox).
    bool boxesGiven = false;
    // Entries that could not be used, or only without a part of theirs, as the text says; `line`
    // counts entries from 1.
    std::vector<RowIssue> issues;
};

// Takes detections in the file's order, some thousands at a time, on the reader's thread: for whom
// all masks at once would be too many.
using DetectionSink = std::function<void(std::vector<ImageDetection>&& detections)>;

// The size of an image by ImageId: polygons, and entries with a box alone, need it.
using ImageSizeLookup = std::function<std::optional<ImageSize>(const std::string& imageId)>;
// Asks a ground truth, which must outlive the lookup.
ImageSizeLookup imageSizesOf(const GroundTruthSource& truth);

// COCO results: a list of {image_id, category_id, segmentation, score, bbox?, attribute_ids?,
// attribute_candidates?, attribute_scores?}.
//   image_id          an ImageId (text), or a number, looked up in `imageIdOfNumber`, else as text
//   category_id, attribute_ids   the catalog's raw ids; entries of other categories are issues
//                     (COCOeval drops them without a word)
//   segmentation      compressed RLE, a count list or polygons; absent: the rectangle of `bbox`,
//                     as loadRes makes it. RLE brings its size, for the others see `sizeOf`;
//                     without a size a detection has its box and an empty mask
//   score             any finite number; those outside [0, 1] are an issue with their count, and so
//                     are masks of another size than `sizeOf` gives
//   bbox              [x, y, width, height]; absent: the mask's (RleMask::cocoBox)
//   attribute_candidates, attribute_scores   lists of one length: ids and their probabilities in
//                     [0, 1]; absent: attribute_ids, with attribute_scores, or 1 each.
//                     attribute_scores may also be {raw id: probability}; then it is all there is
// Read as a stream; entries are parsed and decoded on all processors. With a `sink`, detections go
// there, and the result has none. Throws Error when the file is no such
// list (with line and column where it is no JSON).
LoadedPredictions readCocoResults(const std::filesystem::path& file, const Catalog& catalog,
                                  const std::map<std::int64_t, std::string>& imageIdOfNumber = {},
                                  const ImageSizeLookup& sizeOf = {},
                                  const DetectionSink& sink = {});

// Entries of the form below of one image, each with ",\n" before it but for the first of the file:
// a file is "[\n", these, "\n]\n". `isFirst` is so until something is appended.
void appendCocoResults(std::string& text, const std::string& imageId,
                       const std::vector<Detection>& detections, const Catalog& catalog,
                       const std::map<std::string, std::int64_t>& numberOfImageId, bool& isFirst);

// The same form, with compressed RLE and `bbox`; where a detection has attributes, `attribute_ids`
// lists those of probability .5 and more, as other programs read them, and `attribute_candidates`
// with `attribute_scores` all (not written where all are certain); by ImageId, then in the set's
// order. Images without a number in `numberOfImageId` are written as text. Numbers have as many
// digits as it takes to read the same number again. An empty mask of no size is left out. Atomic;
// throws Error.
void writeCocoResults(const std::filesystem::path& file, const PredictionSet& predictions,
                      const Catalog& catalog,
                      const std::map<std::string, std::int64_t>& numberOfImageId = {});

}  // namespace selvedge
