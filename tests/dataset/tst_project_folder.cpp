// A folder of photos as a project.
#include <QtTest>

#include "dataset/error.h"
#include "dataset/image/image.h"
#include "dataset/project/photo_folder.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

namespace fs = std::filesystem;

void photo(const fs::path& path, int width, int height) {
    fs::create_directories(path.parent_path());
    Image image{width, height, {}};
    image.rgb.resize(std::size_t(3 * width * height), 128);
    writeJpeg(path, image);
}

}  // namespace

class TestProjectFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void photosBecomeImages();
    void unreadablePhotosAreIssues();
    void namesThatDifferInTheExtensionStayApart();
    void objectsMadeAreExported();
    void newPhotosAreTakenInAndEditsStay();
    void aFolderWithoutPhotosIsRefused();
    void aStopLeavesNothing();
    void manyThreadsMakeTheSame();
};

void TestProjectFolder::photosBecomeImages() {
    const ProjectFolder folder;
    photo(folder.path("p/b.jpg"), 8, 6);
    photo(folder.path("p/a.jpeg"), 4, 3);
    photo(folder.path("p/2019/summer/c.jpg"), 5, 7);
    photo(folder.path("p/.hidden/d.jpg"), 5, 7);
    photo(folder.path("p/p.runs/1/e.jpg"), 5, 7);
    writeFileAtomically(folder.path("p/notes.txt"), "x");
    fs::create_directory_symlink(folder.path("p"), folder.path("p/loop"));
    const ImportResult result = Project::importFolder(folder.path("p"), folder.project());
    QCOMPARE(result.images, 3u);
    QCOMPARE(result.issueCount, 0u);
    const auto project = Project::open(folder.project());
    const auto table = project->objects();
    QCOMPARE(table->images.size(), 3u);
    QCOMPARE(table->images[0].id, std::string("2019/summer/c"));
    QCOMPARE(table->images[1].id, std::string("a"));
    QCOMPARE(table->images[2].width, 8);
    QCOMPARE(table->images[2].height, 6);
    QCOMPARE(table->size(), 0u);
    QCOMPARE(project->imagePath("2019/summer/c"), folder.path("p/2019/summer/c.jpg"));
    QCOMPARE(project->sourceFormat(), std::string("folder"));
    QCOMPARE(folder.exported(*project), kCsvHeader + "\n");
    QCOMPARE(Project::defaultPath(folder.path("p"), "cache"), folder.path("p/p.selvedge"));
}

void TestProjectFolder::unreadablePhotosAreIssues() {
    const ProjectFolder folder;
    photo(folder.path("p/a.jpg"), 4, 3);
    writeFileAtomically(folder.path("p/b.jpg"), "no picture");
    writeFileAtomically(folder.path("p/c.png"), "");
    const ImportResult result = Project::importFolder(folder.path("p"), folder.project());
    QCOMPARE(result.images, 1u);
    QCOMPARE(result.issueCount, 2u);
    QCOMPARE(result.counts.notUsable, 2u);
    QCOMPARE(Project::open(folder.project())->issueCounts().notUsable, 2u);
    QVERIFY(QString::fromStdString(result.issues[0].text).contains("b.jpg"));
    QVERIFY(QString::fromStdString(result.issues[1].text).contains("c.png is empty"));
}

void TestProjectFolder::namesThatDifferInTheExtensionStayApart() {
    const ProjectFolder folder;
    photo(folder.path("p/a.jpg"), 4, 3);
    photo(folder.path("p/a.jpeg"), 5, 3);
    photo(folder.path("p/IMG.JPG"), 6, 3);
    Project::importFolder(folder.path("p"), folder.project());
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->images.size(), 3u);
    for (const ImageRow& image : project->objects()->images)
        QCOMPARE(readImageSize(project->imagePath(image.id)).width, image.width);
}

void TestProjectFolder::objectsMadeAreExported() {
    const ProjectFolder folder;
    photo(folder.path("p/a.jpg"), 4, 3);
    photo(folder.path("p/b.jpg"), 4, 3);
    Project::importFolder(folder.path("p"), folder.project());
    const auto project = Project::open(folder.project());
    project->apply({newObject(1, 5, RleMask::fromBox(4, 3, {0, 0, 1, 2}))});
    project->apply({newObject(0, 6, RleMask::fromBox(4, 3, {0, 0, 1, 3}))});
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 3,3,4,6,\nb,1 2,3,4,5,\n");
}

void TestProjectFolder::newPhotosAreTakenInAndEditsStay() {
    const ProjectFolder folder;
    photo(folder.path("p/b.jpg"), 4, 3);
    Project::importFolder(folder.path("p"), folder.project());
    Project::open(folder.project())->apply({newObject(0, 5, RleMask::fromBox(4, 3, {0, 0, 1, 2}))});
    photo(folder.path("p/a.jpg"), 4, 3);
    const ImportResult result = Project::importFolder(folder.path("p"), folder.project());
    QCOMPARE(result.carried, 1u);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->images.size(), 2u);
    QCOMPARE(project->objects()->image[0], ImageIndex(1));
    QCOMPARE(photosIn(folder.path("p")), (std::vector<std::string>{"a", "b"}));
}

void TestProjectFolder::aFolderWithoutPhotosIsRefused() {
    const ProjectFolder folder;
    fs::create_directories(folder.path("p"));
    QVERIFY_EXCEPTION_THROWN(Project::importFolder(folder.path("p"), folder.project()), Error);
    QVERIFY_EXCEPTION_THROWN(Project::importFolder(folder.path("q"), folder.project()), Error);
    QCOMPARE(folder.files(), 1u);
}

void TestProjectFolder::aStopLeavesNothing() {
    const ProjectFolder folder;
    photo(folder.path("p/a.jpg"), 4, 3);
    std::stop_source stop;
    const auto stopIt = [&](const Progress& progress) {
        QCOMPARE(progress.total, 1u);
        stop.request_stop();
    };
    QVERIFY(Project::importFolder(folder.path("p"), folder.project(), {}, stopIt, stop.get_token())
                .stoppedEarly);
    QCOMPARE(folder.files(), 1u);
}

void TestProjectFolder::manyThreadsMakeTheSame() {
    const ProjectFolder folder;
    for (int i = 0; i < 300; ++i)
        photo(folder.path("p/" + std::to_string(i) + ".jpg"), 1 + i % 7, 1 + i % 5);
    ImportOptions options;
    options.threads = 1;
    Project::importFolder(folder.path("p"), folder.path("one.selvedge"), options);
    options.threads = 5;
    Project::importFolder(folder.path("p"), folder.path("five.selvedge"), options);
    const auto one = Project::open(folder.path("one.selvedge"))->objects();
    const auto five = Project::open(folder.path("five.selvedge"))->objects();
    QCOMPARE(one->images.size(), 300u);
    for (std::size_t i = 0; i < 300; ++i) {
        QCOMPARE(one->images[i].id, five->images[i].id);
        QCOMPARE(one->images[i].width, five->images[i].width);
    }
}

QTEST_GUILESS_MAIN(TestProjectFolder)
#include "tst_project_folder.moc"
