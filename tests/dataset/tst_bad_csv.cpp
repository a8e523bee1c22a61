// CSVs that are cut, torn or absurd: what is good in them is loaded, and all of it leaves again.
#include <QtTest>
#include <random>

#include "dataset/error.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

class TestBadCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutFilesKeepTheRowsBefore();
    void linesOfMegabytesAreRowsAsOthers();
    void absurdRowsAreIssues_data();
    void absurdRowsAreIssues();
    void tornFilesNeverCrash();
};

namespace {

const std::string kRow = "a,1 2,3,4,5,\"1,2\"\n";

}  // namespace

void TestBadCsv::cutFilesKeepTheRowsBefore() {
    const std::string head = kCsvHeader + "\n";
    const std::string whole = head + kRow + kRow + kRow;
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const ProjectFolder folder;
        const std::string text = whole.substr(0, length);
        if (length < kCsvHeader.size() - std::string(",AttributesIds").size()) {
            QVERIFY_EXCEPTION_THROWN(folder.import(text), Error);
            continue;
        }
        const ImportResult result = folder.import(text);
        if (length > head.size()) {
            const std::size_t rows = (length - head.size() + 1) / kRow.size();
            QVERIFY(result.objects == rows || result.objects == rows + 1);
            QVERIFY(result.issueCount <= 1u);
            if (result.issueCount == 1)
                QVERIFY(result.issues[0].line == 2 + rows);
        }
        QCOMPARE(folder.exported(*Project::open(folder.project())), text);
    }
}

void TestBadCsv::linesOfMegabytesAreRowsAsOthers() {
    std::string runs;  // every other pixel of 2,000 x 2,000
    for (int pixel = 1; pixel <= 4'000'000; pixel += 2)
        runs += (runs.empty() ? "" : " ") + std::to_string(pixel) + " 1";
    const std::string text = kCsvHeader + "\n" + kRow + std::string(10 << 20, 'x') + "\n" + "big," +
                             runs + ",2000,2000,5,\n" + kRow;
    const ProjectFolder folder;
    const ImportResult result = folder.import(text);
    QCOMPARE(result.objects, 3u);
    QCOMPARE(result.issueCount, 1u);
    QCOMPARE(result.issues[0].line, 3u);
    QVERIFY(result.issues[0].text.size() < 200u);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->area[1], 2'000'000u);
    QVERIFY(folder.exported(*project) == text);
}

void TestBadCsv::absurdRowsAreIssues_data() {
    QTest::addColumn<QByteArray>("row");
    const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
    row("negative start", "a,-1 2,3,4,5,");
    row("huge start", "a,99999999999999999999999999 2,3,4,5,");
    row("huge length", "a,1 18446744073709551616,3,4,5,");
    row("odd count", "a,1 2 3,3,4,5,");
    row("fraction", "a,1.5 2,3,4,5,");
    row("negative size", "a,1 2,-3,4,5,");
    row("size past 32 bits", "a,1 2,3,4294967297,5,");
    row("negative category", "a,1 2,3,4,-5,");
    row("huge category", "a,1 2,3,4,99999999999,");
    row("category text", "a,1 2,3,4,shirt,");
    row("nothing but commas", ",,,,,");
    row("quote at the end", "a,1 2,3,4,5,\"");
    row("binary", QByteArray("\0\x01\xFF,\x02", 5));
    row("UTF-16", QByteArray("a\0,\0", 4));
    row("another header", QByteArray::fromStdString(kCsvHeader));
    row("other quotes", "a,'1 2',3,4,5,");
    row("semicolons", "a;1 2;3;4;5;");
}

void TestBadCsv::absurdRowsAreIssues() {
    QFETCH(QByteArray, row);
    const std::string text = kCsvHeader + "\n" + kRow + row.toStdString() + "\n" + kRow;
    const ProjectFolder folder;
    const ImportResult result = folder.import(text);
    QCOMPARE(result.objects, 2u);
    QCOMPARE(result.issueCount, 1u);
    QCOMPARE(result.issues[0].line, 3u);
    QVERIFY(!result.issues[0].text.empty() && result.issues[0].text.size() < 400u);
    QCOMPARE(folder.exported(*Project::open(folder.project())), text);
}

// Bytes overwritten, left out and doubled.
void TestBadCsv::tornFilesNeverCrash() {
    std::mt19937 random(8);
    const std::string whole = "\xEF\xBB\xBF" + kCsvHeader + "\r\n" + kRow + kRow + "\n" + kRow;
    int taken = 0;
    for (int round = 0; round < 60; ++round) {
        std::string text = whole;
        for (unsigned n = 1 + random() % 6; n > 0; --n) {
            const std::size_t at = random() % text.size();
            switch (random() % 3) {
                case 0:
                    text[at] = "\0\"\n,\r9 \xFF"[random() % 8];
                    break;
                case 1:
                    text.erase(at, 1 + random() % 5);
                    break;
                default:
                    text.insert(at, text.substr(at, random() % 30));
            }
        }
        const ProjectFolder folder;
        try {
            folder.import(text);
            ++taken;
        } catch (const Error&) {
            continue;  // the header
        }
        QCOMPARE(QByteArray::fromStdString(folder.exported(*Project::open(folder.project()))),
                 QByteArray::fromStdString(text));
    }
    QVERIFY(taken > 0);
}

QTEST_GUILESS_MAIN(TestBadCsv)
#include "tst_bad_csv.moc"
