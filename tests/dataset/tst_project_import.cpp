// From CSV to project and back: what is read, what is reported, and that every byte leaves again.
#include <QtTest>
#include <nlohmann/json.hpp>
#include <random>

#include "dataset/error.h"
#include "dataset/mask/text_forms.h"
#include "tests/dataset/mask_pictures.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

class TestProjectImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void objectsAreReadWithAllTheirColumns();
    void untouchedFilesLeaveByteForByte_data();
    void untouchedFilesLeaveByteForByte();
    void randomFilesLeaveByteForByte();
    void sharedDataLeavesByteForByte_data();
    void sharedDataLeavesByteForByte();
    void stopLeavesNothing();
    void failuresLeaveNothing();
    void wholeImportsReplaceTheOldProject();
    void filesOfOthersAreNotReplaced();
    void resultsReplaceNoProjectAndNoSource();
    void twoImportsOfOneProjectDoNotMix();
    void manyThreadsMakeTheSameProject();
    void openProjectsAreNotReplaced();
    void labelDescriptionsBesideTheCsvAreTaken();
    void imagesAreFoundBesideTheCsv();
    void imagesOutsideTheFolderAreNotFound();
    void defaultPathIsBesideTheCsv();
    void cocoHoldsTheSameObjects();
};

void TestProjectImport::objectsAreReadWithAllTheirColumns() {
    const ProjectFolder folder;
    const std::string text =
        kCsvHeader + "\nb,1 2 7 1,3,4,5,\"0,340\"\na,6 1,2,3,45,\nb,12 1,3,4,0,17\n";
    const ImportResult result = folder.import(text);
    QCOMPARE(result.images, 2u);
    QCOMPARE(result.objects, 3u);
    QCOMPARE(result.issueCount, 0u);
    QCOMPARE(result.project, folder.project());
    QVERIFY(!result.stoppedEarly);

    const auto project = Project::open(folder.project());
    const auto table = project->objects();
    QCOMPARE(table->size(), 3u);
    QCOMPARE(table->images[0].id, std::string("b"));
    QCOMPARE(table->images[0].width, 4);
    QCOMPARE(table->images[0].height, 3);
    QCOMPARE(table->images[1].id, std::string("a"));
    QCOMPARE(table->category, (std::vector<CategoryIndex>{5, 45, 0}));
    QCOMPARE(table->area, (std::vector<std::uint32_t>{3, 1, 1}));
    QVERIFY((table->box[0] == IntBox{0, 0, 3, 2}));
    QVERIFY((table->box[2] == IntBox{3, 2, 1, 1}));
    const auto attributes = table->attributesOf(0);
    QCOMPARE(std::vector<AttributeIndex>(attributes.begin(), attributes.end()),
             (std::vector<AttributeIndex>{0, 293}));
    QVERIFY(table->attributesOf(1).empty());
    const auto ofB = table->objectsOf(0);
    QCOMPARE(std::vector<ObjectIndex>(ofB.begin(), ofB.end()), (std::vector<ObjectIndex>{0, 2}));
    QCOMPARE(pictureOf(project->mask(table->rowId[0])),
             (std::vector<std::string>{"#.#.", "#...", "...."}));
    const std::vector<RleMask> masks = project->masksOf(*table, 0);
    QCOMPARE(masks.size(), 2u);
    QVERIFY(masks[1] == project->mask(table->rowId[2]));
    QVERIFY(!project->edited());
    QVERIFY_EXCEPTION_THROWN(project->mask(99), Error);
}

void TestProjectImport::untouchedFilesLeaveByteForByte_data() {
    QTest::addColumn<QByteArray>("text");
    const QByteArray header = QByteArray::fromStdString(kCsvHeader);
    const QByteArray row = "a,1 2 7 1,3,4,5,\"1,2\"";
    QTest::newRow("plain") << header + "\n" + row + "\n" + row + "\n";
    QTest::newRow("zero rows") << header + "\n";
    QTest::newRow("header only") << header;
    QTest::newRow("no final newline") << header + "\n" + row + "\n" + row;
    QTest::newRow("CRLF") << header + "\r\n" + row + "\r\n" + row + "\r\n";
    QTest::newRow("CRLF, no final newline") << header + "\r\n" + row;
    QTest::newRow("mixed line ends") << header + "\n" + row + "\r\n" + row + "\n\r\n" + row;
    QTest::newRow("BOM") << "\xEF\xBB\xBF" + header + "\n" + row + "\n";
    QTest::newRow("blank lines") << header + "\n\n" + row + "\n\n\n" + row + "\n\n";
    QTest::newRow("odd quoting") << header +
                                        "\n\"a\",\"1 2 7 1\",\"3\",4,\"5\",1\na,1 2,3,4,5,\"\"\n"
                                        "a,\"1 2\"\"\",3,4,5,\n";
    QTest::newRow("NaN") << header + "\na,1 2,3,4,5,NaN\na,1 2,3,4,5,nan\n";
    QTest::newRow("odd numbers") << header +
                                        "\na, 1  2 ,03, 4,05,\"2,1\"\na,7 1 1 2,3,4,5,\"1,1\"\n";
    QTest::newRow("columns") << QByteArray(
        "ClassId,Note,Width,Height,AttributesIds,EncodedPixels,ImageId,X\n"
        "5,\"a, note\",4,3,1,1 2,a,\n5,,4,3,1,1 2,a,\n");
    QTest::newRow("broken rows")
        << header + "\na,b\na,1 0,3,4,5,\nx\"y,1 2,3,4,5,6,7\n\0z\n" + row +
               "\na,1 2,3,4,99,\na,1 2,3,4,5,235\na,,3,4,5,\n,1 2,3,4,5,\n";
    QTest::newRow("unclosed quote") << header + "\n" + row + "\n\"a,1 2,3,4,5,\n" + row + "\n";
    QTest::newRow("unclosed at the end") << header + "\n" + row + "\na,1 2,3,4,5,\"1,2";
    QTest::newRow("other sizes") << header + "\na,1 2,3,4,5,\na,1 2,4,3,5,\n";
    QTest::newRow("no UTF-8") << header + "\n\xff\xfe,1 2,3,4,5,\n";
    QTest::newRow("lone CR") << header + "\na,1 2,3,4,5,\r\r\na,1\r2,3,4,5,\n\r";
}

void TestProjectImport::untouchedFilesLeaveByteForByte() {
    QFETCH(QByteArray, text);
    const ProjectFolder folder;
    const auto project = folder.open(text.toStdString());
    QCOMPARE(QByteArray::fromStdString(folder.exported(*project)), text);
}

void TestProjectImport::randomFilesLeaveByteForByte() {
    std::mt19937 random(1);
    const std::vector<std::string> pieces = {"a",
                                             "b",
                                             ",",
                                             ",",
                                             ",",
                                             ",",
                                             "\"",
                                             "\n",
                                             "\n",
                                             "\r\n",
                                             "1 2",
                                             "3",
                                             "4",
                                             "5",
                                             " ",
                                             "NaN",
                                             "a,1 2,3,4,5,",
                                             "\na,1 2 7 1,3,4,5,\"1,2\"\n",
                                             "0",
                                             "\r",
                                             "a,7 1,3,4,5,1\n"};
    for (int round = 0; round < 60; ++round) {
        std::string text = kCsvHeader + "\n";
        for (unsigned n = random() % 40; n > 0; --n)
            text += pieces[random() % pieces.size()];
        const ProjectFolder folder;
        const auto project = folder.open(text);
        QCOMPARE(folder.exported(*project), text);
    }
}

void TestProjectImport::sharedDataLeavesByteForByte_data() {
    QTest::addColumn<QString>("csv");
    QTest::addColumn<int>("objects");
    QTest::newRow("ccp") << SELVEDGE_SHARED "/data/ccp/train.csv" << 5250;
    QTest::newRow("fashionpedia") << SELVEDGE_SHARED "/data/fashionpedia-sample/train.csv" << 12;
}

void TestProjectImport::sharedDataLeavesByteForByte() {
    QFETCH(QString, csv);
    QFETCH(int, objects);
    if (!QFile::exists(csv))
        QSKIP("../shared/data is absent");
    const ProjectFolder folder;
    const ImportResult result = Project::importCsv(csv.toStdString(), folder.project());
    QCOMPARE(int(result.objects), objects);
    QCOMPARE(result.issueCount, 0u);
    const auto project = Project::open(folder.project());
    QVERIFY(folder.exported(*project) == ProjectFolder::contentOf(csv.toStdString()));
    QVERIFY(!project->imagePath(project->objects()->images[0].id).empty());
}

void TestProjectImport::stopLeavesNothing() {
    const ProjectFolder folder;
    writeFileAtomically(folder.csv(), kCsvHeader + "\na,1 2,3,4,5,\n");
    std::stop_source stop;
    const auto onProgress = [&](const Progress& progress) {
        QCOMPARE(progress.unit, "bytes");
        stop.request_stop();
    };
    const ImportResult result =
        Project::importCsv(folder.csv(), folder.project(), {}, onProgress, stop.get_token());
    QVERIFY(result.stoppedEarly);
    QCOMPARE(folder.files(), 1u);
    std::stop_source before;
    before.request_stop();
    QVERIFY(Project::importCsv(folder.csv(), folder.project(), {}, {}, before.get_token())
                .stoppedEarly);
    QCOMPARE(folder.files(), 1u);
}

void TestProjectImport::failuresLeaveNothing() {
    const ProjectFolder folder;
    QVERIFY_EXCEPTION_THROWN(folder.import("a,b\n1,2\n"), Error);
    QCOMPARE(folder.files(), 1u);
    writeFileAtomically(folder.csv(), kCsvHeader + "\na,1 2,3,4,5,\n");
    const auto fail = [](const Progress&) { throw Error(ErrorKind::Internal, "half-way"); };
    QVERIFY_EXCEPTION_THROWN(Project::importCsv(folder.csv(), folder.project(), {}, fail), Error);
    QCOMPARE(folder.files(), 1u);
    writeFileAtomically(folder.path("label_descriptions.json"), "{");
    QVERIFY_EXCEPTION_THROWN(Project::importCsv(folder.csv(), folder.project()), Error);
    QCOMPARE(folder.files(), 2u);
    QVERIFY_EXCEPTION_THROWN(Project::importCsv(folder.csv(), folder.path("no") / "train.selvedge"),
                             Error);
}

void TestProjectImport::wholeImportsReplaceTheOldProject() {
    const ProjectFolder folder;
    folder.import(kCsvHeader + "\na,1 2,3,4,5,\n");
    QVERIFY_EXCEPTION_THROWN(folder.import("nonsense"), Error);
    QCOMPARE(Project::open(folder.project())->objects()->size(), 1u);
    folder.import(kCsvHeader + "\na,1 2,3,4,5,\nb,1 2,3,4,5,\n");
    QCOMPARE(Project::open(folder.project())->objects()->size(), 2u);
    std::filesystem::resize_file(folder.project(), 8192);  // a damaged project
    const ImportResult result = folder.import(kCsvHeader + "\n");
    QCOMPARE(Project::open(folder.project())->objects()->size(), 0u);
    QCOMPARE(result.oldKeptAt, folder.path("train.selvedge.damaged"));  // edits may be in it
    QCOMPARE(std::filesystem::file_size(result.oldKeptAt), 8192u);
    QCOMPARE(folder.files(), 3u);
}

void TestProjectImport::filesOfOthersAreNotReplaced() {
    const ProjectFolder folder;
    const std::string text = kCsvHeader + "\na,1 2,3,4,5,\n";
    const auto project = folder.open(text);
    QVERIFY_EXCEPTION_THROWN(Project::importCsv(folder.csv(), folder.csv()), Error);
    QCOMPARE(ProjectFolder::contentOf(folder.csv()), text);
    QVERIFY_EXCEPTION_THROWN(project->exportCsv(folder.project()), Error);
    QVERIFY_EXCEPTION_THROWN(project->exportCoco(folder.project()), Error);
    QCOMPARE(folder.exported(*project), text);
    // Nor what lies where the new project grows, unless a killed import left it.
    const auto partial = folder.path("new.selvedge.partial");
    const auto import = [&] { Project::importCsv(folder.csv(), folder.path("new.selvedge")); };
    writeFileAtomically(partial, "mine");
    QVERIFY_EXCEPTION_THROWN(import(), Error);
    QCOMPARE(ProjectFolder::contentOf(partial), std::string("mine"));
    QVERIFY(!std::filesystem::exists(folder.path("new.selvedge")));
    for (const std::string& left : {std::string(), ProjectFolder::contentOf(folder.project())}) {
        writeFileAtomically(partial, left.substr(0, 5000));
        import();
        QVERIFY(!std::filesystem::exists(partial));
    }
}

void TestProjectImport::resultsReplaceNoProjectAndNoSource() {
    const ProjectFolder folder;
    const std::string text = kCsvHeader + "\na,1 2,3,4,5,\n";
    const auto project = folder.open(text);
    const auto other = folder.path("other.selvedge");
    Project::importCsv(folder.csv(), other);
    std::filesystem::create_symlink("train.csv", folder.path("link.csv"));
    const std::string before = ProjectFolder::contentOf(other);
    for (const auto& target : {folder.project(), other, folder.csv(), folder.path("link.csv"),
                               folder.path(".") / "train.csv"}) {
        QVERIFY_EXCEPTION_THROWN(project->exportCsv(target), Error);
        QVERIFY_EXCEPTION_THROWN(project->exportCoco(target), Error);
    }
    QVERIFY(ProjectFolder::contentOf(other) == before);
    QCOMPARE(ProjectFolder::contentOf(folder.csv()), text);
}

void TestProjectImport::twoImportsOfOneProjectDoNotMix() {
    const ProjectFolder folder;
    writeFileAtomically(folder.csv(), kCsvHeader + "\na,1 2,3,4,5,\n");
    int refused = 0;
    const auto another = [&](const Progress&) {
        try {
            Project::importCsv(folder.csv(), folder.project());
        } catch (const Error& error) {
            refused += error.kind() == ErrorKind::Busy;
        }
    };
    Project::importCsv(folder.csv(), folder.project(), {}, another);
    QCOMPARE(refused, 1);
    QCOMPARE(Project::open(folder.project())->objects()->size(), 1u);
}

void TestProjectImport::manyThreadsMakeTheSameProject() {
    std::mt19937 random(7);
    std::string text = kCsvHeader + "\n";
    for (int i = 0; i < 30000; ++i) {
        const RleMask mask = randomMask(random, 20, 15);
        text += "image" + std::to_string(random() % 3000) + "," + toKaggleRle(mask) +
                (random() % 50 == 0 ? ",16,20," : ",15,20,") + std::to_string(random() % 47) +
                ",\"" + std::to_string(random() % 300) + ",2\"" + (random() % 9 ? "\n" : "\r\n");
    }
    const ProjectFolder folder;
    writeFileAtomically(folder.csv(), text);
    ImportOptions options;
    const auto contentWith = [&](unsigned threads) {
        options.threads = threads;
        const ImportResult result = Project::importCsv(folder.csv(), folder.project(), options);
        if (result.objects == 0 || result.issueCount == 0)
            return std::string();
        std::string content = ProjectFolder::contentOf(folder.project());
        std::filesystem::remove(folder.project());
        return content;
    };
    const std::string one = contentWith(1);
    QVERIFY(one.size() > 1 << 20);
    for (unsigned threads : {2u, 3u, 7u})
        QVERIFY(contentWith(threads) == one);
}

void TestProjectImport::openProjectsAreNotReplaced() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + "\na,1 2,3,4,5,\n");
    try {
        folder.import(kCsvHeader + "\n");
        QFAIL("the open project was replaced");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::Busy);
    }
    QCOMPARE(project->mask(project->objects()->rowId[0]).area(), 2u);
}

void TestProjectImport::labelDescriptionsBesideTheCsvAreTaken() {
    const ProjectFolder folder;
    const Catalog catalog({{70, "sail", "ship"}}, {{9, "torn", "state"}});
    writeFileAtomically(folder.path("label_descriptions.json"), catalog.toLabelDescriptionsJson());
    const ImportResult result = folder.import(kCsvHeader + "\na,1 2,3,4,70,9\na,1 2,3,4,5,\n");
    QCOMPARE(result.objects, 1u);
    QCOMPARE(result.issueCount, 1u);
    std::filesystem::remove(folder.path("label_descriptions.json"));  // the project has its own
    const auto project = Project::open(folder.project());
    QCOMPARE(project->catalog()->categories()[0].name, std::string("sail"));
    QCOMPARE(project->catalog()->attributes()[0].group, std::string("state"));
}

void TestProjectImport::imagesAreFoundBesideTheCsv() {
    const ProjectFolder folder;
    std::filesystem::create_directories(folder.path("images"));
    std::filesystem::create_directories(folder.path("train"));
    writeFileAtomically(folder.path("train/a.jpg"), "x");
    writeFileAtomically(folder.path("train/b.png"), "x");
    writeFileAtomically(folder.path("train/c"), "x");
    auto project = folder.open(kCsvHeader + "\na,1 2,3,4,5,\n");
    QCOMPARE(project->imageFolder(), folder.path("train"));
    QCOMPARE(project->imagePath("a"), folder.path("train/a.jpg"));
    QCOMPARE(project->imagePath("b"), folder.path("train/b.png"));
    QCOMPARE(project->imagePath("c"), folder.path("train/c"));
    QVERIFY(project->imagePath("d").empty());
    project->setImageFolder(folder.path("images"));
    QVERIFY(project->imagePath("a").empty());
    project.reset();
    QCOMPARE(Project::open(folder.project())->imageFolder(), folder.path("images"));
    // Moved together, the project finds its images.
    std::filesystem::create_directories(folder.path("moved"));
    std::filesystem::rename(folder.project(), folder.path("moved/train.selvedge"));
    QCOMPARE(Project::open(folder.path("moved/train.selvedge"))->imageFolder(),
             folder.path("moved/images"));
}

void TestProjectImport::imagesOutsideTheFolderAreNotFound() {
    const ProjectFolder folder;
    std::filesystem::create_directories(folder.path("images"));
    writeFileAtomically(folder.path("secret.jpg"), "x");
    const auto project = folder.open(kCsvHeader + "\n../secret,1 2,3,4,5,\n");
    QVERIFY(project->imagePath("../secret").empty());
    QVERIFY(project->imagePath(folder.path("secret").string()).empty());
    QVERIFY(project->imagePath(std::string("secret\0x", 8)).empty());
    QVERIFY(project->imagePath("").empty());
}

void TestProjectImport::defaultPathIsBesideTheCsv() {
    const ProjectFolder folder;
    QCOMPARE(Project::defaultPath(folder.csv(), "/cache"), folder.project());
    const auto cached = Project::defaultPath("/nowhere/at/all/train.csv", "/cache");
    QCOMPARE(cached.parent_path(), std::filesystem::path("/cache"));
    QCOMPARE(cached, Project::cachePath("/nowhere/at/./all/train.csv", "/cache"));
    QVERIFY(cached != Project::cachePath("/elsewhere/train.csv", "/cache"));
    QCOMPARE(cached.extension(), std::filesystem::path(".selvedge"));
}

void TestProjectImport::cocoHoldsTheSameObjects() {
    const ProjectFolder folder;
    const auto project =
        folder.open(kCsvHeader + "\nb\xff,1 2 7 1,3,4,5,\"0,340\"\na,6 1,2,3,45,\n");
    project->exportCoco(folder.path("out.json"));
    std::ifstream file(folder.path("out.json"));
    const auto coco = nlohmann::json::parse(file);
    QCOMPARE(coco["images"].size(), 2u);
    QCOMPARE(coco["images"][1],
             (nlohmann::json{{"id", 2}, {"file_name", "a.jpg"}, {"width", 3}, {"height", 2}}));
    QCOMPARE(coco["categories"].size(), 46u);
    QCOMPARE(coco["attributes"].size(), 294u);
    QCOMPARE(coco["attributes"][293]["id"], 340);
    QCOMPARE(coco["annotations"].size(), 2u);
    const auto& first = coco["annotations"][0];
    QCOMPARE(first["id"], 1);
    QCOMPARE(first["image_id"], 1);
    QCOMPARE(first["category_id"], 5);
    QCOMPARE(first["attribute_ids"], (nlohmann::json{0, 340}));
    QCOMPARE(first["area"], 3);
    QCOMPARE(first["bbox"], (nlohmann::json{0, 0, 3, 2}));
    QCOMPARE(first["iscrowd"], 0);
    QCOMPARE(first["segmentation"]["size"], (nlohmann::json{3, 4}));
    QCOMPARE(first["segmentation"]["counts"].get<std::string>(),
             toCocoRle(project->mask(project->objects()->rowId[0])));
    std::stop_source stop;
    stop.request_stop();
    project->exportCoco(folder.path("never.json"), {}, stop.get_token());
    QVERIFY(!std::filesystem::exists(folder.path("never.json")));
}

QTEST_GUILESS_MAIN(TestProjectImport)
#include "tst_project_import.moc"
