// COCO and Fashionpedia files as projects: what is read, what is reported, and that every byte
// leaves again but for what was edited.
#include <QtTest>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "dataset/error.h"
#include "dataset/image/image.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/import_coco.h"
#include "tests/dataset/mask_pictures.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

const std::string kLists =
    R"("categories":[{"id":7,"name":"seven","supercategory":"s"},{"id":0,"name":"zero"}],)"
    R"("attributes":[{"id":4,"name":"four"},{"id":9,"name":"nine"},{"id":300,"name":"many"}])";
const std::string kImages = R"("images":[{"id":30,"file_name":"b.jpg","width":3,"height":3},)"
                            R"({"id":4,"file_name":"a.jpg","width":3,"height":3}])";

std::string fileOf(const std::string& annotations) {
    return "{" + kLists + "," + kImages + ",\"annotations\":[" + annotations + "]}\n";
}

class CocoFolder : public ProjectFolder {
public:
    ImportResult import(const std::string& text, const ImportOptions& options = {}) const {
        writeFileAtomically(json(), text);
        return importCoco(json(), project(), options);
    }
    std::shared_ptr<Project> open(const std::string& text) const {
        import(text);
        return Project::open(project());
    }
    std::filesystem::path json() const { return path("truth.json"); }
    std::string exported(const Project& from) const {
        from.exportCoco(path("out.json"));
        return contentOf(path("out.json"));
    }
};

ObjectEdit editOf(std::int64_t rowId) {
    ObjectEdit edit;
    edit.rowId = rowId;
    return edit;
}

}  // namespace

class TestCocoProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void objectsAreReadInAllForms();
    void untouchedFilesLeaveByteForByte_data();
    void untouchedFilesLeaveByteForByte();
    void randomFilesLeaveByteForByte();
    void sharedSampleLeavesByteForByte();
    void badAnnotationsAreNamedAndTheRestIsRead_data();
    void badAnnotationsAreNamedAndTheRestIsRead();
    void cutFilesAreReadAsFarAsTheyGo();
    void filesThatAreNoneSayWhy_data();
    void filesThatAreNoneSayWhy();
    void editsChangeTheirMembersAlone_data();
    void editsChangeTheirMembersAlone();
    void newObjectsAreWrittenInTheFilesStyle_data();
    void newObjectsAreWrittenInTheFilesStyle();
    void deletedObjectsTakeTheirCommaAlong();
    void randomEditsLeaveWhatTheProjectHolds();
    void imagesAreFoundByTheirNames();
    void sizesMayComeFromThePictures();
    void othersLabelsMayBeTaken();
    void whatCsvCannotHoldIsLeftOut();
    void stopLeavesNothing();
};

void TestCocoProject::objectsAreReadInAllForms() {
    const CocoFolder folder;
    // Annotations before the lists they refer to; a category with id 0, an image with gaps before.
    const std::string text = R"({"annotations":[
        {"id":0,"image_id":30,"category_id":0,"segmentation":{"size":[3,3],"counts":"02103"},
         "attribute_ids":[300,4]},
        {"id":1,"image_id":4,"category_id":7,"iscrowd":1,
         "segmentation":{"counts":[0,2,1,2,4],"size":[3,3]}},
        {"id":2,"image_id":4,"category_id":7,"segmentation":[[0,0,2,0,2,2,0,2]]},
        {"id":3,"image_id":30,"category_id":7,"bbox":[1,1,1,2]}],)" +
                             kImages + "," + kLists + "}";
    const ImportResult result = folder.import(text);
    QCOMPARE(result.objects, 4u);
    QCOMPARE(result.images, 2u);
    QCOMPARE(result.issueCount, 2u);  // one crowd, one box alone
    QCOMPARE(result.counts.notUsable, 0u);
    QCOMPARE(result.counts.notes, 2u);
    QVERIFY(result.issues[0].text.starts_with("1 annotations are crowds"));
    const auto project = Project::open(folder.project());
    QCOMPARE(project->sourceFormat(), std::string("coco"));
    const auto table = project->objects();
    QCOMPARE(table->images[0].id, std::string("b"));
    QCOMPARE(table->images[0].sourceId, std::string("30"));
    QCOMPARE(project->catalog()->categories()[table->category[0]].name, std::string("zero"));
    const auto attributes = table->attributesOf(0);
    QCOMPARE(std::vector<AttributeIndex>(attributes.begin(), attributes.end()),
             (std::vector<AttributeIndex>{0, 2}));
    const std::vector<std::string> square = {"##.", "##.", "..."};
    for (const ObjectIndex object : {0u, 1u, 2u})
        QCOMPARE(pictureOf(project->mask(table->rowId[object])), square);
    QCOMPARE(pictureOf(project->mask(table->rowId[3])),
             (std::vector<std::string>{"...", ".#.", ".#."}));
    QCOMPARE(folder.exported(*project), text);
}

void TestCocoProject::untouchedFilesLeaveByteForByte_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("objects");
    const auto row = [](const char* name, const std::string& text, int objects) {
        QTest::newRow(name) << QByteArray::fromStdString(text) << objects;
    };
    const std::string one =
        R"({"id":1,"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"02103"}})";
    row("none", fileOf(""), 0);
    row("blanks in the list", fileOf(" \n "), 0);
    row("one", fileOf(one), 1);
    row("odd blanks", fileOf("\t" + one + " ,\r\n" + one + "\n\n"), 2);
    row("mark, no line end", "\xEF\xBB\xBF" + fileOf(one).substr(0, fileOf(one).size() - 1), 1);
    row("counts with escapes",
        fileOf(
            R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"0\u0032103"}})"),
        1);
    row("counts not the shortest",
        fileOf(R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"0R0103"}})"),
        1);
    row("numbers as fractions",
        fileOf(
            R"({"image_id":4.0,"category_id":7.0,"area":4.50e0,"segmentation":[[0,0,2,0,2,2.0,0,2]]})"),
        1);
    row("members nobody knows", fileOf(one) + "  ", 1);
    row("a bad one", fileOf(one + ",{\"id\":NaN}, " + one), 2);
    row("another type", fileOf(one + ", 5, null, [], \"x\""), 1);
    row("two lists",
        "{" + kImages + ",\"annotations\":[" + one + "],\"x\":[1]," + kLists +
            ",\"annotations\":[ " + one + " ]}",
        2);
    row("a crowd of members",
        "{\"info\":{\"a\":[1,{}]}," + kLists + ",\"licenses\":[]," + kImages +
            ",\"annotations\":[" + one + "],\"z\":null}",
        1);
}

void TestCocoProject::untouchedFilesLeaveByteForByte() {
    QFETCH(QByteArray, text);
    QFETCH(int, objects);
    const CocoFolder folder;
    const auto project = folder.open(text.toStdString());
    QCOMPARE(int(project->objects()->size()), objects);
    QCOMPARE(QByteArray::fromStdString(folder.exported(*project)), text);
}

void TestCocoProject::randomFilesLeaveByteForByte() {
    std::mt19937 random(5);
    for (const int indent : {-1, 0, 4}) {
        nlohmann::ordered_json root;
        root["images"] = nlohmann::json::array();
        for (int i = 0; i < 200; ++i)
            root["images"].push_back({{"id", i * 3},
                                      {"file_name", std::to_string(i) + ".jpg"},
                                      {"width", 40},
                                      {"height", 30}});
        root["annotations"] = nlohmann::json::array();
        for (int i = 0; i < 5000; ++i) {
            const RleMask mask = randomMask(random, 40, 30);
            nlohmann::ordered_json entry = {
                {"id", i}, {"image_id", int(random() % 200) * 3}, {"category_id", 7}};
            if (random() % 2)
                entry["segmentation"] = {{"size", {30, 40}}, {"counts", toCocoRle(mask)}};
            else
                entry["segmentation"] = {{"counts", toCounts(mask)}, {"size", {30, 40}}};
            entry["attribute_ids"] = {9, 4};
            root["annotations"].push_back(entry);
        }
        root["categories"] = {{{"id", 7}, {"name", "seven"}}};
        const std::string text = root.dump(indent);
        const CocoFolder folder;
        const auto project = folder.open(text);
        QVERIFY(project->objects()->size() > 4000u);  // empty masks are none
        QVERIFY(folder.exported(*project) == text);
    }
}

void TestCocoProject::sharedSampleLeavesByteForByte() {
    const std::filesystem::path sample = SELVEDGE_SHARED "/data/fashionpedia-eval/sample.json";
    if (!std::filesystem::exists(sample))
        QSKIP("../shared/data is absent");
    const CocoFolder folder;
    const ImportResult result = importCoco(sample, folder.project());
    QCOMPARE(result.objects, 12u);
    QCOMPARE(result.issueCount, 0u);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->catalog()->categories().size(), 48u);
    QCOMPARE(project->catalog()->attributes().size(), 320u);
    QVERIFY(folder.exported(*project) == ProjectFolder::contentOf(sample));
}

void TestCocoProject::badAnnotationsAreNamedAndTheRestIsRead_data() {
    QTest::addColumn<QByteArray>("annotation");
    QTest::addColumn<int>("objects");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const char* annotation, int objects, const char* reason) {
        QTest::newRow(name) << QByteArray(annotation) << objects << reason;
    };
    const char* rest = R"("segmentation":{"size":[3,3],"counts":"02103"}})";
    const auto with = [&](const char* name, const char* begin, int objects, const char* reason) {
        row(name, (std::string(begin) + rest).c_str(), objects, reason);
    };
    row("no JSON", "{\"id\":nope}", 2, "it is no JSON: ");
    row("NaN", "{\"id\":5,\"area\":NaN}", 2, "it is no JSON: ");
    row("text", "\"x\"", 2, "it is no object");
    with("no image", R"({"category_id":7,)", 2, "it has no image_id");
    with("no category", R"({"image_id":4,)", 2, "it has no category_id");
    with("other image", R"({"image_id":5,"category_id":7,)", 2,
         "it belongs to image 5, which is not listed");
    with("other category", R"({"image_id":4,"category_id":8,)", 2,
         "it has category 8, which is not listed");
    with("huge category", R"({"image_id":4,"category_id":99999999999,)", 2,
         "it has category 99999999999, which is not listed");
    with("negative category", R"({"image_id":4,"category_id":-1,)", 2,
         "it has category -1, which is not listed");
    with("other attribute", R"({"image_id":4,"category_id":7,"attribute_ids":[4,5],)", 3,
         "it has attribute 5, not listed; it is read without");
    with("attribute text", R"({"image_id":4,"category_id":7,"attribute_ids":["4"],)", 2,
         "it has an attribute id that is no whole number");
    with("twice", R"({"image_id":4,"category_id":8,"category_id":7,)", 3,
         "it has the member \"category_id\" twice; the last one counts");
    row("another size",
        R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,4],"counts":"02106"}})", 2,
        "its mask is 4 x 3 pixels, the image 3 x 3");
    row("past the end",
        R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"02109"}})", 2,
        "goes past the last pixel");
    row("negative size",
        R"({"image_id":4,"category_id":7,"segmentation":{"size":[-3,3],"counts":"0"}})", 2,
        "segmentation's size is not a picture's");
    row("empty mask",
        R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"9"}})", 2,
        "its mask has no pixel");
    row("nothing", R"({"image_id":4,"category_id":7})", 2, "it has neither segmentation nor bbox");
    row("deep", "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]", 2, "it is nested deeper than 16");
}

void TestCocoProject::badAnnotationsAreNamedAndTheRestIsRead() {
    QFETCH(QByteArray, annotation);
    QFETCH(int, objects);
    QFETCH(QString, reason);
    const std::string good =
        R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"02103"}})";
    const std::string text = fileOf(good + ",\n" + annotation.toStdString() + ",\n" + good);
    const CocoFolder folder;
    const ImportResult result = folder.import(text);
    QCOMPARE(int(result.objects), objects);
    QCOMPARE(result.issueCount, 1u);
    QCOMPARE(result.counts.notUsable + result.objects, 3u);
    const IssueCounts kept = Project::open(folder.project())->issueCounts();
    QCOMPARE(kept.notUsable, result.counts.notUsable);
    QCOMPARE(kept.notes, result.counts.notes);
    const QString got = QString::fromStdString(result.issues[0].text);
    QVERIFY2(got.startsWith("annotation 2: ") && got.contains(reason), qPrintable(got));
    QCOMPARE(result.issues[0].line, 2u);
    QVERIFY(result.issues[0].column >= 1u);
    QCOMPARE(folder.exported(*Project::open(folder.project())), text);
}

void TestCocoProject::cutFilesAreReadAsFarAsTheyGo() {
    const std::string one =
        R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"02103"}})";
    const std::string whole = fileOf(one + ",\n" + one + ",\n" + one);
    const std::size_t begin = whole.find("\"annotations\":[") + 15;
    for (std::size_t length = 0; length < whole.size() - 2; ++length) {
        const CocoFolder folder;
        const std::string text = whole.substr(0, length);
        if (length < begin) {
            QVERIFY_EXCEPTION_THROWN(folder.import(text), Error);
            continue;
        }
        const ImportResult result = folder.import(text);
        QCOMPARE(result.issueCount, 1u);
        QVERIFY(result.issues[0].line >= 1u);
        QVERIFY(result.issues[0].text.find("the file ends ") != std::string::npos);
        const std::size_t read = (length >= begin + one.size()) +
                                 (length >= begin + 2 * one.size() + 2) +
                                 (length >= begin + 3 * one.size() + 4);
        QCOMPARE(result.objects, read);
        QCOMPARE(folder.exported(*Project::open(folder.project())), text);
    }
}

void TestCocoProject::filesThatAreNoneSayWhy_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("empty") << QByteArray() << "truth.json:1:1: the file is empty";
    QTest::newRow("list") << QByteArray("[]") << "has no list \"images\"";
    QTest::newRow("labels") << QByteArray("{\"categories\":[]}") << "has no list \"images\"";
    QTest::newRow("no annotations")
        << QByteArray("{\"images\":[],\"categories\":[]}") << "has no list \"annotations\"";
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFE{\0", 4) << "UTF-16";
    QTest::newRow("junk") << QByteArray("\x01\x02\x03") << "truth.json:1:1: the file is no JSON";
    QTest::newRow("categories twice")
        << QByteArray(R"({"images":[],"annotations":[],"categories":[{"id":1},{"id":1}]})")
        << "category id 1 occurs twice";
}

void TestCocoProject::filesThatAreNoneSayWhy() {
    QFETCH(QByteArray, text);
    QFETCH(QString, sentence);
    const CocoFolder folder;
    try {
        folder.import(text.toStdString());
        QFAIL("it was taken");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(sentence), error.what());
        QCOMPARE(error.kind(), ErrorKind::BadFormat);
    }
    QCOMPARE(folder.files(), 1u);
}

void TestCocoProject::editsChangeTheirMembersAlone_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, const char* before, const char* after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    // The edit: category zero, attributes 4 and 9, the square one pixel to the right.
    row("all members",
        R"({"id":1,"image_id":4,"category_id":7,"attribute_ids":[300,9],"score":1.50,)"
        R"("segmentation":{"size":[3,3],"counts":"02103"},"area":4.0,"bbox":[0,0,2,2]})",
        R"({"id":1,"image_id":4,"category_id":0,"attribute_ids":[9,4],"score":1.50,)"
        R"("segmentation":{"size":[3,3],"counts":"32100"},"area":4,"bbox":[1,0,2,2]})");
    row("blanks",
        "{ \"image_id\" : 4,\n  \"category_id\" : 7,\n  \"attribute_ids\" : [ 9,  300 ],\n"
        "  \"segmentation\" : [[0,0,2,0,2,2,0,2]] }",
        "{ \"image_id\" : 4,\n  \"category_id\" : 0,\n  \"attribute_ids\" : [9,  4],\n"
        "  \"segmentation\" : {\"size\": [3, 3], \"counts\": \"32100\"} }");
    row("no attributes yet", R"({"image_id":4,"category_id":7,"segmentation":[[0,0,2,0,2,2,0,2]]})",
        R"({"image_id":4,"category_id":0,"segmentation":{"size":[3,3],"counts":"32100"},)"
        R"("attribute_ids":[4,9]})");
    row("attributes nobody knows",
        R"({"image_id":4,"category_id":7,"attribute_ids":[77, 300],"segmentation":[[0,0,2,0,2,2,0,2]]})",
        R"({"image_id":4,"category_id":0,"attribute_ids":[77, 4, 9],)"
        R"("segmentation":{"size":[3,3],"counts":"32100"}})");
}

void TestCocoProject::editsChangeTheirMembersAlone() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const CocoFolder folder;
    const auto project = folder.open(fileOf(before.toStdString()));
    ObjectEdit edit = editOf(project->objects()->rowId[0]);
    edit.category = CategoryIndex(1);
    edit.attributes = std::vector<AttributeIndex>{0, 1};
    edit.mask = maskOf({".##", ".##", "..."});
    const std::int64_t step = project->apply({edit});
    QCOMPARE(QByteArray::fromStdString(folder.exported(*project)),
             QByteArray::fromStdString(fileOf(after.toStdString())));
    project->undo(step);
    QCOMPARE(QByteArray::fromStdString(folder.exported(*project)),
             QByteArray::fromStdString(fileOf(before.toStdString())));
}

void TestCocoProject::newObjectsAreWrittenInTheFilesStyle_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char* name, const char* before, const char* after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    // The new object: image 30, category zero, attribute nine.
    row("empty", "",
        R"({"id": 1, "image_id": 30, "category_id": 0, "attribute_ids": [9], "segmentation": )"
        R"({"size": [3, 3], "counts": "02103"}, "area": 4, "bbox": [0, 0, 2, 2], "iscrowd": 0})");
    row("dense",
        R"({"image_id":4,"id":17,"category_id":7,"segmentation":{"size":[3,3],"counts":"02103"}})",
        R"({"image_id":4,"id":17,"category_id":7,"segmentation":{"size":[3,3],"counts":"02103"}},)"
        R"({"image_id":30,"id":18,"category_id":0,"segmentation":{"size":[3,3],"counts":"02103"},)"
        R"("attribute_ids":[9]})");
    row("spread out",
        "\n  {\n    \"id\": 3,\n    \"image_id\": 30,\n    \"category_id\": 7,\n    \"note\": "
        "\"x\",\n"
        "    \"segmentation\": [[0,0,2,0,2,2,0,2]]\n  },\n  {\n    \"id\": 2,\n    \"image_id\": "
        "4,\n"
        "    \"category_id\": 7,\n    \"segmentation\": [[0,0,2,0,2,2,0,2]]\n  }\n",
        "\n  {\n    \"id\": 3,\n    \"image_id\": 30,\n    \"category_id\": 7,\n    \"note\": "
        "\"x\",\n"
        "    \"segmentation\": [[0,0,2,0,2,2,0,2]]\n  },\n  {\n    \"id\": 4,\n    \"image_id\": "
        "30,\n"
        "    \"category_id\": 0,\n    \"segmentation\": {\"size\": [3, 3], \"counts\": "
        "\"02103\"},\n"
        "    \"attribute_ids\": [9]\n  },\n  {\n    \"id\": 2,\n    \"image_id\": 4,\n"
        "    \"category_id\": 7,\n    \"segmentation\": [[0,0,2,0,2,2,0,2]]\n  }\n");
}

void TestCocoProject::newObjectsAreWrittenInTheFilesStyle() {
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const CocoFolder folder;
    const auto project = folder.open(fileOf(before.toStdString()));
    ObjectEdit edit;
    edit.image = ImageIndex(0);
    edit.category = CategoryIndex(1);
    edit.attributes = std::vector<AttributeIndex>{1};
    edit.mask = maskOf({"##.", "##.", "..."});
    project->apply({edit});
    QCOMPARE(QByteArray::fromStdString(folder.exported(*project)),
             QByteArray::fromStdString(fileOf(after.toStdString())));
}

void TestCocoProject::deletedObjectsTakeTheirCommaAlong() {
    const auto one = [](int id) {
        return R"({"id":)" + std::to_string(id) +
               R"(,"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"02103"}})";
    };
    for (int left = 0; left < 8; ++left) {
        const CocoFolder folder;  // in one folder the edits of the round before were carried over
        const auto project =
            folder.open(fileOf("\n " + one(0) + ",\n " + one(1) + ",\n " + one(2)));
        std::vector<ObjectEdit> edits;
        std::string expected;
        for (int i = 0; i < 3; ++i) {
            if (left >> i & 1) {
                expected += (expected.empty() ? "\n " : ",\n ") + one(i);
                continue;
            }
            edits.push_back(editOf(project->objects()->rowId[std::size_t(i)]));
            edits.back().deleted = true;
        }
        if (!edits.empty())
            project->apply(edits);
        if (expected.empty())
            expected = "\n ";
        QCOMPARE(folder.exported(*project), fileOf(expected));
        // The list that became empty takes new ones.
        ObjectEdit edit;
        edit.image = ImageIndex(0);
        edit.category = CategoryIndex(0);
        edit.mask = maskOf({"##.", "##.", "..."});
        project->apply({edit});
        const auto json = nlohmann::json::parse(folder.exported(*project));
        QCOMPARE(json["annotations"].size(), project->objects()->size());
    }
}

// Whatever is edited: the file that leaves, read again, holds the objects of the project.
void TestCocoProject::randomEditsLeaveWhatTheProjectHolds() {
    std::mt19937 random(6);
    const auto contentOf = [](const Project& project) {
        std::multiset<std::string> out;
        const auto table = project.objects();
        for (ObjectIndex i = 0; i < table->size(); ++i) {
            std::string text = table->images[table->image[i]].id + " " +
                               std::to_string(table->category[i]) + " " +
                               toCocoRle(project.mask(table->rowId[i]));
            for (const AttributeIndex attribute : table->attributesOf(i))
                text += " " + std::to_string(attribute);
            out.insert(text);
        }
        return out;
    };
    const auto visibleMask = [&] {
        for (;;) {
            RleMask mask = randomMask(random, 3, 3);
            if (!mask.empty())
                return mask;
        }
    };
    for (int round = 0; round < 60; ++round) {
        std::string annotations;
        for (unsigned n = random() % 6; n > 0; --n) {
            const char* blanks[] = {"", " ", "\n  "};
            annotations += (annotations.empty() ? "" : ",") + std::string(blanks[random() % 3]);
            if (random() % 5 == 0)
                annotations += "{\"id\":null}";
            else if (random() % 2)
                annotations +=
                    R"({"image_id":4,"category_id":7,"segmentation":[[0,0,2,0,2,2,0,2]]})";
            else
                annotations += R"({"id":5,"image_id": 30, "category_id": 0, "attribute_ids":[9],)"
                               R"("segmentation":{"size":[3,3],"counts":"02103"}})";
        }
        const CocoFolder folder;
        const auto project = folder.open(fileOf(annotations));
        for (int step = 0; step < 5; ++step) {
            const auto table = project->objects();
            ObjectEdit edit;
            if (table->size() == 0 || random() % 3 == 0) {
                edit.image = ImageIndex(random() % 2);
                edit.category = CategoryIndex(random() % 2);
                edit.mask = visibleMask();
            } else {
                edit.rowId = table->rowId[random() % table->size()];
                switch (random() % 3) {
                    case 0:
                        edit.deleted = true;
                        break;
                    case 1:
                        edit.mask = visibleMask();
                        break;
                    default:
                        edit.category = CategoryIndex(random() % 2);
                        edit.attributes = std::vector<AttributeIndex>{AttributeIndex(random() % 3)};
                }
            }
            project->apply({edit});
        }
        folder.exported(*project);
        const CocoFolder other;
        const std::string text = ProjectFolder::contentOf(folder.path("out.json"));
        const auto again = other.open(text);
        QVERIFY2(contentOf(*again) == contentOf(*project), text.c_str());
    }
}

void TestCocoProject::imagesAreFoundByTheirNames() {
    const CocoFolder folder;
    std::filesystem::create_directories(folder.path("images/sub"));
    std::filesystem::create_directories(folder.path("annotations"));
    for (const char* name : {"images/sub/a.jpg", "images/b.png", "images/b.jpg", "images/5"})
        writeFileAtomically(folder.path(name), "x");
    writeFileAtomically(folder.path("annotations/t.json"),
                        R"({"images":[{"id":1,"file_name":"sub/a.jpg","width":3,"height":3},
            {"id":2,"file_name":"b.jpg","width":3,"height":3},
            {"id":3,"file_name":"b.png","width":3,"height":3},
            {"id":5,"width":3,"height":3},{"id":"x","file_name":"b.jpg","width":3,"height":3}],
            "annotations":[],"categories":[{"id":0}]})");
    importCoco(folder.path("annotations/t.json"), folder.project());
    const auto project = Project::open(folder.project());
    QCOMPARE(project->imageFolder(), folder.path("images"));
    const auto& images = project->objects()->images;
    QCOMPARE(images.size(), 5u);
    QCOMPARE(project->imagePath(images[0].id), folder.path("images/sub/a.jpg"));
    QCOMPARE(project->imagePath(images[1].id), folder.path("images/b.jpg"));
    QCOMPARE(project->imagePath(images[2].id), folder.path("images/b.png"));
    QCOMPARE(project->imagePath(images[3].id), folder.path("images/5"));
    QCOMPARE(project->imagePath(images[4].id), folder.path("images/b.jpg"));  // one picture twice
    QCOMPARE(images[4].sourceId, std::string("x"));
}

void TestCocoProject::sizesMayComeFromThePictures() {
    const CocoFolder folder;
    Image picture{5, 4, std::vector<std::uint8_t>(60, 0)};
    std::filesystem::create_directories(folder.path("images"));
    writeJpeg(folder.path("images/a.jpg"), picture);
    const ImportResult result = folder.import(
        R"({"images":[{"id":1,"file_name":"a.jpg"},{"id":2,"file_name":"b.jpg"}],
            "categories":[{"id":0}],
            "annotations":[{"image_id":1,"category_id":0,"segmentation":[[0,0,2,0,2,2,0,2]]},
                           {"image_id":2,"category_id":0,"segmentation":[[0,0,2,0,2,2,0,2]]}]})");
    QCOMPARE(result.images, 1u);
    QCOMPARE(result.objects, 1u);
    QCOMPARE(result.issueCount, 2u);
    const auto project = Project::open(folder.project());
    QCOMPARE(project->objects()->images[0].width, 5);
    QCOMPARE(project->objects()->area[0], 4u);
}

void TestCocoProject::othersLabelsMayBeTaken() {
    const std::string annotation =
        R"({"image_id":4,"category_id":7,"segmentation":{"size":[3,3],"counts":"02103"}})";
    const CocoFolder folder;
    const std::string bare = "{" + kImages + ",\"annotations\":[" + annotation + "]}";
    ImportResult result = folder.import(bare);
    QCOMPARE(result.objects, 1u);
    QCOMPARE(result.issueCount, 1u);  // it lists no categories
    QCOMPARE(Project::open(folder.project())->catalog()->categories().size(), 46u);
    writeFileAtomically(folder.path("own.json"),
                        Catalog({{7, "sail", ""}}, {}).toLabelDescriptionsJson());
    ImportOptions options;
    options.labelDescriptions = folder.path("own.json");
    result = folder.import(fileOf(annotation), options);
    QCOMPARE(result.issueCount, 0u);
    QCOMPARE(Project::open(folder.project())->catalog()->categories()[0].name, std::string("sail"));
}

void TestCocoProject::whatCsvCannotHoldIsLeftOut() {
    const CocoFolder folder;
    const auto project = folder.open(
        fileOf(R"({"id":5,"image_id":30,"category_id":7,"iscrowd":1,"attribute_ids":[9,4],)"
               R"("segmentation":[[0,0,2,0,2,2,0,2]]},{"id":6,"image_id":77}, 5)"));
    project->exportCsv(folder.path("out.csv"));
    QCOMPARE(ProjectFolder::contentOf(folder.path("out.csv")),
             kCsvHeader + "\nb,1 2 4 2,3,3,7,\"4,9\"\n");
}

void TestCocoProject::stopLeavesNothing() {
    const CocoFolder folder;
    writeFileAtomically(folder.json(), fileOf(""));
    std::stop_source stop;
    stop.request_stop();
    const ImportResult result =
        importCoco(folder.json(), folder.project(), {}, {}, stop.get_token());
    QVERIFY(result.stoppedEarly);
    QVERIFY(!std::filesystem::exists(folder.project()));
    const auto project = folder.open(fileOf(""));
    project->exportCoco(folder.path("never.json"), {}, stop.get_token());
    QVERIFY(!std::filesystem::exists(folder.path("never.json")));
}

QTEST_GUILESS_MAIN(TestCocoProject)
#include "tst_coco_project.moc"
