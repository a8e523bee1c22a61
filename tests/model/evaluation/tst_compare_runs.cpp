#include <QTest>

#include "dataset/error.h"
#include "mixed_sets.h"
#include "model/evaluation/compare_runs.h"

using namespace selvedge;
using namespace selvedge::test;
using Kind = ObjectChange::Kind;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kThreeQuarters = maskOf({"##.", "#..", "..."});
const RleMask kCorner = maskOf({"...", "...", "..#"});
const RleMask kTop = maskOf({"..#", "...", "..."});

RunComparison compare(const std::vector<GroundTruthObject>& truths, std::vector<Detection> before,
                      std::vector<Detection> after) {
    const MatchTable a = tableOf({{truths, std::move(before)}}, 2),
                     b = tableOf({{truths, std::move(after)}}, 2);
    return *compareRuns(a, criteriaOf(a, Protocol::paper(), {}), b,
                        criteriaOf(b, Protocol::paper(), {}));
}

std::uint64_t count(const RunComparison& comparison, Kind kind) {
    return comparison.counts[std::size_t(kind)];
}

}  // namespace

class CompareRuns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fixedAndBrokenWithTheReason() {
        const auto result = compare({truthOf(kSquare, 0, {1}), truthOf(kCorner, 0)},
                                    {foundOf(kSquare, .9, 0, {{2, 1.f}}), foundOf(kCorner, .8, 0)},
                                    {foundOf(kTop, .9, 0), foundOf(kSquare, .7, 0, {{1, 1.f}})});
        QCOMPARE(result.objects.size(), std::size_t(2));
        QVERIFY(result.objects[0].kind == Kind::Fixed);
        QVERIFY(result.objects[0].before.kind == Verdict::Kind::AttributeError);
        QCOMPARE(*result.objects[0].after.partner, 1u);
        QVERIFY(result.objects[1].kind == Kind::Broken);
        QVERIFY(result.objects[1].after.kind == Verdict::Kind::Missed);
        QVERIFY((objectsOf(result, Kind::Fixed) == std::vector<CellObject>{{0, 0, 1}}));
        QVERIFY((objectsOf(result, Kind::Broken) == std::vector<CellObject>{{0, 1, 1}}));
        QVERIFY((result.newFalses == std::vector<CellObject>{{0, {}, 0}}));
        QVERIFY(result.goneFalses.empty());
        QVERIFY((result.before == VerdictCounts{1, 1, 0, 0}));
        QVERIFY((result.after == VerdictCounts{1, 0, 1, 1}));
    }

    void wrongAndRightBothTimes() {
        const auto result = compare({truthOf(kSquare), truthOf(kCorner)}, {foundOf(kSquare, .9)},
                                    {foundOf(kThreeQuarters, .9)});
        QCOMPARE(count(result, Kind::BothRight), 1u);  // detections of two runs are not compared
        QCOMPARE(count(result, Kind::BothWrong), 1u);
        QCOMPARE(result.objects.size(), std::size_t(2));
    }

    void theSameFalseDetectionDidNotCome() {
        const auto result = compare({truthOf(kSquare)}, {foundOf(kTop, .9), foundOf(kCorner, .5)},
                                    {foundOf(kTop, .8), foundOf(kTop, .7), foundOf(kSquare, .6)});
        // The second at the top is new: there was one. The corner has the same area and overlaps,
        // so that it cannot be told from it.
        QVERIFY(result.newFalses.empty());
        const auto other = compare({truthOf(kSquare)}, {foundOf(kTop, .9)},
                                   {foundOf(kTop, .8), foundOf(kTop, .7)});
        QVERIFY((other.newFalses == std::vector<CellObject>{{0, {}, 1}}));
        const auto gone = compare({truthOf(kSquare)}, {foundOf(kTop, .9), foundOf(kTop, .8, 1)},
                                  {foundOf(kTop, .8)});
        QVERIFY((gone.goneFalses == std::vector<CellObject>{{0, {}, 1}}));
    }

    void crowdsAreNoObjects() {
        QVERIFY(
            compare({truthOf(kSquare, 0, {}, true)}, {}, {foundOf(kSquare, .9)}).objects.empty());
    }

    void twoPointsOfOneTable() {
        // At .5 the better-scored wide one has the object; without it (its own threshold) another
        // has; at .95 none.
        const MatchTable table = tableOf(
            {{{truthOf(kSquare)}, {foundOf(kSquare, .9, 0), foundOf(kThreeQuarters, .8, 0)}}});
        OperatingPoint all, one, none;
        one.maxDetections = 1;
        none.scoreThreshold = .95;
        const auto at = [&](const OperatingPoint& point) {
            return criteriaOf(table, Protocol::coco(), point);
        };
        QCOMPARE(count(*compareRuns(table, at(all), table, at(none)), Kind::Broken), 1u);
        QCOMPARE(count(*compareRuns(table, at(none), table, at(all)), Kind::Fixed), 1u);
        const auto fewer = compareRuns(table, at(all), table, at(one));
        QCOMPARE(count(*fewer, Kind::BothRight), 1u);
        QVERIFY((fewer->goneFalses == std::vector<CellObject>{{0, {}, 1}}));
        // With F1, another threshold of an attribute gives the object to another detection.
        const MatchTable attributes = tableOf(
            {{{truthOf(kSquare, 0, {1})},
              {foundOf(kSquare, .9, 0, {{1, .6f}}), foundOf(kThreeQuarters, .8, 0, {{1, .9f}})}}});
        OperatingPoint stricter;
        stricter.attributeThreshold = .7;
        const auto other =
            compareRuns(attributes, criteriaOf(attributes, Protocol::paper(), {}), attributes,
                        criteriaOf(attributes, Protocol::paper(), stricter));
        QCOMPARE(count(*other, Kind::OtherPartner), 1u);
        QVERIFY((objectsOf(*other, Kind::OtherPartner) == std::vector<CellObject>{{0, 0, 1}}));
    }

    void countsAreTheVerdicts() {
        const MatchTable table = tableOf(mixedContents(9, 200, 4), 4);
        OperatingPoint point;
        point.scoreThreshold = .4;
        const Criteria before = criteriaOf(table, Protocol::paper(), {}),
                       after = criteriaOf(table, Protocol::paper(), point);
        const auto result = compareRuns(table, before, table, after);
        QVERIFY(result->before == *countVerdicts(table, before));
        QVERIFY(result->after == *countVerdicts(table, after));
        std::uint64_t all = 0;
        for (const std::uint64_t kind : result->counts)
            all += kind;
        QCOMPARE(all, result->objects.size());
        const std::uint64_t gained = count(*result, Kind::Fixed);
        const std::uint64_t lost = count(*result, Kind::Broken);
        QVERIFY(lost > 0);
        QCOMPARE(result->before.right + gained - lost, result->after.right);
        QCOMPARE(result->before.falses + result->newFalses.size() - result->goneFalses.size(),
                 result->after.falses);
        // A copy of the table is another run with the same detections.
        MatchTable copy = table;
        for (auto& cell : copy.cells)
            cell = std::make_shared<ImageCell>(*cell);
        const auto again = compareRuns(table, before, copy, after, {}, 3);
        QVERIFY(again->newFalses.size() == result->newFalses.size());
        QCOMPARE(count(*again, Kind::Broken), lost);
        const auto same = compareRuns(table, before, copy, before);
        QVERIFY(same->newFalses.empty() && same->goneFalses.empty());
    }

    void otherGroundTruthIsRefused() {
        const MatchTable a = tableOf({{{truthOf(kSquare)}, {}}}), b = tableOf({{{}, {}}}),
                         c = tableOf({});
        for (const MatchTable* other : {&b, &c})
            QVERIFY_EXCEPTION_THROWN(compareRuns(a, criteriaOf(a, Protocol::coco(), {}), *other,
                                                 criteriaOf(*other, Protocol::coco(), {})),
                                     Error);
    }
};

QTEST_GUILESS_MAIN(CompareRuns)
#include "tst_compare_runs.moc"
