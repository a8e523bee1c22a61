// Stars, review states, splits, tags, collections and notes by keys, clicks and typing.
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QToolButton>

#include "app/session/edit_steps.h"
#include "edit_fixture.h"
#include "ui/browse/edit_actions.h"
#include "ui/browse/marks_panel.h"
#include "ui/browse/tag_field.h"
#include "ui/parts/star_row.h"
#include "ui/parts/theme.h"

using namespace selvedge;

class MarksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void digitsGiveStarsInTheGallery();
    void singleKeysToggleStarAndReview();
    void escapeAndUndoLeaveTheTagField();
    void allSelectedImagesGetThemInOneStep();
    void theViewerMarksWhatItShows();
    void anObjectsMarksStayInSightInTheViewer();
    void editsOfSeveralAreSaidAndTakenBack();
    void starsAreClicked();
    void aTagIsTypedCompletedAndTakenAway();
    void aTagThatSomeHaveGoesToAll();
    void aNoteIsWrittenWhenItIsLeft();
    void aNoteIsWrittenAfterAPause();
    void aNoteGoesToWhatItWasTypedFor();
    void aFaultKeepsTheNoteThatWasTyped();
    void collectionsAreNoTags();
    void readOnlyProjectsSayWhyInPlace();
    void theStatusLineSaysWhenItWasSaved();
    void leavingWaitsForQueuedEdits();
    void onlyWhatIsSeenIsEdited();
    void undoIsOfTheNewestOnEveryPage();

private:
    static MarksPanel& panel(EditFixture& f) { return f.inspector.marks(); }
    static QStringList names(const TagField& field) {
        QStringList found;
        for (const TagField::Tag& tag : field.tags())
            found += QStringLiteral("%1 %2/%3").arg(tag.name).arg(tag.having).arg(tag.of);
        return found;
    }
};

void MarksTest::digitsGiveStarsInTheGallery() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(2);
    f.browse.gallery().setFocus();
    for (const int stars : {3, 5, 0}) {
        f.key(Qt::Key(Qt::Key_0 + stars));
        QVERIFY(f.saved());
        QCOMPARE(int(f.mark(2).stars), stars);
        QCOMPARE(f.inspector.facts().stars().stars(), stars);
    }
    f.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(2).stars), 5);
    QCOMPARE(f.action("edit.redo")->text(), QStringLiteral("Redo: stars of 1 image"));
    f.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(2).stars), 0);
    QCOMPARE(f.action("edit.undo")->text(), QStringLiteral("Undo: stars of 1 image"));
    QVERIFY(!f.action("edit.redo")->isEnabled());
}

void MarksTest::singleKeysToggleStarAndReview() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(1);
    f.browse.gallery().setFocus();
    f.key(Qt::Key_M);
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(1).stars), 1);
    f.key(Qt::Key_M);
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(1).stars), 0);
    for (const auto& [key, state] :
         {std::pair(Qt::Key_R, ReviewState::Done), std::pair(Qt::Key_X, ReviewState::Rejected),
          std::pair(Qt::Key_I, ReviewState::InWork)}) {
        f.key(key);
        QVERIFY(f.saved());
        QCOMPARE(f.mark(1).review, state);
    }
    f.key(Qt::Key_I);
    f.key(Qt::Key_R);  // at once: both count
    QVERIFY(f.saved());
    QCOMPARE(f.mark(1).review, ReviewState::Done);
    QCOMPARE(f.inspector.facts().review()->text(), QStringLiteral("reviewed"));
    f.action(edit::kSplitValidation)->trigger();
    QVERIFY(f.saved());
    QCOMPARE(f.mark(1).split, Split::Validation);
    QCOMPARE(f.inspector.facts().split()->text(), QStringLiteral("validation"));
}

void MarksTest::escapeAndUndoLeaveTheTagField() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(1);
    f.browse.gallery().setFocus();
    f.key(Qt::Key_T);
    f.type(QStringLiteral("recut"));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(1).tags.size()), 1);
    f.key(Qt::Key_Z, Qt::ControlModifier);  // of the tag, not of the word
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(1).tags.size()), 0);
    f.type(QStringLiteral("ab"));
    f.key(Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&f.browse.gallery()));
    f.key(Qt::Key_3);
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(1).stars), 3);
    QCOMPARE(int(f.mark(1).tags.size()), 0);
    f.key(Qt::Key_N);
    f.key(Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&f.browse.gallery()));
}

void MarksTest::allSelectedImagesGetThemInOneStep() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(1);
    f.session.setSelection({Selection::Kind::Images, {1, 3, 4}});
    f.browse.gallery().setFocus();
    f.key(Qt::Key_4);
    QVERIFY(f.saved());
    for (const ImageIndex image : {1u, 3u, 4u})
        QCOMPARE(int(f.mark(image).stars), 4);
    QCOMPARE(f.session.edits().undoWords(), QStringLiteral("stars of 3 images"));
    f.session.edits().undo();
    QVERIFY(f.saved());
    for (const ImageIndex image : {1u, 3u, 4u})
        QCOMPARE(int(f.mark(image).stars), 0);
    // Of objects: theirs, not the image's.
    f.showObjects();
    QVERIFY(f.saved());
    f.session.setCurrentImage(0);
    f.session.setSelection({Selection::Kind::Objects, {0, 2}});
    f.browse.gallery().setFocus();
    f.key(Qt::Key_2);
    QVERIFY(f.saved());
    QCOMPARE(f.session.edits().undoWords(), QStringLiteral("stars of 2 objects"));
    QCOMPARE(int(f.session.marks()->ofObject(f.session.objects()->rowId[2]).stars), 2);
    QCOMPARE(int(f.mark(1).stars), 0);
}

void MarksTest::theViewerMarksWhatItShows() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(1);
    f.session.setSelection({Selection::Kind::Images, {1, 3}});
    QVERIFY(f.look(1));
    f.action(edit::kReviewed)->trigger();
    QVERIFY(f.saved());
    QCOMPARE(f.mark(1).review, ReviewState::Done);
    QCOMPARE(f.mark(3).review, ReviewState::None);
}

void MarksTest::anObjectsMarksStayInSightInTheViewer() {
    EditFixture f;
    QVERIFY(f.start());
    f.showObjects();
    QVERIFY(f.saved());
    const ObjectRef shoe{ObjectRef::Source::Truth, f.session.objects()->objectsOf(0).back()};
    f.session.setCurrentImage(0);
    f.session.setCurrentObject(shoe);
    f.session.setSelection({Selection::Kind::Objects, {shoe.index}});
    FactsRow& facts = f.inspector.facts();
    QCOMPARE(facts.title(), QStringLiteral("Marks of this shoe"));
    f.browse.gallery().setFocus();
    f.key(Qt::Key_5);
    f.key(Qt::Key_R);
    QVERIFY(f.saved());
    QCOMPARE(facts.ownMarks(), QString());  // they are what is shown
    f.browse.openImage(0);
    QVERIFY(f.saved());
    f.session.setCurrentObject(shoe);
    QCOMPARE(facts.title(), QStringLiteral("Marks of the image"));
    QCOMPARE(facts.review()->text(), QStringLiteral("not reviewed"));
    QCOMPARE(facts.ownMarks(), QStringLiteral("This shoe: 5 stars, reviewed"));
    f.session.setCurrentObject(
        ObjectRef{ObjectRef::Source::Truth, f.session.objects()->objectsOf(0).front()});
    QCOMPARE(facts.ownMarks(), QString());
}

void MarksTest::editsOfSeveralAreSaidAndTakenBack() {
    EditFixture f;
    QVERIFY(f.start());
    auto& bar = *f.window.findChild<MessageBar*>();
    f.session.setCurrentImage(1);
    f.session.setSelection({Selection::Kind::Images, {1}});
    f.browse.gallery().setFocus();
    f.key(Qt::Key_R);
    QVERIFY(f.saved());
    QCOMPARE(bar.count(), 0);  // one is seen
    f.session.setSelection({Selection::Kind::Images, {0, 1, 3}});
    f.key(Qt::Key_R);
    QVERIFY(f.saved());
    QCOMPARE(bar.text(), QStringLiteral("3 images marked reviewed."));
    // The next one takes its place.
    f.key(Qt::Key_3);
    QVERIFY(f.saved());
    QCOMPARE(bar.text(), QStringLiteral("3 images marked with 3 stars."));
    QCOMPARE(bar.count(), 1);
    auto* undo = bar.findChild<QPushButton*>();
    QCOMPARE(undo->text(), QStringLiteral("Undo"));
    undo->click();
    QVERIFY(f.saved());
    QCOMPARE(bar.count(), 0);
    QCOMPARE(int(f.mark(3).stars), 0);
    QCOMPARE(f.mark(3).review, ReviewState::Done);
    // Undone otherwise, nothing is said of it any more.
    f.key(Qt::Key_4);
    QVERIFY(f.saved());
    QCOMPARE(bar.count(), 1);
    f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(bar.count(), 0);
}

void MarksTest::starsAreClicked() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    StarRow& row = f.inspector.facts().stars();
    QVERIFY(row.isVisible());
    QTest::mouseClick(&row, Qt::LeftButton, {}, row.starRect(4).center());
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(0).stars), 4);
    QTest::mouseClick(&row, Qt::LeftButton, {}, row.starRect(4).center());
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(0).stars), 0);
    row.setFocus();
    f.key(Qt::Key_Right);
    QVERIFY(f.saved());
    QCOMPARE(int(f.mark(0).stars), 1);
    QCOMPARE(row.accessibleName(), QStringLiteral("1 star"));
}

void MarksTest::aTagIsTypedCompletedAndTakenAway() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    f.browse.gallery().setFocus();
    f.key(Qt::Key_T);
    TagField& tags = panel(f).tags();
    QVERIFY(tags.field()->hasFocus());
    // Single keys of the page are letters here.
    f.type(QStringLiteral("  mr  x 5 "));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(names(tags), QStringList{QStringLiteral("mr x 5 1/1")});
    QCOMPARE(int(f.mark(0).stars), 0);
    QVERIFY(tags.field()->hasFocus() && tags.field()->text().isEmpty());
    QTest::mouseClick(tags.buttons().front(), Qt::LeftButton);
    QVERIFY(f.saved());
    QVERIFY(f.mark(0).tags.empty() && tags.tags().isEmpty());
    f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(tags.buttons().size(), 1);
    tags.field()->setFocus();
    f.key(Qt::Key_Backspace);
    QVERIFY(f.saved());
    QVERIFY(f.mark(0).tags.empty());
}

void MarksTest::aTagThatSomeHaveGoesToAll() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.edits().apply([](const ObjectTable&, const Marks& m) {
        return tagStep({{1}, {}}, m, "AW", true);
    });
    f.session.setCurrentImage(0);
    f.session.setSelection({Selection::Kind::Images, {0, 1}});
    QVERIFY(f.saved());
    TagField& tags = panel(f).tags();
    QCOMPARE(names(tags), QStringList{QStringLiteral("AW 1/2")});
    QTest::mouseClick(tags.buttons().front(), Qt::LeftButton);
    QVERIFY(f.saved());
    QCOMPARE(names(tags), QStringList{QStringLiteral("AW 2/2")});
    QTest::mouseClick(tags.buttons().front(), Qt::LeftButton);
    QVERIFY(f.saved());
    QVERIFY(f.mark(0).tags.empty() && f.mark(1).tags.empty());
}

void MarksTest::aNoteIsWrittenWhenItIsLeft() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    f.browse.gallery().setFocus();
    f.key(Qt::Key_N);
    QVERIFY(panel(f).note()->hasFocus());
    f.type(QStringLiteral("too dark"));
    QVERIFY(f.mark(0).note.empty());
    f.browse.gallery().setFocus();
    QVERIFY(f.saved());
    QCOMPARE(f.mark(0).note, std::string("too dark"));
    QCOMPARE(f.session.project()->history(10).size(), std::size_t(1));
    f.session.edits().undo();
    QVERIFY(f.saved());
    QVERIFY(panel(f).note()->toPlainText().isEmpty());
}

void MarksTest::aNoteIsWrittenAfterAPause() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    panel(f).note()->setFocus();
    f.type(QStringLiteral("abc"));
    QTRY_COMPARE(f.mark(0).note, std::string("abc"));
    QVERIFY(panel(f).note()->hasFocus());
    f.type(QStringLiteral("d"));
    QCOMPARE(panel(f).note()->toPlainText(), QStringLiteral("abcd"));
}

void MarksTest::aNoteGoesToWhatItWasTypedFor() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    panel(f).note()->setFocus();
    f.type(QStringLiteral("first"));
    f.session.setCurrentImage(1);
    QVERIFY(panel(f).note()->toPlainText().isEmpty());
    QVERIFY(f.saved());
    QCOMPARE(f.mark(0).note, std::string("first"));
    QVERIFY(f.mark(1).note.empty());
}

void MarksTest::aFaultKeepsTheNoteThatWasTyped() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    // Longer than a note may be: refused by the store.
    const QString text(70'000, u'x');
    panel(f).note()->setFocus();
    panel(f).note()->setPlainText(text);
    f.browse.gallery().setFocus();
    QVERIFY(f.saved());
    QVERIFY2(f.window.messages().text().startsWith("Not changed: "),
             qPrintable(f.window.messages().text()));
    QVERIFY(f.mark(0).note.empty());
    QCOMPARE(panel(f).note()->toPlainText(), text);
}

void MarksTest::collectionsAreNoTags() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(2);
    f.session.setSelection({Selection::Kind::Images, {0, 2}});
    f.browse.gallery().setFocus();
    f.key(Qt::Key_C);
    TagField& collections = panel(f).collections();
    QVERIFY(collections.field()->hasFocus());
    f.type(QStringLiteral("Animal prints"));
    f.key(Qt::Key_Return);
    QVERIFY(f.saved());
    QCOMPARE(names(collections), QStringList{QStringLiteral("Animal prints 2/2")});
    QVERIFY(panel(f).tags().tags().isEmpty());
    using List = std::vector<std::pair<std::string, std::size_t>>;
    QCOMPARE(collectionsOf(*f.session.marks()), (List{{"Animal prints", 2}}));
}

void MarksTest::readOnlyProjectsSayWhyInPlace() {
    EditFixture f;
    const auto path = f.small.path(QStringLiteral("small.selvedge"));
    const auto holder = f.small.open();  // another program has it
    f.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&f.window));
    f.session.open(path);
    QTRY_VERIFY(f.session.project());
    QVERIFY(f.saved());
    f.session.setCurrentImage(0);
    QVERIFY(!panel(f).tags().isEnabled() && panel(f).note()->isReadOnly());
    bool said = false;
    for (const QLabel* label : panel(f).findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text() == f.session.edits().refusal());
    QVERIFY(said);
    f.window.messages().clear();
    f.browse.gallery().setFocus();
    f.key(Qt::Key_3);
    QVERIFY(f.saved());
    QCOMPARE(f.window.messages().text(), f.session.edits().refusal());
    QCOMPARE(int(f.mark(0).stars), 0);
    QVERIFY(!f.action("edit.undo")->isEnabled());
}

void MarksTest::theStatusLineSaysWhenItWasSaved() {
    EditFixture f;
    QVERIFY(f.start());
    const auto text = [&] {
        QString all;
        for (const QLabel* label : f.window.statusBar()->findChildren<QLabel*>())
            all += label->text() + u'|';
        return all;
    };
    QVERIFY(!text().contains(QStringLiteral("saved")));
    f.session.edits().apply(starsStep({{0}, {}}, 3));
    QVERIFY(f.saved());
    QVERIFY2(text().contains(QRegularExpression(QStringLiteral("saved \\d\\d:\\d\\d:\\d\\d"))),
             qPrintable(text()));
}

void MarksTest::leavingWaitsForQueuedEdits() {
    const SmallProject small;
    std::filesystem::path path;
    {
        WindowFixture f;
        QVERIFY(f.open(small));
        path = f.session.project()->path();
        for (int i = 0; i < 30; ++i)
            f.session.edits().apply(noteStep({{0}, {}}, "note " + std::to_string(i)));
        QVERIFY(f.session.edits().busy());
        f.session.setCurrentImage(1);
        f.window.browse().inspector().marks().note()->setPlainText(QStringLiteral("typed last"));
        f.window.close();
        QVERIFY(f.window.isVisible());  // not before they are written
        QTRY_VERIFY(!f.window.isVisible());
        QVERIFY(!f.session.edits().busy());
    }
    const auto marks = Project::open(path)->marks();
    QCOMPARE(marks->ofImage(0).note, std::string("note 29"));
    QCOMPARE(marks->ofImage(1).note, std::string("typed last"));
}

// On other pages nobody sees which object a command would take.
void MarksTest::onlyWhatIsSeenIsEdited() {
    EditFixture f;
    QVERIFY(f.start());
    QVERIFY(f.look(1));
    const char* const commands[] = {selvedge::edit::kDelete, selvedge::edit::kAttributes,
                                    selvedge::edit::kCategory, selvedge::edit::kStar};
    for (const char* id : commands)
        QVERIFY(f.action(id)->isEnabled());
    for (const char* page : {"workspace.evaluate", "workspace.tune", "workspace.train"}) {
        f.action(page)->trigger();
        for (const char* id : commands)
            QVERIFY2(!f.action(id)->isEnabled(), id);
        f.action("workspace.browse")->trigger();
        for (const char* id : commands)
            QVERIFY2(f.action(id)->isEnabled(), id);
    }
}

void MarksTest::undoIsOfTheNewestOnEveryPage() {
    EditFixture f;
    QVERIFY(f.start());
    QVERIFY(f.predict());
    f.session.setCurrentImage(2);
    f.browse.gallery().setFocus();
    f.key(Qt::Key_3);
    QVERIFY(f.saved());
    f.action("workspace.evaluate")->trigger();
    const OperatingPoint before = f.session.operatingPoint();
    OperatingPoint point = before;
    point.attributeThreshold = .2;
    f.session.setOperatingPoint(point);
    QCOMPARE(f.action("edit.undo")->text(), QStringLiteral("Undo: attribute threshold"));
    f.action("edit.undo")->trigger();
    QCOMPARE(f.session.operatingPoint(), before);
    QCOMPARE(int(f.mark(2).stars), 3);
    QCOMPARE(f.action("edit.undo")->text(), QStringLiteral("Undo: stars of 1 image"));
}

QTEST_MAIN(MarksTest)
#include "tst_marks.moc"
