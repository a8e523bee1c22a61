// Edits of a project through the session: order, undo, what the pages hear, faults of the disk.
#include <sys/mount.h>
#include <sys/resource.h>

#include <csignal>

#include "app/session/edit_history.h"
#include "app/session/edit_steps.h"
#include "app/session/problems.h"
#include "session_fixture.h"

using namespace selvedge;

namespace {

SyntheticConfig config() {
    SyntheticConfig small;
    small.images = 4;
    small.seed = 3;
    return small;
}

}  // namespace

class EditHistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_f.renew();
        QVERIFY(m_f.open());
        QVERIFY(settled());
    }
    void everyKindIsUndoneAndDoneAgain();
    void quickCommandsKeepTheirOrder();
    void undoSurvivesReopening();
    void aNewEditForgetsWhatWasUndone();
    void aStepFromTheMiddleIsReverted();
    void everythingAfterAStepIsUndone();
    void aStepThatOthersBuiltOnSaysSo();
    void savedViewsAreUndone();
    void currentAndSelectedObjectsAreFollowed();
    void editsKeepPredictionsAndTheirMeasures();
    void manyImagesAreMeasuredByAJob();
    void readOnlyProjectsSayWhy();
    void aFullDiskChangesNothingAndCanBeTriedAgain();
    void leavingWaitsForWhatIsQueued();
    void anotherProjectHasItsOwnHistory();
    void collectionsAreRenamedAndRemovedAsOneStep();

private:
    Session& session() { return m_f.session(); }
    EditHistory& edits() { return session().edits(); }
    bool settled() {
        return QTest::qWaitFor([this] { return !edits().busy(); }, 60'000);
    }
    // The first object of the most frequent category: as a false detection it stands before all
    // right ones of equal score, so that average precision must fall.
    ObjectIndex wantedObject() {
        const ObjectTable& table = *session().objects();
        std::map<CategoryIndex, int> counts;
        for (const CategoryIndex category : table.category)
            ++counts[category];
        const auto most = std::max_element(counts.begin(), counts.end(),
                                           [](auto& a, auto& b) { return a.second < b.second; });
        for (const ObjectIndex object : table.objectOrder) {
            if (table.category[object] == most->first)
                return object;
        }
        return 0;
    }
    std::int64_t row(ObjectIndex object) { return session().objects()->rowId[object]; }
    const Mark& mark(ImageIndex image) {
        m_marks = session().marks();
        return m_marks->ofImage(image);
    }

    SessionFixture m_f{config()};
    std::shared_ptr<const Marks> m_marks;
};

void EditHistoryTest::everyKindIsUndoneAndDoneAgain() {
    const EditTargets image{{1}, {}}, object{{}, {row(0)}};
    const std::int64_t first = row(0);
    const std::vector<std::int64_t> rows = {first};
    const auto count = session().objects()->size();
    const CategoryIndex category = session().objects()->category[0];
    const auto attributesOf = [&] {
        const auto now = session().objects()->attributesOf(0);
        return std::vector<AttributeIndex>(now.begin(), now.end());
    };
    const auto attributes = attributesOf();
    struct Case {
        const char* words;
        EditHistory::StepMaker make;
        std::function<bool()> isDone;
    };
    const Case cases[] = {
        {"stars of 1 image", [=](auto&, auto&) { return starsStep(image, 4); },
         [&] { return mark(1).stars == 4; }},
        {"review of 1 image",
         [=](auto&, const Marks& m) { return toggleReview(image, m, ReviewState::Done); },
         [&] { return mark(1).review == ReviewState::Done; }},
        {"split of 1 image", [=](auto&, auto&) { return splitStep(image, Split::Test); },
         [&] { return mark(1).split == Split::Test; }},
        {"note of 1 image", [=](auto&, auto&) { return noteStep(image, "too dark"); },
         [&] { return mark(1).note == "too dark"; }},
        {"tags of 1 image", [=](auto&, const Marks& m) { return tagStep(image, m, "AW", true); },
         [&] { return mark(1).tags.size() == 1; }},
        {"stars of 1 object", [=](auto&, auto&) { return starsStep(object, 2); },
         [&] { return session().marks()->ofObject(first).stars == 2; }},
        {"category of 1 object",
         [=](auto&, auto&) { return categoryStep(rows, CategoryIndex(category == 3 ? 4 : 3)); },
         [&] { return session().objects()->category[0] != category; }},
        {"attributes of 1 object",
         [=](const ObjectTable& table, auto&) {
             const bool had =
                 std::find(attributes.begin(), attributes.end(), 7) != attributes.end();
             return attributeStep(rows, table, 7, !had);
         },
         [&] { return attributesOf() != attributes; }},
        {"deletion of 1 object", [=](auto&, auto&) { return deleteStep(rows); },
         [&] { return session().objects()->size() == count - 1; }},
    };
    for (const Case& one : cases) {
        QVERIFY2(!one.isDone(), one.words);
        edits().apply(one.make);
        QVERIFY(settled());
        QVERIFY2(one.isDone(), one.words);
        QCOMPARE(edits().undoWords(), QString::fromLatin1(one.words));
        QVERIFY(!edits().canRedo() && edits().savedAt().isValid());
        edits().undo();
        QVERIFY(settled());
        QVERIFY2(!one.isDone(), one.words);
        QCOMPARE(edits().redoWords(), QString::fromLatin1(one.words));
        edits().redo();
        QVERIFY(settled());
        QVERIFY2(one.isDone(), one.words);
        edits().undo();
        QVERIFY(settled());
        QVERIFY2(!one.isDone(), one.words);
    }
    QVERIFY(!edits().canUndo());
}

void EditHistoryTest::quickCommandsKeepTheirOrder() {
    QSignalSpy marks(&session(), &Session::marksChanged);
    const EditTargets image{{0}, {}};
    for (const char* tag : {"one", "two", "three"})
        edits().apply([=](auto&, const Marks& m) { return tagStep(image, m, tag, true); });
    for (int i = 0; i < 3; ++i)
        edits().apply(
            [=](auto&, const Marks& m) { return toggleReview(image, m, ReviewState::Done); });
    edits().undo();
    QVERIFY(edits().busy() && edits().canUndo());
    QVERIFY(settled());
    QCOMPARE(mark(0).tags.size(), std::size_t(3));  // none overwrote another's
    QCOMPARE(mark(0).review, ReviewState::None);    // on, off, on, undone
    QVERIFY(marks.count() >= 1);
    // A command that changes nothing is no step.
    const QString words = edits().undoWords();
    const auto steps = session().project()->history(100).size();
    edits().apply([=](auto&, const Marks& m) { return tagStep(image, m, "one", true); });
    QVERIFY(settled());
    QCOMPARE(session().project()->history(100).size(), steps);
    QCOMPARE(edits().undoWords(), words);
}

void EditHistoryTest::undoSurvivesReopening() {
    edits().apply(starsStep({{0}, {}}, 3));
    edits().apply(starsStep({{1}, {}}, 5));
    edits().undo();
    QVERIFY(settled());
    m_f.reopen();
    QVERIFY(m_f.open() && settled());
    QCOMPARE(mark(0).stars, 3);
    QVERIFY(edits().canUndo() && edits().canRedo());
    edits().redo();
    QVERIFY(settled());
    QCOMPARE(mark(1).stars, 5);
    edits().undo();
    edits().undo();
    QVERIFY(settled());
    QCOMPARE(mark(0).stars, 0);
    QCOMPARE(mark(1).stars, 0);
    QVERIFY(!edits().canUndo());
}

void EditHistoryTest::aNewEditForgetsWhatWasUndone() {
    edits().apply(starsStep({{0}, {}}, 3));
    edits().undo();
    edits().apply(starsStep({{1}, {}}, 2));
    QVERIFY(settled());
    QVERIFY(!edits().canRedo());
    edits().redo();
    QVERIFY(settled());
    QCOMPARE(mark(0).stars, 0);
    QCOMPARE(mark(1).stars, 2);
}

void EditHistoryTest::aStepFromTheMiddleIsReverted() {
    for (ImageIndex image = 0; image < 3; ++image)
        edits().apply(starsStep({{image}, {}}, 1));
    QVERIFY(settled());
    const std::int64_t middle = session().project()->history(10)[1].id;
    edits().revert(middle);
    QVERIFY(settled());
    QCOMPARE(mark(1).stars, 0);
    QCOMPARE(mark(2).stars, 1);
    edits().undo();  // the reverting
    QVERIFY(settled());
    QCOMPARE(mark(1).stars, 1);
    edits().redo();
    QVERIFY(settled());
    QCOMPARE(mark(1).stars, 0);
    edits().revert(middle);  // of an undone one: done again
    QVERIFY(settled());
    QCOMPARE(mark(1).stars, 1);
}

void EditHistoryTest::everythingAfterAStepIsUndone() {
    for (int stars = 1; stars <= 4; ++stars)
        edits().apply(starsStep({{0}, {}}, stars));
    QVERIFY(settled());
    edits().undoAfter(session().project()->history(10)[2].id);
    QVERIFY(settled());
    QCOMPARE(mark(0).stars, 2);
}

void EditHistoryTest::aStepThatOthersBuiltOnSaysSo() {
    QSignalSpy said(&session(), &Session::messagePosted);
    QSignalSpy refused(&edits(), &EditHistory::refused);
    edits().apply(starsStep({{0}, {}}, 1));
    edits().apply(starsStep({{0}, {}}, 2));
    QVERIFY(settled());
    edits().revert(session().project()->history(10)[1].id);
    QVERIFY(settled());
    QCOMPARE(mark(0).stars, 2);
    QCOMPARE(said.count(), 1);
    QCOMPARE(refused.count(), 1);
    const auto message = said[0][0].value<Message>();
    QVERIFY2(message.text.contains("undo the later steps first"), qPrintable(message.text));
    QVERIFY(message.action.isEmpty());  // trying again would not help
    // What came before can be undone all the same.
    edits().undo();
    edits().undo();
    QVERIFY(settled());
    QCOMPARE(mark(0).stars, 0);
}

void EditHistoryTest::savedViewsAreUndone() {
    const auto names = [this] {
        QStringList found;
        for (const SavedEntry& view : edits().views())
            found += QString::fromStdString(view.name + "=" + view.value);
        return found.join(u' ');
    };
    edits().saveView({"coats", "a"});
    edits().saveView({"bags", "b"});
    edits().saveView({"coats", "c"});
    edits().renameView("bags", "shoes");
    edits().removeView("coats");
    QVERIFY(settled());
    QCOMPARE(names(), QStringLiteral("shoes=b"));
    for (const char* expected :
         {"coats=c shoes=b", "bags=b coats=c", "bags=b coats=a", "coats=a", ""}) {
        edits().undo();
        QVERIFY(settled());
        QCOMPARE(names(), QString::fromLatin1(expected));
    }
    for (int i = 0; i < 4; ++i)
        edits().redo();
    QVERIFY(settled());
    QCOMPARE(names(), QStringLiteral("coats=c shoes=b"));
    QCOMPARE(edits().redoWords(), QStringLiteral("removal of the view coats"));
    m_f.reopen();
    QVERIFY(m_f.open() && settled());
    QCOMPARE(names(), QStringLiteral("coats=c shoes=b"));
}

void EditHistoryTest::currentAndSelectedObjectsAreFollowed() {
    const std::int64_t kept = row(2), gone = row(1);
    session().setCurrentImage(session().objects()->image[2]);
    session().setCurrentObject(ObjectRef{ObjectRef::Source::Truth, 2});
    session().setSelection({Selection::Kind::Objects, {1, 2}});
    QSignalSpy current(&session(), &Session::currentObjectChanged);
    edits().apply(deleteStep(std::vector{gone}));
    QVERIFY(settled());
    QCOMPARE(row(session().currentObject()->index), kept);
    QCOMPARE(session().selection().items, (std::vector<std::uint32_t>{1}));
    QCOMPARE(current.count(), 1);
    edits().apply(deleteStep(std::vector{kept}));
    QVERIFY(settled());
    QVERIFY(!session().currentObject() && session().selection().items.empty());
    QVERIFY(session().currentImage());
}

void EditHistoryTest::editsKeepPredictionsAndTheirMeasures() {
    QVERIFY(m_f.importTruth("perfect", [](Detection& d, int) { d.score = .9f; }));
    session().startEvaluation();
    QTRY_VERIFY(session().measurement());
    QVERIFY(m_f.idle());
    QCOMPARE(session().measurement()->report.value("AP"), 1.0);
    const auto predictions = session().predictions();
    const auto before = session().matchTable();
    QSignalSpy other(&session(), &Session::predictionsChanged);
    const ImageIndex image = session().objects()->image[wantedObject()];
    edits().apply(deleteStep(std::vector{row(wantedObject())}));
    QVERIFY(settled());
    QCOMPARE(session().predictions(), predictions);
    QCOMPARE(other.count(), 0);
    const auto after = session().matchTable();
    QVERIFY(after && after != before);
    QCOMPARE(after->cells[image]->truths.size(), before->cells[image]->truths.size() - 1);
    const ImageIndex untouched = image == 0 ? 1 : 0;
    QCOMPARE(after->cells[untouched], before->cells[untouched]);  // shared
    QTRY_VERIFY(!session().evaluating());
    QVERIFY(session().measurement()->report.value("AP") < 1.0);
    edits().undo();
    QVERIFY(settled());
    QTRY_VERIFY(!session().evaluating());
    QCOMPARE(session().measurement()->report.value("AP"), 1.0);
    QVERIFY(session().jobs().unfinished() == 0);
}

void EditHistoryTest::manyImagesAreMeasuredByAJob() {
    QVERIFY(m_f.importTruth("perfect", [](Detection& d, int) { d.score = .9f; }));
    session().startEvaluation();
    QVERIFY(m_f.idle());
    // Measured of what is no longer so: it starts again by itself.
    session().startEvaluation();
    edits().apply(deleteStep(std::vector{row(wantedObject())}));
    QVERIFY(settled());
    QVERIFY(m_f.idle());
    QTRY_VERIFY(session().measurement() && !session().evaluating());
    QVERIFY(session().measurement()->report.value("AP") < 1.0);
    QCOMPARE(session().matchTable()->cells.size(), session().objects()->images.size());
}

void EditHistoryTest::readOnlyProjectsSayWhy() {
    const auto path = session().project()->path();
    m_f.reopen();
    // Another program has it.
    const auto other = Project::open(path);
    QVERIFY(!other->readOnly());
    session().open(QString::fromStdString(path.string()));
    QTRY_VERIFY(session().project());
    QVERIFY(m_f.idle() && settled());
    QVERIFY(!edits().refusal().isEmpty() && !edits().canUndo());
    QSignalSpy said(&session(), &Session::messagePosted);
    QSignalSpy refused(&edits(), &EditHistory::refused);
    edits().apply(starsStep({{0}, {}}, 3));
    QVERIFY(!edits().busy());
    QCOMPARE(refused.count(), 1);
    QCOMPARE(said.count(), 1);
    QCOMPARE(said[0][0].value<Message>().text, edits().refusal());
    QCOMPARE(mark(0).stars, 0);
}

void EditHistoryTest::aFullDiskChangesNothingAndCanBeTriedAgain() {
    QSignalSpy said(&session(), &Session::messagePosted);
    edits().apply(starsStep({{0}, {}}, 1));
    QVERIFY(settled());
    // No file may grow past what it is now: what a full disk does to the journal's log.
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{1, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    edits().apply(noteStep({{0}, {}}, std::string(9000, 'x')));
    const bool ended = settled();
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(ended);
    QCOMPARE(said.count(), 1);
    const auto message = said[0][0].value<Message>();
    QCOMPARE(message.kind, Message::Kind::Error);
    QVERIFY2(message.text.startsWith("Not changed: "), qPrintable(message.text));
    QVERIFY(!edits().savedAt().isValid());
    QCOMPARE(mark(0).note, std::string());
    QCOMPARE(edits().undoWords(), QStringLiteral("stars of 1 image"));
    QCOMPARE(message.action, QStringLiteral("Try again"));
    message.onAction();
    QVERIFY(settled());
    QCOMPARE(mark(0).note.size(), std::size_t(9000));
    QVERIFY(edits().savedAt().isValid());
}

void EditHistoryTest::leavingWaitsForWhatIsQueued() {
    const auto path = session().project()->path();
    for (int i = 0; i < 20; ++i)
        edits().apply(noteStep({{0}, {}}, "note " + std::to_string(i)));
    QVERIFY(edits().busy());
    m_f.reopen();  // the session goes
    const auto project = Project::open(path);
    QCOMPARE(project->marks()->ofImage(0).note, std::string("note 19"));
    QCOMPARE(project->history(100).size(), std::size_t(20));
}

void EditHistoryTest::anotherProjectHasItsOwnHistory() {
    const auto first = session().project();
    edits().apply(starsStep({{0}, {}}, 4));
    writeSynthetic(config(), m_f.path("other").toStdString());
    session().open(m_f.path("other/train.csv"));
    QTRY_VERIFY(session().project() != first);
    QVERIFY(m_f.idle() && settled());
    QVERIFY(!edits().canUndo() && !edits().savedAt().isValid());
    QCOMPARE(mark(0).stars, 0);
    QCOMPARE(first->marks()->ofImage(0).stars, 4);
}

void EditHistoryTest::collectionsAreRenamedAndRemovedAsOneStep() {
    const std::string tag = collectionTag("Animal prints");
    edits().apply([=](auto&, const Marks& m) { return tagStep({{0, 2}, {}}, m, tag, true); });
    edits().apply([=](auto&, const Marks& m) { return tagStep({{2}, {}}, m, "AW", true); });
    edits().apply(
        [=](auto&, const Marks& m) { return renameTag(m, tag, collectionTag("Prints")); });
    QVERIFY(settled());
    using List = std::vector<std::pair<std::string, std::size_t>>;
    QCOMPARE(collectionsOf(*session().marks()), (List{{"Prints", 2}}));
    edits().apply([=](auto&, const Marks& m) { return removeTag(m, collectionTag("Prints")); });
    QVERIFY(settled());
    QVERIFY(collectionsOf(*session().marks()).empty());
    QCOMPARE(mark(2).tags.size(), std::size_t(1));  // the tag that is no collection
    edits().undo();
    edits().undo();
    QVERIFY(settled());
    QCOMPARE(collectionsOf(*session().marks()), (List{{"Animal prints", 2}}));
}

QTEST_GUILESS_MAIN(EditHistoryTest)
#include "tst_edit_history.moc"
