#include <QTest>

#include "model/evaluation/score_curves.h"
#include "model/evaluation/verdict.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kThreeQuarters = maskOf({"##.", "#..", "..."});  // IoU .75 with kSquare
const RleMask kCorner = maskOf({"...", "...", "..#"});         // IoU 0

// The same table with no two scores alike.
MatchTable withoutTies(const MatchTable& table) {
    MatchTable result;
    result.catalog = table.catalog;
    double step = 0;
    for (const auto& cell : table.cells) {
        auto copy = std::make_shared<ImageCell>(*cell);
        for (ImageCell::Found& found : copy->founds)
            found.score -= step += 1e-7;
        indexCell(*copy);
        result.cells.push_back(copy);
    }
    return result;
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

bool counts(const CurvePoint& point, const CountedObjects& objects) {
    return point.hits == objects.hits.size() && point.falses == objects.falses.size() &&
           point.misses == objects.misses.size();
}

}  // namespace

class ScoreCurves : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsByHand() {
        // Two objects. .9 hits the first, .8 is false, .7 and .6 are the second and the first again
        // (false). Tied scores make one point.
        const MatchTable table =
            tableOf({{{truthOf(kSquare), truthOf(kCorner)},
                      {foundOf(kSquare, .9), foundOf(maskOf({"..#", "...", "..."}), .8),
                       foundOf(kCorner, .6), foundOf(kThreeQuarters, .6)}}});
        const auto curve = scoreCurve(table, Protocol::coco(), {});
        QCOMPARE(curve->objects, 2u);
        QCOMPARE(curve->points.size(), std::size_t(3));
        QVERIFY((curve->points[0] == CurvePoint{.9, 1, 0, 1, 1, .5, 2 / 3.0}));
        QVERIFY((curve->points[1] == CurvePoint{.8, 1, 1, 1, .5, .5, .5}));
        QVERIFY((curve->points[2] == CurvePoint{.6, 2, 2, 0, .5, 1, 2 / 3.0}));
        QVERIFY(*curve->best == curve->points[0]);  // of equals the highest threshold
        QCOMPARE(curve->at(.7)->threshold, .8);
        QCOMPARE(curve->at(.6)->threshold, .6);
        QVERIFY(!curve->at(.95));
        const auto objects = scoreCurveObjects(table, Protocol::coco(), {}, .6);
        QVERIFY((objects->hits == std::vector<CellObject>{{0, 0, 0}, {0, 1, 2}}));
        QVERIFY((objects->falses == std::vector<CellObject>{{0, {}, 1}, {0, {}, 3}}));
        QVERIFY(objects->misses.empty());
    }

    void averagePrecisionIsTheReports_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 6; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void averagePrecisionIsTheReports() {
        QFETCH(int, seed);
        const MatchTable table = randomTable(std::uint64_t(seed), 40);
        for (const IouType type : {IouType::Box, IouType::Mask})
            for (const auto make : {&Protocol::coco, &Protocol::paper, &Protocol::fashionpedia}) {
                const Protocol protocol = make(type, false);
                const auto report = evaluate(table, protocol, {});
                for (const CategoryResult& result : report->categories) {
                    const auto curve = scoreCurve(table, protocol, {}, {result.category});
                    QVERIFY(near(curve->averagePrecision, result.ap50));
                    QCOMPARE(curve->objects, result.objects);
                }
                const auto all = scoreCurve(table, protocol, {});
                QVERIFY(
                    near(all->averagePrecision,
                         report->value(protocol.pairs == Pairs::None       ? "AP50"
                                       : protocol.pairs == Pairs::Diagonal ? "f1AP50"
                                                                           : "AP_IOU50_F150")) ||
                    protocol.pairs == Pairs::Grid);  // there categories weigh otherwise
                if (protocol.pairs == Pairs::None)
                    QCOMPARE(all->averagePrecision, report->value("AP50"));  // to the bit
            }
    }

    void theCurveIsTheReportsInterpolated() {
        const MatchTable table = withoutTies(randomTable(3, 60));
        const auto report = evaluate(table, Protocol::coco(), {});
        const std::size_t categories = report->categories.size();
        for (std::size_t t : {0u, 5u})
            for (std::size_t k = 0; k < categories; ++k) {
                const auto curve =
                    scoreCurve(table, Protocol::coco(), {}, {report->categories[k].category},
                               hitThresholds(Protocol::coco(), t == 0 ? .5 : .75));
                QVERIFY(curve->points.size() < kCurvePoints);
                for (std::size_t r = 0; r <= 100; ++r) {
                    double best = 0;
                    for (const CurvePoint& point : curve->points)
                        if (point.recall >= double(r) * .01)
                            best = std::max(best, point.precision);
                    const double theirs =
                        report->precision[((t * 101 + r) * categories + k) * 12 + 2];
                    QVERIFY(near(best, theirs));
                }
            }
    }

    void aPointIsWhatTheOperatingPointGives() {
        const MatchTable table = randomTable(5, 50);
        for (const auto make : {&Protocol::coco, &Protocol::paper, &Protocol::fashionpedia}) {
            const Protocol protocol = make(IouType::Mask, false);
            const auto curve = scoreCurve(table, protocol, kDefaultOperatingPoint);
            QVERIFY(curve->points.size() > 15);
            for (const CurvePoint& point : curve->points) {
                OperatingPoint at = kDefaultOperatingPoint;
                at.scoreThreshold = point.threshold;
                const auto verdicts = countVerdicts(table, criteriaOf(table, protocol, at));
                QCOMPARE(point.hits, verdicts->right);
                // Detections on a crowd that fail on F1 are false for evaluate() alone.
                QVERIFY(point.falses >= verdicts->falses + verdicts->attributeErrors);
                if (protocol.pairs == Pairs::None)
                    QCOMPARE(point.falses, verdicts->falses);
                QCOMPARE(point.misses, verdicts->missed + verdicts->attributeErrors);
                QVERIFY(counts(point, *scoreCurveObjects(table, protocol, at, point.threshold)));
            }
        }
    }

    void categoriesAreTakenTogether() {
        MatchTable table = randomTable(7, 50, 3);
        table.catalog = std::make_shared<Catalog>(
            std::vector<Category>{{0, "a", "upper"}, {1, "b", "lower"}, {2, "c", "upper"}},
            table.catalog->attributes());
        QCOMPARE(superCategories(*table.catalog), (std::vector<std::string>{"upper", "lower"}));
        const auto upper = categoriesOf(*table.catalog, "upper");
        QCOMPARE(upper, (std::vector<CategoryIndex>{0, 2}));
        const auto both = scoreCurve(table, Protocol::coco(), {}, upper);
        const auto a = scoreCurve(table, Protocol::coco(), {}, {0});
        const auto c = scoreCurve(table, Protocol::coco(), {}, {2});
        for (const CurvePoint& point : both->points) {
            const CurvePoint *ofA = a->at(point.threshold), *ofC = c->at(point.threshold);
            QCOMPARE(point.hits, (ofA ? ofA->hits : 0) + (ofC ? ofC->hits : 0));
            QCOMPARE(point.falses, (ofA ? ofA->falses : 0) + (ofC ? ofC->falses : 0));
        }
        QVERIFY(near(both->averagePrecision, (a->averagePrecision + c->averagePrecision) / 2));
    }

    void attributesByHand() {
        // Objects: the first has 1 and 2, the second 1, and is missed. The first's detection says 1
        // at .8, 3 at .6; a false detection says 1 at .9.
        const MatchTable table =
            tableOf({{{truthOf(kSquare, 0, {1, 2}), truthOf(kCorner, 0, {1})},
                      {foundOf(kSquare, .9, 0, {{1, .8f}, {3, .6f}}),
                       foundOf(maskOf({"..#", "...", "..."}), .8, 0, {{1, .9f}})}}});
        const auto one = attributeCurve(table, Protocol::coco(), {}, {1});
        QCOMPARE(one->objects, 2u);
        QCOMPARE(one->points.size(), std::size_t(2));
        QVERIFY((one->points[0] == CurvePoint{double(.9f), 0, 1, 2, 0, 0, 0}));
        QVERIFY((one->points[1] == CurvePoint{double(.8f), 1, 1, 1, .5, .5, .5}));
        QVERIFY(*one->best == one->points[1]);
        // Precision .5 to recall .5: 51 of 101 recalls.
        QVERIFY(near(one->averagePrecision, .5 * 51 / 101));
        const auto objects = attributeCurveObjects(table, Protocol::coco(), {}, .7, {1});
        QVERIFY((objects->hits == std::vector<CellObject>{{0, 0, 0}}));
        QVERIFY((objects->falses == std::vector<CellObject>{{0, {}, 1}}));
        QVERIFY((objects->misses == std::vector<CellObject>{{0, 1, {}}}));
        // The score takes the false one away; 2 is nobody's prediction; together 3 are asked for.
        OperatingPoint point;
        point.scoreThreshold = .85;
        QCOMPARE(attributeCurve(table, Protocol::coco(), point, {1})->points.size(),
                 std::size_t(1));
        const auto two = attributeCurve(table, Protocol::coco(), {}, {2});
        QVERIFY(two->points.empty() && !two->best && two->objects == 1);
        QCOMPARE(two->averagePrecision, 0.0);
        QCOMPARE(attributeCurve(table, Protocol::coco(), {}, {4})->averagePrecision, -1.0);
        QCOMPARE(attributeCurve(table, Protocol::coco(), {})->objects, 3u);
    }

    void attributePointsAreTheirObjects() {
        const MatchTable table = randomTable(11, 60);
        for (const std::vector<AttributeIndex>& asked :
             {std::vector<AttributeIndex>{}, {2}, {1, 4, 5}})
            for (const std::vector<CategoryIndex>& of : {std::vector<CategoryIndex>{}, {1, 3}}) {
                const auto curve = attributeCurve(table, Protocol::coco(), {}, asked, of);
                QVERIFY(curve->points.size() > 5 && curve->best);
                for (const CurvePoint& point : curve->points)
                    QVERIFY(counts(point, *attributeCurveObjects(table, Protocol::coco(), {},
                                                                 point.threshold, asked, of)));
            }
    }

    void longCurvesKeepTheirExtremes() {
        const MatchTable table = withoutTies(randomTable(13, 400));
        const auto curve = scoreCurve(table, Protocol::coco(), {});
        std::size_t detections = 0;
        for (const auto& cell : table.cells)
            detections += cell->founds.size();
        QVERIFY(detections > 3 * kCurvePoints);
        QVERIFY(curve->points.size() <= kCurvePoints && curve->points.size() > kCurvePoints / 4);
        QVERIFY(std::find(curve->points.begin(), curve->points.end(), *curve->best) !=
                curve->points.end());
        for (std::size_t i = 1; i < curve->points.size(); ++i)
            QVERIFY(curve->points[i].threshold < curve->points[i - 1].threshold);
        // No threshold at all does better than the best, and the last point has all.
        double best = 0;
        for (int i = 0; i <= 1000; ++i) {
            OperatingPoint point;
            point.scoreThreshold = i / 1000.0;
            const auto v = countVerdicts(table, criteriaOf(table, Protocol::coco(), point));
            best =
                std::max(best, 2 * double(v->right) / double(2 * v->right + v->falses + v->missed));
        }
        QVERIFY(curve->best->f1 >= best);
        const CurvePoint& last = curve->points.back();
        QVERIFY(counts(last, *scoreCurveObjects(table, Protocol::coco(), {}, 0)));
    }

    void threadsChangeNothing() {
        const MatchTable table = randomTable(17, 300);
        const auto one = scoreCurve(table, Protocol::paper(), {}, {}, {}, {}, 1);
        const auto four = scoreCurve(table, Protocol::paper(), {}, {}, {}, {}, 4);
        QVERIFY(one->points == four->points && one->averagePrecision == four->averagePrecision);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!scoreCurve(table, Protocol::paper(), {}, {}, {}, stop.get_token()));
        QVERIFY(!attributeCurve(table, Protocol::paper(), {}, {}, {}, stop.get_token()));
    }

    void nothingToDraw() {
        const MatchTable table = tableOf({{{truthOf(kSquare)}, {}}, {{}, {}}}, 2);
        const auto curve = scoreCurve(table, Protocol::coco(), {});
        QVERIFY(curve->points.empty() && !curve->best && curve->objects == 1);
        QCOMPARE(curve->averagePrecision, 0.0);
        QCOMPARE(scoreCurve(table, Protocol::coco(), {}, {1})->averagePrecision, -1.0);
        QCOMPARE(scoreCurve(tableOf({}), Protocol::coco(), {})->averagePrecision, -1.0);
    }
};

QTEST_GUILESS_MAIN(ScoreCurves)
#include "tst_score_curves.moc"
