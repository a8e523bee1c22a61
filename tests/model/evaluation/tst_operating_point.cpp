#include <random>
#include <QTest>

#include "dataset/error.h"
#include "model/evaluation/evaluator.h"
#include "model/evaluation/matching.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kRest = maskOf({"..#", "..#", "###"});

void compareReports(const Report& a, const Report& b) {
    QCOMPARE(a.metrics.size(), b.metrics.size());
    for (std::size_t i = 0; i < a.metrics.size(); ++i)
        QVERIFY(a.metrics[i].value == b.metrics[i].value);
    QCOMPARE(a.blocks.size(), b.blocks.size());
    for (std::size_t i = 0; i < a.blocks.size(); ++i)
        for (std::size_t m = 0; m < a.blocks[i].metrics.size(); ++m)
            QVERIFY(a.blocks[i].metrics[m].value == b.blocks[i].metrics[m].value);
    for (std::size_t k = 0; k < a.categories.size(); ++k) {
        QVERIFY(a.categories[k].ap == b.categories[k].ap);
        QVERIFY(a.categories[k].iouAp == b.categories[k].iouAp);
        QCOMPARE(a.categories[k].detections, b.categories[k].detections);
    }
    QVERIFY(a.precision == b.precision && a.recall == b.recall);
}

}  // namespace

class OperatingPointTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCloserRuleGoesFirst() {
        OperatingPoint point{0.3, 0.5};
        point.scoreOf = {{1, 0.7}};
        point.attributeOf = {{2, 0.6}};
        point.categoryAttributeOf = {{{1, 2}, 0.9}, {{1, 3}, 0.2}};
        QCOMPARE(scoreThresholdOf(point, 0), 0.3);
        QCOMPARE(scoreThresholdOf(point, 1), 0.7);
        QCOMPARE(attributeThresholdOf(point, 0, 1), 0.5);
        QCOMPARE(attributeThresholdOf(point, 0, 2), 0.6);
        QCOMPARE(attributeThresholdOf(point, 1, 2), 0.9);
        QCOMPARE(attributeThresholdOf(point, 1, 3), 0.2);
        const CategoryThresholds of(point, 1);
        QCOMPARE(of.score(), 0.7);
        for (const AttributeIndex attribute : {0, 1, 2, 3})
            QCOMPARE(of.attribute(attribute), float(attributeThresholdOf(point, 1, attribute)));
        QVERIFY(of != CategoryThresholds(point, 0));
        QVERIFY(CategoryThresholds(point, 0) == CategoryThresholds(point, 2));
    }

    void aCategorysThresholdChangesItAlone() {
        const auto table = std::make_shared<MatchTable>(randomTable(21, 60));
        const OperatingPoint all{0.2, 0.5};
        OperatingPoint one = all;
        one.scoreOf = {{1, 0.6}};
        const Report before = *evaluate(*table, Protocol::paper(), all);
        const Report after = *evaluate(*table, Protocol::paper(), one);
        const Report there = *evaluate(*table, Protocol::paper(), {0.6, 0.5});
        for (std::size_t k = 0; k < before.categories.size(); ++k) {
            const Report& expected = before.categories[k].category == 1 ? there : before;
            QVERIFY(after.categories[k].ap == expected.categories[k].ap);
        }
        QVERIFY(before.value("f1AP") != after.value("f1AP"));
    }

    void anAttributesThresholdTurnsItOn() {
        // The object has attribute 1; it is predicted with .4, and attribute 2 with .6.
        const auto cell = makeCell({"image", {truthOf(kSquare, 0, {1})}},
                                   {foundOf(kSquare, 0.9, 0, {{1, 0.4f}, {2, 0.6f}})});
        OperatingPoint point{0.1, 0.5};
        CategoryThresholds plain(point, 0);
        QVERIFY(plain.predicted(*cell, cell->founds[0]).has(2));
        QVERIFY(!plain.predicted(*cell, cell->founds[0]).has(1));
        point.attributeOf = {{1, 0.4}};  // as it is written: not above .4f
        point.categoryAttributeOf = {{{0, 2}, 0.7}};
        const CategoryThresholds own(point, 0);
        QVERIFY(own.predicted(*cell, cell->founds[0]).has(1));
        QVERIFY(!own.predicted(*cell, cell->founds[0]).has(2));
        QVERIFY(CategoryThresholds(point, 3).predicted(*cell, cell->founds[0]).has(2));
    }

    // Three boxes of 10 x 10 at x = 0, 4 and 8: neighbours overlap by 60/140 = .43, the outer two
    // by 20/180 = .11.
    void suppressionIsGreedyBestFirst() {
        const auto found = [](double x, double score) {
            Detection detection;
            detection.score = score;
            detection.box = {x, 0, x + 10, 10};
            return detection;
        };
        const auto cell =
            makeCell({"image", {}}, {found(4, 0.8), found(0, 0.9), found(8, 0.7), found(4, 0.6)});
        const auto kept = [&](OperatingPoint point) {
            std::vector<std::uint32_t> founds;
            detectionsThatCount(*cell, cell->groups[0], CategoryThresholds(point, 0), founds);
            return founds;
        };
        OperatingPoint point{0, 0.5};
        QCOMPARE(kept(point), (std::vector<std::uint32_t>{1, 0, 2, 3}));
        point.nmsIou = 0.5;  // only the double at x = 4 goes
        QCOMPARE(kept(point), (std::vector<std::uint32_t>{1, 0, 2}));
        // The middle one goes with the first; the third then has no better neighbour left.
        point.nmsIou = 0.4;
        QCOMPARE(kept(point), (std::vector<std::uint32_t>{1, 2}));
        point.maxDetections = 1;
        QCOMPARE(kept(point), (std::vector<std::uint32_t>{1}));
    }

    void anEvaluatorAnswersAsEvaluate_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"coco", "paper", "fashionpedia", "kaggle2020"})
            QTest::newRow(name) << name;
    }
    void anEvaluatorAnswersAsEvaluate() {
        QFETCH(QString, name);
        const auto table = std::make_shared<MatchTable>(randomTable(22, 60));
        const Protocol protocol = *protocolNamed(name.toStdString());
        Evaluator evaluator(table, protocol);
        std::vector<OperatingPoint> points(6, OperatingPoint{0.2, 0.5});
        std::mt19937 random(5);
        for (int i = 0; i < 24; ++i) {  // one after the other: what was kept must still hold
            OperatingPoint next = points.back();
            const auto index = std::uint16_t(random() % 5);
            if (i % 3 == 0)
                next.attributeOf[index] = double(random() % 10) / 10;
            else if (i % 3 == 1)
                next.categoryAttributeOf[{std::uint16_t(random() % 4), index}] =
                    double(random() % 10) / 10;
            else
                next.scoreOf[std::uint16_t(random() % 4)] = double(random() % 10) / 10;
            points.push_back(next);
        }
        points[1].scoreOf = {{1, 0.6}};
        points[2].attributeOf = {{1, 0.3}};
        points[3].categoryAttributeOf = {{{0, 1}, 0.8}};
        points[4].maxDetections = 2;
        for (const OperatingPoint& point : points) {
            const Report expected = *evaluate(*table, protocol, point);
            const double headline = expected.value(headlineName(protocol));
            QVERIFY(*evaluator.headline(point, {}, 1) == headline);
            Report report = *evaluator.evaluate(point, {}, 2);
            evaluator.fillArrays(report);
            compareReports(report, expected);
            QVERIFY(*evaluator.headline(point) == headline);
        }
    }

    void stoppedItGoesOnLater() {
        const auto table = std::make_shared<MatchTable>(randomTable(23, 30));
        Evaluator evaluator(table, Protocol::paper());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!evaluator.evaluate({}, stop.get_token()));
        QVERIFY(!evaluator.headline({}, stop.get_token()));
        Report report = *evaluator.evaluate({});
        evaluator.fillArrays(report);
        compareReports(report, *evaluate(*table, Protocol::paper(), {}));
    }

    void asJsonAndBack() {
        const Catalog catalog = Catalog::builtIn();
        OperatingPoint point{0.3, 0.45, 50, 0.6};
        point.scoreOf = {{4, 0.7}};
        point.attributeOf = {{200, 0.6}};
        point.categoryAttributeOf = {{{1, 293}, 0.9}};
        const ReadOperatingPoint read =
            readOperatingPointJson(operatingPointJson(point, catalog), catalog);
        QVERIFY(read.issues.empty());
        QVERIFY(read.point == point);
        // What is wrong is said and left out; the rest is taken.
        const ReadOperatingPoint wrong = readOperatingPointJson(
            R"({"score_threshold":0.3,"max_detections":2.7,"attribute_thresholds":{"1":0.5},
                "atribute_threshold":0.4})",
            catalog);
        QCOMPARE(wrong.issues.size(), std::size_t(3));
        QVERIFY(wrong.point == OperatingPoint({0.3, 0.5}));
        const OperatingPoint open;  // all scores
        QVERIFY(readOperatingPointJson(operatingPointJson(open, catalog), catalog).point == open);
        QVERIFY(readOperatingPointJson("{}", catalog).point == open);
    }

    void badEntriesAreNamedAndLeftOut() {
        const Catalog catalog = Catalog::builtIn();
        const ReadOperatingPoint read = readOperatingPointJson(
            R"({"score_threshold": "high", "attribute_threshold": 1.5, "max_detections": 7,
                "category_scores": [{"category_id": 46, "score_threshold": 0.5},
                                    {"category_id": 2, "score_threshold": 0.5}, 3],
                "attribute_thresholds": [{"attribute_id": 250, "threshold": 0.2},
                                         {"attribute_id": 3, "threshold": -0.1},
                                         {"category_id": 99, "attribute_id": 3, "threshold": 0.1},
                                         {"attribute_id": 3, "threshold": 0.1}]})",
            catalog);
        QCOMPARE(read.issues.size(), 7u);
        QCOMPARE(read.point.maxDetections, 7);
        QCOMPARE(read.point.scoreOf.size(), 1u);
        QCOMPARE(read.point.attributeOf.size(), 1u);
        QVERIFY(read.point.categoryAttributeOf.empty());
        QCOMPARE(read.point.attributeThreshold, 0.5);
        for (const char* text : {"", "[]", "{", "3"})
            QVERIFY_THROWS_EXCEPTION(Error, readOperatingPointJson(text, catalog));
    }

    void aGroupIsSetAttributeByAttribute() {
        const Catalog catalog = Catalog::builtIn();
        OperatingPoint point;
        setGroupThreshold(point, catalog, 1, 0.7);
        setGroupThreshold(point, catalog, 2, 5, 0.2);
        for (const AttributeIndex attribute : catalog.attributesOf(1))
            QCOMPARE(attributeThresholdOf(point, 9, attribute), 0.7);
        for (const AttributeIndex attribute : catalog.attributesOf(2)) {
            QCOMPARE(attributeThresholdOf(point, 5, attribute), 0.2);
            QCOMPARE(attributeThresholdOf(point, 6, attribute), 0.5);
        }
    }
};

QTEST_GUILESS_MAIN(OperatingPointTest)
#include "tst_operating_point.moc"
