#include <QTemporaryDir>
#include <QtTest>
#include <random>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/format/csv_layout.h"
#include "dataset/format/csv_lines.h"

using namespace selvedge;

namespace {

const std::string kHeader = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds";

struct Kept {  // a row with copies of its views
    CsvRow row;
    std::string raw, lineEnd;
};

}  // namespace

class TestImaterialistCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fieldsComeWhateverTheSpelling();
    void everyByteIsInTheRows_data();
    void everyByteIsInTheRows();
    void columnsMayStandInAnyOrder();
    void brokenRowsAreIssuesAndTheRestIsRead();
    void unclosedQuoteIsOneBadRow();
    void wrongHeadersSayWhatIsMissing_data();
    void wrongHeadersSayWhatIsMissing();
    void absentFilesAndFoldersAreErrors();
    void stopEndsTheReading();
    void longLinesComeInParts();
    void rowsAreWrittenInTheHeadersOrder();
    void writtenRowsAreReadBack();
    void changedFieldsLeaveTheOthersAsSpelled();

private:
    std::string write(const std::string& text) {
        const std::string path = m_folder.filePath("a.csv").toStdString();
        writeFileAtomically(path, text);
        return path;
    }
    CsvDialect read(const std::string& text, std::vector<Kept>& rows) {
        return readImaterialistCsv(write(text), [&](const CsvRow& row) {
            rows.push_back({row, std::string(row.raw), std::string(row.lineEnd)});
            return true;
        });
    }
    QTemporaryDir m_folder;
};

void TestImaterialistCsv::fieldsComeWhateverTheSpelling() {
    std::vector<Kept> rows;
    const CsvDialect dialect =
        read(kHeader + "\na,1 2,3,4,5,\"6,7\"\r\n\"say \"\"x\"\", y\",\"1 2\",3,4,5,\n", rows);
    QCOMPARE(rows.size(), 2u);
    QCOMPARE(rows[0].row.line, 2u);
    QCOMPARE(rows[0].row.imageId, std::string("a"));
    QCOMPARE(rows[0].row.encodedPixels, std::string("1 2"));
    QCOMPARE(rows[0].row.height + rows[0].row.width + rows[0].row.classId, std::string("345"));
    QCOMPARE(rows[0].row.attributesIds, std::string("6,7"));
    QCOMPARE(rows[0].lineEnd, std::string("\r\n"));
    QCOMPARE(rows[1].row.imageId, std::string("say \"x\", y"));
    QCOMPARE(rows[1].row.encodedPixels, std::string("1 2"));
    QCOMPARE(rows[1].row.attributesIds, std::string());
    QCOMPARE(dialect.lineEnd, std::string("\n"));
    QCOMPARE(dialect.header, kHeader);
    QVERIFY(!dialect.bom && dialect.lastLineEnds);
}

void TestImaterialistCsv::everyByteIsInTheRows_data() {
    QTest::addColumn<QByteArray>("text");
    const QByteArray header = QByteArray::fromStdString(kHeader);
    QTest::newRow("header only") << header;
    QTest::newRow("zero rows") << header + "\n";
    QTest::newRow("BOM, CRLF") << "\xEF\xBB\xBF" + header + "\r\na,1 1,2,2,3,\r\n";
    QTest::newRow("no final newline") << header + "\na,1 1,2,2,3,";
    QTest::newRow("blank lines") << header + "\n\n\r\na,1 1,2,2,3,\n\n\n";
    QTest::newRow("broken") << header + "\na,b\n\"open,1,2\r\n\0x,\"a\"b,,\n";
    QTest::newRow("lone CR") << header + "\na,1 1,2,2,3,\r\r\nb\rc\n\r";
}

void TestImaterialistCsv::everyByteIsInTheRows() {
    QFETCH(QByteArray, text);
    std::vector<Kept> rows;
    const CsvDialect dialect = read(text.toStdString(), rows);
    std::string all = (dialect.bom ? "\xEF\xBB\xBF" : "") + dialect.header + dialect.headerLineEnd;
    for (const Kept& kept : rows)
        all += kept.raw + kept.lineEnd;
    QCOMPARE(QByteArray::fromStdString(all), text);
    QCOMPARE(dialect.lastLineEnds, text.endsWith('\n'));
}

void TestImaterialistCsv::columnsMayStandInAnyOrder() {
    std::vector<Kept> rows;
    read("ClassId,Note, Width ,\"Height\",AttributesIds,EncodedPixels,ImageId\n5,x,4,3,9,1 2,a\n",
         rows);
    QCOMPARE(rows.size(), 1u);
    const CsvRow& row = rows[0].row;
    QVERIFY(!row.issue);
    QCOMPARE(
        row.imageId + row.encodedPixels + row.height + row.width + row.classId + row.attributesIds,
        std::string("a1 23459"));
}

void TestImaterialistCsv::brokenRowsAreIssuesAndTheRestIsRead() {
    std::vector<Kept> rows;
    read(kHeader + "\na,b\n\na,1 1,\"2\"x,2,3,\na,1 1,2,2,3,,\na,1 1,2,2,3,\n", rows);
    QCOMPARE(rows.size(), 5u);
    QVERIFY(rows[0].row.issue);
    QCOMPARE(rows[0].row.issue->line, 2u);
    QCOMPARE(rows[0].row.issue->text, std::string("the row has 2 fields, the header has 6"));
    QVERIFY(rows[1].row.blank && !rows[1].row.issue);
    QVERIFY(rows[2].row.issue);
    QCOMPARE(rows[2].row.issue->column, 10u);
    QVERIFY(rows[3].row.issue);
    QVERIFY(!rows[4].row.issue && !rows[4].row.blank);
}

void TestImaterialistCsv::unclosedQuoteIsOneBadRow() {
    std::vector<Kept> rows;
    read(kHeader + "\na,1 1,2,2,3,\"4\nb,1 1,2,2,3,\"4\"\n", rows);
    QCOMPARE(rows.size(), 2u);
    QVERIFY(rows[0].row.issue);
    QCOMPARE(rows[0].row.issue->column, 13u);
    QVERIFY(!rows[1].row.issue);
    QCOMPARE(rows[1].row.attributesIds, std::string("4"));
}

void TestImaterialistCsv::wrongHeadersSayWhatIsMissing_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const QByteArray header = QByteArray::fromStdString(kHeader);
    QTest::newRow("empty") << QByteArray() << "the file is empty";
    QTest::newRow("another")
        << QByteArray("id,x\n1,2\n")
        << "the column ImageId is missing, the column EncodedPixels is missing";
    QTest::newRow("found") << QByteArray("id,x\n1,2\n") << "found \"id,x\"";
    QTest::newRow("one") << QByteArray("ImageId,EncodedPixels,Height,Width,AttributesIds\n")
                         << "line 1: the column ClassId is missing; found";
    QTest::newRow("twice") << header + ",Width\n"
                           << "the column Width stands twice";
    QTest::newRow("quote") << "\"" + header + "\n"
                           << "is not closed";
    QTest::newRow("old Mac") << header + "\rx,1 5,10,10,1,\r"
                             << "carriage return alone";
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFEI\0m\0", 6) << "UTF-16";
    QTest::newRow("binary") << QByteArray(300, '\1') << "found \"????";
}

void TestImaterialistCsv::wrongHeadersSayWhatIsMissing() {
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    const std::string path = write(text.toStdString());
    try {
        readImaterialistCsv(path, [](const CsvRow&) { return true; });
        QFAIL("the header was taken");
    } catch (const Error& error) {
        const QString what = QString::fromStdString(error.what());
        QVERIFY2(what.contains(sentence), qPrintable(what));
        QVERIFY(what.startsWith(QString::fromStdString(path)));
        QCOMPARE(error.kind(), ErrorKind::BadFormat);
    }
}

void TestImaterialistCsv::absentFilesAndFoldersAreErrors() {
    const auto read = [](const std::string& path) {
        readImaterialistCsv(path, [](const CsvRow&) { return true; });
    };
    QVERIFY_EXCEPTION_THROWN(read("/nowhere/train.csv"), Error);
    QVERIFY_EXCEPTION_THROWN(read(m_folder.path().toStdString()), Error);
}

void TestImaterialistCsv::stopEndsTheReading() {
    int rows = 0;
    readImaterialistCsv(write(kHeader + "\na\nb\nc\n"), [&](const CsvRow&) { return ++rows < 2; });
    QCOMPARE(rows, 2);
}

void TestImaterialistCsv::longLinesComeInParts() {
    const std::string path = write("abcdefghij\nklm\r\nnopqrstuvwxyz");
    CsvLines lines(path, 4);
    std::vector<std::string> parts;
    std::vector<std::uint64_t> numbers;
    std::string all;
    CsvLine line;
    while (lines.next(line)) {
        parts.emplace_back(line.text);
        numbers.push_back(line.number);
        all += std::string(line.text) + std::string(line.end);
        QCOMPARE(line.tooLong, line.number != 2);
    }
    QCOMPARE(all, std::string("abcdefghij\nklm\r\nnopqrstuvwxyz"));
    QCOMPARE(parts,
             (std::vector<std::string>{"abcd", "efgh", "ij", "klm", "nopq", "rstu", "vwxy", "z"}));
    QCOMPARE(numbers, (std::vector<std::uint64_t>{1, 1, 1, 2, 3, 3, 3, 3}));
    QCOMPARE(lines.bytesDone(), lines.bytesTotal());
}

void TestImaterialistCsv::rowsAreWrittenInTheHeadersOrder() {
    CsvDialect dialect;
    dialect.header = kHeader;
    QCOMPARE(formatCsvRow(dialect, "a", "1 2", 3, 4, 5, {}), std::string("a,1 2,3,4,5,"));
    QCOMPARE(formatCsvRow(dialect, "a\"b", "1 2", 3, 4, 5, {6, 70}),
             std::string("\"a\"\"b\",1 2,3,4,5,\"6,70\""));
    dialect.header = "ClassId,Note,Width,Height,AttributesIds,EncodedPixels,ImageId";
    QCOMPARE(formatCsvRow(dialect, "a", "1 2", 3, 4, 5, {6}), std::string("5,,4,3,6,1 2,a"));
}

void TestImaterialistCsv::writtenRowsAreReadBack() {
    std::mt19937 random(1);
    const CsvLayout layout(kHeader);
    const std::string letters = "a\"', ;\t1";
    for (int round = 0; round < 2000; ++round) {
        std::array<std::string, kCsvColumns> fields;
        std::array<std::string_view, kCsvColumns> views;
        for (std::size_t i = 0; i < kCsvColumns; ++i) {
            for (unsigned n = random() % 6; n > 0; --n)
                fields[i] += letters[random() % letters.size()];
            views[i] = fields[i];
        }
        const std::string raw = layout.format(views);
        CsvRow row;
        row.raw = raw;
        layout.split(row);
        QVERIFY(!row.issue);
        QCOMPARE(row.imageId, fields[0]);
        QCOMPARE(row.encodedPixels, fields[1]);
        QCOMPARE(row.attributesIds, fields[5]);
    }
}

void TestImaterialistCsv::changedFieldsLeaveTheOthersAsSpelled() {
    const CsvLayout layout("ImageId,EncodedPixels,Note,AttributesIds,Height,Width,ClassId");
    CsvRow row;
    row.raw = "\"a\",\"1 2\",  my note,NaN,3,4,\"5\"";
    layout.split(row);
    std::array<std::optional<std::string>, kCsvColumns> fields;
    QCOMPARE(CsvLayout::withFields(row, fields), std::string(row.raw));
    fields[ClassIdColumn] = "7";
    fields[AttributesIdsColumn] = "1,2";
    QCOMPARE(CsvLayout::withFields(row, fields),
             std::string("\"a\",\"1 2\",  my note,\"1,2\",3,4,7"));
}

QTEST_GUILESS_MAIN(TestImaterialistCsv)
#include "tst_imaterialist_csv.moc"
