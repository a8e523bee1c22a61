#include <QTemporaryDir>
#include <QtTest>

#include "app/tasks/operating_points.h"
#include "app/tasks/tasks.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"

using namespace selvedge;

// Thresholds with a name in a project, and those of a run.
class OperatingPointsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pointsAreKeptByName();
    void whatTheProjectNoLongerHasIsSaid();
    void runsHaveADefault();
    void damagedFilesAreNamed();

private:
    std::filesystem::path path(const char* name) const {
        return m_folder.filePath(name).toStdString();
    }
    QTemporaryDir m_folder;
    std::shared_ptr<Project> m_project;
};

void OperatingPointsTest::initTestCase() {
    writeFileAtomically(path("train.csv"),
                        "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\na,1 2,4,4,0,\n");
    const auto opened =
        openOrImport(path("train.csv"), {path("cache"), true, {}, Access::Write}, {}, {});
    m_project = opened.project;
    QVERIFY(m_project);
}

void OperatingPointsTest::pointsAreKeptByName() {
    QVERIFY(operatingPoints(*m_project).empty());
    OperatingPoint strict;
    strict.scoreThreshold = 0.7;
    strict.attributeOf[3] = 0.25;
    strict.categoryAttributeOf[{1, 4}] = 0.125;
    strict.nmsIou = 0.5;
    saveOperatingPoint(*m_project, "strict", strict);
    saveOperatingPoint(*m_project, "as it stands", {});
    const auto points = operatingPoints(*m_project);
    QCOMPARE(points.size(), std::size_t(2));
    QCOMPARE(points[0].name, std::string("as it stands"));
    QVERIFY(points[0].point == OperatingPoint());
    QVERIFY(points[1].point == strict && points[1].issues.empty());
    strict.scoreThreshold = 0.8;
    saveOperatingPoint(*m_project, "strict", strict);
    QVERIFY(operatingPoints(*m_project)[1].point == strict);
    removeOperatingPoint(*m_project, "strict");
    QCOMPARE(operatingPoints(*m_project).size(), std::size_t(1));
    removeOperatingPoint(*m_project, "as it stands");
    QVERIFY_EXCEPTION_THROWN(saveOperatingPoint(*m_project, "", {}), Error);
}

void OperatingPointsTest::whatTheProjectNoLongerHasIsSaid() {
    m_project->save(SavedKind::OperatingPoint,
                    {"old", R"({"score_threshold":0.3,"attribute_thresholds":)"
                            R"([{"attribute_id":99999,"threshold":0.5}]})"});
    m_project->save(SavedKind::OperatingPoint, {"torn", "{"});
    const auto points = operatingPoints(*m_project);
    QCOMPARE(points.size(), std::size_t(1));
    QCOMPARE(points[0].point.scoreThreshold, 0.3);
    QCOMPARE(points[0].issues.size(), std::size_t(1));
}

void OperatingPointsTest::runsHaveADefault() {
    const auto folder = path("run");
    std::filesystem::create_directory(folder);
    const Catalog& catalog = *m_project->catalog();
    QVERIFY(defaultOperatingPoint(folder, catalog).point == kDefaultOperatingPoint);
    OperatingPoint own;
    own.scoreOf[2] = 0.4;
    setDefaultOperatingPoint(folder, own, catalog);
    QVERIFY(defaultOperatingPoint(folder, catalog).point == own);
}

void OperatingPointsTest::damagedFilesAreNamed() {
    writeFileAtomically(path("point.json"), "[]");
    try {
        readOperatingPointFile(path("point.json"), *m_project->catalog());
        QFAIL("it was taken");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("point.json"), error.what());
    }
}

QTEST_GUILESS_MAIN(OperatingPointsTest)
#include "tst_operating_points.moc"
