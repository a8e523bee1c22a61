// What the Tune page is made of, by plain data: contours, what F1 asks, sentences, the plain
// slider.
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QtTest>
#include <cmath>
#include <random>

#include "ui/parts/f1_meaning.h"
#include "ui/parts/more_slider.h"
#include "ui/parts/theme.h"
#include "ui/plot/heatmap_contours.h"
#include "ui/tune/row_sentence.h"

using namespace selvedge;

class TunePartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void aSlopeHasOneStraightLine();
    void aHillHasClosedLines();
    void everyPointOfAContourHasItsValue();
    void noLineRunsThroughMissingCells();
    void levelsAreRound();
    void theCrossIsDraggedBetweenCells();
    void neededIsTheLeastThatReaches();
    void f1IsSaidInWords();
    void aRowIsSaidInWords();
    void aRowWithoutHitsIsSaidInWords();
    void moreIsALowerThreshold();

private:
    static HeatmapData map(int columns, int rows, const std::function<double(int, int)>& value) {
        HeatmapData data;
        for (int i = 0; i < columns; ++i)
            data.columns.push_back((i + 1) / double(columns + 1));
        for (int i = 0; i < rows; ++i)
            data.rows.push_back((i + 1) / double(rows + 1));
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column)
                data.values.push_back(value(column, row));
        return data;
    }
};

void TunePartsTest::aSlopeHasOneStraightLine() {
    // Values rise by .1 a column: .25 lies in the middle between columns 2 and 3.
    const auto lines = contourLines(map(5, 4, [](int c, int) { return c / 10.0; }), .25);
    QCOMPARE(lines.size(), std::size_t(1));
    QCOMPARE(lines[0].size(), 4);
    for (const QPointF& point : lines[0])
        QVERIFY(std::abs(point.x() - 2.5) < 1e-9);
}

void TunePartsTest::aHillHasClosedLines() {
    const auto hill =
        map(19, 19, [](int c, int r) { return std::max(0.0, 1 - std::hypot(c - 9, r - 9) / 9); });
    for (const double level : {.3, .5, .8}) {
        const auto lines = contourLines(hill, level);
        QCOMPARE(lines.size(), std::size_t(1));
        QCOMPARE(lines[0].front(), lines[0].back());
        for (const QPointF& point : lines[0])  // a circle, as far as straight pieces are one
            QVERIFY(std::abs(std::hypot(point.x() - 9, point.y() - 9) - 9 * (1 - level)) < .25);
    }
}

void TunePartsTest::everyPointOfAContourHasItsValue() {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> value(0, 1);
    const HeatmapData data = map(8, 9, [&](int, int) { return value(random); });
    std::size_t points = 0;
    for (const QPolygonF& line : contourLines(data, .5))
        for (const QPointF& point : line) {
            const int column = int(std::floor(point.x())), row = int(std::floor(point.y()));
            const int toRight = point.x() > column, up = point.y() > row;
            const double share = toRight ? point.x() - column : point.y() - row;
            const double between =
                data.at(column, row) * (1 - share) + data.at(column + toRight, row + up) * share;
            QVERIFY(std::abs(between - .5) < 1e-9);
            ++points;
        }
    // Each edge between a cell above and one below is crossed; inner ones are in two squares and
    // still one point of one line.
    std::size_t crossed = 0;
    for (int row = 0; row < 9; ++row)
        for (int column = 0; column < 8; ++column) {
            const bool here = data.at(column, row) >= .5;
            crossed += column + 1 < 8 && here != (data.at(column + 1, row) >= .5);
            crossed += row + 1 < 9 && here != (data.at(column, row + 1) >= .5);
        }
    std::size_t closed = 0;
    for (const QPolygonF& line : contourLines(data, .5))
        closed += line.isClosed();
    QCOMPARE(points - closed, crossed);
}

void TunePartsTest::noLineRunsThroughMissingCells() {
    HeatmapData data = map(5, 4, [](int c, int) { return c / 10.0; });
    data.values[1 * 5 + 2] = -1;  // row 1, column 2: three of the four squares about it go
    QVERIFY(contourLines(data, .25).size() == 1);
    QCOMPARE(contourLines(data, .25)[0].size(), 2);  // what is left is between rows 2 and 3
}

void TunePartsTest::levelsAreRound() {
    const auto data = map(19, 19, [](int c, int r) { return .06 + (c + r) / 36.0 * .24; });
    QVector<double> levels;
    for (const HeatmapContour& contour : contoursOf(data))
        levels += contour.level;
    // .24 over six: .04, rounded up to .05.
    QCOMPARE(levels.size(), 4);
    for (int i = 0; i < 4; ++i)
        QVERIFY(std::abs(levels[i] - (.1 + .05 * i)) < 1e-9);
    QVERIFY(contoursOf(map(9, 9, [](int, int) { return .5; })).empty());
}

void TunePartsTest::theCrossIsDraggedBetweenCells() {
    HeatmapView view;
    view.resize(600, 560);
    view.setFreePoint(true);
    view.setData(map(19, 19, [](int c, int r) { return (c + r) / 40.0; }));
    QSignalSpy dragged(&view, &HeatmapView::pointDragged), chosen(&view, &HeatmapView::cellChosen),
        started(&view, &HeatmapView::dragStarted), ended(&view, &HeatmapView::dragEnded);
    const QPoint first = view.cellRect({4, 9}).center(), second = view.cellRect({5, 9}).center();
    QTest::mousePress(&view, Qt::LeftButton, {}, first);
    const QPointF at = dragged.last()[0].toPointF();
    QVERIFY(std::abs(at.x() - .25) < .006 && std::abs(at.y() - .5) < .006);
    QTest::mouseMove(&view, (first + second) / 2);
    const QPointF between = dragged.last()[0].toPointF();
    QVERIFY(between.x() > .255 && between.x() < .295);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, second);
    QCOMPARE(started.size(), 1);
    QCOMPARE(ended.size(), 1);
    QCOMPARE(chosen.size(), 0);
    QTest::keyClick(&view, Qt::Key_Right);  // keys go by cells
    QCOMPARE(chosen.size(), 1);
}

void TunePartsTest::neededIsTheLeastThatReaches() {
    const Protocol paper = Protocol::paper();
    // 6 of the truth and 5 predicted: 2 r / 11 >= .75 from r = 4.125 on, >= .5 from 2.75 on.
    const AttributeTally tally{6, 5, 4, 294};
    QCOMPARE(neededRight(paper, tally, .75), std::optional(5));
    QCOMPARE(neededRight(paper, tally, .5), std::optional(3));
    // 2 and 6: all right is 4 / 8.
    QCOMPARE(neededRight(paper, {2, 6, 2, 294}, .75), std::nullopt);
    QCOMPARE(neededRight(paper, {2, 6, 2, 294}, .5), std::optional(2));
    // Kaggle asks for more than the threshold: 3 right of 4 and 4 are .75 and do not do.
    QCOMPARE(neededRight(Protocol::kaggle2020(), {4, 4, 3, 294}, .75), std::optional(4));
    QCOMPARE(neededRight(paper, {4, 4, 3, 294}, .75), std::optional(3));
    QCOMPARE(neededRight(Protocol::kaggle2020(), {2, 6, 2, 294}, .5), std::nullopt);
    // fp_eval's macro F1 (METHOD 1.3): 5 and 5 of 294, 2 right: .6948; 1 right: .5931; none: below
    // .5. 3 right: .7965.
    QCOMPARE(neededRight(Protocol::fashionpedia(), {5, 5, 2, 294}, .5), std::optional(1));
    QCOMPARE(neededRight(Protocol::fashionpedia(), {5, 5, 2, 294}, .75), std::optional(3));
}

void TunePartsTest::f1IsSaidInWords() {
    Criteria criteria;
    criteria.protocol = Protocol::paper();
    const QString said = f1Meaning(criteria, 0, {6, 5, 4, 294});
    QCOMPARE(said, QString("6 attributes, 5 predicted, 4 of them right: F1 .73.\n"
                           "F1 ≥ .50 needs 3 of them right: reached.\n"
                           "F1 ≥ .75 needs 5 of them right: 1 missing."));
    QVERIFY(f1Meaning(criteria, 0, {0, 5, 0, 294}).contains("counts as 1"));
    QVERIFY(f1Meaning(criteria, 0, {2, 6, 2, 294}).contains("out of reach"));
    criteria.protocol = Protocol::kaggle2020();
    QVERIFY(f1Meaning(criteria, 0, {4, 4, 3, 294})
                .contains("F1 > .75 needs 4 of them right: 1 missing."));
    criteria.protocol = Protocol::coco();
    QVERIFY(f1Meaning(criteria, 0, {6, 5, 4, 294}).isEmpty());
    // Only the second category asks.
    criteria.protocol = Protocol::fashionpedia();
    criteria.asksF1 = {false, true};
    QVERIFY(!f1Meaning(criteria, 0, {6, 5, 4, 294}).contains("F1"));
    QVERIFY(f1Meaning(criteria, 1, {6, 5, 4, 294}).contains("F1 ≥ .75"));
}

void TunePartsTest::aRowIsSaidInWords() {
    TuningRow row{{ThresholdRow::Of::Attribute, CategoryIndex(3), 7}, "coat, double breasted", 214};
    QCOMPARE(rowSentence(row, .28), QString("coat, double breasted .28: 214 objects."));
    // 137 found of 214; 193 calls, of which 56 are wrong.
    RowMeasure measure;
    measure.support = 214;
    measure.recall = 137.0 / 214;
    measure.precision = 137.0 / 193;
    measure.now = .2965;
    measure.most = .2999;
    measure.mostAt = .31;
    row.measure = measure;
    QCOMPARE(
        rowSentence(row, .28),
        QString("coat, double breasted .28: 214 objects. At .28 the model finds 137, 56 of its "
                "calls are wrong. AP can gain at most .0034 here, at .31."));
    QCOMPARE(atMostText(measure), QString("at most +.0034 at .31"));
}

void TunePartsTest::aRowWithoutHitsIsSaidInWords() {
    TuningRow row{{ThresholdRow::Of::Attribute, {}, 7}, "plaid", 3};
    RowMeasure measure;
    measure.support = 3;
    measure.recall = 0;
    measure.now = measure.most = .5;
    row.measure = measure;  // precision -1: nothing is called so
    QVERIFY(rowSentence(row, .9).contains("says it of none"));
    row.measure->precision = 0;
    QVERIFY(rowSentence(row, .9).contains("all of its calls are wrong"));
    QVERIFY(rowSentence(row, .9).contains("nothing to gain"));
}

void TunePartsTest::moreIsALowerThreshold() {
    MoreSlider slider;
    slider.setThreshold(.5);
    QSignalSpy changed(&slider, &MoreSlider::thresholdChanged);
    slider.slider()->setValue(slider.slider()->value() + 10);
    QCOMPARE(changed.size(), 1);
    QVERIFY(std::abs(slider.threshold() - .4) < 1e-9);
    slider.setThreshold(.2);
    QCOMPARE(changed.size(), 1);  // not by the person
    slider.setCounts(12, 40);
    QCOMPARE(slider.words(), QString("12 of 40 shown"));
    slider.setCounts(40, 40);
    QCOMPARE(slider.words(), QString("all 40 shown"));
    // The words are seen whole or not at all.
    slider.setCounts(2280, 25200);
    slider.show();
    const auto seen = [&] {
        QStringList texts;
        for (const QLabel* label : slider.findChildren<QLabel*>())
            texts += label->text();
        return texts.join(u'|');
    };
    slider.resize(slider.sizeHint());
    QVERIFY2(seen().contains(slider.words()), qPrintable(seen()));
    slider.resize(slider.sizeHint().width() - 1, slider.height());
    QVERIFY2(!seen().contains("shown"), qPrintable(seen()));
    QVERIFY(slider.minimumSizeHint().width() < slider.width());
    QVERIFY(slider.toolTip().startsWith(slider.words()));
}

QTEST_MAIN(TunePartsTest)
#include "tst_tune_parts.moc"
