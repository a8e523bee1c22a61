#include <QtTest>

#include "dataset/error.h"
#include "dataset/mask/outline.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/transform.h"
#include "tests/dataset/mask_pictures.h"

using namespace selvedge;

namespace {

using Picture = std::vector<std::string>;
using Run = RleMask::Run;

std::vector<Run> runsOf(const RleMask& mask) {
    return {mask.runs().begin(), mask.runs().end()};
}

bool same(const IntBox& a, int x, int y, int width, int height) {
    return a == IntBox{x, y, width, height};
}

std::vector<std::pair<int, int>> corners(const Ring& ring) {
    std::vector<std::pair<int, int>> out;
    for (const Ring::Point& point : ring.points)
        out.emplace_back(point.x, point.y);
    return out;
}

// Twice the signed area: positive for rings that run clockwise on the screen (y down).
long twiceArea(const Ring& ring) {
    long sum = 0;
    for (std::size_t i = 0; i < ring.points.size(); ++i) {
        const auto& a = ring.points[i];
        const auto& b = ring.points[(i + 1) % ring.points.size()];
        sum += long(a.x) * b.y - long(b.x) * a.y;
    }
    return sum;
}

}  // namespace

class TestRleMask : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsGoDownTheColumns();
    void runsInAnyOrderBecomeCanonical();
    void whatLiesPastTheImageIsCutOff();
    void impossibleSizesAreRefused();
    void bitmapAndPaintAreInverse();
    void bitmapsWiderThanABandKeepRunsWhole();
    void paintShowsAPartAndLeavesTheRest();
    void boxIsTight_data();
    void boxIsTight();
    void boxesAreClipped();
    void setOperationsEqualThoseOfPixels();
    void iouIsExact();
    void flipTwiceIsNothing();
    void scalingTakesTheNearestPixel();
    void outlineRunsClockwiseAndHolesTheOtherWay();
    void cornersThatTouchStayApart();
    void outlineAreaIsTheMasks();
};

void TestRleMask::runsGoDownTheColumns() {
    const RleMask mask = maskOf({".#.", "##.", "#.#"});
    QVERIFY((runsOf(mask) == std::vector<Run>{{1, 4}, {8, 1}}));
    QCOMPARE(mask.area(), 5u);
    QVERIFY(mask.contains(0, 1) && mask.contains(2, 2));
    QVERIFY(!mask.contains(0, 0) && !mask.contains(-1, 0) && !mask.contains(0, 3));
    QVERIFY(!mask.contains(3, 0));
}

void TestRleMask::runsInAnyOrderBecomeCanonical() {
    const RleMask mask = RleMask::fromRuns(4, 5, {{10, 2}, {0, 3}, {2, 4}, {12, 1}, {19, 0}});
    QVERIFY((runsOf(mask) == std::vector<Run>{{0, 6}, {10, 3}}));
    QVERIFY(RleMask::fromRuns(4, 5, {{3, 1}, {3, 5}, {4, 1}}) ==
            RleMask::fromCanonicalRuns(4, 5, {{3, 5}}));
}

void TestRleMask::whatLiesPastTheImageIsCutOff() {
    const RleMask mask = RleMask::fromRuns(2, 3, {{4, 0xffffffffu}, {6, 1}, {0xffffffffu, 2}});
    QVERIFY((runsOf(mask) == std::vector<Run>{{4, 2}}));
}

void TestRleMask::impossibleSizesAreRefused() {
    QVERIFY_EXCEPTION_THROWN(RleMask(-1, 3), Error);
    QVERIFY_EXCEPTION_THROWN(RleMask(65536, 65536), Error);
    QCOMPARE(RleMask(65536, 65535).area(), 0u);
    QVERIFY(!isMaskSize(0x7fffffff, 0x7fffffff));
    QVERIFY(isMaskSize(0, 0));
}

void TestRleMask::bitmapAndPaintAreInverse() {
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
        const int width = 1 + int(random() % 90);
        const int height = 1 + int(random() % 40);
        const RleMask mask = randomMask(random, width, height);
        const int rowBytes = width + int(random() % 5);
        std::vector<std::uint8_t> pixels(std::size_t(rowBytes) * height, 0);
        mask.paint(pixels.data(), {0, 0, width, height}, rowBytes, 200);
        QVERIFY(RleMask::fromBitmap(pixels.data(), width, height, rowBytes) == mask);
        QVERIFY(maskOf(pictureOf(mask)) == mask);
    }
}

void TestRleMask::bitmapsWiderThanABandKeepRunsWhole() {
    const std::vector<std::uint8_t> pixels(200 * 7, 1);
    const RleMask mask = RleMask::fromBitmap(pixels.data(), 200, 7, 200);
    QVERIFY((runsOf(mask) == std::vector<Run>{{0, 1400}}));
    QVERIFY(RleMask::fromBitmap(nullptr, 5, 0, 5).empty());
}

void TestRleMask::paintShowsAPartAndLeavesTheRest() {
    const RleMask mask = maskOf({"####", "#..#", "####"});
    std::vector<std::uint8_t> pixels(3 * 3, 7);
    mask.paint(pixels.data(), {2, 1, 3, 3}, 3, 9);  // reaches past the image's right and bottom
    QVERIFY((pixels == std::vector<std::uint8_t>{7, 9, 7, 9, 9, 7, 7, 7, 7}));
    mask.paint(pixels.data(), {-2, -2, 3, 3}, 3, 1);
    QCOMPARE(pixels[8], std::uint8_t(1));
}

void TestRleMask::boxIsTight_data() {
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QList<int>>("box");
    QTest::newRow("empty") << QStringList{"...", "..."} << QList<int>{0, 0, 0, 0};
    QTest::newRow("full") << QStringList{"###", "###"} << QList<int>{0, 0, 3, 2};
    QTest::newRow("last pixel") << QStringList{"...", "..#"} << QList<int>{2, 1, 1, 1};
    QTest::newRow("last column") << QStringList{"..#", "..#"} << QList<int>{2, 0, 1, 2};
    QTest::newRow("crossing") << QStringList{"..#", "...", ".#."} << QList<int>{1, 0, 2, 3};
    QTest::newRow("inside") << QStringList{"....", ".##.", ".#..", "...."}
                            << QList<int>{1, 1, 2, 2};
}

void TestRleMask::boxIsTight() {
    QFETCH(QStringList, rows);
    QFETCH(QList<int>, box);
    Picture picture;
    for (const QString& row : rows)
        picture.push_back(row.toStdString());
    QVERIFY(same(maskOf(picture).box(), box[0], box[1], box[2], box[3]));
}

void TestRleMask::boxesAreClipped() {
    QCOMPARE(pictureOf(RleMask::fromBox(3, 3, {1, -1, 5, 3})), (Picture{".##", ".##", "..."}));
    QVERIFY(RleMask::fromBox(3, 3, {3, 0, 2, 2}).empty());
    QVERIFY(RleMask::fromBox(3, 3, {1, 1, -1, 2}).empty());
    QVERIFY((runsOf(RleMask::fromBox(3, 2, {0, 0, 3, 2})) == std::vector<Run>{{0, 6}}));
    QCOMPARE(RleMask::fromBox(3, 3, {1, 1, 0x7fffffff, 0x7fffffff}).area(), 4u);
}

void TestRleMask::setOperationsEqualThoseOfPixels() {
    std::mt19937 random(2);
    for (int round = 0; round < 500; ++round) {
        const int width = 1 + int(random() % 12);
        const int height = 1 + int(random() % 12);
        const RleMask a = randomMask(random, width, height);
        const RleMask b = randomMask(random, width, height);
        const Picture pa = pictureOf(a);
        const Picture pb = pictureOf(b);
        Picture both = pa, either = pa, only = pa;
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const bool inA = pa[y][x] == '#';
                const bool inB = pb[y][x] == '#';
                both[y][x] = inA && inB ? '#' : '.';
                either[y][x] = inA || inB ? '#' : '.';
                only[y][x] = inA && !inB ? '#' : '.';
            }
        }
        QVERIFY(intersect(a, b) == maskOf(both));
        QVERIFY(unite(a, b) == maskOf(either));
        QVERIFY(subtract(a, b) == maskOf(only));
        QCOMPARE(intersectionArea(a, b), maskOf(both).area());
    }
}

void TestRleMask::iouIsExact() {
    const RleMask a = maskOf({"##.", "##.", "..."});
    const RleMask b = maskOf({"...", ".##", ".##"});
    QCOMPARE(iou(a, b), 1. / 7.);
    QCOMPARE(iou(a, b, true), 1. / 4.);
    QCOMPARE(iou(a, a), 1.);
    QCOMPARE(iou(a, RleMask(3, 3)), 0.);
    QCOMPARE(iou(RleMask(3, 3), RleMask(3, 3)), 0.);
    QCOMPARE(iou(a, maskOf({"...", "...", "..#"})), 0.);
}

void TestRleMask::flipTwiceIsNothing() {
    QCOMPARE(pictureOf(flippedHorizontally(maskOf({"##.", "#..", "#.."}))),
             (Picture{".##", "..#", "..#"}));
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
        const RleMask mask = randomMask(random, 1 + int(random() % 20), 1 + int(random() % 20));
        const RleMask flipped = flippedHorizontally(mask);
        Picture mirrored = pictureOf(mask);
        for (std::string& row : mirrored)
            std::reverse(row.begin(), row.end());
        QCOMPARE(pictureOf(flipped), mirrored);
        QVERIFY(flippedHorizontally(flipped) == mask);
    }
}

void TestRleMask::scalingTakesTheNearestPixel() {
    std::mt19937 random(4);
    for (int round = 0; round < 300; ++round) {
        const int width = 1 + int(random() % 20), height = 1 + int(random() % 20);
        const int newWidth = 1 + int(random() % 40), newHeight = 1 + int(random() % 40);
        const RleMask mask = randomMask(random, width, height);
        Picture expected(newHeight, std::string(newWidth, '.'));
        for (int y = 0; y < newHeight; ++y) {
            for (int x = 0; x < newWidth; ++x) {
                const int sourceX = (2 * x + 1) * width / (2 * newWidth);
                const int sourceY = (2 * y + 1) * height / (2 * newHeight);
                expected[y][x] = mask.contains(sourceX, sourceY) ? '#' : '.';
            }
        }
        QCOMPARE(pictureOf(scaled(mask, newWidth, newHeight)), expected);
    }
    QVERIFY(scaled(maskOf({"#"}), 0, 0).empty());
    QVERIFY(scaled(RleMask(), 5, 5) == RleMask(5, 5));
}

void TestRleMask::outlineRunsClockwiseAndHolesTheOtherWay() {
    const std::vector<Ring> rings = outline(maskOf({"###", "#.#", "###"}));
    QCOMPARE(rings.size(), 2u);
    QCOMPARE(corners(rings[0]), (std::vector<std::pair<int, int>>{{0, 0}, {3, 0}, {3, 3}, {0, 3}}));
    QCOMPARE(corners(rings[1]), (std::vector<std::pair<int, int>>{{1, 1}, {1, 2}, {2, 2}, {2, 1}}));
    QCOMPARE(twiceArea(rings[0]), 18L);
    QCOMPARE(twiceArea(rings[1]), -2L);
    QVERIFY(outline(RleMask(3, 3)).empty());
}

void TestRleMask::cornersThatTouchStayApart() {
    QCOMPARE(outline(maskOf({"#.", ".#"})).size(), 2u);
    QCOMPARE(outline(maskOf({".#", "#."})).size(), 2u);
    QCOMPARE(outline(maskOf({"#.#", ".#.", "#.#"})).size(), 5u);
}

void TestRleMask::outlineAreaIsTheMasks() {
    std::mt19937 random(5);
    for (int round = 0; round < 400; ++round) {
        const RleMask mask = randomMask(random, 1 + int(random() % 14), 1 + int(random() % 14));
        long twice = 0;
        for (const Ring& ring : outline(mask)) {
            twice += twiceArea(ring);
            const std::size_t count = ring.points.size();
            QVERIFY(count >= 4);
            for (std::size_t i = 0; i < count; ++i) {  // each corner turns
                const auto& a = ring.points[i];
                const auto& b = ring.points[(i + 1) % count];
                const auto& c = ring.points[(i + 2) % count];
                QVERIFY((a.x == b.x) != (b.x == c.x));
            }
        }
        QCOMPARE(twice, 2 * long(mask.area()));
    }
}

QTEST_GUILESS_MAIN(TestRleMask)
#include "tst_rle_mask.moc"
