#include <QTest>

#include "mixed_sets.h"
#include "model/evaluation/reliability.h"
#include "model/evaluation/verdict.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kCorner = maskOf({"...", "...", "..#"});
const RleMask kTop = maskOf({"..#", "...", "..."});

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

}  // namespace

class ReliabilityOfScores : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void binsHaveTheirLowerEnd() {
        QCOMPARE(reliabilityBin(0.), std::size_t(0));
        QCOMPARE(reliabilityBin(.0999), std::size_t(0));
        QCOMPARE(reliabilityBin(.1), std::size_t(1));
        QCOMPARE(reliabilityBin(.3), std::size_t(3));
        QCOMPARE(reliabilityBin(.9), std::size_t(9));
        QCOMPARE(reliabilityBin(1.), std::size_t(9));
        QCOMPARE(reliabilityBin(-4.), std::size_t(0));
        QCOMPARE(reliabilityBin(1e30), std::size_t(9));
        QCOMPARE(reliabilityBin(.9f), std::size_t(9));
    }

    void byHand() {
        // Bin 8: .8 hit, .84 false: half of them right, mean .82. Bin 2: .25 hit. Error
        // (2 * .32 + 1 * .75) / 3.
        const MatchTable table =
            tableOf({{{truthOf(kSquare), truthOf(kCorner)},
                      {foundOf(kSquare, .8), foundOf(kTop, .84), foundOf(kCorner, .25)}}});
        const auto result = scoreReliability(table, Protocol::coco(), {});
        QCOMPARE(result->count, 3u);
        QCOMPARE(result->bins[8].count, 2u);
        QCOMPARE(result->bins[8].hits, 1u);
        QVERIFY(near(result->bins[8].meanScore, .82) && near(result->bins[8].hitShare, .5));
        QVERIFY(near(result->expectedError, (2 * .32 + .75) / 3));
        QCOMPARE(result->bins[5].count, 0u);
        const auto objects = scoreReliabilityObjects(table, Protocol::coco(), {}, 8);
        QVERIFY((objects->hits == std::vector<CellObject>{{0, 0, 0}}));
        QVERIFY((objects->falses == std::vector<CellObject>{{0, {}, 1}}));
        // What does not count does not, and what lies on a crowd neither.
        OperatingPoint point;
        point.scoreThreshold = .5;
        QCOMPARE(scoreReliability(table, Protocol::coco(), point)->count, 2u);
        QCOMPARE(
            scoreReliability(tableOf({{{truthOf(kSquare, 0, {}, true)}, {foundOf(kSquare, .8)}}}),
                             Protocol::coco(), {})
                ->expectedError,
            -1.0);
    }

    void attributesByHand() {
        // Of the one that hits: 1 at .8 (it has it), 2 at .3 (not), 3 at .9 (not). The false one's
        // are not asked.
        const MatchTable table = tableOf({{{truthOf(kSquare, 0, {1, 5})},
                                           {foundOf(kSquare, .8, 0, {{1, .8f}, {2, .3f}, {3, .9f}}),
                                            foundOf(kTop, .84, 0, {{1, .8f}})}}});
        const auto result = attributeReliability(table, Protocol::coco(), {});
        QCOMPARE(result->count, 3u);
        const double expected = (std::abs(1 - double(.8f)) + double(.3f) + double(.9f)) / 3;
        QVERIFY(near(result->expectedError, expected));
        QCOMPARE(attributeReliability(table, Protocol::coco(), {}, {1, 2})->count, 2u);
        const auto objects = attributeReliabilityObjects(table, Protocol::coco(), {}, 8);
        QVERIFY((objects->hits == std::vector<CellObject>{{0, 0, 0}}) && objects->falses.empty());
    }

    void countsAreTheVerdicts() {
        const MatchTable table = tableOf(mixedContents(3, 200, 4), 4);
        for (const IouType type : {IouType::Box, IouType::Mask}) {
            const Protocol protocol = Protocol::coco(type);
            const auto result = scoreReliability(table, protocol, kDefaultOperatingPoint);
            const auto verdicts =
                countVerdicts(table, criteriaOf(table, protocol, kDefaultOperatingPoint));
            std::uint64_t hits = 0;
            for (std::size_t bin = 0; bin < kReliabilityBins; ++bin) {
                hits += result->bins[bin].hits;
                const auto objects =
                    scoreReliabilityObjects(table, protocol, kDefaultOperatingPoint, bin);
                QCOMPARE(objects->hits.size(), result->bins[bin].hits);
                QCOMPARE(objects->hits.size() + objects->falses.size(), result->bins[bin].count);
                const auto ofAttributes =
                    attributeReliabilityObjects(table, protocol, kDefaultOperatingPoint, bin);
                const auto bins = attributeReliability(table, protocol, kDefaultOperatingPoint);
                QCOMPARE(ofAttributes->hits.size(), bins->bins[bin].hits);
                QCOMPARE(ofAttributes->hits.size() + ofAttributes->falses.size(),
                         bins->bins[bin].count);
            }
            QCOMPARE(hits, verdicts->right);
            QCOMPARE(result->count, verdicts->right + verdicts->falses);
            QVERIFY(hits > 20);
            const auto alone = scoreReliability(table, protocol, kDefaultOperatingPoint, {}, {}, 1);
            const auto many = scoreReliability(table, protocol, kDefaultOperatingPoint, {}, {}, 4);
            QCOMPARE(alone->expectedError, many->expectedError);  // to the bit
        }
    }
};

QTEST_GUILESS_MAIN(ReliabilityOfScores)
#include "tst_reliability.moc"
