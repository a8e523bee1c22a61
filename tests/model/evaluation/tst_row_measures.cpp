#include <QTest>
#include <cmath>
#include <map>

#include "model/evaluation/evaluator.h"
#include "model/evaluation/row_measures.h"
#include "model/evaluation/threshold_evidence.h"
#include "planted.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

using Of = ThresholdRow::Of;

std::map<std::size_t, RowMeasure> measured(const MatchTable& table, const Protocol& protocol,
                                           const OperatingPoint& point,
                                           const std::vector<ThresholdRow>& rows, int threads = 0) {
    std::map<std::size_t, RowMeasure> result;
    const bool whole = measureRows(
        table, protocol, point, rows,
        [&](std::size_t row, const RowMeasure& measure) { result[row] = measure; }, {}, threads);
    return whole ? result : std::map<std::size_t, RowMeasure>();
}

}  // namespace

class RowMeasuresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each number against evaluate() at the point it stands for.
    void headlinesAreThoseOfEvaluate_data() {
        QTest::addColumn<QString>("protocol");
        for (const char* protocol : {"coco", "paper", "fashionpedia", "kaggle2020"})
            QTest::newRow(protocol) << protocol;
    }

    void headlinesAreThoseOfEvaluate() {
        QFETCH(QString, protocol);
        const MatchTable table = randomTable(31, 30, 3);
        const Protocol by = *protocolNamed(protocol.toStdString());
        OperatingPoint point;
        point.scoreThreshold = 0.3;
        point.attributeOf[2] = 0.7;
        const std::vector<ThresholdRow> rows{
            {Of::Score, {}, 0},      {Of::Score, CategoryIndex(1), 0},
            {Of::Attributes, {}, 0}, {Of::Group, {}, 0},
            {Of::Attribute, {}, 2},  {Of::Attribute, CategoryIndex(2), 2}};
        const auto found = measured(table, by, point, rows);
        QCOMPARE(found.size(), rows.size());
        Evaluator evaluator(std::make_shared<MatchTable>(table), by);
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-12; };
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const RowMeasure& row = found.at(i);
            const auto shifted = [&](double by05) {
                OperatingPoint to = point;
                shiftThreshold(to, by05, rows[i], *table.catalog);
                return *evaluator.headline(to);
            };
            QVERIFY(near(row.now, *evaluator.headline(point)));
            QVERIFY(near(row.lower, shifted(-0.05)));
            QVERIFY(near(row.higher, shifted(0.05)));
            double most = row.now;
            for (const double candidate :
                 ThresholdEvidence(table, by, point).candidates(rows[i], 39)) {
                OperatingPoint to = point;
                setThreshold(to, rows[i], candidate, *table.catalog);
                most = std::max(most, *evaluator.headline(to));
            }
            QVERIFY(near(row.most, most));
            OperatingPoint best = point;
            if (row.most > row.now)
                setThreshold(best, rows[i], row.mostAt, *table.catalog);
            QVERIFY(near(*evaluator.headline(best), most));
        }
    }

    // Three objects of category 0: one found with its attribute 0, one found without it though it
    // has it, one missed that has it. One detection on nothing that says it has it, and one below
    // the score. So attribute 0 has precision 1/2 (the stray one), recall 1/3; scores have
    // precision 2/3, recall 2/3.
    void precisionAndRecallCountDecisions() {
        const RleMask a = maskOf({"##...."}), b = maskOf({"..##.."}), c = maskOf({"....##"});
        const MatchTable first =
            tableOf({{{truthOf(a, 0, {0}), truthOf(b, 0, {0})},
                      {foundOf(a, 0.9, 0, {{0, 0.8f}}), foundOf(b, 0.8, 0, {{0, 0.3f}}),
                       foundOf(c, 0.7, 0, {{0, 0.9f}}), foundOf(b, 0.1, 0, {{0, 0.9f}})}},
                     {{truthOf(c, 0, {0})}, {}}},
                    2, 2);
        OperatingPoint point;
        point.scoreThreshold = 0.5;
        const auto found = measured(first, Protocol::paper(), point,
                                    {{Of::Attribute, {}, 0},
                                     {Of::Score, CategoryIndex(0), 0},
                                     {Of::Score, CategoryIndex(1), 0},
                                     {Of::Attribute, CategoryIndex(1), 0}});
        QCOMPARE(found.at(0).support, std::uint64_t(3));
        QCOMPARE(found.at(0).precision, 1.0 / 2);
        QCOMPARE(found.at(0).recall, 1.0 / 3);
        QCOMPARE(found.at(1).precision, 2.0 / 3);
        QCOMPARE(found.at(1).recall, 2.0 / 3);
        QCOMPARE(found.at(2).precision, -1.0);
        QCOMPARE(found.at(3).recall, -1.0);
    }

    void stopHandsOutNoMore() {
        const MatchTable table = randomTable(5, 30);
        std::stop_source stop;
        int rows = 0;
        const auto all = rowsOf(TuneWhat::Attributes, *table.catalog);
        const bool whole = measureRows(
            table, Protocol::paper(), {}, all,
            [&](std::size_t, const RowMeasure&) {
                ++rows;
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!whole);
        QCOMPARE(rows, 1);
    }

    void threadsChangeNoBit() {
        const MatchTable table = randomTable(8, 30);
        const auto rows = rowsOf(TuneWhat::Attributes, *table.catalog);
        const auto one = measured(table, Protocol::paper(), {}, rows, 1);
        const auto three = measured(table, Protocol::paper(), {}, rows, 3);
        QCOMPARE(one.size(), rows.size());
        for (const auto& [row, a] : one) {
            const RowMeasure& b = three.at(row);
            QVERIFY(a.now == b.now && a.lower == b.lower && a.higher == b.higher &&
                    a.most == b.most && a.mostAt == b.mostAt);
        }
    }
};

QTEST_GUILESS_MAIN(RowMeasuresTest)
#include "tst_row_measures.moc"
