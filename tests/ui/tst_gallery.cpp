#include <QScrollBar>
#include <QtTest>
#include <numeric>

#include "small_project.h"
#include "ui/parts/gallery.h"
#include "ui/parts/theme.h"

using namespace selvedge;

class GalleryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void everyOf333401TilesIsFoundWhereItIs();
    void pointsBetweenTilesHitNothing();
    void visibleRangeIsTight();
    void onlyWhatIsSeenIsDecoded();
    void missingImagesSayWhy();
    void theNextTimeTilesComeFromTheCache();
    void theCacheIsFilledWhileNothingIsWanted();
    void bytesStayWithinTheLimit();
    void keysMoveAndOpen();
    void theCurrentImageSurvivesAFilter();
    void theCurrentImageIsDescribed();
    void otherTilesBeginAtTheTop();
    void theCurrentTileStaysWhereItIsSeen();
    void whatWasMissingIsLookedForAgain();
};

void GalleryTest::everyOf333401TilesIsFoundWhereItIs() {
    GalleryLayout layout;
    layout.count = 333'401;
    layout.width = 1243;
    QCOMPARE(layout.columns(), 6);
    QVERIFY(layout.contentHeight() > 0);
    for (int i = 0; i < layout.count; i += 97) {
        const QRect cell = layout.cell(i);
        QCOMPARE(layout.indexAt(cell.topLeft()), i);
        QCOMPARE(layout.indexAt(cell.bottomRight()), i);
        QVERIFY(cell.right() < layout.width);
    }
    QCOMPARE(layout.indexAt(layout.cell(333'400).center()), 333'400);
    QCOMPARE(layout.indexAt(QPoint(layout.width / 2, layout.contentHeight() + 1000)), -1);
}

void GalleryTest::pointsBetweenTilesHitNothing() {
    GalleryLayout layout;
    layout.count = 50;
    layout.width = 800;
    const QRect cell = layout.cell(7);
    QCOMPARE(layout.indexAt({cell.right() + 2, cell.center().y()}), -1);
    QCOMPARE(layout.indexAt({cell.center().x(), cell.bottom() + 2}), -1);
    QCOMPARE(layout.indexAt({0, 0}), -1);
    QCOMPARE(layout.indexAt({-500, -500}), -1);
    GalleryLayout none;
    none.width = 800;
    QCOMPARE(none.indexAt({100, 100}), -1);
}

void GalleryTest::visibleRangeIsTight() {
    GalleryLayout layout;
    layout.count = 333'401;
    layout.width = 1243;
    const int top = layout.cell(60'000).top();
    const auto [first, last] = layout.range(top, top + 800);
    QVERIFY(first <= 60'000 && last > 60'000);
    QVERIFY(last - first <= layout.columns() * (800 / layout.cellHeight() + 2));
    for (const int edge : {first, last - 1})
        QVERIFY(std::abs(layout.cell(edge).top() - top) <= 800 + layout.cellHeight());
}

void GalleryTest::onlyWhatIsSeenIsDecoded() {
    const SmallProject small(60);
    const auto project = small.open();
    Gallery gallery;
    gallery.resize(500, 400);
    gallery.loader().setSource({project, project->objects(), nullptr});
    std::vector<ImageIndex> all(60);
    std::iota(all.begin(), all.end(), 0u);
    gallery.setImages(all);
    QSignalSpy ready(&gallery.loader(), &ThumbnailLoader::ready);
    gallery.show();
    QTRY_VERIFY(ready.count() > 0 && gallery.loader().idle());
    // Two columns; a screen and the next one, not all sixty.
    QVERIFY2(ready.count() < 20, qPrintable(QString::number(ready.count())));
    const auto first = gallery.loader().get(0);
    QVERIFY(first && !first->image.isNull());
    QCOMPARE(first->objects.size(), std::size_t(2));
    QVERIFY(first->objects[0].path.boundingRect().width() >
            first->objects[1].path.boundingRect().width());
    QVERIFY(!gallery.loader().get(59));
    gallery.verticalScrollBar()->setValue(gallery.verticalScrollBar()->maximum());
    QTRY_VERIFY(gallery.loader().get(59) != nullptr);
}

void GalleryTest::missingImagesSayWhy() {
    const SmallProject small(2, false);
    const auto project = small.open();
    const auto thumbnail = makeThumbnail({project, project->objects(), nullptr}, 0, {100, 100});
    QVERIFY(thumbnail->image.isNull());
    QVERIFY(thumbnail->missing);
    QVERIFY2(thumbnail->fault.contains(small.path("images/img0000.jpg")),
             qPrintable(thumbnail->fault));
}

void GalleryTest::theNextTimeTilesComeFromTheCache() {
    const SmallProject small(2);
    const auto project = small.open();
    const QTemporaryDir cache;
    for (const bool again : {false, true}) {
        ThumbnailLoader loader;
        loader.setCacheFolder(cache.path().toStdString());
        loader.setSource({project, project->objects(), nullptr});
        QSignalSpy ready(&loader, &ThumbnailLoader::ready);
        loader.setWanted({0});
        QTRY_COMPARE(ready.count(), 1);
        QCOMPARE(loader.get(0)->image.size(), QSize(SmallProject::kWidth, SmallProject::kHeight));
        QCOMPARE(loader.get(0)->objects.size(), std::size_t(2));
        if (again)
            break;
        // The picture can be read no more, which nothing but its content tells.
        const auto file = project->imagePath(SmallProject::imageId(0).toStdString());
        const auto time = std::filesystem::last_write_time(file);
        const auto bytes = qint64(std::filesystem::file_size(file));
        QFile spoilt(QString::fromStdString(file.string()));
        QVERIFY(spoilt.open(QIODevice::WriteOnly));
        QCOMPARE(spoilt.write(QByteArray(bytes, '?')), bytes);
        spoilt.close();
        std::filesystem::last_write_time(file, time);
    }
}

void GalleryTest::theCacheIsFilledWhileNothingIsWanted() {
    constexpr int kImages = 8;
    const SmallProject small(kImages);
    const auto project = small.open();
    const QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    ThumbnailLoader loader;
    loader.setCacheFolder(place);
    loader.setBox({96, 144});
    loader.setSource({project, project->objects(), nullptr});
    ThumbnailCache cache(Project::cachePath(project->path(), place));
    for (int i = 0; i < kImages; ++i) {
        const std::string id = SmallProject::imageId(i).toStdString();
        const auto file = project->imagePath(id);
        QTRY_VERIFY_WITH_TIMEOUT(cache.hasThumbnail(id, file, ThumbnailSize::Small), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(cache.colours(id, file).has_value(), 30'000);
        const auto objects = project->objects()->objectsOf(ImageIndex(i));
        const auto colours = *cache.colours(id, file);
        QCOMPARE(colours.size(), objects.size());
        for (std::size_t k = 0; k < objects.size(); ++k) {
            QCOMPARE(colours[k].key, project->objects()->rowId[objects[k]]);
            QVERIFY((colours[k].colours == std::vector<ColourShare>{{Colour::Grey, 100}}));
        }
    }
    QVERIFY(loader.idle());
    QCOMPARE(loader.bytes(), qsizetype(0));
}

void GalleryTest::bytesStayWithinTheLimit() {
    const SmallProject small(30);
    const auto project = small.open();
    ThumbnailLoader loader;
    loader.setSource({project, project->objects(), nullptr});
    constexpr qsizetype kLimit = 100'000;  // of about 300,000
    loader.setByteLimit(kLimit);
    std::vector<ImageIndex> all(30);
    std::iota(all.begin(), all.end(), 0u);
    QSignalSpy ready(&loader, &ThumbnailLoader::ready);
    loader.setWanted(all);
    QTRY_COMPARE(ready.count(), 30);
    QVERIFY(loader.bytes() <= kLimit);
    QVERIFY(loader.get(29) && !loader.get(0));  // the latest stay
}

void GalleryTest::keysMoveAndOpen() {
    Gallery gallery;
    gallery.resize(700, 400);
    gallery.setImages({3, 5, 8, 13, 21, 34, 55, 89});
    gallery.show();
    QSignalSpy current(&gallery, &Gallery::currentChanged);
    QSignalSpy opened(&gallery, &Gallery::activated);
    QTest::keyClick(&gallery, Qt::Key_Right);
    QCOMPARE(gallery.current(), std::optional<ImageIndex>(3));
    QTest::keyClick(&gallery, Qt::Key_Down);
    const int columns = gallery.layoutOfTiles().columns();
    QCOMPARE(gallery.current(), std::optional(gallery.images()[std::size_t(columns)]));
    QTest::keyClick(&gallery, Qt::Key_End);
    QCOMPARE(gallery.current(), std::optional<ImageIndex>(89));
    QTest::keyClick(&gallery, Qt::Key_Right);
    QCOMPARE(gallery.current(), std::optional<ImageIndex>(89));
    QTest::keyClick(&gallery, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().value<TileItem>(), (TileItem{TileKind::Images, 89}));
    QCOMPARE(current.count(), 3);
    const int width = gallery.tileWidth();
    QTest::keyClick(&gallery, Qt::Key_Plus);
    QVERIFY(gallery.tileWidth() > width);
}

void GalleryTest::theCurrentImageSurvivesAFilter() {
    Gallery gallery;
    gallery.setImages({1, 2, 3, 4});
    gallery.setCurrent(3);
    gallery.setImages({3, 4});
    QCOMPARE(gallery.current(), std::optional<ImageIndex>(3));
    gallery.setImages({4});
    QVERIFY(!gallery.current());
}

void GalleryTest::theCurrentImageIsDescribed() {
    Gallery gallery;
    gallery.setCaptionOf([](TileItem item) {
        Gallery::Caption caption;
        caption.name = QStringLiteral("image %1").arg(item.index);
        caption.aside = QStringLiteral("2");
        return caption;
    });
    gallery.setImages({1, 2, 3});
    gallery.setCurrent(3);  // by the window, as after a step in the viewer
    QCOMPARE(gallery.accessibleDescription(), QStringLiteral("image 3, 2"));
    QTest::keyClick(&gallery, Qt::Key_Home);
    QCOMPARE(gallery.accessibleDescription(), QStringLiteral("image 1, 2"));
    gallery.setCurrent({});
    QVERIFY(gallery.accessibleDescription().isEmpty());
}

void GalleryTest::otherTilesBeginAtTheTop() {
    Gallery gallery;
    gallery.resize(500, 400);
    std::vector<ImageIndex> all(60), even, others(60);
    std::iota(all.begin(), all.end(), 0u);
    std::iota(others.begin(), others.end(), 100u);
    for (ImageIndex image = 0; image < 60; image += 2)
        even.push_back(image);
    gallery.setImages(all);
    gallery.show();
    QScrollBar* bar = gallery.verticalScrollBar();
    const auto topOf = [&](int position) { return gallery.layoutOfTiles().cell(position).top(); };
    // The tile at the upper edge stays there, while it is among them.
    bar->setValue(topOf(20) + 7);
    gallery.setImages(even);
    QCOMPARE(bar->value(), topOf(10) + 7);
    gallery.setImages(all);
    QCOMPARE(bar->value(), topOf(20) + 7);
    gallery.setImages(others);
    QCOMPARE(bar->value(), 0);
    gallery.setImages(all);
    QCOMPARE(bar->value(), 0);
}

void GalleryTest::theCurrentTileStaysWhereItIsSeen() {
    Gallery gallery;
    gallery.resize(800, 600);
    gallery.show();
    std::vector<ImageIndex> images(4000);
    std::iota(images.begin(), images.end(), 0u);
    gallery.setImages(images);
    gallery.setTileWidth(Gallery::kSmallest);
    gallery.verticalScrollBar()->setValue(gallery.layoutOfTiles().cell(1200).top() - 40);
    gallery.setCurrent(1200);
    for (const int width : {Gallery::kLargest, Gallery::kSmallest}) {
        gallery.setTileWidth(width);
        const QRect seen(0, gallery.verticalScrollBar()->value(), 800, 600);
        QVERIFY(gallery.layoutOfTiles().cell(1200).intersects(seen));
    }
}

void GalleryTest::whatWasMissingIsLookedForAgain() {
    const SmallProject small(2);
    const auto project = small.open();
    const QString file = small.path(QStringLiteral("images/img0000.jpg"));
    const QString away = small.path(QStringLiteral("away.jpg"));
    QVERIFY(QFile::rename(file, away));
    ThumbnailLoader loader;
    loader.setSource({project, project->objects(), nullptr});
    loader.setWanted({0, 1});
    QTRY_VERIFY(loader.idle());
    QVERIFY(loader.get(0)->missing && !loader.get(1)->missing);
    QVERIFY(QFile::rename(away, file));
    loader.setWanted({0, 1});
    QVERIFY(loader.idle());  // it is known
    const auto there = loader.get(1);
    loader.lookForMissing();
    loader.setWanted({0, 1});
    QTRY_VERIFY(loader.idle());
    QVERIFY(!loader.get(0)->image.isNull());
    QCOMPARE(loader.get(1), there);  // it was not made again
}

QTEST_MAIN(GalleryTest)
#include "tst_gallery.moc"
