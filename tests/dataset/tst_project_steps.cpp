// Steps of edits: new objects, masks, repaired rows, sizes; and their undo.
#include <QtTest>

#include "dataset/error.h"
#include "tests/dataset/mask_pictures.h"
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
}  // namespace

class TestProjectSteps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void newObjectsComeAfterTheLastRowOfTheirImage();
    void newObjectsOutliveTheProgramAndAreUndone();
    void newObjectsOfAFileWithoutLastLineEnd();
    void masksChangeAndComeBack();
    void oddlySpelledMasksComeBackByteForByte();
    void brokenRowsBecomeObjects_data();
    void brokenRowsBecomeObjects();
    void sizesChangeWithTheirMasks();
    void whatMakesNoSenseChangesNothing_data();
    void whatMakesNoSenseChangesNothing();
    void oneStepIsUndoneAsAWhole();
};

void TestProjectSteps::newObjectsComeAfterTheLastRowOfTheirImage() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    std::vector<std::int64_t> made;
    ObjectEdit withAttributes = newObject(1, 8, box({1, 0, 2, 3}));
    withAttributes.attributes = std::vector<AttributeIndex>{3, 1};
    project->apply({newObject(0, 9, box({3, 2, 1, 1})), withAttributes}, &made);
    QCOMPARE(made.size(), 2u);
    const auto table = project->objects();
    QCOMPARE(table->size(), 5u);
    QCOMPARE(table->objectsOf(0).size(), 3u);
    const ObjectIndex last = table->objectsOf(0)[2];
    QCOMPARE(table->rowId[last], made[0]);
    QCOMPARE(table->category[last], CategoryIndex(9));
    QCOMPARE(table->area[last], 1u);
    QVERIFY((table->box[last] == IntBox{3, 2, 1, 1}));
    QVERIFY(project->mask(made[1]) == box({1, 0, 2, 3}));
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\na,1 2,3,4,5,\"1,2\"\nb,1 2,3,4,6,NaN\nb,4 6,3,4,8,\"1,3\"\n" +
                 "a,7 1,3,4,7,9\na,12 1,3,4,9,\n");
}

void TestProjectSteps::newObjectsOutliveTheProgramAndAreUndone() {
    const ProjectFolder folder;
    std::int64_t step = 0;
    {
        const auto project = folder.open(kCsvHeader + kRows);
        step = project->apply({newObject(0, 9, box({3, 2, 1, 1}))});
    }
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->size(), 4u);
    const std::int64_t undo = project->undo(step);
    QCOMPARE(project->objects()->size(), 3u);
    QCOMPARE(folder.exported(*project), kCsvHeader + kRows);
    project->undo(undo);
    QCOMPARE(project->objects()->size(), 4u);
    QVERIFY(project->mask(project->objects()->rowId[3]) == box({3, 2, 1, 1}));
}

void TestProjectSteps::newObjectsOfAFileWithoutLastLineEnd() {
    const ProjectFolder folder;
    const std::string text = kCsvHeader + "\r\na,1 2,3,4,5,\r\nb,1 2,3,4,6,";
    const auto project = folder.open(text);
    project->apply({newObject(1, 9, box({3, 2, 1, 1})), newObject(0, 9, box({3, 2, 1, 1}))});
    QCOMPARE(folder.exported(*project), kCsvHeader +
                                            "\r\na,1 2,3,4,5,\r\na,12 1,3,4,9,\r\nb,1 2,3,4,6,"
                                            "\r\nb,12 1,3,4,9,");
}

void TestProjectSteps::masksChangeAndComeBack() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto row = project->objects()->rowId[0];
    const auto step = project->apply({maskEdit(row, box({1, 1, 2, 2}))});
    QCOMPARE(project->objects()->area[0], 4u);
    QVERIFY((project->objects()->box[0] == IntBox{1, 1, 2, 2}));
    QVERIFY(project->mask(row) == box({1, 1, 2, 2}));
    QVERIFY(folder.exported(*project).starts_with(kCsvHeader + "\na,5 2 8 2,3,4,5,\"1,2\"\n"));
    project->undo(step);
    QCOMPARE(project->objects()->area[0], 2u);
    QCOMPARE(folder.exported(*project), kCsvHeader + kRows);
}

void TestProjectSteps::oddlySpelledMasksComeBackByteForByte() {
    const ProjectFolder folder;
    const std::string text = kCsvHeader + "\na,2 1  1 1,3,4,05,\"2,1\"\na, 1 2,03,4,5,NaN\n";
    const auto project = folder.open(text);
    const auto rows = project->objects()->rowId;
    const auto step = project->apply(
        {maskEdit(rows[0], box({3, 2, 1, 1})), maskEdit(rows[1], box({3, 2, 1, 1}))});
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\na,12 1,3,4,05,\"2,1\"\na,12 1,03,4,5,NaN\n");
    const auto undo = project->undo(step);
    QCOMPARE(folder.exported(*project), text);
    project->undo(undo);
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\na,12 1,3,4,05,\"2,1\"\na,12 1,03,4,5,NaN\n");
}

void TestProjectSteps::brokenRowsBecomeObjects_data() {
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QByteArray>("repaired");
    QTest::newRow("run past the end")
        << QByteArray("a,12 2,3,4,05,\"1,2\"") << QByteArray("a,12 1,3,4,5,\"1,2\"");
    QTest::newRow("another size") << QByteArray("a,1 2,4,3,5,\"2,1\"")
                                  << QByteArray("a,12 1,3,4,5,\"2,1\"");
    QTest::newRow("class") << QByteArray("a,12 1,3,4,99,\"1,2\"")
                           << QByteArray("a,12 1,3,4,5,\"1,2\"");
    QTest::newRow("a field too few")
        << QByteArray("a,12 1,3,4") << QByteArray("a,12 1,3,4,5,\"1,2\"");
}

void TestProjectSteps::brokenRowsBecomeObjects() {
    QFETCH(QByteArray, row);
    QFETCH(QByteArray, repaired);
    const ProjectFolder folder;
    const std::string before = kCsvHeader + "\na,1 2,3,4,5,\n";
    const std::string text = before + row.toStdString() + "\n";
    auto project = folder.open(text);
    const std::vector<ProjectIssue> issues = project->issues();
    QCOMPARE(issues.size(), 1u);
    QCOMPARE(project->rowText(issues[0].rowId), row.toStdString());
    ObjectEdit repair = newObject(0, 5, box({3, 2, 1, 1}));
    repair.rowId = issues[0].rowId;
    repair.attributes = std::vector<AttributeIndex>{1, 2};
    const auto step = project->apply({repair});
    QCOMPARE(project->objects()->size(), 2u);
    QCOMPARE(QByteArray::fromStdString(folder.exported(*project)),
             QByteArray::fromStdString(before) + repaired + "\n");
    project.reset();
    project = Project::open(folder.project());
    QVERIFY(project->mask(issues[0].rowId) == box({3, 2, 1, 1}));
    const auto undo = project->undo(step);
    QCOMPARE(project->objects()->size(), 1u);
    QCOMPARE(folder.exported(*project), text);
    project->undo(undo);
    QCOMPARE(project->objects()->size(), 2u);
    project->apply({deletedEdit(issues[0].rowId, true)});
    QCOMPARE(folder.exported(*project), before);
}

void TestProjectSteps::sizesChangeWithTheirMasks() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    EditStep step;
    step.images.push_back({0, std::pair(3, 4)});
    const auto id = project->apply(step);
    QCOMPARE(project->objects()->images[0].width, 3);
    QCOMPARE(project->objects()->images[1].width, 4);
    QVERIFY((project->objects()->box[2] == IntBox{1, 2, 1, 1}));
    QCOMPARE(pictureOf(project->mask(project->objects()->rowId[2])),
             (std::vector<std::string>{"...", "...", ".#.", "..."}));
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\na,1 2,4,3,5,\"1,2\"\nb,1 2,3,4,6,NaN\na,7 1,4,3,7,9\n");
    project->undo(id);
    QVERIFY((project->objects()->box[2] == IntBox{2, 0, 1, 1}));
    QCOMPARE(folder.exported(*project), kCsvHeader + kRows);
    // A mask that would lead out of the image has to be changed in the same step.
    EditStep smaller;
    smaller.images.push_back({0, std::pair(2, 3)});
    QVERIFY_EXCEPTION_THROWN(project->apply(smaller), Error);
    smaller.objects.push_back(
        maskEdit(project->objects()->rowId[2], RleMask::fromBox(2, 3, {0, 0, 1, 1})));
    project->apply(smaller);
    QCOMPARE(project->objects()->area[2], 1u);
    QCOMPARE(Project::open(folder.project(), Access::Read)->objects()->images[0].width, 2);
}

void TestProjectSteps::whatMakesNoSenseChangesNothing_data() {
    QTest::addColumn<int>("which");
    for (int i = 0; i < 15; ++i)
        QTest::newRow(QByteArray::number(i).constData()) << i;
}

void TestProjectSteps::whatMakesNoSenseChangesNothing() {
    QFETCH(int, which);
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows + "broken\n");
    const auto before = project->objects();
    const auto row = before->rowId[0];
    EditStep step({categoryEdit(before->rowId[1], 9)});  // good, and goes with the rest
    ObjectEdit edit;
    switch (which) {
        case 0:
            step.objects.push_back(maskEdit(row, RleMask(4, 3)));
            break;
        case 1:
            step.objects.push_back(maskEdit(row, RleMask::fromBox(3, 4, {0, 0, 1, 1})));
            break;
        case 2:
            step.objects.push_back(newObject(7, 5, box({0, 0, 1, 1})));
            break;
        case 3:
            step.objects.push_back(newObject(0, 46, box({0, 0, 1, 1})));
            break;
        case 4:
            edit.image = 0;
            edit.category = 5;
            step.objects.push_back(edit);
            break;
        case 5:
            edit = categoryEdit(row, 5);
            edit.image = 1;
            step.objects.push_back(edit);
            break;
        case 6:
            step.objects.push_back(categoryEdit(4, 5));  // the broken row is no object
            break;
        case 7:
            step.marks.push_back(objectMark(row));
            step.marks[0].split = Split::Train;
            break;
        case 8:
            step.marks.push_back(imageMark(0));
            step.marks[0].stars = 6;
            break;
        case 9:
            step.marks.push_back(imageMark(0));
            step.marks[0].tags = {"two\nlines"};
            break;
        case 10:
            step.marks.push_back(imageMark(2));
            step.marks[0].stars = 1;
            break;
        case 11:
            step.marks.push_back(objectMark(4));
            step.marks[0].stars = 1;
            break;
        case 12:
            step.images.push_back({0, std::pair(0, 3)});
            break;
        case 13:
            step.images.push_back({5, std::pair(4, 3)});
            break;
        default:
            step.marks.push_back(imageMark(0));
            step.marks[0].note = std::string(70000, 'x');
    }
    QVERIFY_EXCEPTION_THROWN(project->apply(step), Error);
    QVERIFY(project->objects() == before);
    QVERIFY(!project->edited());
    QCOMPARE(folder.exported(*project), kCsvHeader + kRows + "broken\n");
}

void TestProjectSteps::oneStepIsUndoneAsAWhole() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + kRows);
    const auto rows = project->objects()->rowId;
    EditStep step({categoryEdit(rows[0], 9), newObject(1, 3, box({0, 0, 4, 3})),
                   maskEdit(rows[0], box({0, 0, 1, 3})), deletedEdit(rows[2], true)});
    step.images.push_back({1, std::pair(4, 3)});  // as it is
    step.marks.push_back(imageMark(1));
    step.marks[0].review = ReviewState::Done;
    const auto undo = project->undo(project->apply(step));
    QCOMPARE(folder.exported(*project), kCsvHeader + kRows);
    QVERIFY(project->marks()->images.empty());
    project->undo(undo);
    QCOMPARE(project->objects()->size(), 3u);
    QCOMPARE(project->marks()->ofImage(1).review, ReviewState::Done);
}

QTEST_GUILESS_MAIN(TestProjectSteps)
#include "tst_project_steps.moc"
