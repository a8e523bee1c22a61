#include <QTest>

#include "model/evaluation/evaluate.h"
#include "model/evaluation/matching.h"
#include "model/evaluation/verdict.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;
using Kind = Verdict::Kind;

namespace {

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kThreeQuarters = maskOf({"##.", "#..", "..."});
const RleMask kCorner = maskOf({"...", "...", "..#"});
const RleMask kQuarter = maskOf({"#..", "...", "..."});

ImageVerdicts verdictsOf(std::vector<GroundTruthObject> truths, std::vector<Detection> founds,
                         const OperatingPoint& point = kDefaultOperatingPoint) {
    return verdicts(*makeCell({"image", std::move(truths)}, founds), {point});
}

}  // namespace

class Verdicts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rightNamesItsPartner() {
        const auto v =
            verdictsOf({truthOf(kCorner), truthOf(kSquare)}, {foundOf(kThreeQuarters, 0.9)});
        QVERIFY((v.founds[0] == Verdict{Kind::Right, 1, 0.75, 1}));
        QVERIFY((v.truths[1] == Verdict{Kind::Right, 0, 0.75, 1}));
        QVERIFY((v.truths[0] == Verdict{Kind::Missed, {}, 0, 0}));
    }

    void lastOfTiedTruthsWins() {
        const auto v = verdictsOf({truthOf(kSquare), truthOf(kSquare)}, {foundOf(kSquare, 0.9)});
        QCOMPARE(*v.founds[0].partner, 1u);
        QVERIFY(v.truths[0].kind == Kind::Missed);
    }

    void wrongAttributesAreToldFromWrongPlaces() {
        const auto v = verdictsOf({truthOf(kSquare, 0, {0, 1})},
                                  {foundOf(kSquare, 0.9, 0, {{2, 0.8f}}), foundOf(kQuarter, 0.8)});
        QVERIFY((v.founds[0] == Verdict{Kind::AttributeError, 0, 1, 0}));
        QVERIFY((v.truths[0] == Verdict{Kind::AttributeError, 0, 1, 0}));
        QVERIFY((v.founds[1] == Verdict{Kind::False, {}, 0.25, 0}));
    }

    void aLaterDetectionWithTheRightAttributesTakesTheObject() {
        const auto v = verdictsOf(
            {truthOf(kSquare, 0, {0})},
            {foundOf(kSquare, 0.9, 0, {{2, 0.8f}}), foundOf(kSquare, 0.8, 0, {{0, 0.8f}})});
        QVERIFY(v.founds[0].kind == Kind::False);
        QVERIFY(v.founds[1].kind == Kind::Right);
        QCOMPARE(*v.truths[0].partner, 1u);
    }

    void crowdsAndWhatLiesOnThemAreIgnored() {
        const auto v = verdictsOf({truthOf(kSquare, 0, {}, true)},
                                  {foundOf(kQuarter, 0.9), foundOf(kQuarter, 0.8)});
        QVERIFY(v.founds[0].kind == Kind::Ignored && v.founds[1].kind == Kind::Ignored);
        QVERIFY(v.truths[0].kind == Kind::Ignored);
    }

    void whatTheOperatingPointDropsIsHidden() {
        const auto v = verdictsOf(
            {truthOf(kSquare)},
            {foundOf(kSquare, 0.3), foundOf(kSquare, 0.9), foundOf(kSquare, 0.8)}, {0.5, 0.5, 1});
        QVERIFY(v.founds[0].kind == Kind::Hidden);
        QVERIFY(v.founds[1].kind == Kind::Right);
        QVERIFY(v.founds[2].kind == Kind::Hidden);
    }

    void otherCategoriesDoNotPair() {
        const auto v = verdictsOf({truthOf(kSquare, 0)}, {foundOf(kSquare, 0.9, 1)});
        QVERIFY((v.founds[0] == Verdict{Kind::False, {}, 0, 0}));
        QVERIFY((v.truths[0] == Verdict{Kind::Missed, {}, 0, 0}));
    }

    void rightOnesAreTheHitsOfThePaper() {
        MatchTable table = randomTable(3, 50, 1);
        // Overlaps between the first two thresholds: ten times the mean recall is that of the
        // first.
        for (auto& cell : table.cells) {
            ImageCell copy = *cell;
            for (ImageCell::Overlap& overlap : copy.overlaps)
                overlap.maskIou = overlap.maskIou >= 0.5 ? 0.5 + overlap.maskIou / 100 : 0;
            cell = std::make_shared<ImageCell>(copy);
        }
        const OperatingPoint point{0.2, 0.4, 100};
        double right = 0, objects = 0;
        for (const auto& cell : table.cells) {
            const ImageVerdicts v = verdicts(*cell, {point});
            for (std::size_t i = 0; i < v.truths.size(); ++i) {
                objects += !cell->truths[i].crowd;
                right += v.truths[i].kind == Kind::Right;
            }
        }
        QVERIFY(right > 0 && right < objects);
        const auto report = evaluate(table, Protocol::paper(IouType::Mask, false), point);
        QCOMPARE(10 * report->value("f1AR100"), right / objects);
    }

    // Of every protocol: as many objects are right as evaluate() finds at (.5, .5), recall times
    // objects.
    void rightOnesAreTheHitsOfEveryProtocol_data() {
        QTest::addColumn<int>("which");
        for (int which = 0; which < 5; ++which)
            QTest::addRow("%d", which) << which;
    }
    void rightOnesAreTheHitsOfEveryProtocol() {
        QFETCH(int, which);
        const MatchTable table = randomTable(5, 60, which == 4 ? 3 : 1);
        Protocol protocol = which == 0   ? Protocol::coco()
                            : which == 1 ? Protocol::fashionpedia()
                                         : Protocol::paper();
        if (which == 1)
            protocol.attributeCategories = AttributeCategories::WithAttributes;
        if (which == 3)
            protocol.withoutAttributes = WithoutAttributes::Ignored;
        if (which == 4)
            protocol.compare = Compare::Above;
        const OperatingPoint point{0.2, 0.4, 3};
        const auto counts = countVerdicts(table, criteriaOf(table, protocol, point));
        QVERIFY(counts && counts->right > 0 && counts->missed > 0);
        std::uint64_t hits = 0;
        CategoryMatcher matcher;
        CategoryMatches matches;
        const auto groups = groupsByCategory(table);
        const std::vector<bool> asks = categoriesWithF1(table, protocol);
        Protocol plain = protocol;
        plain.choice = Choice::HighestIou;
        for (CategoryIndex category = 0; category < groups.size(); ++category) {
            const bool f1 = asks[category] && protocol.pairs != Pairs::None;
            const std::vector<Column> pair{columnOfPair(0.5, f1 ? 0.5 : kOff)};
            matcher.match(groups[category], f1 ? protocol : plain,
                          CategoryThresholds(point, category), table.catalog->attributes().size(),
                          pair, 1, matches);
            for (const Hits& one : matches.columns[0].hits[0])
                hits += one.matched & ~one.ignored & 1;
        }
        QCOMPARE(counts->right, hits);
        QCOMPARE(*countVerdicts(table, criteriaOf(table, protocol, point), {}, 1), *counts);
    }
};

QTEST_GUILESS_MAIN(Verdicts)
#include "tst_verdict.moc"
