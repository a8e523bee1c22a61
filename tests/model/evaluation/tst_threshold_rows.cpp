#include <QTest>
#include <algorithm>
#include <limits>

#include "model/evaluation/evaluate.h"
#include "model/evaluation/folds.h"
#include "model/evaluation/threshold_proxy.h"
#include "planted.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

using Of = ThresholdRow::Of;

const ThresholdRow kAllScores{Of::Score, {}, 0}, kAllAttributes{Of::Attributes, {}, 0};

ThresholdRow attributeRow(AttributeIndex attribute, std::optional<CategoryIndex> category = {}) {
    return {Of::Attribute, category, attribute};
}

// One object an entry, with one detection on it: whether it has attribute 0, and the probability.
MatchTable decisions(const std::vector<std::pair<bool, float>>& entries) {
    std::vector<ImageContent> contents;
    const RleMask mask = maskOf({"##", "##"});
    for (const auto& [has, probability] : entries) {
        // Attribute 1 keeps the object from having none.
        const std::vector<AttributeIndex> attributes =
            has ? std::vector<AttributeIndex>{0, 1} : std::vector<AttributeIndex>{1};
        contents.push_back(
            {{truthOf(mask, 0, attributes)}, {foundOf(mask, 0.9, 0, {{0, probability}})}});
    }
    return tableOf(contents, 1, 2);
}

}  // namespace

// Rows of thresholds, what data says of them, and folds.
class ThresholdRowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsReadAndSetTheirOwnThreshold() {
        const Catalog catalog({{1, "coat", ""}, {2, "belt", ""}},
                              {{5, "long", "length"}, {6, "short", "length"}, {7, "red", ""}});
        OperatingPoint point;
        point.attributeOf[0] = 0.2;
        const ThresholdRow own = attributeRow(0, CategoryIndex(1));
        QCOMPARE(thresholdOf(point, own, catalog), 0.2);  // the attribute's
        QCOMPARE(thresholdOf(point, attributeRow(2), catalog), 0.5);
        setThreshold(point, own, 0.9, catalog);
        QCOMPARE(attributeThresholdOf(point, 1, 0), 0.9);
        QCOMPARE(attributeThresholdOf(point, 0, 0), 0.2);
        const ThresholdRow group{Of::Group, {}, 0};
        OperatingPoint moved = point;
        shiftThreshold(moved, 0.75, group, catalog);  // attribute by attribute, up to 1
        QCOMPARE(moved.attributeOf.at(0), 0.95);
        QCOMPARE(moved.attributeOf.at(1), 1.0);
        QVERIFY(!moved.attributeOf.contains(2));
        copyThreshold(moved, point, group, catalog);
        QCOMPARE(moved.attributeOf.at(0), 0.2);
        QCOMPARE(moved.attributeOf.at(1), 0.5);
        dropThreshold(moved, group, catalog);
        QVERIFY(moved.attributeOf.empty());
        dropThreshold(moved, own, catalog);
        QVERIFY(moved == OperatingPoint());
        setThreshold(moved, {Of::Score, CategoryIndex(1), 0}, 0.4, catalog);
        QCOMPARE(scoreThresholdOf(moved, 1), 0.4);
        QCOMPARE(QString::fromStdString(nameOf(own, catalog)), "belt, long");
        QCOMPARE(QString::fromStdString(nameOf(group, catalog)), "length");
        QCOMPARE(QString::fromStdString(nameOf({Of::Score, CategoryIndex(0), 0}, catalog)), "coat");
        QCOMPARE(QString::fromStdString(nameOf(kAllScores, catalog)), "All scores");
    }

    void eachKindHasItsRows() {
        const Catalog catalog({{1, "coat", ""}, {2, "belt", ""}},
                              {{5, "long", "length"}, {6, "short", "length"}, {7, "red", ""}});
        const auto count = [&](const char* name) {
            return int(rowsOf(*tuneWhatNamed(name), catalog).size());
        };
        QCOMPARE(count("global"), 2);
        QCOMPARE(count("category"), 2);
        QCOMPARE(count("attribute"), 3);
        QCOMPARE(count("group"), 2);
        QCOMPARE(count("category-attribute"), 6);
        QVERIFY(!tuneWhatNamed("no"));
    }

    // Between .2 and .4, .4 and .7 lie thresholds of the grid .25 .5 .75; above .7 the third. The
    // middles are .3, .55, .85.
    void candidatesAreMiddlesOfWhatTheGridParts() {
        const auto candidates = [](const MatchTable& table, int count) {
            return ThresholdEvidence(table, Protocol::paper(), {})
                .candidates(attributeRow(0), count);
        };
        const MatchTable table = decisions({{true, 0.4f}, {false, 0.2f}, {true, 0.7f}});
        const auto three = candidates(table, 3);
        QCOMPARE(three.size(), std::size_t(3));
        QCOMPARE(three[0], 0.3);
        QCOMPARE(three[1], 0.55);
        QCOMPARE(three[2], 0.85);
        // However fine the grid, there are four ways to part three values.
        QCOMPARE(candidates(table, 399).size(), std::size_t(4));
        QVERIFY(candidates(tableOf({}), 39).empty());
        // Values a bit apart are parted all the same.
        const float low = 0.5f, high = std::nextafter(low, 1.f);
        for (const double threshold : candidates(decisions({{true, low}, {false, high}}), 39))
            QVERIFY(float(threshold) <= low || float(threshold) >= high);
        QVERIFY(partingThreshold(low, high, true) > low);
        QVERIFY(float(partingThreshold(low, high, true)) <= high);
    }

    void scoresOutsideOneHaveCandidatesToo() {
        const RleMask mask = maskOf({"##"});
        const MatchTable table =
            tableOf({{{truthOf(mask)}, {foundOf(mask, -3), foundOf(mask, 1), foundOf(mask, 9)}}});
        const auto found =
            ThresholdEvidence(table, Protocol::paper(), {}).candidates(kAllScores, 5);
        // Grid -1, 1, 3, 5, 7: between -3 and 1, and between 1 and 9.
        QCOMPARE(found, (std::vector<double>{-1, 5}));
    }

    // Whatever lies in no sample changes no measure: differs() says so and evaluate() agrees.
    void whatDoesNotDifferChangesNothing() {
        const MatchTable table = randomTable(3, 40);
        const Protocol protocol = Protocol::paper();
        const ThresholdEvidence evidence(table, protocol, {});
        int differing = 0, alike = 0;
        for (const AttributeIndex attribute : {0, 3, 6})
            for (const double from : {0.15, 0.4})
                for (const double to : {0.05, 0.12, 0.38, 0.45, 0.95}) {
                    OperatingPoint a, b;
                    setThreshold(a, attributeRow(attribute), from, *table.catalog);
                    setThreshold(b, attributeRow(attribute), to, *table.catalog);
                    const auto reportA = evaluate(table, protocol, a);
                    const auto reportB = evaluate(table, protocol, b);
                    for (std::size_t k = 0; k < reportA->categories.size(); ++k) {
                        const CategoryIndex category = reportA->categories[k].category;
                        const bool same = reportA->categories[k].ap == reportB->categories[k].ap;
                        if (evidence.differs(category, attributeRow(attribute), a, b))
                            differing += !same;
                        else
                            alike += 1;
                        QVERIFY(same || evidence.differs(category, attributeRow(attribute), a, b));
                    }
                }
        QVERIFY(differing > 10 && alike > 10);
    }

    // Sorted from .9 down: has, has, has not, has. Taking two: precision 1, recall 2/3, F1 .8;
    // taking four: 2 * 3 / (4 + 3) = .857. With another wrong one before the last: 6 / 8 = .75.
    void theProxyHasTheBestF1() {
        const auto proxy = [](const MatchTable& table) {
            const ThresholdEvidence evidence(table, Protocol::paper(), {});
            return *proxyThreshold(evidence, attributeRow(0), *table.catalog);
        };
        const auto four =
            proxy(decisions({{true, 0.9f}, {true, 0.8f}, {false, 0.6f}, {true, 0.4f}}));
        QCOMPARE(four.f1, 6.0 / 7);
        QCOMPARE(four.threshold, 0.2);
        const auto two = proxy(
            decisions({{true, 0.9f}, {true, 0.8f}, {false, 0.6f}, {false, 0.5f}, {true, 0.4f}}));
        QCOMPARE(two.f1, 0.8);
        QCOMPARE(two.threshold, 0.7);
        const MatchTable none = decisions({{false, 0.9f}});
        const ThresholdEvidence evidence(none, Protocol::paper(), {});
        QVERIFY(!proxyThreshold(evidence, attributeRow(0), *none.catalog));
        QVERIFY(!proxyThreshold(evidence, kAllScores, *none.catalog));
    }

    // Crowds are no objects to learn from; an object without attributes is one only where the
    // protocol wants it empty; a detection below the score threshold is none.
    void samplesAreOfWhatTheProtocolAsks() {
        using Object = ThresholdEvidence::Sample::Object;
        const RleMask mask = maskOf({"##"});
        const auto objects = [&](const GroundTruthObject& truth, const Protocol& protocol,
                                 double score = 0.9) {
            const MatchTable table =
                tableOf({{{truth}, {foundOf(mask, score, 0, {{0, 0.5f}})}}}, 1, 2);
            OperatingPoint point;
            point.scoreThreshold = 0.3;
            std::vector<Object> result;
            const ThresholdEvidence evidence(table, protocol, point);
            for (const auto& sample : evidence.samples(0, 0))
                result.push_back(sample.object);
            return result;
        };
        using Objects = std::vector<Object>;
        const Protocol paper = Protocol::paper(), strict = Protocol::fashionpedia();
        QCOMPARE(objects(truthOf(mask, 0, {0}), paper), Objects{Object::HasIt});
        QCOMPARE(objects(truthOf(mask, 0, {1}), paper), Objects{Object::HasItNot});
        QCOMPARE(objects(truthOf(mask, 0, {0}, true), paper), Objects{Object::Unasked});
        QCOMPARE(objects(truthOf(mask), paper), Objects{Object::Unasked});
        QCOMPARE(objects(truthOf(mask), strict), Objects{Object::HasItNot});
        QCOMPARE(objects(truthOf(mask, 0, {0}), paper, 0.2), Objects{});
    }

    void supportCountsObjects() {
        const RleMask mask = maskOf({"##"});
        const MatchTable table = tableOf({{{truthOf(mask, 0, {0, 1}), truthOf(mask, 1, {0}),
                                            truthOf(mask, 1, {0}, true), truthOf(mask, 1)},
                                           {}}},
                                         2, 3);
        const ThresholdEvidence evidence(table, Protocol::paper(), {});
        QCOMPARE(evidence.support(attributeRow(0)), std::uint64_t(2));  // less the crowd
        QCOMPARE(evidence.support(attributeRow(0, CategoryIndex(1))), std::uint64_t(1));
        QCOMPARE(evidence.support(attributeRow(2)), std::uint64_t(0));
        QCOMPARE(evidence.support(kAllScores), std::uint64_t(3));
        QCOMPARE(evidence.support(kAllAttributes), std::uint64_t(3));
        QCOMPARE(evidence.support({Of::Score, CategoryIndex(1), 0}), std::uint64_t(2));
    }

    void foldsShareOutWhatIsRare() {
        // Category 0 in all of 50 images, category 1 in ten of them, category 2 in five.
        std::vector<ImageContent> contents(50);
        const RleMask mask = maskOf({"##"});
        for (int i = 0; i < 50; ++i) {
            contents[std::size_t(i)].truths.push_back(truthOf(mask, 0));
            if (i % 5 == 0)
                contents[std::size_t(i)].truths.push_back(truthOf(mask, 1));
            if (i % 10 == 3)
                contents[std::size_t(i)].truths.push_back(truthOf(mask, 2));
        }
        MatchTable table = tableOf(contents, 3);
        const auto fold = foldsOf(table, 5, 1);
        for (std::uint32_t f = 0; f < 5; ++f) {
            const MatchTable in = inFold(table, fold, f);
            QCOMPARE(in.cells.size(), std::size_t(10));
            QCOMPARE(outsideFold(table, fold, f).cells.size(), std::size_t(40));
            int ofSecond = 0, ofThird = 0;
            for (const auto& cell : in.cells)
                for (const auto& truth : cell->truths) {
                    ofSecond += truth.category == 1;
                    ofThird += truth.category == 2;
                }
            QCOMPARE(ofSecond, 2);
            QCOMPARE(ofThird, 1);
        }
        QVERIFY(fold != foldsOf(table, 5, 2));
        // The images' order decides nothing.
        std::reverse(table.cells.begin(), table.cells.end());
        auto reversed = foldsOf(table, 5, 1);
        std::reverse(reversed.begin(), reversed.end());
        QCOMPARE(reversed, fold);
    }

    // Applied with one point for all is evaluate() at that point.
    void anAppliedTableIsTheTableAtItsPoint() {
        const MatchTable table = randomTable(21, 50);
        OperatingPoint point;
        point.scoreThreshold = 0.3;
        point.scoreOf[1] = 0.7;
        point.attributeThreshold = 0.4;
        point.attributeOf[2] = 0.8;
        point.categoryAttributeOf[{0, 1}] = 0.2;
        point.maxDetections = 3;
        point.nmsIou = 0.6;
        std::vector<std::uint32_t> fold(table.cells.size());
        for (std::size_t i = 0; i < fold.size(); ++i)
            fold[i] = i % 2;
        const MatchTable at = applied(table, fold, {point, point});
        for (const char* name : {"coco", "paper", "fashionpedia", "kaggle2020"}) {
            const Protocol protocol = *protocolNamed(name);
            const auto wanted = evaluate(table, protocol, point);
            const auto found = evaluate(at, protocol, appliedPoint(point));
            QCOMPARE(found->metrics.size(), wanted->metrics.size());
            for (std::size_t m = 0; m < wanted->metrics.size(); ++m)
                QVERIFY(found->metrics[m].value == wanted->metrics[m].value);
            QCOMPARE(found->detections, wanted->detections);
        }
    }
};

QTEST_GUILESS_MAIN(ThresholdRowsTest)
#include "tst_threshold_rows.moc"
