// The doctor on whole data sets: a clean one, one with seeded faults, its repairs and their undo.
#include <QTemporaryDir>
#include <QtTest>
#include <map>

#include "dataset/doctor/doctor.h"
#include "dataset/error.h"
#include "dataset/image/image.h"
#include "dataset/project/import_coco.h"
#include "dataset/synthetic/synthetic.h"
#include "tests/dataset/damaged_set.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;
using namespace selvedge::doctor;

namespace {

namespace fs = std::filesystem;

fs::path pathOf(const QTemporaryDir& folder, const char* name) {
    return fs::path(folder.path().toStdString()) / name;
}

const Finding* findingOf(const Report& report, FindingKind kind) {
    for (const Finding& finding : report.findings) {
        if (finding.kind == kind)
            return &finding;
    }
    return nullptr;
}

std::map<FindingKind, std::uint64_t> countsOf(const Report& report) {
    std::map<FindingKind, std::uint64_t> counts;
    for (const Finding& finding : report.findings)
        counts[finding.kind] = finding.count;
    return counts;
}

QByteArray textOf(const std::map<FindingKind, std::uint64_t>& counts) {
    QByteArray text;
    for (const auto& [kind, count] : counts)
        text += QByteArray(infoOf(kind).id) + " " + QByteArray::number(qulonglong(count)) + "\n";
    return text;
}

std::vector<FindingKind> everyRepair() {
    std::vector<FindingKind> kinds;
    for (const KindInfo& info : allKinds()) {
        if (info.repair)
            kinds.push_back(info.kind);
    }
    return kinds;
}

std::string exported(const Project& project, const fs::path& to) {
    project.exportCsv(to);
    return ProjectFolder::contentOf(to);
}

}  // namespace

class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theCleanSetIsQuiet_data();
    void theCleanSetIsQuiet();
    void seededFaultsAreFoundRepairedAndUndone_data();
    void seededFaultsAreFoundRepairedAndUndone();
    void oneKindIsRepairedAlone();
    void whatIsRiskyIsRepairedOnlyByName();
    void whatMayNotBeRepairedIsLeftAlone();
    void aRepairOutlivesANewImport();
    void photosThatCannotBeReadAreErrors();
    void picturesAreToldApartByTheirPaths();
    void annotationsAreNamedByTheirId();
    void threadsDoNotChangeTheReport();
    void withoutPicturesNoneIsRead();
    void aStopReturnsWhatItHas();

private:
    void addSets();
    QTemporaryDir m_folder;
    fs::path m_drawn;
};

void TestDoctor::initTestCase() {
    m_drawn = pathOf(m_folder, "drawn");
    SyntheticConfig config;
    config.images = 120;
    config.seed = 11;
    QCOMPARE(writeSynthetic(config, m_drawn).images, config.images);
    // What is drawn over leaves specks, which the doctor is right to name: without, the set is
    // clean.
    Project::importCsv(m_drawn / "train.csv", m_drawn / "p.selvedge");
    const auto project = Project::open(m_drawn / "p.selvedge");
    const std::vector<FindingKind> specks{FindingKind::MaskSpecks};
    repair(*project, examine(*project).findings, specks);
    project->exportCsv(m_drawn / "clean.csv");
    fs::rename(m_drawn / "clean.csv", m_drawn / "train.csv");
}

void TestDoctor::addSets() {
    QTest::addColumn<QString>("clean");
    QTest::newRow("drawn") << QString::fromStdString(m_drawn.string());
    QTest::newRow("ccp") << QStringLiteral(SELVEDGE_SHARED "/data/ccp");
}

void TestDoctor::theCleanSetIsQuiet_data() {
    addSets();
}

void TestDoctor::theCleanSetIsQuiet() {
    QFETCH(QString, clean);
    if (!QFile::exists(clean + "/train.csv"))
        QSKIP("../shared is not there");
    const QTemporaryDir folder;
    Project::importCsv(clean.toStdString() + "/train.csv", pathOf(folder, "p.selvedge"));
    const Report report = examine(*Project::open(pathOf(folder, "p.selvedge")));
    QVERIFY(report.objects > 500 && report.rows == report.objects && !report.stoppedEarly);
    QCOMPARE(report.count(Severity::Error), 0u);
    for (const Finding& finding : report.findings)
        QVERIFY2(infoOf(finding.kind).severity == Severity::Info,
                 (std::string(infoOf(finding.kind).id) + ": " + finding.examples[0].image + " " +
                  finding.examples[0].text)
                     .c_str());
}

void TestDoctor::seededFaultsAreFoundRepairedAndUndone_data() {
    addSets();
}

void TestDoctor::seededFaultsAreFoundRepairedAndUndone() {
    QFETCH(QString, clean);
    if (!QFile::exists(clean + "/train.csv"))
        QSKIP("../shared is not there");
    const QTemporaryDir folder;
    Project::importCsv(clean.toStdString() + "/train.csv", pathOf(folder, "clean.selvedge"));
    const Report before = examine(*Project::open(pathOf(folder, "clean.selvedge")));
    const DamagedSet set(clean.toStdString(), pathOf(folder, "damaged"), 20);
    QVERIFY(set.faults().size() >= 20);
    Project::importCsv(set.csv(), pathOf(folder, "p.selvedge"));
    const auto project = Project::open(pathOf(folder, "p.selvedge"));
    const Report report = examine(*project);

    // Each fault is found where it is, and nothing else is.
    auto expected = countsOf(before);
    for (const DamagedSet::Fault& fault : set.faults()) {
        ++expected[fault.kind];
        const Finding* finding = findingOf(report, fault.kind);
        const bool found =
            finding &&
            std::any_of(finding->examples.begin(), finding->examples.end(),
                        [&](const Example& example) {
                            return example.line == fault.line &&
                                   (example.image.empty() || example.image == fault.image);
                        });
        QVERIFY2(found, (std::string(infoOf(fault.kind).id) + " in line " +
                         std::to_string(fault.line) + " of " + fault.image + " is not found")
                            .c_str());
    }
    expected.erase(FindingKind::MaskInParts);  // objects that are lost have no parts
    auto counts = countsOf(report);
    counts.erase(FindingKind::MaskInParts);
    QCOMPARE(textOf(counts), textOf(expected));

    // The repairs do what they say, in one step, and only that.
    const RepairResult result = repair(*project, report.findings, everyRepair());
    QVERIFY(result.step != 0 && result.objects >= 10);
    QCOMPARE(exported(*project, pathOf(folder, "repaired.csv")), set.repaired());
    const Report after = examine(*project);
    for (const Finding& finding : after.findings)
        QVERIFY2(!finding.canRepair(), infoOf(finding.kind).id);
    for (FindingKind kind :
         {FindingKind::RunPastEnd, FindingKind::RunZeroLength, FindingKind::RunsOverlap,
          FindingKind::SizeSwapped, FindingKind::AttributeUnknown, FindingKind::MaskSpecks})
        QVERIFY2(!findingOf(after, kind), infoOf(kind).id);
    QCOMPARE(repair(*project, after.findings, everyRepair()).step, 0);

    project->undo(result.step);
    QCOMPARE(exported(*project, pathOf(folder, "undone.csv")), set.damaged());
    QCOMPARE(textOf(countsOf(examine(*project))), textOf(countsOf(report)));
}

void TestDoctor::oneKindIsRepairedAlone() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + "\na,1 2 5 0,3,4,5,\na,1 2 11 9,3,4,5,\n" +
                                     "a,1 3 3 3,3,4,5,\na,7 2,3,4,6,\"1,999\"\n");
    const Report report = examine(*project);
    const FindingKind kinds[] = {FindingKind::RunZeroLength, FindingKind::RowUnreadable};
    const RepairResult result = repair(*project, report.findings, kinds);
    QCOMPARE(result.objects, 1u);
    QCOMPARE(folder.exported(*project), kCsvHeader + "\na,1 2,3,4,5,\na,1 2 11 9,3,4,5,\n" +
                                            "a,1 3 3 3,3,4,5,\na,7 2,3,4,6,\"1,999\"\n");
    QCOMPARE(project->objects()->size(), 3u);
    QCOMPARE(project->history(1).front().words, std::string("Repair: drop empty runs"));
    // The findings are of the project as it was: what is repaired already is no problem.
    const auto all = everyRepair();
    repair(*project, report.findings, all);
    QCOMPARE(folder.exported(*project),
             kCsvHeader + "\na,1 2,3,4,5,\na,1 2 11 2,3,4,5,\n" + "a,1 5,3,4,5,\na,7 2,3,4,6,1\n");
}

void TestDoctor::whatIsRiskyIsRepairedOnlyByName() {
    const ProjectFolder folder;
    // Float attributes; words that may be meant; the same in a row with another fault, whose repair
    // would take them along.
    const std::string kept =
        "a,1 2,3,4,5,16.0\na,3 2,3,4,5,\"1;2\"\na,5 2,3,4,5,\"\"\"1\"\",2\"\n"
        "a,1 3 3 3,3,4,6,blue\n";
    const auto project = folder.open(kCsvHeader + "\n" + kept + "a,7 2,3,4,6,\"1.0,999\"\n");
    const Report report = examine(*project);
    QCOMPARE(findingOf(report, FindingKind::AttributeUnknown)->count, 4u);
    std::vector<Finding> safe;
    for (const Finding& finding : report.findings)
        safe.push_back(finding.withoutRisky());
    QCOMPARE(repair(*project, safe, everyRepair()).objects, 1u);
    QCOMPARE(folder.exported(*project), kCsvHeader + "\n" + kept + "a,7 2,3,4,6,1\n");
    const FindingKind named[] = {FindingKind::AttributeUnknown};
    QCOMPARE(repair(*project, examine(*project).findings, named).objects, 3u);
    QCOMPARE(folder.exported(*project),
             kCsvHeader +
                 "\na,1 2,3,4,5,16.0\na,3 2,3,4,5,\na,5 2,3,4,5,2\na,1 5,3,4,6,\n"
                 "a,7 2,3,4,6,1\n");
}

void TestDoctor::whatMayNotBeRepairedIsLeftAlone() {
    const ProjectFolder folder;
    const std::string text = kCsvHeader + "\na,13 2,3,4,5,\na,5 0,3,4,5,\na,11 9,3,4,99,\n" +
                             "a,,3,4,5,\na,1 2,4,3,5,\na,1 2,5,5,5,\na,1 2,3,4,5,\n";
    const auto project = folder.open(text);
    Report report = examine(*project, {false, 1});
    // The fifth row alone could be repaired.
    QCOMPARE(findingOf(report, FindingKind::SizeSwapped)->count, 1u);
    std::erase_if(report.findings,
                  [](const Finding& each) { return each.kind == FindingKind::SizeSwapped; });
    for (const Finding& finding : report.findings)
        QVERIFY2(!finding.canRepair(), infoOf(finding.kind).id);
    QCOMPARE(repair(*project, report.findings, everyRepair()).step, 0);
    QCOMPARE(folder.exported(*project), text);
}

void TestDoctor::aRepairOutlivesANewImport() {
    const ProjectFolder folder;
    const std::string sick = "\na,1 3 3 3,3,4,5,\na,7 2,3,4,6,\"1,999\"\na,5 0 9 1,3,4,6,\n";
    const std::string mended = "\na,1 5,3,4,5,\na,7 2,3,4,6,1\na,9 1,3,4,6,\n";
    std::int64_t step = 0;
    {
        const auto project = folder.open(kCsvHeader + sick);
        step = repair(*project, examine(*project).findings, everyRepair()).step;
        QCOMPARE(folder.exported(*project), kCsvHeader + mended);
    }
    // Also when the rows were away in between.
    QCOMPARE(folder.import(kCsvHeader + "\nb,1 2,3,4,5,\n").strays.size(), 3u);
    QCOMPARE(folder.import(kCsvHeader + sick + "b,1 2,3,4,5,\n").carried, 3u);
    const auto project = Project::open(folder.project());
    QCOMPARE(folder.exported(*project), kCsvHeader + mended + "b,1 2,3,4,5,\n");
    project->undo(step);
    QCOMPARE(folder.exported(*project), kCsvHeader + sick + "b,1 2,3,4,5,\n");
}

void TestDoctor::photosThatCannotBeReadAreErrors() {
    const ProjectFolder folder;
    const Image image{4, 3, std::vector<std::uint8_t>(36, 200)};
    fs::create_directories(folder.path("p/sub"));
    writeJpeg(folder.path("p/sub/good.jpg"), image);
    const std::string bytes = ProjectFolder::contentOf(folder.path("p/sub/good.jpg"));
    writeFileAtomically(folder.path("p/empty.jpg"), "");
    writeFileAtomically(folder.path("p/short.jpg"), bytes.substr(0, 20));
    writeFileAtomically(folder.path("p/sub/junk.jpg"), "no picture");
    Project::importFolder(folder.path("p"), folder.project());
    const auto project = Project::open(folder.project());
    Report report = examine(*project);
    const Finding* broken = findingOf(report, FindingKind::ImageUnreadable);
    QVERIFY(broken && !findingOf(report, FindingKind::PictureWithoutRows));
    QCOMPARE(broken->count, 3u);
    QCOMPARE(broken->examples[2].image, std::string("sub/junk.jpg"));
    writeJpeg(folder.path("p/later.jpg"), image);
    report = examine(*project);
    QCOMPARE(findingOf(report, FindingKind::PictureWithoutRows)->examples[0].image,
             std::string("later.jpg"));
}

void TestDoctor::picturesAreToldApartByTheirPaths() {
    const ProjectFolder folder;
    const Image image{4, 3, std::vector<std::uint8_t>(36, 200)};
    fs::create_directories(folder.path("images/sub"));
    for (const char* name : {"images/a.jpg", "images/sub/a.jpg", "images/sub/b.JPG"})
        writeJpeg(folder.path(name), image);
    const auto project = folder.open(kCsvHeader + "\nsub/a,1 2,3,4,5,\n");
    const Report report = examine(*project);
    const Finding* unnamed = findingOf(report, FindingKind::PictureWithoutRows);
    QVERIFY(unnamed);
    QCOMPARE(unnamed->count, 2u);
    QCOMPARE(unnamed->examples[0].image, std::string("a.jpg"));
    QCOMPARE(unnamed->examples[1].image, std::string("sub/b.JPG"));
}

void TestDoctor::annotationsAreNamedByTheirId() {
    const ProjectFolder folder;
    const std::string same =
        R"("image_id":1,"category_id":23,"segmentation":{"size":[3,3],"counts":[0,2,7]}})";
    writeFileAtomically(folder.path("truth.json"),
                        R"({"images":[{"id":1,"file_name":"a.jpg","height":3,"width":3}],
"categories":[{"id":23,"name":"shoe"}],"annotations":[
{"id":70,)" + same + ",\n{\n\"id\":\"x\"," +
                            same + ",\n{\"id\":80," + same + "]}");
    importCoco(folder.path("truth.json"), folder.project());
    const Report report = examine(*Project::open(folder.project()), {false, 1});
    const auto& copies = findingOf(report, FindingKind::DuplicateObject)->examples;
    QCOMPARE(copies.size(), 2u);
    QCOMPARE(copies[0].line, 4u);
    QCOMPARE(copies[0].text, std::string("annotation id \"x\": shoe, an exact copy, see id 70"));
    QCOMPARE(copies[1].line, 6u);
    QCOMPARE(copies[1].text, std::string("annotation id 80: shoe, an exact copy, see id 70"));
}

void TestDoctor::threadsDoNotChangeTheReport() {
    const QTemporaryDir folder;
    Project::importCsv(m_drawn / "train.csv", pathOf(folder, "p.selvedge"));
    const auto project = Project::open(pathOf(folder, "p.selvedge"));
    const Report one = examine(*project, {true, 1}), four = examine(*project, {true, 4});
    QCOMPARE(textOf(countsOf(one)), textOf(countsOf(four)));
    QVERIFY(!one.findings.empty());
    for (std::size_t i = 0; i < one.findings.size(); ++i) {
        QCOMPARE(one.findings[i].examples.size(), four.findings[i].examples.size());
        for (std::size_t k = 0; k < one.findings[i].examples.size(); ++k)
            QCOMPARE(one.findings[i].examples[k].line, four.findings[i].examples[k].line);
    }
}

void TestDoctor::withoutPicturesNoneIsRead() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + "\na,1 2,3,4,5,\nb,1 2,3,4,5,\n");
    QCOMPARE(findingOf(examine(*project), FindingKind::ImageMissing)->count, 2u);
    QVERIFY(!findingOf(examine(*project, {false, 0}), FindingKind::ImageMissing));
}

void TestDoctor::aStopReturnsWhatItHas() {
    const QTemporaryDir folder;
    Project::importCsv(m_drawn / "train.csv", pathOf(folder, "p.selvedge"));
    const auto project = Project::open(pathOf(folder, "p.selvedge"));
    std::stop_source stop;
    std::uint64_t seen = 0;
    const Report report = examine(
        *project, {true, 1},
        [&](const Progress& progress) {
            if (std::string_view(progress.unit) == "images" && progress.done == 5) {
                seen = progress.total;
                stop.request_stop();
            }
        },
        stop.get_token());
    QCOMPARE(seen, 120u);
    QVERIFY(report.stoppedEarly);
    QVERIFY(examine(*project, {}, {}, stop.get_token()).stoppedEarly);
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
