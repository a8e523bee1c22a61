#include "model/network/inference/tiles.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

#include "dataset/mask/overlap.h"
#include "dataset/mask/transform.h"

namespace selvedge {

namespace {

constexpr double kCutMargin = 2;     // pixels from the tile's edge
constexpr double kSameObject = 0.5;  // of the smaller mask

// Where pieces of `length` begin, from 0 to the end.
std::vector<int> startsOf(int total, int length, double overlap) {
    if (length >= total)
        return {0};
    const double step = std::max(1.0, length * (1 - overlap));
    const int count = int(std::ceil((total - length) / step)) + 1;
    std::vector<int> starts;
    for (int i = 0; i < count; ++i)
        starts.push_back(int(std::int64_t{total - length} * i / (count - 1)));
    return starts;
}

// Detections with what comparing them takes.
struct Kept {
    const Detection* detection;
    IntBox box;
    std::uint64_t area;
};

bool meet(const IntBox& a, const IntBox& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

bool isSame(const Kept& a, const Kept& b) {
    if (a.detection->category != b.detection->category || !meet(a.box, b.box))
        return false;
    const std::uint64_t common = intersectionArea(a.detection->mask, b.detection->mask);
    return double(common) > kSameObject * double(std::min(a.area, b.area));
}

}  // namespace

std::vector<IntBox> tilesOf(const ImageSize& size, int edge, double overlap) {
    assert(edge >= 1 && overlap >= 0 && overlap < 1);
    const int width = std::min(edge, size.width), height = std::min(edge, size.height);
    std::vector<IntBox> tiles;
    for (const int y : startsOf(size.height, height, overlap))
        for (const int x : startsOf(size.width, width, overlap))
            tiles.push_back({x, y, width, height});
    return tiles;
}

Image cutOut(const Image& image, const IntBox& tile) {
    Image part{tile.width, tile.height, {}};
    const std::size_t row = std::size_t(tile.width) * 3;
    part.rgb.resize(row * std::size_t(tile.height));
    for (int y = 0; y < tile.height; ++y)
        std::memcpy(
            part.rgb.data() + std::size_t(y) * row,
            image.rgb.data() +
                (std::size_t(tile.y + y) * std::size_t(image.width) + std::size_t(tile.x)) * 3,
            row);
    return part;
}

Detection placed(const Detection& detection, const IntBox& tile, const ImageSize& size) {
    Detection whole = detection;
    whole.box = {detection.box.x0 + tile.x, detection.box.y0 + tile.y, detection.box.x1 + tile.x,
                 detection.box.y1 + tile.y};
    whole.mask = cropped(detection.mask, {-tile.x, -tile.y, size.width, size.height});
    return whole;
}

bool isCut(const Detection& detection, const IntBox& tile, const ImageSize& size) {
    const BoxXyxy& box = detection.box;
    const double right = tile.x + tile.width, below = tile.y + tile.height;
    return (tile.x > 0 && box.x0 < tile.x + kCutMargin) ||
           (tile.y > 0 && box.y0 < tile.y + kCutMargin) ||
           (right < size.width && box.x1 > right - kCutMargin) ||
           (below < size.height && box.y1 > below - kCutMargin);
}

std::vector<Detection> merged(std::vector<Look> looks, int most) {
    // The order given decides between equals.
    std::stable_sort(looks.begin(), looks.end(), [](const Look& a, const Look& b) {
        return a.cut != b.cut ? b.cut : a.detection.score > b.detection.score;
    });
    std::vector<Kept> kept;
    for (const Look& look : looks) {
        const Kept one{&look.detection, look.detection.mask.box(), look.detection.mask.area()};
        // Nothing to compare: such a one is no object of the picture.
        if (one.area > 0 && std::none_of(kept.begin(), kept.end(),
                                         [&](const Kept& other) { return isSame(one, other); }))
            kept.push_back(one);
    }
    std::stable_sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) {
        return a.detection->score > b.detection->score;
    });
    std::vector<Detection> result;
    for (const Kept& one : kept)
        if (int(result.size()) < most)
            result.push_back(*one.detection);
    return result;
}

}  // namespace selvedge
