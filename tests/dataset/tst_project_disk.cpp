// A project where nothing may be written, and on a disk that is full.
#include <sys/mount.h>
#include <unistd.h>

#include <QtTest>

#include "dataset/error.h"
#include "tests/dataset/helper_program.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

namespace fs = std::filesystem;

const std::string kText = kCsvHeader + "\na,1 2,3,4,5,\"1,2\"\nb,1 2,3,4,6,NaN\na,7 1,3,4,7,9\n";

const QString kNobody = "65534";

}  // namespace

class TestProjectDisk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whereNothingMayBeWrittenItIsRead();
    void aFullDiskLeavesTheOldProject();
    void aFullDiskLosesNoConfirmedEdit();
    void aFullDiskLeavesTheOldExport();
    void aFullFileSystemIsSaidSo();
};

void TestProjectDisk::whereNothingMayBeWrittenItIsRead() {
    const ProjectFolder folder;
    folder.import(kText);
    fs::permissions(folder.path(""), fs::perms(0555));
    const bool isRoot = ::geteuid() == 0;
    const QStringList nobody = isRoot ? QStringList{"--user", kNobody} : QStringList{};
    const auto before = folder.files();
    Ran ran = run(PROJECT_HELPER, nobody + QStringList{"hold", text(folder.project())});
    QCOMPARE(ran.code, 0);
    QVERIFY2(ran.output.contains("may not be written; it is opened for reading only"),
             qPrintable(ran.output));
    ran = run(PROJECT_HELPER,
              nobody + QStringList{"export", text(folder.project()), text(folder.path("out.csv"))});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.output.contains("out.csv cannot be created"), qPrintable(ran.output));
    ran = run(PROJECT_HELPER, nobody + QStringList{"import", text(folder.csv()),
                                                   text(folder.path("new.selvedge"))});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.output.contains("may not be written"), qPrintable(ran.output));
    QCOMPARE(folder.files(), before);
    fs::permissions(folder.path(""), fs::perms(0755));
    // A killed writer's log is read too, where it cannot be put into the file.
    {
        const auto project = Project::open(folder.project());
        project->apply({categoryEdit(project->objects()->rowId[0], 9)});
        fs::create_directories(folder.path("killed"));
        for (const char* suffix : {"", "-wal", "-shm"})
            fs::copy_file(folder.project().string() + suffix,
                          folder.path("killed/train.selvedge").string() + suffix);
    }
    fs::permissions(folder.path("killed"), fs::perms(0555));
    if (isRoot)
        fs::permissions(folder.path(""), fs::perms(0777));
    ran = run(PROJECT_HELPER,
              nobody + QStringList{"export", text(folder.path("killed/train.selvedge")),
                                   text(folder.path("killed.csv"))});
    QVERIFY2(ran.code == 0, qPrintable(ran.output));
    QVERIFY(ProjectFolder::contentOf(folder.path("killed.csv"))
                .starts_with(kCsvHeader + "\na,1 2,3,4,9"));
    fs::permissions(folder.path("killed"), fs::perms(0755));
}

void TestProjectDisk::aFullDiskLeavesTheOldProject() {
    const ProjectFolder folder;
    folder.import(kText);
    std::string large = kText;
    for (int i = 0; i < 20000; ++i)
        large += "c" + std::to_string(i) + ",1 2,3,4,5,\n";
    writeFileAtomically(folder.csv(), large);
    const Ran ran = run(PROJECT_HELPER, {"--limit", "300000", "import", text(folder.csv()),
                                         text(folder.project())});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.output.contains("cannot be read or written"), qPrintable(ran.output));
    QCOMPARE(folder.files(), 2u);
    QCOMPARE(folder.exported(*Project::open(folder.project())), kText);
}

void TestProjectDisk::aFullDiskLosesNoConfirmedEdit() {
    const ProjectFolder folder;
    folder.import(kText);
    const Ran ran =
        run(PROJECT_HELPER, {"--limit", "200000", "edit", text(folder.project()), "10000"});
    QCOMPARE(ran.code, 1);
    const QStringList lines = ran.output.split('\n');
    QVERIFY2(lines.last().contains("cannot be read or written"), qPrintable(lines.last()));
    QVERIFY(lines.size() > 2);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->history(100000).size(), std::size_t(lines.size() - 1));
    project->apply({deletedEdit(project->objects()->rowId[0], true)});
    QCOMPARE(project->objects()->size(), 2u);
}

void TestProjectDisk::aFullDiskLeavesTheOldExport() {
    const ProjectFolder folder;
    std::string large = kText;
    for (int i = 0; i < 20000; ++i)
        large += "c" + std::to_string(i) + ",1 2,3,4,5,\n";
    folder.import(large);
    writeFileAtomically(folder.path("out.csv"), "old");
    const Ran ran = run(PROJECT_HELPER, {"--limit", "300000", "export", text(folder.project()),
                                         text(folder.path("out.csv"))});
    QCOMPARE(ran.code, 1);
    QVERIFY2(ran.output.contains("out.csv cannot be written: File too large"),
             qPrintable(ran.output));
    QCOMPARE(ProjectFolder::contentOf(folder.path("out.csv")), std::string("old"));
    QCOMPARE(folder.files(), 3u);
}

void TestProjectDisk::aFullFileSystemIsSaidSo() {
    const ProjectFolder folder;
    fs::create_directories(folder.path("small"));
    if (::mount("tmpfs", folder.path("small").c_str(), "tmpfs", 0, "size=512k") != 0)
        QSKIP("only root can mount a small file system");
    const auto unmount = qScopeGuard([&] { ::umount2(folder.path("small").c_str(), MNT_DETACH); });
    std::string large = kText;
    for (int i = 0; i < 20000; ++i)
        large += "c" + std::to_string(i) + ",1 2,3,4,5,\n";
    writeFileAtomically(folder.csv(), large);
    const fs::path small = folder.path("small") / "train.selvedge";
    try {
        Project::importCsv(folder.csv(), small);
        QFAIL("it fitted");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::NotWritable);
        QVERIFY2(QString(error.what()).contains("the disk is full"), error.what());
    }
    QVERIFY(fs::is_empty(folder.path("small")));
}

QTEST_GUILESS_MAIN(TestProjectDisk)
#include "tst_project_disk.moc"
