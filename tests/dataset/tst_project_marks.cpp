// Marks of images and objects, saved things, and the history that tells of steps.
#include <QtTest>

#include "dataset/error.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

const std::string kRows = "\na,1 2,3,4,5,\"1,2\"\nb,1 2,3,4,6,NaN\na,7 1,3,4,7,9\n";

RleMask box(IntBox at) {
    return RleMask::fromBox(4, 3, at);
}

MarkEdit imageMark(ImageIndex image) {
    MarkEdit edit;
    edit.image = image;
    return edit;
}
MarkEdit objectMark(std::int64_t rowId) {
    MarkEdit edit;
    edit.rowId = rowId;
    return edit;
}
EditStep marksStep(std::vector<MarkEdit> marks) {
    EditStep step;
    step.marks = std::move(marks);
    return step;
}

}  // namespace

class TestProjectMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marksShowAndOutliveTheProgram();
    void marksAreUndone();
    void tagsAreCounted();
    void theHistoryTellsWhatHappened();
    void aStepTellsItsPlaceAndValues();
    void laterStepsForbidTheUndoOfMarks();
    void savedThingsAreKeptByName();
};

void TestProjectMarks::marksShowAndOutliveTheProgram() {
    const ProjectFolder folder;
    std::int64_t row = 0;
    {
        const auto project = folder.open(kCsvHeader + kRows);
        row = project->objects()->rowId[1];
        MarkEdit image = imageMark(1);
        image.stars = 4;
        image.split = Split::Validation;
        image.tags = {"sunny", "beach", "sunny"};
        MarkEdit object = objectMark(row);
        object.review = ReviewState::Rejected;
        object.note = "the sleeve\nis missing";
        object.tags = {"beach"};
        project->apply(marksStep({image, object}));
        QCOMPARE(project->marks()->ofImage(1).stars, std::uint8_t(4));
        project->apply({deletedEdit(project->objects()->rowId[0], true)});
        QCOMPARE(folder.exported(*project),
                 kCsvHeader + "\nb,1 2,3,4,6,NaN\na,7 1,3,4,7,9\n");  // marks are not in the CSV
    }
    const auto marks = Project::open(folder.project())->marks();
    QCOMPARE(marks->tagNames, (std::vector<std::string>{"beach", "sunny"}));
    QCOMPARE(marks->ofImage(1).tags, (std::vector<TagIndex>{0, 1}));
    QCOMPARE(marks->ofImage(1).split, Split::Validation);
    QCOMPARE(marks->ofObject(row).review, ReviewState::Rejected);
    QCOMPARE(marks->ofObject(row).note, std::string("the sleeve\nis missing"));
    QVERIFY(marks->ofImage(0) == Mark());
    QVERIFY(marks->ofObject(4711) == Mark());
}

void TestProjectMarks::marksAreUndone() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    MarkEdit edit = imageMark(0);
    edit.stars = 2;
    edit.tags = {"a"};
    edit.note = "n";
    const auto step = project->apply(marksStep({edit}));
    const auto shown = project->marks();
    const auto undo = project->undo(step);
    QVERIFY(project->marks()->images.empty());
    QCOMPARE(shown->ofImage(0).stars, std::uint8_t(2));  // old snapshots stay
    project->undo(undo);
    QCOMPARE(project->marks()->ofImage(0).note, std::string("n"));
    QCOMPARE(project->apply(marksStep({edit})), std::int64_t(0));  // nothing new
}

void TestProjectMarks::tagsAreCounted() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto rows = project->objects()->rowId;
    std::vector<MarkEdit> edits = {imageMark(0), objectMark(rows[0]), objectMark(rows[2])};
    edits[0].tags = {"x"};
    edits[1].tags = {"x", "y"};
    edits[2].tags = {"y", "z"};
    project->apply(marksStep(edits));
    QCOMPARE(project->marks()->tagCounts(), (std::vector<std::size_t>{2, 2, 1}));
    edits[2].tags = std::vector<std::string>{};
    project->apply(marksStep(edits));
    QCOMPARE(project->marks()->tagCounts(), (std::vector<std::size_t>{2, 1, 0}));
}

void TestProjectMarks::theHistoryTellsWhatHappened() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto rows = project->objects()->rowId;
    const auto first = project->apply(
        {categoryEdit(rows[0], 9), categoryEdit(rows[1], 9), maskEdit(rows[1], box({0, 0, 1, 3}))});
    EditStep named({deletedEdit(rows[2], true)});
    named.words = "Repair duplicate_object";
    const auto second = project->apply(named);
    const auto undo = project->undo(second);
    MarkEdit edit = imageMark(0);
    edit.tags = {"x"};
    project->apply(marksStep({edit}));
    const std::vector<HistoryStep> history = project->history(10);
    QCOMPARE(history.size(), 4u);
    QCOMPARE(history[0].words, std::string("tags of 1 image"));
    QCOMPARE(history[1].undoes, second);
    QCOMPARE(history[2].words, std::string("Repair duplicate_object"));
    QVERIFY(history[2].undone);
    QCOMPARE(history[3].id, first);
    QCOMPARE(history[3].words, std::string("mask, category of 2 objects"));
    QCOMPARE(history[3].edits, 3u);
    QVERIFY(!history[3].undone);
    QVERIFY(history[3].time > 1600000000000);
    project->undo(undo);
    QVERIFY(!project->history(10)[3].undone);
    const auto older = project->history(1, second);
    QCOMPARE(older.size(), 1u);
    QCOMPARE(older[0].id, first);
}

void TestProjectMarks::aStepTellsItsPlaceAndValues() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto rows = project->objects()->rowId;
    const auto& catalog = *project->catalog();
    const auto name = [&](AttributeIndex at) { return catalog.attributes()[at].name; };
    const auto values = [&](std::int64_t step) { return project->changeOf(step).values; };
    const auto had = project->objects()->category[0];
    const std::string from = catalog.categories()[had].name, to = catalog.categories()[9].name;

    const StepChange one = project->changeOf(project->apply({categoryEdit(rows[0], 9)}));
    QCOMPARE(one.values, from + " → " + to);
    QCOMPARE(one.images, std::size_t(1));
    QCOMPARE(one.image, std::optional(project->objects()->image[0]));
    QCOMPARE(one.object, rows[0]);
    QCOMPARE(one.category, std::optional<CategoryIndex>(9));
    QVERIFY(!one.named);

    // Attributes 1 and 2 before.
    const auto second = *catalog.attributeIndex(2), ninth = *catalog.attributeIndex(9);
    QCOMPARE(values(project->apply({attributesEdit(rows[0], {second, ninth})})),
             "+ " + name(ninth) + ", − " + name(*catalog.attributeIndex(1)));
    // Two objects that become alike in different ways are not told.
    const StepChange both =
        project->changeOf(project->apply({categoryEdit(rows[0], 3), categoryEdit(rows[2], 3)}));
    QCOMPARE(both.values, std::string());
    QCOMPARE(both.object, std::int64_t(0));
    QCOMPARE(values(project->apply({maskEdit(rows[1], box({0, 0, 1, 3}))})),
             std::string("mask changed"));

    MarkEdit edit = imageMark(0);
    edit.stars = 3;
    edit.tags = {"beach", "collection:summer"};
    const auto marked = project->apply(marksStep({edit}));
    QCOMPARE(values(marked), std::string("stars 0 → 3, + collection summer, + tag beach"));
    QCOMPARE(project->changeOf(marked).object, std::int64_t(0));
    QCOMPARE(values(project->undo(marked)),
             std::string("− collection summer, − tag beach, stars 3 → 0"));
    MarkEdit note = imageMark(1);
    note.note = std::string(39, 'a') + "é\nmore";  // cut within the é
    QCOMPARE(values(project->apply(marksStep({note}))), "+ note “" + std::string(39, 'a') + "…”");
    EditStep named({deletedEdit(rows[2], true)});
    named.words = "Repair duplicate_object";
    QVERIFY(project->changeOf(project->apply(named)).named);
    QCOMPARE(project->changeOf(4711).images, std::size_t(0));
}

void TestProjectMarks::laterStepsForbidTheUndoOfMarks() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    MarkEdit edit = imageMark(0);
    edit.stars = 2;
    const auto first = project->apply(marksStep({edit}));
    edit.stars = 3;
    project->apply(marksStep({edit}));
    QVERIFY_EXCEPTION_THROWN(project->undo(first), Error);
    QCOMPARE(project->marks()->ofImage(0).stars, std::uint8_t(3));
}

void TestProjectMarks::savedThingsAreKeptByName() {
    const ProjectFolder folder;
    {
        const auto project = folder.open(kCsvHeader + kRows);
        project->save(SavedKind::View, {"coats", "cat:coat"});
        project->save(SavedKind::View, {"bags", "cat:bag"});
        project->save(SavedKind::View, {"coats", "cat:coat area>5%"});
        project->save(SavedKind::OperatingPoint, {"catalogue", "{}"});
        QVERIFY_EXCEPTION_THROWN(project->save(SavedKind::View, {"", "x"}), Error);
    }
    const auto project = Project::open(folder.project());
    QCOMPARE(project->saved(SavedKind::View),
             (std::vector<SavedEntry>{{"bags", "cat:bag"}, {"coats", "cat:coat area>5%"}}));
    project->removeSaved(SavedKind::View, "bags");
    QCOMPARE(project->saved(SavedKind::View).size(), 1u);
    QCOMPARE(project->saved(SavedKind::OperatingPoint).size(), 1u);
    QVERIFY(!project->edited());
}

QTEST_GUILESS_MAIN(TestProjectMarks)
#include "tst_project_marks.moc"
