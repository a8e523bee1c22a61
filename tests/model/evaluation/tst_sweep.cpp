#include <QTest>
#include <cmath>
#include <set>
#include <thread>

#include "model/evaluation/evaluator.h"
#include "model/evaluation/sweep.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const std::vector<double> kScores{0.1, 0.35, 0.6, 0.95, 1.5};
const std::vector<double> kAttributes{0.2, 0.5, 0.7};

}  // namespace

class SweepTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachCellEqualsEvaluateThere() {
        const MatchTable table = randomTable(11, 60);
        for (const IouType type : {IouType::Mask, IouType::Box})
            for (const int maxDetections : {2, 100}) {
                const Sweep result = sweep(table, Protocol::paper(type), {0, 0.5, maxDetections},
                                           kScores, kAttributes);
                QCOMPARE(result.cells.size(), kScores.size() * kAttributes.size());
                std::set<double> values;
                for (std::size_t s = 0; s < kScores.size(); ++s)
                    for (std::size_t a = 0; a < kAttributes.size(); ++a) {
                        const SweepCell& cell = result.at(s, a);
                        QCOMPARE(cell.scoreThreshold, kScores[s]);
                        QCOMPARE(cell.attributeThreshold, kAttributes[a]);
                        const auto report = evaluate(table, Protocol::paper(type, false),
                                                     {kScores[s], kAttributes[a], maxDetections});
                        QVERIFY(cell.iouOnly == report->value("AP"));
                        QVERIFY(cell.headline == report->value("f1AP"));
                        values.insert(cell.headline);
                    }
                QVERIFY(values.size() > kScores.size());  // thresholds of both kinds matter
            }
    }

    // With thresholds of single categories and attributes, which stay as they are.
    void eachCellEqualsEvaluateByEveryProtocol_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"coco", "paper", "fashionpedia", "kaggle2020"})
            QTest::newRow(name) << name;
    }
    void eachCellEqualsEvaluateByEveryProtocol() {
        QFETCH(QString, name);
        const MatchTable table = randomTable(12, 40);
        const Protocol protocol = *protocolNamed(name.toStdString());
        OperatingPoint base;
        base.scoreOf = {{1, 0.4}};
        base.attributeOf = {{2, 0.6}};
        base.categoryAttributeOf = {{{0, 1}, 0.3}};
        base.maxDetections = 3;
        const Sweep result = sweep(table, protocol, base, kScores, kAttributes);
        for (const SweepCell& cell : result.cells) {
            OperatingPoint point = base;
            point.scoreThreshold = cell.scoreThreshold;
            point.attributeThreshold = cell.attributeThreshold;
            const Report report = *evaluate(table, protocol, point);
            QVERIFY(cell.headline == report.value(headlineName(protocol)));
            QCOMPARE(cell.iouOnly, name == "fashionpedia" || name == "kaggle2020"
                                       ? report.blocks[1].value("AP")
                                       : report.value("AP"));
            for (std::size_t k = 0; k < report.categories.size(); ++k) {
                QCOMPARE(result.categories[k], report.categories[k].category);
                QVERIFY(std::abs(cell.categories[k] - report.categories[k].ap) < 1e-12);
            }
        }
    }

    void thresholdsAreSortedOnce() {
        const Sweep result =
            sweep(randomTable(1, 5), Protocol::paper(), {}, {0.5, 0.1, 0.5}, {0.9, 0.2, 0.2});
        QCOMPARE(result.scoreThresholds, (std::vector<double>{0.1, 0.5}));
        QCOMPARE(result.attributeThresholds, (std::vector<double>{0.2, 0.9}));
    }

    void bestIsTheHighestAndOfEqualsTheLowest() {
        const MatchTable table = randomTable(11, 60);
        const Sweep result = sweep(table, Protocol::paper(), {}, kScores, kAttributes);
        const SweepCell* best = result.best();
        QVERIFY(best);
        for (const SweepCell& cell : result.cells)
            QVERIFY(cell.headline <= best->headline);
        // Nothing is scored below .05: the two lowest thresholds are equal.
        const Sweep equal = sweep(table, Protocol::paper(), {}, {0.01, 0.02}, {0.5});
        QCOMPARE(equal.best()->scoreThreshold, 0.01);
    }

    void nothingToMeasureHasNoBest() {
        const Sweep none = sweep(tableOf({}), Protocol::paper(), {}, kScores, kAttributes);
        QVERIFY(!none.best());
        QVERIFY(!none.stoppedEarly);
        QVERIFY(sweep(randomTable(1, 2), Protocol::paper(), {}, {}, {0.5}).cells.empty());
    }

    void stopKeepsThePartialResult() {
        const MatchTable table = randomTable(11, 60);
        const Sweep whole = sweep(table, Protocol::paper(), {}, kScores, kAttributes);
        std::stop_source stop;
        const Sweep part = sweep(
            table, Protocol::paper(), {}, kScores, kAttributes,
            [&](const Progress&) { stop.request_stop(); }, stop.get_token(), 1);
        QVERIFY(part.stoppedEarly);
        std::size_t done = 0;
        for (std::size_t i = 0; i < part.cells.size(); ++i) {
            if (part.cells[i].iouOnly == -1 && part.cells[i].headline == -1)
                continue;
            ++done;
            QVERIFY(part.cells[i].iouOnly == whole.cells[i].iouOnly);
            QVERIFY(part.cells[i].headline == whole.cells[i].headline);
        }
        QCOMPARE(done, kScores.size());  // one attribute threshold
    }

    void stoppedBeforeItBeginsDoesNothing() {
        std::stop_source stop;
        stop.request_stop();
        const Sweep none = sweep(randomTable(1, 5), Protocol::paper(), {}, kScores, kAttributes, {},
                                 stop.get_token());
        QVERIFY(none.stoppedEarly);
        for (const SweepCell& cell : none.cells)
            QVERIFY(cell.iouOnly == -1 && cell.headline == -1);
    }

    void threadsChangeNoBit() {
        const MatchTable table = randomTable(13, 40);
        const Sweep one = sweep(table, Protocol::paper(), {}, kScores, kAttributes, {}, {}, 1);
        const Sweep three = sweep(table, Protocol::paper(), {}, kScores, kAttributes, {}, {}, 3);
        for (std::size_t i = 0; i < one.cells.size(); ++i)
            QVERIFY(one.cells[i].iouOnly == three.cells[i].iouOnly &&
                    one.cells[i].headline == three.cells[i].headline);
    }

    void progressIsToldOnTheCallersThread() {
        const auto caller = std::this_thread::get_id();
        std::uint64_t last = 0;
        sweep(randomTable(13, 40), Protocol::paper(), {}, kScores, kAttributes,
              [&](const Progress& progress) {
                  QVERIFY(std::this_thread::get_id() == caller);
                  QVERIFY(progress.done >= last);
                  last = progress.done;
                  QCOMPARE(progress.total, std::uint64_t(kScores.size() * kAttributes.size()));
              });
        QCOMPARE(last, std::uint64_t(kScores.size() * kAttributes.size()));
    }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "tst_sweep.moc"
