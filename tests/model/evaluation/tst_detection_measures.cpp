#include <QTest>

#include "mixed_sets.h"
#include "model/evaluation/detection_measures.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kHalf = maskOf({"##.", "...", "..."});  // boxes overlap by .5
const RleMask kCorner = maskOf({"...", "...", "..#"});

}  // namespace

class DetectionMeasures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void corLocByHand() {
        // Two objects of 0, one found by a box of .5; one of 1, whose detection is of 0. Category 2
        // has none.
        const MatchTable table =
            tableOf({{{truthOf(kSquare, 0), truthOf(kCorner, 0), truthOf(kCorner, 1)},
                      {foundOf(kHalf, .9, 0), foundOf(kSquare, .8, 1)}}},
                    3);
        const auto result = correctLocalization(table, {});
        QCOMPARE(result->categories[0].share, .5);
        QCOMPARE(result->categories[1].share, 0.0);
        QCOMPARE(result->categories[2].share, -1.0);
        QCOMPARE(result->weighted, 1 / 3.0);
        const auto objects = correctLocalizationObjects(table, {}, 0);
        QVERIFY((objects->hits == std::vector<CellObject>{{0, 0, 0}}));
        QVERIFY((objects->misses == std::vector<CellObject>{{0, 1, {}}}));
    }

    void onlyTheFirstFiveOfAllCategories() {
        // Five better ones of another category stand before it; taking one away lets it in.
        ImageContent content{{truthOf(kSquare, 0)}, {foundOf(kSquare, .1, 0)}};
        for (int i = 0; i < 5; ++i)
            content.founds.push_back(foundOf(kCorner, .5, 1));
        QCOMPARE(correctLocalization(tableOf({content}, 2), {})->weighted, 0.0);
        content.founds.pop_back();
        QCOMPARE(correctLocalization(tableOf({content}, 2), {})->weighted, 1.0);
        // Of equal scores the first in the file is in.
        content.founds.front().score = .5;
        content.founds.push_back(foundOf(kCorner, .5, 1));
        QCOMPARE(correctLocalization(tableOf({content}, 2), {})->weighted, 1.0);
        std::reverse(content.founds.begin(), content.founds.end());
        QCOMPARE(correctLocalization(tableOf({content}, 2), {})->weighted, 0.0);
    }

    void corLocEqualsPlainLoops() {
        for (std::uint64_t seed = 0; seed < 5; ++seed) {
            const auto contents = mixedContents(seed, 100, 4);
            std::vector<std::uint64_t> objects(4), hits(4);
            for (const ImageContent& content : contents) {
                auto order = byScore(content);
                order.resize(std::min<std::size_t>(order.size(), 5));
                for (const GroundTruthObject& truth : content.truths) {
                    bool hit = false;
                    for (const std::uint32_t f : order)
                        hit |= content.founds[f].category == truth.category &&
                               plainIou(content.founds[f], truth, IouType::Box) >= .5;
                    objects[truth.category] += !truth.crowd;
                    hits[truth.category] += hit && !truth.crowd;
                }
            }
            const MatchTable table = tableOf(contents, 4);
            const auto result = correctLocalization(table, {});
            for (std::size_t c = 0; c < 4; ++c) {
                QVERIFY(hits[c] > 0 && hits[c] < objects[c]);
                QCOMPARE(result->categories[c].objects, objects[c]);
                QCOMPARE(result->categories[c].hits, hits[c]);
                const auto list = correctLocalizationObjects(table, {}, CategoryIndex(c));
                QCOMPARE(list->hits.size(), hits[c]);
                QCOMPARE(list->misses.size(), objects[c] - hits[c]);
            }
        }
    }

    void weightedApWeighsByObjects() {
        // Category 0: three of three found, AP 1. Category 1: one object, missed, AP 0.
        const MatchTable table =
            tableOf({{{truthOf(kSquare, 0), truthOf(kCorner, 1)}, {foundOf(kSquare, .9, 0)}},
                     {{truthOf(kSquare, 0)}, {foundOf(kSquare, .9, 0)}},
                     {{truthOf(kSquare, 0)}, {foundOf(kSquare, .9, 0), foundOf(kSquare, .3, 2)}}},
                    3);
        const auto report = evaluate(table, Protocol::coco(), {});
        QCOMPARE(report->value("AP"), .5);
        QVERIFY(std::abs(weightedAp(*report) - .75) < 1e-12);
        QCOMPARE(weightedAp(*evaluate(tableOf({}), Protocol::coco(), {})), -1.0);
    }
};

QTEST_GUILESS_MAIN(DetectionMeasures)
#include "tst_detection_measures.moc"
