#include "dataset/synthetic/canvas.h"

#include <algorithm>
#include <cmath>

#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

namespace {

// Light of a piece as if it were a cushion: its blurred coverage is the height, the light falls
// along its slope. `radius` in pixels makes slopes comparable.
double slopeLight(const Coverage& height, int x, int y, int radius) {
    const double dx = height.at(x + 1, y) - height.at(x - 1, y);
    const double dy = height.at(x, y + 1) - height.at(x, y - 1);
    return (dx * .82 + dy * .5) * radius;
}

// Bright light keeps its hue: lighter goes towards white, darker towards a cool dark.
Color lit(Color color, double light) {
    if (light >= 0)
        return mix(color, {255, 252, 244}, std::min(.8, light * .75));
    const double dark = std::max(.12, 1 + light);
    return {color.r * dark, color.g * dark * (1 + .012 * -light),
            color.b * (dark + (1 - dark) * .1)};
}

}  // namespace

Canvas::Canvas(int width, int height, const View& view)
    : m_width(width),
      m_height(height),
      m_view(view),
      m_colors(static_cast<std::size_t>(width) * height),
      m_owners(static_cast<std::size_t>(width) * height, kBackground) {}

int Canvas::pixels(double units) const {
    return std::max(1, static_cast<int>(units * m_view.scale + .5));
}

void Canvas::throwShadow(const Coverage& shape, double amount) {
    const int offset = pixels(5);
    const Coverage shadow = blurred(shape, pixels(6), m_width, m_height);
    for (int y = shadow.box.y; y < shadow.box.y + shadow.box.height; ++y) {
        for (int x = shadow.box.x; x < shadow.box.x + shadow.box.width; ++x) {
            const int toX = x + offset / 2, toY = y + offset;
            if (toX >= m_width || toY >= m_height || ownerAt(toX, toY) == kBackground)
                continue;
            at(toX, toY) = lit(at(toX, toY), -amount * shadow.at(x, y));
        }
    }
}

void Canvas::lay(const Coverage& shape, const Fabric& fabric, const Grain& grain, Owner owner,
                 const Lie& lie) {
    if (shape.values.empty())
        return;
    if (lie.shadow > 0)
        throwShadow(shape, lie.shadow);
    const int narrow = pixels(6), wide = pixels(24);
    const Coverage& form = lie.form ? *lie.form : shape;
    const Coverage edge = blurred(form, narrow, m_width, m_height);
    const Coverage body = blurred(form, wide, m_width, m_height);
    const double gloss = fabric.texture == Texture::Leather ? 1.9
                         : fabric.texture == Texture::Silk  ? 1.5
                                                            : 1;
    for (int y = shape.box.y; y < shape.box.y + shape.box.height; ++y) {
        for (int x = shape.box.x; x < shape.box.x + shape.box.width; ++x) {
            const double alpha = shape.at(x, y);
            if (alpha <= 0)
                continue;
            const Point middle = grain.local(m_view.toFigure({x + .5, y + .5}));
            Color color = fabric.base;
            if (fabric.pattern != Pattern::Plain) {
                // Four samples a pixel keep fine patterns from flickering.
                color = {};
                for (int k = 0; k < 4; ++k) {
                    const Point at = grain.local(
                        m_view.toFigure({x + .25 + .5 * (k & 1), y + .25 + .5 * (k >> 1)}));
                    const Color part = sample(fabric, at) * .25;
                    color = {color.r + part.r, color.g + part.g, color.b + part.b};
                }
            }
            const double light =
                lie.relief * gloss *
                    (.30 * slopeLight(edge, x, y, narrow) + .42 * slopeLight(body, x, y, wide)) +
                textureLight(fabric, middle, x, y);
            at(x, y) = mix(at(x, y), lit(color, light), alpha * lie.opacity);
            if (alpha >= .5)
                ownerAt(x, y) = owner;
        }
    }
}

void Canvas::mark(const Coverage& shape, Color color, double opacity) {
    for (int y = shape.box.y; y < shape.box.y + shape.box.height; ++y) {
        for (int x = shape.box.x; x < shape.box.x + shape.box.width; ++x)
            at(x, y) = mix(at(x, y), color, opacity * shape.at(x, y));
    }
}

void Canvas::fold(const Path& shape, double amount, double softness, const Coverage& within) {
    const Coverage soft = blurred(cover(shape), pixels(softness), m_width, m_height);
    const Coverage both = clipped(soft, within);
    for (int y = both.box.y; y < both.box.y + both.box.height; ++y) {
        for (int x = both.box.x; x < both.box.x + both.box.width; ++x)
            at(x, y) = lit(at(x, y), amount * both.at(x, y));
    }
}

void Canvas::shadeGround(const Path& shape, double amount, double softness) {
    const Coverage soft = blurred(cover(shape), pixels(softness), m_width, m_height);
    for (int y = soft.box.y; y < soft.box.y + soft.box.height; ++y) {
        for (int x = soft.box.x; x < soft.box.x + soft.box.width; ++x) {
            if (ownerAt(x, y) == kBackground)
                at(x, y) = lit(at(x, y), amount * soft.at(x, y));
        }
    }
}

Image Canvas::image(std::uint32_t seed) const {
    Image result{m_width, m_height, {}};
    result.rgb.reserve(m_colors.size() * 3);
    for (int y = 0; y < m_height; ++y) {
        for (int x = 0; x < m_width; ++x) {
            const Color& color = m_colors[static_cast<std::size_t>(y * m_width + x)];
            const double grain = (hashNoise(x, y, seed) + hashNoise(x, y, seed + 1) - 1) * 3;
            for (const double value : {color.r, color.g, color.b})
                result.rgb.push_back(
                    static_cast<std::uint8_t>(std::clamp(value + grain + .5, 0., 255.)));
        }
    }
    return result;
}

}  // namespace selvedge::synthetic
