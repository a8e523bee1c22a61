#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <sstream>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"

using namespace selvedge;
namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return (std::ostringstream() << file.rdbuf()).str();
}

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = fs::path(m_dir.path().toStdString()) / std::to_string(m_round++);
        fs::create_directory(m_folder);
    }
    void committedFilesAreWhole();
    void withoutCommitTheOldFileStays();
    void linksAreFollowedAndPermissionsKept();
    void unwritableTargetsSaySo();
    void pipesAreNamedAsGiven();
    void whatAKilledProgramLeftGoes();
    void aProgramThatEndsAtOnceLeavesNothing();

private:
    QTemporaryDir m_dir;
    fs::path m_folder;
    int m_round = 0;
};

void TestAtomicFile::committedFilesAreWhole() {
    const std::string large(3 << 20, 'x');
    AtomicFile file(m_folder / "a");
    file.write("first ");
    file.write(large);
    file.write(" last");
    QVERIFY(!fs::exists(m_folder / "a"));
    file.commit();
    QVERIFY(contentOf(m_folder / "a") == "first " + large + " last");
    QCOMPARE(filesIn(m_folder), 1u);
}

void TestAtomicFile::withoutCommitTheOldFileStays() {
    writeFileAtomically(m_folder / "a", "old");
    {
        AtomicFile file(m_folder / "a");
        file.write(std::string(2 << 20, 'n'));
    }
    QCOMPARE(contentOf(m_folder / "a"), std::string("old"));
    QCOMPARE(filesIn(m_folder), 1u);
}

void TestAtomicFile::linksAreFollowedAndPermissionsKept() {
    writeFileAtomically(m_folder / "a", "old");
    fs::permissions(m_folder / "a", fs::perms(0640));
    fs::create_symlink("a", m_folder / "link");
    writeFileAtomically(m_folder / "link", "new");
    QVERIFY(fs::is_symlink(m_folder / "link"));
    QCOMPARE(contentOf(m_folder / "a"), std::string("new"));
    QCOMPARE(unsigned(fs::status(m_folder / "a").permissions()), 0640u);
}

void TestAtomicFile::unwritableTargetsSaySo() {
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically(m_folder / "no" / "a", "x"), Error);
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically(m_folder, "x"), Error);
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically("/dev/null", "x"), Error);
    try {
        writeFileAtomically(m_folder / "no" / "a", "x");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::NotWritable);
        QVERIFY(std::string(error.what()).find((m_folder / "no" / "a").string()) == 0);
    }
}

void TestAtomicFile::pipesAreNamedAsGiven() {
    int ends[2];
    QVERIFY(::pipe(ends) == 0);
    const std::string path = "/dev/fd/" + std::to_string(ends[1]);  // a link to no path
    try {
        writeFileAtomically(path, "x");
        QFAIL("it was taken");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::NotWritable);
        QVERIFY2(QString(error.what()).startsWith(QString::fromStdString(path) + " is a folder,"),
                 error.what());
    }
    ::close(ends[0]);
    ::close(ends[1]);
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically("", "x"), Error);
}

void TestAtomicFile::whatAKilledProgramLeftGoes() {
    const std::vector<std::string> others = {".a.csv.1-1.partial", ".b.1-1.partial",
                                             ".a.notes.partial", ".a..partial", "a.1-1.partial"};
    for (const std::string& name : others)
        std::ofstream(m_folder / name) << "of others";
    const pid_t child = ::fork();
    if (child == 0) {
        AtomicFile file(m_folder / "a");
        file.write(std::string(2 << 20, 'x'));
        ::_exit(0);  // as if it were killed
    }
    QVERIFY(child > 0);
    ::waitpid(child, nullptr, 0);
    QCOMPARE(filesIn(m_folder), others.size() + 1);
    AtomicFile slow(m_folder / "a");  // under way, so it stays
    AtomicFile file(m_folder / "a");
    QCOMPARE(filesIn(m_folder), others.size() + 2);
    file.write("quick");
    file.commit();
    slow.write("slow");
    slow.commit();
    QCOMPARE(contentOf(m_folder / "a"), std::string("slow"));
    QCOMPARE(filesIn(m_folder), others.size() + 1);
    for (const std::string& name : others)
        QCOMPARE(contentOf(m_folder / name), std::string("of others"));
}

void TestAtomicFile::aProgramThatEndsAtOnceLeavesNothing() {
    {
        AtomicFile done(m_folder / "done");
        done.commit();
        AtomicFile file(m_folder / "a");
        fs::create_directories(m_folder / "drawn" / "images");
        const Unfinished folder(m_folder / "drawn");
        QCOMPARE(filesIn(m_folder), 3u);
        removeUnfinished();
        QCOMPARE(filesIn(m_folder), 1u);
    }
    QVERIFY(fs::exists(m_folder / "done"));
}

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
