#pragma once

#include <QImage>
#include <filesystem>
#include <memory>
#include <vector>

class QPainter;
class QRectF;

namespace selvedge {

struct ViewTransform;

// A picture and its halves, quarters, ... : layer 1 of the canvas. Immutable; made on a worker. At
// most 192 MB: what is larger is kept at half size, or less.
class ImageMips {
public:
    // The shorter side of what fills a screen: a `shortestSide` to begin with.
    static constexpr int kScreenSide = 1080;

    // `space`: the size that masks and boxes refer to; the picture is stretched over it when its
    // own differs. With `shortestSide` it may be read smaller, which is quicker, but not below that
    // side. Throws Error.
    static std::shared_ptr<const ImageMips> load(const std::filesystem::path& file, QSize space,
                                                 int shortestSide = 0);
    static std::shared_ptr<const ImageMips> fromImage(const QImage& image, QSize space);

    QSize space() const { return m_space; }
    qsizetype bytes() const;
    bool truncated() const { return m_truncated; }
    // No more pixels can be had of the file.
    bool isWhole() const { return m_whole; }
    // The colour stored for a point of the space; black outside.
    QRgb pixelAt(QPointF point) const;
    const std::vector<QImage>& levels() const { return m_levels; }
    // Level whose pixels are at most as large as the screen's at `scale` device pixels a space
    // pixel.
    std::size_t levelFor(double scale) const;
    // The part of the picture that is seen; nearest neighbour from 200 % up.
    void draw(QPainter& painter, const ViewTransform& view, const QRectF& visible,
              double devicePixelRatio) const;

private:
    QSize m_space;
    std::vector<QImage> m_levels;
    bool m_truncated = false;
    bool m_whole = true;
};

}  // namespace selvedge
