#include <QTest>

#include "mixed_sets.h"
#include "model/evaluation/confusion.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kThreeQuarters = maskOf({"##.", "#..", "..."});  // IoU .75 with kSquare
const RleMask kHalf = maskOf({"##.", "...", "..."});           // IoU .5
const RleMask kQuarter = maskOf({"#..", "...", "..."});        // IoU .25
const RleMask kCorner = maskOf({"...", "...", "..#"});         // IoU 0

ConfusionMatrix matrixOf(const ImageContent& content, const OperatingPoint& point = {}) {
    return *confusionMatrix(tableOf({content}, 3), Protocol::coco(), point);
}

using Counts = std::vector<std::uint64_t>;

// In plain loops over masks.
Counts plainCounts(const std::vector<ImageContent>& contents, std::size_t categories,
                   IouType type) {
    Counts counts((categories + 1) * (categories + 1));
    for (const ImageContent& content : contents) {
        std::vector<bool> taken(content.truths.size());
        for (const std::uint32_t f : byScore(content)) {
            const Detection& found = content.founds[f];
            std::size_t best = content.truths.size();
            bool crowd = false;
            for (std::size_t t = 0; t < content.truths.size(); ++t) {
                const GroundTruthObject& truth = content.truths[t];
                const double iou = plainIou(found, truth, type);
                if (iou < .5 || (truth.crowd && truth.category != found.category))
                    continue;
                crowd |= truth.crowd;
                if (truth.crowd || taken[t])
                    continue;
                if (best < taken.size()) {
                    const GroundTruthObject& other = content.truths[best];
                    const double otherIou = plainIou(found, other, type);
                    const bool own = truth.category == found.category;
                    const bool otherOwn = other.category == found.category;
                    if (iou < otherIou || (iou == otherIou && otherOwn && !own))
                        continue;
                }
                best = t;
            }
            if (best < taken.size()) {
                taken[best] = true;
                ++counts[content.truths[best].category * (categories + 1) + found.category];
            } else if (!crowd) {
                ++counts[categories * (categories + 1) + found.category];
            }
        }
        for (std::size_t t = 0; t < taken.size(); ++t)
            if (!taken[t] && !content.truths[t].crowd)
                ++counts[content.truths[t].category * (categories + 1) + categories];
    }
    return counts;
}

}  // namespace

class Confusion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anObjectTakenForAnother() {
        // Category 0 taken for 1; the corner, of 2, is missed; a detection of 2 lies on nothing.
        const ConfusionMatrix matrix =
            matrixOf({{truthOf(kSquare, 0), truthOf(kCorner, 2)},
                      {foundOf(kThreeQuarters, .9, 1), foundOf(kQuarter, .8, 2)}});
        QCOMPARE(matrix.counts, (Counts{0, 1, 0, 0,  //
                                        0, 0, 0, 0,  //
                                        0, 0, 0, 1,  //
                                        0, 0, 1, 0}));
        QCOMPARE(matrix.at(0, 1), 1u);
    }

    void theBestScoreTakesTheNearest() {
        // The wrong category is more certain and takes the object; the right one gets nothing.
        QCOMPARE(
            matrixOf({{truthOf(kSquare)}, {foundOf(kSquare, .8, 0), foundOf(kHalf, .9, 1)}}).counts,
            (Counts{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0}));
        // The nearer object, though of another category.
        QCOMPARE(
            matrixOf({{truthOf(kSquare, 1), truthOf(kHalf, 0)}, {foundOf(kSquare, .9, 0)}}).counts,
            (Counts{0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    void ofEqualOverlapsTheOwnCategory() {
        for (const bool ownFirst : {true, false}) {
            std::vector<GroundTruthObject> truths{truthOf(kSquare, 0), truthOf(kSquare, 1)};
            if (!ownFirst)
                std::reverse(truths.begin(), truths.end());
            QCOMPARE(matrixOf({truths, {foundOf(kThreeQuarters, .9, 0)}}).counts,
                     (Counts{1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
        }
    }

    void crowdsTakeTheirOwnOnly() {
        QCOMPARE(matrixOf({{truthOf(kSquare, 0, {}, true)},
                           {foundOf(kQuarter, .9, 0), foundOf(kQuarter, .8, 0)}})
                     .counts,
                 Counts(16));
        QCOMPARE(matrixOf({{truthOf(kSquare, 0, {}, true)}, {foundOf(kQuarter, .9, 1)}}).at(3, 1),
                 1u);
    }

    void equalsPlainLoops_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 10; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void equalsPlainLoops() {
        QFETCH(int, seed);
        const auto contents = mixedContents(std::uint64_t(seed), 80, 4);
        const MatchTable table = tableOf(contents, 4);
        for (const IouType type : {IouType::Box, IouType::Mask}) {
            const Protocol protocol = Protocol::coco(type);
            const ConfusionMatrix matrix = *confusionMatrix(table, protocol, {});
            QCOMPARE(matrix.counts, plainCounts(contents, 4, type));
            QVERIFY(matrix.at(0, 1) + matrix.at(1, 0) + matrix.at(2, 3) > 0 && matrix.at(0, 0) > 0);
            for (std::size_t row = 0; row < 5; ++row)
                for (std::size_t column = 0; column < 5; ++column) {
                    const auto objects = *confusionObjects(table, protocol, {}, row, column);
                    QCOMPARE(objects.size(), matrix.at(row, column));
                    for (const CellObject& object : objects) {
                        QCOMPARE(object.truth.has_value(), row < 4);
                        QCOMPARE(object.found.has_value(), column < 4);
                        const ImageContent& content = contents[object.image];
                        QVERIFY(row == 4 || content.truths[*object.truth].category == row);
                        QVERIFY(column == 4 || content.founds[*object.found].category == column);
                    }
                }
            QCOMPARE(confusionMatrix(table, protocol, {}, {}, 1)->counts, matrix.counts);
            QCOMPARE(confusionMatrix(table, protocol, {}, {}, 3)->counts, matrix.counts);
        }
    }

    void keepsToTheOperatingPoint() {
        OperatingPoint point;
        point.scoreOf[1] = .95;
        const ImageContent content{{truthOf(kSquare)},
                                   {foundOf(kSquare, .8, 0), foundOf(kHalf, .9, 1)}};
        QCOMPARE(matrixOf(content, point).counts,
                 (Counts{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    void rowsStandByRawId() {
        MatchTable table = tableOf({{{truthOf(kSquare, 0)}, {foundOf(kSquare, .9, 1)}}}, 2);
        table.catalog = std::make_shared<Catalog>(std::vector<Category>{{7, "a", ""}, {3, "b", ""}},
                                                  table.catalog->attributes());
        const auto matrix = confusionMatrix(table, Protocol::coco(), {});
        QCOMPARE(matrix->categories, (std::vector<CategoryIndex>{1, 0}));
        QCOMPARE(matrix->at(1, 0), 1u);
    }

    void stopsWithoutAResult() {
        std::stop_source stop;
        stop.request_stop();
        const MatchTable table = randomTable(1, 5);
        QVERIFY(!confusionMatrix(table, Protocol::coco(), {}, stop.get_token()));
        QVERIFY(!confusionObjects(table, Protocol::coco(), {}, 0, 0, stop.get_token()));
    }
};

QTEST_GUILESS_MAIN(Confusion)
#include "tst_confusion.moc"
