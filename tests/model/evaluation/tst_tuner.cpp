#include <QTest>
#include <cmath>
#include <set>
#include <thread>

#include "model/evaluation/coordinate_ascent.h"
#include "model/evaluation/evaluator.h"
#include "model/evaluation/folds.h"
#include "model/evaluation/tuner.h"
#include "planted.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

double headlineAt(const MatchTable& table, const Protocol& protocol, const OperatingPoint& point) {
    return *Evaluator(std::make_shared<MatchTable>(table), protocol).headline(point);
}

const OperatingPoint kHalf{};

double byAttribute(int, int attribute) {
    return 0.15 + 0.2 * attribute;
}

double byBoth(int category, int attribute) {
    return category == 0 ? 0.15 + 0.2 * attribute : 0.85 - 0.2 * attribute;
}

TuneOptions tuning(TuneWhat what, std::uint32_t folds = 0) {
    TuneOptions options;
    options.what = what;
    options.folds = folds;
    return options;
}

bool same(const TuneResult& a, const TuneResult& b) {
    const auto bits = [](const TuneResult& of) {
        std::vector<double> all;
        for (const auto& headlines : {of.outOfFold, of.inFold})
            if (headlines)
                for (const double value : {headlines->before, headlines->global, headlines->tuned})
                    all.push_back(value);
        for (const TunedRow& row : of.rows)
            for (const double value :
                 {row.before, row.after, row.gainInFold.value_or(9), row.gainOutOfFold.value_or(9)})
                all.push_back(value);
        return all;
    };
    return a.point == b.point && a.rows.size() == b.rows.size() && sameBits(bits(a), bits(b));
}

}  // namespace

class TunerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsMakeTheHeadline() {
        const MatchTable table = randomTable(5, 60);
        OperatingPoint own;
        own.scoreThreshold = 0.2;
        own.scoreOf[1] = 0.6;
        own.attributeOf[3] = 0.8;
        own.categoryAttributeOf[{2, 3}] = 0.3;
        for (const char* name : {"coco", "paper", "fashionpedia", "kaggle2020"})
            for (const OperatingPoint& point : {kHalf, own}) {
                const Protocol protocol = *protocolNamed(name);
                const HeadlineParts parts(table, protocol);
                const auto states = parts.states(point, {}, 2);
                const auto values = HeadlineParts::valuesOf(*states);
                const double wanted = headlineAt(table, protocol, point);
                QVERIFY(wanted > 0.01 && wanted < 0.99);
                QVERIFY2(std::abs(parts.headline(values) - wanted) < 1e-12, name);
                double shares = 0;
                for (std::size_t part = 0; part < parts.size(); ++part)
                    shares += parts.share(part, values);
                QVERIFY(std::abs(shares - 1) < 1e-12);
            }
    }

    // What is matched anew bit by bit is what is matched at once.
    void movedPartsHaveTheirValue() {
        const MatchTable table = randomTable(5, 60);
        OperatingPoint point;
        point.scoreThreshold = 0.2;
        point.attributeOf[3] = 0.8;
        point.maxDetections = 4;
        for (const char* name : {"coco", "paper", "fashionpedia", "kaggle2020"}) {
            const Protocol protocol = *protocolNamed(name);
            const HeadlineParts parts(table, protocol);
            const ThresholdEvidence evidence(table, protocol, point);
            const auto states = *parts.states(point, {}, 1);
            HeadlineParts::Worker worker;
            int changes = 0;
            for (const ThresholdRow& row :
                 {ThresholdRow{ThresholdRow::Of::Attribute, {}, 3},
                  ThresholdRow{ThresholdRow::Of::Attribute, CategoryIndex(1), 2},
                  ThresholdRow{ThresholdRow::Of::Attributes, {}, 0},
                  ThresholdRow{ThresholdRow::Of::Score, {}, 0}}) {
                const std::vector<double> thresholds{0.9, 0.35, 0.36, 0.1, 0.55};
                for (std::size_t part = 0; part < parts.size(); ++part) {
                    const auto along =
                        parts.along(part, states[part], point, row, thresholds, evidence, worker);
                    for (std::size_t i = 0; i < thresholds.size(); ++i) {
                        OperatingPoint to = point;
                        setThreshold(to, row, thresholds[i], *table.catalog);
                        const double wanted = parts.value(part, to, worker);
                        QVERIFY(along[i] == wanted);
                        QVERIFY(parts.moved(part, states[part], point, to, row, evidence, worker) ==
                                wanted);
                        changes += wanted != states[part].value;
                        if (!parts.matters(part, row, evidence))
                            QVERIFY(wanted == states[part].value);
                    }
                }
            }
            QVERIFY(changes > 3);
        }
    }

    void thePlantedOptimumIsFound_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<bool>("alike");  // in all categories
        for (const char* protocol : {"paper", "fashionpedia", "kaggle2020"}) {
            QTest::addRow("attribute, %s", protocol)
                << int(TuneWhat::Attributes) << protocol << true;
            QTest::addRow("category-attribute, %s", protocol)
                << int(TuneWhat::CategoryAttributes) << protocol << false;
        }
    }

    void thePlantedOptimumIsFound() {
        QFETCH(int, what);
        QFETCH(QString, protocol);
        QFETCH(bool, alike);
        Planted planted;
        planted.threshold = alike ? byAttribute : byBoth;
        const MatchTable table = plantedTable(planted);
        const Protocol by = *protocolNamed(protocol.toStdString());
        QVERIFY(headlineAt(table, by, kHalf) < 0.9);
        const TuneResult result = tune(table, by, kHalf, tuning(TuneWhat(what)));
        QVERIFY(!result.stoppedEarly && !result.outOfFold && !result.inFold);
        // Right everywhere is 1, within the digits of a mean.
        QVERIFY(headlineAt(table, by, result.point) > 1 - 1e-9);
        // No single threshold, nor one an attribute where categories differ, comes near.
        const TuneResult global = tune(table, by, kHalf, tuning(TuneWhat::Global));
        QVERIFY(headlineAt(table, by, global.point) < 0.95);
        if (!alike) {
            const TuneResult less = tune(table, by, kHalf, tuning(TuneWhat::Attributes));
            QVERIFY(headlineAt(table, by, less.point) < 0.95);
        }
    }

    void aGroupsAttributesMoveTogether() {
        Planted planted;
        planted.threshold = [](int, int attribute) { return attribute < 2 ? 0.2 : 0.8; };
        MatchTable table = plantedTable(planted);
        std::vector<Attribute> attributes;
        for (int a = 0; a < 4; ++a)
            attributes.push_back({a, "a" + std::to_string(a), a < 2 ? "first" : "second"});
        table.catalog = std::make_shared<Catalog>(table.catalog->categories(), attributes);
        const TuneResult result = tune(table, Protocol::paper(), kHalf, tuning(TuneWhat::Groups));
        QVERIFY(headlineAt(table, Protocol::paper(), result.point) > 1 - 1e-9);
        QCOMPARE(result.rows.size(), std::size_t(3));  // all attributes, and two groups
        const auto at = [&](AttributeIndex a) { return attributeThresholdOf(result.point, 0, a); };
        QCOMPARE(at(0), at(1));
        QCOMPARE(at(2), at(3));
        QVERIFY(at(0) < at(2));
    }

    // Where misses cost nothing, detections on nothing should go: of category 0 they score below
    // .5, of category 1 below .2; but an image without any counts 0. Where misses count, nothing is
    // gained and nothing moves.
    void scoresPayWhereMissesDoNotCount() {
        std::vector<ImageContent> contents;
        for (int i = 0; i < 30; ++i) {
            const auto c = CategoryIndex(i % 2);
            const double parts = c == 0 ? 0.5 : 0.2;
            const RleMask mask = RleMask::fromBox(60, 60, {0, 0, 9, 9});
            const RleMask empty = RleMask::fromBox(60, 60, {0, 40, 9, 9});
            contents.push_back({{truthOf(mask, c)},
                                {foundOf(mask, parts + 0.005 * (i + 1), c),
                                 foundOf(empty, parts - 0.005 * (i + 1), c)}});
        }
        const MatchTable table = tableOf(contents, 2);
        const Protocol kaggle = Protocol::kaggle2020();
        const TuneResult result = tune(table, kaggle, kHalf, tuning(TuneWhat::CategoryScores));
        QVERIFY(headlineAt(table, kaggle, kHalf) < 0.6);
        const TuneResult global = tune(table, kaggle, kHalf, tuning(TuneWhat::Global));
        QVERIFY(headlineAt(table, kaggle, global.point) < 0.9);
        QVERIFY(headlineAt(table, kaggle, result.point) > 1 - 1e-9);
        QVERIFY(scoreThresholdOf(result.point, 0) > scoreThresholdOf(result.point, 1) + 0.2);
        const TuneResult paper =
            tune(table, Protocol::paper(), kHalf, tuning(TuneWhat::CategoryScores));
        QVERIFY(paper.point == kHalf);
    }

    void theResultIsOutOfFold() {
        Planted planted;
        planted.images = 60;
        planted.noise = 0.2;
        planted.threshold = byAttribute;
        const MatchTable table = plantedTable(planted);
        const Protocol paper = Protocol::paper();
        TuneOptions options = tuning(TuneWhat::Attributes, 4);
        options.seed = 7;
        const TuneResult result = tune(table, paper, kHalf, options);
        QVERIFY(result.outOfFold && result.inFold);
        // Anew, step by step.
        const auto foldOfImage = foldsOf(table, 4, 7);
        std::vector<OperatingPoint> points, globals;
        double inFold = 0;
        for (std::uint32_t fold = 0; fold < 4; ++fold) {
            const MatchTable rest = outsideFold(table, foldOfImage, fold);
            points.push_back(tune(rest, paper, kHalf, tuning(TuneWhat::Attributes)).point);
            globals.push_back(tune(rest, paper, kHalf, tuning(TuneWhat::Attributes)).point);
            inFold += headlineAt(rest, paper, points.back()) / 4;
        }
        const MatchTable left = applied(table, foldOfImage, points);
        QCOMPARE(result.outOfFold->tuned, headlineAt(left, paper, appliedPoint(kHalf)));
        QCOMPARE(result.outOfFold->before, headlineAt(table, paper, kHalf));
        QVERIFY(std::abs(result.inFold->tuned - inFold) < 1e-12);
        // The thresholds given are those of all images.
        QVERIFY(result.point == tune(table, paper, kHalf, tuning(TuneWhat::Attributes)).point);
    }

    void itBeatsTheBestGlobalThresholdOutOfFold() {
        Planted planted;
        planted.images = 80;
        planted.noise = 0.15;
        planted.threshold = byAttribute;
        const MatchTable table = plantedTable(planted);
        for (const Protocol& protocol : {Protocol::paper(), Protocol::fashionpedia()}) {
            const TuneResult result = tune(table, protocol, kHalf, tuning(TuneWhat::Attributes, 5));
            QVERIFY(result.outOfFold->tuned > result.outOfFold->global + 0.05);
            QVERIFY(result.outOfFold->global >= result.outOfFold->before - 0.02);
            // Each of the attributes far from the global threshold earns something.
            double most = 0;
            for (const TunedRow& row : result.rows)
                most = std::max(most, *row.gainOutOfFold);
            QVERIFY(most > 0.02);
        }
    }

    // Probabilities that know nothing: what is found is chance, and the fold left out says so.
    void overfittingShows() {
        Planted planted;
        planted.noise = 1;
        planted.images = 24;
        planted.attributes = 8;
        planted.threshold = byAttribute;
        TuneOptions options = tuning(TuneWhat::CategoryAttributes, 4);
        options.minSupport = 1;
        const TuneResult result = tune(plantedTable(planted), Protocol::paper(), kHalf, options);
        const double gained = result.inFold->tuned - result.inFold->global;
        QVERIFY(gained > 0.02);
        QVERIFY(result.outOfFold->tuned - result.outOfFold->global < gained / 2);
    }

    void rareRowsKeepTheGlobalThreshold() {
        Planted planted;
        planted.threshold = byAttribute;
        const MatchTable table = plantedTable(planted);
        TuneOptions options = tuning(TuneWhat::Attributes);
        OperatingPoint before;
        before.attributeOf[0] = 0.77;
        options.minSupport = 1000;
        const TuneResult result = tune(table, Protocol::paper(), before, options);
        QVERIFY(result.point.attributeOf.empty());
        QCOMPARE(result.rows.size(), std::size_t(5));
        QVERIFY(result.rows[0].row.of == ThresholdRow::Of::Attributes);
        QCOMPARE(result.rows[0].after, result.point.attributeThreshold);
        for (std::size_t i = 1; i < result.rows.size(); ++i) {
            QVERIFY(result.rows[i].state == TunedRow::State::Rare);
            QCOMPARE(result.rows[i].after, result.point.attributeThreshold);
        }
        QCOMPARE(result.rows[1].before, 0.77);
        // The boundary: as many as asked for are enough.
        options.minSupport = result.rows[1].support;
        const TuneResult enough = tune(table, Protocol::paper(), before, options);
        QVERIFY(enough.rows[1].state == TunedRow::State::Tuned);
        ++options.minSupport;
        const TuneResult few = tune(table, Protocol::paper(), before, options);
        QVERIFY(few.rows[1].state == TunedRow::State::Rare);
    }

    void lockedRowsStay() {
        Planted planted;
        planted.threshold = byBoth;
        const MatchTable table = plantedTable(planted);
        using Of = ThresholdRow::Of;
        for (const TuneWhat what : {TuneWhat::Attributes, TuneWhat::CategoryAttributes}) {
            const bool both = what == TuneWhat::CategoryAttributes;
            OperatingPoint before;
            before.attributeThreshold = 0.33;
            const ThresholdRow locked{Of::Attribute,
                                      both ? std::optional<CategoryIndex>(1) : std::nullopt, 2};
            setThreshold(before, locked, 0.91, *table.catalog);
            TuneOptions options = tuning(what, 2);
            options.locked = {locked, {Of::Attributes, {}, 0}};
            const TuneResult result = tune(table, Protocol::paper(), before, options);
            QCOMPARE(thresholdOf(result.point, locked, *table.catalog), 0.91);
            QCOMPARE(result.point.attributeThreshold, 0.33);
            QVERIFY(result.point != before);
            std::size_t seen = 0;
            for (const TunedRow& row : result.rows)
                if (row.state == TunedRow::State::Locked) {
                    ++seen;
                    QCOMPARE(row.before, row.after);
                    QCOMPARE(*row.gainInFold, 0.0);
                }
            QCOMPARE(seen, std::size_t(2));
        }
    }

    // It has no threshold of its own; the one it inherits, or shares with its group, is tuned.
    void whatALockedRowInheritsStaysInForce() {
        Planted planted;
        planted.threshold = byBoth;
        const MatchTable table = plantedTable(planted);
        const Catalog& catalog = *table.catalog;
        using Of = ThresholdRow::Of;
        OperatingPoint before;
        before.attributeThreshold = 0.33;
        const ThresholdRow attribute{Of::Attribute, {}, 2}, group{Of::Group, {}, 0},
            inCategory{Of::Attribute, CategoryIndex(1), 2};
        struct Case {
            TuneWhat what;
            ThresholdRow locked;
        };
        for (const Case& one :
             {Case{TuneWhat::Attributes, attribute}, Case{TuneWhat::Attributes, group},
              Case{TuneWhat::Attributes, inCategory}, Case{TuneWhat::Groups, attribute},
              Case{TuneWhat::CategoryAttributes, attribute}, Case{TuneWhat::Global, inCategory}}) {
            TuneOptions options = tuning(one.what, 2);
            options.locked = {one.locked};
            const TuneResult result = tune(table, Protocol::paper(), before, options);
            for (std::size_t c = 0; c < catalog.categories().size(); ++c)
                for (const AttributeIndex a : attributesOf(one.locked, catalog)) {
                    const bool asked = !one.locked.category || *one.locked.category == c;
                    if (asked)
                        QCOMPARE(attributeThresholdOf(result.point, CategoryIndex(c), a), 0.33);
                }
            QVERIFY(result.before == before);
        }
    }

    void overfittingIsTheDifferenceOfGains() {
        TuneResult result;
        QVERIFY(!result.overfitting());
        result.outOfFold = {0.30, 0.31, 0.34};
        result.inFold = {0.35, 0.36, 0.45};  // fewer images: another level
        QVERIFY(std::abs(*result.overfitting() - 0.06) < 1e-15);
    }

    void boundariesAreTunedToo() {
        Planted planted;
        planted.threshold = byBoth;
        MatchTable table = plantedTable(planted);
        table.options.boundary = true;
        for (auto& cell : table.cells) {
            auto same = std::make_shared<ImageCell>(*cell);
            for (ImageCell::Overlap& overlap : same->overlaps)
                overlap.boundaryIou = overlap.maskIou;
            cell = std::move(same);
        }
        TuneOptions options = tuning(TuneWhat::Attributes, 2);
        const TuneResult edges =
            tune(table, Protocol::paper(IouType::Boundary), OperatingPoint{}, options);
        const TuneResult masks = tune(table, Protocol::paper(), OperatingPoint{}, options);
        QVERIFY(edges.outOfFold && edges.point == masks.point);
        QCOMPARE(edges.outOfFold->tuned, masks.outOfFold->tuned);
    }

    void tuningInVainIsKnown() {
        const auto why = [](const Protocol& protocol, TuneWhat what) {
            TuneOptions options;
            options.what = what;
            return tuningInVain(protocol, options).has_value();
        };
        QVERIFY(why(Protocol::coco(), TuneWhat::Attributes));
        QVERIFY(why(Protocol::paper(), TuneWhat::CategoryScores));
        QVERIFY(!why(Protocol::kaggle2020(), TuneWhat::CategoryScores));
        QVERIFY(!why(Protocol::paper(), TuneWhat::Attributes));
    }

    // Thresholds of other kinds, suppression and limits are no business of tuning.
    void whatIsNotTunedStays() {
        Planted planted;
        planted.threshold = byBoth;
        OperatingPoint before;
        before.scoreThreshold = 0.1;
        before.scoreOf[0] = 0.3;
        before.maxDetections = 7;
        before.nmsIou = 0.6;
        before.attributeOf[1] = 0.4;
        const TuneResult result = tune(plantedTable(planted), Protocol::paper(), before,
                                       tuning(TuneWhat::CategoryAttributes));
        OperatingPoint rest = result.point;
        QVERIFY(!rest.categoryAttributeOf.empty());
        rest.categoryAttributeOf.clear();
        rest.attributeThreshold = 0.5;
        QVERIFY(rest == before);
    }

    void whatWasBetterIsTheStart() {
        Planted planted;
        planted.threshold = byAttribute;
        const MatchTable table = plantedTable(planted);
        OperatingPoint best =
            tune(table, Protocol::paper(), kHalf, tuning(TuneWhat::Attributes)).point;
        TuneOptions once = tuning(TuneWhat::Attributes);
        once.rounds = 0;  // nothing but the start
        QVERIFY(tune(table, Protocol::paper(), best, once).point == best);
    }

    void theProxyIsAStart() {
        Planted planted;
        planted.threshold = byAttribute;
        const MatchTable table = plantedTable(planted);
        TuneOptions options = tuning(TuneWhat::Attributes, 3);
        options.method = TuneMethod::ProxyOnly;
        const TuneResult proxy = tune(table, Protocol::paper(), kHalf, options);
        // Each attribute's own F1 can be 1 here, where the headline is too.
        QVERIFY(headlineAt(table, Protocol::paper(), proxy.point) > 1 - 1e-9);
        QVERIFY(proxy.outOfFold->tuned > proxy.outOfFold->global);
        options.method = TuneMethod::AscentFromProxy;
        options.rounds = 0;
        const TuneResult start = tune(table, Protocol::paper(), kHalf, options);
        QVERIFY(start.point.attributeOf == proxy.point.attributeOf);
    }

    void withoutF1NothingMoves() {
        Planted planted;
        planted.threshold = byAttribute;
        const TuneResult result =
            tune(plantedTable(planted), Protocol::coco(), kHalf, tuning(TuneWhat::Attributes, 2));
        QVERIFY(result.point == kHalf);
        QCOMPARE(result.outOfFold->tuned, result.outOfFold->before);
        for (const TunedRow& row : result.rows)
            QCOMPARE(*row.gainOutOfFold, 0.0);
    }

    void stopKeepsTheBestSoFar() {
        Planted planted;
        planted.threshold = byAttribute;
        const MatchTable table = plantedTable(planted);
        const Protocol paper = Protocol::paper();
        const double before = headlineAt(table, paper, kHalf);
        for (const int after : {1, 2, 3}) {
            std::stop_source stop;
            int rows = 0;
            double told = -1;
            const TuneResult result = tune(
                table, paper, kHalf, tuning(TuneWhat::Attributes, 3),
                [&](const TuneProgress& progress) {
                    told = progress.headline;
                    if (++rows == after)
                        stop.request_stop();
                },
                stop.get_token());
            QVERIFY(result.stoppedEarly && !result.outOfFold && !result.inFold);
            QCOMPARE(rows, after);
            const double reached = headlineAt(table, paper, result.point);
            QVERIFY(reached >= before && std::abs(reached - told) < 1e-9);
            QCOMPARE(result.rows.size(), std::size_t(5));
            for (const TunedRow& row : result.rows)
                QCOMPARE(row.after, thresholdOf(result.point, row.row, *table.catalog));
        }
    }

    // Among the folds: the thresholds are whole, and there is no half estimate.
    void stopAmongTheFoldsKeepsTheThresholds() {
        Planted planted;
        planted.threshold = byAttribute;
        const MatchTable table = plantedTable(planted);
        std::stop_source stop;
        const TuneResult result = tune(
            table, Protocol::paper(), kHalf, tuning(TuneWhat::Attributes, 3),
            [&](const TuneProgress& progress) {
                if (progress.fold == 1u)
                    stop.request_stop();
            },
            stop.get_token());
        QVERIFY(result.stoppedEarly && !result.outOfFold && !result.inFold);
        QVERIFY(result.point ==
                tune(table, Protocol::paper(), kHalf, tuning(TuneWhat::Attributes)).point);
    }

    void stoppedBeforeItBeginsLeavesAllAsItWas() {
        Planted planted;
        planted.threshold = byAttribute;
        std::stop_source stop;
        stop.request_stop();
        OperatingPoint before;
        before.attributeOf[1] = 0.3;
        const TuneResult result =
            tune(plantedTable(planted), Protocol::paper(), before,
                 tuning(TuneWhat::CategoryAttributes, 3), {}, stop.get_token());
        QVERIFY(result.stoppedEarly && result.point == before);
    }

    void threadsChangeNoBit() {
        Planted planted;
        planted.noise = 0.3;
        planted.images = 30;
        planted.threshold = byBoth;
        const MatchTable table = plantedTable(planted);
        for (const TuneWhat what :
             {TuneWhat::Global, TuneWhat::Attributes, TuneWhat::CategoryAttributes}) {
            const TuneOptions options = tuning(what, 3);
            const TuneResult one = tune(table, Protocol::paper(), kHalf, options, {}, {}, 1);
            const TuneResult three = tune(table, Protocol::paper(), kHalf, options, {}, {}, 3);
            QVERIFY(same(one, three));
        }
    }

    void progressIsToldOnTheCallersThread() {
        Planted planted;
        planted.threshold = byBoth;
        const auto caller = std::this_thread::get_id();
        std::uint64_t last = 0, total = 0;
        std::set<int> folds;
        tune(plantedTable(planted), Protocol::paper(), kHalf,
             tuning(TuneWhat::CategoryAttributes, 2), [&](const TuneProgress& progress) {
                 QVERIFY(std::this_thread::get_id() == caller);
                 QVERIFY(progress.progress.done >= last);
                 last = progress.progress.done;
                 total = progress.progress.total;
                 QVERIFY(progress.headline > 0 && progress.headline <= 1 + 1e-9);
                 folds.insert(progress.fold ? int(*progress.fold) : -1);
             });
        QCOMPARE(last, total);
        QCOMPARE(folds, (std::set<int>{-1, 0, 1}));
    }

    void nothingToTuneIsNoTrouble() {
        const TuneResult none =
            tune(tableOf({}), Protocol::paper(), kHalf, tuning(TuneWhat::CategoryAttributes, 5));
        QVERIFY(none.point == kHalf && !none.stoppedEarly && !none.outOfFold);
        const TuneResult one = tune(tableOf({{{truthOf(maskOf({"#"}))}, {}}}), Protocol::paper(),
                                    kHalf, tuning(TuneWhat::Global, 5));
        QVERIFY(one.point == kHalf && !one.outOfFold);
    }
};

QTEST_GUILESS_MAIN(TunerTest)
#include "tst_tuner.moc"
