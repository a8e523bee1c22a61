#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "tests/app/cli_runner.h"

// The command line as a script sees it: exit codes, sentences, files.
class CliTest : public QObject, CliRunner {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongUseExitsWithTwo_data();
    void wrongUseExitsWithTwo();
    void helpIsNoError();
    void aWrongHeaderSaysWhatWasExpected();
    void badRowsAreNamedAndTheRestLoads();
    void bytesThatAreNoUtf8CostNoResult();
    void strictMakesBadRowsAFailure();
    void everyBadRowIsInTheJson();
    void straysAreSaidByWhateverReadsTheCsvAgain();
    void doubledCarriageReturnsAreLineEnds();
    void anUntouchedFileLeavesByteForByte_data();
    void anUntouchedFileLeavesByteForByte();
    void formatsAreToldByTheirContent();
    void cocoLeavesAsItCameAndAsCsv();
    void submissionsAreWrittenAndMeasured();
    void infoNeedsNoNetwork();
    void doctorSaysWhatIsWrong();
    void doctorRepairsWhatItSaysItCan();
    void resultsDestroyNothing_data();
    void resultsDestroyNothing();
    void outputThatDoesNotArriveIsAFailure_data();
    void outputThatDoesNotArriveIsAFailure();
    void aPipeIsNoFileToWrite();
    void allSafeClipsALittleOnly();
    void aMissingEngineIsASentence();
    void anAbsentGpuIsASentence();
    void aDamagedCheckpointIsNamed();
    void aMissingImageFolderIsASentence();
    void aLimitLeavesOutTheOtherImagesPredictions();
    void theReportSaysWhichAreaItWentBy_data();
    void theReportSaysWhichAreaItWentBy();
    void protocolsWithPairsGiveBlocks();

private:
    QString perfectResults(bool withBoxes);
};

namespace {

const QByteArray kHeader = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\n";

}  // namespace

void CliTest::initTestCase() {
    const Result drawn =
        run({"synthesize", "--images", "3", "--seed", "5", "--out", path("sample")});
    QCOMPARE(drawn.exitCode, 0);
    QCOMPARE(run({"import", path("sample/train.csv"), "--project", path("p.selvedge")}).exitCode,
             0);
}

void CliTest::wrongUseExitsWithTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    const QString project = path("p.selvedge");
    const QStringList evaluate{"evaluate", "--ground-truth", project, "--predictions", "x.json"};
    const QStringList sweep{"sweep", "--ground-truth", project, "--predictions", "x.json"};
    const QStringList predict{"predict", project, "--run", "r"};
    QTest::newRow("no command") << QStringList();
    QTest::newRow("no file") << QStringList{"import"};
    QTest::newRow("protocol") << evaluate + QStringList{"--protocol", "none"};
    QTest::newRow("score") << evaluate + QStringList{"--score-threshold", "nan"};
    QTest::newRow("attribute") << evaluate + QStringList{"--attribute-threshold", "1.5"};
    QTest::newRow("scores") << sweep + QStringList{"--scores", "0.1,nan"};
    QTest::newRow("attributes") << sweep + QStringList{"--attributes", "nan"};
    QTest::newRow("no network") << QStringList{"predict", project};
    QTest::newRow("weights alone") << QStringList{"predict", "--weights", "c"};
    QTest::newRow("nms") << predict + QStringList{"--nms", "nan"};
    QTest::newRow("floor") << predict + QStringList{"--score-floor", "1.1"};
    QTest::newRow("detections") << predict + QStringList{"--max-detections", "0"};
    QTest::newRow("seed") << QStringList{"synthesize", "--out", "x", "--seed", "-1"};
    QTest::newRow("objects") << QStringList{"synthesize", "--out", "x", "--objects", "-1"};
    QTest::newRow("limit") << evaluate + QStringList{"--limit", "-1"};
    QTest::newRow("recipe") << QStringList{"train", project, "--recipe", "huge"};
    QTest::newRow("steps") << QStringList{"train", project, "--steps", "0"};
    QTest::newRow("backbone") << QStringList{"train", project, "--backbone", "R-50"};
    QTest::newRow("resume what") << QStringList{"train", project, "--resume"};
    QTest::newRow("resume as another")
        << QStringList{"train", project, "--resume", "--name", "r", "--recipe", "tiny"};
}

void CliTest::wrongUseExitsWithTwo() {
    QFETCH(QStringList, arguments);
    const Result result = run(arguments);
    QVERIFY2(result.exitCode == 2, qPrintable(result.err));
}

void CliTest::helpIsNoError() {
    QCOMPARE(run({"--help"}).exitCode, 0);
    QCOMPARE(run({"train", "--help"}).exitCode, 0);
}

void CliTest::aWrongHeaderSaysWhatWasExpected() {
    const QString csv = write("wrong.csv", "image,mask\na,1 2\n");
    const Result result = run({"import", csv, "--project", path("wrong.selvedge")});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("wrong.csv") && result.err.contains("EncodedPixels"),
             qPrintable(result.err));
    QVERIFY(!QFile::exists(path("wrong.selvedge")));
}

void CliTest::badRowsAreNamedAndTheRestLoads() {
    const QString csv = write("rows.csv", kHeader +
                                              "a,1 2,4,4,0,\n"    // good
                                              "a,0 2,4,4,0,\n"    // starts count from 1
                                              "a,16 5,4,4,0,\n"   // past the end
                                              "a,3 1,4,4,99,\n"   // unknown category
                                              "a,\"3 1,4,4,0,\n"  // unclosed quote
                                              "b,x y,4,4,0,\n"    // no numbers
                                              "b,5 2,4,4,1,\"1,2\"\n");
    const Result result = run({"import", csv, "--project", path("rows.selvedge"), "--json", "-"});
    QCOMPARE(result.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(result.out.toUtf8()).object();
    QCOMPARE(json["objects"].toInt(), 2);
    QCOMPARE(json["issue_count"].toInt(), 5);
    QCOMPARE(json["rows_not_usable"].toInt(), 5);
    QList<int> lines;
    for (const auto& issue : json["issues"].toArray())
        lines += issue.toObject()["line"].toInt();
    QCOMPARE(lines, (QList<int>{3, 4, 5, 6, 7}));
    QVERIFY(result.err.contains("rows.csv:3:"));
    QCOMPARE(run({"export", path("rows.selvedge"), "--out", path("rows-out.csv")}).exitCode, 0);
    QFile in(csv), out(path("rows-out.csv"));
    QVERIFY(in.open(QIODevice::ReadOnly) && out.open(QIODevice::ReadOnly));
    QCOMPARE(out.readAll(), in.readAll());
}

void CliTest::bytesThatAreNoUtf8CostNoResult() {
    const QString csv = write("latin.csv", kHeader +
                                               "a,1 2,4,4,0,\n"
                                               "a,3 1,4,4,caf\xe9,\n");
    QCOMPARE(run({"import", csv, "--project", path("latin.selvedge")}).exitCode, 0);
    const Result result = run(
        {"import", csv, "--project", path("latin.selvedge"), "--json", "-", "--progress", "json"});
    QCOMPARE(result.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(result.out.toUtf8()).object();
    QCOMPARE(json["objects"].toInt(), 1);
    QVERIFY(json["issues"].toArray().at(0).toObject()["text"].toString().contains("caf"));
}

void CliTest::strictMakesBadRowsAFailure() {
    const QString csv = write("strict.csv", kHeader + "a,0 2,4,4,0,\n");
    QCOMPARE(run({"import", csv, "--project", path("s.selvedge")}).exitCode, 0);
    const Result strict = run({"import", csv, "--project", path("s.selvedge"), "--strict"});
    QCOMPARE(strict.exitCode, 1);
    QVERIFY2(strict.out.contains("0 objects, 1 row not usable, 0 notes"), qPrintable(strict.out));
    // A note on a row that was read is none.
    const QString noted = write("noted.csv", kHeader + "a,1 2,4,4,0,999\n");
    const Result taken = run({"import", noted, "--project", path("n.selvedge"), "--strict"});
    QCOMPARE(taken.exitCode, 0);
    QVERIFY2(taken.out.contains("1 object, 0 rows not usable, 1 note:"), qPrintable(taken.out));
    const Result info = run({"info", path("n.selvedge"), "--json", "-"});
    const QJsonObject json = QJsonDocument::fromJson(info.out.toUtf8()).object();
    QCOMPARE(json["rows_not_usable"].toInt(), 0);
    QCOMPARE(json["notes"].toInt(), 1);
}

void CliTest::everyBadRowIsInTheJson() {
    QByteArray text = kHeader;
    for (int i = 0; i < 15000; ++i)
        text += "a,0 2,4,4,0,\n";
    const QString csv = write("many.csv", text);
    const QStringList import{"import", csv, "--project", path("many.selvedge")};
    const Result result = run(import + QStringList{"--json", path("many.json")});
    QVERIFY2(result.err.contains("many.csv:21:") && !result.err.contains("many.csv:22:") &&
                 result.err.contains("... and 14980 more; import --json FILE lists them all"),
             qPrintable(result.err));
    const QJsonArray issues =
        QJsonDocument::fromJson(read("many.json")).object()["issues"].toArray();
    QCOMPARE(issues.size(), 15000);
    for (int i = 0; i < issues.size(); ++i)
        QCOMPARE(issues.at(i)["line"].toInt(), i + 2);
    QVERIFY(issues.last()["text"].toString().contains("starts at 0"));
    QCOMPARE(run(import + QStringList{"--json", "-"}).out.toUtf8(), read("many.json"));
}

void CliTest::straysAreSaidByWhateverReadsTheCsvAgain() {
    const QString csv = write("gone/train.csv", kHeader + "a,1 3 2 3,4,4,1,\nb,1 2,4,4,0,\n");
    QCOMPARE(run({"doctor", csv, "--no-images", "--repair", "all-safe"}).exitCode, 0);
    write("gone/train.csv", kHeader + "b,1 2,4,4,0,\n");
    const Result result = run({"info", csv});
    QVERIFY2(result.err.contains("no longer in") && result.err.contains("in a, 1 edit"),
             qPrintable(result.err));
}

void CliTest::doubledCarriageReturnsAreLineEnds() {
    QByteArray text = kHeader + "a,1 2,4,4,0,\na,3 2,4,4,0,\"1,2\"\n";
    text.replace("\n", "\r\r\n");
    const QString csv = write("cr/train.csv", text);
    const Result result = run({"import", csv, "--project", path("cr/train.selvedge")});
    QVERIFY2(result.out.contains("2 objects, 0 rows not usable, 0 notes"), qPrintable(result.out));
    const Result doctor = run({"doctor", csv, "--no-images", "--json", "-"});
    QCOMPARE(QJsonDocument::fromJson(doctor.out.toUtf8())["findings"].toArray().size(), 0);
    QCOMPARE(run({"export", csv, "--out", path("cr.csv")}).exitCode, 0);
    QCOMPARE(read("cr.csv"), text);
}

void CliTest::anUntouchedFileLeavesByteForByte_data() {
    QTest::addColumn<QString>("csv");
    QTest::newRow("sample") << path("sample/train.csv");
    QTest::newRow("odd") << write("odd.csv",
                                  "\xEF\xBB\xBF"
                                  "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\r\n"
                                  "\"a\",\"1 2\",4,4,0,NaN\r\n"
                                  "a, 5 1 ,4,4,\"0\",\"1\"\r\n"
                                  "b,5 1 3 1,04,4,0,nan\n"
                                  "b,7 1,4,4.0,0,\"\"\r\n"
                                  "c,9 2,4,4,3,\"0,  1\"");
    for (const char* name : {"ccp", "fashionpedia-sample"}) {
        const QString csv = QString(SELVEDGE_SHARED "/data/%1/train.csv").arg(name);
        if (QFile::exists(csv))
            QTest::newRow(name) << csv;
        else
            qInfo("%s is absent: not tested", qPrintable(csv));
    }
}

void CliTest::anUntouchedFileLeavesByteForByte() {
    QFETCH(QString, csv);
    const Result imported = run({"import", csv, "--project", path("cmp.selvedge")});
    QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
    QCOMPARE(
        run({"export", path("cmp.selvedge"), "--format", "csv", "--out", path("cmp.csv")}).exitCode,
        0);
    QFile in(csv), out(path("cmp.csv"));
    QVERIFY(in.open(QIODevice::ReadOnly) && out.open(QIODevice::ReadOnly));
    QVERIFY(in.readAll() == out.readAll());
}

void CliTest::formatsAreToldByTheirContent() {
    const auto import = [&](const QString& file) {
        return run({"import", file, "--project", path("guess.selvedge")});
    };
    const Result csv = import(write("looks_like.json", kHeader + "a,1 2,4,4,0,\n"));
    QCOMPARE(csv.exitCode, 0);
    QVERIFY2(csv.err.contains("looks_like.json is an iMaterialist CSV"), qPrintable(csv.err));
    const Result labels = import(path("sample/label_descriptions.json"));
    QCOMPARE(labels.exitCode, 1);
    QVERIFY2(labels.err.contains("is label descriptions, no source of a project; open the train"),
             qPrintable(labels.err));
    const Result junk = import(write("train.csv", QByteArray("\x7f\x45LF\0\1", 6)));
    QCOMPARE(junk.exitCode, 1);
    QVERIFY2(junk.err.contains("train.csv is binary") && junk.err.contains("expected"),
             qPrintable(junk.err));
    QCOMPARE(import(path("sample")).exitCode, 0);
    const Result folder = import(path("sample/images"));
    QCOMPARE(folder.exitCode, 0);
    QVERIFY2(folder.err.contains("is a folder of pictures"), qPrintable(folder.err));
}

void CliTest::cocoLeavesAsItCameAndAsCsv() {
    const QByteArray text =
        "{\"images\": [{\"id\": 9, \"file_name\": \"a.jpg\", \"width\": 3, \"height\": 3}],\n"
        "\"annotations\": [{\"image_id\": 9, \"category_id\": 0, \"iscrowd\": 1, \"segmentation\": "
        "[[0, 0, 2, 0, 2, 2, 0, 2]]},\n{\"image_id\": 9}],\n"
        "\"categories\": [{\"id\": 0, \"name\": \"shirt\"}]}";
    const QString json = write("truth.json", text);
    const Result imported = run({"import", json, "--project", path("coco.selvedge")});
    QCOMPARE(imported.exitCode, 0);
    QVERIFY2(imported.err.contains("truth.json is COCO ground truth"), qPrintable(imported.err));
    QVERIFY2(imported.err.contains("truth.json:3:1: annotation 2: it has no category_id"),
             qPrintable(imported.err));
    // The project is made beside the JSON when that is named instead.
    for (const QString& source : {path("coco.selvedge"), json}) {
        const Result coco =
            run({"export", source, "--format", "coco", "--out", path("coco-out.json")});
        QVERIFY2(coco.exitCode == 0, qPrintable(coco.err));
        QFile out(path("coco-out.json"));
        QVERIFY(out.open(QIODevice::ReadOnly));
        QCOMPARE(out.readAll(), text);
    }
    QVERIFY(QFile::exists(path("truth.json.selvedge")));
    const Result csv = run({"export", json, "--out", path("coco-out.csv")});
    QVERIFY2(csv.out.contains("iscrowd"), qPrintable(csv.out));
    QFile out(path("coco-out.csv"));
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(out.readAll(), kHeader + "a,1 2 4 2,3,3,0,\n");
}

void CliTest::submissionsAreWrittenAndMeasured() {
    const QString csv = write("flat.csv", kHeader + "a,1 4,4,4,0,1\nb,3 4,4,4,1,\n");
    const Result written =
        run({"export", csv, "--format", "submission", "--out", path("submission.csv")});
    QVERIFY2(written.exitCode == 0, qPrintable(written.err));
    QVERIFY2(written.out.contains("no scores"), qPrintable(written.out));
    QFile out(path("submission.csv"));
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(out.readAll(),
             QByteArray("ImageId,EncodedPixels,ClassId,AttributesIds\na,1 4,0,1\nb,3 4,1,\n"));
    const Result measured = run({"evaluate", "--ground-truth", csv, "--predictions",
                                 path("submission.csv"), "--protocol", "coco"});
    QVERIFY2(measured.exitCode == 0, qPrintable(measured.err));
    QVERIFY2(measured.out.contains("= 1.000"), qPrintable(measured.out));
    const Result refused = run({"export", csv, "--predictions", csv, "--out", path("x.csv")});
    QCOMPARE(refused.exitCode, 1);
    const Result imported =
        run({"import", path("submission.csv"), "--project", path("guess.selvedge")});
    QCOMPARE(imported.exitCode, 1);
    QVERIFY2(imported.err.contains("it holds predictions"), qPrintable(imported.err));
}

void CliTest::infoNeedsNoNetwork() {
    const Result result =
        run({"info", path("p.selvedge"), "--json", "-"}, {{"SELVEDGE_ENGINE", "/absent.so"}});
    QCOMPARE(result.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(result.out.toUtf8()).object();
    QCOMPARE(json["images"].toInt(), 3);
    QVERIFY(json["objects"].toInt() > 6);
}

namespace {

const QByteArray kSickRows = kHeader +
                             "a,1 2 5 0,4,4,0,\n"  // an empty run
                             "a,15 9,4,4,0,\n"     // past the end
                             "a,1 3 2 3,4,4,1,\n"  // overlap
                             "a,3 1,4,4,99,\n";    // unknown category

}  // namespace

void CliTest::doctorSaysWhatIsWrong() {
    const QString csv = write("sick/train.csv", kSickRows);
    const Result result = run({"doctor", csv, "--no-images", "--json", "-"});
    QCOMPARE(result.exitCode, 0);
    QStringList kinds;
    for (const auto& value : QJsonDocument::fromJson(result.out.toUtf8())["findings"].toArray()) {
        const QJsonObject finding = value.toObject();
        kinds += finding["kind"].toString() + ' ' + finding["severity"].toString();
        QCOMPARE(finding["count"].toInt(), 1);
        const QJsonObject example = finding["examples"].toArray().at(0).toObject();
        QCOMPARE(example["image"].toString(), QString("a"));
        QVERIFY(!example["text"].toString().isEmpty());
        QCOMPARE(example["line"].toInt(), QList<int>({3, 2, 5, 4}).at(kinds.size() - 1));
        QCOMPARE(finding["repair"].isNull(), kinds.size() == 3);
    }
    QCOMPARE(kinds, QStringList({"run_past_end error", "run_zero_length error",
                                 "category_unknown error", "runs_overlap warning"}));
    const Result text = run({"doctor", csv, "--no-images", "--strict"});
    QCOMPARE(text.exitCode, 1);
    QVERIFY2(text.out.contains("--repair run_past_end") && text.out.contains("line 3"),
             qPrintable(text.out));
    QVERIFY(run({"doctor", csv}).out.contains("image_missing"));
    QCOMPARE(run({"doctor", csv, "--repair", "row_unreadable"}).exitCode, 2);
    QCOMPARE(run({"doctor", path("sample/train.csv"), "--strict"}).exitCode, 0);
}

void CliTest::doctorRepairsWhatItSaysItCan() {
    const QString csv = write("sick2/train.csv", kSickRows);
    const QString project = path("sick2/train.selvedge");
    const Result one = run({"doctor", csv, "--no-images", "--repair", "run_past_end"});
    QVERIFY2(one.exitCode == 0 && one.out.contains("Repaired 1"), qPrintable(one.out + one.err));
    QVERIFY(!one.out.contains("run_past_end]") && one.out.contains("run_zero_length]"));
    const Result rest =
        run({"doctor", project, "--no-images", "--repair", "all-safe", "--json", "-"});
    const QJsonDocument json = QJsonDocument::fromJson(rest.out.toUtf8());
    QCOMPARE(json["repaired"]["objects"].toInt(), 2);
    QCOMPARE(json["findings"].toArray().size(), 1);
    QCOMPARE(run({"export", project, "--out", path("mended.csv")}).exitCode, 0);
    QFile out(path("mended.csv"));
    QVERIFY(out.open(QIODevice::ReadOnly));
    QCOMPARE(out.readAll(), kHeader + "a,1 2,4,4,0,\na,15 2,4,4,0,\na,1 4,4,4,1,\na,3 1,4,4,99,\n");
}

void CliTest::resultsDestroyNothing_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("file");
    const QString csv = write("safe/train.csv", kHeader + "a,1 2,4,4,0,\n");
    const QString labels =
        write("safe/label_descriptions.json",
              R"({"categories": [{"id": 0, "name": "kilt"}], "attributes": []})");
    const QString picture =
        write("safe/images/a.png",
              QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAAC0lEQVR4nGNg"
                                     "wAQAABQAAX3+Hu4AAAAASUVORK5CYII="));
    const QString project = path("safe.selvedge"), other = path("safe2.selvedge");
    for (const QString& file : {project, other})
        QCOMPARE(run({"import", csv, "--project", file}).exitCode, 0);
    const QString results =
        write("safe/results.json",
              R"([{"image_id": "a", "category_id": 0, "bbox": [0, 0, 1, 2], "score": 1}])");
    const auto add = [](const char* name, const QStringList& arguments, const QString& file) {
        QTest::newRow(name) << arguments + QStringList{file} << file;
    };
    add("info, project", {"info", project, "--json"}, project);
    add("info, another", {"info", project, "--json"}, other);
    add("info, source", {"info", project, "--json"}, csv);
    add("info, labels", {"info", project, "--json"}, labels);
    add("info, picture", {"info", project, "--json"}, picture);
    add("doctor", {"doctor", project, "--json"}, project);
    add("doctor, repair", {"doctor", project, "--repair", "all-safe", "--json"}, csv);
    add("import", {"import", csv, "--project", path("safe3.selvedge"), "--json"}, csv);
    add("import, folder", {"import", path("safe"), "--project", path("safe3.selvedge"), "--json"},
        csv);
    add("export, another", {"export", project, "--out"}, other);
    add("export, source", {"export", project, "--out"}, csv);
    add("export, coco", {"export", project, "--format", "coco", "--out"}, other);
    add("export, submission", {"export", project, "--format", "submission", "--out"}, project);
    const QStringList ofResults{"export", project, "--format",     "submission",
                                "--out",  results, "--predictions"};
    add("export, predictions", ofResults, results);
    const QStringList measured{"--ground-truth", csv, "--predictions", results, "--json"};
    add("evaluate, truth", QStringList{"evaluate"} + measured, csv);
    add("evaluate, predictions", QStringList{"evaluate"} + measured, results);
    add("sweep", QStringList{"sweep"} + measured, csv);
    add("engine", {"engine", "--json"}, project);
    add("synthesize, its own", {"synthesize", "--images", "1", "--out", path("safe"), "--json"},
        csv);
    add("synthesize, json", {"synthesize", "--images", "1", "--out", path("new"), "--json"}, other);
}

void CliTest::resultsDestroyNothing() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, file);
    const auto content = [&] {
        QFile opened(file);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    };
    const QByteArray before = content();
    QVERIFY(!before.isEmpty());
    const Result result = run(arguments);
    QVERIFY2(result.exitCode == 1, qPrintable(result.err));
    QVERIFY2(result.err.contains(file) && result.err.contains("is not overwritten"),
             qPrintable(result.err));
    QVERIFY(content() == before);
    QVERIFY(!QFile::exists(path("safe3.selvedge")) && !QFile::exists(path("new")));
}

void CliTest::outputThatDoesNotArriveIsAFailure_data() {
    QTest::addColumn<QStringList>("arguments");
    const QString project = path("p.selvedge");
    QTest::newRow("text") << QStringList{"info", project};
    QTest::newRow("json") << QStringList{"info", project, "--json", "-"};
    QTest::newRow("help") << QStringList{"--help"};
}

void CliTest::outputThatDoesNotArriveIsAFailure() {
    QFETCH(QStringList, arguments);
    if (!QFile::exists("/dev/full"))
        QSKIP("there is no /dev/full");
    QProcess process;
    process.setStandardOutputFile("/dev/full");
    process.start(SELVEDGE_CLI, arguments);
    QVERIFY(process.waitForFinished(60'000));
    const QString said = process.readAllStandardError();
    QVERIFY2(said.contains("the output could not be written in full"), qPrintable(said));
    QCOMPARE(process.exitCode(), 1);
}

void CliTest::aPipeIsNoFileToWrite() {
    const Result result = run({"export", path("p.selvedge"), "--out", "/dev/stdout"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("/dev/stdout is a folder, pipe or device; name a file"),
             qPrintable(result.err));
    const Result nothing = run({"export", path("p.selvedge"), "--out", ""});
    QCOMPARE(nothing.exitCode, 1);
    QVERIFY2(nothing.err.contains("'' names no file to write"), qPrintable(nothing.err));
}

void CliTest::allSafeClipsALittleOnly() {
    // Images of 100 pixels: one past the last is 1 %, two are more; the fourth row has two faults.
    const QByteArray large = "a,99 4,10,10,0,\na,1 4294967299,10,10,0,\na,1 2 3 0 99 9,10,10,0,\n";
    const QString csv = write("past/train.csv", kHeader + "a,99 3,10,10,0,\n" + large);
    const QString project = path("past/train.selvedge");
    const Result result =
        run({"doctor", csv, "--no-images", "--repair", "all-safe", "--json", "-"});
    const QJsonDocument json = QJsonDocument::fromJson(result.out.toUtf8());
    QCOMPARE(json["repaired"]["objects"].toInt(), 1);
    const QJsonObject left = json["findings"].toArray().at(0).toObject();
    QCOMPARE(left["kind"].toString(), QString("run_past_end"));
    QCOMPARE(left["count"].toInt(), 3);
    QCOMPARE(left["repair"].toObject()["not_in_all_safe"].toInt(), 3);
    QCOMPARE(run({"export", project, "--out", path("past.csv")}).exitCode, 0);
    QCOMPARE(read("past.csv"), kHeader + "a,99 2,10,10,0,\n" + large);
    run({"doctor", project, "--no-images", "--repair", "run_past_end"});
    QCOMPARE(run({"export", project, "--out", path("past.csv")}).exitCode, 0);
    QVERIFY(read("past.csv").contains("a,1 100,10,10,0,\n"));
}

void CliTest::aMissingEngineIsASentence() {
    const Result result = run({"train", path("p.selvedge"), "--steps", "1"},
                              {{"SELVEDGE_ENGINE", path("absent.so")}});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("absent.so"), qPrintable(result.err));
}

void CliTest::anAbsentGpuIsASentence() {
    if (!QFile::exists(qEnvironmentVariable("SELVEDGE_ENGINE")))
        QSKIP("The engine module is not built");
    const Result result =
        run({"train", path("p.selvedge"), "--steps", "1", "--device", "cuda:7", "--name", "g"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("cuda:7"), qPrintable(result.err));
}

void CliTest::aDamagedCheckpointIsNamed() {
    if (!QFile::exists(qEnvironmentVariable("SELVEDGE_ENGINE")))
        QSKIP("The engine module is not built");
    const QString checkpoint =
        write("bad.safetensors", QByteArray("\x10\0\0\0\0\0\0\0{\"a\":1", 14));
    const Result result =
        run({"predict", path("p.selvedge"), "--checkpoint", checkpoint, "--out", path("out.json")});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("bad.safetensors"), qPrintable(result.err));
    QVERIFY(!QFile::exists(path("out.json")));
}

void CliTest::aMissingImageFolderIsASentence() {
    if (!QFile::exists(qEnvironmentVariable("SELVEDGE_ENGINE")))
        QSKIP("The engine module is not built");
    const QString csv = write("lonely.csv", kHeader + "a,1 2,4,4,0,\n");
    QCOMPARE(run({"import", csv, "--project", path("lonely.selvedge")}).exitCode, 0);
    const Result result = run({"train", path("lonely.selvedge"), "--steps", "1"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("images"), qPrintable(result.err));
}

// The drawn objects themselves with score .9, image_id 1..3.
QString CliTest::perfectResults(bool withBoxes) {
    if (run({"export", path("p.selvedge"), "--format", "coco", "--out", path("truth.json")})
            .exitCode != 0)
        qFatal("no export");
    QJsonArray results;
    const QJsonObject truth = QJsonDocument::fromJson(read("truth.json")).object();
    for (const auto& value : truth["annotations"].toArray()) {
        const QJsonObject object = value.toObject();
        QJsonObject result{{"image_id", object["image_id"]},
                           {"category_id", object["category_id"]},
                           {"segmentation", object["segmentation"]},
                           {"score", 0.9}};
        if (withBoxes)
            result["bbox"] = object["bbox"];
        results.append(result);
    }
    return write("perfect.json", QJsonDocument(results).toJson());
}

void CliTest::aLimitLeavesOutTheOtherImagesPredictions() {
    const QString results = perfectResults(true);
    const QStringList files{"--ground-truth", path("p.selvedge"),
                            "--predictions",  results,
                            "--limit",        "2",
                            "--json",         "-"};
    const Result evaluated = run(QStringList{"evaluate"} + files);
    QVERIFY2(evaluated.exitCode == 0, qPrintable(evaluated.err));
    const QJsonObject report = QJsonDocument::fromJson(evaluated.out.toUtf8()).object();
    QCOMPARE(report["images"].toInt(), 2);
    QCOMPARE(report["detections"].toInt(), report["objects"].toInt());
    QVERIFY(report["metrics"].toObject()["AP"].toDouble() > 0.999);
    const Result swept = run(QStringList{"sweep"} + files);
    QVERIFY2(swept.exitCode == 0, qPrintable(swept.err));
}

void CliTest::theReportSaysWhichAreaItWentBy_data() {
    QTest::addColumn<bool>("withBoxes");
    QTest::newRow("box") << true;
    QTest::newRow("mask") << false;
}

void CliTest::theReportSaysWhichAreaItWentBy() {
    QFETCH(bool, withBoxes);
    const Result result = run({"evaluate", "--ground-truth", path("p.selvedge"), "--predictions",
                               perfectResults(withBoxes)});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY2(result.out.contains(withBoxes ? "area of a detection's box\n"
                                           : "area of a detection's mask\n"),
             qPrintable(result.out));
}

// Masks without attributes: right by overlap, in every block they should be.
void CliTest::protocolsWithPairsGiveBlocks() {
    const QStringList files{"evaluate",      "--ground-truth",     path("p.selvedge"),
                            "--predictions", perfectResults(true), "--protocol"};
    for (const char* protocol : {"fashionpedia", "kaggle2020"}) {
        const Result evaluated = run(files + QStringList{protocol, "--json", "-"});
        QVERIFY2(evaluated.exitCode == 0, qPrintable(evaluated.err));
        const QJsonObject report = QJsonDocument::fromJson(evaluated.out.toUtf8()).object();
        QCOMPARE(report["protocol"].toString(), QString(protocol));
        const QJsonObject blocks = report["blocks"].toObject();
        QVERIFY(blocks["iou"].toObject()["AP"].toDouble() > 0.999);
        QVERIFY(blocks["iou_f1"].toObject()["AP"].toDouble() < 0.999);
        QVERIFY(blocks["iou_f1"].toObject().contains("AP_IOU50_F175"));
        QCOMPARE(blocks.contains("f1"), QString(protocol) == "fashionpedia");
        const Result text = run(files + QStringList{protocol});
        QVERIFY(text.out.contains("results with both IoU and F1 thresholds"));
        QCOMPARE(text.out.contains("small, medium, large"), QString(protocol) == "fashionpedia");
    }
}

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"
