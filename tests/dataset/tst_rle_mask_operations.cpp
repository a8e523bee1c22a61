// Set operations, overlaps and changed pictures, each beside the same thing done pixel by pixel.
#include <QtTest>
#include <climits>

#include "dataset/error.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/transform.h"
#include "tests/dataset/mask_pictures.h"

using namespace selvedge;

namespace {

using Picture = std::vector<std::string>;

// Each mask with another one of its size.
std::vector<std::pair<RleMask, RleMask>> samplePairs(unsigned seed, int count, int side) {
    std::mt19937 random(seed);
    std::vector<std::pair<RleMask, RleMask>> pairs;
    for (const RleMask& mask : sampleMasks(seed, count, side)) {
        const bool none = mask.width() == 0 || mask.height() == 0;
        pairs.emplace_back(mask, none ? mask : randomMask(random, mask.width(), mask.height()));
    }
    return pairs;
}

// `mask` as it is seen through a function of the new pixel to the old one.
template <typename F>
RleMask seenThrough(const RleMask& mask, int width, int height, F source) {
    return maskWhere(width, height, [&](int x, int y) {
        const auto [oldX, oldY] = source(x, y);
        return mask.contains(oldX, oldY);
    });
}

}  // namespace

class TestRleMaskOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void setOperationsEqualThoseOfPixels();
    void theUnionOfManyIsThatOfEach();
    void iouIsExact();
    void aGroupsIouIsEachPairs();
    void iouLooksAtNoRunWhereBoxesDoNotMeet();
    void flipsMirror();
    void transposingTurnsRowsIntoColumns();
    void scalingTakesTheNearestPixel();
    void cropShowsABox();
    void aCropGoesBackIntoItsImage();
    void shiftCutsWhatLeavesTheImage();
    void impossibleSizesAreRefused();
};

void TestRleMaskOperations::setOperationsEqualThoseOfPixels() {
    for (const auto& [a, b] : samplePairs(2, 500, 12)) {
        const auto where = [&, &a = a, &b = b](auto rule) {
            return maskWhere(a.width(), a.height(), [&](int x, int y) {
                return rule(a.contains(x, y), b.contains(x, y));
            });
        };
        const RleMask both = where([](bool inA, bool inB) { return inA && inB; });
        QVERIFY(intersect(a, b) == both);
        QVERIFY(unite(a, b) == where([](bool inA, bool inB) { return inA || inB; }));
        QVERIFY(subtract(a, b) == where([](bool inA, bool inB) { return inA && !inB; }));
        QVERIFY(complement(a) == where([](bool inA, bool) { return !inA; }));
        QCOMPARE(intersectionArea(a, b), both.area());
    }
}

void TestRleMaskOperations::theUnionOfManyIsThatOfEach() {
    std::mt19937 random(3);
    for (int round = 0; round < 100; ++round) {
        const int width = 1 + int(random() % 12), height = 1 + int(random() % 12);
        std::vector<RleMask> masks;
        RleMask expected(width, height);
        for (int i = int(random() % 6); i >= 0; --i) {
            masks.push_back(randomMask(random, width, height));
            expected = unite(expected, masks.back());
        }
        QVERIFY(unite(masks) == expected);
    }
    QVERIFY(unite(std::vector<RleMask>()) == RleMask());
}

void TestRleMaskOperations::iouIsExact() {
    const RleMask a = maskOf({"##.", "##.", "..."});
    const RleMask b = maskOf({"...", ".##", ".##"});
    QVERIFY(iou(a, b) == 1. / 7.);
    QVERIFY(iou(a, b, true) == 1. / 4.);
    QVERIFY(iou(a, a) == 1.);
    QVERIFY(iou(a, RleMask(3, 3)) == 0.);
    QVERIFY(iou(RleMask(3, 3), RleMask(3, 3)) == 0.);
    QVERIFY(iou(a, maskOf({"...", "...", "..#"})) == 0.);
}

void TestRleMaskOperations::aGroupsIouIsEachPairs() {
    std::mt19937 random(4);
    for (int round = 0; round < 200; ++round) {
        const int width = 1 + int(random() % 20), height = 1 + int(random() % 20);
        std::vector<RleMask> masks;
        std::vector<std::uint8_t> crowd;
        for (int i = int(random() % 8); i > 0; --i) {
            masks.push_back(randomMask(random, width, height));
            crowd.push_back(random() % 2);
        }
        const RleMask mask = randomMask(random, width, height);
        const MaskGroup group(masks);
        const std::vector<double> plain = group.iou(mask);
        const std::vector<double> crowded = group.iou(mask, crowd);
        QCOMPARE(plain.size(), masks.size());
        QCOMPARE(crowded.size(), masks.size());
        for (std::size_t i = 0; i < masks.size(); ++i) {
            QVERIFY(plain[i] == iou(mask, masks[i]));
            QVERIFY(crowded[i] == iou(mask, masks[i], crowd[i] != 0));
        }
    }
}

void TestRleMaskOperations::iouLooksAtNoRunWhereBoxesDoNotMeet() {
    // Side by side, above each other, corner to corner.
    const std::vector<RleMask> masks = {maskOf({".#", ".#"}), maskOf({"..", "##"}),
                                        maskOf({"..", ".#"}), RleMask(2, 2)};
    QCOMPARE(MaskGroup(masks).iou(maskOf({"#.", ".."})), std::vector<double>(4, 0.));
    QCOMPARE(MaskGroup(masks).iou(RleMask(2, 2)), std::vector<double>(4, 0.));
}

void TestRleMaskOperations::flipsMirror() {
    QCOMPARE(pictureOf(flippedHorizontally(maskOf({"##.", "#..", "#.."}))),
             (Picture{".##", "..#", "..#"}));
    QCOMPARE(pictureOf(flippedVertically(maskOf({"##.", "#..", "..."}))),
             (Picture{"...", "#..", "##."}));
    for (const RleMask& mask : sampleMasks(3, 300, 20)) {
        const int width = mask.width(), height = mask.height();
        QVERIFY(flippedHorizontally(mask) == seenThrough(mask, width, height, [&](int x, int y) {
                    return std::pair(width - 1 - x, y);
                }));
        QVERIFY(flippedVertically(mask) == seenThrough(mask, width, height, [&](int x, int y) {
                    return std::pair(x, height - 1 - y);
                }));
    }
}

void TestRleMaskOperations::transposingTurnsRowsIntoColumns() {
    for (const RleMask& mask : sampleMasks(5, 500, 20)) {
        QVERIFY(transposed(mask) == seenThrough(mask, mask.height(), mask.width(),
                                                [](int x, int y) { return std::pair(y, x); }));
        QVERIFY(transposed(transposed(mask)) == mask);
    }
}

void TestRleMaskOperations::scalingTakesTheNearestPixel() {
    std::mt19937 random(4);
    for (const RleMask& mask : sampleMasks(4, 400, 20)) {
        const int width = int(random() % 40), height = int(random() % 40);
        QVERIFY(scaled(mask, width, height) == seenThrough(mask, width, height, [&](int x, int y) {
                    return std::pair((2 * x + 1) * mask.width() / (2 * width),
                                     (2 * y + 1) * mask.height() / (2 * height));
                }));
    }
}

void TestRleMaskOperations::cropShowsABox() {
    QCOMPARE(pictureOf(cropped(maskOf({"##.", "##.", "..#"}), {1, 1, 3, 3})),
             (Picture{"#..", ".#.", "..."}));
    std::mt19937 random(6);
    for (const RleMask& mask : sampleMasks(6, 500, 12)) {
        const auto upTo = [&](int limit) { return int(random() % unsigned(limit + 1)); };
        const IntBox box{upTo(mask.width() + 6) - 4, upTo(mask.height() + 6) - 4,
                         upTo(mask.width() + 4), upTo(mask.height() + 4)};
        QVERIFY(cropped(mask, box) == seenThrough(mask, box.width, box.height, [&](int x, int y) {
                    return std::pair(box.x + x, box.y + y);
                }));
    }
    QVERIFY(cropped(maskOf({"#"}), {INT_MIN, INT_MAX, 2, 2}) == RleMask(2, 2));
    QCOMPARE(cropped(maskOf({"#"}), {1 - (1 << 20), 0, 1 << 20, 1}).area(), 1u);
}

void TestRleMaskOperations::aCropGoesBackIntoItsImage() {
    for (const RleMask& mask : sampleMasks(7, 300, 15)) {
        const IntBox box = mask.box();
        const RleMask crop = cropped(mask, box);
        QCOMPARE(crop.area(), mask.area());
        QVERIFY(cropped(crop, {-box.x, -box.y, mask.width(), mask.height()}) == mask);
    }
}

void TestRleMaskOperations::shiftCutsWhatLeavesTheImage() {
    QCOMPARE(pictureOf(shifted(maskOf({"##.", "###", "..#"}), 1, -1)),
             (Picture{".##", "...", "..."}));
    std::mt19937 random(8);
    for (const RleMask& mask : sampleMasks(8, 500, 12)) {
        const int dx = int(random() % 20) - 10, dy = int(random() % 20) - 10;
        QVERIFY(shifted(mask, dx, dy) ==
                seenThrough(mask, mask.width(), mask.height(),
                            [&](int x, int y) { return std::pair(x - dx, y - dy); }));
    }
    QVERIFY(shifted(maskOf({"##"}), INT_MIN, INT_MAX) == RleMask(2, 1));
}

void TestRleMaskOperations::impossibleSizesAreRefused() {
    const RleMask mask = maskOf({"#"});
    QVERIFY_EXCEPTION_THROWN(scaled(mask, -1, 2), Error);
    QVERIFY_EXCEPTION_THROWN(scaled(mask, 65536, 65536), Error);
    QVERIFY_EXCEPTION_THROWN(cropped(mask, {0, 0, -1, 2}), Error);
    QVERIFY_EXCEPTION_THROWN(cropped(mask, {0, 0, 65536, 65536}), Error);
}

QTEST_GUILESS_MAIN(TestRleMaskOperations)
#include "tst_rle_mask_operations.moc"
