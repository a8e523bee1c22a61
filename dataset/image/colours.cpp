#include "dataset/image/colours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "dataset/mask/transform.h"

namespace selvedge {

namespace {

constexpr std::array<std::string_view, kColours> kNames{"black",  "white",  "grey",  "red",
                                                        "orange", "yellow", "green", "blue",
                                                        "purple", "pink",   "brown", "beige"};
constexpr int kMostColours = 3;
constexpr int kLeastPercent = 10;

struct Shade {
    Colour colour;
    std::array<std::uint8_t, 3> rgb;
};

// What fabrics of that name look like in light and in shade.
constexpr Shade kShades[] = {
    {Colour::Black, {0, 0, 0}},        {Colour::Black, {24, 24, 26}},
    {Colour::Black, {40, 38, 40}},     {Colour::White, {255, 255, 255}},
    {Colour::White, {236, 236, 238}},  {Colour::Grey, {80, 80, 82}},
    {Colour::Grey, {112, 112, 114}},   {Colour::Grey, {144, 144, 146}},
    {Colour::Grey, {176, 176, 178}},   {Colour::Grey, {206, 206, 208}},
    {Colour::Red, {214, 24, 36}},      {Colour::Red, {255, 0, 0}},
    {Colour::Red, {150, 16, 30}},      {Colour::Red, {104, 12, 26}},
    {Colour::Red, {220, 70, 66}},      {Colour::Orange, {255, 165, 0}},
    {Colour::Orange, {245, 120, 30}},  {Colour::Orange, {214, 92, 28}},
    {Colour::Orange, {250, 160, 96}},  {Colour::Yellow, {255, 255, 0}},
    {Colour::Yellow, {250, 216, 50}},  {Colour::Yellow, {250, 240, 140}},
    {Colour::Yellow, {206, 170, 40}},  {Colour::Green, {0, 128, 0}},
    {Colour::Green, {0, 220, 60}},     {Colour::Green, {24, 66, 42}},
    {Colour::Green, {60, 140, 80}},    {Colour::Green, {128, 128, 0}},
    {Colour::Green, {106, 116, 62}},   {Colour::Green, {70, 76, 44}},
    {Colour::Green, {150, 205, 140}},  {Colour::Green, {180, 215, 60}},
    {Colour::Green, {40, 150, 130}},   {Colour::Green, {160, 220, 200}},
    {Colour::Blue, {0, 0, 255}},       {Colour::Blue, {0, 0, 128}},
    {Colour::Blue, {25, 25, 112}},     {Colour::Blue, {36, 84, 190}},
    {Colour::Blue, {24, 34, 84}},      {Colour::Blue, {20, 24, 48}},
    {Colour::Blue, {130, 176, 226}},   {Colour::Blue, {186, 212, 238}},
    {Colour::Blue, {84, 110, 148}},    {Colour::Blue, {52, 68, 98}},
    {Colour::Blue, {40, 150, 200}},    {Colour::Blue, {90, 200, 225}},
    {Colour::Purple, {128, 0, 128}},   {Colour::Purple, {75, 0, 130}},
    {Colour::Purple, {110, 54, 158}},  {Colour::Purple, {64, 28, 76}},
    {Colour::Purple, {90, 40, 80}},    {Colour::Purple, {172, 138, 206}},
    {Colour::Purple, {205, 185, 225}}, {Colour::Pink, {255, 192, 203}},
    {Colour::Pink, {244, 130, 170}},   {Colour::Pink, {230, 50, 130}},
    {Colour::Pink, {240, 212, 214}},   {Colour::Pink, {214, 150, 156}},
    {Colour::Brown, {116, 70, 42}},    {Colour::Brown, {74, 46, 32}},
    {Colour::Brown, {48, 32, 26}},     {Colour::Brown, {150, 100, 62}},
    {Colour::Brown, {134, 106, 84}},   {Colour::Brown, {96, 78, 64}},
    {Colour::Beige, {222, 202, 170}},  {Colour::Beige, {196, 170, 136}},
    {Colour::Beige, {240, 228, 208}},  {Colour::Beige, {180, 164, 140}},
};

struct Lab {
    double l, a, b;
};

// IEC 61966-2-1 to CIELAB with the white of D65.
Lab labOf(double red, double green, double blue) {
    const auto linear = [](double channel) {
        channel /= 255;
        return channel <= .04045 ? channel / 12.92 : std::pow((channel + .055) / 1.055, 2.4);
    };
    const double r = linear(red), g = linear(green), b = linear(blue);
    const auto root = [](double t) {
        constexpr double kDelta = 6. / 29;
        return t > kDelta * kDelta * kDelta ? std::cbrt(t) : t / (3 * kDelta * kDelta) + 4. / 29;
    };
    const double x = root((.4124564 * r + .3575761 * g + .1804375 * b) / .95047);
    const double y = root(.2126729 * r + .7151522 * g + .0721750 * b);
    const double z = root((.0193339 * r + .1191920 * g + .9503041 * b) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

// The colour of each cell of 8 x 8 x 8 values, found at its middle.
class Table {
public:
    Table() {
        std::vector<Lab> shades;
        for (const Shade& shade : kShades)
            shades.push_back(labOf(shade.rgb[0], shade.rgb[1], shade.rgb[2]));
        for (std::size_t cell = 0; cell < m_colours.size(); ++cell) {
            const auto middle = [&](unsigned shift) {
                return static_cast<double>((cell >> shift) % 32 * 8) + 3.5;
            };
            const Lab lab = labOf(middle(10), middle(5), middle(0));
            double least = std::numeric_limits<double>::max();
            for (std::size_t i = 0; i < shades.size(); ++i) {
                const double l = lab.l - shades[i].l, a = lab.a - shades[i].a,
                             b = lab.b - shades[i].b;
                const double distance = l * l + a * a + b * b;
                if (distance < least) {
                    least = distance;
                    m_colours[cell] = kShades[i].colour;
                }
            }
        }
    }
    Colour operator()(const std::uint8_t* rgb) const {
        const std::size_t red = rgb[0] / 8, green = rgb[1] / 8, blue = rgb[2] / 8;
        return m_colours[red << 10 | green << 5 | blue];
    }

private:
    std::array<Colour, 32 * 32 * 32> m_colours{};
};

const Table& table() {
    static const Table kTable;
    return kTable;
}

}  // namespace

std::string_view nameOf(Colour colour) {
    return kNames[static_cast<std::size_t>(colour)];
}

Colour colourOf(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
    const std::uint8_t rgb[] = {red, green, blue};
    return table()(rgb);
}

std::vector<ColourShare> dominantColours(const Image& image, const RleMask& mask) {
    if (image.width < 1 || image.height < 1 || mask.width() < 1 || mask.height() < 1)
        return {};
    const Table& colours = table();
    std::array<std::uint64_t, kColours> counts{};
    std::uint64_t all = 0;
    const RleMask small = scaled(mask, image.width, image.height);
    for (const RleMask::Run& run : small.runs()) {
        for (std::uint32_t i = run.start; i < run.start + run.length; ++i) {
            const std::size_t x = i / static_cast<std::uint32_t>(image.height);
            const std::size_t y = i % static_cast<std::uint32_t>(image.height);
            const Colour colour =
                colours(image.rgb.data() + 3 * (y * static_cast<std::size_t>(image.width) + x));
            ++counts[static_cast<std::size_t>(colour)];
        }
        all += run.length;
    }
    std::vector<ColourShare> shares;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const std::uint64_t percent = all > 0 ? (100 * counts[i] + all / 2) / all : 0;
        if (percent >= kLeastPercent)
            shares.push_back({static_cast<Colour>(i), static_cast<std::uint8_t>(percent)});
    }
    std::stable_sort(shares.begin(), shares.end(), [](const ColourShare& a, const ColourShare& b) {
        return a.percent > b.percent;
    });
    if (shares.size() > kMostColours)
        shares.resize(kMostColours);
    return shares;
}

}  // namespace selvedge
