// The Tune page and what it measures, with a real session on a drawn data set; the predictions are
// the ground truth with falling scores, a shifted mask here and there and attributes of mixed
// certainty.
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "app/tasks/operating_points.h"
#include "tests/app/session_fixture.h"
#include "ui/evaluate/metric_strip.h"
#include "ui/parts/action_registry.h"
#include "ui/parts/theme.h"
#include "ui/plot/number_text.h"
#include "ui/tune/auto_tune_panel.h"
#include "ui/tune/counts_strip.h"
#include "ui/tune/flip_tiles.h"
#include "ui/tune/flips_panel.h"
#include "ui/tune/histogram_slider.h"
#include "ui/tune/pin_bar.h"
#include "ui/tune/row_delegate.h"
#include "ui/tune/row_table.h"
#include "ui/tune/sweep_panel.h"
#include "ui/tune/threshold_panel.h"
#include "ui/tune/tune_page.h"

using namespace selvedge;

class TunePageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void figuresAndCountsFollowAThreshold();
    void figuresOfAnotherProtocolAreGreyAtOnce();
    void notesCountAtTheThresholdInForce();
    void pinsAreKeptByTheProject();
    void twoKeysShowOnePinAgainstTheOther();
    void rowsAreThoseOfTheEvaluator();
    void aRowMovesByKeysMouseAndTyping();
    void lockedRowsStay();
    void aDragIsOneStepToUndo();
    void flipsAreTheObjectsThatChange();
    void theSweepSetsThePoint();
    void theResultOfTuningIsOutOfFold();
    void whatIsInVainCannotBeStarted();
    void aTunedRowGoesBackToWhatItWas();

private:
    static SyntheticConfig data() {
        SyntheticConfig config;
        config.images = 6;
        config.size = ImageSize{96, 128};
        return config;
    }
    void openPage();
    ThresholdPanel& thresholds() { return *m_page->thresholds(); }
    RowTable& table() { return *thresholds().table(); }
    RowTableModel& model() { return *thresholds().model(); }
    bool measured() {
        return QTest::qWaitFor(
            [this] {
                const auto& rows = thresholds().rows();
                return !rows.rows().empty() && rows.measured() == rows.rows().size() &&
                       rows.scores() && !rows.globalsAreStale() && !m_session->evaluating();
            },
            20000);
    }

    SessionFixture m_f{data()};
    Session* m_session = nullptr;
    std::unique_ptr<QWidget> m_window;  // of the actions
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<TunePage> m_page;
};

void TunePageTest::initTestCase() {
    QCOMPARE(m_f.drawn(), 6);
    Theme::instance().apply(Theme::Name::Dark);
}

void TunePageTest::init() {
    m_f.renew();
    m_session = &m_f.session();
    m_window = std::make_unique<QWidget>();
    m_actions = std::make_unique<ActionRegistry>(m_window.get());
    m_page = std::make_unique<TunePage>(*m_session, *m_actions);
    m_page->resize(1600, 900);
    openPage();
}

void TunePageTest::cleanup() {
    m_page.reset();
    m_actions.reset();
}

void TunePageTest::openPage() {
    QVERIFY(m_f.open());
    RleMask before;
    QVERIFY(m_f.importTruth("made", [&before](Detection& detection, int count) {
        detection.score = 1.0 - 0.9 * (count % 10) / 10.0;
        for (AttributeScore& attribute : detection.attributes)
            attribute.probability = 0.3f + 0.1f * float(count % 7);
        const RleMask own = detection.mask;
        if (count % 4 == 3) {  // another object's region
            detection.mask = before;
            const IntBox box = before.box();
            detection.box = {double(box.x), double(box.y), double(box.x + box.width),
                             double(box.y + box.height)};
        }
        before = own;
    }));
    m_session->startEvaluation();
    m_page->show();
    QVERIFY(measured());
    QVERIFY(m_f.idle());  // the first sweep
}

void TunePageTest::figuresAndCountsFollowAThreshold() {
    const double before = m_page->strip()->tiles()[0].value;
    const VerdictCounts counts = *m_page->counts()->counts();
    QCOMPARE(before, m_session->measurement()->report.value("f1AP"));
    QTRY_COMPARE(m_page->strip()->tiles()[0].reference, std::optional(before));  // the default
    m_page->score()->choose(.95);
    // Grey would flicker under a dragged threshold: it comes when the answer is long in coming.
    QVERIFY(!m_page->strip()->isStale());
    QTRY_VERIFY(!m_session->evaluating());
    QVERIFY(!m_page->strip()->isStale());
    QVERIFY(m_page->strip()->tiles()[0].value < before);
    QCOMPARE(m_page->strip()->tiles()[0].value, m_session->measurement()->report.value("f1AP"));
    QCOMPARE(*m_page->strip()->tiles()[0].reference, before);
    QVERIFY(m_page->counts()->counts()->missed > counts.missed);
}

void TunePageTest::figuresOfAnotherProtocolAreGreyAtOnce() {
    QVERIFY(!m_page->strip()->isStale());
    m_session->setProtocol(Protocol::coco());
    QVERIFY(m_page->strip()->isStale());
    QTRY_VERIFY(!m_session->evaluating());
    QVERIFY(!m_page->strip()->isStale());
    QCOMPARE(m_page->strip()->tiles()[0].value, m_session->measurement()->report.value("AP"));
    m_session->setMeasuredSplit(Split::None);
    QVERIFY(m_page->strip()->isStale());
    QTRY_VERIFY(!m_session->evaluating());
    QVERIFY(!m_page->strip()->isStale());
}

// Every tenth detection has a score of .91. A threshold a hair above, as a curve's point sets it,
// leaves them out, though the slider shows .91 as it does a hair below.
void TunePageTest::notesCountAtTheThresholdInForce() {
    OperatingPoint point = m_session->operatingPoint();
    for (const double score : {.90999, .91001}) {
        point.scoreThreshold = score;
        m_session->setOperatingPoint(point);
        QCOMPARE(m_page->score()->value(), .91);
        const auto kept = qint64(m_page->score()->evidence().kept(score));
        QVERIFY(m_page->score()->note().startsWith(countText(kept) + u' '));
    }
    QVERIFY(m_page->score()->evidence().kept(.90999) > m_page->score()->evidence().kept(.91001));
}

void TunePageTest::pinsAreKeptByTheProject() {
    m_page->askName = [](const QString&) { return QStringLiteral("catalogue"); };
    m_page->score()->choose(.3);
    QTRY_VERIFY(!m_session->evaluating());
    m_actions->action("tune.pin")->trigger();
    QCOMPARE(m_page->pins().pins().size(), std::size_t(2));
    QTRY_COMPARE(operatingPoints(*m_session->project()).size(), std::size_t(1));
    QCOMPARE(operatingPoints(*m_session->project())[0].point.scoreThreshold, .3);
    QTRY_VERIFY(m_page->pins().pins()[1].measurement.has_value());
    QCOMPARE(m_page->pins().pins()[1].measurement->report.value("f1AP"),
             m_session->measurement()->report.value("f1AP"));
    QVERIFY(m_page->pins().rename(1, "sure"));
    QVERIFY(!m_page->pins().rename(0, "other"));  // the window's own
    QTRY_COMPARE(operatingPoints(*m_session->project())[0].name, std::string("sure"));
    // Another session finds it.
    const Pins again(*m_session);
    QTRY_COMPARE(again.pins().size(), std::size_t(2));
    QCOMPARE(again.pins()[1].name, QString("sure"));
    m_page->pins().remove(1);
    QTRY_VERIFY(operatingPoints(*m_session->project()).empty());
    QCOMPARE(m_page->pins().at(), std::size_t(0));
}

void TunePageTest::twoKeysShowOnePinAgainstTheOther() {
    m_page->askName = [](const QString&) { return QStringLiteral("strict"); };
    m_page->score()->choose(.9);
    m_actions->action("tune.pin")->trigger();
    QCOMPARE(m_page->pins().at(), std::size_t(1));
    QCOMPARE(m_page->pins().reference(), std::size_t(0));
    m_actions->action("tune.pinA")->trigger();
    QCOMPARE(m_session->operatingPoint(), kWindowOperatingPoint);
    QCOMPARE(m_page->pins().reference(), std::size_t(1));
    m_actions->action("tune.pinB")->trigger();
    QCOMPARE(m_session->operatingPoint().scoreThreshold, .9);
    QCOMPARE(m_page->pins().reference(), std::size_t(0));
    m_page->score()->choose(.8);  // left it: that is what now is compared with
    QCOMPARE(m_page->pins().reference(), std::size_t(1));
}

void TunePageTest::rowsAreThoseOfTheEvaluator() {
    const auto& table = *m_session->measuredTable()->table;
    Evaluator evaluator(m_session->measuredTable()->table, m_session->protocol());
    const OperatingPoint point = m_session->operatingPoint();
    const double now = *evaluator.headline(point);
    QVERIFY(model().rowCount() > 3);
    for (int place = 0; place < std::min(8, model().rowCount()); ++place) {
        const TuningRow& row = model().rowAt(place);
        QVERIFY(row.support > 0 && row.measure && !row.stale);
        QCOMPARE(row.measure->now, now);
        OperatingPoint lower = point;
        shiftThreshold(lower, -kRowStep, row.row, *table.catalog);
        QCOMPARE(row.measure->lower, *evaluator.headline(lower));
        OperatingPoint best = point;
        setThreshold(best, row.row, row.measure->mostAt, *table.catalog);
        QCOMPARE(row.measure->most, *evaluator.headline(best));
        if (place > 0)  // sorted by what can be gained
            QVERIFY(RowTableModel::gainOf(row) <=
                    RowTableModel::gainOf(model().rowAt(place - 1)) + 1e-12);
    }
    // The other lists.
    thresholds().rows().setList(TuningList::Category);
    QVERIFY(measured());
    for (const TuningRow& row : thresholds().rows().rows())
        QVERIFY(row.row.of == ThresholdRow::Of::Score);
    // The one for all is among them.
    QVERIFY(model().placeOf({ThresholdRow::Of::Score, {}, 0}) >= 0);
    model().setWords("no such name");
    QCOMPARE(model().rowCount(), 0);
}

void TunePageTest::aRowMovesByKeysMouseAndTyping() {
    table().setFocus();
    table().setCurrentIndex(model().index(1, RowTableModel::Threshold));
    const ThresholdRow row = *table().chosen();
    const Catalog& catalog = *m_session->catalog();
    const auto now = [&] { return thresholdOf(m_session->operatingPoint(), row, catalog); };
    const double begin = now();
    QTest::keyClick(&table(), Qt::Key_Right);
    QVERIFY(std::abs(now() - begin - .01) < 1e-9);
    QTest::keyClick(&table(), Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(std::abs(now() - begin - .009) < 1e-9);
    QTest::keyClick(&table(), Qt::Key_Delete);
    QCOMPARE(now(), begin);
    QVERIFY(m_session->operatingPoint().isPlain());
    const QRect cell = table().cellOf(model().placeOf(row), RowTableModel::Threshold);
    const QRect slider = RowDelegate::sliderIn(cell);
    const QPoint at(slider.left() + slider.width() / 4, slider.center().y());
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, at);
    QVERIFY(std::abs(now() - .25) < .02);
    QTest::mouseDClick(table().viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(now(), begin);
    QVERIFY(model().setData(model().index(model().placeOf(row), RowTableModel::Threshold), ".415",
                            Qt::EditRole));
    QCOMPARE(now(), .415);
    QVERIFY(!model().setData(model().index(model().placeOf(row), RowTableModel::Threshold), "2",
                             Qt::EditRole));
    QCOMPARE(now(), .415);
}

void TunePageTest::lockedRowsStay() {
    table().setFocus();
    table().setCurrentIndex(model().index(0, RowTableModel::Threshold));
    const OperatingPoint before = m_session->operatingPoint();
    QTest::keyClick(&table(), Qt::Key_L);
    QVERIFY(model().isLocked(*table().chosen()));
    QTest::keyClick(&table(), Qt::Key_Right);
    thresholds().setToBest(*table().chosen());
    QCOMPARE(m_session->operatingPoint(), before);
    QTest::keyClick(&table(), Qt::Key_L);
    QTest::keyClick(&table(), Qt::Key_Right);
    QVERIFY(!(m_session->operatingPoint() == before));
}

void TunePageTest::aDragIsOneStepToUndo() {
    TuningHistory& history = m_page->history();
    QVERIFY(!history.canUndo());
    HistogramSlider* slider = m_page->score();
    const int y = slider->height() / 2;
    const double before = m_session->operatingPoint().scoreThreshold;
    QTest::mousePress(slider, Qt::LeftButton, {}, {40, y});
    for (int x = 60; x < 160; x += 20) {
        QMouseEvent move(QEvent::MouseMove, QPointF(x, y), slider->mapToGlobal(QPointF(x, y)),
                         Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(slider, &move);
    }
    QTest::mouseRelease(slider, Qt::LeftButton, {}, {160, y});
    const double after = m_session->operatingPoint().scoreThreshold;
    QVERIFY(after != before);
    QCOMPARE(history.undoWords(), QString("score threshold"));
    history.undo();
    QCOMPARE(m_session->operatingPoint().scoreThreshold, before);
    QVERIFY(!history.canUndo());
    history.redo();
    QCOMPARE(m_session->operatingPoint().scoreThreshold, after);
    history.undo();
    m_page->attribute()->choose(.2);  // another change: there is nothing to do again
    QVERIFY(!history.canRedo());
}

void TunePageTest::flipsAreTheObjectsThatChange() {
    TuningFlips& flips = m_page->flips();
    QTRY_VERIFY(flips.lists() && !flips.isStale());
    QCOMPARE(flips.lists()->total(), std::size_t(0));
    const VerdictCounts before = m_session->measurement()->counts;
    m_page->score()->choose(.95);
    QVERIFY(flips.isStale());
    QTRY_VERIFY(!flips.isStale() && !m_session->evaluating());
    const auto& lists = flips.lists()->kinds;
    const VerdictCounts after = m_session->measurement()->counts;
    // What is right now: that of before, and what was gained, without what was lost.
    using Kind = TuningFlips::Kind;
    const auto count = [&](Kind kind) { return lists[std::size_t(kind)].size(); };
    QCOMPARE(after.right, before.right + count(Kind::Gained) - count(Kind::Lost));
    QCOMPARE(after.falses, before.falses + count(Kind::NewFalse) - count(Kind::GoneFalse));
    QVERIFY(count(Kind::Lost) > 0 && count(Kind::GoneFalse) > 0);
    for (const Kind kind : {Kind::Lost, Kind::GoneFalse}) {
        QTRY_COMPARE(m_page->flipsPanel()->tiles(kind)->tiles().size(),
                     std::min(count(kind), FlipTiles::kMost));
        QSignalSpy wanted(m_session, &Session::objectsWanted);
        m_page->flipsPanel()->all(kind)->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(qvariant_cast<ObjectList>(wanted[0][0]).places.size(), count(kind));
    }
    // No change of a verdict is in none of the lists: objects by what they were and are.
    std::size_t changed = 0;
    const MatchTable& table = *flips.measured()->table;
    Criteria was = m_session->criteria();
    was.point = kWindowOperatingPoint;
    for (const auto& cell : table.cells) {
        const ImageVerdicts old = verdicts(*cell, was),
                            now = verdicts(*cell, m_session->criteria());
        for (std::size_t t = 0; t < cell->truths.size(); ++t)
            changed += old.truths[t].kind != now.truths[t].kind;
        for (std::size_t d = 0; d < cell->founds.size(); ++d)
            changed += (old.founds[d].kind == Verdict::Kind::False) !=
                       (now.founds[d].kind == Verdict::Kind::False);
    }
    QCOMPARE(flips.lists()->total() - count(Kind::OtherPartner), changed);
    // Of one category.
    flips.setCategory(CategoryIndex(0));
    QTRY_VERIFY(!flips.isStale());
    for (const auto& list : flips.lists()->kinds)
        for (const TuningFlips::Flip& flip : list) {
            const ImageCell& cell = *flips.measured()->table->cells[flip.object.image];
            QCOMPARE(flip.object.truth ? cell.truths[*flip.object.truth].category
                                       : cell.founds[*flip.object.found].category,
                     CategoryIndex(0));
        }
}

void TunePageTest::theSweepSetsThePoint() {
    QVERIFY(m_session->sweepResult());  // made when the page was first seen
    const SweepCell best = *m_session->sweepResult()->best();
    m_actions->action("tune.useBest")->trigger();
    QCOMPARE(m_session->operatingPoint().scoreThreshold, best.scoreThreshold);
    QTRY_VERIFY(!m_session->evaluating());
    QCOMPARE(m_page->strip()->tiles()[0].value, best.headline);
}

void TunePageTest::theResultOfTuningIsOutOfFold() {
    thresholds().showAutoTune(true);
    TuneOptions options;
    options.what = TuneWhat::Attributes;
    options.folds = 2;
    QVERIFY(thresholds().job().start(options));
    QVERIFY(!thresholds().job().start({}));  // one at a time
    QTRY_VERIFY_WITH_TIMEOUT(thresholds().job().result(), 60000);
    const TuneResult result = *thresholds().job().result();
    QVERIFY(result.outOfFold && result.inFold);
    const QString said = thresholds().autoTune()->resultText();
    const auto text = [](double value) { return QString::number(value, 'f', 4).mid(1); };
    const auto out = said.indexOf(text(result.outOfFold->tuned));
    QVERIFY2(out >= 0 && out < 6, qPrintable(said));  // the first figure
    QVERIFY(said.contains(text(result.outOfFold->global)));
    // Nothing is applied before it is asked for, and then in one step.
    const OperatingPoint before = m_session->operatingPoint();
    QCOMPARE(before, result.before);
    if (result.point == before)
        QSKIP("nothing to gain on this set");
    thresholds().autoTune()->applyButton()->click();
    QCOMPARE(m_session->operatingPoint(), result.point);
    QVERIFY(!thresholds().autoTune()->resultText().contains("older thresholds"));
    const Pins& pins = m_page->pins();
    QCOMPARE(pins.pins().size(), std::size_t(2));
    QCOMPARE(pins.pins()[1].name, QString("auto"));
    QVERIFY(pins.at() == 1 && pins.isThere());
    m_page->history().undo();
    QCOMPARE(m_session->operatingPoint(), before);
    // Another threshold moves: the result is of older ones, and applying it leaves that one alone.
    m_page->score()->choose(.35);
    QVERIFY(thresholds().autoTune()->resultText().contains("older thresholds"));
    thresholds().autoTune()->applyButton()->click();
    QCOMPARE(m_session->operatingPoint().scoreThreshold, .35);
    for (const TunedRow& row : result.rows)
        if (row.before != row.after)
            QCOMPARE(thresholdOf(m_session->operatingPoint(), row.row, *m_session->catalog()),
                     row.after);
}

// A lower score threshold never lowers average precision; without F1 attributes decide nothing.
void TunePageTest::whatIsInVainCannotBeStarted() {
    AutoTunePanel& panel = *thresholds().autoTune();
    thresholds().showAutoTune(true);
    panel.setWhat(TuneWhat::Attributes);
    QVERIFY(panel.startButton()->isEnabled() && panel.stateText().isEmpty());
    panel.setWhat(TuneWhat::CategoryScores);
    QVERIFY(!panel.startButton()->isEnabled());
    QVERIFY(panel.stateText().contains("score threshold"));
    m_session->setProtocol(Protocol::kaggle2020());
    QVERIFY(panel.startButton()->isEnabled() && panel.stateText().isEmpty());
    m_session->setProtocol(Protocol::coco());
    panel.setWhat(TuneWhat::Attributes);
    QVERIFY(!panel.startButton()->isEnabled());
    QVERIFY(panel.stateText().contains("COCO does not look at attributes"));
    QTRY_VERIFY(!m_session->evaluating());
}

// A group of which one attribute had a threshold of its own: back are that one and, for the others,
// none, so that they follow the global one as before. That goes back by a row of its own.
void TunePageTest::aTunedRowGoesBackToWhatItWas() {
    const Catalog& catalog = *m_session->catalog();
    thresholds().rows().setList(TuningList::Group);
    QVERIFY(measured());
    std::optional<ThresholdRow> group;
    for (const TuningRow& row : thresholds().rows().rows())
        if (row.row.of == ThresholdRow::Of::Group && attributesOf(row.row, catalog).size() > 1)
            group = row.row;
    QVERIFY(group);
    const ThresholdRow all{ThresholdRow::Of::Attributes, {}, 0};
    QVERIFY(model().placeOf(all) >= 0);
    OperatingPoint before = m_session->operatingPoint();
    before.attributeOf[attributesOf(*group, catalog)[1]] = .3;
    OperatingPoint tuned = before;
    setThreshold(tuned, *group, .7, catalog);
    setThreshold(tuned, all, .6, catalog);
    m_session->setOperatingPoint(tuned);
    model().setBefore(before, {*group, all});
    thresholds().setLocked(*group, true);
    thresholds().revertTuning(*group);
    QCOMPARE(m_session->operatingPoint(), tuned);
    thresholds().setLocked(*group, false);
    thresholds().revertTuning(*group);
    QCOMPARE(m_session->operatingPoint().attributeOf, before.attributeOf);
    QCOMPARE(m_session->operatingPoint().attributeThreshold, .6);
    thresholds().revertTuning(all);
    QCOMPARE(m_session->operatingPoint(), before);
    QVERIFY(!model().canRestore(*group) && !model().canRestore(all));
    // The default of the global one is the window's.
    m_session->setOperatingPoint(tuned);
    thresholds().reset(all);
    QCOMPARE(m_session->operatingPoint().attributeThreshold,
             kWindowOperatingPoint.attributeThreshold);
}

QTEST_MAIN(TunePageTest)
#include "tst_tune_page.moc"
