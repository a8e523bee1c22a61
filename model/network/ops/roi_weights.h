#pragma once

#include <span>
#include <vector>

namespace selvedge {

// RoIAlign along one axis. Where a sample lies, whether it lies outside and how it is clamped
// depend on each axis alone, and the four weights of a bilinear sample are products; so the mean of
// a bin's samples is a sum over rows times a sum over columns. This holds the weights of both sums:
// instead of 4 look-ups a sample, each pixel under a bin is read once.
class RoiWeights {
public:
    // One bin: the weights of the pixels first, first + 1, ...; none when all samples lie outside.
    struct Bin {
        int first = 0;
        std::span<const float> weights;
    };

    // `start` and `length` of the region on the axis, in feature pixels, cut into `bins`, with
    // `samplingRatio` samples a bin (0: as many as it has pixels, rounded up); the axis has `size`
    // pixels.
    void compute(float start, float length, int bins, int samplingRatio, int size);

    Bin bin(int index) const;
    // Pixels that have a weight in any bin: first..last - 1, empty when equal.
    int first() const { return m_first; }
    int last() const { return m_last; }

private:
    struct Place {
        int first;
        std::size_t begin, end;  // in m_weights
    };
    void addSample(Place& place, float position, float weight, int size);

    std::vector<Place> m_places;
    std::vector<float> m_weights;
    int m_first = 0;
    int m_last = 0;
};

// A region of 5 floats (image index, x0, y0, x1, y1) on the features' axes.
void computeRoiWeights(const float* region, float scale, bool aligned, int pooled,
                       int samplingRatio, int width, int height, RoiWeights& x, RoiWeights& y);

}  // namespace selvedge
