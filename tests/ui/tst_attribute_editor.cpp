// Attributes chosen by keyboard and mouse: what is offered, what is written, what undo takes back.
#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include "edit_fixture.h"
#include "ui/browse/attribute_editor.h"
#include "ui/browse/category_popup.h"
#include "ui/parts/fuzzy.h"
#include "ui/parts/theme.h"

using namespace selvedge;

class AttributeEditorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void fuzzySearchPrefersWholeWords();
    void whatFitsTheCategoryIsOffered();
    void aTypedNameIsChosenByReturn();
    void arrowsAndSpaceChooseInTheList();
    void aClickChooses();
    void rowsStayWhereTheyAreWhileChosen();
    void severalObjectsAreChangedInOneStep();
    void undoInTheEditorTakesBackTheLastChoice();
    void escapeGivesTheFocusBack();
    void predictionsAreNotEdited();
    void aCategoryIsFoundByTyping();
    void groupsOpenAndCloseByKeyAndClick();
    void noDataIsSaidInALine();
    void digitsChooseTheFirstNine();
    void itFitsASmallScreen();

private:
    AttributeEditor& open(EditFixture& f) {
        f.action(edit::kAttributes)->trigger();
        return *f.browse.edits().attributeEditor();
    }
    static QStringList rows(const QAbstractItemModel& model) {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names += model.index(row, 0).data().toString();
        return names;
    }
    static QString name(EditFixture& f, int id) {
        const auto index = *f.session.catalog()->attributeIndex(id);
        return QString::fromStdString(f.session.catalog()->attributes()[index].name);
    }
};

void AttributeEditorTest::fuzzySearchPrefersWholeWords() {
    const QString text = QStringLiteral("double breasted");
    QVERIFY(fuzzyScore("", text) && fuzzyScore("DOUBLE", text) && fuzzyScore("breast dou", text));
    QVERIFY(fuzzyScore("dbl br", text));
    QVERIFY(!fuzzyScore("single", text));
    QVERIFY(*fuzzyScore("double", text) > *fuzzyScore("breasted", text));
    QVERIFY(*fuzzyScore("breasted", text) > *fuzzyScore("reast", text));
    QVERIFY(*fuzzyScore("reast", text) > *fuzzyScore("dbl", text));
}

void AttributeEditorTest::whatFitsTheCategoryIsOffered() {
    EditFixture f;
    QVERIFY(f.start() && f.look(1));  // a coat without attributes
    AttributeEditor& editor = open(f);
    QVERIFY(editor.isVisible() && editor.field()->hasFocus());
    QAbstractItemModelTester tester(&editor.model());
    // Coats of this data set have these two, and no others.
    const QStringList offered = rows(editor.model());
    QVERIFY(offered.contains(name(f, 3)) && offered.contains(name(f, 5)));
    QCOMPARE(int(editor.model().fitting()), 2);
    QVERIFY(offered.size() <= 4);  // with the names of their groups
    QTest::mouseClick(editor.allButton(), Qt::LeftButton);
    // The other groups are closed: no wall of all of them.
    QCOMPARE(editor.model().rowCount(), 2 + int(f.session.catalog()->groups().size()));
    QTest::mouseClick(editor.allButton(), Qt::LeftButton);
    QCOMPARE(rows(editor.model()), offered);
    // Of one that has some: these on top, once.
    editor.close();
    QVERIFY(f.look(0));
    open(f);
    QCOMPARE(editor.model().index(0, 0).data().toString(), QStringLiteral("Chosen"));
    QCOMPARE(rows(editor.model()).count(name(f, 3)), 1);
    QCOMPARE(editor.model().stateOf(*f.session.catalog()->attributeIndex(3)),
             AttributeListModel::State::On);
}

void AttributeEditorTest::aTypedNameIsChosenByReturn() {
    EditFixture f;
    QVERIFY(f.start() && f.look(1));
    const ObjectIndex object = f.session.currentObject()->index;
    AttributeEditor& editor = open(f);
    f.type(QStringLiteral("double breast"));
    QVERIFY2(editor.list()->currentIndex().data().toString().startsWith("double breasted"),
             qPrintable(editor.list()->currentIndex().data().toString()));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved() && editor.isVisible());
    QCOMPARE(f.attributesOf(object).size(), std::size_t(1));
    const auto chosen = f.attributesOf(object).front();
    QCOMPARE(f.session.catalog()->attributes()[chosen].name.substr(0, 15), "double breasted");
    // The text is selected: the next name replaces it.
    f.type(QStringLiteral("nothing like this"));
    QCOMPARE(editor.field()->text(), QStringLiteral("nothing like this"));
    QCOMPARE(editor.model().rowCount(), 0);
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(object).size(), std::size_t(1));
}

void AttributeEditorTest::arrowsAndSpaceChooseInTheList() {
    EditFixture f;
    QVERIFY(f.start() && f.look(1));
    const ObjectIndex object = f.session.currentObject()->index;
    AttributeEditor& editor = open(f);
    f.type(QStringLiteral("a"));  // many
    f.key(Qt::Key_Down);
    QVERIFY(editor.list()->hasFocus());
    const QModelIndex below = editor.list()->currentIndex();
    QVERIFY(below.isValid() && (below.flags() & Qt::ItemIsSelectable));
    // One row of three columns further than where it began.
    QCOMPARE(editor.list()->visualRect(below).left(),
             editor.list()->visualRect(editor.model().index(0, 0)).left());
    f.key(Qt::Key_Right);
    QCOMPARE(editor.list()->currentIndex().row(), below.row() + 1);
    const auto wanted = editor.list()->currentIndex().data(AttributeListModel::AttributeRole);
    f.key(Qt::Key_Space);
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(object), (std::vector{AttributeIndex(wanted.toUInt())}));
    f.key(Qt::Key_Space);
    QVERIFY(f.saved());
    QVERIFY(f.attributesOf(object).empty());
    // Letters go back to the field, whole.
    f.type(QStringLiteral("cket"));
    QVERIFY(editor.field()->hasFocus());
    QCOMPARE(editor.field()->text(), QStringLiteral("acket"));
}

void AttributeEditorTest::aClickChooses() {
    EditFixture f;
    QVERIFY(f.start() && f.look(1));
    AttributeEditor& editor = open(f);
    const QModelIndex first = editor.list()->currentIndex();
    const auto wanted = AttributeIndex(first.data(AttributeListModel::AttributeRole).toUInt());
    QTest::mouseClick(editor.list()->viewport(), Qt::LeftButton, {},
                      editor.list()->visualRect(first).center());
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(f.session.currentObject()->index), (std::vector{wanted}));
    // A heading is nothing to choose.
    QTest::mouseClick(editor.list()->viewport(), Qt::LeftButton, {},
                      editor.list()->visualRect(editor.model().index(0, 0)).center());
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(f.session.currentObject()->index), (std::vector{wanted}));
}

void AttributeEditorTest::rowsStayWhereTheyAreWhileChosen() {
    EditFixture f;
    QVERIFY(f.start() && f.look(1));
    AttributeEditor& editor = open(f);
    const QStringList before = rows(editor.model());
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(rows(editor.model()), before);
    QCOMPARE(editor.list()->currentIndex().data(AttributeListModel::StateRole).toInt(),
             int(AttributeListModel::State::On));
}

void AttributeEditorTest::severalObjectsAreChangedInOneStep() {
    EditFixture f;
    QVERIFY(f.start());
    f.showObjects();
    QVERIFY(f.saved());
    const auto& table = *f.session.objects();
    const ObjectIndex with = table.objectsOf(0).front(), without = table.objectsOf(1).front();
    f.session.setSelection({Selection::Kind::Objects, {with, without}});
    AttributeEditor& editor = open(f);
    QVERIFY(editor.isVisible());
    const AttributeIndex three = *f.session.catalog()->attributeIndex(3);
    QCOMPARE(editor.model().stateOf(three), AttributeListModel::State::Some);
    f.type(name(f, 3));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(editor.model().stateOf(three), AttributeListModel::State::On);
    QCOMPARE(f.session.edits().undoWords(), QStringLiteral("attributes of 1 object"));
    QCOMPARE(f.attributesOf(without), (std::vector{three}));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(f.session.edits().undoWords(), QStringLiteral("attributes of 2 objects"));
    QVERIFY(f.attributesOf(without).empty());
    f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(with).size(), std::size_t(2));
    QCOMPARE(f.attributesOf(without).size(), std::size_t(1));
}

void AttributeEditorTest::undoInTheEditorTakesBackTheLastChoice() {
    EditFixture f;
    QVERIFY(f.start() && f.look(1));
    const ObjectIndex object = f.session.currentObject()->index;
    AttributeEditor& editor = open(f);
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(object).size(), std::size_t(1));
    QVERIFY(editor.field()->hasFocus());
    f.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(f.saved());
    QVERIFY(f.attributesOf(object).empty());
    QVERIFY(editor.isVisible());
    QCOMPARE(editor.list()->currentIndex().data(AttributeListModel::StateRole).toInt(),
             int(AttributeListModel::State::Off));
}

void AttributeEditorTest::escapeGivesTheFocusBack() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    f.inspector.list()->setFocus();
    AttributeEditor& editor = open(f);
    QVERIFY(editor.field()->hasFocus());
    f.key(Qt::Key_Escape);
    QVERIFY(!editor.isVisible());
    QVERIFY(f.inspector.list()->hasFocus());
    QVERIFY(f.browse.viewerShown());  // it was not the viewer's Escape
    // Another object closes it: it would be of the wrong one.
    open(f);
    f.session.setCurrentObject({});
    QVERIFY(!editor.isVisible());
}

void AttributeEditorTest::predictionsAreNotEdited() {
    EditFixture f;
    QVERIFY(f.start() && f.predict() && f.look(0));
    QVERIFY(f.action(edit::kAttributes)->isEnabled());
    f.session.setCurrentObject(ObjectRef{ObjectRef::Source::Prediction, 0});
    for (const char* id : {edit::kAttributes, edit::kCategory, edit::kDelete})
        QVERIFY2(!f.action(id)->isEnabled(), id);
}

void AttributeEditorTest::aCategoryIsFoundByTyping() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    const ObjectIndex object = f.session.currentObject()->index;
    f.action(edit::kCategory)->trigger();
    CategoryPopup& popup = *f.browse.edits().categoryPopup();
    QVERIFY(popup.isVisible());
    QCOMPARE(popup.list()->model()->rowCount(), int(f.session.catalog()->categories().size()));
    f.type(QStringLiteral("trousers"));
    QCOMPARE(popup.note(), QStringLiteral("No category is called trousers: did you mean pants?"));
    popup.field()->clear();
    QVERIFY(popup.note().isEmpty());
    f.type(QStringLiteral("jum"));
    QCOMPARE(popup.list()->currentIndex().data().toString(), QStringLiteral("jumpsuit"));
    f.key(Qt::Key_Return);
    QVERIFY(!popup.isVisible());
    QVERIFY(f.saved());
    const auto& categories = f.session.catalog()->categories();
    QCOMPARE(categories[f.session.objects()->category[object]].name, std::string("jumpsuit"));
    QCOMPARE(f.inspector.model().object(f.inspector.list()->currentIndex())->name,
             QStringLiteral("jumpsuit"));
    f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(categories[f.session.objects()->category[object]].name, std::string("coat"));
}

void AttributeEditorTest::groupsOpenAndCloseByKeyAndClick() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    AttributeEditor& editor = open(f);
    QAbstractItemModelTester tester(&editor.model());
    editor.allButton()->click();
    QModelIndex heading;
    for (int row = 0; row < editor.model().rowCount() && !heading.isValid(); ++row) {
        const QVariant isOpen = editor.model().index(row).data(AttributeListModel::IsOpenRole);
        if (isOpen.isValid() && !isOpen.toBool())
            heading = editor.model().index(row);
    }
    QVERIFY(heading.isValid());
    const int row = heading.row(), closed = editor.model().rowCount();
    const int hidden = heading.data(AttributeListModel::CountRole).toInt();
    QVERIFY(hidden > 0);
    editor.list()->setFocus();
    editor.list()->setCurrentIndex(heading);
    f.key(Qt::Key_Space);
    QCOMPARE(editor.model().rowCount(), closed + hidden);
    heading = editor.model().index(row);
    QVERIFY(heading.data(AttributeListModel::IsOpenRole).toBool());
    QCOMPARE(heading.data(AttributeListModel::CountRole).toInt(), 0);
    QCOMPARE(editor.list()->currentIndex(), heading);
    QVERIFY(heading.data(Qt::AccessibleTextRole).toString().endsWith("open"));
    editor.list()->scrollTo(heading);
    QTest::mouseClick(editor.list()->viewport(), Qt::LeftButton, {},
                      editor.list()->visualRect(heading).center());
    QCOMPARE(editor.model().rowCount(), closed);
    QVERIFY(f.session.edits().undoWords().isEmpty());  // nothing was written
}

void AttributeEditorTest::noDataIsSaidInALine() {
    EditFixture f;
    QVERIFY(f.start());
    f.browse.openImage(0);
    QVERIFY(f.saved());
    const ObjectIndex shoe = f.session.objects()->objectsOf(0).back();
    f.session.setCurrentObject(ObjectRef{ObjectRef::Source::Truth, shoe});
    AttributeEditor& editor = open(f);
    QCOMPARE(editor.model().rowCount(), 0);
    QVERIFY2(editor.note().startsWith("No shoe of this dataset has attributes"),
             qPrintable(editor.note()));
    QVERIFY(editor.height() < 250);  // not a large empty box
    f.type(QStringLiteral("zzz"));
    QCOMPARE(editor.note(), QStringLiteral("No attribute is called zzz."));
    editor.field()->clear();
    f.type(QStringLiteral("floral"));
    QVERIFY(editor.model().rowCount() > 0);
    QVERIFY(editor.note().isEmpty());
    QVERIFY(!editor.model().index(0).data(AttributeListModel::GroupRole).toString().isEmpty());
    const int small = editor.height();
    editor.field()->clear();
    f.type(QStringLiteral("a"));
    QVERIFY(editor.height() > small);  // it grows with what is found
    editor.field()->clear();
    editor.allButton()->click();
    QCOMPARE(editor.model().rowCount(), int(f.session.catalog()->groups().size()));
    QVERIFY(
        editor.list()->viewport()->height() >=
        editor.list()->visualRect(editor.model().index(editor.model().rowCount() - 1)).bottom());
    QVERIFY(f.look(0));
    open(f);
    QVERIFY(editor.note().isEmpty());
}

void AttributeEditorTest::digitsChooseTheFirstNine() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    const ObjectIndex object = f.session.currentObject()->index;
    AttributeEditor& editor = open(f);
    // The first two are what it has.
    QCOMPARE(editor.model().index(1).data(PickPopup::DigitRole).toInt(), 1);
    QCOMPARE(editor.list()->currentIndex().row(), 1);
    f.key(Qt::Key_2);
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(object), (std::vector{*f.session.catalog()->attributeIndex(3)}));
    QVERIFY(editor.field()->text().isEmpty());
    f.key(Qt::Key_2);
    QVERIFY(f.saved());
    QCOMPARE(f.attributesOf(object).size(), std::size_t(2));
    // Of what was found, the first nine.
    f.type(QStringLiteral("a"));
    QCOMPARE(editor.model().index(8).data(PickPopup::DigitRole).toInt(), 9);
    QCOMPARE(editor.model().index(9).data(PickPopup::DigitRole).toInt(), 0);
    const auto third =
        AttributeIndex(editor.model().index(2).data(AttributeListModel::AttributeRole).toUInt());
    f.key(Qt::Key_3);
    QVERIFY(f.saved());
    QCOMPARE(editor.model().stateOf(third), AttributeListModel::State::On);
    // Also from the buttons; Escape too.
    editor.allButton()->setFocus();
    f.key(Qt::Key_3);
    QVERIFY(f.saved());
    QCOMPARE(editor.model().stateOf(third), AttributeListModel::State::Off);
    f.key(Qt::Key_Escape);
    QVERIFY(!editor.isVisible());
    // Where the model has no digits they are typed.
    f.action(edit::kCategory)->trigger();
    f.type(QStringLiteral("1"));
    QCOMPARE(f.browse.edits().categoryPopup()->field()->text(), QStringLiteral("1"));
}

void AttributeEditorTest::itFitsASmallScreen() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    f.window.resize(1024, 640);
    QVERIFY(f.saved());
    AttributeEditor& editor = open(f);
    editor.allButton()->click();
    for (int row = editor.model().rowCount() - 1; row >= 0; --row) {
        const QModelIndex heading = editor.model().index(row);
        const QVariant isOpen = heading.data(AttributeListModel::IsOpenRole);
        if (isOpen.isValid() && !isOpen.toBool())
            Q_EMIT editor.chosen(heading);
    }
    QVERIFY(f.window.rect().contains(editor.geometry()));
    // A window that hangs over the screen's edge.
    const QRect screen = f.window.screen()->availableGeometry();
    f.window.move(screen.left(), screen.bottom() - 400);
    QVERIFY(f.saved());
    open(f);
    const QRect place(editor.mapToGlobal(QPoint()), editor.size());
    QVERIFY2(screen.contains(place), qPrintable(QString::number(place.bottom())));
}

QTEST_MAIN(AttributeEditorTest)
#include "tst_attribute_editor.moc"
