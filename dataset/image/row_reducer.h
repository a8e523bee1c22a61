#pragma once

#include <cstdint>
#include <vector>

#include "dataset/image/image.h"

namespace selvedge {

// The largest whole factor by which a picture can be reduced without its shortest side becoming
// smaller than `shortestSide`; at least 1.
int reductionFor(ImageSize full, int shortestSide);

// Reduces a picture while its rows come one by one, top to bottom, so that the large one is never
// whole in memory: each pixel is the average of a box of `factor` x `factor`, in the last column
// and row of what there is. The result has ceil(width / factor) x ceil(height / factor) pixels.
class RowReducer {
public:
    RowReducer(ImageSize full, int factor);
    // `width` pixels of interleaved RGB. At most `height` calls. Allocates and throws nothing.
    void add(const std::uint8_t* row);
    // Once, after the last row.
    Image take() { return std::move(m_image); }

private:
    void flush();

    ImageSize m_full;
    int m_factor;
    int m_held = 0;     // rows in m_sums
    int m_written = 0;  // rows of m_image
    std::vector<std::uint64_t> m_sums;
    Image m_image;
};

}  // namespace selvedge
