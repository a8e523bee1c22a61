#include <QClipboard>
#include <QFileInfo>

#include "app/session/visible_objects.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/scene_loader.h"
#include "ui/browse/viewer.h"
#include "ui/browse/viewer_heads.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

namespace {

ObjectRef predicted(std::uint32_t index, std::uint16_t run = 0) {
    return {ObjectRef::Source::Prediction, index, run};
}

// A window with the first image large, over it the predictions of results().
struct ViewerFixture : WindowFixture {
    SmallProject small;
    Viewer* viewer = nullptr;

    bool openCompared(int runs = 1) {
        if (!open(small))
            return false;
        for (int i = 0; i < runs; ++i) {
            QSignalSpy changed(&session, &Session::predictionsChanged);
            session.importPredictions(results(small));
            if (!QTest::qWaitFor([&] { return changed.count() > 0; }) || !session.predictions())
                return false;
        }
        window.browse().openImage(0);
        viewer = &window.browse().viewer();
        return settle();
    }
    bool settle() {
        return QTest::qWaitFor([this] {
            return session.jobs().unfinished() == 0 && window.browse().settled() &&
                   viewer->first().scene() && window.browse().scenes().hasPixels();
        });
    }
    void setThreshold(double score) {
        OperatingPoint point = session.operatingPoint();
        point.scoreThreshold = score;
        session.setOperatingPoint(point);
    }
};

bool shows(const Canvas& canvas, ObjectRef::Source source) {
    const CanvasStyle& style = canvas.styleOfObjects();
    return source == ObjectRef::Source::Truth ? style.truth : style.predictions;
}

}  // namespace

// The viewer in a whole window.
class ViewerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        Theme::instance().apply(Theme::Name::Dark);
        // No desktop's wishes but the tests' own.
        QVERIFY(m_config.isValid());
        qputenv("XDG_CONFIG_HOME", m_config.path().toUtf8());
    }
    void sideBySideMovesInStep();
    void theDividerIsMovedByMouseAndKeys();
    void leftOfTheDividerIsTruth();
    void blinkingShowsOneAfterTheOther();
    void nothingBlinksWhereMotionIsNotWanted();
    void aHeldKeyShowsTheOtherSide();
    void soloShowsTheSelectedObjectAlone();
    void eyesCloseAndOpen();
    void moreRunsAreLaidOver();
    void coloursFollowTheChoice();
    void verdictsFollowTheThreshold();
    void neighboursAreReadAhead();
    void objectsNeverLieOverAnotherPicture();
    void thePictureIsCopiedAndSaved();
    void thePixelUnderThePointerIsTold();

private:
    QTemporaryDir m_config;
};

void ViewerTest::sideBySideMovesInStep() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    f.action(browse::kSideBySide)->trigger();
    QVERIFY(f.viewer->sideBySide());
    Canvas &first = f.viewer->first(), &second = f.viewer->second();
    QVERIFY(second.isVisible());
    QVERIFY(!shows(first, ObjectRef::Source::Prediction));
    QVERIFY(!shows(second, ObjectRef::Source::Truth));
    f.action(browse::kZoomIn)->trigger();
    QCOMPARE(second.view(), first.view());
    QTest::mousePress(&second, Qt::LeftButton, {}, {60, 60});
    QTest::mouseMove(&second, {90, 40});
    QTest::mouseRelease(&second, Qt::LeftButton, {}, {90, 40});
    QCOMPARE(first.view(), second.view());
}

void ViewerTest::theDividerIsMovedByMouseAndKeys() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    SwipeHandle& divider = f.viewer->first().divider();
    QVERIFY(!divider.isVisible());
    QVERIFY(!f.action(browse::kDividerLeft)->isEnabled());
    f.action(browse::kSwipe)->trigger();
    QVERIFY(divider.isVisible());
    QVERIFY(!divider.accessibleName().isEmpty());
    const int middle = divider.value();
    f.action(browse::kDividerLeft)->trigger();
    QVERIFY(divider.value() < middle);
    // Its arrow keys are its own while it has the focus; else they step through images.
    divider.setFocus();
    divider.setValue(middle);
    QTest::keyClick(&divider, Qt::Key_Right);
    QVERIFY(divider.value() > middle);
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(0));
    f.viewer->first().setFocus();
    QTest::keyClick(&f.viewer->first(), Qt::Key_Right);
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(1));
    divider.setValue(middle);
    const QPoint knob = divider.rect().center();
    QTest::mousePress(&divider, Qt::LeftButton, {}, knob);
    QTest::mouseMove(&divider, knob + QPoint(-120, 0));
    QTest::mouseRelease(&divider, Qt::LeftButton, {}, divider.rect().center());
    const double moved = (middle - divider.value()) * f.viewer->first().width() / 1000.0;
    QVERIFY2(std::abs(moved - 120) < 3, qPrintable(QString::number(moved)));
    f.action(browse::kOverlay)->trigger();
    QVERIFY(!divider.isVisible());
}

void ViewerTest::leftOfTheDividerIsTruth() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    f.action(browse::kSwipe)->trigger();
    Canvas& canvas = f.viewer->first();
    // Both coats cover this point; the truth's shoe lies elsewhere.
    const QPointF point(15, 20);
    const double x = canvas.view().widgetFromImage(point).x();
    const auto setDivider = [&](double at) {
        canvas.divider().setValue(int(at / canvas.width() * SwipeHandle::kWhole));
    };
    setDivider(x + 40);
    QCOMPARE(canvas.objectAt(point)->source, ObjectRef::Source::Truth);
    setDivider(x - 40);
    QCOMPARE(canvas.objectAt(point)->source, ObjectRef::Source::Prediction);
    // A point of the truth's shoe has no fill right of the divider.
    const QPoint shoe = canvas.view().widgetFromImage(QPointF(13.5, 49.5)).toPoint();
    const auto colorAt = [&] { return canvas.picture().pixelColor(shoe); };
    setDivider(shoe.x() + 60);
    const QColor covered = colorAt();
    setDivider(shoe.x() - 60);
    const QColor bare = colorAt();
    QCOMPARE(bare, QColor(120, 120, 120));
    QVERIFY(covered != bare);
}

void ViewerTest::blinkingShowsOneAfterTheOther() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    f.action(browse::kBlink)->trigger();
    QVERIFY(f.viewer->blinksByItself());
    const Canvas& canvas = f.viewer->first();
    QVERIFY(shows(canvas, ObjectRef::Source::Truth));
    QVERIFY(!shows(canvas, ObjectRef::Source::Prediction));
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(shows(canvas, ObjectRef::Source::Prediction));
    QVERIFY(!shows(canvas, ObjectRef::Source::Truth));
    QTRY_VERIFY(shows(canvas, ObjectRef::Source::Truth));
    QVERIFY2(clock.elapsed() >= 900, "more than two changes a second");
    f.action(browse::kBlink)->trigger();
    QVERIFY(!f.viewer->blinksByItself());
    f.action(browse::kBlink)->trigger();
    QVERIFY(f.viewer->blinksByItself());
    f.action(browse::kOverlay)->trigger();
    QVERIFY(!f.viewer->blinksByItself());
    QVERIFY(shows(canvas, ObjectRef::Source::Truth));
    QVERIFY(shows(canvas, ObjectRef::Source::Prediction));
}

void ViewerTest::nothingBlinksWhereMotionIsNotWanted() {
    const QString file = m_config.filePath(QStringLiteral("kdeglobals"));
    {
        QSettings kde(file, QSettings::IniFormat);
        kde.setValue(QStringLiteral("KDE/AnimationDurationFactor"), 0);
    }
    ViewerFixture f;
    QVERIFY(f.openCompared());
    f.action(browse::kBlink)->trigger();
    QVERIFY(!f.viewer->blinksByItself());
    QVERIFY(shows(f.viewer->first(), ObjectRef::Source::Truth));
    f.action(browse::kBlink)->trigger();  // by hand
    QVERIFY(shows(f.viewer->first(), ObjectRef::Source::Prediction));
    QVERIFY(QFile::remove(file));
}

void ViewerTest::aHeldKeyShowsTheOtherSide() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    Canvas& canvas = f.viewer->first();
    QTest::keyPress(&canvas, Qt::Key_Q);
    QVERIFY(!shows(canvas, ObjectRef::Source::Truth));
    QTest::keyRelease(&canvas, Qt::Key_Q);
    QVERIFY(shows(canvas, ObjectRef::Source::Truth));
    // Let go while another widget has the keyboard.
    QTest::keyPress(&canvas, Qt::Key_Q);
    canvas.clearFocus();
    QTRY_VERIFY(shows(canvas, ObjectRef::Source::Truth));
}

void ViewerTest::soloShowsTheSelectedObjectAlone() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    Canvas& canvas = f.viewer->first();
    const QPointF coat(15, 20), shoe(13.5, 49.5);
    f.action(browse::kPredictions)->setChecked(false);
    QVERIFY(canvas.objectAt(coat) && canvas.objectAt(shoe));
    f.session.setCurrentObject(canvas.objectAt(coat));
    canvas.setFocus();
    QTest::keyClick(&canvas, Qt::Key_S);
    QVERIFY(canvas.objectAt(coat));
    QVERIFY(!canvas.objectAt(shoe));
    f.action(browse::kNextObject)->trigger();  // the shoe becomes the one
    QVERIFY(!canvas.objectAt(coat));
    QVERIFY(canvas.objectAt(shoe));
    f.session.setCurrentObject({});  // none: nothing to be alone
    QVERIFY(canvas.objectAt(coat) && canvas.objectAt(shoe));
    f.action(browse::kSolo)->trigger();
    QVERIFY(!f.session.visibleObjects().solo());
}

void ViewerTest::eyesCloseAndOpen() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    Canvas& canvas = f.viewer->first();
    f.action(browse::kPredictions)->setChecked(false);
    const QPointF coat(15, 20), shoe(13.5, 49.5);
    QVERIFY(!f.action(browse::kHideObject)->isEnabled());
    f.session.setCurrentObject(canvas.objectAt(coat));
    f.action(browse::kHideObject)->trigger();
    QVERIFY(!canvas.objectAt(coat));
    QVERIFY(f.action(browse::kHideObject)->isChecked());
    f.action(browse::kShowAll)->trigger();
    QVERIFY(canvas.objectAt(coat));
    f.action(browse::kHideOthers)->trigger();
    QVERIFY(canvas.objectAt(coat) && !canvas.objectAt(shoe));
    // Of that image only.
    f.action(browse::kNextImage)->trigger();
    QVERIFY(f.session.visibleObjects().hidden().empty());
}

void ViewerTest::moreRunsAreLaidOver() {
    ViewerFixture f;
    QVERIFY(f.openCompared(2));
    ComparedRuns& compared = f.window.browse().compared();
    QVERIFY(!f.viewer->legend().isVisible());
    QString other;
    for (const RunInfo& run : f.session.runs()) {
        if (QString::fromStdString(run.name) != f.session.currentRun())
            other = QString::fromStdString(run.name);
    }
    QVERIFY(!other.isEmpty());
    compared.setWanted(f.session.currentRun(), true);  // it is shown already
    QVERIFY(!compared.isWanted(f.session.currentRun()));
    compared.setWanted(other, true);
    QTRY_COMPARE(compared.shown().size(), std::size_t(1));
    QVERIFY(f.settle());
    const CanvasScene* scene = f.viewer->first().scene();
    QCOMPARE(scene->runs.size(), std::size_t(2));
    QCOMPARE(scene->runs[1].name, other);
    const auto count = [&](std::uint16_t run) {
        return std::count_if(scene->objects.begin(), scene->objects.end(),
                             [&](const auto& o) { return !o.isTruth() && o.ref.run == run; });
    };
    QCOMPARE(count(0), 2);
    QCOMPARE(count(1), 2);
    QCOMPARE(runLetter(*scene, predicted(0)), QStringLiteral("A"));
    QCOMPARE(runLetter(*scene, predicted(0, 1)), QStringLiteral("B"));
    QVERIFY(runDashes(0) != runDashes(1));
    QVERIFY(f.viewer->legend().isVisible());
    QCOMPARE(f.viewer->legend().entries().size(), std::size_t(3));
    QVERIFY(f.viewer->legend().accessibleDescription().contains(other));
    // It becomes the current run: not shown twice.
    f.session.setCurrentRun(other);
    QTRY_VERIFY(compared.shown().empty());
    QVERIFY(f.settle());
    QTRY_COMPARE(f.viewer->first().scene()->runs.size(), std::size_t(1));
}

void ViewerTest::coloursFollowTheChoice() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    f.setThreshold(0);
    const Canvas& canvas = f.viewer->first();
    const CanvasScene* scene = canvas.scene();
    const auto colorOf = [&](const ObjectRef& ref) {
        for (const CanvasObject& object : scene->objects) {
            if (object.ref == ref)
                return canvas.styleOfObjects().colorOf(object);
        }
        return QColor();
    };
    f.action(browse::kColourScore)->trigger();
    QCOMPARE(colorOf(predicted(0)), scoreColor(0.9));
    QCOMPARE(colorOf(predicted(1)), scoreColor(0.3));
    QVERIFY(f.viewer->legend().isVisible());
    f.action(browse::kColourObject)->trigger();
    QVERIFY(!f.viewer->legend().isVisible());
    QVERIFY(colorOf(predicted(0)) != colorOf(predicted(1)));
    f.action(browse::kColourSupercategory)->trigger();
    QVERIFY(f.viewer->legend().isVisible());
    QVERIFY(!f.viewer->legend().accessibleDescription().isEmpty());
    f.action(browse::kColourCategory)->trigger();
    QCOMPARE(colorOf(predicted(0)), OverlayPalette::named("coat"));
}

void ViewerTest::verdictsFollowTheThreshold() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    const CanvasScene& scene = *f.viewer->first().scene();
    const auto at = [&](const OperatingPoint& point, const ObjectRef& ref) {
        const auto all = verdictsOf(scene, {point});
        for (std::size_t i = 0; i < scene.objects.size(); ++i) {
            if (scene.objects[i].ref == ref)
                return all[i];
        }
        return SceneVerdict{};
    };
    // The truth's coat is {5, 5, 20, 30}, the predicted one a pixel to the right: 19 of 21 columns.
    // Attributes: {3, 5} against {3}, so F1 is 2/3.
    const ObjectRef coat = scene.objects[scene.truths[0]].ref;
    const SceneVerdict right = at({0.5, 0.5, 100}, predicted(0));
    QCOMPARE(right.kind, Verdict::Kind::Right);
    QVERIFY(std::abs(right.iou - 19.0 / 21) < 1e-9);
    QVERIFY(std::abs(right.f1 - 2.0 / 3) < 1e-9);
    QCOMPARE(scene.objects[*right.partner].ref, coat);
    QCOMPARE(at({0.5, 0.5, 100}, coat).kind, Verdict::Kind::Right);
    QCOMPARE(at({0.5, 0.9, 100}, predicted(0)).kind, Verdict::Kind::AttributeError);
    QCOMPARE(at({0.95, 0.5, 100}, coat).kind, Verdict::Kind::Missed);
    QCOMPARE(at({0.95, 0.5, 100}, predicted(0)).kind, Verdict::Kind::Hidden);
    QCOMPARE(at({0.1, 0.5, 100}, predicted(1)).kind, Verdict::Kind::False);
    // Chips of the pair: one right, one missed.
    const auto chips =
        objectChips(scene, *f.session.catalog(), scene.objects[*right.partner], &right, {0, 0.5});
    const auto coatVerdict = at({0.5, 0.5, 100}, coat);
    int rightOnes = 0, missed = 0;
    for (const ChipGroup& group : objectChips(
             scene, *f.session.catalog(), scene.objects[*right.partner], &coatVerdict, {0, 0.5})) {
        for (const Chip& chip : group.chips) {
            rightOnes += chip.mark == Chip::Mark::Right;
            missed += chip.mark == Chip::Mark::Missed;
        }
    }
    QCOMPARE(rightOnes, 1);
    QCOMPARE(missed, 1);
}

void ViewerTest::neighboursAreReadAhead() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    SceneLoader& scenes = f.window.browse().scenes();
    QTRY_VERIFY(!scenes.readsAhead());
    const qsizetype one = f.viewer->first().mips()->bytes();
    QTRY_COMPARE(scenes.bytesKept(), 2 * one);  // this and the next
    const CanvasScene* before = f.viewer->first().scene();
    f.action(browse::kNextImage)->trigger();
    // At once, without a turn of the event loop.
    QVERIFY(scenes.hasPixels());
    QVERIFY(f.viewer->first().scene() && f.viewer->first().scene() != before);
    QTRY_COMPARE(scenes.bytesKept(), 3 * one);
    for (int i = 0; i < 3; ++i) {
        f.action(browse::kNextImage)->trigger();
        QVERIFY(f.settle());
        QTRY_VERIFY(!scenes.readsAhead());
    }
    QVERIFY(scenes.bytesKept() <= 3 * one);
    // Other predictions make other scenes, also of those read ahead.
    f.session.importPredictions(results(f.small));
    QVERIFY(f.settle());
    QTRY_VERIFY(!scenes.readsAhead());
    f.action(browse::kPreviousImage)->trigger();
    QCOMPARE(f.viewer->first().scene()->runs[0].name, f.session.currentRun());
}

void ViewerTest::objectsNeverLieOverAnotherPicture() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    QTRY_VERIFY(!f.window.browse().scenes().readsAhead());
    f.session.setCurrentImage(4);  // not read ahead
    QVERIFY(!f.viewer->first().scene());
    QVERIFY(f.settle());
    QVERIFY(f.viewer->first().scene());
}

void ViewerTest::thePictureIsCopiedAndSaved() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    Canvas& canvas = f.viewer->first();
    f.action(browse::kCopyPicture)->trigger();
    QCOMPARE(QApplication::clipboard()->image().size(), canvas.size());
    f.action(browse::kSideBySide)->trigger();
    QCOMPARE(f.viewer->picture().width(), 2 * canvas.width() + 1);
    QApplication::clipboard()->clear();
    f.action(browse::kCopyFullPicture)->trigger();
    QTRY_COMPARE(QApplication::clipboard()->image().size(),
                 QSize(2 * SmallProject::kWidth + 1, SmallProject::kHeight));
    f.action(browse::kOverlay)->trigger();
    f.action(browse::kLabels)->setChecked(false);
    const QString path = f.small.path(QStringLiteral("copy"));
    f.viewer->setSaveChooser([&](QWidget*, const QString& suggested) {
        return suggested.endsWith(QStringLiteral("img0000.png")) ? path : QString();
    });
    f.action(browse::kSavePicture)->trigger();
    QTRY_VERIFY(QFileInfo::exists(path + QStringLiteral(".png")));
    const QImage saved(path + QStringLiteral(".png"));
    QCOMPARE(saved.size(), QSize(SmallProject::kWidth, SmallProject::kHeight));
    QCOMPARE(saved.pixelColor(35, 3), QColor(120, 120, 120));    // bare
    QVERIFY(saved.pixelColor(15, 20) != QColor(120, 120, 120));  // the coat's fill
    f.viewer->setSaveChooser([&](QWidget*, const QString&) {
        return f.small.path(QStringLiteral("no such folder/x.png"));
    });
    f.action(browse::kSavePicture)->trigger();
    QTRY_VERIFY(f.window.messages().text().contains(QStringLiteral("no such folder")));
}

void ViewerTest::thePixelUnderThePointerIsTold() {
    ViewerFixture f;
    QVERIFY(f.openCompared());
    QSignalSpy told(f.viewer, &Viewer::pointerText);
    Canvas& canvas = f.viewer->first();
    QTest::mouseMove(&canvas, canvas.view().widgetFromImage(QPointF(10.5, 20.5)).toPoint());
    QTRY_VERIFY(told.count() > 0);
    const QString text = told.last().first().toString();
    QVERIFY2(text.contains(QStringLiteral("x 10  y 20")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("RGB 120 120 120")), qPrintable(text));
}

QTEST_MAIN(ViewerTest)
#include "tst_viewer.moc"
