#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>
#include <cmath>

#include "ui/evaluate/metric_strip.h"
#include "ui/evaluate/metric_words.h"
#include "ui/evaluate/report_words.h"
#include "ui/parts/segments.h"
#include "ui/parts/theme.h"
#include "ui/plot/plot_view.h"
#include "ui/tune/histogram_slider.h"
#include "ui/tune/sweep_panel.h"
#include "ui/tune/sweep_table_model.h"
#include "ui/tune/tune_tiles.h"

using namespace selvedge;

// The parts of Evaluate and Tune, with plain data.
class MeasurePanelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Light); }
    void everyMetricHasWordsOfItsOwn();
    void theHeadlineComesFirst();
    void recallSaysHowManyCount();
    void tuneShowsTheFirstOfThem();
    void deltasGoToThePinnedReport();
    void evidenceCountsWhatIsKept();
    void theSliderAnswersMouseWheelAndKeys();
    void theSliderHasAValueForScreenReaders();
    void theSliderTakesWhatIsTyped();
    void theSweepMarksItsBest();
    void mapAndTableChooseThePoint();
    void theSweepButtonStops();

private:
    // AP n is (base + n) / 1000, with f1 100 less.
    static Report report(IouType type, int base) {
        Report result;
        result.protocol = Protocol::paper(type, false);
        result.operatingPoint = kDefaultOperatingPoint;
        for (const char* prefix : {"", "f1"}) {
            for (std::size_t i = 0; i < kMetricNames.size(); ++i)
                result.metrics.push_back({std::string(prefix) + kMetricNames[i],
                                          (base + int(i) - (*prefix ? 100 : 0)) / 1000.0});
        }
        result.categories = {{0, 1000, 50, .5, .6}, {1, 20, 7, .9, .95}, {2, 0, 3, -1, -1}};
        result.images = 12;
        result.objects = 1020;
        result.detections = 60;
        return result;
    }
    static Sweep sweep() {
        Sweep result;
        result.protocol = Protocol::paper();
        result.scoreThresholds = {.1, .2, .3};
        result.attributeThresholds = {.4, .5};
        // f1AP is best at (.2, .5), AP at (.1, .4).
        const double f1[] = {.10, .11, .12, .30, .13, .14}, ap[] = {.5, .5, .4, .4, .3, .3};
        for (std::size_t s = 0; s < 3; ++s) {
            for (std::size_t a = 0; a < 2; ++a)
                result.cells.push_back({result.scoreThresholds[s],
                                        result.attributeThresholds[a],
                                        f1[s * 2 + a],
                                        ap[s * 2 + a],
                                        {}});
        }
        return result;
    }
};

void MeasurePanelsTest::everyMetricHasWordsOfItsOwn() {
    QSet<QString> meanings, glosses;
    for (const char* name : kMetricNames) {
        meanings += metricMeaning(name);
        glosses += metricGloss(name);
        glosses += metricGloss(std::string("f1") + name);
    }
    QCOMPARE(meanings.size(), 12);
    QCOMPARE(glosses.size(), 24);
}

void MeasurePanelsTest::theHeadlineComesFirst() {
    const std::vector<MetricTile> tiles = tilesOf(report(IouType::Mask, 300), nullptr);
    QVERIFY(tiles[0].headline);
    QCOMPARE(tiles[0].value, .2);
    QCOMPARE(std::count_if(tiles.begin(), tiles.end(),
                           [](const MetricTile& tile) { return tile.headline; }),
             std::ptrdiff_t(1));
    QCOMPARE(tiles[0].line, QString("mean of 2 categories"));
    QCOMPARE(tiles[1].value, .3);
}

void MeasurePanelsTest::recallSaysHowManyCount() {
    Report of20 = report(IouType::Mask, 300);
    of20.operatingPoint.maxDetections = 20;
    const MetricTile recall = tilesOf(of20, nullptr).back();
    QCOMPARE(recall.label, QString("recall"));
    QCOMPARE(recall.line, QString("20 of a category"));
    QVERIFY(recall.tip.contains("At most 20 detections of a category in an image"));
    QCOMPARE(metricMeaning("AR@300"), QString("recall, 300 detections an image"));
    QVERIFY(metricGloss("ARs@300").contains("small"));
}

void MeasurePanelsTest::tuneShowsTheFirstOfThem() {
    Measurement now{report(IouType::Mask, 310), {}, .012};
    const Measurement pinned{report(IouType::Mask, 300), {}, .01};
    std::vector<MetricTile> tiles = tuneTiles(now, &pinned);
    QCOMPARE(tiles[0].value, .21);
    QCOMPARE(*tiles[0].reference, .2);
    QCOMPARE(tiles[0].line, QString("in 12 ms"));
    for (const MetricTile& tile : tiles)
        QVERIFY(tile.behind.isOfAllSizes());
    QCOMPARE(tiles.back().label, QString("recall"));
    // COCO asks no attributes, and nothing says that it does; other protocols give no delta.
    now.report.protocol = Protocol::coco();
    std::erase_if(now.report.metrics,
                  [](const Metric& metric) { return metric.name.starts_with("f1"); });
    tiles = tuneTiles(now, &pinned);
    QCOMPARE(tiles[0].value, .31);
    for (const MetricTile& tile : tiles)
        QVERIFY(!tile.reference && !tile.tip.contains("ttributes"));
}

void MeasurePanelsTest::deltasGoToThePinnedReport() {
    const Report now = report(IouType::Mask, 310), pinned = report(IouType::Mask, 300);
    MetricStrip strip;
    strip.setTiles(tilesOf(now, &pinned));
    QCOMPARE(*strip.tiles()[0].reference, .2);
    QVERIFY(strip.accessibleDescription().contains("AP (IoU and F1) .2100 +.0100"));
    // Narrow: the figures take more rows, none is lost.
    QVERIFY(strip.heightForWidth(300) >= 3 * strip.heightForWidth(3000));
}

void MeasurePanelsTest::evidenceCountsWhatIsKept() {
    PredictionSet set;
    for (const double score : {.05, .5, .5, 1.0}) {
        Detection detection;
        detection.score = score;
        detection.attributes = {{0, .25f}, {1, .75f}};
        set.images["a"].push_back(detection);
    }
    const PredictionSpread evidence = spreadOf(set);
    QCOMPARE(evidence.scores.total(), std::uint64_t(4));
    QCOMPARE(evidence.scores.kept(0), std::uint64_t(4));
    QCOMPARE(evidence.scores.kept(.5), std::uint64_t(3));  // at the threshold counts
    QCOMPARE(evidence.scores.kept(.501), std::uint64_t(1));
    QCOMPARE(evidence.attributes.kept(.5), std::uint64_t(4));
    QCOMPARE(evidence.scores.bins()[25], std::uint64_t(2));
    QCOMPARE(evidence.scores.bins().back(), std::uint64_t(1));  // 1 is in the last bin
}

void MeasurePanelsTest::theSliderAnswersMouseWheelAndKeys() {
    HistogramSlider slider("Score", .05);
    slider.resize(400, 128);
    slider.show();
    QSignalSpy moved(&slider, &HistogramSlider::valueChanged);
    QCOMPARE(slider.value(), .05);
    QTest::keyClick(&slider, Qt::Key_Right);
    QCOMPARE(slider.value(), .06);
    QTest::keyClick(&slider, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(slider.value(), .061);
    const QPointF place(200, 60);
    for (const auto& [modifiers, expected] :
         {std::pair(Qt::KeyboardModifiers(Qt::NoModifier), .071),
          std::pair(Qt::KeyboardModifiers(Qt::ShiftModifier), .072)}) {
        QWheelEvent wheel(place, slider.mapToGlobal(place), {}, {0, 120}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&slider, &wheel);
        QCOMPARE(slider.value(), expected);
    }
    QTest::mouseClick(&slider, Qt::LeftButton, {}, QPoint(200, 80));
    QCOMPARE(slider.value(), .5);
    QTest::mouseDClick(&slider, Qt::LeftButton, {}, QPoint(200, 80));
    QCOMPARE(slider.value(), .05);
    QTest::keyClick(&slider, Qt::Key_End);
    QTest::keyClick(&slider, Qt::Key_Right);
    QCOMPARE(slider.value(), 1.0);
    QVERIFY(moved.size() >= 6);
    const qsizetype before = moved.size();
    slider.setValue(.3);  // by the program: tells nobody
    QCOMPARE(moved.size(), before);
}

void MeasurePanelsTest::theSliderHasAValueForScreenReaders() {
    HistogramSlider slider("Score", .05);
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(&slider);
    QVERIFY(face);
    QCOMPARE(face->role(), QAccessible::Slider);
    QCOMPARE(face->text(QAccessible::Name), QString("Score threshold"));
    QAccessibleValueInterface* value = face->valueInterface();
    QVERIFY(value);
    QCOMPARE(value->currentValue().toDouble(), .05);
    QCOMPARE(value->minimumValue().toDouble(), 0.0);
    QCOMPARE(value->maximumValue().toDouble(), 1.0);
    QSignalSpy moved(&slider, &HistogramSlider::valueChanged);
    value->setCurrentValue(.25);
    QCOMPARE(slider.value(), .25);
    QCOMPARE(moved.size(), 1);
}

void MeasurePanelsTest::theSliderTakesWhatIsTyped() {
    HistogramSlider slider("Score", .05);
    slider.show();
    slider.edit()->selectAll();
    QTest::keyClicks(slider.edit(), "0.385");
    QTest::keyClick(slider.edit(), Qt::Key_Return);
    QCOMPARE(slider.value(), .385);
    QCOMPARE(slider.edit()->text(), QString(".385"));
    for (const char* bad : {"2", "-1", "x", "nan"}) {
        slider.edit()->selectAll();
        QTest::keyClicks(slider.edit(), bad);
        QTest::keyClick(slider.edit(), Qt::Key_Return);
        QCOMPARE(slider.value(), .385);
        QCOMPARE(slider.edit()->text(), QString(".385"));
    }
}

void MeasurePanelsTest::theSweepMarksItsBest() {
    SweepPanel panel;
    QAbstractItemModelTester tester(panel.model(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(!panel.bestButton()->isEnabled());
    const Sweep result = sweep();
    panel.setSweep(result);
    QSignalSpy chosen(&panel, &SweepPanel::pointChosen);
    panel.bestButton()->click();
    QCOMPARE(chosen[0][0].toDouble(), result.best()->scoreThreshold);
    QCOMPARE(chosen[0][1].toDouble(), result.best()->attributeThreshold);
    QCOMPARE(panel.model()->index(1, 1).data().toString(), QString(".3000 +"));
    panel.figure()->setCurrentIndex(1);  // IoU only: the first of equals
    panel.bestButton()->click();
    QCOMPARE(chosen[1][0].toDouble(), .1);
    QCOMPARE(chosen[1][1].toDouble(), .4);
    QCOMPARE(panel.map()->data().at(2, 0), .3);
}

void MeasurePanelsTest::mapAndTableChooseThePoint() {
    SweepPanel panel;
    panel.resize(600, 500);
    panel.setSweep(sweep());
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QSignalSpy chosen(&panel, &SweepPanel::pointChosen);
    QTest::mouseClick(panel.map(), Qt::LeftButton, {}, panel.map()->cellRect({2, 1}).center());
    QCOMPARE(chosen[0][0].toDouble(), .3);
    QCOMPARE(chosen[0][1].toDouble(), .5);
    panel.form()->setCurrent(1);
    const QModelIndex cell = panel.model()->index(0, 1);
    QTest::mouseClick(panel.table()->viewport(), Qt::LeftButton, {},
                      panel.table()->visualRect(cell).center());
    QCOMPARE(chosen[1][0].toDouble(), .1);
    QCOMPARE(chosen[1][1].toDouble(), .5);
    // The cuts go through the point.
    panel.setPoint({.2, .4, 100});
    const auto& cuts = panel.cuts()->series();
    QCOMPARE(cuts[0].points, (std::vector<QPointF>{{.1, .10}, {.2, .12}, {.3, .13}}));
    QCOMPARE(cuts[1].points, (std::vector<QPointF>{{.4, .12}, {.5, .30}}));
}

void MeasurePanelsTest::theSweepButtonStops() {
    SweepPanel panel;
    QSignalSpy wanted(&panel, &SweepPanel::sweepWanted), stop(&panel, &SweepPanel::stopWanted);
    QVERIFY(!panel.sweepButton()->isEnabled());
    panel.setState(true, false, {});
    QVERIFY(panel.sweepButton()->property("primary").toBool());
    panel.sweepButton()->click();
    panel.setState(true, true, "12 of 361 cells");
    panel.sweepButton()->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(stop.size(), 1);
}

QTEST_MAIN(MeasurePanelsTest)
#include "tst_measure_panels.moc"
