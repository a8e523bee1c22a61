#include <QSignalSpy>
#include <QtTest>
#include <cmath>
#include <random>

#include "ui/parts/theme.h"
#include "ui/plot/axis.h"
#include "ui/plot/decimate.h"
#include "ui/plot/number_text.h"
#include "ui/plot/plot_view.h"

using namespace selvedge;

// Axes, decimation, words for numbers, and what a plot answers to mouse and keys.
class PlotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void metricsHaveNoLeadingZero_data();
    void metricsHaveNoLeadingZero();
    void deltasAreSigned();
    void countsHaveNarrowSpaces();
    void timeIsSaidInItsTwoLargestUnits();
    void axisWordsFollowTheStep();
    void linearTicksAreNiceAndInside();
    void logTicksAreNiceAndInside();
    void axesMapBothWays();
    void decimationKeepsEveryExtreme();
    void decimationIsBoundedByTheColumns();
    void aGapBreaksTheLine();
    void smoothingContinuesBehindABatch();
    void nearestPointIsNearest();
    void aClickPinsTheNearestPoint();
    void draggingZoomsAndADoubleClickShowsAll();
    void theWheelZoomsAroundThePointer();
    void theLegendHidesALine();
    void linkedPlotsShareCrosshairAndZoom();
    void arrowKeysMoveTheCrosshair();
    void digitsSwitchLines();
    void appendedPointsAreSeen();
    void anEmptyPlotSaysWhy();

private:
    static PlotSeries ramp(const QString& id, int points, double slope) {
        PlotSeries series{id, id, id, Token::Text, Qt::SolidLine, {}, false};
        for (int i = 1; i <= points; ++i)
            series.points.emplace_back(i, slope * i);
        return series;
    }
};

void PlotTest::metricsHaveNoLeadingZero_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("text");
    QTest::newRow("four") << 0.29651 << 4 << ".2965";
    QTest::newRow("two") << 0.05 << 2 << ".05";
    QTest::newRow("one") << 1.0 << 4 << "1.0000";
    QTest::newRow("rounds up to one") << 0.99999 << 3 << "1.000";
    QTest::newRow("nought") << 0.0 << 3 << ".000";
    QTest::newRow("undefined") << -1.0 << 4 << QString(QChar(0x2013));
    QTest::newRow("no number") << std::nan("") << 4 << QString(QChar(0x2013));
}

void PlotTest::metricsHaveNoLeadingZero() {
    QFETCH(double, value);
    QFETCH(int, digits);
    QFETCH(QString, text);
    QCOMPARE(metricText(value, digits), text);
}

void PlotTest::deltasAreSigned() {
    QCOMPARE(deltaText(0.2965, 0.2787), QString("+.0178"));
    QCOMPARE(deltaText(0.0805, 0.0814), QString(QChar(0x2212)) + ".0009");
    QCOMPARE(deltaText(0.34021, 0.34019), QString(QChar(0x00b1)) + ".0000");
    QCOMPARE(deltaText(-1, 0.3), QString());
}

void PlotTest::countsHaveNarrowSpaces() {
    const QString space(QChar(0x202f));
    QCOMPARE(countText(0), QString("0"));
    QCOMPARE(countText(904), QString("904"));
    QCOMPARE(countText(5250), "5" + space + "250");
    QCOMPARE(countText(333401), "333" + space + "401");
    QCOMPARE(countText(-1234567), QString(QChar(0x2212)) + "1" + space + "234" + space + "567");
    QCOMPARE(signedCountText(0), QString("±0"));
    QCOMPARE(signedCountText(5250), "+5" + space + "250");
    QCOMPARE(signedCountText(-3), QString(QChar(0x2212)) + "3");
}

void PlotTest::timeIsSaidInItsTwoLargestUnits() {
    QCOMPARE(durationText(0.4), QString("0.4 s"));
    QCOMPARE(durationText(12), QString("12 s"));
    QCOMPARE(durationText(240), QString("4 min"));
    QCOMPARE(durationText(2 * 3600 + 600), QString("2 h 10 min"));
    QCOMPARE(durationText(3 * 86400 + 4 * 3600), QString("3 d 4 h"));
    QCOMPARE(timeLeftText(240), QString("4 min left"));
    QCOMPARE(timeLeftText(-1), QString());
}

void PlotTest::axisWordsFollowTheStep() {
    QCOMPARE(axisText(0.05, 0.05), QString(".05"));
    QCOMPARE(axisText(0.1, 0.05), QString(".10"));
    QCOMPARE(axisText(0, 0.05), QString("0"));
    QCOMPARE(axisText(5, 1), QString("5"));
    QCOMPARE(axisText(1500, 500), QString("1.5k"));
    QCOMPARE(axisText(30000, 5000), QString("30k"));
    QCOMPARE(axisText(2e6, 1e6), QString("2M"));
    QCOMPARE(axisText(0.00025, 0.00005), QString(".00025"));
    QCOMPARE(valueText(0.871), QString("0.871"));
    QCOMPARE(valueText(2.414), QString("2.41"));
    QCOMPARE(valueText(0.00025), QString("0.00025"));
}

void PlotTest::linearTicksAreNiceAndInside() {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> exponent(-6, 6), share(0, 1);
    for (int round = 0; round < 500; ++round) {
        const double lo = (share(random) - 0.5) * std::pow(10, exponent(random));
        const double hi = lo + std::pow(10, exponent(random));
        const Ticks ticks = linearTicks(lo, hi, 8);
        QVERIFY(ticks.values.size() >= 1 && ticks.values.size() <= 8);
        const double mantissa =
            ticks.step / std::pow(10, std::floor(std::log10(ticks.step) + 1e-9));
        QVERIFY2(std::abs(mantissa - 1) < 1e-6 || std::abs(mantissa - 2) < 1e-6 ||
                     std::abs(mantissa - 5) < 1e-6,
                 qPrintable(QString::number(ticks.step)));
        for (const double tick : ticks.values) {
            QVERIFY(tick >= lo - ticks.step * 1e-6 && tick <= hi + ticks.step * 1e-6);
            QVERIFY(std::abs(tick / ticks.step - std::round(tick / ticks.step)) < 1e-4);
        }
    }
    QVERIFY(linearTicks(1, 1, 5).values.empty());
}

void PlotTest::logTicksAreNiceAndInside() {
    QCOMPARE(logTicks(0.05, 5, 8).values, (std::vector<double>{.05, .1, .2, .5, 1, 2, 5}));
    QCOMPARE(logTicks(0.001, 1000, 8).values,
             (std::vector<double>{1e-3, 1e-2, 1e-1, 1, 10, 100, 1000}));
    QVERIFY(logTicks(1e-200, 1e200, 6).values.size() <= 6);
    // Less than an octave: linear ticks are better than none.
    QVERIFY(logTicks(0.31, 0.39, 5).values.size() >= 2);
}

void PlotTest::axesMapBothWays() {
    for (const AxisScale scale : {AxisScale::Linear, AxisScale::Log}) {
        const Axis axis{scale, 0.5, 200, 300, 20};
        for (const double value : {0.5, 1.0, 77.0, 200.0})
            QVERIFY(std::abs(axis.fromPixel(axis.toPixel(value)) - value) < 1e-9 * value);
    }
    QVERIFY(std::isnan((Axis{AxisScale::Log, 1, 10, 0, 100}.toPixel(0))));
}

void PlotTest::decimationKeepsEveryExtreme() {
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 1);
    std::vector<QPointF> points;
    for (int i = 0; i < 100000; ++i)
        points.emplace_back(i, noise(random));
    points[54321].setY(500);  // a spike of one step
    points[11111].setY(-500);
    const Axis x{AxisScale::Linear, 0, 99999, 0, 400};
    const Axis y{AxisScale::Linear, -500, 500, 1000, 0};
    const auto lines = decimate(points, x, y);
    QCOMPARE(lines.size(), std::size_t(1));
    // Of every pixel column the line covers exactly what the points cover.
    std::map<long, std::pair<double, double>> expected, drawn;
    const auto cover = [](auto& columns, const QPointF& pixel) {
        auto [it, isNew] = columns.try_emplace(std::lround(pixel.x()), pixel.y(), pixel.y());
        it->second.first = std::min(it->second.first, pixel.y());
        it->second.second = std::max(it->second.second, pixel.y());
    };
    for (const QPointF& point : points)
        cover(expected, QPointF(x.toPixel(point.x()), y.toPixel(point.y())));
    for (const QPointF& pixel : lines.front())
        cover(drawn, pixel);
    QCOMPARE(drawn, expected);
}

void PlotTest::decimationIsBoundedByTheColumns() {
    const PlotSeries series = ramp("a", 1'000'000, 1);
    const Axis x{AxisScale::Linear, 1, 1e6, 0, 500};
    const Axis y{AxisScale::Linear, 0, 1e6, 200, 0};
    const auto lines = decimate(series.points, x, y);
    QCOMPARE(lines.size(), std::size_t(1));
    QVERIFY(lines.front().size() <= 4 * 501);
    // Ascending x: nothing is drawn back and forth.
    QVERIFY(std::is_sorted(lines.front().begin(), lines.front().end(),
                           [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); }));
}

void PlotTest::aGapBreaksTheLine() {
    const std::vector<QPointF> points{{0, 1}, {1, 2}, {2, std::nan("")}, {3, 0}, {4, 3}};
    const Axis x{AxisScale::Linear, 0, 4, 0, 400};
    const Axis linear{AxisScale::Linear, 0, 4, 100, 0}, log{AxisScale::Log, 0.5, 4, 100, 0};
    QCOMPARE(decimate(points, x, linear).size(), std::size_t(2));
    const auto lines = decimate(points, x, log);  // 0 has no place on a log axis
    QCOMPARE(lines.size(), std::size_t(2));
    QCOMPARE(lines.back().size(), 1);
}

void PlotTest::smoothingContinuesBehindABatch() {
    std::vector<QPointF> points{{1, 4}, {2, 8}};
    std::vector<QPointF> smoothed;
    smooth(points, 0.5, smoothed);
    QCOMPARE(smoothed[1].y(), 6.0);
    points.insert(points.end(), {{3, std::nan("")}, {4, 2}});
    smooth(points, 0.5, smoothed);
    std::vector<QPointF> atOnce;
    smooth(points, 0.5, atOnce);
    QCOMPARE(smoothed.size(), std::size_t(4));
    QCOMPARE(smoothed[3], atOnce[3]);
    QCOMPARE(smoothed[3].y(), 4.0);  // 0.5 * 6 + 0.5 * 2: the gap is stepped over
}

void PlotTest::nearestPointIsNearest() {
    const std::vector<QPointF> points{{1, 0}, {5, 0}, {6, 0}};
    QCOMPARE(nearestPoint(points, -3), std::size_t(0));
    QCOMPARE(nearestPoint(points, 2.9), std::size_t(0));
    QCOMPARE(nearestPoint(points, 3.1), std::size_t(1));
    QCOMPARE(nearestPoint(points, 99), std::size_t(2));
}

void PlotTest::aClickPinsTheNearestPoint() {
    PlotView plot("Losses");
    plot.resize(500, 300);
    plot.setSeries({ramp("low", 100, 0.1), ramp("high", 100, 1)});
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.picture();  // laid out
    const QPoint at(int(std::lround(plot.xAxis().toPixel(50))),
                    int(std::lround(plot.yAxis().toPixel(50))));
    QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
    QCOMPARE(plot.crosshair(), std::optional(50.0));
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&plot, &leave);
    QCOMPARE(plot.crosshair(), std::optional(50.0));  // it stays
    // The second click lets it go.
    QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
    QCoreApplication::sendEvent(&plot, &leave);
    QVERIFY(!plot.crosshair());
}

void PlotTest::draggingZoomsAndADoubleClickShowsAll() {
    PlotView plot("Losses");
    plot.resize(500, 300);
    plot.setSeries({ramp("a", 100, 1)});
    plot.show();
    plot.picture();
    const auto at = [&](double x) {
        return QPoint(int(std::lround(plot.xAxis().toPixel(x))), 150);
    };
    const QPoint from = at(20), to = at(60);
    QTest::mousePress(&plot, Qt::LeftButton, {}, from);
    QTest::mouseMove(&plot, to);
    QTest::mouseRelease(&plot, Qt::LeftButton, {}, to);
    QVERIFY(plot.zoom());
    QVERIFY(std::abs(plot.zoom()->lo - 20) < 0.5 && std::abs(plot.zoom()->hi - 60) < 0.5);
    plot.picture();
    // What is seen decides y.
    QVERIFY(plot.yAxis().hi < 70);
    QTest::mouseDClick(&plot, Qt::LeftButton, {}, from);
    QVERIFY(!plot.zoom());
}

void PlotTest::theWheelZoomsAroundThePointer() {
    PlotView plot("Losses");
    plot.resize(500, 300);
    plot.setSeries({ramp("a", 100, 1)});
    plot.show();
    plot.picture();
    const QPointF place(plot.xAxis().toPixel(40), 150);
    QWheelEvent in(place, plot.mapToGlobal(place), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                   Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&plot, &in);
    QVERIFY(plot.zoom());
    plot.picture();
    // The labels' width may change with y: a few pixels.
    QVERIFY(std::abs(plot.xAxis().fromPixel(place.x()) - 40) < 2);
    for (int i = 0; i < 3; ++i) {
        QWheelEvent out(place, plot.mapToGlobal(place), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&plot, &out);
        plot.picture();
    }
    QVERIFY(!plot.zoom());  // never beyond the data
}

void PlotTest::theLegendHidesALine() {
    PlotView plot("Losses");
    plot.resize(600, 300);
    plot.setSeries({ramp("small", 100, 0.01), ramp("large", 100, 1)});
    plot.show();
    plot.picture();
    QVERIFY(plot.yAxis().hi > 50);
    // The entries stand at the right of the title's row.
    int hidden = 0;
    for (int x = 590; x > 300 && hidden == 0; x -= 4) {
        QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(x, 14));
        hidden += !plot.isShown("large");
    }
    QCOMPARE(hidden, 1);
    QVERIFY(plot.isShown("small"));
    plot.picture();
    QVERIFY(plot.yAxis().hi < 2);
}

void PlotTest::linkedPlotsShareCrosshairAndZoom() {
    PlotView a("A"), b("B");
    a.setSeries({ramp("a", 100, 1)});
    b.setSeries({ramp("b", 100, 2)});
    linkPlots({&a, &b});
    a.resize(400, 300);
    a.show();
    a.picture();
    a.setZoom(PlotRange{10, 20});
    QCOMPARE(b.zoom(), a.zoom());
    b.setZoom({});
    QVERIFY(!a.zoom());
    QTest::mouseMove(&a, QPoint(200, 150));
    QTRY_VERIFY(a.crosshair());
    QCOMPARE(b.crosshair(), a.crosshair());
}

void PlotTest::arrowKeysMoveTheCrosshair() {
    PlotView plot("Losses");
    plot.resize(500, 300);
    plot.setSeries({ramp("a", 10, 1)});
    plot.show();
    plot.picture();
    QTest::keyClick(&plot, Qt::Key_End);
    QCOMPARE(plot.crosshair(), std::optional(10.0));
    QTest::keyClick(&plot, Qt::Key_Left);
    QCOMPARE(plot.crosshair(), std::optional(9.0));
    QTest::keyClick(&plot, Qt::Key_Return);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(&plot, &leave);
    QCOMPARE(plot.crosshair(), std::optional(9.0));
    QTest::keyClick(&plot, Qt::Key_Escape);
    QVERIFY(!plot.crosshair());
}

void PlotTest::digitsSwitchLines() {
    PlotView plot("Losses");
    plot.resize(500, 300);
    PlotSeries low = ramp("low", 10, 0.1), high = ramp("high", 10, 1);
    low.legend = "low";
    high.legend = "high";
    plot.setSeries({low, high});
    plot.show();
    plot.picture();
    QTest::keyClick(&plot, Qt::Key_2);
    QVERIFY(plot.isShown("low") && !plot.isShown("high"));
    QVERIFY(!plot.accessibleDescription().contains("high"));
    QTest::keyClick(&plot, Qt::Key_3);  // there is none
    QTest::keyClick(&plot, Qt::Key_2);
    QVERIFY(plot.isShown("low") && plot.isShown("high"));
    QVERIFY(plot.accessibleDescription().contains("high"));
}

void PlotTest::appendedPointsAreSeen() {
    PlotView plot("Losses");
    plot.resize(500, 300);
    plot.setSmoothing(0.5);
    plot.setSeries({ramp("a", 10, 1)});
    const QImage before = plot.picture();
    plot.append("a", {{11, 0}, {12, 0}});
    plot.append("unknown", {{13, 0}});
    QCOMPARE(plot.series()[0].points.size(), std::size_t(12));
    QVERIFY(plot.picture() != before);
    QCOMPARE(plot.xAxis().hi, 12.0);
    QVERIFY(plot.accessibleDescription().contains("a now 0"));
}

void PlotTest::anEmptyPlotSaysWhy() {
    PlotView plot("Losses");
    plot.resize(500, 300);
    plot.setEmptyText("No steps yet.");
    QVERIFY(plot.isEmpty());
    QCOMPARE(plot.accessibleDescription(), QString("No steps yet."));
    const QImage with = plot.picture();
    plot.setEmptyText({});
    QVERIFY(plot.picture() != with);
}

QTEST_MAIN(PlotTest)
#include "tst_plot.moc"
