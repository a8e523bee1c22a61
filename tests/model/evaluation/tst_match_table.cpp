#include <QTest>
#include <algorithm>

#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;
using Neighbour = ImageCell::Neighbour;

namespace {

Detection boxAt(double x, double width, double score, CategoryIndex category = 0) {
    Detection detection;
    detection.category = category;
    detection.score = score;
    detection.fileBox = BoxXywh{x, 0, width, 1};
    return detection;
}

}  // namespace

class MatchTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neighboursAreOfOneCategoryAndFromThreeTenthsOn() {
        // Widths of 10 that begin at 0, 5, 6 share 5, 4 and 9 of them: 5/15, 4/16 (too little) and
        // 9/11. The last one is another category's.
        const auto cell = makeCell({"image", {}}, {boxAt(0, 10, .2), boxAt(5, 10, .9),
                                                   boxAt(6, 10, .5), boxAt(0, 10, .9, 1)});
        const std::vector<Neighbour> expected{{1, 0, 5.0 / 15}, {1, 2, 9.0 / 11}};
        QCOMPARE(cell->neighbours, expected);
    }

    void neighboursFollowFileOrderBetweenEqualScores() {
        const auto cell = makeCell({"image", {}}, {boxAt(0, 10, .5), boxAt(0, 10, .5)});
        QCOMPARE(cell->neighbours, (std::vector<Neighbour>{{0, 1, 1}}));
    }

    void neighboursEqualEveryPairTried() {
        std::mt19937_64 random(3);
        const auto below = [&](int n) { return int(random() % std::uint64_t(n)); };
        for (int round = 0; round < 50; ++round) {
            std::vector<Detection> founds;
            for (int i = below(30); i > 0; --i)
                founds.push_back(
                    boxAt(below(40), 1 + below(20), below(5) / 4.0, CategoryIndex(below(3))));
            std::vector<Neighbour> expected;
            for (std::uint32_t worse = 0; worse < founds.size(); ++worse)
                for (std::uint32_t better = 0; better < founds.size(); ++better) {
                    const Detection &a = founds[better], &b = founds[worse];
                    const bool first = a.score > b.score || (a.score == b.score && better < worse);
                    const double iou = boxIou(*b.fileBox, *a.fileBox, false);
                    if (better != worse && first && a.category == b.category && iou >= .3)
                        expected.push_back({better, worse, iou});
                }
            QCOMPARE(makeCell({"image", {}}, founds)->neighbours, expected);
        }
    }
};

QTEST_GUILESS_MAIN(MatchTables)
#include "tst_match_table.moc"
