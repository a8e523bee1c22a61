// iMaterialist 2019: no AttributesIds, and a ClassId `k_a_b` of category k with attributes a and b.
#include <QtTest>

#include "tests/dataset/project_fixture.h"

using namespace selvedge;

class TestCsv2019 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classIdsHoldAttributes();
    void withoutItsLabelsTheAttributesAreIssues();
    void untouchedFilesLeaveByteForByte_data();
    void untouchedFilesLeaveByteForByte();
    void editsAreWrittenIntoTheClassId();
    void theColumnMayBeThereToo();
};

namespace {

const std::string kHeader = "ImageId,EncodedPixels,Height,Width,ClassId";

ProjectFolder* withLabels(ProjectFolder& folder) {
    writeFileAtomically(
        folder.path("label_descriptions.json"),
        Catalog({{6, "skirt", ""}, {10, "dress", ""}}, {{3, "a", ""}, {61, "b", ""}, {91, "c", ""}})
            .toLabelDescriptionsJson());
    return &folder;
}

std::vector<AttributeIndex> attributesOf(const Project& project, ObjectIndex object) {
    const auto table = project.objects();
    const auto attributes = table->attributesOf(object);
    return {attributes.begin(), attributes.end()};
}

}  // namespace

void TestCsv2019::classIdsHoldAttributes() {
    ProjectFolder folder;
    const ImportResult result = withLabels(folder)->import(
        kHeader +
        "\na.jpg,1 2,3,4,6\na.jpg,1 2,3,4,10_91_3\na.jpg,1 2,3,4,10_5_61\n"
        "a.jpg,1 2,3,4,5_61\na.jpg,1 2,3,4,_61\na.jpg,1 2,3,4,6_\n");
    QCOMPARE(result.objects, 4u);
    QCOMPARE(result.issues.size(), 3u);
    QCOMPARE(result.issues[0].text,
             std::string("ClassId: '5' is not in the label descriptions; the "
                         "object is read without"));
    QCOMPARE(result.issues[0].line, 4u);
    QCOMPARE(result.issues[0].column, 15u);
    QCOMPARE(result.issues[1].text, std::string("ClassId 5 is not in the label descriptions"));
    QCOMPARE(result.issues[2].text, std::string("ClassId '_61' is not a whole number"));
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->category, (std::vector<CategoryIndex>{0, 1, 1, 0}));
    QCOMPARE(attributesOf(*project, 1), (std::vector<AttributeIndex>{0, 2}));
    QCOMPARE(attributesOf(*project, 2), (std::vector<AttributeIndex>{1}));
}

void TestCsv2019::withoutItsLabelsTheAttributesAreIssues() {
    const ProjectFolder folder;
    // In 2020 the id 61 means something else.
    const ImportResult result = folder.import(kHeader + "\na,1 2,3,4,10_61\na,1 2,3,4,10\n");
    QCOMPARE(result.objects, 2u);
    QCOMPARE(result.issueCount, 1u);
    const auto project = Project::open(folder.project());
    QVERIFY(attributesOf(*project, 0).empty());
    QVERIFY(project->catalog()->attributes().empty());
    QCOMPARE(project->catalog()->categories().size(), 46u);
}

void TestCsv2019::untouchedFilesLeaveByteForByte_data() {
    QTest::addColumn<QByteArray>("text");
    const QByteArray header = QByteArray::fromStdString(kHeader);
    QTest::newRow("plain") << header + "\na,1 2,3,4,6\na,3 2,3,4,10_3_91\n";
    QTest::newRow("not sorted") << header + "\na,3 2,3,4,10_91_3\n";
    QTest::newRow("unknown ones") << header + "\na,3 2,3,4,10_91_5_x\n";
    QTest::newRow("quotes, CRLF, mark")
        << "\xEF\xBB\xBF" + header + "\r\n\"a\",\"3 2\",3,4,\"10_3\"\r\nb,1 1,3,4,10_";
    QTest::newRow("moved columns")
        << QByteArray("ClassId,Note,ImageId,Width,Height,EncodedPixels\n10_3,x,a,4,3,1 2\n");
}

void TestCsv2019::untouchedFilesLeaveByteForByte() {
    QFETCH(QByteArray, text);
    ProjectFolder folder;
    const auto project = withLabels(folder)->open(text.toStdString());
    QVERIFY(project->objects()->size() > 0);
    QCOMPARE(QByteArray::fromStdString(folder.exported(*project)), text);
}

void TestCsv2019::editsAreWrittenIntoTheClassId() {
    ProjectFolder folder;
    const auto project =
        withLabels(folder)->open(kHeader + "\na,1 2,3,4,6\na, 1 2 ,3,4,10_91_5\na,1 2,3,4,10_3\n");
    ObjectEdit first, second, third;
    first.rowId = project->objects()->rowId[0];
    first.attributes = std::vector<AttributeIndex>{1, 2};
    second.rowId = project->objects()->rowId[1];
    second.category = CategoryIndex(0);
    third.rowId = project->objects()->rowId[2];
    third.attributes = std::vector<AttributeIndex>{};
    project->apply({first, second, third});
    QCOMPARE(folder.exported(*project),
             kHeader + "\na,1 2,3,4,6_61_91\na, 1 2 ,3,4,6_5_91\na,1 2,3,4,10\n");
}

void TestCsv2019::theColumnMayBeThereToo() {
    ProjectFolder folder;
    const std::string text = kCsvHeader + "\na,1 2,3,4,10_3,\"61\"\na,1 2,3,4,10_3,NaN\n";
    const auto project = withLabels(folder)->open(text);
    QCOMPARE(attributesOf(*project, 0), (std::vector<AttributeIndex>{0, 1}));
    QCOMPARE(folder.exported(*project), text);
    ObjectEdit edit;
    edit.rowId = project->objects()->rowId[0];
    edit.attributes = std::vector<AttributeIndex>{1, 2};
    project->apply({edit});
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,10_61_91,\na,1 2,3,4,10_3,NaN\n");
}

QTEST_GUILESS_MAIN(TestCsv2019)
#include "tst_csv_2019.moc"
