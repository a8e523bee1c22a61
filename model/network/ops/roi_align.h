#pragma once

#include <cstdint>

namespace selvedge {

// RoIAlign (He et al. 2017, Mask R-CNN, section 3) as Detectron2 and torchvision define it: each of
// the pooled x pooled bins of a region is the mean of bilinear samples on a regular grid.
//
// Features are float, [images, channels, height, width], contiguous, or with `channelsLast`
// [images, height, width, channels]. A region is 5 floats: image index, x0, y0, x1, y1 in pixels of
// the network's input; `scale` leads from there to the features. The pooled values are [regions,
// channels, pooled, pooled], or with `channelsLast` [regions, pooled, pooled, channels].
struct RoiAlignShape {
    int images = 0;
    int channels = 0;
    int height = 0;
    int width = 0;
    int regions = 0;
    int pooled = 7;
    float scale = 1;        // features' size / input's size
    int samplingRatio = 0;  // samples along a bin's side; 0: as many as it has pixels, rounded up
    bool aligned = true;    // pixel centres at .5: half a pixel is subtracted after scaling
    bool channelsLast = false;
};

// Throws Error(BadFormat) when a size is negative, a region's image does not exist or a coordinate
// is not finite: call once before the loops below, which trust their input.
void checkRoiAlign(const RoiAlignShape& shape, const float* regions);

// Fills the pooled values of the regions begin..end-1. Disjoint ranges may run on several threads.
void roiAlignForward(const RoiAlignShape& shape, const float* features, const float* regions,
                     float* pooled, int begin, int end);

// Adds the gradient of the features, given that of the pooled values, in the channels begin..end-1
// of all images; the caller zeroes `featureGradient` first. Disjoint ranges may run on several
// threads; the sum's order, and so the result, does not depend on how they are cut.
void roiAlignBackward(const RoiAlignShape& shape, const float* pooledGradient, const float* regions,
                      float* featureGradient, int begin, int end);

}  // namespace selvedge
