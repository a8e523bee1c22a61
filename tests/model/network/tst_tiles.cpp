// Tiles of large pictures, and what several looks at one picture make together.
#include <QTest>

#include "model/network/inference/tiles.h"

using namespace selvedge;

namespace {

Detection boxAt(int x, int y, int width, int height, double score, const ImageSize& size) {
    Detection detection;
    detection.score = score;
    detection.box = {double(x), double(y), double(x + width), double(y + height)};
    detection.mask = RleMask::fromBox(size.width, size.height, {x, y, width, height});
    return detection;
}

}  // namespace

class TilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // 250 wide in squares of 100 that share a quarter: a step of 75 at most, so (250 - 100) / 75 =
    // 2 steps, at 0, 75 and 150. 100 high: one row.
    void squaresCoverThePicture() {
        const auto tiles = tilesOf({250, 100}, 100, 0.25);
        QCOMPARE(tiles.size(), std::size_t(3));
        for (int i = 0; i < 3; ++i)
            QVERIFY(tiles[std::size_t(i)] == (IntBox{75 * i, 0, 100, 100}));
        QCOMPARE(tilesOf({80, 60}, 100, 0.25).size(), std::size_t(1));
        QVERIFY(tilesOf({80, 60}, 100, 0.25)[0] == (IntBox{0, 0, 80, 60}));
        // One pixel more than a square: two, nearly the same.
        QVERIFY(tilesOf({101, 10}, 100, 0.0)[1] == (IntBox{1, 0, 100, 10}));
        // Whatever the sizes: all pixels are covered, and neighbours share at least the overlap.
        for (const int width : {1, 99, 100, 333, 1071}) {
            const auto row = tilesOf({width, 40}, 100, 0.3);
            QCOMPARE(row.front().x, 0);
            QCOMPARE(row.back().x + row.back().width, width);
            for (std::size_t i = 1; i < row.size(); ++i)
                QVERIFY(row[i - 1].x + 100 - row[i].x >= 30);
        }
    }

    void aTileShowsItsPart() {
        Image image{3, 2, {}};
        for (std::uint8_t i = 0; i < 18; ++i)
            image.rgb.push_back(i);
        const Image part = cutOut(image, {1, 1, 2, 1});
        QCOMPARE(part.width, 2);
        QVERIFY(part.rgb == (std::vector<std::uint8_t>{12, 13, 14, 15, 16, 17}));
    }

    void detectionsArePutBack() {
        const IntBox tile{50, 20, 30, 30};
        const Detection there = placed(boxAt(5, 6, 10, 10, 0.5, {30, 30}), tile, {200, 100});
        QVERIFY(there.mask == RleMask::fromBox(200, 100, {55, 26, 10, 10}));
        QVERIFY(there.box == (BoxXyxy{55, 26, 65, 36}));
        QVERIFY(!isCut(there, tile, {200, 100}));
        QVERIFY(
            isCut(placed(boxAt(0, 6, 10, 10, 0.5, {30, 30}), tile, {200, 100}), tile, {200, 100}));
        // The picture's own edge cuts nothing off that could be seen.
        QVERIFY(!isCut(boxAt(0, 6, 10, 10, 0.5, {200, 100}), {0, 0, 30, 30}, {200, 100}));
    }

    void eachObjectStandsOnce() {
        const ImageSize size{100, 100};
        std::vector<Look> looks{
            {boxAt(0, 0, 40, 40, 0.6, size), false},   // whole
            {boxAt(0, 0, 20, 40, 0.9, size), true},    // its left half, cut by a tile
            {boxAt(1, 1, 40, 40, 0.8, size), false},   // again
            {boxAt(60, 60, 10, 10, 0.3, size), true},  // another, only seen cut
            {boxAt(0, 0, 40, 40, 0.5, size), false}};  // of another category
        looks.back().detection.category = 1;
        const auto found = merged(looks, 10);
        QCOMPARE(found.size(), std::size_t(3));
        QCOMPARE(found[0].score, 0.8);
        QCOMPARE(found[1].score, 0.5);
        QCOMPARE(found[2].score, 0.3);
        QCOMPARE(merged(looks, 1).size(), std::size_t(1));
        // Half of the smaller in common is not more than half.
        QCOMPARE(merged({{boxAt(0, 0, 10, 10, 0.6, size), false},
                         {boxAt(5, 0, 10, 10, 0.5, size), false}},
                        10)
                     .size(),
                 std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TilesTest)
#include "tst_tiles.moc"
