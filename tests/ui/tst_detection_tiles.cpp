#include <QSignalSpy>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_edits.h"
#include "ui/browse/browse_page.h"
#include "ui/parts/theme.h"
#include "ui/parts/verdict_legend.h"
#include "window_fixture.h"

using namespace selvedge;

using Items = std::vector<std::uint32_t>;

// What the model invented, among the tiles of objects; the words of their signs; the hover card.
class DetectionTilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void numbersStandBehindTheGroundTruth();
    void falseOnesAreTilesWhenTheyAreAskedFor();
    void oneIsLookedAtButNotEdited();
    void anotherRunTakesThemAway();
    void theLegendSaysWhatIsSeen();
    void captionsHaveToolTips();
    void theCardComparesBothSides();
    void theKeysOfTheCardAreAboutItsTile();
};

namespace {

// The coat is right but for an attribute, the shoe a detection of nothing.
bool predicted(WindowFixture& f, const SmallProject& small) {
    if (!f.open(small))
        return false;
    f.session.setOperatingPoint({0.2, 0.5, 100});
    f.session.importPredictions(results(small));
    if (!QTest::qWaitFor([&] { return f.session.predictions() != nullptr; }))
        return false;
    f.session.startEvaluation();
    return QTest::qWaitFor([&] { return f.session.matchTable() && !f.session.evaluating(); });
}

// The gallery of objects, of what is predicted.
struct Predicted : WindowFixture {
    const SmallProject small;
    const bool ready = predicted(*this, small);
    BrowsePage& browse = window.browse();
    Gallery& gallery = browse.gallery();
    Predicted() { action(browse::kObjects)->trigger(); }
    const Items& tiles() const { return gallery.model().items().indices(); }
};

}  // namespace

void DetectionTilesTest::numbersStandBehindTheGroundTruth() {
    auto table = std::make_shared<ObjectTable>();
    table->images = {{"a", 9, 9, {}}, {"b", 9, 9, {}}, {"c", 9, 9, {}}};
    table->image = {0, 0, 2};
    table->category = {5, 6, 7};
    auto run = std::make_shared<PredictedObjects>();
    run->detectionBegin = {0, 2, 2, 5};
    run->lone.image = {0, 2, 2};
    run->lone.rowId = {1, 0, 2};
    run->lone.category = {8, 9, 10};
    run->lone.objectOrder = {0, 1, 2};
    run->lone.objectBegin = {0, 1, 1, 3};
    const TileNumbers numbers(table, run);
    const auto tile = [](std::uint32_t index) { return TileItem{TileKind::Objects, index}; };
    QVERIFY(numbers.knows(tile(7)) && !numbers.knows(tile(8)));
    QVERIFY(!numbers.isDetection(tile(2)) && numbers.isDetection(tile(3)));
    for (const auto& [row, index, image] :
         {std::tuple(0u, 4u, 0u), std::tuple(1u, 5u, 2u), std::tuple(2u, 7u, 2u)}) {
        QCOMPARE(numbers.indexOfLone(row), index);
        QCOMPARE(numbers.loneRow(index), std::optional<ObjectIndex>(row));
        QCOMPARE(numbers.imageOf(tile(index)), image);
        QCOMPARE(numbers.indexOf(image, numbers.objectOf(index)), std::optional(index));
        QCOMPARE(numbers.categoryOf(index), run->lone.category[row]);
    }
    QCOMPARE(numbers.loneRow(6), std::optional<ObjectIndex>());  // it has its truth
    QCOMPARE(numbers.imageOf(tile(2)), 2u);
    const TileNumbers truths(table);
    QVERIFY(truths.knows(tile(2)) && !truths.knows(tile(3)));
}

void DetectionTilesTest::falseOnesAreTilesWhenTheyAreAskedFor() {
    Predicted f;
    QVERIFY(f.ready);
    Gallery& gallery = f.gallery;
    QTRY_COMPARE(f.tiles(), (Items{0, 1, 2, 3, 4, 5, 6, 7, 8}));
    f.browse.setQueryText(QStringLiteral("verdict:false"));
    // Nine objects, and the second detection of the run.
    QTRY_COMPARE(f.tiles(), Items{10});
    const TileItem tile{TileKind::Objects, 10};
    QTRY_VERIFY(gallery.loader().get(tile) && !gallery.loader().get(tile)->image.isNull());
    const Thumbnail::Object& object = gallery.loader().get(tile)->objects.front();
    QCOMPARE(object.ref, (ObjectRef{ObjectRef::Source::Prediction, 1}));
    QCOMPARE(object.category, f.session.predictions()->images.begin()->second[1].category);
    gallery.setFocus();
    QTest::keyClick(&gallery, Qt::Key_Home);
    QCOMPARE(gallery.accessibleDescription(), QStringLiteral("shoe, .30, false"));
    // Other facets hold for it as well.
    f.browse.setQueryText(QStringLiteral("verdict:false category:coat"));
    QTRY_COMPARE(gallery.model().count(), 0);
    f.browse.setQueryText(QStringLiteral("verdict:false category:shoe score<.5"));
    QTRY_COMPARE(f.tiles(), Items{10});
    // Beside ground truth: the coat before it in the image, the missed ones behind.
    f.browse.setQueryText(QStringLiteral("score>.2"));
    QTRY_COMPARE(f.tiles(), (Items{0, 10}));
    f.action(browse::kSorts[std::size_t(TileOrder::LowestScore)])->trigger();
    QTRY_COMPARE(f.tiles(), (Items{10, 0}));
    // The threshold hides it.
    f.session.setOperatingPoint({0.5, 0.5, 100});
    f.browse.setQueryText(QStringLiteral("verdict:false"));
    QTRY_COMPARE(gallery.model().count(), 0);
}

void DetectionTilesTest::oneIsLookedAtButNotEdited() {
    Predicted f;
    QVERIFY(f.ready);
    Gallery& gallery = f.gallery;
    f.browse.setQueryText(QStringLiteral("score>.2"));
    QTRY_COMPARE(f.tiles(), (Items{0, 10}));
    QTest::mouseClick(gallery.viewport(), Qt::LeftButton, {}, gallery.tileRect(1).center());
    QCOMPARE(f.session.currentObject(), std::optional(ObjectRef{ObjectRef::Source::Prediction, 1}));
    QCOMPARE(gallery.current(), std::optional(10u));
    QVERIFY(f.session.selection().items.empty());
    QVERIFY(f.browse.edits().commands().objects().empty());
    QTest::keyClick(&gallery, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(gallery.model().selection().items, (Items{0, 10}));
    QCOMPARE(f.session.selection().items, Items{0});
    QTest::keyClick(&gallery, Qt::Key_Return);
    QVERIFY(f.browse.viewerShown());
    QCOMPARE(f.session.currentObject(), std::optional(ObjectRef{ObjectRef::Source::Prediction, 1}));
    f.action(browse::kPreviousImage)->trigger();
    QCOMPARE(f.session.currentObject(), std::optional(ObjectRef{ObjectRef::Source::Truth, 0}));
}

void DetectionTilesTest::anotherRunTakesThemAway() {
    Predicted f;
    QVERIFY(f.ready);
    Gallery& gallery = f.gallery;
    f.browse.setQueryText(QStringLiteral("verdict:false"));
    QTRY_COMPARE(f.tiles(), Items{10});
    f.session.setCurrentRun({});
    QTRY_COMPARE(gallery.model().count(), 0);
    QVERIFY(!f.session.predictions());
}

void DetectionTilesTest::theLegendSaysWhatIsSeen() {
    WindowFixture f;
    f.window.resize(1920, 900);
    const SmallProject small;
    QVERIFY(f.open(small));
    auto* legend = f.window.browse().findChild<VerdictLegend*>();
    QVERIFY(legend && legend->isHidden());
    f.session.importPredictions(results(small));
    QTRY_VERIFY(legend->isVisible());
    QCOMPARE(legend->accessibleName(),
             QStringLiteral("Signs below tiles: missed, false, attribute error"));
    f.action(browse::kObjects)->trigger();
    QCOMPARE(legend->accessibleName(),
             QStringLiteral("Signs below tiles: right, missed, false, attribute error"));
    f.action(browse::kImages)->trigger();
    Gallery& gallery = f.window.browse().gallery();
    gallery.setFocus();
    QTest::keyClick(&gallery, Qt::Key_Home);
    f.action(edit::kReviewed)->trigger();
    QTRY_COMPARE(legend->accessibleName(),
                 QStringLiteral("Signs below tiles: missed, false, attribute error, reviewed"));
}

void DetectionTilesTest::captionsHaveToolTips() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(QFile::remove(small.path(QStringLiteral("images/img0001.jpg"))));
    QVERIFY(predicted(f, small));
    const ThumbnailLoader& loader = f.window.browse().gallery().loader();
    QTRY_VERIFY(loader.get(0) && loader.get(1));
    const auto captionOf = [](TileItem) {
        TileCaption caption;
        caption.name = QStringLiteral("img");
        caption.verdicts = {{Verdict::Kind::Missed, 2}, {Verdict::Kind::False, 1}};
        return caption;
    };
    const TileItem there{TileKind::Images, 0}, gone{TileKind::Images, 1};
    QCOMPARE(tileTip(loader, there, captionOf, true), QStringLiteral("img, 2 missed, 1 false"));
    QCOMPARE(tileTip(loader, there, captionOf, false), QString());
    QVERIFY(tileTip(loader, gone, captionOf, false).contains(QLatin1String("img0001.jpg")));
}

void DetectionTilesTest::theCardComparesBothSides() {
    Predicted f;
    QVERIFY(f.ready);
    Gallery& gallery = f.gallery;
    QTRY_VERIFY(gallery.loader().get(TileItem{TileKind::Objects, 0}));
    gallery.setFocus();
    QTest::mouseMove(gallery.viewport(), gallery.tileRect(1).center());
    QTest::mouseMove(gallery.viewport(), gallery.tileRect(0).center());
    QTRY_VERIFY(gallery.card() && gallery.card()->isVisible());
    const CardContent& card = gallery.card()->content();
    QVERIFY(card.truth && card.prediction);
    QCOMPARE(card.aside, QStringLiteral("score .90"));
    QCOMPARE(card.match, QStringLiteral("IoU .90  F1 .67"));
    QStringList marks;
    for (const ChipGroup& group : card.groups) {
        for (const Chip& chip : group.chips)
            marks += QString::number(int(chip.mark));
    }
    QCOMPARE(marks, (QStringList{QString::number(int(Chip::Mark::Right)),
                                 QString::number(int(Chip::Mark::Missed))}));
    // The shoe was missed.
    QTest::mouseMove(gallery.viewport(), gallery.tileRect(1).center());
    QTRY_COMPARE(gallery.card()->content().name, QStringLiteral("shoe"));
    QTRY_VERIFY(gallery.card()->isVisible());
    QCOMPARE(gallery.card()->content().verdict, Verdict::Kind::Missed);
    QVERIFY(gallery.card()->content().truth && !gallery.card()->content().prediction);
}

void DetectionTilesTest::theKeysOfTheCardAreAboutItsTile() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    Gallery& gallery = browse.gallery();
    QTRY_VERIFY(gallery.loader().get(4));
    f.window.activateWindow();
    gallery.setFocus();
    QTRY_VERIFY(gallery.hasFocus());
    QTest::keyClick(&gallery, Qt::Key_Home);
    const auto point = [&](int position) {  // on the coat
        const QRect photo = gallery.tileRect(position);
        return QPoint(photo.center().x(), photo.top() + photo.height() / 3);
    };
    const auto hover = [&](int position) {
        QTest::mouseMove(gallery.viewport(), point(position) + QPoint(1, 0));
        QTest::mouseMove(gallery.viewport(), point(position));
        return QTest::qWaitFor([&] { return gallery.card() && gallery.card()->isVisible(); });
    };
    QVERIFY(hover(2));
    const auto& keys = gallery.card()->content().keys;
    QCOMPARE(keys.size(), std::size_t(3));
    QCOMPARE(keys[1].key, f.action(edit::kStar)->shortcut());
    QCOMPARE(keys[2].key, f.action(edit::kReviewed)->shortcut());
    QTest::keyClick(&gallery, Qt::Key_M);
    QTRY_COMPARE(int(f.session.marks()->ofImage(2).stars), 1);
    QCOMPARE(int(f.session.marks()->ofImage(0).stars), 0);
    QCOMPARE(gallery.current(), std::optional(2u));
    // Of several selected ones none is lost, and all are meant.
    QTest::keyClick(&gallery, Qt::Key_A, Qt::ControlModifier);
    QVERIFY(hover(1));
    QCOMPARE(gallery.card()->content().keys[1].word, QStringLiteral("mark all 6"));
    QTest::keyClick(&gallery, Qt::Key_R);
    QTRY_COMPARE(f.session.marks()->ofImage(5).review, ReviewState::Done);
    QCOMPARE(gallery.model().selection().items.size(), std::size_t(6));
    QVERIFY(hover(3));
    QTest::keyClick(&gallery, Qt::Key_Return);
    QVERIFY(browse.viewerShown());
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(3));
}

QTEST_MAIN(DetectionTilesTest)
#include "tst_detection_tiles.moc"
