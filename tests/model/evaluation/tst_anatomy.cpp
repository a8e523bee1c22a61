#include <QTest>

#include "mixed_sets.h"
#include "model/evaluation/anatomy.h"
#include "model/evaluation/evaluator.h"
#include "model/evaluation/matching.h"
#include "model/evaluation/score_curves.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kCorner = maskOf({"...", "...", "..#"});
const RleMask kTop = maskOf({"..#", "...", "..."});

}  // namespace

class Anatomy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsMakeTheHeadline() {
        // Fashionpedia's list has the ids 0 and 10 of 0, 10 .. 40.
        const MatchTable table = tableOf(mixedContents(4, 80, 5), 6);
        Protocol fixed = Protocol::paper();
        fixed.pairs = Pairs::Fixed;
        Protocol equalGrid = Protocol::fashionpedia();
        equalGrid.weights = Weights::Equal;
        for (const Protocol& protocol :
             {Protocol::coco(), Protocol::coco(IouType::Box), Protocol::paper(), fixed,
              Protocol::fashionpedia(), equalGrid}) {
            const auto report = evaluate(table, protocol, {});
            const auto asks = categoriesWithF1(table, protocol);
            const auto parts = headlineParts(*report, asks);
            QCOMPARE(parts.size(), std::size_t(6));
            double headline = 0, weights = 0, lost = 0;
            for (const HeadlinePart& part : parts) {
                headline += part.ap > -1 ? part.weight * part.ap : 0;
                weights += part.weight;
                lost += part.lost;
            }
            QVERIFY(std::abs(weights - 1) < 1e-12);
            QVERIFY(std::abs(headline - report->value(headlineName(protocol))) < 1e-12);
            QVERIFY(std::abs(headline + lost - 1) < 1e-12);
            QCOMPARE(parts[5].ap, -1.0);  // no objects
            QCOMPARE(parts[5].weight, 0.0);
            const bool columns = protocol.weights == Weights::EachF1Threshold;
            QCOMPARE(parts[0].columns, columns ? 10 : 1);
            QCOMPARE(parts[4].columns, 1);
            // Overlap alone, beside it.
            const auto plain = evaluate(table, Protocol::coco(protocol.iouType), {});
            for (std::size_t k = 0; k < 6; ++k)
                if (protocol.choice == Choice::HighestIou)
                    QCOMPARE(parts[k].iouAp, plain->categories[k].ap);
                else
                    QCOMPARE(parts[k].iouAp, report->blocks[1].categoryAp[k]);
        }
        QVERIFY(headlineParts(*evaluate(table, Protocol::kaggle2020(), {}), {}).empty());
    }

    void twoHundredAndEightColumns() {
        std::vector<Category> categories;
        ImageContent content;
        for (int id = 0; id < 46; ++id) {
            categories.push_back({id, "c", ""});
            content.truths.push_back(truthOf(kSquare, CategoryIndex(id)));
        }
        MatchTable table = tableOf({content}, 46);
        table.catalog = std::make_shared<Catalog>(categories, table.catalog->attributes());
        const auto report = evaluate(table, Protocol::fashionpedia(), {});
        int columns = 0;
        for (const HeadlinePart& part :
             headlineParts(*report, categoriesWithF1(table, Protocol::fashionpedia()))) {
            columns += part.columns;
            QCOMPARE(part.weight, part.columns / 208.0);
        }
        QCOMPARE(columns, 208);
    }

    void verdictsOfCategories() {
        const MatchTable table = tableOf(mixedContents(6, 150, 4), 4);
        const Criteria criteria = criteriaOf(table, Protocol::paper(), kDefaultOperatingPoint);
        const auto counts = categoryCounts(table, criteria);
        const auto report = evaluate(table, Protocol::coco(), {});
        VerdictCounts all;
        for (std::size_t k = 0; k < counts->size(); ++k) {
            const CategoryCounts& of = (*counts)[k];
            QCOMPARE(of.objects, report->categories[k].objects);
            all.right += of.verdicts.right;
            all.attributeErrors += of.verdicts.attributeErrors;
            all.missed += of.verdicts.missed;
            all.falses += of.verdicts.falses;
            const auto objects = [&](Verdict::Kind kind) {
                const auto list = verdictObjects(table, criteria, kind, of.category);
                for (const CellObject& object : *list) {
                    const ImageCell& cell = *table.cells[object.image];
                    const CategoryIndex category = object.truth
                                                       ? cell.truths[*object.truth].category
                                                       : cell.founds[*object.found].category;
                    if (category != of.category)
                        return std::size_t(-1);
                }
                return list->size();
            };
            QCOMPARE(objects(Verdict::Kind::Right), of.verdicts.right);
            QCOMPARE(objects(Verdict::Kind::AttributeError), of.verdicts.attributeErrors);
            QCOMPARE(objects(Verdict::Kind::Missed), of.verdicts.missed);
            QCOMPARE(objects(Verdict::Kind::False), of.verdicts.falses);
        }
        QVERIFY(all == *countVerdicts(table, criteria));
        QVERIFY(all.right > 0 && all.attributeErrors > 0 && all.missed > 0 && all.falses > 0);
        QCOMPARE(verdictObjects(table, criteria, Verdict::Kind::Missed)->size(), all.missed);
    }

    void attributesByHand() {
        // 1: one object has it and is predicted so (its own threshold of .9 on category 1 does not
        // matter); 2: missed; 3: false, twice, once on no object.
        OperatingPoint point;
        point.attributeOf[3] = .3;
        point.categoryAttributeOf[{1, 1}] = .9;
        const MatchTable table =
            tableOf({{{truthOf(kSquare, 0, {1, 2}), truthOf(kCorner, 1, {1})},
                      {foundOf(kSquare, .9, 0, {{1, .6f}, {2, .4f}, {3, .4f}}),
                       foundOf(kCorner, .9, 1, {{1, .8f}}), foundOf(kTop, .8, 0, {{3, .9f}})}}},
                    2);
        const auto counts = attributeCounts(table, Protocol::coco(), point);
        QCOMPARE(counts->size(), std::size_t(8));
        const AttributeCounts &one = (*counts)[1], &two = (*counts)[2], &three = (*counts)[3];
        QVERIFY(one.objects == 2 && one.predicted == 1 && one.hits == 1 && one.misses == 1);
        QCOMPARE(one.precision, 1.0);
        QCOMPARE(one.recall, .5);
        QCOMPARE(one.f1, 2 / 3.0);
        QVERIFY(two.objects == 1 && two.predicted == 0 && two.precision == -1 && two.f1 == 0);
        QVERIFY(three.falses == 2 && three.recall == -1 && three.f1 == 0);
        QVERIFY((*counts)[4].f1 == -1);
        const auto ofOne = attributeObjects(table, Protocol::coco(), point, 1);
        QVERIFY((ofOne->hits == std::vector<CellObject>{{0, 0, 0}}));
        QVERIFY((ofOne->misses == std::vector<CellObject>{{0, 1, 1}}));
        const auto ofThree = attributeObjects(table, Protocol::coco(), point, 3);
        QVERIFY((ofThree->falses == std::vector<CellObject>{{0, 0, 0}, {0, {}, 2}}));
        QCOMPARE((*attributeCounts(table, Protocol::coco(), point, CategoryIndex(1)))[1].objects,
                 1u);
    }

    void attributeCountsAreACurvesPoint() {
        const MatchTable table = tableOf(mixedContents(8, 150, 4), 4);
        for (const std::optional<CategoryIndex> category :
             {std::optional<CategoryIndex>(), std::optional<CategoryIndex>(2)}) {
            const auto counts =
                attributeCounts(table, Protocol::coco(), kDefaultOperatingPoint, category);
            for (const AttributeCounts& of : *counts) {
                const auto curve = attributeCurve(
                    table, Protocol::coco(), kDefaultOperatingPoint, {of.attribute},
                    category ? std::vector{*category} : std::vector<CategoryIndex>{});
                const CurvePoint* point = curve->at(.5);
                QVERIFY(point && of.hits > 0);
                QVERIFY(point->hits == of.hits && point->falses == of.falses &&
                        point->misses == of.misses);
                const auto objects = attributeObjects(
                    table, Protocol::coco(), kDefaultOperatingPoint, of.attribute, category);
                QVERIFY(objects->hits.size() == of.hits && objects->falses.size() == of.falses &&
                        objects->misses.size() == of.misses);
            }
        }
    }
};

QTEST_GUILESS_MAIN(Anatomy)
#include "tst_anatomy.moc"
