// The steps that torchvision does its own way, beside torchvision on the same seeded random cases:
// resize of pictures and masks, soft mask targets, pasting at whole pixels.
#include <QtTest>

#include "dataset/mask/transform.h"
#include "model/network/ops/mask_paste.h"
#include "model/network/ops/mask_target.h"
#include "model/network/preprocess/float_resize.h"
#include "tests/model/network/random_cases.h"

using namespace selvedge;

namespace {

constexpr std::array<float, 3> kMean{0.485f, 0.456f, 0.406f};
constexpr std::array<float, 3> kDeviation{0.229f, 0.224f, 0.225f};

struct Picture {
    Image image;
    RleMask mask;
    int minSize, maxSize;
};

}  // namespace

class TorchvisionStepsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void picturesAndMasksAreResizedAlike();
    void softMaskTargetsAgree();
    void masksArePastedAtWholePixels();

private:
    void makePictures();
    void makePastes();

    RandomCases m_random{11};
    std::vector<Picture> m_pictures;
    std::vector<RandomCases::Target> m_targets;
    std::vector<Paste> m_pastes;
    Peer m_peer;
};

void TorchvisionStepsTest::makePictures() {
    for (int i = 0; i < 40; ++i) {
        const int width = m_random.whole(1, 150), height = m_random.whole(1, 150);
        Picture c{{width, height, {}}, {}, m_random.whole(8, 120), 0};
        c.maxSize = c.minSize + m_random.whole(0, 80);
        c.image.rgb.resize(std::size_t(3 * width * height));
        for (std::uint8_t& byte : c.image.rgb)
            byte = m_random.byte();
        // torchvision refuses a picture whose shorter edge vanishes.
        const double scale = std::min(double(c.minSize) / std::min(width, height),
                                      double(c.maxSize) / std::max(width, height));
        if (std::min(width, height) * scale < 1)
            continue;
        const std::vector<std::uint8_t> pixels = m_random.bitmap(width, height, i);
        c.mask = RleMask::fromBitmap(pixels.data(), width, height, width);
        const std::string name = numbered("picture", m_pictures.size());
        m_peer.addCase(name,
                       {{"kind", "transform"}, {"min_size", c.minSize}, {"max_size", c.maxSize}});
        m_peer.addTensor(name + ".rgb", Dtype::U8, {height, width, 3}, c.image.rgb);
        m_peer.addTensor(name + ".bitmap", Dtype::U8, {height, width}, pixels);
        m_pictures.push_back(std::move(c));
    }
}

void TorchvisionStepsTest::makePastes() {
    for (int i = 0; i < 120; ++i) {
        Paste c{28, m_random.whole(1, 200), m_random.whole(1, 200), .5, {}, {}};
        c.map = m_random.reals(28 * 28, 0, 1);
        // Inside or across the border, as detections are; torchvision takes none outside.
        const float x = m_random.real(-20, float(c.width) - .5f);
        const float y = m_random.real(-20, float(c.height) - .5f);
        const float most = i % 6 == 0 ? 1000 : 120;
        const float w = m_random.real(.01f, most), h = m_random.real(.01f, most);
        c.box = {x, y, std::max(x, 0.f) + w, std::max(y, 0.f) + h};
        addPaste(m_peer, "whole_paste", m_pastes.size(), c);
        m_pastes.push_back(std::move(c));
    }
}

void TorchvisionStepsTest::initTestCase() {
    if (!Peer::isThere())
        QSKIP(
            "torchvision is not installed: packaging/setup --tests puts it into the cache, or name "
            "an interpreter that has it in SELVEDGE_PYTHON");
    makePictures();
    m_targets = m_random.targets(60, "soft_mask_target", m_peer);
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

void TorchvisionStepsTest::masksArePastedAtWholePixels() {
    const PastedPixels found = comparePastes(m_peer, m_pastes, pasteMaskToWholePixels);
    QVERIFY(found.foreground > found.pixels / 20);
    QVERIFY(found.different * 10000 <= found.pixels);
}

QTEST_GUILESS_MAIN(TorchvisionStepsTest)
#include "tst_torchvision_steps.moc"
