#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "dataset/image/packed_file.h"

using namespace selvedge;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLimit = 1 << 20;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return (std::ostringstream() << file.rdbuf()).str();
}

void put(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

QString read(PackedFile& file, const std::string& name, std::uint8_t kind = 0,
             std::uint64_t version = 1) {
    const auto content = file.read(name, kind, version);
    return content ? QString::fromStdString(*content) : QString("absent");
}

}  // namespace

class TestThumbnailFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void whatWasWrittenLastIsRead();
    void aTornLastRecordIsDropped_data();
    void aTornLastRecordIsDropped();
    void aDamagedByteNeverGivesAWrongContent();
    void aDamagedIndexLosesNothing();
    void anIndexThatLiesIsFoundOut();
    void aStrangeFileIsStartedOver_data();
    void aStrangeFileIsStartedOver();
    void wherePlacesRefuseNothingIsKept();
    void oneWritesAndTheOtherReadsWhatItAdds();
    void aFullFileKeepsWhatItHas();
    void aFullFileOfOldContentsStartsOver();
    void deletedFilesComeBack();
    void manyThreadsReadWhileOneWrites();

private:
    fs::path path() const { return m_dir->filePath("a.pack").toStdString(); }
    fs::path index() const { return path().string() + ".index"; }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestThumbnailFile::whatWasWrittenLastIsRead() {
    const std::string large(100'000, 'L');
    for (const bool again : {false, true}) {
        PackedFile file(path(), kLimit);
        if (!again) {
            QCOMPARE(read(file, "a"), "absent");
            QVERIFY(file.write("a", 0, 1, "first"));
            QVERIFY(file.write("a", 1, 1, "of another kind"));
            QVERIFY(file.write("b", 0, 1, ""));
            QVERIFY(file.write("", 0, 1, "without a name"));
            QVERIFY(file.write("c", 0, 1, large));
            QVERIFY(file.write("a", 0, 2, "second"));
        }
        QCOMPARE(read(file, "a"), "absent");  // of the first version
        QCOMPARE(read(file, "a", 0, 2), "second");
        QCOMPARE(read(file, "a", 1), "of another kind");
        QCOMPARE(read(file, "b"), "");
        QCOMPARE(read(file, ""), "without a name");
        QCOMPARE(read(file, "c").size(), 100'000);
        QVERIFY(file.has("a", 0, 2) && !file.has("a", 0, 1) && !file.has("d", 0, 1));
        QCOMPARE(file.records(), std::size_t(5));
        QCOMPARE(file.bytes(), fs::file_size(path()));
        QVERIFY(!file.write(std::string(5000, 'n'), 0, 1, "a name too long"));
        QVERIFY(!file.write("d", 0, 1, std::string(17 << 20, 'c')));
    }
}

void TestThumbnailFile::aTornLastRecordIsDropped_data() {
    QTest::addColumn<bool>("withIndex");
    QTest::newRow("with the index") << true;
    QTest::newRow("without") << false;
}

void TestThumbnailFile::aTornLastRecordIsDropped() {
    QFETCH(bool, withIndex);
    std::uint64_t begin = 0;
    {
        PackedFile file(path(), kLimit);
        QVERIFY(file.write("one", 0, 1, "first content"));
        QVERIFY(file.write("two", 0, 1, "second content"));
        begin = file.bytes();
        QVERIFY(file.write("three", 0, 1, "third content"));
    }
    const std::string whole = contentOf(path()), wholeIndex = contentOf(index());
    QVERIFY(whole.size() > begin + 40);
    for (std::size_t size = std::size_t(begin); size < whole.size(); ++size) {
        put(path(), whole.substr(0, size));
        put(index(), withIndex ? wholeIndex : std::string());
        {
            PackedFile file(path(), kLimit);
            QCOMPARE(read(file, "one"), "first content");
            QCOMPARE(read(file, "two"), "second content");
            QCOMPARE(read(file, "three"), "absent");
            QVERIFY(file.write("four", 0, 1, "fourth"));
        }
        PackedFile file(path(), kLimit);
        QCOMPARE(read(file, "two"), "second content");
        QCOMPARE(read(file, "four"), "fourth");
        QCOMPARE(file.records(), std::size_t(3));
    }
    // Space that a power cut left unwritten.
    put(path(),
        whole.substr(0, std::size_t(begin)) + std::string(whole.size() - std::size_t(begin), '\0'));
    put(index(), wholeIndex);
    PackedFile file(path(), kLimit);
    QCOMPARE(read(file, "two"), "second content");
    QCOMPARE(read(file, "three"), "absent");
    QVERIFY(file.write("three", 0, 1, "third again"));
    QCOMPARE(read(file, "three"), "third again");
}

void TestThumbnailFile::aDamagedByteNeverGivesAWrongContent() {
    {
        PackedFile file(path(), kLimit);
        QVERIFY(file.write("one", 0, 1, "first content"));
        QVERIFY(file.write("two", 0, 1, "second content"));
    }
    const std::string whole = contentOf(path());
    const std::string wholeIndex = contentOf(index());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const int change : {0x01, 0x80, 0xff}) {
            std::string bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ change);
            for (const bool withIndex : {false, true}) {
                put(path(), bytes);
                put(index(), withIndex ? wholeIndex : std::string());
                PackedFile file(path(), kLimit);
                const QString one = read(file, "one"), two = read(file, "two");
                QVERIFY(one == "first content" || one == "absent");
                QVERIFY(two == "second content" || two == "absent");
                QVERIFY(file.write("two", 0, 1, "anew"));
                QCOMPARE(read(file, "two"), "anew");
            }
        }
    }
}

void TestThumbnailFile::aDamagedIndexLosesNothing() {
    {
        PackedFile file(path(), kLimit);
        for (int i = 0; i < 5; ++i)
            QVERIFY(file.write(std::to_string(i), 0, 1, std::string(std::size_t(i), 'x')));
    }
    const std::string whole = contentOf(index());
    QCOMPARE(whole.size(), std::size_t(16 + 5 * 32));
    for (std::size_t at = 0; at < 2 * whole.size(); ++at) {
        std::string bytes = whole.substr(0, at);
        if (at >= whole.size()) {
            bytes = whole;
            bytes[at - whole.size()] = static_cast<char>(bytes[at - whole.size()] ^ 0x10);
        }
        put(index(), bytes);
        PackedFile file(path(), kLimit);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(read(file, std::to_string(i)).size(), i);
    }
    // The first who writes mends it.
    {
        PackedFile file(path(), kLimit);
        QVERIFY(file.write("5", 0, 1, "xxxxx"));
    }
    QCOMPARE(contentOf(index()).substr(0, whole.size()), whole);
    QCOMPARE(contentOf(index()).size(), whole.size() + 32);
}

void TestThumbnailFile::anIndexThatLiesIsFoundOut() {
    const fs::path other = m_dir->filePath("b.pack").toStdString();
    {
        PackedFile file(path(), kLimit), swapped(other, kLimit);
        QVERIFY(file.write("one", 0, 1, "first"));
        QVERIFY(file.write("two", 0, 1, "other"));
        QVERIFY(swapped.write("two", 0, 1, "other"));
        QVERIFY(swapped.write("one", 0, 1, "first"));
    }
    // The head of its own, the entries of the other: sound, but each points at the wrong record.
    put(index(),
        contentOf(index()).substr(0, 16) + contentOf(other.string() + ".index").substr(16));
    PackedFile file(path(), kLimit);
    QVERIFY(file.has("one", 0, 1));
    QCOMPARE(read(file, "one"), "absent");
    QCOMPARE(read(file, "two"), "absent");
    QVERIFY(file.write("one", 0, 1, "first"));
    QCOMPARE(read(file, "one"), "first");
}

void TestThumbnailFile::aStrangeFileIsStartedOver_data() {
    QTest::addColumn<QByteArray>("bytes");
    std::mt19937 random(5);
    QByteArray noise(10'000, '\0');
    for (char& byte : noise)
        byte = static_cast<char>(random());
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("this is somebody's text, and no cache");
    QTest::newRow("noise") << noise;
    QTest::newRow("noise under our name") << "SELVPK01" + noise;
    QTest::newRow("a later version") << "SELVPK99" + noise;
    QTest::newRow("zeros") << QByteArray(10'000, '\0');
}

void TestThumbnailFile::aStrangeFileIsStartedOver() {
    QFETCH(QByteArray, bytes);
    put(path(), bytes.toStdString());
    put(index(), bytes.toStdString());
    PackedFile file(path(), kLimit);
    QCOMPARE(read(file, "one"), "absent");
    QCOMPARE(contentOf(path()), bytes.toStdString());  // who only reads changes nothing
    QVERIFY(file.write("one", 0, 1, "first"));
    QCOMPARE(read(file, "one"), "first");
    PackedFile again(path(), kLimit);
    QCOMPARE(read(again, "one"), "first");
}

void TestThumbnailFile::wherePlacesRefuseNothingIsKept() {
    fs::create_directory(path());
    PackedFile folder(path(), kLimit);
    QVERIFY(!folder.write("one", 0, 1, "first"));
    QCOMPARE(read(folder, "one"), "absent");
    put(m_dir->filePath("file").toStdString(), "a file");
    PackedFile below(m_dir->filePath("file/below/a.pack").toStdString(), kLimit);
    QVERIFY(!below.write("one", 0, 1, "first"));
    fs::create_symlink(m_dir->filePath("file").toStdString(),
                       m_dir->filePath("link").toStdString());
    PackedFile link(m_dir->filePath("link").toStdString(), kLimit);
    QVERIFY(!link.write("one", 0, 1, "first"));
    QCOMPARE(contentOf(m_dir->filePath("file").toStdString()), std::string("a file"));
    // A folder that does not exist yet is made.
    PackedFile fresh(m_dir->filePath("x/y/a.pack").toStdString(), kLimit);
    QVERIFY(fresh.write("one", 0, 1, "first"));
}

void TestThumbnailFile::oneWritesAndTheOtherReadsWhatItAdds() {
    // A lock belongs to an opening of the file, so two objects are like two processes.
    auto first = std::make_unique<PackedFile>(path(), kLimit);
    PackedFile second(path(), kLimit);
    QCOMPARE(read(second, "one"), "absent");
    QVERIFY(first->write("one", 0, 1, "first"));
    QCOMPARE(read(second, "one"), "first");
    QVERIFY(!second.write("two", 0, 1, "refused"));
    QVERIFY(first->write("one", 0, 2, "changed"));
    QCOMPARE(read(second, "one", 0, 2), "changed");
    QVERIFY(first->write("three", 0, 1, "third"));
    first.reset();
    QVERIFY(second.write("two", 0, 1, "now"));
    QCOMPARE(read(second, "three"), "third");
    PackedFile third(path(), kLimit);
    QCOMPARE(read(third, "two"), "now");
    QCOMPARE(third.records(), std::size_t(3));
}

void TestThumbnailFile::aFullFileKeepsWhatItHas() {
    PackedFile file(path(), 1000);
    int kept = 0;
    while (file.write(std::to_string(kept), 0, 1, std::string(60, 'x')) && kept < 100)
        ++kept;
    QVERIFY(kept > 5 && kept < 12);
    QVERIFY(file.bytes() <= 1000);
    for (int i = 0; i < kept; ++i)
        QCOMPARE(read(file, std::to_string(i)).size(), 60);
    QVERIFY(!file.write("another", 0, 1, std::string(60, 'x')));
}

void TestThumbnailFile::aFullFileOfOldContentsStartsOver() {
    PackedFile file(path(), 1000), other(path(), 1000);
    QVERIFY(file.write("kept once", 0, 1, "until then"));
    QCOMPARE(read(other, "kept once"), "until then");
    for (std::uint64_t version = 1; version <= 100; ++version) {
        QVERIFY(file.write("one", 0, version, std::string(60, 'x')));
        QCOMPARE(read(file, "one", 0, version).size(), 60);
        QCOMPARE(read(other, "one", 0, version).size(), 60);
        QVERIFY(fs::file_size(path()) <= 1000);
    }
    QCOMPARE(read(file, "kept once"), "absent");
    QCOMPARE(read(other, "kept once"), "absent");
    QVERIFY(!file.write("two", 0, 1, std::string(2000, 'x')));
}

void TestThumbnailFile::deletedFilesComeBack() {
    {
        PackedFile file(path(), kLimit);
        QVERIFY(file.write("one", 0, 1, "first"));
        fs::remove(path());
        fs::remove(index());
        QCOMPARE(read(file, "one"), "first");
        QVERIFY(file.write("two", 0, 1, "second"));
        QCOMPARE(read(file, "two"), "second");
    }
    PackedFile file(path(), kLimit);
    QCOMPARE(read(file, "two"), "absent");
    QVERIFY(file.write("two", 0, 1, "again"));
    QCOMPARE(read(file, "two"), "again");
}

void TestThumbnailFile::manyThreadsReadWhileOneWrites() {
    constexpr int kRecords = 300;
    PackedFile file(path(), kLimit), other(path(), kLimit);
    const auto contentFor = [](int i) { return std::string(std::size_t(i), char('a' + i % 26)); };
    std::atomic<int> wrong = 0, found = 0;
    std::atomic<int> written = 0;
    {
        std::vector<std::jthread> threads;
        threads.emplace_back([&] {
            for (int i = 0; i < kRecords; ++i) {
                if (!file.write(std::to_string(i), 0, 1, contentFor(i)))
                    ++wrong;
                written = i + 1;
            }
        });
        for (PackedFile* from : {&file, &file, &other}) {
            threads.emplace_back([&, from] {
                std::mt19937 random(1);
                for (int round = 0; round < 2000 || written < kRecords; ++round) {
                    const int there = written;
                    const int i = int(random() % kRecords);
                    const auto content = from->read(std::to_string(i), 0, 1);
                    if (content && *content == contentFor(i))
                        ++found;
                    else if (content || i < there)
                        ++wrong;
                }
            });
        }
    }
    QCOMPARE(wrong.load(), 0);
    QVERIFY(found > 100);
    // A reader looks for more only when it misses something: the last one is what it may miss.
    QCOMPARE(read(other, std::to_string(kRecords - 1)).size(), kRecords - 1);
    QCOMPARE(other.records(), std::size_t(kRecords));
}

QTEST_GUILESS_MAIN(TestThumbnailFile)
#include "tst_thumbnail_file.moc"
