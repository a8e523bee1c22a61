#include "ui/parts/image_mips.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "dataset/image/image.h"
#include "ui/parts/view_transform.h"

namespace selvedge {

namespace {

// 4 bytes a pixel and a third more for the smaller levels: 36 MP are 192 MB.
constexpr std::int64_t kMostPixels = 36'000'000;
constexpr int kSmallestSide = 256;

std::int64_t pixels(int width, int height) {
    return std::int64_t(width) * height;
}

}  // namespace

std::shared_ptr<const ImageMips> ImageMips::load(const std::filesystem::path& file, QSize space,
                                                 int shortestSide) {
    const ImageSize full = readImageSize(file);
    int divisor = 1;
    while (pixels(full.width / divisor, full.height / divisor) > kMostPixels)
        divisor *= 2;
    const int shortest = std::min(full.width, full.height) / divisor;
    bool truncated = false;
    Image image =
        readImage(file, shortestSide > 0 ? std::min(shortestSide, shortest) : shortest, &truncated);
    if (pixels(image.width, image.height) > kMostPixels)
        image = resized(image, full.width / divisor, full.height / divisor);
    const QImage view(image.rgb.data(), image.width, image.height, 3 * image.width,
                      QImage::Format_RGB888);
    auto mips = std::make_shared<ImageMips>(*fromImage(view, space));
    mips->m_truncated = truncated;
    mips->m_whole = std::min(image.width, image.height) >= shortest;
    return mips;
}

std::shared_ptr<const ImageMips> ImageMips::fromImage(const QImage& image, QSize space) {
    auto mips = std::make_shared<ImageMips>();
    mips->m_space = space;
    mips->m_levels.push_back(image.convertToFormat(QImage::Format_RGB32));
    while (std::min(mips->m_levels.back().width(), mips->m_levels.back().height()) >
           2 * kSmallestSide) {
        const QImage& last = mips->m_levels.back();
        mips->m_levels.push_back(last.scaled(last.width() / 2, last.height() / 2,
                                             Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    }
    return mips;
}

qsizetype ImageMips::bytes() const {
    qsizetype sum = 0;
    for (const QImage& level : m_levels)
        sum += level.sizeInBytes();
    return sum;
}

QRgb ImageMips::pixelAt(QPointF point) const {
    const QImage& image = m_levels.front();
    const QPoint pixel(int(std::floor(point.x() * image.width() / m_space.width())),
                       int(std::floor(point.y() * image.height() / m_space.height())));
    return image.valid(pixel) ? image.pixel(pixel) : qRgb(0, 0, 0);
}

std::size_t ImageMips::levelFor(double scale) const {
    std::size_t level = 0;
    while (level + 1 < m_levels.size() &&
           double(m_levels[level + 1].width()) / m_space.width() >= scale)
        ++level;
    return level;
}

void ImageMips::draw(QPainter& painter, const ViewTransform& view, const QRectF& visible,
                     double devicePixelRatio) const {
    const QRectF whole(QPointF(0, 0), QSizeF(m_space));
    const QRectF seen = QRectF(view.imageFromWidget(visible.topLeft()), visible.size() / view.scale)
                            .intersected(whole);
    if (seen.isEmpty())
        return;
    const double scale = view.scale * devicePixelRatio;
    const QImage& level = m_levels[levelFor(scale)];
    const double sx = double(level.width()) / m_space.width();
    const double sy = double(level.height()) / m_space.height();
    // Whole source pixels, so that the picture does not shiver while panning.
    const QRect source = QRectF(seen.x() * sx, seen.y() * sy, seen.width() * sx, seen.height() * sy)
                             .toAlignedRect()
                             .intersected(level.rect());
    const QRectF target(source.x() / sx, source.y() / sy, source.width() / sx,
                        source.height() / sy);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 2);
    painter.drawImage(view.widgetFromImage(target), level, source);
}

}  // namespace selvedge
