#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QtTest>
#include <random>

#include "app/tasks/report.h"
#include "ui/evaluate/attribute_table_model.h"
#include "ui/evaluate/category_table_model.h"
#include "ui/evaluate/figure_table_model.h"
#include "ui/evaluate/metric_words.h"
#include "ui/evaluate/report_words.h"
#include "ui/parts/explained_choice.h"
#include "ui/parts/theme.h"
#include "ui/plot/bars_view.h"
#include "ui/plot/curve_view.h"
#include "ui/plot/treemap_layout.h"
#include "ui/plot/treemap_view.h"

using namespace selvedge;

// The parts of the Evaluate page, with plain data.
class EvaluatePartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Light); }
    void squarifiesAsThePaper();
    void areasAreSharesAndDoNotOverlap();
    void theTreemapAnswersMouseAndKeys();
    void theCurvesPointIsDragged();
    void barsOpenByMouseAndKeys();
    void categoriesSortByNumber();
    void attributesSortByNumber();
    void runsStandSideBySide();
    void everyProtocolHasWords();
    void blocksHaveWords();
    void choicesSayWhatTheyAreOf();
    void theReportIsOneFile();
    void csvIsQuoted();
};

// Bruls, Huizing and van Wijk's own example: 6 6 4 3 2 2 1 in a rectangle of 6 x 4. The first row
// takes 6 and 6 (each 3 x 2; a third would stretch them), the second 4 and 3 (7/3 high).
void EvaluatePartsTest::squarifiesAsThePaper() {
    const auto places = squarified(QRectF(0, 0, 6, 4), {6, 6, 4, 3, 2, 2, 1});
    QCOMPARE(places[0].size(), QSizeF(3, 2));
    QCOMPARE(places[1].size(), QSizeF(3, 2));
    QCOMPARE(places[0].topRight(), QPointF(6, 0));
    QCOMPARE(places[2].height(), 7. / 3);
    QCOMPARE(places[2].width(), 12. / 7);
    QCOMPARE(places[3].width(), 9. / 7);
    // Without a weight there is no place.
    const auto some = squarified(QRectF(0, 0, 6, 4), {0, 1, -1});
    QVERIFY(some[0].isEmpty() && some[2].isEmpty());
    QCOMPARE(some[1], QRectF(0, 0, 6, 4));
    QVERIFY(squarified(QRectF(), {1, 2})[0].isEmpty());
}

void EvaluatePartsTest::areasAreSharesAndDoNotOverlap() {
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        std::vector<double> weights(1 + random() % 46);
        double sum = 0;
        for (double& weight : weights)
            sum += weight = 1 + double(random() % 100);
        const QRectF area(10, 20, 300 + random() % 500, 100 + random() % 500);
        const auto places = squarified(area, weights);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const double share =
                places[i].width() * places[i].height() / (area.width() * area.height());
            QVERIFY(std::abs(share - weights[i] / sum) < 1e-9);
            QVERIFY(area.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(places[i]));
            for (std::size_t j = 0; j < i; ++j) {
                const QRectF both = places[i] & places[j];
                QVERIFY(both.width() < 1e-6 || both.height() < 1e-6);
            }
        }
    }
}

void EvaluatePartsTest::theTreemapAnswersMouseAndKeys() {
    TreemapView map("Parts");
    map.resize(400, 200);
    // Two halves: the first lies right, the second left of it.
    map.setCells({{"coat", ".500", "coat tip", 1, .5, 7}, {"hat", ".900", "hat tip", 1, .1, 9}});
    QSignalSpy chosen(&map, &TreemapView::chosen), opened(&map, &TreemapView::opened);
    QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(300, 100));
    QCOMPARE(map.current(), std::optional<int>(7));
    QTest::keyClick(&map, Qt::Key_Left);
    QCOMPARE(map.current(), std::optional<int>(9));
    QTest::keyClick(&map, Qt::Key_Left);  // there is none
    QCOMPARE(map.current(), std::optional<int>(9));
    QCOMPARE(chosen.size(), 2);
    QVERIFY(map.accessibleDescription().contains("hat .900"));
    QTest::keyClick(&map, Qt::Key_Return);
    QCOMPARE(opened[0][0].toInt(), 9);
    map.setCells({{"coat", ".500", {}, 1, .5, 7}});
    QVERIFY(!map.current());  // what is gone is not chosen
    const QImage picture = TreemapView::picture(map.cells(), {200, 100}, 1, Theme::Name::Light);
    QVERIFY(picture.pixelColor(100, 50) != picture.pixelColor(199, 50) || picture.width() == 200);
}

void EvaluatePartsTest::theCurvesPointIsDragged() {
    CurveView curve("Curve");
    curve.resize(400, 300);
    curve.setLines({{"IoU .50",
                     Token::Truth,
                     Qt::SolidLine,
                     false,
                     {{0, 1}, {.25, .9}, {.5, .8}, {.75, .5}}}});
    curve.setPointText([](int index) { return QStringList{QString("point %1").arg(index)}; });
    curve.setHandle(1);
    curve.show();
    QSignalSpy moved(&curve, &CurveView::handleMoved), opened(&curve, &CurveView::handleOpened);
    // A click shows what is behind the nearest point; a stroke beside the handle does nothing.
    QTest::mouseClick(&curve, Qt::LeftButton, {}, curve.placeOf(2).toPoint());
    QCOMPARE(curve.handle(), 1);
    QCOMPARE(moved.size(), 0);
    QCOMPARE(opened.takeFirst()[0].toInt(), 2);
    QTest::mousePress(&curve, Qt::LeftButton, {}, curve.placeOf(2).toPoint());
    QMouseEvent beside(QEvent::MouseMove, curve.placeOf(3), curve.mapToGlobal(curve.placeOf(3)),
                       Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&curve, &beside);
    QTest::mouseRelease(&curve, Qt::LeftButton, {}, curve.placeOf(3).toPoint());
    QVERIFY(moved.empty() && opened.empty());
    // The handle is dragged.
    QTest::mousePress(&curve, Qt::LeftButton, {}, curve.placeOf(1).toPoint());
    QCOMPARE(curve.handle(), 1);
    QMouseEvent drag(QEvent::MouseMove, curve.placeOf(3) + QPointF(3, 2),
                     curve.mapToGlobal(curve.placeOf(3)), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&curve, &drag);
    QCOMPARE(curve.handle(), 3);
    QTest::mouseRelease(&curve, Qt::LeftButton, {}, curve.placeOf(3).toPoint());
    QCOMPARE(moved.size(), 1);
    QCOMPARE(opened[0][0].toInt(), 3);
    QTest::keyClick(&curve, Qt::Key_Left);
    QCOMPARE(curve.handle(), 2);
    QTest::keyClick(&curve, Qt::Key_Home);
    QCOMPARE(curve.handle(), 0);
    QTest::keyClick(&curve, Qt::Key_Left);  // no further
    QCOMPARE(curve.handle(), 0);
    QTest::keyClick(&curve, Qt::Key_End);
    QCOMPARE(curve.handle(), 3);
    QVERIFY(curve.accessibleDescription().contains("point 3"));
    // A line over a falling x, as F1 over the score: right goes to the higher score.
    curve.setLines({{"F1", Token::Truth, Qt::SolidLine, false, {{.9, .2}, {.5, .6}, {.1, .3}}}});
    curve.setHandle(1);
    QTest::keyClick(&curve, Qt::Key_Right);
    QCOMPARE(curve.handle(), 0);
    curve.setLines({});
    QCOMPARE(curve.handle(), -1);
}

void EvaluatePartsTest::barsOpenByMouseAndKeys() {
    BarsView bars("Bars");
    bars.resize(300, 120);
    bars.setBars({{.1, true, "first"}, {0, false, "second"}, {.9, true, "third"}});
    QSignalSpy opened(&bars, &BarsView::opened);
    QTest::mouseClick(&bars, Qt::LeftButton, {}, bars.barRect(2).center().toPoint());
    QCOMPARE(opened[0][0].toInt(), 2);
    QTest::keyClick(&bars, Qt::Key_Left);
    QCOMPARE(bars.accessibleDescription(), QString("second"));
    QTest::keyClick(&bars, Qt::Key_Return);
    QCOMPARE(opened[1][0].toInt(), 1);
}

void EvaluatePartsTest::categoriesSortByNumber() {
    CategoryTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSortFilterProxyModel sorted;
    sorted.setSourceModel(&model);
    sorted.setSortRole(CategoryTableModel::SortRole);
    sorted.sort(CategoryTableModel::Lost, Qt::DescendingOrder);
    CategoryRow coat, hat, sock;
    coat.category = 0;
    coat.name = "coat";
    coat.objects = 1000;
    coat.ap = .5;
    coat.lost = .25;
    coat.against = .49;
    hat.category = 1;
    hat.name = "hat";
    hat.objects = 20;
    hat.ap = .9;
    hat.lost = .05;
    sock.category = 2;
    sock.name = "sock";  // no object: undefined
    model.setRows({sock, hat, coat});
    const auto names = [&] {
        QStringList result;
        for (int row = 0; row < sorted.rowCount(); ++row)
            result += sorted.index(row, 0).data().toString();
        return result;
    };
    QCOMPARE(names(), (QStringList{"coat", "hat", "sock"}));
    sorted.sort(CategoryTableModel::Ap, Qt::AscendingOrder);
    QCOMPARE(names(), (QStringList{"sock", "coat", "hat"}));
    sorted.sort(CategoryTableModel::Objects, Qt::DescendingOrder);
    QCOMPARE(names(), (QStringList{"coat", "hat", "sock"}));  // 1000 before 20
    QCOMPARE(sorted.index(0, CategoryTableModel::Delta).data().toString(), QString("+.010"));
    QCOMPARE(sorted.index(2, CategoryTableModel::Ap).data().toString(), QString(QChar(0x2013)));
}

void EvaluatePartsTest::attributesSortByNumber() {
    AttributeTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    AttributeCounts of;
    of.attribute = 3;
    of.objects = 10;
    of.predicted = 8;
    of.precision = .75;
    of.recall = .6;
    of.f1 = 2. / 3;
    model.setRows({{of, "long", "length"}});
    QCOMPARE(model.index(0, AttributeTableModel::F1).data().toString(), QString(".667"));
    QCOMPARE(model.index(0, AttributeTableModel::F1).data(AttributeTableModel::SortRole).toDouble(),
             2. / 3);
    QCOMPARE(model.rowOf(3), std::optional<int>(0));
    QVERIFY(!model.rowOf(4));
}

void EvaluatePartsTest::runsStandSideBySide() {
    FigureTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{{"AP", "mean", "gloss", false}, {"objects", "all", {}, true}},
                    {{"one", {.25, 5250}}, {"two", {}}}});
    QCOMPARE(model.columnCount(), 4);
    QCOMPARE(model.index(0, 2).data().toString(), QString(".2500"));
    QCOMPARE(model.index(1, 2).data().toString(), QString("5\u202f250"));
    QCOMPARE(model.index(0, 3).data().toString(), QString("…"));  // being measured
    QCOMPARE(model.headerData(3, Qt::Horizontal, Qt::DisplayRole).toString(), QString("two"));
}

void EvaluatePartsTest::everyProtocolHasWords() {
    QSet<QString> titles, sentences;
    for (const std::string& name : offeredProtocols()) {
        QVERIFY(protocolNamed(name).has_value());
        titles += protocolTitle(name);
        sentences += protocolSentence(name);
        QVERIFY(protocolSentence(name).endsWith('.'));
    }
    QCOMPARE(std::size_t(titles.size()), offeredProtocols().size());
    QCOMPARE(titles.size(), sentences.size());
}

void EvaluatePartsTest::blocksHaveWords() {
    QCOMPARE(blockMeaning("iou_f1", "AP_IOU50_F175"),
             QString("IoU .50, F1 .75, by overlap and attributes"));
    QCOMPARE(blockMeaning("iou", "AP"), QString("by overlap alone"));
    QVERIFY(blockMeaning("iou_f1", "APo").contains("outer garments"));
    QVERIFY(blockMeaning("f1", "ARs@100").contains("small"));
    QVERIFY(blockGloss("f1", "AP").contains("wherever it is"));
}

void EvaluatePartsTest::choicesSayWhatTheyAreOf() {
    ExplainedChoice choice("Protocol");
    QSignalSpy chosen(&choice, &ExplainedChoice::chosen);
    choice.setChoices({{"COCO", "Overlap alone.", "coco"}, {"Kaggle", "Images.", "kaggle"}},
                      "kaggle");
    QCOMPARE(choice.shownText(), QString("Kaggle"));
    QCOMPARE(choice.toolTip(), QString("Images."));
    QVERIFY(chosen.isEmpty());  // by the program: tells nobody
    choice.setFocus();
    QTest::keyClick(&choice, Qt::Key_Up);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toString(), QString("coco"));
    choice.setChoices({{"COCO", {}, "coco"}}, "none", "moved");
    QCOMPARE(choice.shownText(), QString("moved"));
}

void EvaluatePartsTest::theReportIsOneFile() {
    ReportContent content;
    content.title = "A < B";
    content.stamp = {{"Run", "r50 & \"more\""}};
    content.figures = {{"AP", ".25", "+.01", "mean"}};
    content.pictures = {{"Map", "parts", "QUJD", 100, 60}};
    content.tables = {{"Table", "note", {"name", "n"}, {false, true}, {{"coat", "5"}}}};
    content.examples = {{"Missed", {{"", "hat", "REVG", 50, 60}}}};
    const QString html = QString::fromStdString(reportHtml(content));
    QVERIFY(html.contains("A &lt; B") && !html.contains("A < B"));
    QVERIFY(html.contains("r50 &amp; &quot;more&quot;"));
    QVERIFY(html.contains("src=\"data:image/png;base64,QUJD\" width=\"100\" height=\"60\""));
    QVERIFY(html.contains("src=\"data:image/png;base64,REVG\""));
    QVERIFY(!html.contains("http"));  // needs nothing else
    QVERIFY(html.contains("<td class=\"n\" align=\"right\">5</td>"));
}

void EvaluatePartsTest::csvIsQuoted() {
    ReportContent content;
    content.stamp = {{"Run", "a,b"}};
    content.figures = {{"AP", ".25", "", "mean"}};
    content.tables = {{"T", "", {"name"}, {false}, {{"say \"so\""}, {"top, t-shirt"}}}};
    QCOMPARE(reportCsv(content),
             std::string("Run,\"a,b\"\n\nAP,.25\n\nT\nname\n\"say \"\"so\"\"\"\n"
                         "\"top, t-shirt\"\n"));
}

QTEST_MAIN(EvaluatePartsTest)
#include "tst_evaluate_parts.moc"
