#include "dataset/synthetic/canvas.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "dataset/synthetic/random.h"

namespace selvedge::synthetic {

namespace {

// Bright light keeps its hue: lighter goes towards white, darker towards a cool dark.
Color lit(Color color, double light) {
    if (light >= 0)
        return mix(color, {255, 252, 244}, std::min(.8, light * .75));
    const double dark = std::max(.12, 1 + light);
    return {color.r * dark, color.g * dark * (1 + .012 * -light),
            color.b * (dark + (1 - dark) * .1)};
}

double glossOf(Texture texture) {
    switch (texture) {
        case Texture::Leather:
            return 1.9;
        case Texture::Silk:
            return 1.5;
        default:
            return 1;
    }
}

IntBox around(const IntBox& a, const IntBox& b) {
    if (a.width == 0)
        return b;
    const int x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.x + a.width, b.x + b.width) - x,
            std::max(a.y + a.height, b.y + b.height) - y};
}

}  // namespace

Canvas::Canvas(int width, int height, const View& view, Kind kind)
    : m_width(width), m_height(height), m_view(view) {
    const std::size_t size = index(0, height);
    m_owners.assign(size, kBackground);
    if (kind == Kind::Picture)
        m_colors.resize(size);
}

int Canvas::pixels(double units) const {
    return std::max(1, static_cast<int>(units * m_view.scale() + .5));
}

Coverage Canvas::cover(const Path& path) const {
    Path inPixels = path;
    for (Points& ring : inPixels.rings) {
        for (Point& point : ring)
            point = m_view.toPixel(point);
    }
    Coverage coverage = synthetic::cover(inPixels, m_width, m_height);
    if (m_layers)
        coverage.terms.push_back({std::move(inPixels), false});
    return coverage;
}

void Canvas::throwShadow(const Coverage& shape, double amount) {
    const int offset = pixels(5);
    const int across = m_light.x < 0 ? -offset / 2 : offset / 2;
    const Coverage shadow = blurred(shape, pixels(6), m_width, m_height);
    for (int y = shadow.box.y; y < shadow.box.y + shadow.box.height; ++y) {
        for (int x = shadow.box.x; x < shadow.box.x + shadow.box.width; ++x) {
            const int toX = x + across, toY = y + offset;
            if (toX < 0 || toX >= m_width || toY >= m_height ||
                m_owners[index(toX, toY)] == kBackground)
                continue;
            at(toX, toY) = lit(at(toX, toY), -amount * shadow.at(x, y));
        }
    }
}

void Canvas::own(const Coverage& shape, Owner owner) {
    assert(owner >= kBackground && owner <= kLastObject);
    const auto value = static_cast<std::uint8_t>(owner);
    for (int y = shape.box.y; y < shape.box.y + shape.box.height; ++y) {
        const float* covered = shape.row(y);
        std::uint8_t* owners = m_owners.data() + index(shape.box.x, y);
        for (int x = 0; x < shape.box.width; ++x)
            owners[x] = covered[x] >= .5f ? value : owners[x];
    }
    m_touched = around(m_touched, shape.box);
}

void Canvas::paint(const Coverage& shape, const Fabric& fabric, const Grain& grain,
                   const Lie& lie) {
    const int narrow = pixels(6), wide = pixels(24);
    const Coverage& form = lie.form ? *lie.form : shape;
    const Coverage edge = blurred(form, narrow, m_width, m_height);
    const Coverage body = blurred(form, wide, m_width, m_height);
    // The light of a cushion: the blurred coverage is its height, the light falls along its slope.
    // The radius in pixels makes slopes comparable.
    const auto slope = [this](const Coverage& height, int x, int y, int radius) {
        return ((height.at(x + 1, y) - height.at(x - 1, y)) * m_light.x +
                (height.at(x, y + 1) - height.at(x, y - 1)) * m_light.y) *
               radius;
    };
    const double gloss = glossOf(fabric.texture);
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
                    (.30 * slope(edge, x, y, narrow) + .42 * slope(body, x, y, wide)) +
                textureLight(fabric, middle, x, y) + drapeLight(fabric, middle, m_light);
            at(x, y) = mix(at(x, y), lit(color, light), alpha * lie.opacity);
        }
    }
}

void Canvas::lay(const Coverage& shape, const Fabric& fabric, const Grain& grain, Owner owner,
                 const Lie& lie) {
    if (shape.values.empty())
        return;
    if (m_layers)
        m_layers->push_back({shape.terms, owner});
    if (paints()) {
        if (lie.shadow > 0)
            throwShadow(shape, lie.shadow);
        paint(shape, fabric, grain, lie);
    }
    own(shape, owner);
}

void Canvas::mark(const Path& path, Color color, double opacity, const Coverage* within) {
    if (!paints())
        return;
    const Coverage shape = cover(path);
    for (int y = shape.box.y; y < shape.box.y + shape.box.height; ++y) {
        for (int x = shape.box.x; x < shape.box.x + shape.box.width; ++x)
            at(x, y) =
                mix(at(x, y), color, opacity * shape.at(x, y) * (within ? within->at(x, y) : 1));
    }
}

void Canvas::blush(const Path& path, Color color, double opacity, double softness) {
    if (!paints())
        return;
    const Coverage soft = blurred(cover(path), pixels(softness), m_width, m_height);
    for (int y = soft.box.y; y < soft.box.y + soft.box.height; ++y) {
        for (int x = soft.box.x; x < soft.box.x + soft.box.width; ++x)
            at(x, y) = mix(at(x, y), color, opacity * soft.at(x, y));
    }
}

void Canvas::fold(const Path& path, double amount, double softness, const Coverage& within) {
    if (!paints())
        return;
    const Coverage soft = blurred(cover(path), pixels(softness), m_width, m_height);
    const Coverage both = clipped(soft, within);
    for (int y = both.box.y; y < both.box.y + both.box.height; ++y) {
        for (int x = both.box.x; x < both.box.x + both.box.width; ++x)
            at(x, y) = lit(at(x, y), amount * both.at(x, y));
    }
}

void Canvas::shadeGround(const Path& path, double amount, double softness) {
    if (!paints())
        return;
    const Coverage soft = blurred(cover(path), pixels(softness), m_width, m_height);
    for (int y = soft.box.y; y < soft.box.y + soft.box.height; ++y) {
        for (int x = soft.box.x; x < soft.box.x + soft.box.width; ++x) {
            if (m_owners[index(x, y)] == kBackground)
                at(x, y) = lit(at(x, y), amount * soft.at(x, y));
        }
    }
}

Image Canvas::image(const Grade& grade, std::uint32_t seed) const {
    Image result{m_width, m_height, {}};
    result.rgb.reserve(m_colors.size() * 3);
    for (int y = 0; y < m_height; ++y) {
        for (int x = 0; x < m_width; ++x) {
            const Color& color = m_colors[index(x, y)];
            const double grain =
                (hashNoise(x, y, seed) + hashNoise(x, y, seed + 1) - 1) * grade.grain;
            const double u = (x + .5) / m_width - .5, v = (y + .5) / m_height - .5;
            const double light = 1 - grade.vignette * 2 * (u * u + v * v);
            const auto graded = [&](double value, double tint) {
                value = 118 + (value * tint * light - 118) * grade.contrast;
                return static_cast<std::uint8_t>(std::clamp(value + grain + .5, 0., 255.));
            };
            result.rgb.push_back(graded(color.r, grade.tint.r));
            result.rgb.push_back(graded(color.g, grade.tint.g));
            result.rgb.push_back(graded(color.b, grade.tint.b));
        }
    }
    return result;
}

}  // namespace selvedge::synthetic
