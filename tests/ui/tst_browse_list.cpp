#include <QPushButton>

#include "app/session/edit_history.h"
#include "app/session/edit_steps.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/gallery_order.h"
#include "ui/browse/list_bar.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

using Items = std::vector<std::uint32_t>;

namespace {

ObjectList::Place truth(ImageIndex image, std::uint32_t object) {
    return {image, {ObjectRef::Source::Truth, object}};
}

// The gallery of images of a data set of which predictions were measured.
struct Listed : WindowFixture {
    const SmallProject small;
    const bool ready = prepare();
    BrowsePage& browse = window.browse();
    const Items& tiles() { return browse.gallery().model().items().indices(); }

private:
    bool prepare() {
        if (!open(small))
            return false;
        session.importPredictions(results(small));
        return QTest::qWaitFor([&] {
            return session.predictions() && session.matchTable() && !session.evaluating() &&
                   window.browse().query().resultPredicted();
        });
    }
};

}  // namespace

// Objects behind a number, shown by another page.
class BrowseListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }

    void measuredObjectsAreFoundInTheTable() {
        auto table = std::make_shared<ObjectTable>();
        table->images.resize(3);
        table->objectBegin = {0, 2, 2, 4};
        table->objectOrder = {0, 1, 2, 3};
        const MeasuredTable measured{nullptr, {0, 2}};  // the second image is not measured
        const std::vector<CellObject> behind{
            {1, 1u, {}}, {0, {}, 4u}, {0, 0u, 2u}, {1, 1u, 3u}, {0, {}, {}}};
        const ObjectList list = objectList("some", behind, measured, *table);
        QCOMPARE(list.title, QStringLiteral("some"));
        QCOMPARE(list.places.size(), 3u);  // one object stands there twice
        QVERIFY(list.places[0] == truth(2, 3));
        QVERIFY((list.places[1] == ObjectList::Place{0, {ObjectRef::Source::Prediction, 4}}));
        QVERIFY(list.places[2] == truth(0, 0));
        const ObjectList found = objectList("some", behind, measured, *table, true);
        QVERIFY((found.places[2] == ObjectList::Place{0, {ObjectRef::Source::Prediction, 2}}));
    }

    void aListStandsInPlaceOfTheFilter() {
        Listed f;
        QVERIFY(f.ready);
        f.action("workspace.evaluate")->trigger();
        f.session.showObjects({"three of them", {truth(2, 4), truth(0, 1), truth(0, 0)}});
        QVERIFY(f.browse.isVisible());
        QCOMPARE(f.tiles(), (Items{4, 1, 0}));  // in the order of the list
        QVERIFY(f.browse.listBar().isVisible());
        QCOMPARE(f.browse.listBar().title(), QStringLiteral("three of them"));
        QCOMPARE(f.session.currentObject()->index, 4u);
        // Images again: what the filter finds; objects: the list is still there.
        f.action(browse::kImages)->trigger();
        QCOMPARE(f.tiles().size(), f.session.objects()->images.size());
        f.action(browse::kObjects)->trigger();
        QCOMPARE(f.tiles(), (Items{4, 1, 0}));
        f.browse.listBar().button()->click();
        QVERIFY(!f.browse.listBar().isVisible());
        QCOMPARE(f.tiles().size(), f.session.objects()->size());
    }

    // Of the list what the filter finds; without a filter all of it again.
    void aFilterNarrowsIt() {
        Listed f;
        QVERIFY(f.ready);
        const auto table = f.session.objects();
        const auto nameOf = [&](std::uint32_t object) {
            return QString::fromStdString(
                f.session.catalog()->categories()[table->category[object]].name);
        };
        f.session.showObjects({"three", {truth(2, 4), truth(0, 1), truth(0, 0)}});
        const QString wanted = nameOf(1);
        Items left;
        for (const std::uint32_t object : {4u, 1u, 0u})
            if (nameOf(object) == wanted)
                left.push_back(object);
        QVERIFY(left.size() < 3);
        f.browse.setQueryText(wanted);
        QTRY_COMPARE(f.tiles(), left);
        QVERIFY(f.browse.listBar().isVisible());
        f.browse.setQueryText({});
        QTRY_COMPARE(f.tiles(), (Items{4, 1, 0}));
        f.browse.setQueryText(wanted);
        QTRY_COMPARE(f.tiles(), left);
        f.browse.listBar().button()->click();
        QTRY_VERIFY(f.tiles().size() > left.size());
    }

    // Its own order is not that of the file; from there it is sorted as all tiles are.
    void itIsSorted() {
        Listed f;
        QVERIFY(f.ready);
        f.action(browse::kSorts[std::size_t(TileOrder::MostStars)])->trigger();
        const ObjectList::Place found{0, {ObjectRef::Source::Prediction, 1}};
        f.session.showObjects({"four", {truth(2, 4), truth(0, 1), truth(0, 0), found}});
        QAction* own = f.action(browse::kSorts[0]);
        QVERIFY(own->isChecked());
        QVERIFY(own->text().contains("list"));
        const Items listed = f.tiles();
        QCOMPARE(listed.size(), 4u);
        f.action(browse::kSorts[std::size_t(TileOrder::LargestArea)])->trigger();
        const Items largest = f.tiles();
        f.action(browse::kSorts[std::size_t(TileOrder::SmallestArea)])->trigger();
        QVERIFY(f.tiles() != largest);
        const auto table = f.session.objects();
        std::vector<std::uint32_t> areas;
        for (const std::uint32_t tile : largest)
            if (tile < table->size())
                areas.push_back(table->area[tile]);
        QVERIFY(std::is_sorted(areas.rbegin(), areas.rend()));
        own->trigger();
        QCOMPARE(f.tiles(), listed);
        f.browse.listBar().button()->click();
        QVERIFY(own->text().contains("file"));
        QVERIFY(f.action(browse::kSorts[std::size_t(TileOrder::MostStars)])->isChecked());
    }

    void detectionsAreAmongThem() {
        Listed f;
        QVERIFY(f.ready);
        const ObjectList::Place found{0, {ObjectRef::Source::Prediction, 1}};
        f.session.showObjects({"two", {found, truth(0, 0)}});
        QCOMPARE(f.tiles().size(), 2u);
        const TileItem first = f.browse.gallery().model().items().at(0);
        QVERIFY(f.browse.gallery().loader().numbers().isDetection(first));
    }

    // The objects of the list are followed by what they are, not by their number.
    void anEditKeepsIt() {
        Listed f;
        QVERIFY(f.ready);
        f.session.showObjects({"two", {truth(2, 4), truth(2, 3)}});
        const auto before = f.session.objects();
        const std::vector<std::int64_t> rows{before->rowId[4], before->rowId[3]};
        // An object of the first image goes: those after it count one less.
        const std::int64_t first = before->rowId[0];
        f.session.edits().apply(deleteStep({&first, 1}));
        QTRY_VERIFY(f.session.objects() != before);
        QTRY_COMPARE(f.tiles().size(), 2u);
        const auto now = f.session.objects();
        for (std::size_t i = 0; i < rows.size(); ++i)
            QCOMPARE(now->rowId[f.tiles()[i]], rows[i]);
        QVERIFY(f.browse.listBar().isVisible());
    }
};

QTEST_MAIN(BrowseListTest)
#include "tst_browse_list.moc"
