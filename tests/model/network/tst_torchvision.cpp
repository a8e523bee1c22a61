// Our operations beside torchvision, torch and Pillow on the same seeded random cases.
#include <QtTest>

#include "model/network/ops/mask_paste.h"
#include "model/network/ops/mask_target.h"
#include "model/network/ops/nms.h"
#include "model/network/ops/roi_align.h"
#include "model/network/preprocess/resize.h"
#include "tests/model/network/random_cases.h"

using namespace selvedge;

namespace {

struct RoiCase {
    RoiAlignShape shape;
    std::vector<float> features, regions, gradient;
};
struct NmsCase {
    double threshold;
    std::vector<float> boxes, scores;
    std::vector<std::int64_t> classes;
};
struct ResizeCase {
    Image image;
    int width, height;
};

}  // namespace

class TorchvisionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void roiAlignAgreesForwardAndBackward();
    void nmsKeepsTheSameBoxes();
    void pastedMasksAgree();
    void maskTargetsAgree();
    void resizedBytesAreEqual();

private:
    void makeRoiCases();
    void makeNmsCases();
    void makePasteCases();
    void makeResizeCases();

    RandomCases m_random{7};
    std::vector<RoiCase> m_rois;
    std::vector<NmsCase> m_nms;
    std::vector<Paste> m_pastes;
    std::vector<RandomCases::Target> m_targets;
    std::vector<ResizeCase> m_resizes;
    Peer m_peer;
};

void TorchvisionTest::makeRoiCases() {
    for (const bool aligned : {true, false}) {
        for (const int ratio : {0, 2, 3}) {
            for (const float scale : {1.f, .25f}) {
                RoiCase c{{2, 5, m_random.whole(9, 30), m_random.whole(9, 30), 60,
                           ratio == 0 ? 7 : 14, scale, ratio, aligned},
                          {},
                          {},
                          {}};
                const RoiAlignShape& s = c.shape;
                c.features = m_random.reals(std::size_t(2 * 5 * s.height * s.width), -2, 2);
                const float w = float(s.width) / scale, h = float(s.height) / scale;
                for (int r = 0; r < s.regions; ++r) {  // inside, across the border, outside, empty
                    const float x = m_random.real(-w / 2, 1.2f * w),
                                y = m_random.real(-h / 2, 1.2f * h);
                    const float side = r % 10 == 0 ? 0 : r % 3 == 0 ? 2 * w : w / 4;
                    c.regions.insert(c.regions.end(),
                                     {float(r % 2), x, y, x + m_random.real(0, side),
                                      y + m_random.real(0, side)});
                }
                c.gradient = m_random.reals(
                    std::size_t(s.regions * s.channels * s.pooled * s.pooled), -1, 1);
                const std::string name = numbered("roi", m_rois.size());
                m_peer.addCase(name, {{"kind", "roi_align"},
                                      {"pooled", s.pooled},
                                      {"scale", s.scale},
                                      {"sampling_ratio", ratio},
                                      {"aligned", aligned}});
                m_peer.addTensor(name + ".features", Dtype::F32, {2, 5, s.height, s.width},
                                 c.features);
                m_peer.addTensor(name + ".regions", Dtype::F32, {s.regions, 5}, c.regions);
                m_peer.addTensor(name + ".gradient", Dtype::F32,
                                 {s.regions, s.channels, s.pooled, s.pooled}, c.gradient);
                m_rois.push_back(std::move(c));
            }
        }
    }
}

void TorchvisionTest::makeNmsCases() {
    const double thresholds[] = {.5, .7, .3, .6, 0, 1};
    for (int i = 0; i < 12; ++i) {
        NmsCase c{thresholds[i % 6], {}, {}, {}};
        const int count = i == 0 ? 1 : m_random.whole(500, 1500);
        for (int b = 0; b < count; ++b) {
            // Every other case on a coarse grid: equal scores and IoUs of exactly the threshold.
            const bool coarse = i % 2 == 0;
            const float x = m_random.real(0, 60), y = m_random.real(0, 60),
                        w = m_random.real(0, 30), h = m_random.real(0, 30);
            const auto place = [&](float v) { return coarse ? std::floor(v) : v; };
            c.boxes.insert(c.boxes.end(), {place(x), place(y), place(x + w), place(y + h)});
            c.scores.push_back(coarse ? float(m_random.whole(0, 20)) / 20 : m_random.real(0, 1));
            c.classes.push_back(m_random.whole(-1, 3));
        }
        const std::string name = numbered("nms", m_nms.size());
        m_peer.addCase(name, {{"kind", "nms"}, {"threshold", c.threshold}});
        m_peer.addTensor(name + ".boxes", Dtype::F32, {count, 4}, c.boxes);
        m_peer.addTensor(name + ".scores", Dtype::F32, {count}, c.scores);
        m_peer.addTensor(name + ".classes", Dtype::I64, {count}, c.classes);
        m_nms.push_back(std::move(c));
    }
}

void TorchvisionTest::makePasteCases() {
    for (int i = 0; i < 120; ++i) {
        Paste c{i % 5 ? 28 : m_random.whole(1, 9),
                m_random.whole(1, 200),
                m_random.whole(1, 200),
                i % 4 == 3 ? .3 : .5,
                {},
                {}};
        c.map = m_random.reals(std::size_t(c.side * c.side), 0, 1);
        const float x = m_random.real(-50, float(c.width));
        const float y = m_random.real(-50, float(c.height));
        const float most = i % 6 == 0 ? 1000 : 120;
        const float w = m_random.real(.01f, most), h = m_random.real(.01f, most);
        c.box = {x, y, x + w, y + h};
        addPaste(m_peer, "paste", m_pastes.size(), c);
        m_pastes.push_back(std::move(c));
    }
}

void TorchvisionTest::makeResizeCases() {
    for (int i = 0; i < 60; ++i) {
        ResizeCase c{{m_random.whole(1, 90), m_random.whole(1, 90), {}},
                     m_random.whole(1, 120),
                     m_random.whole(1, 120)};
        if (i % 6 == 0)
            c.width = c.image.width;
        if (i % 6 == 1)
            c.height = c.image.height;
        c.image.rgb.resize(std::size_t(3 * c.image.width * c.image.height));
        for (std::uint8_t& byte : c.image.rgb)
            byte = i % 2 ? m_random.byte() : std::uint8_t(255 * m_random.whole(0, 1));
        const std::string name = numbered("resize", m_resizes.size());
        m_peer.addCase(name, {{"kind", "resize"}, {"width", c.width}, {"height", c.height}});
        m_peer.addTensor(name + ".rgb", Dtype::U8, {c.image.height, c.image.width, 3}, c.image.rgb);
        m_resizes.push_back(std::move(c));
    }
}

void TorchvisionTest::initTestCase() {
    if (!Peer::isThere())
        QSKIP(
            "torchvision is not installed: packaging/setup --tests puts it into the cache, or name "
            "an interpreter that has it in SELVEDGE_PYTHON");
    makeRoiCases();
    makeNmsCases();
    makePasteCases();
    m_targets = m_random.targets(80, "mask_target", m_peer);
    makeResizeCases();
    QVERIFY(m_peer.ask());
}

// Sums in another order: float noise, measured against the largest magnitude.
void TorchvisionTest::roiAlignAgreesForwardAndBackward() {
    const auto worst = [](const std::vector<float>& ours, const std::vector<float>& theirs) {
        float difference = 0, largest = 0;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            difference = std::max(difference, std::abs(ours[i] - theirs[i]));
            largest = std::max(largest, std::abs(theirs[i]));
        }
        return difference / largest;
    };
    float forwardWorst = 0, backwardWorst = 0;
    for (std::size_t i = 0; i < m_rois.size(); ++i) {
        const RoiCase& c = m_rois[i];
        checkRoiAlign(c.shape, c.regions.data());
        std::vector<float> pooled(c.gradient.size(), -99);
        roiAlignForward(c.shape, c.features.data(), c.regions.data(), pooled.data(), 0,
                        c.shape.regions);
        const std::vector<float> theirs = m_peer.answer<float>(numbered("roi", i) + ".pooled");
        QCOMPARE(theirs.size(), pooled.size());
        std::vector<float> gradient(c.features.size(), 0);
        roiAlignBackward(c.shape, c.gradient.data(), c.regions.data(), gradient.data(), 0,
                         c.shape.channels);
        const auto theirGradient = m_peer.answer<float>(numbered("roi", i) + ".feature_gradient");
        QCOMPARE(theirGradient.size(), gradient.size());
        forwardWorst = std::max(forwardWorst, worst(pooled, theirs));
        backwardWorst = std::max(backwardWorst, worst(gradient, theirGradient));
    }
    qInfo("worst relative difference: forward %.2g, backward %.2g", double(forwardWorst),
          double(backwardWorst));
    QVERIFY(forwardWorst < 1e-5f && backwardWorst < 1e-5f);
}

void TorchvisionTest::nmsKeepsTheSameBoxes() {
    for (std::size_t i = 0; i < m_nms.size(); ++i) {
        const NmsCase& c = m_nms[i];
        QCOMPARE(nmsWithinClasses(c.boxes.data(), c.scores.data(), c.classes.data(),
                                  c.scores.size(), c.threshold),
                 m_peer.answer<std::int64_t>(numbered("nms", i) + ".kept"));
    }
}

void TorchvisionTest::pastedMasksAgree() {
    const PastedPixels found = comparePastes(m_peer, m_pastes, pasteMask);
    QVERIFY(found.foreground > found.pixels / 20);
    QVERIFY(found.different * 10000 <= found.pixels);
}

// Equal but where the mean is half to within rounding.
void TorchvisionTest::maskTargetsAgree() {
    std::size_t ones = 0, values = 0, ties = 0;
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        std::vector<float> target(28 * 28, -1);
        maskTarget(m_targets[i].mask, m_targets[i].box.data(), 28, target.data());
        const auto means = m_peer.answer<float>(numbered("target", i) + ".mean");
        QCOMPARE(means.size(), target.size());
        for (std::size_t v = 0; v < means.size(); ++v) {
            const bool tie = std::abs(means[v] - .5f) < 1e-5f;
            QVERIFY(tie ? target[v] == 0 || target[v] == 1 : target[v] == float(means[v] >= .5f));
            ties += tie;
            ones += target[v] == 1;
            ++values;
        }
    }
    qInfo("%zu of %zu values are 1, %zu are ties", ones, values, ties);
    QVERIFY(ones > values / 20 && ones < values / 2);
    QVERIFY2(ties * 1000 < values, "too many ties to have checked much");
}

void TorchvisionTest::resizedBytesAreEqual() {
    for (std::size_t i = 0; i < m_resizes.size(); ++i) {
        const ResizeCase& c = m_resizes[i];
        const Image small = resizedBilinear(c.image, c.width, c.height);
        QCOMPARE(small.width, c.width);
        QCOMPARE(small.height, c.height);
        const auto theirs = m_peer.answer<std::uint8_t>(numbered("resize", i) + ".rgb");
        QVERIFY2(small.rgb == theirs, qPrintable(QStringLiteral("%1 x %2 to %3 x %4")
                                                     .arg(c.image.width)
                                                     .arg(c.image.height)
                                                     .arg(c.width)
                                                     .arg(c.height)));
    }
}

QTEST_GUILESS_MAIN(TorchvisionTest)
#include "tst_torchvision.moc"
