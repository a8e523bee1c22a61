// Import again: what people did finds its rows and images, and nothing of it is lost.
#include <QtTest>

#include "dataset/error.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

const std::string kRows = "a,1 2,3,4,5,\"1,2\"\nb,1 2,3,4,6,\na,7 1,3,4,7,9\n";

RleMask box(IntBox at) {
    return RleMask::fromBox(4, 3, at);
}

}  // namespace

class TestProjectReimport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void editsFindTheirRowsWhereverTheyStand();
    void equalRowsAreToldApartByTheirOrder();
    void rowsThatChangedElsewhereAreFoundByTheirMask();
    void anEditedFieldKeepsItsEdit();
    void theExportedCsvHasCaughtUp();
    void newObjectsGoWithTheirImage();
    void newObjectsThatAreInTheCsvNowAreNotThereTwice();
    void marksAndSavedThingsComeAlong();
    void whatHasNoHomeIsKeptAndFoundAgain();
    void undoneEditsTakeTheNewValue();
    void repairedRowsStayRepaired();
    void otherLabelsLeaveStrays();
    void sizesComeAlong();
    void theImageFolderStays();
    void theOldProjectStaysWhenTheNewOneFails();
    void stepsOfStraysAreNotUndone();
};

void TestProjectReimport::editsFindTheirRowsWhereverTheyStand() {
    const ProjectFolder folder;
    std::int64_t step = 0;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        const auto rows = project->objects()->rowId;
        step = project->apply({categoryEdit(rows[0], 9), attributesEdit(rows[2], {3}),
                               maskEdit(rows[1], box({3, 2, 1, 1}))});
        project->apply({deletedEdit(rows[2], true)});
    }
    // Other rows, in another order.
    const ImportResult result = folder.import(
        kCsvHeader + "\nc,1 2,3,4,1,\na,7 1,3,4,7,9\nb,1 2,3,4,6,\na,1 2,3,4,5,\"1,2\"\n");
    QCOMPARE(result.carried, 3u);
    QVERIFY(result.strays.empty());
    const auto project = Project::open(folder.project());
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\nc,1 2,3,4,1,\nb,12 1,3,4,6,\na,1 2,3,4,9,\"1,2\"\n");
    QCOMPARE(project->history(10).size(), 2u);
    project->undo(step + 1);
    project->undo(step);
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\nc,1 2,3,4,1,\na,7 1,3,4,7,9\nb,1 2,3,4,6,\na,1 2,3,4,5,\"1,2\"\n");
}

void TestProjectReimport::equalRowsAreToldApartByTheirOrder() {
    const ProjectFolder folder;
    const std::string row = "a,1 2,3,4,5,\n";
    {
        const auto project = folder.open(kCsvHeader + "\n" + row + row + row);
        project->apply({categoryEdit(project->objects()->rowId[1], 9)});
    }
    folder.import(kCsvHeader + "\nb,1 2,3,4,5,\n" + row + row);
    QCOMPARE(folder.exported(*Project::open(folder.project())),
             kCsvHeader + "\nb,1 2,3,4,5,\n" + row + "a,1 2,3,4,9,\n");
}

void TestProjectReimport::rowsThatChangedElsewhereAreFoundByTheirMask() {
    const ProjectFolder folder;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        const auto rows = project->objects()->rowId;
        project->apply({categoryEdit(rows[0], 9), maskEdit(rows[2], box({3, 2, 1, 1}))});
    }
    // Row 1 has other attributes now; row 3 is found by the mask it had, another class or not.
    const ImportResult result =
        folder.import(kCsvHeader + "\na,1 2,3,4,5,8\nb,1 2,3,4,6,\na,7 1,3,4,8,9\n");
    QCOMPARE(result.carried, 2u);
    QCOMPARE(folder.exported(*Project::open(folder.project())),
             kCsvHeader + "\na,1 2,3,4,9,8\nb,1 2,3,4,6,\na,12 1,3,4,8,9\n");
}

void TestProjectReimport::anEditedFieldKeepsItsEdit() {
    const ProjectFolder folder;
    std::int64_t step = 0;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        step = project->apply({categoryEdit(project->objects()->rowId[0], 9)});
    }
    const std::string changed = kCsvHeader + "\na,1 2,3,4,10,\"1,2\"\nb,1 2,3,4,6,\n";
    folder.import(changed);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->category[0], CategoryIndex(9));
    project->undo(step);
    QCOMPARE(folder.exported(*project), changed);
}

void TestProjectReimport::theExportedCsvHasCaughtUp() {
    const ProjectFolder folder;
    std::string exported;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        const auto rows = project->objects()->rowId;
        project->apply({categoryEdit(rows[0], 9), maskEdit(rows[0], box({0, 0, 4, 3})),
                        attributesEdit(rows[1], {4}), deletedEdit(rows[2], true)});
        exported = folder.exported(*project);
    }
    const ImportResult result = folder.import(exported);
    QCOMPARE(result.carried, 2u);
    QVERIFY(result.strays.empty());  // the deleted row is gone, as it should be
    QCOMPARE(folder.exported(*Project::open(folder.project())), exported);
}

void TestProjectReimport::newObjectsGoWithTheirImage() {
    const ProjectFolder folder;
    std::int64_t step = 0;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        step = project->apply({newObject(1, 3, box({3, 2, 1, 1}))});
    }
    const ImportResult result = folder.import(kCsvHeader + "\nb,1 2,3,4,6,\nc,1 2,3,4,6,\n");
    QCOMPARE(result.carried, 1u);
    const auto project = Project::open(folder.project());
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\nb,1 2,3,4,6,\nb,12 1,3,4,3,\nc,1 2,3,4,6,\n");
    project->undo(step);
    QCOMPARE(project->objects()->size(), 2u);
}

void TestProjectReimport::newObjectsThatAreInTheCsvNowAreNotThereTwice() {
    const ProjectFolder folder;
    std::string exported;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        project->apply({newObject(1, 3, box({3, 2, 1, 1}))});
        exported = folder.exported(*project);
    }
    folder.import(exported);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->size(), 4u);
    QCOMPARE(folder.exported(*project), exported);
}

void TestProjectReimport::marksAndSavedThingsComeAlong() {
    const ProjectFolder folder;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        EditStep step;
        step.marks.resize(2);
        step.marks[0].image = 1;
        step.marks[0].tags = {"x", "y"};
        step.marks[0].split = Split::Test;
        step.marks[1].rowId = project->objects()->rowId[2];
        step.marks[1].review = ReviewState::Done;
        step.marks[1].note = "fine";
        project->apply(step);
        project->save(SavedKind::View, {"coats", "cat:coat"});
    }
    const ImportResult result =
        folder.import(kCsvHeader + "\nc,1 2,3,4,1,\na,7 1,3,4,7,9\nb,1 2,3,4,6,\n");
    QCOMPARE(result.carried, 2u);
    const auto project = Project::open(folder.project());
    const auto marks = project->marks();
    QCOMPARE(project->objects()->images[2].id, std::string("b"));
    QCOMPARE(marks->ofImage(2).tags.size(), 2u);
    QCOMPARE(marks->ofImage(2).split, Split::Test);
    QCOMPARE(marks->ofObject(project->objects()->rowId[1]).note, std::string("fine"));
    QCOMPARE(project->saved(SavedKind::View).size(), 1u);
}

void TestProjectReimport::whatHasNoHomeIsKeptAndFoundAgain() {
    const ProjectFolder folder;
    std::string edited;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        const auto rows = project->objects()->rowId;
        EditStep step({categoryEdit(rows[1], 9), maskEdit(rows[1], box({0, 0, 4, 3})),
                       newObject(1, 3, box({3, 2, 1, 1}))});
        step.marks.resize(2);
        step.marks[0].image = 1;
        step.marks[0].stars = 5;
        step.marks[1].rowId = rows[1];
        step.marks[1].tags = {"kept"};
        project->apply(step);
        edited = folder.exported(*project);
    }
    const std::string without = kCsvHeader + "\na,1 2,3,4,5,\"1,2\"\n";
    ImportResult result = folder.import(without);
    QCOMPARE(result.carried, 0u);
    QCOMPARE(result.strays.size(), 3u);
    QCOMPARE(result.strays[0].imageId, std::string("b"));
    QVERIFY(!result.strays[0].isObject);
    QCOMPARE(result.strays[1].text, std::string("object of category 9 in b, 3 edits, marked"));
    {
        const auto project = Project::open(folder.project());
        QCOMPARE(project->strays().size(), 3u);
        QCOMPARE(project->objects()->size(), 1u);
        QCOMPARE(folder.exported(*project), without);
    }
    folder.import(kCsvHeader + "\nz,1 2,3,4,5,\n");  // and once more
    result = folder.import(kCsvHeader + "\n" + kRows);
    QCOMPARE(result.carried, 3u);
    QVERIFY(result.strays.empty());
    const auto project = Project::open(folder.project());
    QCOMPARE(folder.exported(*project), edited);
    QCOMPARE(project->marks()->ofImage(1).stars, std::uint8_t(5));
    project->undo(1);
    QCOMPARE(folder.exported(*project), kCsvHeader + "\n" + kRows);
}

void TestProjectReimport::undoneEditsTakeTheNewValue() {
    const ProjectFolder folder;
    std::int64_t undo = 0;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        undo = project->undo(project->apply({categoryEdit(project->objects()->rowId[0], 9)}));
    }
    const std::string changed = kCsvHeader + "\na,1 2,3,4,10,\"1,2\"\nb,1 2,3,4,6,\n";
    folder.import(changed);
    const auto project = Project::open(folder.project());
    QCOMPARE(folder.exported(*project), changed);
    project->undo(undo);
    QCOMPARE(project->objects()->category[0], CategoryIndex(9));
}

void TestProjectReimport::repairedRowsStayRepaired() {
    const ProjectFolder folder;
    const std::string broken = "a,12 2,3,4,5,\n";
    std::int64_t step = 0;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows + broken);
        ObjectEdit repair = newObject(0, 5, box({3, 2, 1, 1}));
        repair.rowId = project->issues()[0].rowId;
        step = project->apply({repair});
    }
    // Image 0 is another one now.
    folder.import(kCsvHeader + "\nz,1 2,3,4,5,\n" + broken + kRows);
    {
        const auto project = Project::open(folder.project());
        QCOMPARE(folder.exported(*project), kCsvHeader + "\nz,1 2,3,4,5,\na,12 1,3,4,5,\n" + kRows);
        project->undo(step);
        QCOMPARE(folder.exported(*project), kCsvHeader + "\nz,1 2,3,4,5,\n" + broken + kRows);
        project->undo(step + 1);
        QCOMPARE(project->objects()->size(), 5u);
    }
    // The row alone brings its image; without the row there is no home.
    QCOMPARE(folder.import(kCsvHeader + "\nz,1 2,3,4,5,\n" + broken).carried, 1u);
    QCOMPARE(Project::open(folder.project())->objects()->size(), 2u);
    QCOMPARE(folder.import(kCsvHeader + "\nz,1 2,3,4,5,\n").strays.size(), 1u);
    QCOMPARE(Project::open(folder.project())->objects()->size(), 1u);
}

void TestProjectReimport::otherLabelsLeaveStrays() {
    const ProjectFolder folder;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        project->apply({categoryEdit(project->objects()->rowId[0], 9)});
    }
    const Catalog catalog({{5, "shirt", ""}, {6, "coat", ""}}, {{1, "red", ""}, {2, "blue", ""}});
    writeFileAtomically(folder.path("label_descriptions.json"), catalog.toLabelDescriptionsJson());
    const ImportResult result = folder.import(kCsvHeader + "\n" + kRows);
    QCOMPARE(result.strays.size(), 1u);
    QCOMPARE(folder.exported(*Project::open(folder.project())), kCsvHeader + "\n" + kRows);
}

void TestProjectReimport::sizesComeAlong() {
    const ProjectFolder folder;
    std::int64_t id = 0;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        EditStep step;
        step.images.push_back({0, std::pair(3, 4)});
        id = project->apply(step);
    }
    folder.import(kCsvHeader + "\nb,1 2,3,4,6,\na,1 2,3,4,5,\n");
    const auto project = Project::open(folder.project());
    QCOMPARE(folder.exported(*project), kCsvHeader + "\nb,1 2,3,4,6,\na,1 2,4,3,5,\n");
    QVERIFY((project->objects()->box[1] == IntBox{0, 0, 1, 2}));
    project->undo(id);
    QCOMPARE(folder.exported(*project), kCsvHeader + "\nb,1 2,3,4,6,\na,1 2,3,4,5,\n");
}

void TestProjectReimport::theImageFolderStays() {
    const ProjectFolder folder;
    std::filesystem::create_directories(folder.path("elsewhere"));
    std::filesystem::create_directories(folder.path("images"));
    folder.open(kCsvHeader + "\n" + kRows)->setImageFolder(folder.path("elsewhere"));
    folder.import(kCsvHeader + "\n" + kRows);
    QCOMPARE(Project::open(folder.project())->imageFolder(), folder.path("elsewhere"));
    std::filesystem::remove(folder.path("elsewhere"));
    folder.import(kCsvHeader + "\n" + kRows);
    QCOMPARE(Project::open(folder.project())->imageFolder(), folder.path("images"));
}

void TestProjectReimport::theOldProjectStaysWhenTheNewOneFails() {
    const ProjectFolder folder;
    std::string edited;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        project->apply({categoryEdit(project->objects()->rowId[0], 9)});
        edited = folder.exported(*project);
    }
    QVERIFY_EXCEPTION_THROWN(folder.import("nonsense"), Error);
    std::stop_source stop;
    const auto stopIt = [&](const Progress&) { stop.request_stop(); };
    writeFileAtomically(folder.csv(), kCsvHeader + "\nz,1 2,3,4,5,\n");
    QVERIFY(Project::importCsv(folder.csv(), folder.project(), {}, stopIt, stop.get_token())
                .stoppedEarly);
    QCOMPARE(folder.exported(*Project::open(folder.project())), edited);
}

void TestProjectReimport::stepsOfStraysAreNotUndone() {
    const ProjectFolder folder;
    std::int64_t step = 0;
    {
        const auto project = folder.open(kCsvHeader + "\n" + kRows);
        const auto rows = project->objects()->rowId;
        step = project->apply({categoryEdit(rows[0], 9), categoryEdit(rows[1], 9)});
    }
    folder.import(kCsvHeader + "\na,1 2,3,4,5,\"1,2\"\n");
    const auto project = Project::open(folder.project());
    QVERIFY_EXCEPTION_THROWN(project->undo(step), Error);
    QCOMPARE(project->objects()->category[0], CategoryIndex(9));
}

QTEST_GUILESS_MAIN(TestProjectReimport)
#include "tst_project_reimport.moc"
