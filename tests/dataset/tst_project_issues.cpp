// Rows that cannot be used: they are named, and the rest is read.
#include <QtTest>

#include "dataset/error.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

class TestProjectIssues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void badRowsAreNamedAndTheRestIsRead_data();
    void badRowsAreNamedAndTheRestIsRead();
    void unknownAttributesLeaveTheObjectIn();
    void numbersMayEndInPointZero();
    void issuesAreKept();
    void issuesOfRowsThatWereReadAreNotes();
};

void TestProjectIssues::badRowsAreNamedAndTheRestIsRead_data() {
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("reason");
    QTest::newRow("fields") << QByteArray("a,1 2") << 1 << "the row has 2 fields, the header has 6";
    QTest::newRow("run") << QByteArray("a,1 2 0 1,3,4,5,") << 7
                         << "EncodedPixels: run 2 starts at 0; starts count from 1";
    QTest::newRow("quoted run") << QByteArray("a,\"1 2 0 1\",3,4,5,") << 8
                                << "EncodedPixels: run 2 starts at 0; starts count from 1";
    QTest::newRow("past the end") << QByteArray("a,12 2,3,4,5,") << 3
                                  << "EncodedPixels: run 1 ends past the last pixel (4 x 3 = 12)";
    QTest::newRow("empty mask") << QByteArray("a,,3,4,5,") << 3
                                << "EncodedPixels is empty: the object has no pixel";
    QTest::newRow("height") << QByteArray("a,1 2,x,4,5,") << 7
                            << "Height 'x' is not a whole number from 1 on";
    QTest::newRow("width") << QByteArray("a,1 2,3,0,5,") << 9
                           << "Width '0' is not a whole number from 1 on";
    QTest::newRow("fraction") << QByteArray("a,1 2,3.5,4,5,") << 7
                              << "Height '3.5' is not a whole number from 1 on";
    QTest::newRow("huge") << QByteArray("a,1 2,99999,99999,5,") << 7
                          << "an image of 99999 x 99999 pixels is too large";
    QTest::newRow("overflow") << QByteArray("a,1 2,3,99999999999,5,") << 9
                              << "Width '99999999999' is not a whole number from 1 on";
    QTest::newRow("category") << QByteArray("a,1 2,3,4,46,") << 11
                              << "ClassId 46 is not in the label descriptions";
    QTest::newRow("class") << QByteArray("a,1 2,3,4,x_1,") << 11
                           << "ClassId 'x_1' is not a whole number";
    QTest::newRow("id") << QByteArray(",1 2,3,4,5,") << 1 << "ImageId is empty";
    QTest::newRow("size") << QByteArray("good,1 2,4,3,5,") << 10
                          << "the image is 3 x 4 pixels here, but 4 x 3 in line 2";
}

void TestProjectIssues::badRowsAreNamedAndTheRestIsRead() {
    QFETCH(QByteArray, row);
    QFETCH(int, column);
    QFETCH(QString, reason);
    const ProjectFolder folder;
    const std::string good = "good,1 2,3,4,5,\n";
    const ImportResult result =
        folder.import(kCsvHeader + "\n" + good + row.toStdString() + "\n" + good);
    QCOMPARE(result.objects, 2u);
    QCOMPARE(result.issueCount, 1u);
    QCOMPARE(result.counts.notUsable, 1u);
    QCOMPARE(result.counts.notes, 0u);
    QCOMPARE(result.issues.size(), 1u);
    QCOMPARE(QString::fromStdString(result.issues[0].text), reason);
    QCOMPARE(int(result.issues[0].line), 3);
    QCOMPARE(int(result.issues[0].column), column);
}

void TestProjectIssues::unknownAttributesLeaveTheObjectIn() {
    const ProjectFolder folder;
    const ImportResult result = folder.import(
        kCsvHeader + "\na,1 2,3,4,5,\"1,235,x\"\na,1 2,3,4,5,\"235,236,237,238,2\"\n");
    QCOMPARE(result.objects, 2u);
    QCOMPARE(result.issues.size(), 2u);
    QCOMPARE(result.counts.notUsable, 0u);
    QCOMPARE(result.counts.notes, 2u);
    QCOMPARE(result.issues[0].text,
             std::string("AttributesIds: '235', 'x' are not in the label descriptions; the object "
                         "is read without"));
    QCOMPARE(result.issues[1].text,
             std::string("AttributesIds: '235', '236', '237' and 1 more are not in the label "
                         "descriptions; the object is read without"));
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->attributesOf(0).size(), 1u);
    QCOMPARE(project->objects()->attributesOf(1)[0], AttributeIndex(2));
}

// As pandas writes a column with gaps, once it was read as numbers.
void TestProjectIssues::numbersMayEndInPointZero() {
    const ProjectFolder folder;
    const std::string text = kCsvHeader +
                             "\na,1 2,3.0,4.0,5.0,0.0\na,1 2,3,4,5,\"16.0, 2\"\n"
                             "a,1 2,3,4,5,1.5\na,1 2,3,4,5,.0\na,1 2,3,4,5.0,1000.0\n";
    const ImportResult result = folder.import(text);
    QCOMPARE(result.objects, 5u);
    QCOMPARE(result.issues.size(), 3u);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->attributesOf(0)[0], AttributeIndex(0));
    QCOMPARE(project->objects()->attributesOf(1).size(), 2u);
    QCOMPARE(project->objects()->category[0], CategoryIndex(5));
    QCOMPARE(folder.exported(*project), text);
    // What is not edited keeps its spelling.
    project->apply({categoryEdit(project->objects()->rowId[0], 6)});
    QVERIFY(folder.exported(*project).find("\na,1 2,3.0,4.0,6,0.0\n") != std::string::npos);
}

void TestProjectIssues::issuesAreKept() {
    const ProjectFolder folder;
    std::string text = kCsvHeader + "\n";
    for (int i = 0; i < 10500; ++i)
        text += "a,b\n";
    const ImportResult result = folder.import(text);
    QCOMPARE(result.issueCount, 10500u);
    QCOMPARE(result.issues.size(), 10000u);
    QCOMPARE(result.counts.notUsable, 10500u);
    const auto project = Project::open(folder.project());
    const std::vector<ProjectIssue> kept = project->issues();
    QCOMPARE(kept.size(), 10000u);
    QCOMPARE(kept.back().line, 10001u);
    QCOMPARE(kept.back().text, result.issues.back().text);
    std::uint64_t line = 1;
    project->readIssues([&](const ProjectIssue& issue) { return issue.line == ++line; });
    QCOMPARE(line, 10501u);
}

// What is a loss, and what is only said.
void TestProjectIssues::issuesOfRowsThatWereReadAreNotes() {
    const ProjectFolder folder;
    // The third row gives its image another size and has an unknown attribute: one row, two issues.
    const ImportResult result = folder.import(kCsvHeader +
                                              "\na,1 2,3,4,5,235\n\na,1 2,4,3,5,235\na,0 1,3,4,5,\n"
                                              "a,1 2,3,4,5,\na,11 3,3,4,5,\n");
    QCOMPARE(result.objects, 2u);
    QCOMPARE(result.issueCount, 5u);
    QCOMPARE(result.counts.notUsable, 3u);
    QCOMPARE(result.counts.notes, 1u);
    QCOMPARE(result.firstNotUsable->line, 4u);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->issueCounts().notUsable, 3u);
    QCOMPARE(project->issueCounts().notes, 1u);
}

QTEST_GUILESS_MAIN(TestProjectIssues)
#include "tst_project_issues.moc"
