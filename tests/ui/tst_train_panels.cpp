#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "ui/parts/segments.h"
#include "ui/parts/theme.h"
#include "ui/plot/plot_view.h"
#include "ui/train/run_list_model.h"
#include "ui/train/runs_panel.h"
#include "ui/train/train_plots.h"

using namespace selvedge;

// The curves and the run list of the Train page, with plain data.
class TrainPanelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void theRunListIsAModel();
    void aRunIsChosenAndKept();
    void checkedRunsLieOverTheChosen();
    void lossesComeLive();

private:
    static std::vector<StepMetrics> steps(int from, int to) {
        std::vector<StepMetrics> result;
        for (int step = from; step <= to; ++step) {
            StepMetrics metrics;
            metrics.step = step;
            metrics.total = 1000.0 + step;
            metrics.mask = 1;
            metrics.classification = 2;
            metrics.attribute = 3;
            metrics.box = 4;
            metrics.rpnObjectness = 5;
            metrics.rpnBox = 6;
            metrics.learningRate = 7;
            metrics.imagesPerSecond = 8;
            metrics.dataWaitSeconds = 9;
            result.push_back(metrics);
        }
        return result;
    }
};

void TrainPanelsTest::theRunListIsAModel() {
    RunListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({{"b", "running", 1200, true, false}, {"a", "failed", 3, false, false}});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, RunListModel::State).data().toString(), QString("running"));
    QCOMPARE(model.index(0, RunListModel::Step).data().toString(),
             QString("1") + QChar(0x202f) + "200");
    model.setStep("b", 7);
    QCOMPARE(model.index(0, RunListModel::Step).data().toString(), QString("7"));
    QVERIFY(model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.checked(), std::set<QString>{"a"});
    QSignalSpy changed(&model, &RunListModel::checkedChanged);
    model.setRows({{"b", "done", 1200, true, false}});
    QCOMPARE(changed.size(), 1);
    QVERIFY(model.checked().empty());
}

void TrainPanelsTest::aRunIsChosenAndKept() {
    RunsPanel panel;
    QSignalSpy current(&panel, &RunsPanel::currentChanged);
    panel.setRows({{"b", "done", 9, true, true}, {"a", "stopped", 3, true, false}});
    QCOMPARE(panel.current(), QString("b"));
    QCOMPARE(current.size(), 1);
    QVERIFY(panel.predictButton()->isEnabled() && panel.useButton()->isEnabled());
    panel.setCurrent("a");
    QCOMPARE(current.size(), 2);
    QVERIFY(panel.predictButton()->isEnabled() && !panel.useButton()->isEnabled());
    // A new run above does not take the choice away.
    panel.setRows({{"c", "running", 0, false, false},
                   {"b", "done", 9, true, true},
                   {"a", "stopped", 3, true, false}});
    QCOMPARE(panel.current(), QString("a"));
    QCOMPARE(current.size(), 2);
    QSignalSpy predict(&panel, &RunsPanel::predictWanted);
    panel.predictButton()->click();
    QCOMPARE(predict.value(0).value(0).toString(), QString("a"));
    panel.setRows({});
    QCOMPARE(panel.current(), QString());
    QVERIFY(!panel.predictButton()->isEnabled());
}

void TrainPanelsTest::checkedRunsLieOverTheChosen() {
    TrainPlots plots;
    plots.setRuns({{"b", steps(1, 20)}, {"a", steps(1, 10)}});
    const auto& series = plots.losses()->series();
    QCOMPARE(series.size(), std::size_t(14));
    for (std::size_t i = 0; i < series.size(); ++i) {
        QCOMPARE(series[i].style == Qt::SolidLine, i < 7);
        QCOMPARE(series[i].points.size(), std::size_t(i < 7 ? 20 : 10));
    }
}

void TrainPanelsTest::lossesComeLive() {
    TrainPlots plots;
    QVERIFY(plots.losses()->isEmpty());
    plots.setRuns({{"b", {}}});
    plots.append("b", steps(1, 5));
    plots.append("b", steps(6, 9));
    plots.append("other", steps(1, 5));
    QStringList names;
    std::vector<double> last;
    for (const PlotSeries& series : plots.losses()->series()) {
        QCOMPARE(series.points.size(), std::size_t(9));
        names += series.name;
        last.push_back(series.points.back().y());
    }
    QCOMPARE(names, (QStringList{"total", "mask", "class", "attribute", "box", "proposal",
                                 "proposal box"}));
    QCOMPARE(last, (std::vector<double>{1009, 1, 2, 3, 4, 5, 6}));
    QCOMPARE(plots.rate()->series()[0].points.back().y(), 7.0);
    QCOMPARE(plots.speed()->series()[0].points.back().y(), 8.0);
    QCOMPARE(plots.wait()->series()[0].points.back().y(), 9000.0);
    plots.scaleSwitch()->setCurrent(1);
    QCOMPARE(plots.losses()->scale(), AxisScale::Log);
}

QTEST_MAIN(TrainPanelsTest)
#include "tst_train_panels.moc"
