#include <QSignalSpy>
#include <QtTest>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/plot/heatmap_view.h"
#include "ui/plot/ramp.h"

using namespace selvedge;

class HeatmapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void lightnessIsStrictlyMonotone();
    void wordsStandOutOnEveryShade();
    void everyPixelBelongsToItsCell();
    void aClickChoosesTheCell();
    void draggingChoosesEachCellOnce();
    void arrowKeysMoveWithinTheMap();
    void aPointBetweenCellsGoesToTheNearest();
    void undefinedCellsAreNoLowValue();
    void whatIsShownIsAlsoSaid();
    void namesOfPinsOverlapNothing();
    void namesThatDoNotFitAreLetters();

private:
    static HeatmapData map() {
        HeatmapData data;
        data.columns = {.1, .2, .3, .4};
        data.rows = {.5, .6, .7};
        for (int i = 0; i < 12; ++i)
            data.values.push_back(i / 20.0);
        data.columnName = "score threshold";
        data.rowName = "attribute threshold";
        data.valueName = "AP";
        return data;
    }
};

void HeatmapTest::lightnessIsStrictlyMonotone() {
    for (const bool dark : {true, false}) {
        double before = lightness(rampColor(0, dark));
        for (int i = 1; i <= 256; ++i) {
            const double now = lightness(rampColor(i / 256.0, dark));
            QVERIFY2(dark ? now > before : now < before, qPrintable(QString::number(i)));
            before = now;
        }
    }
    QCOMPARE(rampColor(-3, true), rampColor(0, true));
    QCOMPARE(rampColor(7, true), rampColor(1, true));
    QVERIFY(std::abs(lightness(Qt::white) - 100) < 1e-3);
    QCOMPARE(lightness(Qt::black), 0.0);
}

void HeatmapTest::wordsStandOutOnEveryShade() {
    const auto luminance = [](const QColor& color) {
        const double l = lightness(color);
        return l > 8 ? std::pow((l + 16) / 116, 3) : l * 27 / 24389;
    };
    for (const bool dark : {true, false}) {
        for (int i = 0; i <= 100; ++i) {
            const QColor ground = rampColor(i / 100.0, dark);
            const double a = luminance(ground), b = luminance(textOn(ground));
            const double contrast = (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
            QVERIFY2(contrast >= 4.5, qPrintable(QString::number(contrast)));
        }
    }
}

void HeatmapTest::everyPixelBelongsToItsCell() {
    HeatmapView view;
    view.resize(413, 379);
    view.setData(map());
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 4; ++column) {
            const HeatmapCell cell{column, row};
            const QRect place = view.cellRect(cell);
            for (const QPoint& corner : {place.topLeft(), place.bottomRight(), place.center()})
                QCOMPARE(view.cellAt(corner), std::optional(cell));
        }
    }
    // Row 0 is at the bottom, column 0 at the left; outside there is none.
    QVERIFY(view.cellRect({0, 0}).top() > view.cellRect({0, 2}).bottom());
    QVERIFY(view.cellRect({0, 0}).right() < view.cellRect({1, 0}).left() + 1);
    QCOMPARE(view.cellAt(view.cellRect({0, 0}).bottomLeft() + QPoint(0, 1)), std::nullopt);
    QCOMPARE(view.cellAt(view.cellRect({3, 2}).topRight() + QPoint(1, 0)), std::nullopt);
    QCOMPARE(view.cellAt(QPointF(-5, -5)), std::nullopt);
}

void HeatmapTest::aClickChoosesTheCell() {
    HeatmapView view;
    view.resize(400, 380);
    view.setData(map());
    view.show();
    QSignalSpy chosen(&view, &HeatmapView::cellChosen);
    QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect({2, 1}).center());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toInt(), 2);
    QCOMPARE(chosen[0][1].toInt(), 1);
    QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(1, 1));
    QCOMPARE(chosen.size(), 1);
}

void HeatmapTest::draggingChoosesEachCellOnce() {
    HeatmapView view;
    view.resize(400, 380);
    view.setData(map());
    view.show();
    QSignalSpy chosen(&view, &HeatmapView::cellChosen);
    const QPoint from = view.cellRect({0, 0}).center(), to = view.cellRect({1, 0}).center();
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    for (const QPoint& at : {from + QPoint(1, 0), to, to + QPoint(2, 0)}) {
        QMouseEvent move(QEvent::MouseMove, QPointF(at), view.mapToGlobal(QPointF(at)),
                         Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
    }
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen[1][0].toInt(), 1);
}

void HeatmapTest::arrowKeysMoveWithinTheMap() {
    HeatmapView view;
    view.resize(400, 380);
    view.setData(map());
    view.setBest(HeatmapCell{3, 2});
    view.setPoint(QPointF(.1, .5));
    view.show();
    QSignalSpy chosen(&view, &HeatmapView::cellChosen);
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Up);
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen[1][0].toInt(), 1);
    QCOMPARE(chosen[1][1].toInt(), 1);
    QTest::keyClick(&view, Qt::Key_Home);  // the best
    QCOMPARE(chosen[2][0].toInt(), 3);
    QTest::keyClick(&view, Qt::Key_Right);  // the border
    QCOMPARE(chosen.size(), 3);
}

void HeatmapTest::aPointBetweenCellsGoesToTheNearest() {
    HeatmapView view;
    view.setData(map());
    QCOMPARE(view.nearestCell({.24, .66}), (HeatmapCell{1, 2}));
    QCOMPARE(view.nearestCell({0, 0}), (HeatmapCell{0, 0}));
    QCOMPARE(view.nearestCell({1, 1}), (HeatmapCell{3, 2}));
}

void HeatmapTest::undefinedCellsAreNoLowValue() {
    HeatmapData data = map();
    data.values[0] = -1;
    HeatmapView view;
    view.setData(data);
    QVERIFY(view.valueRange());
    QCOMPARE(view.valueRange()->first, 1 / 20.0);
    std::fill(data.values.begin(), data.values.end(), -1);
    view.setData(data);
    QVERIFY(!view.valueRange());
    view.resize(400, 380);
    QVERIFY(!view.grab().isNull());  // draws without a range
}

void HeatmapTest::whatIsShownIsAlsoSaid() {
    HeatmapView view;
    view.setEmptyText("No sweep yet.");
    QCOMPARE(view.accessibleDescription(), QString("No sweep yet."));
    view.setData(map());
    view.setBest(HeatmapCell{3, 2});
    view.setPoint(QPointF(.2, .5));
    QCOMPARE(view.accessibleDescription(),
             QString("here .0500 at .20, .50; best .5500 at .40, .70"));
}

// Three points close together, and one in each corner.
void HeatmapTest::namesOfPinsOverlapNothing() {
    const QRectF area(0, 0, 300, 200);
    const auto sizeOf = [](const QString& text) { return QSizeF(7.0 * double(text.size()), 14); };
    const std::vector<std::pair<QPointF, QString>> points{{{150, 100}, "A default"},
                                                          {{160, 100}, "B strict one"},
                                                          {{150, 104}, "C auto"},
                                                          {{0, 0}, "D first"},
                                                          {{300, 200}, "E last"}};
    std::vector<QRectF> rings;
    for (const auto& [at, name] : points)
        rings.emplace_back(at.x() - 8, at.y() - 8, 16, 16);
    const auto labels = placePinLabels(points, rings, {}, area, sizeOf);
    QCOMPARE(labels.size(), points.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        QVERIFY(points[i].second.startsWith(labels[i].text) && !labels[i].text.isEmpty());
        QVERIFY(area.contains(labels[i].place));
        for (const QRectF& ring : rings)
            QVERIFY(!labels[i].place.intersects(ring));
        for (std::size_t j = 0; j < i; ++j)
            QVERIFY(!labels[i].place.intersects(labels[j].place));
    }
    QCOMPARE(labels[0].text, QString("A default"));
}

// Values stand left and right of the point: a name would cover one, a letter does not.
void HeatmapTest::namesThatDoNotFitAreLetters() {
    const auto sizeOf = [](const QString& text) { return QSizeF(7.0 * double(text.size()), 14); };
    const std::vector<QRectF> values{{60, 0, 30, 200}, {120, 0, 30, 200}};
    const auto labels =
        placePinLabels({{{105, 100}, "A default"}}, {}, values, {0, 0, 200, 200}, sizeOf);
    QCOMPARE(labels[0].text, QString("A"));
    for (const QRectF& value : values)
        QVERIFY(!labels[0].place.intersects(value));
}

QTEST_MAIN(HeatmapTest)
#include "tst_heatmap.moc"
