// Project files that are none, are damaged, or are made to do harm.
#include <SQLiteCpp/SQLiteCpp.h>
#include <QtTest>
#include <random>

#include "dataset/error.h"
#include "dataset/project/codec.h"
#include "tests/dataset/mask_pictures.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

class TestProjectStrangers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void otherDatabasesStayAsTheyAre();
    void newerProjectsAskForAnUpdate();
    void cutFilesSaySo();
    void flippedBytesNeverCrash();
    void nonsenseInTheTablesIsDamage_data();
    void nonsenseInTheTablesIsDamage();
    void nonsenseInMasksAndTextsIsDamage();
    void nonsenseInTheJournalIsDamage();
    void nonsenseInTheMarksIsDamage_data();
    void nonsenseInTheMarksIsDamage();
    void nonsenseIsNotCarriedOver_data();
    void nonsenseIsNotCarriedOver();
    void codecsComeBack();
    void codecsTakeGarbage();
};

namespace {

const std::string kText = kCsvHeader + "\na,1 2,3,4,5,\"1,2\"\na,7 1,3,4,7,NaN\n";

template <typename F>
void expectError(F work, ErrorKind kind, const QString& part) {
    try {
        work();
        QFAIL("it was taken");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains(part), error.what());
        QCOMPARE(error.kind(), kind);
    }
}

void change(const std::filesystem::path& project, const std::string& sql) {
    SQLite::Database store(project.string(), SQLite::OPEN_READWRITE);
    store.exec(sql);
}

}  // namespace

void TestProjectStrangers::otherFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("ImageId,EncodedPixels\n");
    QTest::newRow("zeros") << QByteArray(8192, '\0');
    QTest::newRow("magic only") << QByteArray("SQLite format 3\0", 16) + QByteArray(4080, 'x');
}

void TestProjectStrangers::otherFilesAreRefused() {
    QFETCH(QByteArray, content);
    const ProjectFolder folder;
    writeFileAtomically(folder.project(), content.toStdString());
    const auto open = [&] { Project::open(folder.project()); };
    expectError(open, ErrorKind::BadFormat, "is not a Selvedge project");
    QCOMPARE(QByteArray::fromStdString(ProjectFolder::contentOf(folder.project())), content);
    expectError([&] { Project::open(folder.path("absent")); }, ErrorKind::NotFound,
                "does not exist");
    expectError([&] { Project::open(folder.path("")); }, ErrorKind::BadFormat,
                "is not a Selvedge project");
}

void TestProjectStrangers::otherDatabasesStayAsTheyAre() {
    const ProjectFolder folder;
    {
        SQLite::Database other(folder.project().string(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE row(id)");
    }
    const std::string before = ProjectFolder::contentOf(folder.project());
    expectError([&] { Project::open(folder.project()); }, ErrorKind::BadFormat,
                "is not a Selvedge project");
    QVERIFY(ProjectFolder::contentOf(folder.project()) == before);
}

void TestProjectStrangers::newerProjectsAskForAnUpdate() {
    const ProjectFolder folder;
    folder.import(kText);
    change(folder.project(), "PRAGMA user_version=3");
    expectError([&] { Project::open(folder.project()); }, ErrorKind::Unsupported,
                "newer Selvedge (format 3)");
}

void TestProjectStrangers::cutFilesSaySo() {
    const ProjectFolder folder;
    folder.import(kText);
    const auto size = std::filesystem::file_size(folder.project());
    for (const auto left : {size - 1, size - 4096, size / 2}) {
        std::filesystem::resize_file(folder.project(), left);
        expectError([&] { Project::open(folder.project()); }, ErrorKind::BadFormat, "is damaged");
    }
    expectError([&] { Project::open(folder.project()); }, ErrorKind::BadFormat,
                "import its source again, which keeps the damaged file under another name");
    QVERIFY(!Project::importCsv(folder.csv(), folder.project()).oldKeptAt.empty());
    Project::open(folder.project());
}

void TestProjectStrangers::flippedBytesNeverCrash() {
    const ProjectFolder folder;
    {
        const auto project = folder.open(kText);
        EditStep step({categoryEdit(1, 8), maskEdit(2, RleMask::fromBox(4, 3, {1, 1, 1, 1})),
                       newObject(0, 3, RleMask::fromBox(4, 3, {0, 0, 1, 2}))});
        step.marks.resize(1);
        step.marks[0].image = 0;
        step.marks[0].tags = {"x", "y"};
        project->apply(step);
        project->save(SavedKind::View, {"a", "b"});
    }
    const std::string good = ProjectFolder::contentOf(folder.project());
    std::mt19937 random(1);
    int refused = 0;
    for (int round = 0; round < 300; ++round) {
        std::string bytes = good;
        for (int flips = 1 + round % 8; flips > 0; --flips)
            bytes[random() % bytes.size()] = char(random());
        std::ofstream(folder.project(), std::ios::binary) << bytes;
        try {
            const auto project = Project::open(folder.project());
            const auto table = project->objects();
            for (ImageIndex image = 0; image < table->images.size(); ++image)
                project->masksOf(*table, image);
            project->issues();
            project->history(100);
            project->strays();
            project->saved(SavedKind::View);
            if (!project->readOnly())
                project->undo(1);
            project->exportCsv(folder.path("out.csv"));
            project->exportCoco(folder.path("out.json"));
        } catch (const Error&) {
            ++refused;
        }
        for (const char* suffix : {"-wal", "-shm"})
            std::filesystem::remove(folder.project().string() + suffix);
    }
    QVERIFY(refused > 0);
}

void TestProjectStrangers::nonsenseInTheTablesIsDamage_data() {
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString(sql); };
    row("image number", "UPDATE row SET image = 7");
    row("negative image", "UPDATE row SET image = -1");
    row("category", "UPDATE row SET category = 99");
    row("attributes", "UPDATE row SET attributes = x'ff'");
    row("unknown attribute", "UPDATE row SET attributes = x'eb01'");
    row("area", "UPDATE row SET area = 13");
    row("huge area", "UPDATE row SET area = 9223372036854775807");
    row("box", "UPDATE row SET x = 4");
    row("huge box", "UPDATE row SET width = 9223372036854775807, x = 1");
    row("image size", "UPDATE image SET width = 1000000000, height = 1000000000");
    row("negative size", "UPDATE image SET width = -4");
    row("image order", "UPDATE image SET id = 3");
    row("labels", "UPDATE meta SET value = '{' WHERE key = 'label_descriptions'");
    row("no meta", "DELETE FROM meta WHERE key = 'csv_header'");
    row("trigger", "CREATE TRIGGER t AFTER UPDATE ON row BEGIN SELECT 1; END");
    row("view", "DROP TABLE issue; CREATE VIEW issue AS SELECT 1 AS id");
    row("no table", "DROP TABLE row");
    row("no column", "ALTER TABLE row DROP COLUMN area");
}

void TestProjectStrangers::nonsenseInTheTablesIsDamage() {
    QFETCH(QString, sql);
    const ProjectFolder folder;
    folder.import(kText);
    change(folder.project(), sql.toStdString());
    expectError([&] { Project::open(folder.project()); }, ErrorKind::BadFormat, "is damaged");
}

void TestProjectStrangers::nonsenseInMasksAndTextsIsDamage() {
    const ProjectFolder folder;
    folder.import(kText);
    const auto exportIt = [&] { folder.exported(*Project::open(folder.project())); };
    const auto readIt = [&] { Project::open(folder.project())->mask(1); };
    change(folder.project(), "UPDATE mask SET runs = x'0005ffffffff0f'");
    expectError(exportIt, ErrorKind::BadFormat, "is damaged");
    expectError(readIt, ErrorKind::BadFormat, "is damaged");
    folder.import(kText);
    change(folder.project(), "DELETE FROM mask");
    expectError(exportIt, ErrorKind::BadFormat, "is damaged");
    expectError(readIt, ErrorKind::BadFormat, "is damaged");
    folder.import(kText);
    change(folder.project(), "UPDATE spelling SET mask_at = 1000");
    expectError(exportIt, ErrorKind::BadFormat, "is damaged");
    folder.import(kText);
    change(folder.project(), "UPDATE spelling SET text = 'a,b', mask_at = NULL");
    expectError(exportIt, ErrorKind::BadFormat, "is damaged");
    folder.import(kText);
    change(folder.project(), "UPDATE meta SET value = 'x' WHERE key = 'csv_header'");
    expectError(exportIt, ErrorKind::BadFormat, "is damaged");
}

void TestProjectStrangers::nonsenseInTheJournalIsDamage() {
    for (const char* sql : {"UPDATE edit SET kind = 'id'", "UPDATE edit SET kind = 'image = 0 --'",
                            "UPDATE edit SET before = 'x'", "UPDATE edit SET before = '99'",
                            "UPDATE edit SET kind = 'deleted', after = '0', before = '7'",
                            "UPDATE edit SET kind = 'mask', before = x'ff', after = x'0002'",
                            "UPDATE edit SET kind = 'mask', before = x'0d01', after = x'0002'",
                            "UPDATE edit SET kind = 'image', before = '7', after = '0'",
                            "UPDATE edit SET kind = 'category', before = NULL",
                            "UPDATE edit SET object = NULL, image = 0",
                            "UPDATE edit SET object = NULL, image = 0, kind = 'size', "
                            "before = '1x1', after = '4x3'",
                            "UPDATE edit SET object = NULL, image = 0, kind = 'size', "
                            "before = '99999x99999', after = '4x3'",
                            "UPDATE edit SET kind = 'split', before = '1', after = '0'",
                            "UPDATE edit SET kind = 'stars', before = '9', after = '0'",
                            "UPDATE edit SET kind = 'tags', before = 'b' || char(10) || 'a', "
                            "after = ''"}) {
        const ProjectFolder folder;
        {
            const auto project = folder.open(kText);
            project->apply({categoryEdit(project->objects()->rowId[0], 8)});
        }
        change(folder.project(), sql);
        const auto project = Project::open(folder.project());
        QVERIFY_EXCEPTION_THROWN(project->undo(1), Error);
        QCOMPARE(project->objects()->category[0], CategoryIndex(8));
    }
}

void TestProjectStrangers::nonsenseInTheMarksIsDamage_data() {
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString(sql); };
    row("stars", "UPDATE object_mark SET stars = 6");
    row("negative stars", "UPDATE object_mark SET stars = -1");
    row("review", "UPDATE image_mark SET review = 4");
    row("split", "UPDATE image_mark SET split = 9223372036854775807");
    row("long note", "UPDATE image_mark SET note = zeroblob(70000)");
    row("long tags", "UPDATE image_mark SET tags = zeroblob(200000)");
    row("image", "UPDATE image_mark SET id = 1");
    row("no table", "DROP TABLE image_mark");
    row("no saved", "DROP TABLE saved");
    row("no strays", "DROP TABLE stray");
    row("no step", "DROP TABLE step");
    row("format", "DELETE FROM meta WHERE key = 'source_format'");
}

void TestProjectStrangers::nonsenseInTheMarksIsDamage() {
    QFETCH(QString, sql);
    const ProjectFolder folder;
    {
        const auto project = folder.open(kText);
        EditStep step;
        step.marks.resize(2);
        step.marks[0].image = 0;
        step.marks[0].stars = 3;
        step.marks[1].rowId = project->objects()->rowId[0];
        step.marks[1].stars = 3;
        project->apply(step);
    }
    change(folder.project(), sql.toStdString());
    expectError([&] { Project::open(folder.project()); }, ErrorKind::BadFormat, "is damaged");
}

void TestProjectStrangers::nonsenseIsNotCarriedOver_data() {
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString(sql); };
    row("category", "UPDATE row SET category = 'many'");
    row("huge category", "UPDATE row SET category = 9223372036854775807");
    row("attributes", "UPDATE row SET attributes = x'ff'");
    row("mask", "UPDATE mask SET runs = x'ff'");
    row("no mask", "DELETE FROM mask");
    row("image", "UPDATE row SET image = 'x'");
    row("image values", "UPDATE edit SET kind = 'image', before = NULL, after = 'far'");
    row("kinds", "UPDATE edit SET kind = 'x; DROP TABLE row'");
    row("targets", "UPDATE edit SET object = 4711");
    row("no targets", "UPDATE edit SET object = NULL, image = NULL");
    row("steps", "UPDATE edit SET step = 4711");
    row("sizes", "UPDATE edit SET object = NULL, image = 0, kind = 'size'");
    row("huge image",
        "UPDATE image SET width = 2147483647; UPDATE edit SET object = NULL, image = 0, "
        "kind = 'size'");
    row("occurrence", "UPDATE row SET hash = NULL, occurrence = NULL");
    row("uuid", "UPDATE row SET uuid = zeroblob(100)");
    row("deleted", "UPDATE row SET deleted = 7");
    row("strays",
        "INSERT INTO stray(id, name, is_object, category, runs, uuid) "
        "VALUES(-3, 'a', 1, 'x', x'ff', x'01'), (8, 'a', 1, 5, x'0002', x'02')");
    row("stray marks", "INSERT INTO stray(name, is_object, tags) VALUES('a', 0, 'b' || char(10))");
}

void TestProjectStrangers::nonsenseIsNotCarriedOver() {
    QFETCH(QString, sql);
    const ProjectFolder folder;
    {
        const auto project = folder.open(kText);
        const auto rows = project->objects()->rowId;
        project->apply({categoryEdit(rows[0], 8), attributesEdit(rows[1], {4}),
                        maskEdit(rows[1], RleMask::fromBox(4, 3, {1, 1, 1, 1})),
                        newObject(0, 3, RleMask::fromBox(4, 3, {0, 0, 1, 2}))});
    }
    change(folder.project(), sql.toStdString());
    // Either it is refused in a sentence, or what comes is a whole project.
    for (const std::string& text : {kText, kCsvHeader + "\nz,1 2,3,4,5,\n"}) {
        try {
            folder.import(text);
            const auto project = Project::open(folder.project());
            QCOMPARE(project->objects()->images.size(), 1u);
            folder.exported(*project);
            project->history(100);
            project->strays();
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("is damaged") ||
                         QString(error.what()).contains("makes no sense"),
                     error.what());
        }
        QVERIFY(!std::filesystem::exists(folder.path("train.selvedge.partial")));
    }
}

void TestProjectStrangers::codecsComeBack() {
    std::mt19937 random(2);
    for (int round = 0; round < 500; ++round) {
        const RleMask mask = randomMask(random, 1 + int(random() % 40), 1 + int(random() % 40));
        QVERIFY(decodeRuns(encodeRuns(mask), mask.width(), mask.height()) == mask);
    }
    const RleMask large = RleMask::fromRuns(65535, 65536, {{0, 1}, {4000000000u, 7}});
    QVERIFY(decodeRuns(encodeRuns(large), 65535, 65536) == large);
    for (const std::vector<int>& ids :
         {std::vector<int>{}, {0}, {0, 1, 127, 128, 340}, {0x7fffffff}})
        QVERIFY(decodeIds(encodeIds(ids)) == ids);
    QCOMPARE(hashOf(""), std::uint64_t(0xcbf29ce484222325u));
    QCOMPARE(hashOf("a"), std::uint64_t(0xaf63dc4c8601ec8cu));
    QCOMPARE(hashOf("foobar"), std::uint64_t(0x85944171f73967e8u));
}

void TestProjectStrangers::codecsTakeGarbage() {
    std::mt19937 random(3);
    for (int round = 0; round < 20000; ++round) {
        std::string bytes(random() % 10, '\0');
        for (char& c : bytes)
            c = char(random() % (round % 2 ? 256 : 6));
        if (const auto mask = decodeRuns(bytes, 7, 9))
            QVERIFY(RleMask::fromRuns(7, 9, {mask->runs().begin(), mask->runs().end()}) == *mask);
        if (const auto ids = decodeIds(bytes))
            QVERIFY(std::is_sorted(ids->begin(), ids->end()));
    }
    QVERIFY(!decodeRuns("", -1, 5));
}

QTEST_GUILESS_MAIN(TestProjectStrangers)
#include "tst_project_strangers.moc"
