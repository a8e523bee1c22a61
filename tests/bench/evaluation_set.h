#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

// Drawn input for what measures evaluation: no pictures, only what ground truth and results files
// say of them.

namespace selvedge {

struct EvaluationSetShape {
    std::size_t images = 5000;
    std::size_t objects = 37'000;      // ground truth, spread over the images at random
    std::size_t detections = 100'000;  // a half near objects, the others anywhere
    std::size_t categories = 80;       // ids 1 .. n, the first ones more often
    std::size_t attributes = 0;        // ids 0 .. n - 1; an object has up to eight
    std::uint64_t seed = 1;
};

// Writes FOLDER/truth.json (COCO ground truth) and FOLDER/results.json (COCO results with masks,
// boxes, and probabilities of attributes where there are any). Photos of 640 x 480 pixels or
// upright; masks are wobbly ellipses whose compressed texts have 200 characters on average. One
// object in a hundred is a crowd. The same bytes for a shape on every machine of one mathematics
// library. Throws Error.
void writeEvaluationSet(const std::filesystem::path& folder, const EvaluationSetShape& shape);

}  // namespace selvedge
