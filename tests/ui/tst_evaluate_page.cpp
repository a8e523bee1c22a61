#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

#include "tests/app/session_fixture.h"
#include "ui/evaluate/attribute_table_model.h"
#include "ui/evaluate/category_table_model.h"
#include "ui/evaluate/choices_row.h"
#include "ui/evaluate/confusion_panel.h"
#include "ui/evaluate/count_rows.h"
#include "ui/evaluate/curve_panel.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/evaluate_state.h"
#include "ui/evaluate/figure_table_model.h"
#include "ui/evaluate/headline_panel.h"
#include "ui/evaluate/metric_strip.h"
#include "ui/evaluate/objects_panel.h"
#include "ui/evaluate/reliability_panel.h"
#include "ui/evaluate/report_out.h"
#include "ui/evaluate/tables_panel.h"
#include "ui/evaluate/verdict_panels.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/empty_state.h"
#include "ui/parts/explained_choice.h"
#include "ui/parts/object_strip.h"
#include "ui/parts/segments.h"
#include "ui/parts/theme.h"
#include "ui/plot/bars_view.h"
#include "ui/plot/curve_view.h"
#include "ui/plot/number_text.h"
#include "ui/plot/treemap_view.h"

using namespace selvedge;

// The Evaluate page with a real session on a drawn data set; the predictions are the ground truth
// with falling scores, a shifted mask here and there and attributes of mixed certainty.
namespace {

// The point on the curve, to another of its points.
void dragHandle(CurveView* curve, int to) {
    const QPointF end = curve->placeOf(to);
    QTest::mousePress(curve, Qt::LeftButton, {}, curve->placeOf(curve->handle()).toPoint());
    QMouseEvent move(QEvent::MouseMove, end, curve->mapToGlobal(end), Qt::NoButton, Qt::LeftButton,
                     {});
    QCoreApplication::sendEvent(curve, &move);
    QTest::mouseRelease(curve, Qt::LeftButton, {}, end.toPoint());
}

}  // namespace

class EvaluatePageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { m_page.reset(); }
    void anEmptyPageSaysWhatToDo();
    void theStripShowsTheSessionsReport();
    void aProtocolIsChosen();
    void namedThresholdsAreChosen();
    void objectsAndDetectionsAreCountedApart();
    void oneNumberLooksChosen();
    void tableMapAndCurveChooseTheSame();
    void aPointThatIsDraggedSetsItsThreshold();
    void attributesHaveATableAndCurves();
    void numbersOpenTheirObjects();
    void cellsBarsAndErrorsOpenTheirObjects();
    void anotherRunGivesDeltas();
    void narrowAndWideShowAllParts();
    void allFiguresOpenTheirObjects();
    void aFigureOfOtherThresholdsIsGrey();
    void reportsAreWritten();
    void aReportIsOfOneMoment();
    void whatVanishesBehindTheChooserIsNotSaved();
    void theSubmissionHoldsWhatCounts();
    void everythingHasAName();

private:
    void openData();
    void evaluateNow();
    bool settled() const {
        return m_session->measurement() && !m_session->evaluating() &&
               m_page->state().analyses().curves();
    }
    // Waits for the objects behind what was clicked last; how many there are.
    std::optional<std::size_t> behind() {
        const bool there = QTest::qWaitFor([this] {
            const Analyses& analyses = m_page->state().analyses();
            return analyses.behind() && !analyses.isBehindStale();
        });
        return there ? std::optional(m_page->objects()->list().places.size()) : std::nullopt;
    }
    void click(QTableView* table, const QModelIndex& index) {
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }

    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 4;
        config.size = ImageSize{96, 128};
        return config;
    }
    SessionFixture m_f{data()};
    Session* m_session = nullptr;
    QWidget m_window;  // of the actions
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<EvaluatePage> m_page;
};

void EvaluatePageTest::initTestCase() {
    QCOMPARE(m_f.drawn(), 4);
    Theme::instance().apply(Theme::Name::Dark);
}

void EvaluatePageTest::init() {
    m_f.renew();
    m_session = &m_f.session();
    m_actions = std::make_unique<ActionRegistry>(&m_window);
    m_page = std::make_unique<EvaluatePage>(*m_session, *m_actions);
    m_page->resize(1800, 940);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void EvaluatePageTest::openData() {
    QVERIFY(m_f.open());
    RleMask before;
    QVERIFY(m_f.importTruth("made", [&before](Detection& detection, int count) {
        detection.score = 1.0 - 0.9 * (count % 10) / 10.0;
        for (AttributeScore& attribute : detection.attributes)
            attribute.probability = 0.3f + 0.1f * float(count % 7);
        const RleMask own = detection.mask;
        if (count % 4 == 3)  // another object's region
            detection.mask = before;
        before = own;
    }));
}

void EvaluatePageTest::evaluateNow() {
    openData();
    m_session->startEvaluation();
    QTRY_VERIFY(settled());
}

void EvaluatePageTest::anEmptyPageSaysWhatToDo() {
    QVERIFY(m_page->empty()->sentence().contains("No dataset"));
    QVERIFY(!m_actions->action("evaluate.saveReport")->isEnabled());
    QVERIFY(!m_actions->action("evaluate.saveSubmission")->isEnabled());
    QVERIFY(!m_actions->action("evaluate.openInBrowse")->isEnabled());
    openData();
    QCOMPARE(m_page->empty()->button()->text(), QString("Evaluate"));
    m_page->empty()->button()->click();
    QTRY_VERIFY(settled());
    QVERIFY(m_actions->action("evaluate.saveReport")->isEnabled());
}

void EvaluatePageTest::theStripShowsTheSessionsReport() {
    evaluateNow();
    const Report& report = m_session->measurement()->report;
    QVERIFY(report.value("f1AP") > 0 && report.value("f1AP") < 1);
    QCOMPARE(m_page->strip()->tiles()[0].value, report.value("f1AP"));
    QCOMPARE(m_page->strip()->tiles()[1].value, report.value("AP"));
    for (const MetricTile& tile : m_page->strip()->tiles())
        QVERIFY(!tile.tip.isEmpty());
    // The parts of the headline sum up to it.
    double sum = 0;
    for (const HeadlinePart& part : headlineParts(report, m_session->criteria().asksF1))
        sum += part.weight * part.ap;
    QVERIFY(std::abs(sum - report.value("f1AP")) < 1e-9);
}

void EvaluatePageTest::aProtocolIsChosen() {
    evaluateNow();
    ExplainedChoice* choice = m_page->choices()->protocol();
    for (const char* name : {"fashionpedia", "coco", "kaggle2020"}) {
        choice->setCurrentIndex(choice->findData(QString(name)));
        Q_EMIT choice->activated(choice->currentIndex());
        QCOMPARE(m_session->protocol().name, std::string(name));
        QTRY_VERIFY(settled());
        const Report& report = m_session->measurement()->report;
        QCOMPARE(report.protocol.name, std::string(name));
        QCOMPARE(m_page->strip()->tiles()[0].value, report.value(headlineName(report.protocol)));
        QVERIFY(m_page->strip()->tiles().size() > 3);
    }
    // Of images, not categories: what is lost is unknown, and the table is sorted by what is not.
    const CategoryRow row = m_page->tables()->categories().row(0);
    QVERIFY(row.lost < 0);
    QCOMPARE(m_page->tables()
                 ->table(TablesPanel::View::Categories)
                 ->horizontalHeader()
                 ->sortIndicatorSection(),
             int(CategoryTableModel::Ap));
    QVERIFY(m_page->headline()->map()->cells().empty());
    ExplainedChoice* overlap = m_page->choices()->measuredOn();
    for (const IouType type : {IouType::Box, IouType::Boundary, IouType::Mask}) {
        overlap->setCurrentIndex(overlap->findData(int(type)));
        Q_EMIT overlap->activated(overlap->currentIndex());
        QVERIFY(m_session->protocol().iouType == type);
        QTRY_VERIFY(settled() && m_session->measurement());
        QVERIFY(m_session->measurement()->report.protocol.iouType == type);
    }
}

void EvaluatePageTest::namedThresholdsAreChosen() {
    evaluateNow();
    OperatingPoint point{.25, .375};
    point.scoreOf[3] = .75;
    m_session->project()->save(SavedKind::OperatingPoint,
                               {"catalogue", operatingPointJson(point, *m_session->catalog())});
    m_page->hide();
    m_page->show();  // reads them anew
    ExplainedChoice* choice = m_page->choices()->thresholds();
    const int row = choice->findText("catalogue");
    QVERIFY(row >= 0);
    choice->setCurrentIndex(row);
    Q_EMIT choice->activated(row);
    QCOMPARE(m_session->operatingPoint(), point);
    QCOMPARE(choice->shownText(), QString("catalogue"));
    m_actions->action("evaluate.resetThresholds")->trigger();
    QVERIFY(m_session->operatingPoint().isPlain());
    QVERIFY(choice->shownText() != "catalogue");
    QTRY_VERIFY(settled());
}

void EvaluatePageTest::objectsAndDetectionsAreCountedApart() {
    evaluateNow();
    const auto show = [this](std::vector<CellObject> objects) {
        m_page->state().showBehind(
            "some", [objects](const AnalysisSource&, std::stop_token) { return objects; });
    };
    // Three detections stand on two objects.
    show({{0, 0u, 0u}, {0, 0u, 1u}, {0, 1u, 2u}, {0, 1u, 2u}});
    QTRY_COMPARE(m_page->objects()->title(), QString("2 objects, 3 detections"));
    QVERIFY(m_page->objects()->note().contains("highest score"));
    show({{0, 0u, {}}});  // missed: without a score
    QTRY_COMPARE(m_page->objects()->title(), QString("1 object"));
    QVERIFY(!m_page->objects()->note().contains("score"));
}

// The strip is of one number; no other part keeps its mark.
void EvaluatePageTest::oneNumberLooksChosen() {
    evaluateNow();
    m_page->window()->activateWindow();
    QTableView* agreement = m_page->agreement()->findChild<QTableView*>();
    QTRY_VERIFY(agreement->model()->rowCount() > 0);
    agreement->setFocus();
    agreement->setCurrentIndex(agreement->model()->index(0, 0));
    QVERIFY(agreement->selectionModel()->hasSelection());
    m_page->strip()->setFocus();
    Q_EMIT m_page->strip()->opened(0);
    QVERIFY(!agreement->selectionModel()->hasSelection());
}

void EvaluatePageTest::tableMapAndCurveChooseTheSame() {
    evaluateNow();
    QTableView* table = m_page->tables()->table(TablesPanel::View::Categories);
    click(table, table->model()->index(1, 0));
    const auto category = m_page->state().category();
    QVERIFY(category.has_value());
    QCOMPARE(m_page->headline()->map()->current(), std::optional<int>(int(*category)));
    QCOMPARE(m_page->curves()->title(), m_page->state().nameOf(*category));
    QTRY_COMPARE(m_page->state().analyses().curves()->subject.categories,
                 std::vector<CategoryIndex>{*category});
    // From the map to the table.
    const TreemapCell* other = nullptr;
    for (const TreemapCell& cell : m_page->headline()->map()->cells())
        if (cell.id != int(*category))
            other = &cell;
    QVERIFY(other);
    QTest::mouseClick(m_page->headline()->map(), Qt::LeftButton, {},
                      m_page->headline()->map()->cellRect(other->id).center().toPoint());
    QCOMPARE(table->currentIndex().siblingAtColumn(0).data().toString(), other->name);
}

void EvaluatePageTest::aPointThatIsDraggedSetsItsThreshold() {
    evaluateNow();
    CurveView* curve = m_page->curves()->curve();
    QTRY_VERIFY(!curve->lines().empty());
    // A click only shows what is there.
    const OperatingPoint before = m_session->operatingPoint();
    QTest::mouseClick(curve, Qt::LeftButton, {}, curve->placeOf(0).toPoint());
    QCOMPARE(m_session->operatingPoint(), before);
    QTRY_VERIFY(m_page->objects()->note().contains("detections from score"));
    // All: the global threshold.
    dragHandle(curve, 0);
    const double highest = m_page->state().analyses().curves()->generous.points[0].threshold;
    QCOMPARE(m_session->operatingPoint().scoreThreshold, highest);
    QVERIFY(m_session->operatingPoint().isPlain());
    QVERIFY(m_page->curves()->words().contains("all categories"));
    QTRY_VERIFY(settled());
    // One category: its own.
    const CategoryIndex category = CategoryIndex(m_page->headline()->map()->cells()[0].id);
    m_page->state().setCategory(category);
    QTRY_VERIFY(m_page->state().analyses().curves()->subject.categories ==
                    std::vector<CategoryIndex>{category} &&
                !curve->lines().empty());
    QVERIFY(m_page->curves()->words().contains(m_page->state().nameOf(category)));
    curve->setFocus();
    // Above all of its scores there is no point to drag: keys bring it back.
    QTest::keyClick(curve, Qt::Key_End);
    QCOMPARE(m_session->operatingPoint().scoreThreshold, highest);
    QCOMPARE(m_session->operatingPoint().scoreOf.size(), std::size_t(1));
    QCOMPARE(m_session->operatingPoint().scoreOf.at(category),
             m_page->state().analyses().curves()->generous.points.back().threshold);
    QTRY_VERIFY(settled());
}

void EvaluatePageTest::attributesHaveATableAndCurves() {
    evaluateNow();
    m_actions->action("evaluate.attributes")->trigger();
    QTableView* table = m_page->tables()->table(TablesPanel::View::Attributes);
    QTRY_VERIFY(table->model()->rowCount() > 0);
    table->sortByColumn(AttributeTableModel::Objects, Qt::DescendingOrder);
    click(table, table->model()->index(0, AttributeTableModel::Name));
    const auto attribute = m_page->state().attribute();
    QVERIFY(attribute.has_value());
    const auto curves = [this] { return m_page->state().analyses().curves(); };
    QTRY_VERIFY(curves() &&
                curves()->subject.attributes == std::vector<AttributeIndex>{*attribute});
    QVERIFY(curves()->subject.ofAttributes && !curves()->generous.points.empty());
    CurveView* curve = m_page->curves()->curve();
    dragHandle(curve, 0);
    QCOMPARE(m_session->operatingPoint().attributeOf.at(*attribute),
             curves()->generous.points[0].threshold);
    QTRY_VERIFY(settled());
    // The filter narrows.
    const int all = table->model()->rowCount();
    m_page->tables()->filter()->setText(m_page->state().nameOfAttribute(*attribute));
    QVERIFY(table->model()->rowCount() >= 1 && table->model()->rowCount() < all);
}

void EvaluatePageTest::numbersOpenTheirObjects() {
    evaluateNow();
    const VerdictCounts counts = m_session->measurement()->counts;
    QTableView* agreement = m_page->agreement()->table();
    const std::size_t expected[] = {counts.right, counts.attributeErrors, counts.missed,
                                    counts.falses};
    for (int row = 0; row < 4; ++row) {
        click(agreement, agreement->model()->index(row, CountRowsModel::First));
        QCOMPARE(behind(), std::optional(expected[row]));
    }
    QTRY_COMPARE(m_page->objects()->strip()->tiles().size(), std::size_t(counts.falses));
    // The highest score first; and Browse is asked for the same.
    const auto& tiles = m_page->objects()->strip()->tiles();
    for (std::size_t i = 1; i < tiles.size(); ++i)
        QVERIFY(tiles[i - 1].caption.aside >= tiles[i].caption.aside);
    QSignalSpy wanted(m_session, &Session::objectsWanted);
    QTest::keyClick(m_page->objects()->strip(), Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<ObjectList>().places.size(), std::size_t(counts.falses));
    // By category: the sum over cells is the number of all.
    QTableView* table = m_page->tables()->table(TablesPanel::View::Categories);
    QTRY_VERIFY(!table->model()->index(0, CategoryTableModel::Missed).data().toString().isEmpty());
    std::size_t missed = 0;
    for (int row = 0; row < table->model()->rowCount(); ++row)
        missed += table->model()->index(row, CategoryTableModel::Missed).data().toUInt();
    QCOMPARE(missed, std::size_t(counts.missed));
}

void EvaluatePageTest::cellsBarsAndErrorsOpenTheirObjects() {
    evaluateNow();
    const Analyses& analyses = m_page->state().analyses();
    QTRY_VERIFY(analyses.confusion() && analyses.reliability() && analyses.mistakes());
    const ConfusionModel* model = m_page->confusion()->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->count(row, row) == 0)
            continue;
        click(m_page->confusion()->table(), model->index(row, row));
        QCOMPARE(behind(), std::optional(std::size_t(model->count(row, row))));
        break;
    }
    m_page->confusion()->extent()->setCurrent(1);
    QCOMPARE(model->shown(), analyses.confusion()->categories.size());
    for (std::size_t bin = 0; bin < kReliabilityBins; ++bin) {
        if (analyses.reliability()->bins[bin].count == 0)
            continue;
        Q_EMIT m_page->reliability()->bars()->opened(int(bin));
        QCOMPARE(behind(), std::optional(std::size_t(analyses.reliability()->bins[bin].count)));
    }
    QTableView* errors = m_page->mistakes()->table();
    for (int row = 0; row < errors->model()->rowCount(); ++row) {
        const QString count = m_page->mistakes()->model().rows()[std::size_t(row)].second;
        click(errors, errors->model()->index(row, 0));
        QVERIFY(behind().has_value());
        QCOMPARE(countText(qint64(*behind())), count);
    }
}

void EvaluatePageTest::anotherRunGivesDeltas() {
    openData();
    const QString first = m_session->currentRun();
    QVERIFY(m_f.importTruth("exact", [](Detection& detection, int) { detection.score = .9; }));
    m_session->startEvaluation();
    QTRY_VERIFY(settled());
    QVERIFY(!m_page->strip()->tiles()[0].reference);
    m_page->state().setAgainst(first);
    QTRY_VERIFY(m_page->state().against());
    QVERIFY(m_page->strip()->tiles()[0].value > *m_page->strip()->tiles()[0].reference);
    QTRY_VERIFY(m_page->state().analyses().comparison());
    const auto comparison = m_page->state().analyses().comparison();
    const auto fixed = comparison->counts[std::size_t(ObjectChange::Kind::Fixed)];
    QVERIFY(fixed > 0);
    QTRY_COMPARE(m_page->agreement()->model().rowCount(), 6);
    click(m_page->agreement()->table(), m_page->agreement()->table()->model()->index(4, 0));
    QCOMPARE(behind(), std::optional(std::size_t(fixed)));
    // Both runs in the complete table.
    m_actions->action("evaluate.figures")->trigger();
    QTRY_COMPARE(m_page->tables()->figures().columnCount(), 4);
    QCOMPARE(m_page->tables()->figures().table().runs[1].values[0],
             m_page->state().against()->report.metrics[0].value);
    QVERIFY(m_page->tables()->tableText().contains("CorLoc\t"));
}

void EvaluatePageTest::narrowAndWideShowAllParts() {
    evaluateNow();
    const auto shown = [this] {
        for (QWidget* part : std::initializer_list<QWidget*>{
                 m_page->headline(), m_page->curves(), m_page->agreement(), m_page->reliability(),
                 m_page->mistakes(), m_page->confusion(), m_page->objects(), m_page->tables()}) {
            if (!part->isVisible() || part->width() < 150 || part->height() < 100)
                return false;
        }
        return true;
    };
    QTRY_VERIFY(shown());
    m_page->resize(1280, 690);
    QTRY_VERIFY(shown());
    QVERIFY(m_page->width() <= 1280);
    m_page->resize(1800, 940);
    QTRY_VERIFY(shown());
}

void EvaluatePageTest::allFiguresOpenTheirObjects() {
    evaluateNow();
    m_actions->action("evaluate.figures")->trigger();
    const Analyses& analyses = m_page->state().analyses();
    QTRY_VERIFY(analyses.localization());
    QTableView* table = m_page->tables()->table(TablesPanel::View::Figures);
    const auto& rows = m_page->tables()->figures().table().rows;
    const auto open = [&](const QString& name) -> std::optional<std::size_t> {
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (rows[std::size_t(row)].name != name)
                continue;
            click(table, table->model()->index(row, FigureTableModel::FirstRun));
            return behind();
        }
        return {};
    };
    const Measurement& now = *m_session->measurement();
    QCOMPARE(open("right"), std::optional(std::size_t(now.counts.right)));
    QCOMPARE(open("attribute error"), std::optional(std::size_t(now.counts.attributeErrors)));
    QCOMPARE(open("missed"), std::optional(std::size_t(now.counts.missed)));
    QCOMPARE(open("false"), std::optional(std::size_t(now.counts.falses)));
    QCOMPARE(open("objects"), std::optional(std::size_t(now.report.objects)));
    QCOMPARE(open("detections"), std::optional(std::size_t(now.report.detections)));
    std::size_t notFound = 0;
    for (const auto& each : analyses.localization()->categories)
        notFound += each.objects - each.hits;
    QVERIFY(notFound > 0);
    QCOMPARE(open("CorLoc"), std::optional(notFound));
    // What keeps a metric from 1: of all sizes what is not right, and each is of one size.
    const std::size_t notRight = now.counts.attributeErrors + now.counts.missed;
    QCOMPARE(open("f1AP"), std::optional(notRight));
    QCOMPARE(*open("f1APs") + *open("f1APm") + *open("f1APl"), notRight);
    QVERIFY(*open("f1AP75") >= notRight);
    QVERIFY(*open("AP") <= notRight);  // by overlap alone
    // The map opens both kinds of what a category lacks.
    const auto counts = categoryCounts(*m_session->measuredTable()->table, m_session->criteria());
    for (const CategoryCounts& each : *counts) {
        if (each.verdicts.attributeErrors == 0)
            continue;
        Q_EMIT m_page->headline()->map()->opened(int(each.category));
        QCOMPARE(behind(),
                 std::optional(std::size_t(each.verdicts.attributeErrors + each.verdicts.missed)));
    }
    // The probabilities of attributes have bars of their own.
    m_page->reliability()->of()->setCurrent(1);
    QTRY_VERIFY(analyses.attributeReliability());
    QVERIFY(analyses.attributeReliability()->count > 0);
    for (std::size_t bin = 0; bin < kReliabilityBins; ++bin) {
        const auto count = analyses.attributeReliability()->bins[bin].count;
        if (count == 0)
            continue;
        Q_EMIT m_page->reliability()->bars()->opened(int(bin));
        const auto shown = behind();  // an object once, with however many attributes
        QVERIFY(shown && *shown > 0 && *shown <= count);
    }
}

// CorLoc is worked out after the report: until then it is of the thresholds before, and grey.
void EvaluatePageTest::aFigureOfOtherThresholdsIsGrey() {
    evaluateNow();
    m_actions->action("evaluate.figures")->trigger();
    QTRY_VERIFY(m_page->state().analyses().localization());
    const auto corLocIsStale = [this] {
        for (const FigureTable::Row& row : m_page->tables()->figures().table().rows)
            if (row.name == "CorLoc")
                return std::optional(row.stale);
        return std::optional<bool>();
    };
    QTRY_COMPARE(corLocIsStale(), std::optional(false));
    std::optional<bool> whenMeasured;
    connect(m_session, &Session::evaluationChanged, this, [&] {
        if (!m_session->evaluating() && !whenMeasured)
            whenMeasured = corLocIsStale();
    });
    m_session->setOperatingPoint({.9, .5});
    QTRY_VERIFY(whenMeasured);
    m_session->disconnect(this);
    QCOMPARE(whenMeasured, std::optional(true));
    QTRY_COMPARE(corLocIsStale(), std::optional(false));
}

// The thresholds change while the file is chosen, and only the table of categories was ever seen:
// all parts are there, and all are of the thresholds of then.
void EvaluatePageTest::aReportIsOfOneMoment() {
    evaluateNow();
    const QString file = m_f.path("moment.json");
    m_page->out().chooseFile = [&](const QString&, const QString&, const QString&) {
        m_session->setOperatingPoint({.75, .6});
        return file;
    };
    m_actions->action("evaluate.saveReport")->trigger();
    QVERIFY(m_f.idle());
    QTRY_VERIFY(settled() && QFile::exists(file));
    QFile saved(file);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QJsonDocument json = QJsonDocument::fromJson(saved.readAll());
    const Measurement& now = *m_session->measurement();
    QCOMPARE(now.report.operatingPoint.scoreThreshold, .75);
    QCOMPARE(json["metrics"]["f1AP"].toDouble(), now.report.value("f1AP"));
    QVERIFY(json["stamp"]["Operating point"].toString().contains("0.75"));
    QMap<QString, QJsonArray> tables;
    for (const QJsonValue& table : json["tables"].toArray())
        tables[table["title"].toString()] = table["rows"].toArray();
    const auto sum = [&](const QString& table, int column) {
        std::uint64_t all = 0;
        for (const QJsonValue& row : tables[table])
            all += row[column].toString().toULongLong();
        return all;
    };
    QCOMPARE(sum("Categories", 5), now.counts.right);
    QCOMPARE(sum("Categories", 7), now.counts.missed);
    const auto& cells = m_session->measuredTable()->table;
    std::uint64_t predicted = 0;
    const auto counted =
        attributeCounts(*cells, m_session->protocol(), m_session->operatingPoint());
    for (const AttributeCounts& each : *counted)
        predicted += each.predicted;
    QVERIFY(predicted > 0);
    QCOMPARE(sum("Attributes", 3), predicted);
    const auto corLoc = correctLocalization(*cells, m_session->operatingPoint());
    bool found = false;
    for (const QJsonValue& row : tables["All figures"]) {
        if (row[0].toString() != "CorLoc")
            continue;
        QCOMPARE(row[2].toString(), metricText(corLoc->weighted, 6));
        found = true;
    }
    QVERIFY(found);
    const auto scores =
        scoreReliability(*cells, m_session->protocol(), m_session->operatingPoint());
    QCOMPARE(sum("Are scores to be believed?", 2), scores->count);
    QVERIFY(!tables["What errors cost"].isEmpty() && !tables["Taken for another"].isEmpty());
}

void EvaluatePageTest::whatVanishesBehindTheChooserIsNotSaved() {
    evaluateNow();
    const QString run = m_session->currentRun();
    QSignalSpy posted(m_session, &Session::messagePosted);
    for (const char* action : {"evaluate.saveReport", "evaluate.saveSubmission"}) {
        const QString file = m_f.path("vanished.html");
        m_page->out().chooseFile = [&](const QString&, const QString&, const QString&) {
            m_session->setCurrentRun("no such run");
            return file;
        };
        posted.clear();
        m_actions->action(action)->trigger();
        QVERIFY(m_f.idle());
        QVERIFY(!QFile::exists(file));
        QCOMPARE(posted.size(), 1);
        m_session->setCurrentRun(run);
        QTRY_VERIFY(m_session->predictions());
        QVERIFY(m_f.idle());
        m_session->startEvaluation();
        QTRY_VERIFY(settled());
    }
}

void EvaluatePageTest::reportsAreWritten() {
    evaluateNow();
    QString proposed;
    for (const char* ending : {"html", "pdf", "csv", "json"}) {
        const QString file = m_f.path((std::string("report.") + ending).c_str());
        m_page->out().chooseFile = [&](const QString&, const QString& name, const QString&) {
            proposed = name;
            return file;
        };
        m_actions->action("evaluate.saveReport")->trigger();
        QVERIFY(m_f.idle());
        QTRY_VERIFY(QFile::exists(file));
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        const QByteArray bytes = saved.readAll();
        const QByteArray headline =
            metricText(m_session->measurement()->report.value("f1AP")).toUtf8();
        if (QByteArray(ending) == "pdf") {
            QVERIFY(bytes.startsWith("%PDF") && bytes.size() > 10'000);
        } else if (QByteArray(ending) == "json") {
            const auto json = QJsonDocument::fromJson(bytes);
            QCOMPARE(json["metrics"]["f1AP"].toDouble(),
                     m_session->measurement()->report.value("f1AP"));
            QCOMPARE(json["stamp"]["Run"].toString(), m_session->currentRun());
        } else {
            QVERIFY(bytes.contains(headline));
            QVERIFY(bytes.contains(m_session->currentRun().toUtf8()));
        }
        if (QByteArray(ending) == "html") {
            QVERIFY(bytes.count("data:image/png;base64,") >= 5);  // plots and examples
            QVERIFY(bytes.contains("Operating point"));
        }
    }
    QVERIFY(proposed.startsWith("report-"));
    // A place that cannot be written, or is the data: the job says so, and nothing is replaced.
    m_page->out().chooseFile = [&](const QString&, const QString&, const QString&) {
        return m_f.csv();
    };
    const auto sizeBefore = QFileInfo(m_f.csv()).size();
    m_actions->action("evaluate.saveReport")->trigger();
    QVERIFY(m_f.idle());
    QCOMPARE(m_session->jobs().jobs().front()->state(), Job::State::Failed);
    QCOMPARE(QFileInfo(m_f.csv()).size(), sizeBefore);
}

void EvaluatePageTest::theSubmissionHoldsWhatCounts() {
    evaluateNow();
    OperatingPoint point{.5, .5};
    const CategoryIndex category = CategoryIndex(m_page->headline()->map()->cells()[0].id);
    point.scoreOf[category] = 2;  // none of it counts
    m_session->setOperatingPoint(point);
    QTRY_VERIFY(settled());
    const QString file = m_f.path("submission.csv");
    m_page->out().chooseFile = [&](const QString&, const QString&, const QString&) { return file; };
    m_actions->action("evaluate.saveSubmission")->trigger();
    QVERIFY(m_f.idle());
    QFile saved(file);
    QTRY_VERIFY(saved.exists());
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readLine().trimmed(), QByteArray("ImageId,EncodedPixels,ClassId,AttributesIds"));
    const int id = m_session->catalog()->categories()[category].id;
    std::uint64_t rows = 0;
    while (!saved.atEnd()) {
        const QList<QByteArray> cells = saved.readLine().trimmed().split(',');
        if (cells.size() < 3 || cells[1].isEmpty())
            continue;
        ++rows;
        QVERIFY(cells[2].toInt() != id);
    }
    QVERIFY(rows > 0 && rows <= m_session->measurement()->report.detections);
}

void EvaluatePageTest::everythingHasAName() {
    evaluateNow();
    for (const QWidget* widget : m_page->findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() ||
            widget->objectName().startsWith("qt_"))
            continue;
        const QAbstractButton* button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 widget->metaObject()->className());
    }
}

QTEST_MAIN(EvaluatePageTest)
#include "tst_evaluate_page.moc"
