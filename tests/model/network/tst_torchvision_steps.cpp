// The steps that torchvision does its own way, beside torchvision on the same seeded random cases:
// resize of pictures and masks, soft mask targets, pasting at whole pixels.
#include <QtTest>
#include <random>

#include "dataset/mask/transform.h"
#include "model/network/ops/mask_paste.h"
#include "model/network/ops/mask_target.h"
#include "model/network/preprocess/float_resize.h"
#include "tests/model/network/peer.h"

using namespace selvedge;

namespace {

constexpr std::array<float, 3> kMean{0.485f, 0.456f, 0.406f};
constexpr std::array<float, 3> kDeviation{0.229f, 0.224f, 0.225f};

struct Picture {
    Image image;
    RleMask mask;
    int minSize, maxSize;
};
struct Pasted {
    int width, height;
    std::vector<float> map, box;
};
struct Target {
    RleMask mask;
    std::vector<float> box;
};

std::string numbered(const char* kind, std::size_t i) {
    return kind + std::to_string(i);
}

}  // namespace

class TorchvisionStepsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void picturesAndMasksAreResizedAlike();
    void softMaskTargetsAgree();
    void masksArePastedAtWholePixels();

private:
    float real(float least, float most) {
        return std::uniform_real_distribution<float>(least, most)(m_random);
    }
    int whole(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(m_random);
    }
    // A disc with a hole or, every third, noise.
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
    void makePictures();
    void makeTargets();
    void makePastes();

    std::mt19937 m_random{11};
    std::vector<Picture> m_pictures;
    std::vector<Target> m_targets;
    std::vector<Pasted> m_pastes;
    Peer m_peer;
};

void TorchvisionStepsTest::makePictures() {
    for (int i = 0; i < 40; ++i) {
        const int width = whole(1, 150), height = whole(1, 150);
        Picture c{{width, height, {}}, {}, whole(8, 120), 0};
        c.maxSize = c.minSize + whole(0, 80);
        c.image.rgb.resize(std::size_t(3 * width * height));
        for (std::uint8_t& byte : c.image.rgb)
            byte = std::uint8_t(whole(0, 255));
        // torchvision refuses a picture whose shorter edge vanishes.
        const double scale = std::min(double(c.minSize) / std::min(width, height),
                                      double(c.maxSize) / std::max(width, height));
        if (std::min(width, height) * scale < 1)
            continue;
        const std::vector<std::uint8_t> pixels = bitmap(width, height, i);
        c.mask = RleMask::fromBitmap(pixels.data(), width, height, width);
        const std::string name = numbered("picture", m_pictures.size());
        m_peer.addCase(name,
                       {{"kind", "transform"}, {"min_size", c.minSize}, {"max_size", c.maxSize}});
        m_peer.addTensor(name + ".rgb", Dtype::U8, {height, width, 3}, c.image.rgb);
        m_peer.addTensor(name + ".bitmap", Dtype::U8, {height, width}, pixels);
        m_pictures.push_back(std::move(c));
    }
}

void TorchvisionStepsTest::makeTargets() {
    for (int i = 0; i < 60; ++i) {
        const int width = whole(1, 150), height = whole(1, 150);
        const std::vector<std::uint8_t> pixels = bitmap(width, height, i);
        const float x = real(-30, float(width)), y = real(-30, float(height));
        Target c{RleMask::fromBitmap(pixels.data(), width, height, width),
                 {x, y, x + real(0, 200), y + real(0, 200)}};
        const std::string name = numbered("target", m_targets.size());
        m_peer.addCase(name, {{"kind", "soft_mask_target"}, {"side", 28}});
        m_peer.addTensor(name + ".bitmap", Dtype::U8, {height, width}, pixels);
        m_peer.addTensor(name + ".box", Dtype::F32, {4}, c.box);
        m_targets.push_back(std::move(c));
    }
}

void TorchvisionStepsTest::makePastes() {
    for (int i = 0; i < 120; ++i) {
        Pasted c{whole(1, 200), whole(1, 200), {}, {}};
        for (int k = 0; k < 28 * 28; ++k)
            c.map.push_back(real(0, 1));
        // Inside or across the border, as detections are; torchvision takes none outside.
        const float x = real(-20, float(c.width) - .5f), y = real(-20, float(c.height) - .5f);
        const float side = i % 6 == 0 ? 1000 : 120;
        c.box = {x, y, std::max(x, 0.f) + real(.01f, side), std::max(y, 0.f) + real(.01f, side)};
        const std::string name = numbered("paste", m_pastes.size());
        m_peer.addCase(
            name,
            {{"kind", "whole_paste"}, {"width", c.width}, {"height", c.height}, {"threshold", .5}});
        m_peer.addTensor(name + ".map", Dtype::F32, {28, 28}, c.map);
        m_peer.addTensor(name + ".box", Dtype::F32, {4}, c.box);
        m_pastes.push_back(std::move(c));
    }
}

void TorchvisionStepsTest::initTestCase() {
    if (!Peer::isThere())
        QSKIP(
            "torchvision is not installed: packaging/setup --tests puts it into the cache, or name "
            "an interpreter that has it in SELVEDGE_PYTHON");
    makePictures();
    makeTargets();
    makePastes();
    QVERIFY(m_peer.ask());
}

// Sizes and masks to the pixel, values to float noise.
void TorchvisionStepsTest::picturesAndMasksAreResizedAlike() {
    float worst = 0;
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
        const Picture& c = m_pictures[i];
        const ImageSize size =
            networkSizeRoundedDown({c.image.width, c.image.height}, c.minSize, c.maxSize);
        const std::size_t pixels = std::size_t(size.width) * std::size_t(size.height);
        std::vector<float> input(3 * pixels);
        resizedFloats(c.image, size, kMean, kDeviation, input.data());
        const auto theirs = m_peer.answer<float>(numbered("picture", i) + ".input");
        QCOMPARE(theirs.size(), input.size());
        for (std::size_t k = 0; k < input.size(); ++k)
            worst = std::max(worst, std::abs(input[k] - theirs[k]));
        std::vector<std::uint8_t> bitmap(pixels, 0);
        scaledFromCorner(c.mask, size.width, size.height)
            .paint(bitmap.data(), {0, 0, size.width, size.height}, size.width, 1);
        QVERIFY(bitmap == m_peer.answer<std::uint8_t>(numbered("picture", i) + ".mask"));
    }
    qInfo("worst difference of a value %.2g", double(worst));
    QVERIFY(worst < 2e-6f);
}

void TorchvisionStepsTest::softMaskTargetsAgree() {
    float worst = 0;
    std::size_t between = 0;
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        std::vector<float> target(28 * 28, -1);
        softMaskTarget(m_targets[i].mask, m_targets[i].box.data(), 28, target.data());
        const auto theirs = m_peer.answer<float>(numbered("target", i) + ".mean");
        QCOMPARE(theirs.size(), target.size());
        for (std::size_t k = 0; k < target.size(); ++k) {
            worst = std::max(worst, std::abs(target[k] - theirs[k]));
            between += theirs[k] > .1f && theirs[k] < .9f;
        }
    }
    qInfo("worst difference of a value %.2g, %zu lie between", double(worst), between);
    QVERIFY(between > 1000);
    QVERIFY(worst < 1e-5f);
}

// A value within rounding of the threshold can fall on the other side.
void TorchvisionStepsTest::masksArePastedAtWholePixels() {
    std::size_t pixels = 0, different = 0, foreground = 0;
    for (std::size_t i = 0; i < m_pastes.size(); ++i) {
        const Pasted& c = m_pastes[i];
        const RleMask mask =
            pasteMaskToWholePixels(c.map.data(), 28, c.box.data(), c.width, c.height, .5);
        std::vector<std::uint8_t> bitmap(std::size_t(c.width * c.height), 0);
        mask.paint(bitmap.data(), {0, 0, c.width, c.height}, c.width, 1);
        const auto theirs = m_peer.answer<std::uint8_t>(numbered("paste", i) + ".bitmap");
        QCOMPARE(theirs.size(), bitmap.size());
        pixels += bitmap.size();
        foreground += mask.area();
        for (std::size_t p = 0; p < bitmap.size(); ++p)
            different += bitmap[p] != theirs[p];
    }
    qInfo("%zu of %zu pixels differ, %zu are foreground", different, pixels, foreground);
    QVERIFY(foreground > pixels / 20);
    QVERIFY(different * 10000 <= pixels);
}

QTEST_GUILESS_MAIN(TorchvisionStepsTest)
#include "tst_torchvision_steps.moc"
