#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace selvedge {

// Pixels: x to the right, y down, 0-based; right and bottom edge (x + width, y + height) exclusive.
struct IntBox {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const IntBox&) const = default;
};

// Sizes a mask can have: sides from 0 to 2^20 pixels (what is done column by column stays quick),
// fewer than 2^32 pixels. Ask before making one of foreign numbers.
constexpr bool isMaskSize(std::int64_t width, std::int64_t height) {
    constexpr std::int64_t kLongestSide = 1 << 20;
    return width >= 0 && height >= 0 && width <= kLongestSide && height <= kLongestSide &&
           width * height < (std::int64_t{1} << 32);
}

// The truth about a region: runs of foreground pixels of a width x height image.
// A pixel's index is x * height + y (column-major), starts are 0-based, runs are sorted, not empty
// and do not touch, the last one ends inside the image. width * height < 2^32.
// (The CSV is 1-based; text_forms converts at the border.) A value type; const access from any
// number of threads.
//
// What is done with masks stands in the headers beside this one: set_operations, overlap,
// transform, parts, morphology, outline, text_forms. None of it makes a bitmap: time and memory
// follow the runs and the columns (and rows) that the mask's box spans.
class RleMask {
public:
    struct Run {
        std::uint32_t start = 0;
        std::uint32_t length = 0;
        // The first pixel behind it; at most width * height.
        std::uint32_t end() const { return start + length; }
        bool operator==(const Run&) const = default;
    };

    RleMask() = default;  // 0 x 0
    // No foreground. Here and below: Error(Unsupported) unless isMaskSize().
    RleMask(int width, int height);
    // Any order, may overlap or touch or be empty: they are brought into the form above. What lies
    // past the image's end is cut off.
    static RleMask fromRuns(int width, int height, std::vector<Run> runs);
    // Already in the form above (asserted).
    static RleMask fromCanonicalRuns(int width, int height, std::vector<Run> runs);
    // One byte a pixel, row-major, non-zero is foreground; `rowBytes` from one row to the next.
    static RleMask fromBitmap(const std::uint8_t* pixels, int width, int height,
                              std::ptrdiff_t rowBytes);
    // The part of `box` that lies in the image.
    static RleMask fromBox(int width, int height, IntBox box);

    int width() const { return m_width; }
    int height() const { return m_height; }
    std::span<const Run> runs() const { return m_runs; }
    bool empty() const { return m_runs.empty(); }
    std::uint64_t area() const;
    // Tight box, {0,0,0,0} when empty.
    IntBox box() const;
    // The box of pycocotools' rleToBbox. It makes a run that crosses columns full height, which
    // such a run is: it holds the last pixel of one column and the first of the next.
    IntBox cocoBox() const { return box(); }
    bool contains(int x, int y) const;

    // Writes `value` to the foreground pixels of a row-major byte picture that shows the part
    // `view` of the image, one byte a pixel; the others stay as they are.
    void paint(std::uint8_t* pixels, IntBox view, std::ptrdiff_t rowBytes,
               std::uint8_t value) const;
    // The same for a column-major picture of the whole image: pixel (x, y) is byte x * height + y.
    void paintColumns(std::uint8_t* pixels, std::uint8_t value) const;

    bool operator==(const RleMask&) const = default;

private:
    int m_width = 0;
    int m_height = 0;
    std::vector<Run> m_runs;
};

}  // namespace selvedge
