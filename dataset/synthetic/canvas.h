#pragma once

#include <cstdint>
#include <vector>

#include "dataset/image/image.h"
#include "dataset/synthetic/coverage.h"
#include "dataset/synthetic/fabric.h"

namespace selvedge::synthetic {

// Who a pixel belongs to. Objects count from kFirstObject to kLastObject.
using Owner = int;
constexpr Owner kBackground = 0;
constexpr Owner kBody = 1;
constexpr Owner kFirstObject = 2;
constexpr Owner kLastObject = 255;

// How a piece lies on what is beneath.
struct Lie {
    double relief = 1;    // of the light at its edges; 0 is flat
    double shadow = .34;  // that it throws on what is beneath; never on the background
    double opacity = 1;
    const Coverage* form = nullptr;  // what the light falls on, if the piece is a part of it
};

// What the finished picture is given as a whole.
struct Grade {
    Color tint{1, 1, 1};    // of the light: a factor a channel
    double contrast = 1;    // about the middle grey
    double vignette = .12;  // how much darker the corners are
    double grain = 3;       // of the film, in grey levels
};

// A piece as it was laid down, for checks: all of it where the terms' product is half or more.
struct Layer {
    std::vector<Coverage::Term> terms;
    Owner owner = kBackground;
};

// The picture being painted, back to front, with the owner of each pixel. All paths are in the
// figure's units. Owners are the same whether colours are painted or not.
class Canvas {
public:
    enum class Kind { Picture, OwnersOnly };

    Canvas(int width, int height, const View& view, Kind kind = Kind::Picture);

    const View& view() const { return m_view; }
    void setView(const View& view) { m_view = view; }
    // Where the light comes from, along the picture: (.82, .5) is the upper left.
    void setLight(Point direction) { m_light = direction; }
    bool paints() const { return !m_colors.empty(); }
    int width() const { return m_width; }
    int height() const { return m_height; }
    Coverage cover(const Path& path) const;

    // Lays a piece down: light, shadow, cloth; pixels it covers by half or more are the owner's.
    void lay(const Coverage& shape, const Fabric& fabric, const Grain& grain, Owner owner,
             const Lie& lie = {});

    // Colours what is there, inside of `within` if given; owners stay.
    void mark(const Path& shape, Color color, double opacity = 1, const Coverage* within = nullptr);
    // The same under a shape blurred by `softness` units.
    void blush(const Path& shape, Color color, double opacity, double softness);
    // Darkens (amount < 0) or lightens what is there under a shape blurred by `softness` units,
    // inside `within`; owners stay.
    void fold(const Path& shape, double amount, double softness, const Coverage& within);
    // The same on the background only.
    void shadeGround(const Path& shape, double amount, double softness);

    // Any colour by pixel (centre in pixels), everywhere.
    template <typename ColorAt>
    void fill(ColorAt colorAt) {
        if (!paints())
            return;
        for (int y = 0; y < m_height; ++y) {
            for (int x = 0; x < m_width; ++x)
                at(x, y) = colorAt(x + .5, y + .5);
        }
    }

    // What is there, by the pixel's centre.
    Color colorAt(double x, double y) const {
        return m_colors[index(static_cast<int>(x), static_cast<int>(y))];
    }

    // With fine grain, from `seed`.
    Image image(const Grade& grade, std::uint32_t seed) const;
    // Row-major.
    const std::vector<std::uint8_t>& owners() const { return m_owners; }
    // All that owners but the background have pixels in.
    IntBox touched() const { return m_touched; }
    // From now on, everything laid down is added to `layers`.
    void record(std::vector<Layer>* layers) { m_layers = layers; }

private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) +
               static_cast<std::size_t>(x);
    }
    Color& at(int x, int y) { return m_colors[index(x, y)]; }
    int pixels(double units) const;
    void own(const Coverage& shape, Owner owner);
    void throwShadow(const Coverage& shape, double amount);
    void paint(const Coverage& shape, const Fabric& fabric, const Grain& grain, const Lie& lie);

    int m_width, m_height;
    View m_view;
    Point m_light{.82, .5};
    std::vector<Color> m_colors;  // empty where only owners are kept
    std::vector<std::uint8_t> m_owners;
    IntBox m_touched;
    std::vector<Layer>* m_layers = nullptr;
};

// Turns what is drawn while it lives, about a point of the figure.
class Turned {
public:
    Turned(Canvas& canvas, Point about, double halfTangent)
        : m_canvas(canvas), m_before(canvas.view()) {
        canvas.setView(m_before.turned(about, halfTangent));
    }
    ~Turned() { m_canvas.setView(m_before); }
    Turned(const Turned&) = delete;
    Turned& operator=(const Turned&) = delete;

private:
    Canvas& m_canvas;
    View m_before;
};

}  // namespace selvedge::synthetic
