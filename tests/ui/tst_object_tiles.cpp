#include <QPainter>
#include <QSignalSpy>
#include <cmath>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/filters_panel.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

using Items = std::vector<std::uint32_t>;

// The gallery of objects: cut-outs, their captions and cards, and the way into the viewer.
class ObjectTilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void aCutoutHasAMarginInsideThePicture();
    void aCutoutShowsItsObject();
    void largePicturesAreCutAtTheSizeOfTheTile();
    void groundsFadeOnlyWhenTheyAreTo();
    void objectsOfOnePictureComeTogether();
    void aTileWithoutItsPictureAsksWhereItIs();
    void theGalleryShowsTheObjectsOfTheFilter();
    void anObjectOpensInTheViewerAndStepsOn();
    void captionsTellVerdictsStarsAndReviews();
    void aStarIsReadableOverAnyPhoto();
    void theCardComesBesideTheTile();
};

void ObjectTilesTest::aCutoutHasAMarginInsideThePicture() {
    // A margin of a 64th of the picture above and below, and as wide as a tile for that.
    QCOMPARE(cutoutBox({500, 500, 100, 200}, {2000, 1000}), (IntBox{441, 469, 218, 262}));
    // At the edge it moves inside, and is narrower where the picture ends.
    QCOMPARE(cutoutBox({1900, 500, 100, 200}, {2000, 1000}), (IntBox{1782, 469, 218, 262}));
    QCOMPARE(cutoutBox({0, 0, 100, 100}, {100, 100}), (IntBox{0, 0, 100, 100}));
    // A mask of a larger picture than its own still gives something.
    QVERIFY(cutoutBox({500, 500, 10, 10}, {40, 60}).width > 0);
}

// A picture of 1000 x 1500, blue with a red square of 300 where its one object is.
struct RedSquare {
    static constexpr int kWide = 1000, kTall = 1500;
    static constexpr IntBox kSquare{200, 400, 300, 300};
    QTemporaryDir folder;
    std::shared_ptr<Project> project;

    RedSquare() {
        QDir(folder.path()).mkdir(QStringLiteral("images"));
        Image image{kWide, kTall, std::vector<std::uint8_t>(3 * kWide * kTall)};
        for (int y = 0; y < kTall; ++y) {
            for (int x = 0; x < kWide; ++x) {
                const bool inside = x >= kSquare.x && x < kSquare.x + kSquare.width &&
                                    y >= kSquare.y && y < kSquare.y + kSquare.height;
                image.rgb[std::size_t(3 * (y * kWide + x) + (inside ? 0 : 2))] = 200;
            }
        }
        writeJpeg(folder.filePath(QStringLiteral("images/a.jpg")).toStdString(), image);
        const auto mask = RleMask::fromBox(kWide, kTall, kSquare);
        QFile csv(folder.filePath(QStringLiteral("train.csv")));
        if (csv.open(QIODevice::WriteOnly))
            csv.write(QStringLiteral("ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\n"
                                     "a,%1,%2,%3,9,\n")
                          .arg(QString::fromStdString(toKaggleRle(mask)))
                          .arg(kTall)
                          .arg(kWide)
                          .toUtf8());
        csv.close();
        const auto file = folder.filePath(QStringLiteral("a.selvedge")).toStdString();
        Project::importCsv(csv.fileName().toStdString(), file);
        project = Project::open(file);
    }
    ThumbnailSource source() const { return {project, project->objects(), nullptr}; }
};

bool isRed(QRgb pixel) {
    return qRed(pixel) > 150 && qBlue(pixel) < 60;
}

void ObjectTilesTest::aCutoutShowsItsObject() {
    const RedSquare red;
    const ObjectIndex object = 0;
    const auto cutout = makeCutouts(red.source(), {&object, 1}, {2000, 2000}).front();
    // At full size: the square with its margin of 36, and what fills a tile above and below.
    QCOMPARE(cutout->image.size(), QSize(372, 446));
    const QRectF box = cutout->objects.front().path.boundingRect();
    QVERIFY2((box.topLeft() - QPointF(36, 73)).manhattanLength() < 2 &&
                 (box.bottomRight() - QPointF(336, 373)).manhattanLength() < 2,
             qPrintable(QStringLiteral("%1 %2").arg(box.left()).arg(box.right())));
    QVERIFY(isRed(cutout->image.pixel(186, 186)) && isRed(cutout->image.pixel(42, 80)));
    QVERIFY(!isRed(cutout->image.pixel(28, 186)));
}

void ObjectTilesTest::largePicturesAreCutAtTheSizeOfTheTile() {
    const RedSquare red;
    const QTemporaryDir folder;
    for (const bool cached : {false, true}) {
        ThumbnailSource source = red.source();
        if (cached)
            source.cache = std::make_shared<ThumbnailCache>(folder.filePath("cache").toStdString());
        const ObjectIndex object = 0;
        const auto cutout = makeCutouts(source, {&object, 1}, {96, 144}).front();
        QVERIFY(cutout->image.width() <= 96 && cutout->image.width() > 80);
        const QRectF box = cutout->objects.front().path.boundingRect();
        const double scale = cutout->image.width() / 372.0;
        QVERIFY(std::abs(box.left() - 36 * scale) < 1.5 && std::abs(box.top() - 73 * scale) < 1.5);
        QVERIFY(isRed(cutout->image.pixel(cutout->image.width() / 2, cutout->image.height() / 2)));
    }
}

void ObjectTilesTest::groundsFadeOnlyWhenTheyAreTo() {
    const RedSquare red;
    const ObjectIndex object = 0;
    const auto cutout = makeCutouts(red.source(), {&object, 1}, {200, 240}).front();
    TileStyle style;
    style.mode = TileStyle::Mode::None;
    for (const bool dim : {true, false}) {
        style.dimGround = dim;
        QImage tile(200, 240, QImage::Format_RGB32);
        QPainter painter(&tile);
        paintCutout(painter, tile.rect(), *cutout, style, {});
        painter.end();
        QVERIFY(isRed(tile.pixel(100, 120)));
        QCOMPARE(qBlue(tile.pixel(5, 120)) > 120, !dim);
    }
}

void ObjectTilesTest::objectsOfOnePictureComeTogether() {
    const SmallProject small(4);
    const auto project = small.open();
    ThumbnailLoader loader;
    loader.setSource({project, project->objects(), nullptr});
    // Objects 0 and 1 are of the first picture; what is asked for last comes with the first.
    std::vector<std::uint32_t> order;
    connect(&loader, &ThumbnailLoader::ready, this,
            [&](TileItem item) { order.push_back(item.index); });
    loader.setWanted({0, 2, 3, 4, 5, 1}, TileKind::Objects);
    QTRY_VERIFY(loader.idle());
    QCOMPARE(order.size(), std::size_t(6));
    const auto first = std::find(order.begin(), order.end(), 0u);
    QVERIFY(first + 1 != order.end());
    QCOMPARE(*(first + 1), 1u);
    QVERIFY(!loader.get(ImageIndex(0)));
    QVERIFY(loader.bytes() > 0);
}

void ObjectTilesTest::aTileWithoutItsPictureAsksWhereItIs() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(QFile::remove(small.path(QStringLiteral("images/img0001.jpg"))));
    QVERIFY(f.open(small));
    Gallery& gallery = f.window.browse().gallery();
    QTRY_VERIFY(gallery.loader().get(1));
    QVERIFY(gallery.loader().get(1)->missing);
    QSignalSpy wanted(&f.session, &Session::imageFolderWanted);
    f.window.setChoosers({{}, [](QWidget*, const QString&) { return QString(); }, {}});
    const GalleryLayout& layout = gallery.layoutOfTiles();
    const auto click = [&](int position) {
        QTest::mouseClick(gallery.viewport(), Qt::LeftButton, {},
                          locateButtonIn(layout.photo(position)).center());
    };
    click(0);
    QCOMPARE(wanted.count(), 0);
    click(1);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(gallery.current(), std::optional(0u));
}

void ObjectTilesTest::theGalleryShowsTheObjectsOfTheFilter() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kObjects)->trigger();
    QCOMPARE(browse.gallery().model().kind(), TileKind::Objects);
    QCOMPARE(browse.gallery().model().items().indices(), (Items{0, 1, 2, 3, 4, 5, 6, 7, 8}));
    FacetModel& model = browse.filters().model();
    QModelIndex categories;
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, 0).data().toString() == QLatin1String("Category"))
            categories = model.index(row, 0);
    }
    for (int row = 0; row < model.rowCount(categories); ++row) {
        const QModelIndex index = model.index(row, 0, categories);
        if (index.data().toString() == QLatin1String("shoe"))
            model.setState(index, FacetState::Include);
    }
    QTRY_COMPARE(browse.gallery().model().items().indices(), (Items{1, 4, 7}));
    QTRY_VERIFY(browse.gallery().loader().get(TileItem{TileKind::Objects, 7}));
    f.action(browse::kSorts[std::size_t(TileOrder::Id)])->trigger();
    QCOMPARE(browse.gallery().model().items().indices(), (Items{1, 4, 7}));
    f.action(browse::kClearFilters)->trigger();
    f.action(browse::kSorts[std::size_t(TileOrder::SmallestArea)])->trigger();
    QCOMPARE(browse.gallery().model().items().indices(), (Items{1, 4, 7, 0, 2, 3, 5, 6, 8}));
    // Images by their largest object: here all alike, so in file order.
    f.action(browse::kImages)->trigger();
    QCOMPARE(browse.gallery().images(), (Items{0, 1, 2, 3, 4, 5}));
}

void ObjectTilesTest::anObjectOpensInTheViewerAndStepsOn() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kObjects)->trigger();
    Gallery& gallery = browse.gallery();
    QTest::mouseClick(gallery.viewport(), Qt::LeftButton, {}, gallery.tileRect(1).center());
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(0));
    const auto object = [](std::uint32_t index) {
        return std::optional(ObjectRef{ObjectRef::Source::Truth, index});
    };
    QCOMPARE(f.session.currentObject(), object(1));
    QTest::keyClick(&gallery, Qt::Key_Return);
    QVERIFY(browse.viewerShown());
    QCOMPARE(f.session.currentObject(), object(1));
    f.action(browse::kNextImage)->trigger();
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(1));
    QCOMPARE(f.session.currentObject(), object(2));
    f.action(browse::kPreviousImage)->trigger();
    QCOMPARE(f.session.currentObject(), object(1));
    f.action(browse::kGallery)->trigger();
    QCOMPARE(gallery.current(), std::optional(1u));
    // And the images know where that was.
    f.action(browse::kImages)->trigger();
    QCOMPARE(gallery.current(), std::optional(0u));
}

void ObjectTilesTest::captionsTellVerdictsStarsAndReviews() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    Gallery& gallery = f.window.browse().gallery();
    gallery.setFocus();
    QTest::keyClick(&gallery, Qt::Key_Home);
    QCOMPARE(gallery.accessibleDescription(), QStringLiteral("img0000, 2"));
    // The coat is found with one of its attributes less, the shoe is missed.
    f.session.importPredictions(results(small));
    QTRY_VERIFY(f.session.predictions());
    const auto told = [&] {
        return gallery.accessibleDescription().startsWith(QLatin1String("img0000, 1 missed"));
    };
    QTRY_VERIFY2(told(), qPrintable(gallery.accessibleDescription()));
    // Also when the table of all is there.
    QTRY_VERIFY(f.session.matchTable() && !f.session.evaluating());
    QVERIFY2(told(), qPrintable(gallery.accessibleDescription()));
    f.action(browse::kObjects)->trigger();
    QTest::keyClick(&gallery, Qt::Key_Home);
    QVERIFY2(gallery.accessibleDescription().startsWith(QLatin1String("coat, .90")),
             qPrintable(gallery.accessibleDescription()));
    QTest::keyClick(&gallery, Qt::Key_Right);
    QCOMPARE(gallery.accessibleDescription(), QStringLiteral("shoe, 3.3 %, missed"));
    EditStep step;
    MarkEdit mark;
    mark.rowId = f.session.objects()->rowId[1];
    mark.stars = 3;
    mark.review = ReviewState::Done;
    step.marks = {mark};
    f.session.project()->apply(step);
    Q_EMIT f.session.marksChanged();
    QCOMPARE(gallery.accessibleDescription(),
             QStringLiteral("shoe, 3.3 %, missed, 3 stars, reviewed"));
}

void ObjectTilesTest::aStarIsReadableOverAnyPhoto() {
    const auto luminance = [](QRgb pixel) {
        const auto linear = [](int value) {
            const double v = value / 255.0;
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(qRed(pixel)) + 0.7152 * linear(qGreen(pixel)) +
               0.0722 * linear(qBlue(pixel));
    };
    QImage photo(100, 100, QImage::Format_RGB32);
    photo.fill(Qt::white);
    QPainter painter(&photo);
    paintStar(painter, photo.rect(), 1);
    painter.end();
    const double star = luminance(photo.pixel(88, 13)), corner = luminance(photo.pixel(78, 2));
    QVERIFY2((star + 0.05) / (corner + 0.05) >= 4.5,
             qPrintable(QStringLiteral("%1 %2").arg(star).arg(corner)));
    QCOMPARE(photo.pixel(70, 2), qRgb(255, 255, 255));
}

void ObjectTilesTest::theCardComesBesideTheTile() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    Gallery& gallery = browse.gallery();
    QTRY_VERIFY(gallery.loader().get(0));
    const QRect photo = gallery.layoutOfTiles().photo(0);
    const auto at = [&](double x, double y) {
        return photo.topLeft() + QPoint(int(photo.width() * x / SmallProject::kWidth),
                                        int(photo.height() * y / SmallProject::kHeight));
    };
    // Over the background there is none; over the coat it comes after a moment.
    QTest::mouseMove(gallery.viewport(), at(35, 10));
    QTest::mouseMove(gallery.viewport(), at(15, 20));
    QVERIFY(!gallery.card() || !gallery.card()->isVisible());
    QTRY_VERIFY(gallery.card() && gallery.card()->isVisible());
    QCOMPARE(gallery.card()->content().name, QStringLiteral("coat"));
    QCOMPARE(gallery.card()->content().groups.empty(), false);
    const QPoint tile = gallery.viewport()->mapTo(&f.window, QPoint());
    QVERIFY(
        !gallery.card()->geometry().intersects(gallery.layoutOfTiles().cell(0).translated(tile)));
    // The shoe below, at once; then another tile's; then none.
    QTest::mouseMove(gallery.viewport(), at(12, 50));
    QCOMPARE(gallery.card()->content().name, QStringLiteral("shoe"));
    QTest::mouseMove(gallery.viewport(), gallery.tileRect(2).center());
    QVERIFY(!gallery.card()->isVisible());
    QTRY_COMPARE(gallery.card()->isVisible(), true);
    QCOMPARE(gallery.card()->content().name, QStringLiteral("dress"));
    QTest::keyClick(&gallery, Qt::Key_Home);
    QVERIFY(!gallery.card()->isVisible());
}

QTEST_MAIN(ObjectTilesTest)
#include "tst_object_tiles.moc"
