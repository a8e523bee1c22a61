#include <QDesktopServices>
#include <QDrag>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_export.h"
#include "ui/browse/browse_page.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

using Items = std::vector<std::uint32_t>;

// The files behind tiles: dragged out, shown in their folder; and the images looked at last.
class GalleryFilesTest : public QObject {
    Q_OBJECT

public Q_SLOTS:
    void opened(const QUrl& url) { m_opened += url; }

private Q_SLOTS:
    void initTestCase() {
        Theme::instance().apply(Theme::Name::Dark);
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "opened");
    }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }
    void init() { m_opened.clear(); }
    void aTileLeavesAsItsFile();
    void theSelectionLeavesTogether();
    void aFileIsShownInItsFolder();
    void aMissingFileIsAskedFor();
    void anExportIsShownInItsFolder();
    void theMenuIsOfTheTileUnderThePointer();
    void theImagesLookedAtLastComeFirst();

private:
    // Where a drag from `from` would take them.
    static QStringList dragFrom(Gallery& gallery, QPoint from) {
        QStringList files;
        gallery.setDragRunner([&](QDrag& drag) {
            for (const QUrl& url : drag.mimeData()->urls())
                files += QFileInfo(url.toLocalFile()).fileName();
            drag.deleteLater();
        });
        QTest::mousePress(gallery.viewport(), Qt::LeftButton, {}, from);
        for (const int step : {2, 40}) {
            QMouseEvent move(QEvent::MouseMove, QPointF(from + QPoint(step, step)),
                             gallery.viewport()->mapToGlobal(QPointF(from + QPoint(step, step))),
                             Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(gallery.viewport(), &move);
        }
        QTest::mouseRelease(gallery.viewport(), Qt::LeftButton, {}, from + QPoint(40, 40));
        return files;
    }
    QList<QUrl> m_opened;
};

void GalleryFilesTest::aTileLeavesAsItsFile() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    Gallery& gallery = f.window.browse().gallery();
    QCOMPARE(dragFrom(gallery, gallery.tileRect(2).center()), QStringList{"img0002.jpg"});
    QCOMPARE(gallery.model().selection().items, Items{2});
    // From a free place nothing leaves: that is a band.
    QCOMPARE(dragFrom(gallery, QPoint(2, 2)), QStringList());
    // Nor a picture that is not there.
    QVERIFY(QFile::remove(small.path(QStringLiteral("images/img0001.jpg"))));
    QCOMPARE(dragFrom(gallery, gallery.tileRect(1).center()), QStringList());
}

void GalleryFilesTest::theSelectionLeavesTogether() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    Gallery& gallery = f.window.browse().gallery();
    gallery.model().select({0, 3, 4});
    QCOMPARE(dragFrom(gallery, gallery.tileRect(3).center()),
             (QStringList{"img0000.jpg", "img0003.jpg", "img0004.jpg"}));
    QCOMPARE(gallery.model().selection().items, (Items{0, 3, 4}));
    // Two objects of one photo are one file.
    f.action(browse::kObjects)->trigger();
    gallery.model().select({0, 1});
    QCOMPARE(dragFrom(gallery, gallery.tileRect(1).center()), QStringList{"img0000.jpg"});
}

void GalleryFilesTest::aFileIsShownInItsFolder() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    QVERIFY(!f.action(browse::kReveal)->isEnabled());
    f.session.setCurrentImage(1);
    f.action(browse::kReveal)->trigger();
    QCOMPARE(m_opened, QList<QUrl>{QUrl::fromLocalFile(small.path(QStringLiteral("images")))});
}

void GalleryFilesTest::aMissingFileIsAskedFor() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(QFile::remove(small.path(QStringLiteral("images/img0001.jpg"))));
    QVERIFY(f.open(small));
    f.session.setCurrentImage(1);
    f.action(browse::kReveal)->trigger();
    QVERIFY(m_opened.isEmpty());
    QVERIFY(f.window.findChild<MessageBar*>()->text().contains(QLatin1String("img0001.jpg")));
}

void GalleryFilesTest::anExportIsShownInItsFolder() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    auto* bar = f.window.findChild<MessageBar*>();
    const auto exportAs = [&](ExportDialog::As as, const QString& name) {
        f.window.exporter().run(ExportDialog::What::All, as, {}, f.folder.filePath(name));
        return QTest::qWaitFor([&] { return bar->text().contains(name); });
    };
    for (const auto& [as, name] :
         {std::pair(ExportDialog::As::Csv, QStringLiteral("some.csv")),
          std::pair(ExportDialog::As::SheetPng, QStringLiteral("s.png"))}) {
        m_opened.clear();
        QVERIFY(exportAs(as, name));
        QPushButton* show = nullptr;
        for (auto* button : bar->findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String("Show in folder"))
                show = button;
        }
        QVERIFY(show && show->isVisible());
        QTest::mouseClick(show, Qt::LeftButton);
        QCOMPARE(m_opened, QList<QUrl>{QUrl::fromLocalFile(f.folder.path())});
    }
}

void GalleryFilesTest::theMenuIsOfTheTileUnderThePointer() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    Gallery& gallery = browse.gallery();
    gallery.model().select({0, 1});
    const auto ask = [&](int position) {
        const QPoint at = gallery.tileRect(position).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, gallery.viewport()->mapToGlobal(at));
        QApplication::sendEvent(gallery.viewport(), &event);
    };
    ask(1);  // one of them: all stay
    QCOMPARE(gallery.model().selection().items, (Items{0, 1}));
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu && menu->actions().contains(f.action(browse::kReveal)));
    menu->close();
    ask(3);
    QCOMPARE(gallery.model().selection().items, Items{3});
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(3));
    QApplication::activePopupWidget()->close();
}

void GalleryFilesTest::theImagesLookedAtLastComeFirst() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kSorts[std::size_t(TileOrder::LookedAt)])->trigger();
    QCOMPARE(browse.gallery().images(), (Items{0, 1, 2, 3, 4, 5}));
    browse.openImage(4);
    browse.showGallery();
    browse.openImage(2);
    f.session.setCurrentImage(3);                     // as the arrows do
    QCOMPARE(browse.gallery().images().front(), 4u);  // not under the eyes
    browse.showGallery();
    QCOMPARE(browse.gallery().images(), (Items{3, 2, 4, 0, 1, 5}));
    // Objects by their image.
    f.action(browse::kObjects)->trigger();
    const auto& table = *f.session.objects();
    QCOMPARE(table.image[browse.gallery().model().items().indices().front()], 3u);
    // The next window knows, another project does not.
    LookedAt again(f.session);
    QCOMPARE(again.images(), (Items{3, 2, 4}));
    const SmallProject other;
    QVERIFY(f.open(other));
    QVERIFY(LookedAt(f.session).images().empty());
    for (ImageIndex round = 0; round < 2 * LookedAt::kImages; ++round)
        LookedAt(f.session).note(round % 6);
    QCOMPARE(LookedAt(f.session).images(), (Items{5, 4, 3, 2, 1, 0}));
}

QTEST_MAIN(GalleryFilesTest)
#include "tst_gallery_files.moc"
