#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/chips_view.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/inspector.h"
#include "ui/browse/object_details.h"
#include "ui/browse/query_field.h"
#include "ui/browse/viewer.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

// The Browse workspace in a whole window.
class BrowsePageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void filteringByKeyboardNarrowsTheGallery();
    void aClickLeavesTheKeyboardToTheGallery();
    void anEmptyFilterOffersToBeCleared();
    void aVerdictIsGivenWithoutBeingAskedFor();
    void selectionIsTheSameInListAndCanvas();
    void theScoreThresholdFiltersWhatIsShown();
    void aSmallerProjectCanFollowALargerOne();
    void openedAgainAPictureIsSharpAgain();
    void aMissingPictureIsNamedInTheViewer();
    void missingImagesAskForTheirFolder();
};

void BrowsePageTest::filteringByKeyboardNarrowsTheGallery() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kFindFacet)->trigger();
    QTest::keyClicks(browse.filters().field(), QStringLiteral("dress"));
    QTreeView* tree = browse.filters().tree();
    QTest::keyClick(browse.filters().field(), Qt::Key_Return);
    QCOMPARE(browse.gallery().images(), (std::vector<ImageIndex>{2, 5}));
    QTest::keyClick(browse.filters().field(), Qt::Key_Return);
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
    QTest::keyClick(browse.filters().field(), Qt::Key_Tab);
    QTRY_COMPARE(QApplication::focusWidget(), tree);
    QCOMPARE(tree->currentIndex().data().toString(), QStringLiteral("dress"));
    QTest::keyClick(tree, Qt::Key_Space);
    QCOMPARE(browse.gallery().images(), (std::vector<ImageIndex>{2, 5}));
    QTest::keyClick(tree, Qt::Key_Space, Qt::AltModifier);
    QCOMPARE(browse.gallery().images(), (std::vector<ImageIndex>{0, 1, 3, 4}));
    f.action(browse::kClearFilters)->trigger();
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
    QVERIFY(!f.action(browse::kClearFilters)->isEnabled());
    // Also from the query, which is typed outside of the page.
    f.action(browse::kFindQuery)->trigger();
    QTRY_VERIFY(browse.queryField().edit()->hasFocus());
    QTest::keyClick(browse.queryField().edit(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(browse.filters().field()->hasFocus());
}

void BrowsePageTest::aClickLeavesTheKeyboardToTheGallery() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    const auto click = [&](const QString& text) {
        f.action(browse::kFindFacet)->trigger();
        for (auto* button : browse.findChildren<QPushButton*>()) {
            if (button->text() == text && button->isVisible() && button->isEnabled()) {
                QTest::mouseClick(button, Qt::LeftButton);
                return true;
            }
        }
        return false;
    };
    browse.setQueryText(QStringLiteral("stars<=4"));
    bool said = false;  // a condition is one, whatever values it has
    for (auto* label : browse.findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text() == QStringLiteral("1 set"));
    QVERIFY(said);
    QVERIFY(click(QStringLiteral("Clear")));
    QTRY_COMPARE(QApplication::focusWidget(), &browse.gallery());
    QVERIFY(click(QStringLiteral("Objects")));
    QTRY_COMPARE(QApplication::focusWidget(), &browse.gallery());
}

void BrowsePageTest::anEmptyFilterOffersToBeCleared() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    FacetModel& model = browse.filters().model();
    const QModelIndex categories = model.groupIndex(Facet::Category);
    QModelIndex last;  // the rarest
    for (int row = 0; row < model.rowCount(categories); ++row) {
        const QModelIndex value = model.index(row, 0, categories);
        if (value.flags() & Qt::ItemIsUserCheckable)
            last = value;
    }
    model.setState(last, FacetState::Include);
    QVERIFY(browse.gallery().images().empty());
    QVERIFY(!browse.gallery().isVisible());
    QPushButton* clear = nullptr;
    for (auto* button : browse.findChildren<QPushButton*>()) {
        if (button->text() == QLatin1String("Clear filters") && button->isVisible())
            clear = button;
    }
    QVERIFY(clear);
    clear->click();
    QVERIFY(browse.gallery().isVisible());
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
}

void BrowsePageTest::aVerdictIsGivenWithoutBeingAskedFor() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    f.session.importPredictions(results(small));
    QTRY_VERIFY(f.session.predictions());
    BrowsePage& browse = f.window.browse();
    browse.setQueryText(QStringLiteral("verdict:missed"));
    // The coats and shoes of the other images, and this one's shoe, which is not sure enough.
    QTRY_COMPARE(browse.gallery().images().size(), std::size_t(6));
    QVERIFY(browse.gallery().isVisible());
}

void BrowsePageTest::selectionIsTheSameInListAndCanvas() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    QAbstractItemModelTester tester(&browse.inspector().model());
    browse.openImage(0);
    QVERIFY(browse.viewerShown());
    QTRY_VERIFY(browse.settled() && browse.viewer().first().scene());
    ObjectListModel& model = browse.inspector().model();
    QCOMPARE(model.rowCount(), 1);  // no predictions: one section
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
    f.action(browse::kNextObject)->trigger();
    QVERIFY(f.session.currentObject().has_value());
    const CanvasObject* coat = model.object(browse.inspector().list()->currentIndex());
    QVERIFY(coat);
    QCOMPARE(coat->ref, *f.session.currentObject());
    QCOMPARE(coat->name, QStringLiteral("coat"));
    QCOMPARE(browse.inspector().details().chips().groups().size() > 0, true);
    browse.inspector().list()->setCurrentIndex(model.index(1, 0, model.index(0, 0)));
    QVERIFY(*f.session.currentObject() != coat->ref);
    f.action(browse::kNextImage)->trigger();
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(1));
    f.action(browse::kGallery)->trigger();
    QVERIFY(!browse.viewerShown());
    QCOMPARE(browse.gallery().current(), std::optional<ImageIndex>(1));
}

void BrowsePageTest::theScoreThresholdFiltersWhatIsShown() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    f.session.importPredictions(results(small));
    QTRY_VERIFY2(f.session.predictions(), qPrintable(f.window.messages().text()));
    BrowsePage& browse = f.window.browse();
    browse.openImage(0);
    f.action(browse::kSideBySide)->trigger();
    QTRY_VERIFY(browse.settled() && browse.inspector().model().rowCount() == 2);
    QVERIFY(browse.viewer().sideBySide());
    ObjectListModel& model = browse.inspector().model();
    OperatingPoint point = f.session.operatingPoint();
    point.scoreThreshold = 0.05;
    f.session.setOperatingPoint(point);
    QCOMPARE(model.rowCount(model.index(1, 0)), 2);
    point.scoreThreshold = 0.5;
    f.session.setOperatingPoint(point);
    QCOMPARE(model.rowCount(model.index(1, 0)), 1);
    QVERIFY(!browse.viewer().first().styleOfObjects().predictions);
    QVERIFY(!browse.viewer().second().styleOfObjects().truth);
    QCOMPARE(browse.viewer().second().styleOfObjects().point.scoreThreshold, 0.5);
    // The likely attribute is on, the other one faint.
    f.session.setCurrentObject(ObjectRef{ObjectRef::Source::Prediction, 0});
    int on = 0, faint = 0;
    for (const ChipGroup& group : browse.inspector().details().chips().groups()) {
        for (const Chip& chip : group.chips)
            (chip.on ? on : faint) += 1;
    }
    QCOMPARE(on, 1);
    QCOMPARE(faint, 1);
}

void BrowsePageTest::aSmallerProjectCanFollowALargerOne() {
    WindowFixture f;
    const SmallProject large(300), small(3);
    QVERIFY(f.open(large));
    Gallery& gallery = f.window.browse().gallery();
    f.session.importPredictions(results(large));
    QTRY_VERIFY(f.session.predictions());
    gallery.setFocus();
    QTest::keyClick(&gallery, Qt::Key_End);
    QTRY_VERIFY(gallery.loader().get(299) && gallery.loader().idle());
    // Whoever hears of the change finds tiles of the project that is open.
    int wrong = 0;
    for (auto signal : {&Session::predictionsChanged, &Session::runsChanged,
                        &Session::evaluationChanged, &Session::currentImageChanged})
        connect(&f.session, signal, &gallery, [&] {
            for (const ImageIndex image : gallery.images())
                wrong += image >= f.session.objects()->images.size();
        });
    f.session.open(small.csv());
    QTRY_COMPARE(f.session.objects()->images.size(), std::size_t(3));
    QCOMPARE(gallery.images().size(), std::size_t(3));
    QCOMPARE(wrong, 0);
    QTRY_VERIFY(gallery.loader().get(2) && gallery.loader().idle());
    QVERIFY(!gallery.current());
    // And back, with more images than before.
    f.session.open(large.csv());
    QTRY_COMPARE(gallery.images().size(), std::size_t(300));
    QTRY_VERIFY(gallery.loader().get(0) && f.window.browse().settled());
}

void BrowsePageTest::openedAgainAPictureIsSharpAgain() {
    WindowFixture f;
    const SmallProject small;
    // Larger than any tile.
    constexpr int kWide = 800, kTall = 1200;
    writeJpeg(small.path("images/img0000.jpg").toStdString(),
              {kWide, kTall, std::vector<std::uint8_t>(3 * kWide * kTall, 90)});
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    QTRY_VERIFY(browse.gallery().loader().get(0));
    const auto sharp = [&] {
        const ImageMips* mips = browse.viewer().first().mips();
        return mips && mips->levels().front().size() == QSize(kWide, kTall);
    };
    browse.openImage(0);
    QTRY_VERIFY(browse.settled() && sharp());
    f.action(browse::kGallery)->trigger();
    QVERIFY(!browse.viewerShown());
    browse.openImage(0);
    QTRY_VERIFY(browse.settled());
    QVERIFY(sharp());
    // Also when it was left before its pixels were there.
    f.action(browse::kGallery)->trigger();
    browse.openImage(0);
    f.action(browse::kGallery)->trigger();
    browse.openImage(0);
    QTRY_VERIFY(browse.settled());
    QVERIFY(sharp());
}

void BrowsePageTest::aMissingPictureIsNamedInTheViewer() {
    WindowFixture f;
    const SmallProject small;
    const QString gone = small.path("images/img0001.jpg");
    QVERIFY(QFile::remove(gone));
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    const Canvas& canvas = browse.viewer().first();
    browse.openImage(1);
    QTRY_VERIFY(browse.settled() && canvas.scene());
    QVERIFY2(canvas.fault().contains(gone), qPrintable(canvas.fault()));
    // New predictions bring a new scene, not a picture.
    f.session.importPredictions(results(small));
    QTRY_VERIFY(f.session.predictions() && browse.settled());
    QVERIFY2(canvas.fault().contains(gone), qPrintable(canvas.fault()));
    f.action(browse::kNextImage)->trigger();
    QTRY_VERIFY(browse.settled());
    QVERIFY(canvas.fault().isEmpty() && canvas.mips());
}

void BrowsePageTest::missingImagesAskForTheirFolder() {
    WindowFixture f;
    const SmallProject small(3, false), full(3);
    QVERIFY(f.open(small));
    QTRY_VERIFY(f.window.messages().count() > 0);
    f.window.setChoosers({{}, [&](QWidget*, const QString&) { return full.path("images"); }, {}});
    for (auto* button : f.window.messages().findChildren<QPushButton*>()) {
        if (button->isVisible())
            button->click();
    }
    QTRY_VERIFY(f.window.browse().gallery().loader().get(0) != nullptr);
    QVERIFY(!f.window.browse().gallery().loader().get(0)->image.isNull());
}

QTEST_MAIN(BrowsePageTest)
#include "tst_browse_page.moc"
