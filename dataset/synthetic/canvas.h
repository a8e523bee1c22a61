#pragma once

#include <cstdint>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/synthetic/coverage.h"
#include "dataset/synthetic/fabric.h"

namespace selvedge::synthetic {

// Who a pixel belongs to. Objects count from kFirstObject.
using Owner = int;
constexpr Owner kBackground = 0;
constexpr Owner kBody = 1;
constexpr Owner kFirstObject = 2;

// How a piece lies on what is beneath.
struct Lie {
    double relief = 1;    // of the light at its edges; 0 is flat
    double shadow = .34;  // that it throws on what is beneath; never on the background
    double opacity = 1;
    const Coverage* form = nullptr;  // what the light falls on, if the piece is a part of it
};

// The picture being painted, back to front, with the owner of each pixel. The light comes from the
// upper left. All paths are in the figure's units.
class Canvas {
public:
    Canvas(int width, int height, const View& view);

    const View& view() const { return m_view; }
    int width() const { return m_width; }
    int height() const { return m_height; }
    Coverage cover(const Path& path) const {
        return synthetic::cover(path, m_view, m_width, m_height);
    }

    // Lays a piece down: light, shadow, cloth; pixels it covers by half or more are the owner's.
    void lay(const Coverage& shape, const Fabric& fabric, const Grain& grain, Owner owner,
             const Lie& lie = {});

    // Colours what is there; owners stay.
    void mark(const Coverage& shape, Color color, double opacity = 1);
    // Darkens (amount < 0) or lightens what is there under a shape blurred by `softness` units,
    // inside `within`; owners stay.
    void fold(const Path& shape, double amount, double softness, const Coverage& within);
    // The same on the background only.
    void shadeGround(const Path& shape, double amount, double softness);

    // Any colour by pixel (centre in pixels), everywhere.
    template <typename ColorAt>
    void fill(ColorAt colorAt) {
        for (int y = 0; y < m_height; ++y) {
            for (int x = 0; x < m_width; ++x)
                at(x, y) = colorAt(x + .5, y + .5);
        }
    }

    // With fine grain, from `seed`.
    Image image(std::uint32_t seed) const;
    const std::vector<Owner>& owners() const { return m_owners; }

private:
    Color& at(int x, int y) { return m_colors[static_cast<std::size_t>(y * m_width + x)]; }
    Owner& ownerAt(int x, int y) { return m_owners[static_cast<std::size_t>(y * m_width + x)]; }
    int pixels(double units) const;
    void throwShadow(const Coverage& shape, double amount);

    int m_width, m_height;
    View m_view;
    std::vector<Color> m_colors;
    std::vector<Owner> m_owners;
};

}  // namespace selvedge::synthetic
