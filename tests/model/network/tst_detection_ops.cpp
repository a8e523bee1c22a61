// NMS, mask paste and mask targets on cases small enough to see.
#include <QtTest>
#include <limits>

#include "dataset/error.h"
#include "model/network/ops/mask_paste.h"
#include "model/network/ops/mask_target.h"
#include "model/network/ops/nms.h"
#include "tests/dataset/mask_pictures.h"

using namespace selvedge;

using Rows = std::vector<std::string>;
using Indices = std::vector<std::int64_t>;

class DetectionOpsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nmsKeepsTheBetterOfTwo();
    void nmsLooksAtOneClassOnly();
    void nmsKeepsBoxesAtExactlyTheThreshold();
    void nmsKeepsTheOrderOfEqualScores();
    void nmsTakesStrangeNumbers();

    void aFullMapFillsItsBox();
    void pasteFollowsTheMap();
    void pasteIsCutAtTheImage();
    void fullColumnsJoin();
    void pasteOfNothingIsEmpty();
    void aLowThresholdReachesOutOfTheBox();

    void aTargetIsTheMaskUnderTheBox();
    void targetsHalfCoveredAreForeground();
    void targetsReachPastTheImage();
    void targetsOfLostBoxesAreRefused();
};

namespace {

Indices nms(const std::vector<float>& boxes, const std::vector<float>& scores,
            const Indices& classes, double threshold) {
    return nmsWithinClasses(boxes.data(), scores.data(), classes.data(), scores.size(), threshold);
}

Rows pasted(const std::vector<float>& map, int side, const std::vector<float>& box, int width,
            int height, double threshold = .5) {
    return pictureOf(pasteMask(map.data(), side, box.data(), width, height, threshold));
}

Rows targetPicture(const RleMask& mask, const std::vector<float>& box, int side) {
    std::vector<float> target(std::size_t(side * side), -1);
    maskTarget(mask, box.data(), side, target.data());
    Rows rows;
    for (int y = 0; y < side; ++y) {
        rows.emplace_back();
        for (int x = 0; x < side; ++x) {
            const float value = target[std::size_t(y * side + x)];
            rows.back() += value == 1 ? '#' : value == 0 ? '.' : '?';
        }
    }
    return rows;
}

}  // namespace

void DetectionOpsTest::nmsKeepsTheBetterOfTwo() {
    const std::vector<float> boxes = {0, 0, 10, 10, 1, 0, 11, 10, 50, 50, 60, 60};
    QCOMPARE(nms(boxes, {.5f, .9f, .1f}, {0, 0, 0}, .5), (Indices{1, 2}));
    QCOMPARE(nms({}, {}, {}, .5), Indices{});
}

void DetectionOpsTest::nmsLooksAtOneClassOnly() {
    const std::vector<float> boxes = {0, 0, 10, 10, 0, 0, 10, 10, 0, 0, 10, 10};
    QCOMPARE(nms(boxes, {.5f, .9f, .7f}, {0, 1, 0}, .5), (Indices{1, 2}));
}

void DetectionOpsTest::nmsKeepsBoxesAtExactlyTheThreshold() {
    const std::vector<float> boxes = {0, 0, 2, 1, 0, 0, 1, 1};  // IoU .5
    QCOMPARE(nms(boxes, {.9f, .8f}, {0, 0}, .5), (Indices{0, 1}));
    QCOMPARE(nms(boxes, {.9f, .8f}, {0, 0}, .49999), (Indices{0}));
    // .3 is no float: the nearest one is above it, and so is an IoU of that value.
    const std::vector<float> tenths = {0, 0, 10, 1, 0, 0, 3, 1};
    QCOMPARE(nms(tenths, {.9f, .8f}, {0, 0}, .3), (Indices{0}));
}

void DetectionOpsTest::nmsKeepsTheOrderOfEqualScores() {
    std::vector<float> boxes;
    for (int i = 0; i < 40; ++i)
        boxes.insert(boxes.end(), {float(20 * i), 0, float(20 * i + 10), 10});
    Indices order(40);
    for (std::size_t i = 0; i < 40; ++i)
        order[i] = std::int64_t(i);
    QCOMPARE(nms(boxes, std::vector<float>(40, .5f), Indices(40, 3), .5), order);
}

void DetectionOpsTest::nmsTakesStrangeNumbers() {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    // Boxes without area have no IoU (0 / 0), so none covers another; NaN scores come last.
    const std::vector<float> boxes = {5, 5, 5, 5, 5, 5, 5, 5, 0, 0, 9, 9};
    QCOMPARE(nms(boxes, {nan, .1f, .2f}, {0, 0, 0}, .5), (Indices{2, 1, 0}));
    QCOMPARE(nms({nan, nan, nan, nan, 0, 0, 1, 1}, {.5f, .6f}, {0, 0}, .5), (Indices{1, 0}));
}

void DetectionOpsTest::aFullMapFillsItsBox() {
    // Pixels whose centre lies in the box: outside it the map fades below .5.
    QCOMPARE(pasted({1, 1, 1, 1}, 2, {1, 1, 4, 3}, 6, 4),
             (Rows{"......", ".###..", ".###..", "......"}));
    QCOMPARE(pasted({1}, 1, {1.4f, 0.6f, 3.6f, 2.4f}, 5, 3), (Rows{".....", ".###.", "....."}));
}

void DetectionOpsTest::pasteFollowsTheMap() {
    // Pixel centres lie at -.25, .25, .75, 1.25 of the map's cells: the left cells reach half-way.
    QCOMPARE(pasted({1, 0, 1, 0}, 2, {0, 0, 4, 4}, 4, 4), (Rows{"##..", "##..", "##..", "##.."}));
    QCOMPARE(pasted({0, 0, 0, 1}, 2, {0, 0, 4, 4}, 4, 4), (Rows{"....", "....", "..##", "..##"}));
}

void DetectionOpsTest::pasteIsCutAtTheImage() {
    // Both factors fade towards the border: .7 at y = .5, and 1, .67 at x = .5, 1.5.
    QCOMPARE(pasted({1, 1, 1, 1}, 2, {-4, -4, 2, 1}, 3, 2), (Rows{"#..", "..."}));
    QCOMPARE(pasted({1, 1, 1, 1}, 2, {-1e6f, -1e6f, 1e6f, 1e6f}, 3, 2), (Rows{"###", "###"}));
}

void DetectionOpsTest::fullColumnsJoin() {
    const std::vector<float> map = {1};
    const std::vector<float> box = {-100, -100, 100, 100};
    const RleMask mask = pasteMask(map.data(), 1, box.data(), 4, 3, .5);
    QCOMPARE(mask.runs().size(), std::size_t(1));
    QCOMPARE(mask.area(), std::uint64_t(12));
}

void DetectionOpsTest::pasteOfNothingIsEmpty() {
    const std::vector<float> map = {1};
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (const std::vector<float>& box : {std::vector<float>{2, 2, 2, 3},
                                          {3, 2, 2, 3},
                                          {nan, 0, 1, 1},
                                          {9, 9, 12, 12},
                                          {-5, -5, -3, -3},
                                          {0, 0, std::numeric_limits<float>::infinity(), 4}})
        QVERIFY(pasteMask(map.data(), 1, box.data(), 6, 6, .5).empty());
    const std::vector<float> box = {0, 0, 2, 2};
    QVERIFY(pasteMask(map.data(), 1, box.data(), 0, 0, .5) == RleMask(0, 0));
    QVERIFY_EXCEPTION_THROWN(pasteMask(map.data(), 1, box.data(), -1, 4, .5), Error);
    QCOMPARE(pasted(map, 1, box, 2, 2, 0), (Rows{"##", "##"}));
}

void DetectionOpsTest::aLowThresholdReachesOutOfTheBox() {
    // A map of one cell, 4 pixels wide, fades to 0 half a cell outside.
    QCOMPARE(pasted({1}, 1, {3, 0, 7, 4}, 10, 4, .1)[1], std::string(".########."));
    QCOMPARE(pasted({1}, 1, {3, 0, 7, 4}, 10, 4, .5)[1], std::string("...####..."));
}

void DetectionOpsTest::aTargetIsTheMaskUnderTheBox() {
    const RleMask mask = maskOf({"......", ".##...", "...##.", "......"});
    QCOMPARE(targetPicture(mask, {1, 0, 5, 4}, 4), (Rows{"....", "##..", "..##", "...."}));
    QCOMPARE(targetPicture(mask, {1, 1, 5, 3}, 2), (Rows{"#.", ".#"}));
}

void DetectionOpsTest::targetsHalfCoveredAreForeground() {
    const RleMask mask = maskOf({"#.#.", "#...", "....", "...."});
    QCOMPARE(targetPicture(mask, {0, 0, 4, 4}, 2), (Rows{"#.", ".."}));  // 2 of 4; 1 of 4
}

void DetectionOpsTest::targetsReachPastTheImage() {
    const RleMask full = maskOf({"##", "##"});
    // RoIAlign counts samples up to a pixel outside as the border's: edges are half, corners a
    // quarter.
    QCOMPARE(targetPicture(full, {-2, -2, 4, 4}, 3), (Rows{".#.", "###", ".#."}));
    QCOMPARE(targetPicture(full, {50, 50, 60, 60}, 2), (Rows{"..", ".."}));
    QCOMPARE(targetPicture(RleMask(0, 0), {0, 0, 1, 1}, 2), (Rows{"..", ".."}));
}

void DetectionOpsTest::targetsOfLostBoxesAreRefused() {
    const RleMask mask = maskOf({"##"});
    const float nan = std::numeric_limits<float>::quiet_NaN();
    QVERIFY_EXCEPTION_THROWN(targetPicture(mask, {0, 0, nan, 1}, 2), Error);
    QVERIFY_EXCEPTION_THROWN(targetPicture(mask, {0, 0, 1e9f, 1}, 2), Error);
}

QTEST_GUILESS_MAIN(DetectionOpsTest)
#include "tst_detection_ops.moc"
