#include <QTest>
#include <nlohmann/json.hpp>

#include "model/evaluation/evaluate.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kThreeQuarters = maskOf({"##.", "#..", "..."});  // IoU .75 with kSquare
const RleMask kHalf = maskOf({"##.", "...", "..."});           // IoU .5
const RleMask kCorner = maskOf({"...", "...", "..#"});         // IoU 0

const std::vector<AttributeScore> kOneAndTwo{{1, 1}, {2, 1}};

double kaggle(const std::vector<ImageContent>& images, const char* name = "AP",
              const OperatingPoint& point = {}) {
    return evaluate(tableOf(images, 3), Protocol::kaggle2020(), point)->value(name);
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

}  // namespace

// kaggle2020 on masks of 3 x 3, worked out by hand, and the options that no preset combines.
class Protocols : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void presetsAreKnownByName() {
        for (const char* name : {"coco", "paper", "fashionpedia", "kaggle2020", "lvis"})
            QCOMPARE(protocolNamed(name).value().name, std::string(name));
        QVERIFY(!protocolNamed("other"));
    }

    void kaggleAsksForMoreThanTheThreshold() {
        // IoU .75 is above .50 .. .70, five of ten, and not above .75 (COCO's >= gives six). There
        // are no attributes, so that F1 is 1.
        QVERIFY(near(kaggle({{{truthOf(kSquare)}, {foundOf(kThreeQuarters, 1)}}}), .5));
        QCOMPARE(kaggle({{{truthOf(kSquare)}, {foundOf(kHalf, 1)}}}), 0.0);
        QVERIFY(near(kaggle({{{truthOf(kSquare)}, {foundOf(kSquare, 1)}}}), 1));
    }

    void kaggleTakesEachPairOfThresholds() {
        // F1 of {1} and {1, 2}: 2 / 3, above .50 .. .65, four of ten. IoU .75: five of ten. Both:
        // 20 of the 100 pairs.
        const std::vector<ImageContent> images{
            {{truthOf(kSquare, 0, {1})}, {foundOf(kThreeQuarters, 1, 0, kOneAndTwo)}}};
        QVERIFY(near(kaggle(images), .2));
        QVERIFY(near(kaggle(images, "AP_IOU50"), .4));
        QVERIFY(near(kaggle(images, "AP_IOU75"), 0));
        QVERIFY(near(kaggle(images, "AP_F150"), .5));
        QVERIFY(near(kaggle(images, "AP_F175"), 0));
        QVERIFY(near(kaggle(images, "AP_IOU50_F150"), 1));
        QVERIFY(near(kaggle(images, "AP_IOU50_F175"), 0));
        const Report report = *evaluate(tableOf(images, 3), Protocol::kaggle2020(), {});
        QCOMPARE(report.blocks.size(), std::size_t(2));
        QCOMPARE(report.blocks[1].name, std::string("iou"));
        QVERIFY(near(report.blocks[1].value("AP"), .5));
    }

    void kaggleAsksNoF1OfObjectsWithoutAttributes() {
        QVERIFY(near(kaggle({{{truthOf(kSquare)}, {foundOf(kSquare, 1, 0, kOneAndTwo)}}}), 1));
        QCOMPARE(kaggle({{{truthOf(kSquare, 0, {1})}, {foundOf(kSquare, 1)}}}), 0.0);
    }

    void kaggleCountsNoMisses() {
        // One of two objects, nothing false: 1. A false one beside it: 1 / 2, of whatever category.
        QVERIFY(near(kaggle({{{truthOf(kSquare), truthOf(kCorner)}, {foundOf(kSquare, 1)}}}), 1));
        QVERIFY(
            near(kaggle({{{truthOf(kSquare)}, {foundOf(kSquare, 1), foundOf(kCorner, 1)}}}), .5));
        QVERIFY(near(kaggle({{{truthOf(kSquare)}, {foundOf(kSquare, 1), foundOf(kCorner, 1, 2)}}}),
                     .5));
        // The same object twice: the second is false.
        QVERIFY(
            near(kaggle({{{truthOf(kSquare)}, {foundOf(kSquare, 1), foundOf(kSquare, 1)}}}), .5));
        // Another category's object is none.
        QCOMPARE(kaggle({{{truthOf(kSquare, 1)}, {foundOf(kSquare, 1, 0)}}}), 0.0);
    }

    void kaggleWeighsImagesAlike() {
        // 1 of 1, and 1 of 3: the mean of the images is 2 / 3, though 2 of 4 detections are right.
        const ImageContent right{{truthOf(kSquare)}, {foundOf(kSquare, 1)}};
        const ImageContent third{
            {truthOf(kSquare)}, {foundOf(kSquare, 1), foundOf(kCorner, 1), foundOf(kCorner, 1, 1)}};
        QVERIFY(near(kaggle({right, third}), 2 / 3.0));
        // Objects without a detection: 0. Neither: not an image to be measured. Detections alone:
        // 0.
        QVERIFY(near(kaggle({right, {{truthOf(kSquare)}, {}}}), .5));
        QVERIFY(near(kaggle({right, {}}), 1));
        QVERIFY(near(kaggle({right, {{}, {foundOf(kSquare, 1)}}}), .5));
        QCOMPARE(kaggle({}), -1.0);
        QCOMPARE(kaggle({{}, {}}), -1.0);
    }

    void kaggleKeepsToTheOperatingPoint() {
        const std::vector<ImageContent> images{
            {{truthOf(kSquare, 0, {1})},
             {foundOf(kSquare, .9, 0, {{1, .8f}, {2, .4f}}), foundOf(kCorner, .3)}}};
        QVERIFY(near(kaggle(images), .5));
        QVERIFY(near(kaggle(images, "AP", {.5, .5, 100}), 1));
        QVERIFY(near(kaggle(images, "AP", {.5, .9, 100}), 0));
        QVERIFY(near(kaggle(images, "AP", {.5, .4, 100}), .4));
    }

    void kaggleOfACategoryLeavesTheOthersOut() {
        const Report report =
            *evaluate(tableOf({{{truthOf(kSquare), truthOf(kCorner, 1)},
                                {foundOf(kSquare, 1), foundOf(kHalf, 1, 1), foundOf(kHalf, 1, 2)}}},
                              3),
                      Protocol::kaggle2020(), {});
        QVERIFY(near(report.value("AP"), 1 / 3.0));
        QVERIFY(near(report.categories[0].ap, 1));
        QCOMPARE(report.categories[1].ap, 0.0);
        QCOMPARE(report.categories[2].ap, -1.0);  // no object
        QCOMPARE(report.objects, 2u);
        QCOMPARE(report.detections, 3u);
        const auto json = nlohmann::json::parse(reportJson(report, *catalogOf(3)));
        QVERIFY(near(json["blocks"]["iou_f1"]["AP"].get<double>(), 1 / 3.0));
        QCOMPARE(json["protocol"].get<std::string>(), std::string("kaggle2020"));
    }

    void detectionsOnACrowdCostNothing() {
        QVERIFY(
            near(kaggle({{{truthOf(kSquare), truthOf(maskOf({"...", "...", "###"}), 0, {}, true)},
                          {foundOf(kSquare, 1), foundOf(kCorner, 1), foundOf(kCorner, 1)}}}),
                 1));
        QCOMPARE(kaggle({{{truthOf(kCorner, 0, {}, true)}, {foundOf(kCorner, 1)}}}), -1.0);
    }

    void missesMayBeUncountedWithoutF1Too() {
        Protocol protocol = Protocol::coco();
        protocol.missesCount = false;
        const Report report = *evaluate(
            tableOf({{{truthOf(kSquare), truthOf(kCorner)}, {foundOf(kThreeQuarters, 1)}}}),
            protocol, {});
        QVERIFY(near(report.value("AP"), .6));  // >= : .50 .. .75
        QCOMPARE(report.blocks.size(), std::size_t(1));
        QVERIFY(report.precision.empty());
    }

    void oneFixedThresholdOfF1() {
        // F1 2 / 3 passes .5 and .65, not .7, at every threshold of IoU.
        const MatchTable table =
            tableOf({{{truthOf(kSquare, 0, {1})}, {foundOf(kSquare, .9, 0, kOneAndTwo)}}});
        Protocol protocol = Protocol::paper();
        protocol.pairs = Pairs::Fixed;
        for (const auto& [threshold, expected] : {std::pair{.5, 1.0}, {.65, 1.0}, {.7, 0.0}}) {
            protocol.fixedF1 = threshold;
            const Report report = *evaluate(table, protocol, {});
            QVERIFY(near(report.value("AP"), 1));
            QVERIFY(near(report.value("f1AP"), expected));
        }
        QVERIFY(reportText(*evaluate(table, protocol, {})).find("F1=0.70 ") != std::string::npos);
    }

    void objectsWithoutAttributesAsTheOptionSays() {
        // Two objects; the second has no attributes, and some are predicted.
        const MatchTable table =
            tableOf({{{truthOf(kSquare, 0, {1, 2}), truthOf(kCorner)},
                      {foundOf(kSquare, .9, 0, kOneAndTwo), foundOf(kCorner, .8, 0, kOneAndTwo)}}});
        Protocol protocol = Protocol::paper();
        QVERIFY(near(evaluate(table, protocol, {})->value("f1AP"), 1));
        // Missed and false: precision 1 to recall .5, which is 51 of 101.
        protocol.withoutAttributes = WithoutAttributes::MustBeEmpty;
        QVERIFY(near(evaluate(table, protocol, {})->value("f1AP"), 51 / 101.0));
        QCOMPARE(evaluate(table, protocol, {})->value("f1AR100"), 0.5);
        // Neither: one object, found.
        protocol.withoutAttributes = WithoutAttributes::Ignored;
        QVERIFY(near(evaluate(table, protocol, {})->value("f1AP"), 1));
        QCOMPARE(evaluate(table, protocol, {})->value("f1AR100"), 1.0);
        QVERIFY(near(evaluate(table, protocol, {})->value("AP"), 1));
    }
};

QTEST_GUILESS_MAIN(Protocols)
#include "tst_protocols.moc"
