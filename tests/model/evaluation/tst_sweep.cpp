#include <QTest>
#include <cmath>
#include <set>
#include <thread>

#include "model/evaluation/evaluate.h"
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
                const Sweep result = sweep(table, type, kScores, kAttributes, maxDetections);
                QCOMPARE(result.cells.size(), kScores.size() * kAttributes.size());
                std::set<double> values;
                for (std::size_t s = 0; s < kScores.size(); ++s)
                    for (std::size_t a = 0; a < kAttributes.size(); ++a) {
                        const SweepCell& cell = result.at(s, a);
                        QCOMPARE(cell.scoreThreshold, kScores[s]);
                        QCOMPARE(cell.attributeThreshold, kAttributes[a]);
                        const auto report = evaluate(table, Protocol::paper(type, false),
                                                     {kScores[s], kAttributes[a], maxDetections});
                        QVERIFY(cell.ap == report->value("AP"));
                        QVERIFY(cell.f1ap == report->value("f1AP"));
                        values.insert(cell.f1ap);
                    }
                QVERIFY(values.size() > kScores.size());  // thresholds of both kinds matter
            }
    }

    void thresholdsAreSortedOnce() {
        const Sweep result =
            sweep(randomTable(1, 5), IouType::Mask, {0.5, 0.1, 0.5}, {0.9, 0.2, 0.2});
        QCOMPARE(result.scoreThresholds, (std::vector<double>{0.1, 0.5}));
        QCOMPARE(result.attributeThresholds, (std::vector<double>{0.2, 0.9}));
    }

    void bestIsTheHighestAndOfEqualsTheLowest() {
        const MatchTable table = randomTable(11, 60);
        const Sweep result = sweep(table, IouType::Mask, kScores, kAttributes);
        const SweepCell* best = result.best();
        QVERIFY(best);
        for (const SweepCell& cell : result.cells)
            QVERIFY(cell.f1ap <= best->f1ap);
        // Nothing is scored below .05: the two lowest thresholds are equal.
        const Sweep equal = sweep(table, IouType::Mask, {0.01, 0.02}, {0.5});
        QCOMPARE(equal.best()->scoreThreshold, 0.01);
    }

    void nothingToMeasureHasNoBest() {
        const Sweep none = sweep(tableOf({}), IouType::Mask, kScores, kAttributes);
        QVERIFY(!none.best());
        QVERIFY(!none.stoppedEarly);
        QVERIFY(sweep(randomTable(1, 2), IouType::Mask, {}, {0.5}).cells.empty());
    }

    void stopKeepsThePartialResult() {
        const MatchTable table = randomTable(11, 60);
        const Sweep whole = sweep(table, IouType::Mask, kScores, kAttributes);
        std::stop_source stop;
        const Sweep part = sweep(
            table, IouType::Mask, kScores, kAttributes, 100,
            [&](const Progress&) { stop.request_stop(); }, stop.get_token(), 1);
        QVERIFY(part.stoppedEarly);
        std::size_t done = 0;
        for (std::size_t i = 0; i < part.cells.size(); ++i) {
            if (part.cells[i].ap == -1 && part.cells[i].f1ap == -1)
                continue;
            ++done;
            QVERIFY(part.cells[i].ap == whole.cells[i].ap);
            QVERIFY(part.cells[i].f1ap == whole.cells[i].f1ap);
        }
        QCOMPARE(done, kScores.size());  // one attribute threshold
    }

    void stoppedBeforeItBeginsDoesNothing() {
        std::stop_source stop;
        stop.request_stop();
        const Sweep none = sweep(randomTable(1, 5), IouType::Mask, kScores, kAttributes, 100, {},
                                 stop.get_token());
        QVERIFY(none.stoppedEarly);
        for (const SweepCell& cell : none.cells)
            QVERIFY(cell.ap == -1 && cell.f1ap == -1);
    }

    void threadsChangeNoBit() {
        const MatchTable table = randomTable(13, 40);
        const Sweep one = sweep(table, IouType::Mask, kScores, kAttributes, 100, {}, {}, 1);
        const Sweep three = sweep(table, IouType::Mask, kScores, kAttributes, 100, {}, {}, 3);
        for (std::size_t i = 0; i < one.cells.size(); ++i)
            QVERIFY(one.cells[i].ap == three.cells[i].ap &&
                    one.cells[i].f1ap == three.cells[i].f1ap);
    }

    void progressIsToldOnTheCallersThread() {
        const auto caller = std::this_thread::get_id();
        std::uint64_t last = 0;
        sweep(randomTable(13, 40), IouType::Mask, kScores, kAttributes, 100,
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
