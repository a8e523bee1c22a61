// How a project is opened: an older version, while another program has it, and by others as
// SCHEMA.md tells them.
#include <SQLiteCpp/SQLiteCpp.h>
#include <unistd.h>

#include <QProcess>
#include <QtTest>

#include "dataset/error.h"
#include "tests/dataset/helper_program.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

namespace {

namespace fs = std::filesystem;

const std::string kText = kCsvHeader + "\na,1 2,3,4,5,\"1,2\"\nb,1 2,3,4,6,NaN\na,7 1,3,4,7,9\n";

// The tables of version 1, with three rows of which two were edited.
constexpr const char* kFirstVersion = R"sql(
PRAGMA application_id=1398162503;
PRAGMA user_version=1;
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE image(id INTEGER PRIMARY KEY, name TEXT NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL);
CREATE TABLE row(id INTEGER PRIMARY KEY, image INTEGER, category INTEGER, attributes BLOB,
    area INTEGER, x INTEGER, y INTEGER, width INTEGER, height INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0, line_end INTEGER NOT NULL, hash INTEGER,
    occurrence INTEGER, uuid BLOB);
CREATE TABLE mask(id INTEGER PRIMARY KEY, runs BLOB NOT NULL);
CREATE TABLE spelling(id INTEGER PRIMARY KEY, text BLOB NOT NULL, mask_at INTEGER);
CREATE TABLE issue(id INTEGER PRIMARY KEY, line INTEGER, col INTEGER, text TEXT NOT NULL);
CREATE TABLE edit(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, time INTEGER NOT NULL,
    author TEXT NOT NULL, object INTEGER NOT NULL, kind TEXT NOT NULL, before TEXT NOT NULL,
    after TEXT NOT NULL, undoes INTEGER);
CREATE INDEX edit_step ON edit(step);
CREATE TABLE run(name TEXT PRIMARY KEY, created INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES('source', '/somewhere/train.csv'), ('image_folder', 'images'),
    ('label_descriptions', '{"categories": [{"id": 5, "name": "shirt", "supercategory": ""},
        {"id": 9, "name": "coat", "supercategory": ""}], "attributes":
        [{"id": 1, "name": "red", "supercategory": "colour"}]}'),
    ('csv_bom', '0'), ('csv_line_end', char(10)), ('csv_header_line_end', char(10)),
    ('csv_header', 'ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds'),
    ('csv_last_line_ends', '1');
INSERT INTO image VALUES(0, 'a', 4, 3), (1, 'b', 4, 3);
INSERT INTO row VALUES(1, 0, 9, x'01', 2, 0, 0, 1, 2, 0, 0, 17, 0, NULL),
    (2, 1, 5, x'', 2, 0, 0, 1, 2, 1, 0, 18, 0, NULL),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 19, 0, NULL);
INSERT INTO mask VALUES(1, x'0002'), (2, x'0002');
INSERT INTO spelling VALUES(2, CAST('b,1 2,3,4,5,NaN' AS BLOB), NULL),
    (3, CAST('broken' AS BLOB), NULL);
INSERT INTO issue VALUES(1, 4, 1, 'the row has 1 fields, the header has 6');
INSERT INTO edit VALUES(1, 1, 1700000000000, 'ann', 1, 'category', '5', '9', NULL),
    (2, 1, 1700000000000, 'ann', 1, 'attributes', '', '1', NULL),
    (3, 3, 1700000001000, 'bob', 2, 'deleted', '0', '1', NULL),
    (4, 4, 1700000002000, 'bob', 2, 'deleted', '1', '0', 3),
    (5, 5, 1700000003000, 'bob', 2, 'deleted', '0', '1', 4);
)sql";

}  // namespace

class TestProjectOpen : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstVersionIsBroughtToThePresentOne();
    void aFailedMigrationLeavesTheFirstVersion();
    void aSecondOneReadsAndSaysWhoWrites();
    void anotherProgramIsNamed();
    void theLockEndsWithItsHolder();
    void readersSeeWhatTheWriterWrote();
    void readersDoNotHinderTheWriter();
    void importsRefuseOpenProjects();
    void readersOfAReplacedProjectDoNotMixThem();
    void whatAKilledOneHadBegunIsTakenBack();
    void othersReadItAsTheSchemaSays();
};

void TestProjectOpen::theFirstVersionIsBroughtToThePresentOne() {
    const ProjectFolder folder;
    SQLite::Database(folder.project().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(kFirstVersion);
    for (const Access access : {Access::Read, Access::Write, Access::Write}) {
        const auto project = Project::open(folder.project(), access);
        const auto table = project->objects();
        QCOMPARE(table->size(), 1u);
        QCOMPARE(table->category[0], CategoryIndex(1));
        QCOMPARE(table->attributesOf(0).size(), 1u);
        QCOMPARE(project->mask(1).area(), 2u);
        QCOMPARE(project->sourceFormat(), std::string("csv"));
        QCOMPARE(project->issues()[0].line, std::uint64_t(4));
        const auto history = project->history(10);
        QCOMPARE(history.size(), 4u);
        QCOMPARE(history[0].author, std::string("bob"));
        QCOMPARE(history[3].words, std::string("category, attributes of 1 object"));
        QCOMPARE(history[3].time, std::int64_t(1700000000000));
        QVERIFY(history[1].undone);
        QVERIFY(!history[2].undone);
        QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,9,1\nbroken\n");
    }
    const auto project = Project::open(folder.project());
    project->undo(5);
    project->undo(1);
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,5,\nb,1 2,3,4,5,NaN\nbroken\n");
    QVERIFY(project->apply({newObject(0, 0, RleMask::fromBox(4, 3, {0, 0, 1, 1}))}) > 5);
}

void TestProjectOpen::aFailedMigrationLeavesTheFirstVersion() {
    const ProjectFolder folder;
    {
        SQLite::Database store(folder.project().string(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        store.exec(kFirstVersion);
        store.exec("CREATE TABLE stray(id)");  // in the way of the new tables
    }
    QVERIFY_EXCEPTION_THROWN(Project::open(folder.project()), Error);
    SQLite::Database store(folder.project().string(), SQLite::OPEN_READONLY);
    SQLite::Statement version(store, "PRAGMA user_version");
    version.executeStep();
    QCOMPARE(version.getColumn(0).getInt(), 1);
    QVERIFY(store.tableExists("run"));
    QVERIFY(!store.tableExists("step"));
}

void TestProjectOpen::aSecondOneReadsAndSaysWhoWrites() {
    const ProjectFolder folder;
    auto first = folder.open(kText);
    QVERIFY(!first->readOnly());
    {
        const auto second = Project::open(folder.project());
        QVERIFY(second->readOnly());
        const QString reason = QString::fromStdString(second->readOnlyReason());
        QVERIFY2(
            reason.contains("is open in tst_project_open (process " + QString::number(::getpid())),
            qPrintable(reason));
        QCOMPARE(second->objects()->size(), 3u);
        QCOMPARE(folder.exported(*second), kText);
        for (int i = 0; i < 3; ++i) {
            try {
                if (i == 0)
                    second->apply({categoryEdit(second->objects()->rowId[0], 9)});
                else if (i == 1)
                    second->save(SavedKind::View, {"x", "y"});
                else
                    second->setImageFolder(folder.path(""));
                QFAIL("it was written");
            } catch (const Error& error) {
                QCOMPARE(error.kind(), ErrorKind::NotWritable);
                QCOMPARE(QString(error.what()), reason);
            }
        }
    }
    first.reset();
    QVERIFY(!Project::open(folder.project())->readOnly());
    QVERIFY(Project::open(folder.project(), Access::Read)->readOnly());
}

void TestProjectOpen::anotherProgramIsNamed() {
    const ProjectFolder folder;
    folder.import(kText);
    QProcess helper;
    helper.start(PROJECT_HELPER, {"hold", text(folder.project())});
    QVERIFY(helper.waitForReadyRead());
    QCOMPARE(helper.readLine().trimmed(), QByteArray("writable"));
    {
        const auto project = Project::open(folder.project());
        QVERIFY(project->readOnlyReason().find("project_helper (process " +
                                               std::to_string(helper.processId())) !=
                std::string::npos);
        QCOMPARE(project->mask(1).area(), 2u);
    }
    helper.closeWriteChannel();
    helper.waitForFinished();
    QVERIFY(!Project::open(folder.project())->readOnly());
    QCOMPARE(folder.files(), 2u);
}

void TestProjectOpen::theLockEndsWithItsHolder() {
    const ProjectFolder folder;
    folder.import(kText);
    QProcess helper;
    helper.start(PROJECT_HELPER, {"hold", text(folder.project())});
    QVERIFY(helper.waitForReadyRead());
    helper.kill();
    helper.waitForFinished();
    QVERIFY(fs::exists(folder.path("train.selvedge.lock")));  // left, but nobody's
    QVERIFY(!Project::open(folder.project())->readOnly());
    QVERIFY(!fs::exists(folder.path("train.selvedge.lock")));
}

void TestProjectOpen::readersSeeWhatTheWriterWrote() {
    const ProjectFolder folder;
    const auto writer = folder.open(kText);
    const auto reader = Project::open(folder.project(), Access::Read);
    const auto before = reader->objects();
    QVERIFY(!reader->refresh());
    EditStep step({categoryEdit(before->rowId[0], 9)});
    step.marks.resize(1);
    step.marks[0].image = 0;
    step.marks[0].stars = 3;
    writer->apply(step);
    QVERIFY(reader->refresh());
    QVERIFY(!reader->refresh());
    QCOMPARE(reader->objects()->category[0], CategoryIndex(9));
    QCOMPARE(reader->marks()->ofImage(0).stars, std::uint8_t(3));
    QCOMPARE(before->category[0], CategoryIndex(5));
    QVERIFY(!writer->refresh());
}

void TestProjectOpen::readersDoNotHinderTheWriter() {
    const ProjectFolder folder;
    folder.import(kText);
    const auto reader = Project::open(folder.project(), Access::Read);
    const auto writer = Project::open(folder.project());
    QVERIFY(!writer->readOnly());
    writer->apply({categoryEdit(writer->objects()->rowId[0], 9)});
    QCOMPARE(reader->mask(1).area(), 2u);
}

void TestProjectOpen::importsRefuseOpenProjects() {
    const ProjectFolder folder;
    folder.open(kText).reset();
    for (const Access access : {Access::Write, Access::Read}) {
        const auto project = Project::open(folder.project(), access);
        const Ran ran = run(PROJECT_HELPER, {"import", text(folder.csv()), text(folder.project())});
        QCOMPARE(ran.code, 1);
        QVERIFY2(ran.output.contains(access == Access::Write ? "is open in tst_project_open"
                                                             : "is in use by another"),
                 qPrintable(ran.output));
        QCOMPARE(project->mask(1).area(), 2u);
        QVERIFY(!fs::exists(folder.path("train.selvedge.partial")));
    }
}

void TestProjectOpen::readersOfAReplacedProjectDoNotMixThem() {
    const ProjectFolder folder;
    folder.import(kText);  // nobody wrote since: SQLite does not know of the reader
    const auto reader = Project::open(folder.project(), Access::Read);
    folder.import(kCsvHeader + "\nz,3 4,3,4,5,\n");
    try {
        reader->mask(1);
        QFAIL("it read the other project");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("open it again"), error.what());
    }
    QCOMPARE(Project::open(folder.project())->mask(1).area(), 4u);
}

void TestProjectOpen::whatAKilledOneHadBegunIsTakenBack() {
    const ProjectFolder folder;
    folder.import(kText);
    {
        SQLite::Database store(folder.project().string(), SQLite::OPEN_READWRITE);
        store.exec("PRAGMA cache_size=1; BEGIN; UPDATE row SET category = 9");
        store.exec("INSERT INTO frame(row, text) VALUES(0, zeroblob(1000000))");
        QVERIFY(fs::exists(folder.path("train.selvedge-journal")));
        for (const char* name : {"read", "written"}) {
            fs::create_directories(folder.path(name));
            for (const char* suffix : {"", "-journal"})
                fs::copy_file(folder.project().string() + suffix,
                              folder.path(name).string() + "/train.selvedge" + suffix);
        }
        store.exec("ROLLBACK");
    }
    const fs::path read = folder.path("read/train.selvedge");
    QCOMPARE(folder.exported(*Project::open(read, Access::Read)), kText);
    QCOMPARE(folder.exported(*Project::open(folder.path("written/train.selvedge"))), kText);
}

void TestProjectOpen::othersReadItAsTheSchemaSays() {
    const QString python = QStandardPaths::findExecutable("python3");
    if (python.isEmpty())
        QSKIP("there is no python3");
    const std::string manual =
        ProjectFolder::contentOf(SELVEDGE_SOURCE "/dataset/project/SCHEMA.md");
    const std::string begin = "```python\n";
    const std::size_t at = manual.find(begin) + begin.size();
    const ProjectFolder folder;
    writeFileAtomically(folder.path("reader.py"), manual.substr(at, manual.find("```", at) - at));
    {
        const auto project = folder.open(kText);
        project->apply({newObject(1, 3, RleMask::fromBox(4, 3, {1, 0, 2, 3})),
                        deletedEdit(project->objects()->rowId[2], true)});
    }
    const Ran ran = run(python, {text(folder.path("reader.py")), text(folder.project())});
    QCOMPARE(ran.output, QString("a 4x3 category 5 attributes [1, 2] runs [(0, 2)]\n"
                                 "b 4x3 category 6 attributes [] runs [(0, 2)]\n"
                                 "b 4x3 category 3 attributes [] runs [(3, 6)]"));
}

QTEST_GUILESS_MAIN(TestProjectOpen)
#include "tst_project_open.moc"
