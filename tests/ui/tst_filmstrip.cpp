#include <QScrollBar>
#include <QSignalSpy>
#include <numeric>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/parts/filmstrip.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

// The row of tiles below the viewer.
class FilmstripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void everyOf333401TilesIsFoundWhereItIs();
    void theCurrentTileStandsInTheMiddle();
    void theWheelScrolls();
    void keysGoAndOpen();
    void aClickOpensWithControlItSelects();
    void itIsBelowTheViewerAndStaysOff();
};

namespace {

void fill(TileModel& model, std::uint32_t count) {
    std::vector<std::uint32_t> indices(count);
    std::iota(indices.begin(), indices.end(), 0u);
    model.setItems(std::make_shared<const TileItems>(TileKind::Images, std::move(indices)));
}

struct Strip {
    TileModel model;
    ThumbnailLoader loader;
    Filmstrip strip{model, loader};
    explicit Strip(std::uint32_t count) {
        fill(model, count);
        strip.resize(900, Filmstrip::kHeight);
        strip.show();
    }
};

}  // namespace

void FilmstripTest::everyOf333401TilesIsFoundWhereItIs() {
    Strip s(333'401);
    for (const int position : {0, 1, 5'000, 200'000, 333'400}) {
        s.model.setCurrent(position);
        const QRect tile = s.strip.tileRect(position);
        QVERIFY(s.strip.viewport()->rect().contains(tile));
        QCOMPARE(s.strip.positionAt(tile.topLeft()), position);
        QCOMPARE(s.strip.positionAt(tile.bottomRight()), position);
        QCOMPARE(s.strip.positionAt(tile.topRight() + QPoint(2, 0)), -1);
    }
}

void FilmstripTest::theCurrentTileStandsInTheMiddle() {
    Strip s(200);
    s.model.setCurrent(100);
    QVERIFY(std::abs(s.strip.tileRect(100).center().x() - 450) <= 1);
    s.model.setCurrent(0);
    QCOMPARE(s.strip.horizontalScrollBar()->value(), 0);
    // Also after a filter.
    s.model.setCurrent(150);
    fill(s.model, 170);
    QCOMPARE(s.model.current(), 150);
    QVERIFY(s.strip.viewport()->rect().contains(s.strip.tileRect(150)));
}

void FilmstripTest::theWheelScrolls() {
    Strip s(200);
    QWheelEvent down(QPointF(50, 30), s.strip.mapToGlobal(QPointF(50, 30)), {}, {0, -120},
                     Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(s.strip.viewport(), &down);
    QVERIFY(s.strip.horizontalScrollBar()->value() > 0);
    QCOMPARE(s.model.current(), -1);
}

void FilmstripTest::keysGoAndOpen() {
    Strip s(200);
    QSignalSpy opened(&s.strip, &Filmstrip::activated);
    s.strip.setFocus();
    QTest::keyClick(&s.strip, Qt::Key_Right);
    QCOMPARE(s.model.current(), 0);
    QTest::keyClick(&s.strip, Qt::Key_Right);
    QCOMPARE(s.model.current(), 1);
    QTest::keyClick(&s.strip, Qt::Key_PageDown);
    QVERIFY(s.model.current() > 10);
    QTest::keyClick(&s.strip, Qt::Key_End);
    QCOMPARE(s.model.current(), 199);
    QTest::keyClick(&s.strip, Qt::Key_Left);
    QCOMPARE(s.model.current(), 198);
    QTest::keyClick(&s.strip, Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().value<TileItem>(), (TileItem{TileKind::Images, 198}));
}

void FilmstripTest::aClickOpensWithControlItSelects() {
    Strip s(20);
    QSignalSpy opened(&s.strip, &Filmstrip::activated);
    QTest::mouseClick(s.strip.viewport(), Qt::LeftButton, {}, s.strip.tileRect(3).center());
    QCOMPARE(opened.count(), 1);
    QCOMPARE(s.model.current(), 3);
    const auto clickFifth = [&] {
        QTest::mouseClick(s.strip.viewport(), Qt::LeftButton, Qt::ControlModifier,
                          s.strip.tileRect(5).center());
    };
    clickFifth();
    QCOMPARE(opened.count(), 1);
    QCOMPARE(s.model.selection().items, (std::vector<std::uint32_t>{3, 5}));
}

void FilmstripTest::itIsBelowTheViewerAndStaysOff() {
    WindowFixture f;
    const SmallProject small(40);
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    Filmstrip& strip = browse.filmstrip();
    QVERIFY(!strip.isVisible());
    browse.openImage(5);
    QVERIFY(strip.isVisible());
    QTRY_VERIFY(browse.gallery().loader().get(20));
    QTest::mouseClick(strip.viewport(), Qt::LeftButton, {}, strip.tileRect(7).center());
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(7));
    QVERIFY(browse.viewerShown());
    // Keys of the viewer hold here too.
    strip.setFocus();
    QTest::keyClick(&strip, Qt::Key_Right);
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(8));
    QCOMPARE(browse.gallery().model().current(), 8);
    QTest::keyClick(&strip, Qt::Key_Escape);
    QVERIFY(!browse.viewerShown());
    f.action(browse::kFilmstrip)->trigger();
    browse.openImage(5);
    QVERIFY(!strip.isVisible());
    QCOMPARE(f.settings.value(Settings::Key::Filmstrip).toBool(), false);
}

QTEST_MAIN(FilmstripTest)
#include "tst_filmstrip.moc"
