#include <QtTest>

#include "dataset/error.h"
#include "dataset/mask/rle_mask.h"
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

}  // namespace

class TestRleMask : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsGoDownTheColumns();
    void runsInAnyOrderBecomeCanonical();
    void whatLiesPastTheImageIsCutOff();
    void impossibleSizesAreRefused();
    void bitmapAndPaintAreInverse();
    void runsOfABitmapAreWholeAcrossColumns();
    void paintShowsAPartAndLeavesTheRest();
    void paintShowsAnyPart();
    void paintedColumnsAreThePixels();
    void boxIsTight_data();
    void boxIsTight();
    void boxesAreClipped();
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
    QVERIFY_EXCEPTION_THROWN(RleMask((1 << 20) + 1, 1), Error);
    QVERIFY_EXCEPTION_THROWN(RleMask(1, (1 << 20) + 1), Error);
    QCOMPARE(RleMask(1 << 20, 4095).area(), 0u);
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
        std::vector<std::uint8_t> pixels(std::size_t(rowBytes) * height, 1);  // also between rows
        for (int y = 0; y < height; ++y)
            std::fill_n(pixels.begin() + y * rowBytes, width, std::uint8_t(0));
        mask.paint(pixels.data(), {0, 0, width, height}, rowBytes, 200);
        for (std::uint8_t& pixel : pixels)  // any value but 0 is foreground
            pixel = pixel == 0 ? 0 : std::uint8_t(1 + random() % 255);
        QVERIFY(RleMask::fromBitmap(pixels.data(), width, height, rowBytes) == mask);
        QVERIFY(maskOf(pictureOf(mask)) == mask);
    }
}

void TestRleMask::runsOfABitmapAreWholeAcrossColumns() {
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

void TestRleMask::paintShowsAnyPart() {
    std::mt19937 random(6);
    for (const RleMask& mask : sampleMasks(7, 500, 12)) {
        const auto upTo = [&](int limit) { return int(random() % unsigned(limit + 1)); };
        const IntBox view{upTo(mask.width() + 6) - 4, upTo(mask.height() + 6) - 4,
                          upTo(mask.width() + 4), upTo(mask.height() + 4)};
        const int rowBytes = view.width + upTo(3);
        std::vector<std::uint8_t> expected(std::size_t(rowBytes) * view.height, 5);
        std::vector<std::uint8_t> pixels = expected;
        for (int y = 0; y < view.height; ++y) {
            for (int x = 0; x < view.width; ++x) {
                if (mask.contains(view.x + x, view.y + y))
                    expected[std::size_t(y) * rowBytes + x] = 9;
            }
        }
        mask.paint(pixels.data(), view, rowBytes, 9);
        QVERIFY(pixels == expected);
    }
}

void TestRleMask::paintedColumnsAreThePixels() {
    for (const RleMask& mask : sampleMasks(8, 300, 12)) {
        std::vector<std::uint8_t> pixels(std::size_t(mask.width()) * mask.height(), 5);
        mask.paintColumns(pixels.data(), 9);
        for (int x = 0; x < mask.width(); ++x) {
            for (int y = 0; y < mask.height(); ++y)
                QCOMPARE(int(pixels[std::size_t(x) * mask.height() + y]),
                         mask.contains(x, y) ? 9 : 5);
        }
    }
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

QTEST_GUILESS_MAIN(TestRleMask)
#include "tst_rle_mask.moc"
