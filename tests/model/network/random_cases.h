#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "dataset/mask/rle_mask.h"
#include "tests/model/network/peer.h"

namespace selvedge {

inline std::string numbered(const char* kind, std::size_t i) {
    return kind + std::to_string(i);
}

// Seeded random cases for torchvision_peer.py.
class RandomCases {
public:
    explicit RandomCases(unsigned seed) : m_random(seed) {}

    float real(float least, float most) {
        return std::uniform_real_distribution<float>(least, most)(m_random);
    }
    int whole(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(m_random);
    }
    std::vector<float> reals(std::size_t count, float least, float most) {
        std::vector<float> values(count);
        for (float& value : values)
            value = real(least, most);
        return values;
    }
    std::uint8_t byte() { return std::uint8_t(whole(0, 255)); }

    // 0 or 1, row-major: a disc with a hole or, every third, noise.
    std::vector<std::uint8_t> bitmap(int width, int height, int i) {
        std::vector<std::uint8_t> pixels(std::size_t(width * height));
        const float cx = real(0, float(width)), cy = real(0, float(height)), r = real(1, 80);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const float d = std::hypot(float(x) - cx, float(y) - cy);
                pixels[std::size_t(y * width + x)] = i % 3 ? d < r && d > r / 3 : whole(0, 1);
            }
        }
        return pixels;
    }

    struct Target {
        RleMask mask;
        std::vector<float> box;
    };
    // Masks and boxes that may reach past them, as the peer's cases "target<i>" of this kind.
    std::vector<Target> targets(int count, const char* kind, Peer& peer) {
        std::vector<Target> cases;
        for (int i = 0; i < count; ++i) {
            const int width = whole(1, 150), height = whole(1, 150);
            const std::vector<std::uint8_t> pixels = bitmap(width, height, i);
            const float x = real(-30, float(width)), y = real(-30, float(height));
            const float w = real(0, 200), h = real(0, 200);
            cases.push_back(
                {RleMask::fromBitmap(pixels.data(), width, height, width), {x, y, x + w, y + h}});
            const std::string name = numbered("target", cases.size() - 1);
            peer.addCase(name, {{"kind", kind}, {"side", 28}});
            peer.addTensor(name + ".bitmap", Dtype::U8, {height, width}, pixels);
            peer.addTensor(name + ".box", Dtype::F32, {4}, cases.back().box);
        }
        return cases;
    }

private:
    std::mt19937 m_random;
};

struct Paste {
    int side, width, height;
    double threshold;
    std::vector<float> map, box;
};
// As the peer's case "paste<i>".
inline void addPaste(Peer& peer, const char* kind, std::size_t i, const Paste& paste) {
    const std::string name = numbered("paste", i);
    peer.addCase(name, {{"kind", kind},
                        {"width", paste.width},
                        {"height", paste.height},
                        {"threshold", paste.threshold}});
    peer.addTensor(name + ".map", Dtype::F32, {paste.side, paste.side}, paste.map);
    peer.addTensor(name + ".box", Dtype::F32, {4}, paste.box);
}

// How many pixels differ, of how many, and how many are ours: `paste` as ours for each case
// against the peer's. A value within rounding of the threshold can fall on the other side.
struct PastedPixels {
    std::size_t pixels = 0, different = 0, foreground = 0;
};
template <typename PasteMask>
PastedPixels comparePastes(const Peer& peer, const std::vector<Paste>& cases,
                           const PasteMask& paste) {
    PastedPixels sum;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const Paste& c = cases[i];
        const RleMask mask =
            paste(c.map.data(), c.side, c.box.data(), c.width, c.height, c.threshold);
        std::vector<std::uint8_t> bitmap(std::size_t(c.width * c.height), 0);
        mask.paint(bitmap.data(), {0, 0, c.width, c.height}, c.width, 1);
        const auto theirs = peer.answer<std::uint8_t>(numbered("paste", i) + ".bitmap");
        if (theirs.size() != bitmap.size())
            return {};
        sum.pixels += bitmap.size();
        sum.foreground += mask.area();
        for (std::size_t p = 0; p < bitmap.size(); ++p)
            sum.different += bitmap[p] != theirs[p];
    }
    qInfo("%zu of %zu pixels differ, %zu are foreground", sum.different, sum.pixels,
          sum.foreground);
    return sum;
}

}  // namespace selvedge
