#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>

#include "dataset/progress.h"
#include "model/evaluation/coco_results.h"
#include "model/evaluation/operating_point.h"

namespace selvedge {

// Kaggle's submission CSV `ImageId,EncodedPixels,ClassId,AttributesIds`, a row an object (METHOD
// 1.4): no sizes and no scores. A mask's size is the image's (`sizeOf`), or Height and Width where
// the file has these columns; an ImageId that is not known is tried without ".jpg" or ".png". Every
// score is 1, every attribute certain. A row without EncodedPixels says that nothing is in the
// image. Rows that cannot be used are issues; so are masks that overlap, which the competition
// refuses and which are read all the same. With a `sink`, detections go there, and the result has
// none. Throws Error as readImaterialistCsv.
LoadedPredictions readSubmission(const std::filesystem::path& file, const Catalog& catalog,
                                 const ImageSizeLookup& sizeOf, const DetectionSink& sink = {});

struct SubmissionOptions {
    // What counts, as in evaluate(). By default all from .5 on, however many.
    OperatingPoint point{0.5, 0.5, std::numeric_limits<int>::max(), 1, {}, {}, {}};
    // Who keeps the pixels of an overlap: the better score, or the smaller mask, since parts lie on
    // garments.
    enum class Overlap { Score, Area } overlap = Overlap::Score;
};

struct SubmissionResult {
    std::uint64_t rows = 0;
    std::uint64_t belowThreshold = 0;  // detections that do not count
    std::uint64_t covered = 0;         // detections of which no pixel was left
    std::uint64_t pixelsGivenUp = 0;   // in overlaps
};

// Writes the detections that count, without overlap within an image; images and detections in the
// set's order. Atomic; throws Error.
SubmissionResult writeSubmission(const std::filesystem::path& file,
                                 const PredictionSet& predictions, const Catalog& catalog,
                                 const SubmissionOptions& options = {});

}  // namespace selvedge
