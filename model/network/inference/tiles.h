#pragma once

#include <vector>

#include "dataset/image/image.h"
#include "model/detection.h"

namespace selvedge {

// A picture too large for the network's input is looked at in overlapping squares besides as a
// whole: reduced to 1333 pixels, a photo of 10,717 shows no button. No torch here.

// Squares of `edge` pixels (less where the picture is smaller) that cover a picture, neighbours
// with at least `overlap` of an edge in common, spread evenly; row by row. `edge` >= 1, `overlap`
// in [0, 1) (asserted).
std::vector<IntBox> tilesOf(const ImageSize& size, int edge, double overlap);

// The part of a picture that a tile shows.
Image cutOut(const Image& image, const IntBox& tile);

// A detection of a tile in the whole picture's pixels.
Detection placed(const Detection& detection, const IntBox& tile, const ImageSize& size);

// Whether a placed detection ends at an edge of its tile that is none of the picture: most likely
// there is more of it.
bool isCut(const Detection& detection, const IntBox& tile, const ImageSize& size);

// What several looks at one picture found, each object once, best score first, at most `most`.
// Within a category, an object that was seen whole goes before one that was cut, then the better
// score; one goes when its mask covers, or is covered by, a kept one by more than half of the
// smaller (as SAHI's non-maximum suppression by intersection over the smaller, Akyon et al. 2022),
// so that a part seen in a tile does not stand beside the garment seen whole.
struct Look {
    Detection detection;
    bool cut = false;
};
std::vector<Detection> merged(std::vector<Look> looks, int most);

}  // namespace selvedge
