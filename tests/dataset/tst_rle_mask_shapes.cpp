// What is made of a mask's shape: parts, holes, morphology, outlines, polygons; each beside the
// same thing done pixel by pixel.
#include <QtTest>
#include <climits>
#include <set>

#include "dataset/mask/morphology.h"
#include "dataset/mask/outline.h"
#include "dataset/mask/parts.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "tests/dataset/mask_pictures.h"

using namespace selvedge;

namespace {

using Picture = std::vector<std::string>;
using Pixel = std::pair<int, int>;

// The pixels that paths inside `mask` join with (x, y).
RleMask flooded(const RleMask& mask, int x, int y, Connectivity connectivity) {
    std::set<Pixel> reached{{x, y}};
    std::vector<Pixel> open{{x, y}};
    while (!open.empty()) {
        const Pixel at = open.back();
        open.pop_back();
        for (int dx = -1; dx <= 1; ++dx) {
            for (int dy = -1; dy <= 1; ++dy) {
                const Pixel next{at.first + dx, at.second + dy};
                const bool near = connectivity == Connectivity::Eight || dx == 0 || dy == 0;
                if (near && mask.contains(next.first, next.second) && reached.insert(next).second)
                    open.push_back(next);
            }
        }
    }
    return maskWhere(mask.width(), mask.height(), [&](int px, int py) {
        return reached.count({px, py}) > 0;
    });
}

// The parts by their first pixel, found one by one.
std::vector<RleMask> partsByPixels(RleMask mask, Connectivity connectivity) {
    std::vector<RleMask> parts;
    while (!mask.empty()) {
        const int pixel = int(mask.runs().front().start);
        parts.push_back(flooded(mask, pixel / mask.height(), pixel % mask.height(), connectivity));
        mask = subtract(mask, parts.back());
    }
    return parts;
}

bool brushReaches(Brush brush, int radius, int dx, int dy) {
    if (brush == Brush::Square)
        return std::abs(dx) <= radius && std::abs(dy) <= radius;
    return dx * dx + dy * dy <= radius * radius;
}

// Whether the brush around (x, y) meets a pixel, also one outside the image, for which `rule`
// holds.
template <typename F>
bool brushMeets(Brush brush, int radius, int x, int y, F rule) {
    for (int dx = -radius; dx <= radius; ++dx) {
        for (int dy = -radius; dy <= radius; ++dy) {
            if (brushReaches(brush, radius, dx, dy) && rule(x + dx, y + dy))
                return true;
        }
    }
    return false;
}

bool inImage(const RleMask& mask, int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width() && y < mask.height();
}

std::vector<Pixel> corners(const Ring& ring) {
    std::vector<Pixel> out;
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

class TestRleMaskShapes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsTouchAtCorners();
    void partsAreThoseOfAFlood();
    void islandsGoAndTheLargestStays();
    void holesAreFilledWhereNoPathLeadsOut();
    void holesFilledAreThoseOfAFlood();
    void growAndShrinkByPictures();
    void growAndShrinkFollowTheBrush();
    void aSquareIsThreeByThreeRepeated();
    void hugeRadiiAreHarmless();
    void boundaryRadiusRoundsHalvesToEven();
    void theBandIsWhatErosionTakes();
    void outlineRunsClockwiseAndHolesTheOtherWay();
    void cornersThatTouchStayApart();
    void outlineAreaIsTheMasks();
    void aHoleIsCutOpenByABridge();
    void polygonsGiveTheMaskBack();
};

void TestRleMaskShapes::partsTouchAtCorners() {
    const RleMask mask = maskOf({"#..", ".#.", "..."});
    QCOMPARE(connectedParts(mask).size(), 1u);
    const std::vector<RleMask> parts = connectedParts(mask, Connectivity::Four);
    QCOMPARE(parts.size(), 2u);
    QCOMPARE(pictureOf(parts[0]), (Picture{"#..", "...", "..."}));
    QCOMPARE(pictureOf(parts[1]), (Picture{"...", ".#.", "..."}));
    // The last pixel of a column and the first of the next are one run, but no neighbours.
    QCOMPARE(connectedParts(maskOf({".#", "..", "#."})).size(), 2u);
}

void TestRleMaskShapes::partsAreThoseOfAFlood() {
    for (const RleMask& mask : sampleMasks(1, 400, 14)) {
        for (const auto connectivity : {Connectivity::Four, Connectivity::Eight})
            QVERIFY(connectedParts(mask, connectivity) == partsByPixels(mask, connectivity));
    }
}

void TestRleMaskShapes::islandsGoAndTheLargestStays() {
    const RleMask mask = maskOf({"#.##.", "..##.", "#....", ".#..#"});
    QCOMPARE(pictureOf(withoutIslands(mask, 2)), (Picture{"..##.", "..##.", "#....", ".#..."}));
    QCOMPARE(pictureOf(withoutIslands(mask, 3)), (Picture{"..##.", "..##.", ".....", "....."}));
    QVERIFY(withoutIslands(mask, 99) == withoutIslands(mask, 3));
    QVERIFY(withoutIslands(mask, 0) == mask && withoutIslands(mask, 1) == mask);
    // Of equal ones the first.
    QCOMPARE(pictureOf(withoutIslands(maskOf({"..#", "...", "#.."}), 2)),
             (Picture{"...", "...", "#.."}));
    for (const RleMask& sample : sampleMasks(2, 300, 14)) {
        std::uint64_t largest = 0;
        for (const RleMask& part : connectedParts(sample))
            largest = std::max(largest, part.area());
        bool first = true;
        RleMask expected(sample.width(), sample.height());
        for (const RleMask& part : connectedParts(sample)) {
            if (part.area() >= 4 || (largest < 4 && first && part.area() == largest)) {
                expected = unite(expected, part);
                first = false;
            }
        }
        QVERIFY(withoutIslands(sample, 4) == expected);
    }
}

void TestRleMaskShapes::holesAreFilledWhereNoPathLeadsOut() {
    // Corners of background do not join: the diagonal ring is closed.
    QCOMPARE(pictureOf(withHolesFilled(maskOf({".#.", "#.#", ".#."}))),
             (Picture{".#.", "###", ".#."}));
    QCOMPARE(pictureOf(withHolesFilled(maskOf({"####", "#..#", "#.##", "####"}))),
             (Picture{"####", "####", "####", "####"}));
    // Open at the image's border.
    QCOMPARE(pictureOf(withHolesFilled(maskOf({"#.#", "#.#", "###"}))),
             (Picture{"#.#", "#.#", "###"}));
}

void TestRleMaskShapes::holesFilledAreThoseOfAFlood() {
    for (const RleMask& mask : sampleMasks(3, 400, 14)) {
        RleMask expected = mask;
        for (const RleMask& part : partsByPixels(complement(mask), Connectivity::Four)) {
            const IntBox box = part.box();
            if (box.x > 0 && box.y > 0 && box.x + box.width < mask.width() &&
                box.y + box.height < mask.height())
                expected = unite(expected, part);
        }
        QVERIFY(withHolesFilled(mask) == expected);
    }
}

void TestRleMaskShapes::growAndShrinkByPictures() {
    const RleMask dot = maskOf({".....", ".....", "..#..", ".....", "....."});
    QCOMPARE(pictureOf(grown(dot, 1)), (Picture{".....", "..#..", ".###.", "..#..", "....."}));
    QCOMPARE(pictureOf(grown(dot, 2)), (Picture{"..#..", ".###.", "#####", ".###.", "..#.."}));
    QCOMPARE(pictureOf(grown(dot, 1, Brush::Square)),
             (Picture{".....", ".###.", ".###.", ".###.", "....."}));
    // What the picture's edge cuts off stays there.
    QCOMPARE(pictureOf(shrunk(maskOf({"###..", "###..", "###..", "....."}), 1)),
             (Picture{"##...", "##...", ".....", "....."}));
    QCOMPARE(pictureOf(shrunk(maskOf({"###.", "###.", "###.", "..##"}), 1, Brush::Square)),
             (Picture{"##..", "##..", "....", "...."}));
    QVERIFY(shrunk(maskOf({"##", "##"}), 5) == maskOf({"##", "##"}));
}

void TestRleMaskShapes::growAndShrinkFollowTheBrush() {
    std::mt19937 random(4);
    for (const RleMask& mask : sampleMasks(4, 300, 14)) {
        for (const Brush brush : {Brush::Disc, Brush::Square}) {
            const int radius = int(random() % 6);
            QVERIFY(grown(mask, radius, brush) ==
                    maskWhere(mask.width(), mask.height(), [&](int x, int y) {
                        return brushMeets(brush, radius, x, y,
                                          [&](int px, int py) { return mask.contains(px, py); });
                    }));
            QVERIFY(shrunk(mask, radius, brush) ==
                    maskWhere(mask.width(), mask.height(), [&](int x, int y) {
                        return !brushMeets(brush, radius, x, y, [&](int px, int py) {
                            return inImage(mask, px, py) && !mask.contains(px, py);
                        });
                    }));
        }
    }
}

void TestRleMaskShapes::aSquareIsThreeByThreeRepeated() {
    for (const RleMask& mask : sampleMasks(5, 100, 20)) {
        RleMask stepwise = mask;
        for (int radius = 1; radius < 5; ++radius) {
            stepwise = grown(stepwise, 1, Brush::Square);
            QVERIFY(grown(mask, radius, Brush::Square) == stepwise);
        }
    }
}

void TestRleMaskShapes::hugeRadiiAreHarmless() {
    const RleMask mask = maskOf({"....", "..#.", "...."});
    const RleMask full = complement(RleMask(4, 3));
    for (const Brush brush : {Brush::Disc, Brush::Square}) {
        QVERIFY(grown(mask, INT_MAX, brush) == full);
        QVERIFY(shrunk(mask, INT_MAX, brush).empty());
        QVERIFY(shrunk(full, INT_MAX, brush) == full);
        QVERIFY(grown(RleMask(4, 3), INT_MAX, brush).empty());
    }
    QVERIFY(boundaryBand(full, INT_MAX) == full);
}

void TestRleMaskShapes::boundaryRadiusRoundsHalvesToEven() {
    QCOMPARE(boundaryRadius(100, 75), 2);   // .02 * 125 = 2.5
    QCOMPARE(boundaryRadius(150, 80), 3);   // .02 * 170 = 3.4
    QCOMPARE(boundaryRadius(140, 105), 4);  // .02 * 175 = 3.5
    QCOMPARE(boundaryRadius(3, 4), 1);
    QCOMPARE(boundaryRadius(2048, 1024, .005), 11);  // 11.45
    QCOMPARE(boundaryRadius(0, 0), 1);
}

void TestRleMaskShapes::theBandIsWhatErosionTakes() {
    QCOMPARE(pictureOf(boundaryBand(maskOf({"####.", "####.", "####.", "####."}), 1)),
             (Picture{"####.", "#..#.", "#..#.", "####."}));
    std::mt19937 random(6);
    for (const RleMask& mask : sampleMasks(6, 300, 16)) {
        const int radius = int(random() % 5);
        QVERIFY(boundaryBand(mask, radius) ==
                maskWhere(mask.width(), mask.height(), [&](int x, int y) {
                    return mask.contains(x, y) &&
                           brushMeets(Brush::Square, radius, x, y,
                                      [&](int px, int py) { return !mask.contains(px, py); });
                }));
    }
}

void TestRleMaskShapes::outlineRunsClockwiseAndHolesTheOtherWay() {
    const std::vector<Ring> rings = outline(maskOf({"###", "#.#", "###"}));
    QCOMPARE(rings.size(), 2u);
    QCOMPARE(corners(rings[0]), (std::vector<Pixel>{{0, 0}, {3, 0}, {3, 3}, {0, 3}}));
    QCOMPARE(corners(rings[1]), (std::vector<Pixel>{{1, 1}, {1, 2}, {2, 2}, {2, 1}}));
    QCOMPARE(twiceArea(rings[0]), 18L);
    QCOMPARE(twiceArea(rings[1]), -2L);
    QVERIFY(outline(RleMask(3, 3)).empty());
}

void TestRleMaskShapes::cornersThatTouchStayApart() {
    QCOMPARE(outline(maskOf({"#.", ".#"})).size(), 2u);
    QCOMPARE(outline(maskOf({".#", "#."})).size(), 2u);
    QCOMPARE(outline(maskOf({"#.#", ".#.", "#.#"})).size(), 5u);
}

void TestRleMaskShapes::outlineAreaIsTheMasks() {
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

void TestRleMaskShapes::aHoleIsCutOpenByABridge() {
    QCOMPARE(toPolygons(maskOf({"....", ".##.", ".#..", "...."})),
             (std::vector<std::vector<double>>{{1, 1, 3, 1, 3, 2, 2, 2, 2, 3, 1, 3}}));
    // Down the bridge, round the hole, up again.
    QCOMPARE(toPolygons(maskOf({"###", "#.#", "###"})),
             (std::vector<std::vector<double>>{
                 {0, 0, 1, 0, 1, 2, 2, 2, 2, 1, 1, 1, 1, 0, 3, 0, 3, 3, 0, 3}}));
    // Pixels that touch at a corner are rings of their own; an empty mask has none.
    QCOMPARE(toPolygons(maskOf({"#.", ".#"})).size(), 2u);
    QVERIFY(toPolygons(RleMask(3, 3)).empty());
}

void TestRleMaskShapes::polygonsGiveTheMaskBack() {
    std::vector<RleMask> masks = sampleMasks(7, 2000, 16);
    // Holes below and beside each other, hundreds of them.
    masks.push_back(maskWhere(61, 61, [](int x, int y) { return x % 2 == 0 || y % 2 == 0; }));
    masks.push_back(maskWhere(60, 61, [](int x, int y) { return (x + y) % 2 == 0; }));
    std::mt19937 random(8);
    masks.push_back(maskWhere(90, 90, [&](int, int) { return random() % 4 != 0; }));
    for (const RleMask& mask : masks) {
        const std::vector<std::vector<double>> polygons = toPolygons(mask);
        QVERIFY(maskFromPolygons(polygons, mask.width(), mask.height()) == mask);
        QCOMPARE(polygons.size(), connectedParts(mask, Connectivity::Four).size());
        // Counted by windings it is the mask too: the signed areas add up.
        double twice = 0;
        for (const std::vector<double>& ring : polygons) {
            for (std::size_t i = 0; i < ring.size(); i += 2) {
                const std::size_t next = (i + 2) % ring.size();
                twice += ring[i] * ring[next + 1] - ring[next] * ring[i + 1];
            }
        }
        QCOMPARE(twice, 2. * double(mask.area()));
    }
}

QTEST_GUILESS_MAIN(TestRleMaskShapes)
#include "tst_rle_mask_shapes.moc"
