// Detectron2's dataset dicts with the paper's padded attributes: read, written, and refused.
#include <QtTest>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "dataset/error.h"
#include "dataset/format/detectron2_dicts.h"
#include "dataset/project/detectron2.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;
using nlohmann::json;

namespace {

// 4 x 3 pixels; column-major, so the first three are the first column.
const std::string kColumn = R"("segmentation": {"size": [3, 4], "counts": [0, 3, 9]})";

std::string listOf(const std::string& annotations) {
    return R"([{"file_name": "photos/a.jpg", "image_id": 7, "height": 3, "width": 4, )"
           R"("annotations": [)" +
           annotations + "]}]";
}

class DictsFolder : public ProjectFolder {
public:
    ImportResult import(const std::string& text) const {
        writeFileAtomically(path("dicts.json"), text);
        return importDetectron2(path("dicts.json"), project());
    }
    std::string firstIssue(const std::string& text) const {
        const ImportResult result = import(text);
        return result.issues.empty() ? "" : result.issues.front().text;
    }
};

}  // namespace

class TestDetectron2 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paddedListsAreSets();
    void whatIsWrittenHasFourteenSlots();
    void aProjectLeavesAndComesBack();
    void boxesAndPolygonsAreMasks();
    void whatCannotBeUsedIsNamed_data();
    void whatCannotBeUsedIsNamed();
    void imagesThatCannotBeUsedAreNamed();
};

void TestDetectron2::paddedListsAreSets() {
    // Three attributes in 14 slots, out of order and one twice; 294 fills.
    const DictsFolder folder;
    const ImportResult result = folder.import(
        listOf("{" + kColumn +
               R"(, "category_id": 45, "attributes": [293, 0, 17, 0, 294, 294, 294, 294, 294, 294,)"
               R"( 294, 294, 294, 294]}, {)" +
               kColumn + R"(, "category_id": 0, "attributes": [294]})"));
    QCOMPARE(result.objects, std::uint64_t(2));
    QCOMPARE(result.issueCount, std::uint64_t(0));
    const auto project = Project::open(folder.project());
    const auto table = project->objects();
    QCOMPARE(table->images[0].id, std::string("photos/a"));
    QCOMPARE(table->images[0].sourceId, std::string("7"));
    QCOMPARE(int(table->category[0]), 45);
    const auto attributes = table->attributesOf(0);
    QCOMPARE(std::vector<int>(attributes.begin(), attributes.end()),
             (std::vector<int>{0, 17, 293}));
    QVERIFY(table->attributesOf(1).empty());
    QCOMPARE(project->masksOf(*table, 0)[0], RleMask::fromBox(4, 3, {0, 0, 1, 3}));
}

void TestDetectron2::whatIsWrittenHasFourteenSlots() {
    QCOMPARE(paddedAttributes({}, 294), std::vector<int>(14, 294));
    const std::vector<AttributeIndex> two{5, 9};
    std::vector<int> expected(14, 294);
    expected[0] = 5;
    expected[1] = 9;
    QCOMPARE(paddedAttributes(two, 294), expected);
    const std::vector<AttributeIndex> many(20, 1);  // more than the paper met: none is lost
    QCOMPARE(paddedAttributes(many, 294).size(), std::size_t(20));
}

void TestDetectron2::aProjectLeavesAndComesBack() {
    const ProjectFolder source;
    const auto project =
        source.open(kCsvHeader + "\na,1 3,3,4,5,\"0,340\"\na,4 2 8 1,3,4,31,\nb,1 6,2,3,0,4\n");
    const auto before = project->objects();
    exportDetectron2(*project, source.path("dicts.json"));
    const json list = json::parse(ProjectFolder::contentOf(source.path("dicts.json")));
    QCOMPARE(list.size(), std::size_t(2));
    QCOMPARE(list[0]["height"].get<int>(), 3);
    const json& first = list[0]["annotations"][0];
    QCOMPARE(first["bbox"], json({0, 0, 1, 3}));
    QCOMPARE(first["bbox_mode"].get<int>(), 0);
    QCOMPARE(first["category_id"].get<int>(), 5);
    // Ids 0 and 340 are the first and the last of 294.
    QCOMPARE(first["attributes"][0].get<int>(), 0);
    QCOMPARE(first["attributes"][1].get<int>(), 293);
    QCOMPARE(first["attributes"][2].get<int>(), 294);
    QCOMPARE(first["attributes"].size(), std::size_t(14));

    const ImportResult result =
        importDetectron2(source.path("dicts.json"), source.path("back.selvedge"));
    QCOMPARE(result.issueCount, std::uint64_t(0));
    const auto back = Project::open(source.path("back.selvedge"));
    const auto after = back->objects();
    QCOMPARE(after->size(), before->size());
    QCOMPARE(after->images.size(), before->images.size());
    for (ImageIndex image = 0; image < after->images.size(); ++image)
        QCOMPARE(back->masksOf(*after, image), project->masksOf(*before, image));
    for (ObjectIndex object = 0; object < after->size(); ++object) {
        QCOMPARE(after->category[object], before->category[object]);
        QVERIFY(std::ranges::equal(after->attributesOf(object), before->attributesOf(object)));
    }
    // And leaves again the same, also as CSV.
    exportDetectron2(*back, source.path("again.json"));
    json again = json::parse(ProjectFolder::contentOf(source.path("again.json")));
    for (std::size_t i = 0; i < 2; ++i)
        QCOMPARE(again[i]["annotations"], list[i]["annotations"]);
    back->exportCsv(source.path("out.csv"));
    QVERIFY(ProjectFolder::contentOf(source.path("out.csv")).find("1 3,3,4,5,\"0,340\"") !=
            std::string::npos);
}

void TestDetectron2::boxesAndPolygonsAreMasks() {
    const DictsFolder folder;
    const ImportResult result =
        folder.import(listOf(R"({"bbox": [1, 0, 3, 2], "bbox_mode": 0, "category_id": 1},)"
                             R"({"bbox": [1, 0, 2, 2], "bbox_mode": 1, "category_id": 1},)"
                             R"({"segmentation": [[1, 0, 3, 0, 3, 2, 1, 2]], "category_id": 1})"));
    QCOMPARE(result.issueCount, std::uint64_t(0));
    const auto project = Project::open(folder.project());
    const auto masks = project->masksOf(*project->objects(), 0);
    QCOMPARE(masks.size(), std::size_t(3));
    for (const RleMask& mask : masks)
        QCOMPARE(mask, RleMask::fromBox(4, 3, {1, 0, 2, 2}));
}

void TestDetectron2::whatCannotBeUsedIsNamed_data() {
    QTest::addColumn<QString>("annotation");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const std::string& annotation, const char* text) {
        QTest::newRow(name) << QString::fromStdString(annotation) << text;
    };
    row("category", "{" + kColumn + R"(, "category_id": 46})",
        "it has no category_id from 0 to 45");
    row("attribute", "{" + kColumn + R"(, "category_id": 1, "attributes": [295]})",
        "it has attributes that are no number from 0 to 294; it is read without them");
    row("attributes", "{" + kColumn + R"(, "category_id": 1, "attributes": 4})",
        "its attributes are no list; it is read without");
    row("nothing", R"({"category_id": 1})", "it has neither segmentation nor bbox");
    row("rotated", R"({"category_id": 1, "bbox": [1, 1, 2, 2], "bbox_mode": 4})",
        "its bbox_mode is not 0 (XYXY_ABS) or 1 (XYWH_ABS)");
    row("backwards", R"({"category_id": 1, "bbox": [3, 0, 1, 2], "bbox_mode": 0})",
        "its box ends before it begins");
    row("another size",
        R"({"category_id": 1, "segmentation": {"size": [4, 4], "counts": [0, 16]}})",
        "its mask is 4 x 4 pixels, the image 4 x 3");
    row("no object", "7", "it has no category_id from 0 to 45");
}

void TestDetectron2::whatCannotBeUsedIsNamed() {
    QFETCH(QString, annotation);
    QFETCH(QString, text);
    const DictsFolder folder;
    QCOMPARE(QString::fromStdString(folder.firstIssue(listOf(annotation.toStdString()))),
             "image 1, annotation 1: " + text);
}

void TestDetectron2::imagesThatCannotBeUsedAreNamed() {
    const DictsFolder folder;
    QCOMPARE(folder.firstIssue(R"([{"image_id": 1, "annotations": []}])"),
             std::string("image 1: it has no file_name"));
    QCOMPARE(folder.firstIssue(R"([{"file_name": "a.jpg", "height": 0, "width": 4,
        "annotations": []}])"),
             std::string("image 1: it has no height and width that can be used"));
    QCOMPARE(folder.firstIssue(R"([{"file_name": "a.jpg", "height": 3, "width": 4}])"),
             std::string("image 1: it has no list of annotations"));
    // Two pictures of one name, and a list that is cut off: what stands before is read.
    const ImportResult result = folder.import(
        R"([{"file_name": "a.jpg", "height": 3, "width": 4, "annotations": []},)"
        R"({"file_name": "x/../a.jpg", "height": 3, "width": 4, "annotations": []}, {"fi)");
    QCOMPARE(result.images, std::uint64_t(2));
    QVERIFY(result.issueCount > 0);
    QVERIFY_EXCEPTION_THROWN(folder.import("{}"), Error);
}

QTEST_GUILESS_MAIN(TestDetectron2)
#include "tst_detectron2.moc"
