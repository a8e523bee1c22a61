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

// Sizes a mask can have: not negative, fewer than 2^32 pixels. Ask before making one of foreign
// numbers.
constexpr bool isMaskSize(std::int64_t width, std::int64_t height) {
    return width >= 0 && height >= 0 && width <= 0x7fffffff && height <= 0x7fffffff &&
           width * height < (std::int64_t{1} << 32);
}

// The truth about a region: runs of foreground pixels of a width x height image.
// A pixel's index is x * height + y (column-major), starts are 0-based, runs are sorted, not empty
// and do not touch, the last one ends inside the image. width * height < 2^32.
// (The CSV is 1-based; text_forms converts at the border.) A value type; const access from any
// number of threads.
class RleMask {
public:
    struct Run {
        std::uint32_t start = 0;
        std::uint32_t length = 0;
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

    bool operator==(const RleMask&) const = default;

private:
    int m_width = 0;
    int m_height = 0;
    std::vector<Run> m_runs;
};

// Set operations and measures of two masks of one size (asserted); linear in the number of runs.
std::uint64_t intersectionArea(const RleMask& a, const RleMask& b);
RleMask unite(const RleMask& a, const RleMask& b);
RleMask intersect(const RleMask& a, const RleMask& b);
RleMask subtract(const RleMask& a, const RleMask& b);
// Intersection over union in double from integer areas; 0 if both are empty. With `crowd`, over the
// area of `a` (the detection) as pycocotools' iscrowd does.
double iou(const RleMask& a, const RleMask& b, bool crowd = false);
RleMask flippedHorizontally(const RleMask& mask);
// Nearest neighbour, the source pixel of x is floor((x + 0.5) * oldWidth / newWidth).
RleMask scaled(const RleMask& mask, int newWidth, int newHeight);

// Closed outlines along pixel edges, in image coordinates (corner (0,0) is the image's top left).
// Outer rings run clockwise on the screen, holes the other way; no point lies on a straight line
// between its neighbours. Pixels that touch at a corner only belong to different rings.
struct Ring {
    struct Point {
        int x, y;
        bool operator==(const Point&) const = default;
    };
    std::vector<Point> points;
};
// O(n log n) in the runs. Rings come by the leftmost, then topmost corner they start at.
std::vector<Ring> outline(const RleMask& mask);

}  // namespace selvedge
