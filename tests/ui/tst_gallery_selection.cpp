#include <QScrollBar>
#include <numeric>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

using Items = std::vector<std::uint32_t>;

// Several tiles at once, by mouse and keys.
class GallerySelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void init();
    void cleanup() { m_gallery.reset(); }
    void clicksSelect();
    void aClickOnOneOfSeveralSelectsItAloneAtTheRelease();
    void aBandSelectsWhatItTouches();
    void aBandAddsAndToggles();
    void aBandBeyondTheEdgeScrolls();
    void keysSelectOnTheWay();
    void aFilterKeepsWhatIsStillThere();
    void oneSelectedTileFollowsTheViewerSeveralStay();
    void aRangeFollowsTheOrderOfTheTiles();
    void allOf333401AreSelectedAtOnce();
    void galleryAndSessionMirrorEachOther();

private:
    const Items& selected() const { return m_gallery->model().selection().items; }
    QPoint middleOf(int position) const { return m_gallery->tileRect(position).center(); }
    void click(int position, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::mouseClick(m_gallery->viewport(), Qt::LeftButton, modifiers, middleOf(position));
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::mousePress(m_gallery->viewport(), Qt::LeftButton, modifiers, from);
        QTest::mouseMove(m_gallery->viewport(), (from + to) / 2);
        QTest::mouseMove(m_gallery->viewport(), to);
        QTest::mouseRelease(m_gallery->viewport(), Qt::LeftButton, modifiers, to);
    }
    std::unique_ptr<Gallery> m_gallery;
};

// Forty tiles, 100 to 139, in rows of four.
void GallerySelectionTest::init() {
    m_gallery = std::make_unique<Gallery>();
    m_gallery->resize(800, 600);
    Items images(40);
    std::iota(images.begin(), images.end(), 100u);
    m_gallery->setImages(images);
    m_gallery->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_gallery.get()));
    QCOMPARE(m_gallery->layoutOfTiles().columns(), 4);
}

void GallerySelectionTest::clicksSelect() {
    QSignalSpy current(m_gallery.get(), &Gallery::currentChanged);
    click(2);
    QCOMPARE(selected(), (Items{102}));
    click(5, Qt::ControlModifier);
    QCOMPARE(selected(), (Items{102, 105}));
    QCOMPARE(m_gallery->current(), std::optional(105u));
    click(7, Qt::ShiftModifier);
    QCOMPARE(selected(), (Items{105, 106, 107}));
    click(4, Qt::ShiftModifier);  // from the same anchor
    QCOMPARE(selected(), (Items{104, 105}));
    click(0, Qt::ControlModifier);
    click(1, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(selected(), (Items{100, 101, 104, 105}));
    click(4, Qt::ControlModifier);
    QCOMPARE(selected(), (Items{100, 101, 105}));
    QCOMPARE(current.count(), 7);
    // A free place.
    QTest::mouseClick(m_gallery->viewport(), Qt::LeftButton, {}, QPoint(2, 2));
    QCOMPARE(selected(), Items{});
    QCOMPARE(m_gallery->current(), std::optional(104u));
}

void GallerySelectionTest::aClickOnOneOfSeveralSelectsItAloneAtTheRelease() {
    click(1);
    click(3, Qt::ShiftModifier);
    QTest::mousePress(m_gallery->viewport(), Qt::LeftButton, {}, middleOf(2));
    QCOMPARE(selected().size(), std::size_t(3));
    QCOMPARE(m_gallery->current(), std::optional(102u));
    QTest::mouseRelease(m_gallery->viewport(), Qt::LeftButton, {}, middleOf(2));
    QCOMPARE(selected(), (Items{102}));
}

void GallerySelectionTest::aBandSelectsWhatItTouches() {
    const QRect second = m_gallery->tileRect(1), below = m_gallery->tileRect(5);
    // From the free place before the first tile into the middle of the second of each row.
    drag(QPoint(2, 2), second.center());
    QCOMPARE(selected(), (Items{100, 101}));
    drag(QPoint(2, 2), QPoint(below.center().x(), below.top() + 20));
    QCOMPARE(selected(), (Items{100, 101, 104, 105}));
    // Between two rows there is nothing.
    const int gap = m_gallery->tileRect(0).bottom() - 3;
    drag(QPoint(2, gap), QPoint(400, gap + 1));
    QCOMPARE(selected(), Items{});
}

void GallerySelectionTest::aBandAddsAndToggles() {
    click(6);
    drag(QPoint(2, 2), middleOf(1), Qt::ShiftModifier);
    QCOMPARE(selected(), (Items{100, 101, 106}));
    drag(QPoint(2, 2), middleOf(0), Qt::ControlModifier);
    QCOMPARE(selected(), (Items{101, 106}));
}

void GallerySelectionTest::aBandBeyondTheEdgeScrolls() {
    QTest::mousePress(m_gallery->viewport(), Qt::LeftButton, {}, QPoint(2, 2));
    const QPoint below(300, m_gallery->viewport()->height() + 50);
    QCursor::setPos(m_gallery->viewport()->mapToGlobal(below));
    QTest::mouseMove(m_gallery->viewport(), below);
    QTRY_COMPARE(m_gallery->verticalScrollBar()->value(),
                 m_gallery->verticalScrollBar()->maximum());
    QTRY_COMPARE(selected().back(), 137u);
    QTest::mouseRelease(m_gallery->viewport(), Qt::LeftButton, {}, below);
    QCOMPARE(selected().size(), std::size_t(20));
}

void GallerySelectionTest::keysSelectOnTheWay() {
    QTest::keyClick(m_gallery.get(), Qt::Key_Home);
    QCOMPARE(selected(), (Items{100}));
    QTest::keyClick(m_gallery.get(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(m_gallery.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(selected(), (Items{100, 101, 102, 103, 104, 105}));
    QTest::keyClick(m_gallery.get(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(selected().size(), std::size_t(6));
    QCOMPARE(m_gallery->current(), std::optional(109u));
    QTest::keyClick(m_gallery.get(), Qt::Key_Space);
    QCOMPARE(selected().back(), 109u);
    QTest::keyClick(m_gallery.get(), Qt::Key_Space);
    QCOMPARE(selected().back(), 105u);
    QTest::keyClick(m_gallery.get(), Qt::Key_Escape);
    QCOMPARE(selected(), Items{});
    QTest::keyClick(m_gallery.get(), Qt::Key_Right);
    QCOMPARE(selected(), (Items{110}));
}

void GallerySelectionTest::aFilterKeepsWhatIsStillThere() {
    click(1);
    click(4, Qt::ShiftModifier);
    m_gallery->setImages({102, 103, 130});
    QCOMPARE(selected(), (Items{102, 103}));
    QVERIFY(!m_gallery->current());
    m_gallery->setImages({130});
    QCOMPARE(selected(), Items{});
}

void GallerySelectionTest::oneSelectedTileFollowsTheViewerSeveralStay() {
    click(1);
    m_gallery->setCurrent(103);
    QCOMPARE(selected(), (Items{103}));
    click(5, Qt::ControlModifier);
    m_gallery->setCurrent(109);
    QCOMPARE(selected(), (Items{103, 105}));
    QCOMPARE(m_gallery->current(), std::optional(109u));
}

void GallerySelectionTest::aRangeFollowsTheOrderOfTheTiles() {
    m_gallery->setImages({139, 101, 120, 110, 100});
    click(1);
    click(3, Qt::ShiftModifier);
    QCOMPARE(selected(), (Items{101, 110, 120}));
}

void GallerySelectionTest::allOf333401AreSelectedAtOnce() {
    Items images(333'401);
    std::iota(images.begin(), images.end(), 0u);
    m_gallery->setImages(images);
    m_gallery->model().selectAll();
    QCOMPARE(selected(), images);
    click(0, Qt::ControlModifier);
    QCOMPARE(selected().size(), std::size_t(333'400));
    QTest::keyClick(m_gallery.get(), Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(selected().size(), std::size_t(333'401));
}

void GallerySelectionTest::galleryAndSessionMirrorEachOther() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    Gallery& gallery = f.window.browse().gallery();
    gallery.setFocus();
    f.action(browse::kSelectAll)->trigger();
    QCOMPARE(f.session.selection(), (Selection{TileKind::Images, {0, 1, 2, 3, 4, 5}}));
    f.session.setSelection({TileKind::Images, {1, 4}});
    QCOMPARE(gallery.model().selection().items, (Items{1, 4}));
    f.action(browse::kObjects)->trigger();
    QCOMPARE(f.session.selection(), (Selection{TileKind::Objects, {}}));
    QTest::keyClick(&gallery, Qt::Key_End);
    QCOMPARE(f.session.selection(), (Selection{TileKind::Objects, {8}}));
    f.action(browse::kSelectNone)->trigger();
    QVERIFY(f.session.selection().items.empty());
}

QTEST_MAIN(GallerySelectionTest)
#include "tst_gallery_selection.moc"
