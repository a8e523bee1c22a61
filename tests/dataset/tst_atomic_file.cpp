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

QTEST_GUILESS_MAIN(TestAtomicFile)
#include "tst_atomic_file.moc"
