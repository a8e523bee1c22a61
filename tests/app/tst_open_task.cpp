// What is opened when a person names a path: the project there, or a new import of a changed
// source.
#include <QtTest>
#include <chrono>

#include "app/tasks/tasks.h"
#include "dataset/error.h"
#include "dataset/image/image.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

namespace fs = std::filesystem;

const std::string kText = kCsvHeader + "\na,1 2,3,4,5,\nb,1 2,3,4,6,\n";

void makeNewer(const fs::path& file) {
    fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::hours(1));
}

OpenResult open(const fs::path& path, const ProjectFolder& folder,
                std::shared_ptr<Project> openNow = nullptr, Access access = Access::Write) {
    return openOrImport(path, {folder.path("cache"), true, std::move(openNow), access}, {}, {});
}

}  // namespace

class TestOpenTask : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChangedCsvIsReadAgainAndEditsStay();
    void theOpenProjectIsGivenBackAndNotReplaced();
    void whatAnotherHasOpenIsReadAsItIs();
    void readingTakesNoLock();
    void aFolderOfPhotosOpensAndTakesInNewOnes();
};

void TestOpenTask::aChangedCsvIsReadAgainAndEditsStay() {
    const ProjectFolder folder;
    writeFileAtomically(folder.csv(), kText);
    {
        const OpenResult first = open(folder.csv(), folder);
        QCOMPARE(first.import->objects, 2u);
        first.project->apply({categoryEdit(first.project->objects()->rowId[1], 9)});
    }
    QVERIFY(!open(folder.csv(), folder).import);
    writeFileAtomically(folder.csv(), kCsvHeader + "\nc,1 2,3,4,5,\nb,1 2,3,4,6,\n");
    makeNewer(folder.csv());
    const OpenResult again = open(folder.csv(), folder);
    QVERIFY(!again.csvChanged);
    QCOMPARE(again.import->carried, 1u);
    QCOMPARE(again.project->objects()->images[0].id, std::string("c"));
    QCOMPARE(again.project->objects()->category[1], CategoryIndex(9));
    QVERIFY(!again.project->readOnly());
}

void TestOpenTask::theOpenProjectIsGivenBackAndNotReplaced() {
    const ProjectFolder folder;
    writeFileAtomically(folder.csv(), kText);
    const auto project = open(folder.csv(), folder).project;
    QVERIFY(open(folder.csv(), folder, project).project == project);
    QVERIFY(open(folder.project(), folder, project).project == project);
    makeNewer(folder.csv());
    const OpenResult again = open(folder.csv(), folder, project);
    QVERIFY(again.csvChanged);
    QVERIFY(again.project == project);
    QVERIFY(!project->readOnly());
}

void TestOpenTask::whatAnotherHasOpenIsReadAsItIs() {
    const ProjectFolder folder;
    writeFileAtomically(folder.csv(), kText);
    const auto other = open(folder.csv(), folder).project;
    makeNewer(folder.csv());
    for (const Access access : {Access::Write, Access::Read}) {
        const OpenResult second = open(folder.csv(), folder, nullptr, access);
        QVERIFY(second.csvChanged);
        QVERIFY(second.project->readOnly());
        QCOMPARE(second.project->objects()->size(), 2u);
    }
}

void TestOpenTask::readingTakesNoLock() {
    const ProjectFolder folder;
    writeFileAtomically(folder.csv(), kText);
    const auto reader = open(folder.csv(), folder, nullptr, Access::Read).project;
    QVERIFY(reader->readOnly());
    QVERIFY(!open(folder.csv(), folder).project->readOnly());
}

void TestOpenTask::aFolderOfPhotosOpensAndTakesInNewOnes() {
    const ProjectFolder folder;
    fs::create_directories(folder.path("p"));
    Image image{4, 3, std::vector<std::uint8_t>(36, 200)};
    writeJpeg(folder.path("p/a.jpg"), image);
    writeFileAtomically(folder.path("p/broken.jpg"), "x");
    {
        const auto project = open(folder.path("p"), folder).project;
        QCOMPARE(project->path(), folder.path("p/p.selvedge"));
        QCOMPARE(project->objects()->images.size(), 1u);
        QCOMPARE(project->issues().size(), 1u);
        project->apply({newObject(0, 5, RleMask::fromBox(4, 3, {0, 0, 1, 2}))});
    }
    QVERIFY(!open(folder.path("p"), folder).import);
    writeJpeg(folder.path("p/b.jpg"), image);
    {
        const OpenResult again = open(folder.path("p"), folder);
        QCOMPARE(again.import->images, 2u);
        QCOMPARE(again.project->objects()->size(), 1u);
    }
    fs::remove(folder.path("p/b.jpg"));
    QCOMPARE(open(folder.path("p"), folder).import->images, 1u);
    fs::create_directories(folder.path("nothing"));
    QVERIFY_EXCEPTION_THROWN(open(folder.path("nothing"), folder), Error);
}

QTEST_GUILESS_MAIN(TestOpenTask)
#include "tst_open_task.moc"
