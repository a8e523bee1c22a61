#include <QtTest>
#include <cmath>
#include <limits>
#include <random>

#include "dataset/error.h"
#include "model/network/ops/roi_align.h"

using namespace selvedge;

class RoiAlignTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPlaneOfOnesPoolsToOnes();
    void aRampPoolsToItsBinCentres();
    void pixelsOutsideCountAsNothing();
    void regionsTakeTheirImage();
    void rangesGiveTheSameAsTheWhole();
    void theGradientAgreesWithFiniteDifferences_data();
    void theGradientAgreesWithFiniteDifferences();
    void wrongRegionsAreRefused();
};

namespace {

std::vector<float> pooledOf(const RoiAlignShape& shape, const std::vector<float>& features,
                            const std::vector<float>& regions) {
    std::vector<float> pooled(
        std::size_t(shape.regions * shape.channels * shape.pooled * shape.pooled), -99);
    checkRoiAlign(shape, regions.data());
    roiAlignForward(shape, features.data(), regions.data(), pooled.data(), 0, shape.regions);
    return pooled;
}

std::vector<float> randomNumbers(std::mt19937& random, std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values)
        value = std::uniform_real_distribution<float>(-1, 1)(random);
    return values;
}

}  // namespace

void RoiAlignTest::aPlaneOfOnesPoolsToOnes() {
    const RoiAlignShape shape{1, 1, 8, 9, 2, 3, .5f, 0, true};
    for (const float value :
         pooledOf(shape, std::vector<float>(72, 1.f), {0, 3, 4, 13, 11, 0, 2, 2, 3, 15}))
        QVERIFY(std::abs(value - 1) < 1e-6f);
}

void RoiAlignTest::aRampPoolsToItsBinCentres() {
    // f(x, y) = x + 10 y is linear, so a bin's mean is the value at its centre. Aligned, the pixel
    // column i is at i + .5.
    std::vector<float> ramp;
    for (int y = 0; y < 12; ++y) {
        for (int x = 0; x < 12; ++x)
            ramp.push_back(float(x + 10 * y));
    }
    const RoiAlignShape shape{1, 1, 12, 12, 1, 2, 1, 0, true};
    const std::vector<float> pooled = pooledOf(shape, ramp, {0, 2, 3, 6, 9});
    const float expected[] = {2.5f + 40, 4.5f + 40, 2.5f + 70, 4.5f + 70};
    for (std::size_t i = 0; i < 4; ++i)
        QVERIFY(std::abs(pooled[i] - expected[i]) < 1e-4f);
}

void RoiAlignTest::pixelsOutsideCountAsNothing() {
    const RoiAlignShape shape{1, 1, 4, 4, 2, 1, 1, 2, true};
    const std::vector<float> pooled =
        pooledOf(shape, std::vector<float>(16, 1.f), {0, 100, 100, 110, 110, 0, -4, 0, 4, 4});
    QCOMPARE(pooled[0], 0.f);
    QCOMPARE(pooled[1], .5f);  // of the samples at x = -2.5 and 1.5 one lies inside
}

void RoiAlignTest::regionsTakeTheirImage() {
    std::vector<float> features(2 * 2 * 9, 1);
    std::fill(features.begin() + 18, features.begin() + 27, 5.f);  // image 1, channel 0
    const RoiAlignShape shape{2, 2, 3, 3, 2, 1, 1, 0, true};
    const std::vector<float> pooled = pooledOf(shape, features, {1, 0, 0, 3, 3, 0, 0, 0, 3, 3});
    QCOMPARE(pooled, (std::vector<float>{5, 1, 1, 1}));
}

void RoiAlignTest::rangesGiveTheSameAsTheWhole() {
    std::mt19937 random(3);
    const RoiAlignShape shape{1, 6, 10, 10, 4, 3, 1, 0, true};
    const std::vector<float> features = randomNumbers(random, 600);
    const std::vector<float> regions = {0, 1, 1, 5, 5, 0, 2, 2, 9, 9, 0, 0, 0, 3, 9, 0, 4, 1, 8, 4};
    const std::vector<float> whole = pooledOf(shape, features, regions);
    std::vector<float> parts(whole.size());
    for (int r = 0; r < 4; ++r)
        roiAlignForward(shape, features.data(), regions.data(), parts.data(), r, r + 1);
    QVERIFY(parts == whole);
    std::vector<float> gradient(600, 0), inParts(600, 0);
    roiAlignBackward(shape, whole.data(), regions.data(), gradient.data(), 0, 6);
    roiAlignBackward(shape, whole.data(), regions.data(), inParts.data(), 4, 6);
    roiAlignBackward(shape, whole.data(), regions.data(), inParts.data(), 0, 4);
    QVERIFY(inParts == gradient);
}

void RoiAlignTest::theGradientAgreesWithFiniteDifferences_data() {
    QTest::addColumn<bool>("aligned");
    QTest::addColumn<int>("ratio");
    QTest::newRow("aligned, adaptive") << true << 0;
    QTest::newRow("aligned, 2") << true << 2;
    QTest::newRow("not aligned, adaptive") << false << 0;
    QTest::newRow("not aligned, 2") << false << 2;
}

void RoiAlignTest::theGradientAgreesWithFiniteDifferences() {
    QFETCH(bool, aligned);
    QFETCH(int, ratio);
    std::mt19937 random(11);
    const RoiAlignShape shape{2, 2, 6, 7, 3, 3, .5f, ratio, aligned};
    std::vector<float> features = randomNumbers(random, 2 * 2 * 6 * 7);
    const std::vector<float> regions = {0, 1, 2, 9, 11, 1, -3, -3, 20, 20, 1, 5, 5, 5.5f, 6};
    const std::vector<float> wanted = randomNumbers(random, 3 * 2 * 9);
    std::vector<float> gradient(features.size(), 0);
    roiAlignBackward(shape, wanted.data(), regions.data(), gradient.data(), 0, 2);
    const auto loss = [&] {
        const std::vector<float> pooled = pooledOf(shape, features, regions);
        double sum = 0;
        for (std::size_t i = 0; i < pooled.size(); ++i)
            sum += double(pooled[i]) * double(wanted[i]);
        return sum;
    };
    for (std::size_t i = 0; i < features.size(); ++i) {
        const float kept = features[i];
        features[i] = kept + .5f;  // linear in the features: a large step is exact
        const double above = loss();
        features[i] = kept - .5f;
        const double slope = above - loss();
        features[i] = kept;
        QVERIFY(std::abs(slope - double(gradient[i])) < 1e-5);
    }
}

void RoiAlignTest::wrongRegionsAreRefused() {
    const RoiAlignShape shape{2, 1, 4, 4, 1, 7, .25f, 0, true};
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const float infinity = std::numeric_limits<float>::infinity();
    for (const std::vector<float>& region : {std::vector<float>{2, 0, 0, 1, 1},
                                             {-1, 0, 0, 1, 1},
                                             {nan, 0, 0, 1, 1},
                                             {0, nan, 0, 1, 1},
                                             {0, 0, 0, infinity, 1},
                                             {0, 0, 0, 1, 1e9f}})
        QVERIFY_EXCEPTION_THROWN(checkRoiAlign(shape, region.data()), Error);
    const std::vector<float> good = {1, 0, 0, 1, 1};
    checkRoiAlign(shape, good.data());
}

QTEST_GUILESS_MAIN(RoiAlignTest)
#include "tst_roi_align.moc"
