#include <QTest>

#include "dataset/mask/set_operations.h"
#include "model/evaluation/accumulate.h"
#include "model/evaluation/evaluate.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kThreeQuarters = maskOf({"##.", "#..", "..."});  // IoU .75 with kSquare
const RleMask kHalf = maskOf({"##.", "...", "..."});           // IoU .5
const RleMask kCorner = maskOf({"...", "...", "..#"});         // IoU 0

const Protocol kCoco = Protocol::coco(IouType::Mask, false);
const Protocol kPaper = Protocol::paper(IouType::Mask, false);

Report reportOf(const MatchTable& table, const Protocol& protocol = kCoco,
                const OperatingPoint& point = {}) {
    return *evaluate(table, protocol, point);
}

// AP of a class whose precision is `high` at the first `count` of 101 recalls and `low` beyond.
double steps(int count, double high, double low) {
    return (count * high + (101 - count) * low) / 101;
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

}  // namespace

// Numbers worked out by hand; tst_evaluation_peers holds the rest against pycocotools.
class Evaluate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void perfectDetectionsScoreOne() {
        const Report report = reportOf(tableOf({{{truthOf(kSquare)}, {foundOf(kSquare, 0.9)}}}));
        QVERIFY(near(report.value("AP"), 1));
        QVERIFY(near(report.value("APs"), 1));
        QCOMPARE(report.value("AR100"), 1.0);
        QCOMPARE(report.value("APl"), -1.0);  // no large object
        QCOMPARE(report.value("no such metric"), -1.0);
        QCOMPARE(report.objects, 1u);
        QCOMPARE(report.detections, 1u);
    }

    void overlapEqualToTheThresholdPasses() {
        // IoU .5 passes .50 alone; IoU .75 passes .50 to .75, six of ten.
        const Report half = reportOf(tableOf({{{truthOf(kSquare)}, {foundOf(kHalf, 0.9)}}}));
        QVERIFY(near(half.value("AP50"), 1));
        QVERIFY(near(half.value("AP"), 0.1));
        const Report more =
            reportOf(tableOf({{{truthOf(kSquare)}, {foundOf(kThreeQuarters, 0.9)}}}));
        QVERIFY(near(more.value("AP75"), 1));
        QVERIFY(near(more.value("AP"), 0.6));
    }

    void falseDetectionBetweenTwoHits() {
        // Hit, false, hit with two objects: precision 1 up to recall .5 (51 of 101), 2/3 beyond.
        const MatchTable table =
            tableOf({{{truthOf(kSquare)}, {foundOf(kSquare, 0.9), foundOf(kCorner, 0.8)}},
                     {{truthOf(kSquare)}, {foundOf(kSquare, 0.7)}}});
        QVERIFY(near(reportOf(table).value("AP50"), steps(51, 1, 2.0 / 3)));
    }

    void equalScoresCountInImageOrder() {
        const ImageContent hit{{truthOf(kSquare)}, {foundOf(kSquare, 0.5)}};
        const ImageContent miss{{truthOf(kSquare)}, {foundOf(kCorner, 0.5)}};
        // Two objects, one found: recall .5 at precision 1, or at 1/2 after the false one.
        QVERIFY(near(reportOf(tableOf({hit, miss})).value("AP50"), steps(51, 1, 0)));
        QVERIFY(near(reportOf(tableOf({miss, hit})).value("AP50"), steps(51, 0.5, 0)));
    }

    void ofEqualOverlapsTheLastObjectIsTaken() {
        // The square overlaps both rows by .5; as it takes the lower one, the upper is left.
        const RleMask upper = maskOf({"##.", "...", "..."});
        const RleMask lower = maskOf({"...", "##.", "..."});
        const std::vector<Detection> founds{foundOf(kSquare, 0.9), foundOf(upper, 0.8)};
        const Report both = reportOf(tableOf({{{truthOf(upper), truthOf(lower)}, founds}}));
        QVERIFY(near(both.value("AP50"), 1));
        const Report one = reportOf(tableOf({{{truthOf(lower), truthOf(upper)}, founds}}));
        QVERIFY(near(one.value("AP50"), steps(51, 1, 0)));
    }

    void secondDetectionOfAnObjectIsFalse() {
        const Report report = reportOf(
            tableOf({{{truthOf(kSquare), truthOf(kCorner)},
                      {foundOf(kSquare, 0.9), foundOf(kSquare, 0.8), foundOf(kCorner, 0.7)}}}));
        QVERIFY(near(report.value("AP50"), steps(51, 1, 2.0 / 3)));
    }

    void detectionsOnACrowdAreIgnored() {
        // The crowd takes any number of detections, none of them false.
        const MatchTable table =
            tableOf({{{truthOf(kSquare), truthOf(maskOf({"...", "###", "###"}), 0, {}, true)},
                      {foundOf(kCorner, 0.95), foundOf(kCorner, 0.94), foundOf(kSquare, 0.9)}}});
        const Report report = reportOf(table);
        QVERIFY(near(report.value("AP"), 1));
        QCOMPARE(report.objects, 1u);
    }

    void aCategoryWithoutObjectsCostsNothing() {
        const MatchTable table = tableOf(
            {{{truthOf(kSquare, 0)}, {foundOf(kSquare, 0.9, 0), foundOf(kSquare, 0.9, 1)}}}, 2);
        const Report report = reportOf(table);
        QVERIFY(near(report.value("AP"), 1));
        QCOMPARE(report.categories[1].ap, -1.0);
        QCOMPARE(report.categories[1].detections, 1u);
    }

    void aCategoryWithoutDetectionsScoresZero() {
        const MatchTable table =
            tableOf({{{truthOf(kSquare, 0), truthOf(kSquare, 1)}, {foundOf(kSquare, 0.9, 0)}}}, 2);
        const Report report = reportOf(table);
        QVERIFY(near(report.value("AP"), 0.5));
        QVERIFY(near(report.value("AR1"), 0.5));
        QCOMPARE(report.categories[1].ap, 0.0);
    }

    void nothingAtAllIsNotMeasured() {
        for (const MatchTable& table : {tableOf({}), tableOf({{{}, {}}}), tableOf({}, 0)})
            for (const Metric& metric : reportOf(table, kPaper).metrics)
                QCOMPARE(metric.value, -1.0);
    }

    void masksOfOtherSizesDoNotOverlap() {
        const Report report = reportOf(
            tableOf({{{truthOf(kSquare)}, {foundOf(maskOf({"##..", "##..", "...."}), 0.9)}}}));
        QCOMPARE(report.value("AP"), 0.0);
    }

    void scoreThresholdDropsWhatIsBelow() {
        const MatchTable table =
            tableOf({{{truthOf(kSquare)}, {foundOf(kCorner, 0.9), foundOf(kSquare, 0.5)}}});
        QVERIFY(near(reportOf(table, kCoco, {0.5, 0.5, 100}).value("AP50"), 0.5));
        QVERIFY(near(reportOf(table, kCoco, {0.51, 0.5, 100}).value("AP50"), 0));
        QCOMPARE(reportOf(table, kCoco, {0.51, 0.5, 100}).detections, 1u);
    }

    void maxDetectionsKeepsTheBestOfAnImageAndCategory() {
        const MatchTable table =
            tableOf({{{truthOf(kSquare)}, {foundOf(kSquare, 0.5), foundOf(kCorner, 0.9)}}});
        QVERIFY(near(reportOf(table, kCoco, {0, 0.5, 1}).value("AP50"), 0));
        QVERIFY(near(reportOf(table, kCoco, {0, 0.5, 2}).value("AP50"), 0.5));
    }

    void detectionAreaChoosesMaskOrBox() {
        // A false detection with a small mask in a large box.
        RleMask ring = RleMask::fromBox(200, 200, {0, 0, 1, 200});
        ring = unite(ring, RleMask::fromBox(200, 200, {199, 0, 1, 200}));
        const RleMask small = RleMask::fromBox(200, 200, {60, 60, 10, 10});
        const MatchTable table =
            tableOf({{{truthOf(small)}, {foundOf(ring, 0.9), foundOf(small, 0.8)}}});
        QVERIFY(near(reportOf(table).value("APs"), 0.5));
        QVERIFY(near(reportOf(table, Protocol::coco(IouType::Mask, true)).value("APs"), 1));
    }

    void attributesMustReachTheirThreshold() {
        // F1 of {0, 1} and {0}: 2/3, which passes .50, .55, .60 and .65.
        const MatchTable table = tableOf(
            {{{truthOf(kSquare, 0, {0, 1})}, {foundOf(kSquare, 0.9, 0, {{0, 0.9f}, {1, 0.3f}})}}});
        const Report report = reportOf(table, kPaper, {0, 0.5, 100});
        QVERIFY(near(report.value("AP"), 1));
        QVERIFY(near(report.value("f1AP"), 0.4));
        QVERIFY(near(report.value("f1AP50"), 1));
        QVERIFY(near(report.value("f1AP75"), 0));
        QVERIFY(near(report.categories[0].ap, 0.4));
        QVERIFY(near(reportOf(table, kPaper, {0, 0.3, 100}).value("f1AP"), 1));
    }

    void aProbabilityEqualToTheThresholdIsOn() {
        // .7 is less than .7f in double, and .3 more than .3f.
        for (const double threshold : {0.1, 0.3, 0.7, 0.95}) {
            const MatchTable table =
                tableOf({{{truthOf(kSquare, 0, {0})},
                          {foundOf(kSquare, 0.9, 0, {{0, float(threshold)}})}}});
            QVERIFY(near(reportOf(table, kPaper, {0, threshold, 100}).value("f1AP"), 1));
        }
    }

    void truthWithoutAttributesAsksForNone() {
        const MatchTable table =
            tableOf({{{truthOf(kSquare)}, {foundOf(kSquare, 0.9, 0, {{3, 1.f}})}}});
        QVERIFY(near(reportOf(table, kPaper).value("f1AP"), 1));
    }

    void noPredictedAttributeIsNoMatch() {
        const MatchTable table = tableOf({{{truthOf(kSquare, 0, {0})}, {foundOf(kSquare, 0.9)}}});
        QCOMPARE(reportOf(table, kPaper).value("f1AP"), 0.0);
    }

    void aPairThatFailsOnAttributesLeavesTheObjectFree() {
        // The first has the wrong attribute, the second the right one: false, then hit.
        const MatchTable table = tableOf(
            {{{truthOf(kSquare, 0, {0})},
              {foundOf(kSquare, 0.9, 0, {{1, 1.f}}), foundOf(kSquare, 0.8, 0, {{0, 1.f}})}}});
        const Report report = reportOf(table, kPaper);
        QVERIFY(near(report.value("AP"), 1));
        QVERIFY(near(report.value("f1AP"), 0.5));
        QCOMPARE(report.value("f1AR100"), 1.0);
    }

    void f1apEqualsApWhereAllAttributesAreRight() {
        MatchTable table = randomTable(5, 40);
        for (auto& cell : table.cells) {
            ImageCell copy = *cell;
            for (ImageCell::Truth& truth : copy.truths) {
                truth.attributes = {};
                truth.hasAttributes = false;
            }
            cell = std::make_shared<ImageCell>(copy);
        }
        const Report report = reportOf(table, kPaper, {0, 0.5, 100});
        QVERIFY(report.value("AP") > 0.1);
        for (std::size_t i = 0; i < 12; ++i)
            QCOMPARE(report.metrics[12 + i].value, report.metrics[i].value);
    }

    void threadsChangeNoBit() {
        const MatchTable table = randomTable(7, 60);
        const auto one = evaluate(table, kPaper, {0.1, 0.4, 100}, {}, 1);
        const auto four = evaluate(table, kPaper, {0.1, 0.4, 100}, {}, 4);
        QVERIFY(sameBits(one->precision, four->precision));
        QVERIFY(sameBits(one->recall, four->recall));
        for (std::size_t i = 0; i < one->metrics.size(); ++i)
            QCOMPARE(one->metrics[i].value, four->metrics[i].value);
        QVERIFY(one->value("f1AP") > 0.01);
    }

    void stoppedGivesNothing() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!evaluate(randomTable(1, 3), kCoco, {}, stop.get_token()));
    }

    void jsonTellsHowItWasMeasured() {
        const MatchTable table = tableOf({{{truthOf(kSquare)}, {foundOf(kSquare, 0.9)}}});
        const QByteArray coco =
            QByteArray::fromStdString(reportJson(reportOf(table), *table.catalog));
        QVERIFY(coco.contains("\"protocol\": \"coco\""));
        QVERIFY(coco.contains("\"score_threshold\": null"));
        QVERIFY(!coco.contains("f1AP"));
        const QByteArray paper = QByteArray::fromStdString(
            reportJson(reportOf(table, kPaper, {0.25, 0.5, 100}), *table.catalog));
        QVERIFY(paper.contains("\"f1APs\""));
        QVERIFY(paper.contains("\"score_threshold\": 0.25"));
    }

    void meanAddsAsNumpyDoes() {
        // Pairs of 1 and 1e-16: in eight partial sums the small ones are lost one by one, added
        // first they are not.
        std::vector<double> few{1, 1e-16, 1e-16};
        QCOMPARE(numpyMean(few), 1.0 / 3);
        std::vector<double> many(16, 1e-16);
        many[0] = 1;
        // Lane 0: 1 + 1e-16 = 1; the other lanes hold 2e-16 each.
        const double lanes = ((1 + 2e-16) + 4e-16) + 8e-16;
        QCOMPARE(numpyMean(many) * 16, lanes);
        std::vector<double> scratch;
        QCOMPARE(meanOfMeasured(std::vector<double>{-1, 0.5, -1, 0.25}, scratch), 0.375);
        QCOMPARE(meanOfMeasured(std::vector<double>{-1}, scratch), -1.0);
    }
};

QTEST_GUILESS_MAIN(Evaluate)
#include "tst_evaluate.moc"
