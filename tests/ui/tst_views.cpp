// Saved views and collections: saved, shown, renamed, removed, all of it undone; there again when
// the project is opened again.
#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include "app/session/edit_steps.h"
#include "edit_fixture.h"
#include "ui/browse/browse_actions.h"
#include "ui/browse/edit_actions.h"
#include "ui/browse/views_popup.h"
#include "ui/parts/theme.h"

using namespace selvedge;

namespace {

// The query's text where a test can see it.
struct ViewsFixture : EditFixture {
    ViewsFixture() {
        browse.edits().look().setQuery(
            {[this] { return query; }, [this](const QString& text) { query = text; }});
    }
    using WindowFixture::open;
    ViewsPopup& open() {
        action(edit::kViews)->trigger();
        return *browse.edits().viewsPopup();
    }
    void save(const QString& name) {
        open();
        type(name);
        key(Qt::Key_Return);
    }
    QString names() {
        QStringList found;
        for (const SavedEntry& view : session.edits().views())
            found += QString::fromStdString(view.name);
        return found.join(u' ');
    }
    QString query;
};

}  // namespace

class ViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void aViewIsSavedAndShownByKeyboard();
    void aViewIsThereWhenOpenedAgain();
    void aTakenNameReplacesAndIsUndone();
    void viewsAreRenamedAndRemoved();
    void whatIsNoViewIsSaid();
    void aViewSaysItsQueryInWordsAndGivesTheKeyboardToTheGallery();
    void aCollectionIsShownRenamedAndRemoved();
};

void ViewsTest::aViewIsSavedAndShownByKeyboard() {
    ViewsFixture f;
    QVERIFY(f.start());
    f.query = QStringLiteral("category:coat area>5%");
    f.action(browse::kOutline)->trigger();
    f.action(browse::kTruth)->setChecked(false);
    f.save(QStringLiteral("large coats"));
    QVERIFY(f.saved());
    QCOMPARE(f.names(), QStringLiteral("large coats"));
    QVERIFY(!f.browse.edits().viewsPopup()->isVisible());
    f.query.clear();
    f.action(browse::kFill)->trigger();
    f.action(browse::kTruth)->setChecked(true);
    ViewsPopup& popup = f.open();
    QAbstractItemModelTester tester(&popup.model());
    f.type(QStringLiteral("lrg"));
    // What is typed can be saved; what it finds is below.
    QCOMPARE(popup.model().row(popup.model().index(0, 0)).kind, ViewListModel::Kind::Save);
    f.key(Qt::Key_Down);
    QCOMPARE(popup.list()->currentIndex().data().toString(), QStringLiteral("large coats"));
    f.key(Qt::Key_Return);
    QCOMPARE(f.query, QStringLiteral("category:coat area>5%"));
    QVERIFY(f.action(browse::kOutline)->isChecked() && !f.action(browse::kFill)->isChecked());
    QVERIFY(!f.action(browse::kTruth)->isChecked());
}

void ViewsTest::aViewIsThereWhenOpenedAgain() {
    ViewsFixture f;
    QVERIFY(f.start());
    f.query = QStringLiteral("category:dress");
    f.save(QStringLiteral("dresses"));
    QVERIFY(f.saved());
    const SmallProject other(2);
    QVERIFY(f.open(other) && f.saved());
    QCOMPARE(f.names(), QString());
    QVERIFY(f.open(f.small));
    QVERIFY(f.saved());
    QCOMPARE(f.names(), QStringLiteral("dresses"));
    f.query.clear();
    f.open();
    f.key(Qt::Key_Return);
    QCOMPARE(f.query, QStringLiteral("category:dress"));
}

void ViewsTest::aTakenNameReplacesAndIsUndone() {
    ViewsFixture f;
    QVERIFY(f.start());
    f.query = QStringLiteral("a");
    f.save(QStringLiteral("mine"));
    f.query = QStringLiteral("b");
    QVERIFY(f.saved());
    ViewsPopup& popup = f.open();
    f.type(QStringLiteral("mine"));
    // The view itself comes first: saving over it has to be meant.
    QCOMPARE(popup.list()->currentIndex().data().toString(), QStringLiteral("mine"));
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(BrowseLook::queryOf(f.session.edits().views().front().value), QStringLiteral("b"));
    f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(BrowseLook::queryOf(f.session.edits().views().front().value), QStringLiteral("a"));
}

void ViewsTest::viewsAreRenamedAndRemoved() {
    ViewsFixture f;
    QVERIFY(f.start());
    f.save(QStringLiteral("one"));
    f.save(QStringLiteral("two"));
    QVERIFY(f.saved());
    ViewsPopup& popup = f.open();
    f.key(Qt::Key_Down);
    QCOMPARE(popup.list()->currentIndex().data().toString(), QStringLiteral("two"));
    f.key(Qt::Key_F2);
    QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) && popup.isVisible());
    f.type(QStringLiteral("one"));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(f.names(), QStringLiteral("one two"));  // taken
    QVERIFY(f.window.messages().text().contains("already"));
    popup.list()->setFocus();
    f.key(Qt::Key_F2);
    f.type(QStringLiteral("three"));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(f.names(), QStringLiteral("one three"));
    popup.list()->setFocus();
    popup.list()->setCurrentIndex(popup.model().index(0, 0));
    f.key(Qt::Key_Delete);
    QVERIFY(f.saved());
    QCOMPARE(f.names(), QStringLiteral("three"));
    QTest::mouseClick(popup.removeButton(), Qt::LeftButton);
    QVERIFY(f.saved());
    QCOMPARE(f.names(), QString());
    QVERIFY(!popup.removeButton()->isEnabled() && popup.isVisible());
    for (int i = 0; i < 3; ++i)
        f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(f.names(), QStringLiteral("one two"));
    QCOMPARE(popup.model().rowCount(), 2);
}

void ViewsTest::whatIsNoViewIsSaid() {
    ViewsFixture f;
    QVERIFY(f.start());
    f.session.edits().saveView({"odd", "no JSON"});
    QVERIFY(f.saved());
    f.query = QStringLiteral("as it was");
    f.open();
    f.key(Qt::Key_Return);
    QVERIFY(f.window.messages().text().contains("odd"));
    QCOMPARE(f.query, QStringLiteral("as it was"));
}

void ViewsTest::aViewSaysItsQueryInWordsAndGivesTheKeyboardToTheGallery() {
    ViewsFixture f;
    QVERIFY(f.start());
    f.query = QStringLiteral("category:coat area>5% -category:shoe");
    f.save(QStringLiteral("coats"));
    QVERIFY(f.saved());
    f.query.clear();
    f.save(QStringLiteral("every"));
    QVERIFY(f.saved());
    f.action("workspace.browse")->trigger();
    ViewsPopup& popup = f.open();
    QCOMPARE(popup.model().row(popup.model().index(0, 0)).aside,
             QStringLiteral("category coat, without category shoe, area > 5 %"));
    QCOMPARE(popup.model().row(popup.model().index(1, 0)).aside, QStringLiteral("all images"));
    f.key(Qt::Key_Return);
    QVERIFY(!popup.isVisible());
    QVERIFY(f.browse.gallery().hasFocus());
}

void ViewsTest::aCollectionIsShownRenamedAndRemoved() {
    ViewsFixture f;
    QVERIFY(f.start());
    f.session.edits().apply([](const ObjectTable&, const Marks& m) {
        return tagStep({{0, 3}, {}}, m, collectionTag("prints"), true);
    });
    QVERIFY(f.saved());
    ViewsPopup& popup = f.open();
    QCOMPARE(popup.list()->currentIndex().data().toString(), QStringLiteral("prints"));
    f.key(Qt::Key_Return);
    QCOMPARE(f.query, QStringLiteral("collection:prints"));
    f.open();
    f.key(Qt::Key_Down);
    popup.list()->setFocus();
    f.key(Qt::Key_F2);
    f.type(QStringLiteral("animals"));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    using List = std::vector<std::pair<std::string, std::size_t>>;
    QCOMPARE(collectionsOf(*f.session.marks()), (List{{"animals", 2}}));
    QCOMPARE(f.session.edits().undoWords(), QStringLiteral("name of the collection prints"));
    QTest::mouseClick(popup.removeButton(), Qt::LeftButton);
    QVERIFY(f.saved());
    QVERIFY(collectionsOf(*f.session.marks()).empty());
    f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(collectionsOf(*f.session.marks()), (List{{"animals", 2}}));
}

QTEST_MAIN(ViewsTest)
#include "tst_views.moc"
