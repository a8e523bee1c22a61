#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "tests/app/cli_runner.h"

// `evaluate` and `compare` on two images of 4 x 4 whose objects are columns of pixels.
class CliEvaluateTest : public QObject, CliRunner {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyProtocolGivesItsNumbers_data();
    void everyProtocolGivesItsNumbers();
    void everyCategoryHasAllNumbers();
    void aCsvHasARowOfAllAndOneACategory();
    void thresholdsAreTakenFromWhereTheyAreSaid();
    void aRunIsMeasuredAtItsOwnThresholds();
    void whatARunDidNotLookAtIsNotMissed();
    void optionsChangeAProtocol();
    void crowdsOfAProjectAreTold();
    void onlyImagesOfTheSplit();
    void strictIdsCountAnObjectOfIdZeroAsMissed();
    void comparesObjectByObject();
    void comparesAtAThreshold();
    void wrongUseIsSaid();

private:
    QJsonObject json(const QStringList& arguments);
    QString project() const { return path("p.selvedge"); }
    QStringList evaluate(const QString& predictions) const {
        return {"evaluate", "--ground-truth", project(), "--predictions", predictions};
    }
};

namespace {

// Of image a the first column (class 0, attribute 115) and the last (class 1); of b the first.
const QByteArray kTruth =
    "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\n"
    "a,1 4,4,4,0,115\n"
    "a,13 4,4,4,1,\n"
    "b,1 4,4,4,0,\n";

// A: the first of a, whole; in b a false one. B: the first of a without its attribute, the second,
// and, unsure, that of b.
const QByteArray kA = R"([
 {"image_id":"a","category_id":0,"bbox":[0,0,1,4],"score":0.9,"attribute_ids":[115]},
 {"image_id":"b","category_id":0,"bbox":[3,0,1,4],"score":0.8,"attribute_ids":[]}])";
const QByteArray kB = R"([
 {"image_id":"a","category_id":0,"bbox":[0,0,1,4],"score":0.9,"attribute_ids":[]},
 {"image_id":"a","category_id":1,"bbox":[3,0,1,4],"score":0.9,"attribute_ids":[]},
 {"image_id":"b","category_id":0,"bbox":[0,0,1,4],"score":0.03,"attribute_ids":[]}])";

}  // namespace

void CliEvaluateTest::initTestCase() {
    const Result imported = run({"import", write("t.csv", kTruth), "--project", project()});
    QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
    write("A.json", kA);
    write("B.json", kB);
}

// What a command writes to stdout.
QJsonObject CliEvaluateTest::json(const QStringList& arguments) {
    const Result result = run(arguments + QStringList{"--json", "-"});
    if (result.exitCode != 0)
        qWarning("%s", qPrintable(result.err));
    return QJsonDocument::fromJson(result.out.toUtf8()).object();
}

void CliEvaluateTest::everyProtocolGivesItsNumbers_data() {
    QTest::addColumn<QString>("protocol");
    QTest::addColumn<QString>("metric");
    QTest::addColumn<double>("value");
    // B has all three objects in their place; the attribute of one is wrong. Category 0: AP 1 by
    // overlap. With F1 the false one comes first: precision .5 to recall .5.
    QTest::newRow("coco") << "coco"
                          << "AP" << 1.0;
    QTest::newRow("lvis") << "lvis"
                          << "AR@300" << 1.0;
    QTest::newRow("paper") << "paper"
                           << "f1AP" << (1 + .5 * 51 / 101) / 2;
    QTest::newRow("fashionpedia") << "fashionpedia"
                                  << "AP" << (1 + .5 * 51 / 101) / 2;
    // Image a: one of two. Image b: its one.
    QTest::newRow("kaggle2020") << "kaggle2020"
                                << "AP" << .75;
}

void CliEvaluateTest::everyProtocolGivesItsNumbers() {
    QFETCH(QString, protocol);
    QFETCH(QString, metric);
    QFETCH(double, value);
    const QJsonObject report = json(evaluate(path("B.json")) + QStringList{"--protocol", protocol});
    QCOMPARE(report["protocol"].toString(), protocol);
    QVERIFY(report["protocol_options"].toObject().contains("pairs"));
    QVERIFY(report["operating_point"].toObject()["score_threshold"].isNull());
    const double measured = report["metrics"].toObject()[metric].toDouble();
    QVERIFY2(std::abs(measured - value) < 1e-12, qPrintable(QString::number(measured, 'g', 17)));
}

void CliEvaluateTest::everyCategoryHasAllNumbers() {
    QVERIFY(!json(evaluate(path("B.json"))).contains("per_category"));
    for (const char* protocol : {"coco", "paper", "lvis", "fashionpedia"}) {
        const QJsonObject report =
            json(evaluate(path("B.json")) + QStringList{"--protocol", protocol, "--per-category"});
        const QJsonArray categories = report["per_category"].toArray();
        QCOMPARE(categories.size(), 46);
        const QJsonObject first = categories[0].toObject();
        QCOMPARE(first["id"].toInt(), 0);
        QCOMPARE(first["name"].toString(), QString("shirt, blouse"));
        QCOMPARE(first["objects"].toInt(), 2);
        const QJsonObject metrics = report["metrics"].toObject();
        for (const QString& name : metrics.keys())
            if (name != "APo" && name != "APa" && name != "APp" && name != "APr" && name != "APc" &&
                name != "APf")
                QVERIFY2(first.contains(name), qPrintable(name));
        QCOMPARE(first.contains("APr"), false);
        QCOMPARE(categories[5].toObject()["AP"].toDouble(), -1.0);
        if (report.contains("blocks"))
            QVERIFY(first["blocks"].toObject()["f1"].toObject().contains("AP_F150"));
    }
}

void CliEvaluateTest::aCsvHasARowOfAllAndOneACategory() {
    const Result result = run(evaluate(path("B.json")) + QStringList{"--csv", "-"});
    QCOMPARE(result.exitCode, 0);
    const QStringList lines = result.out.split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 48);
    QVERIFY(lines[0].startsWith("id,name,objects,detections,AP,AP50,AP75,APs,APm,APl,AR1,"));
    QVERIFY2(lines[1].startsWith(",all,3,3,1,1,1,1,-1,-1,"), qPrintable(lines[1]));
    QVERIFY2(lines[2].startsWith("0,\"shirt, blouse\",2,2,1,"), qPrintable(lines[2]));
    const Result grid =
        run(evaluate(path("B.json")) + QStringList{"--csv", "-", "--protocol", "fashionpedia"});
    QVERIFY(grid.out.section('\n', 0, 0).contains(",iou_f1 AP,"));
    QVERIFY(grid.out.section('\n', 0, 0).contains(",f1 AP,"));
    const Result file = run(evaluate(path("B.json")) + QStringList{"--csv", path("out.csv")});
    QVERIFY(file.out.contains("Average Precision"));
    QCOMPARE(QString::fromUtf8(read("out.csv")), result.out);
}

void CliEvaluateTest::thresholdsAreTakenFromWhereTheyAreSaid() {
    const auto detections = [&](const QStringList& more) {
        return json(evaluate(path("B.json")) + more)["detections"].toInt();
    };
    QCOMPARE(detections({}), 3);
    QCOMPARE(detections({"--score", "0.5"}), 2);
    QCOMPARE(detections({"--score-threshold", "0.5"}), 2);
    const QString point = write("point.json", R"({"score_threshold":0.5,"attribute_threshold":0.25,
            "category_scores":[{"category_id":1,"score_threshold":0.95}]})");
    QCOMPARE(detections({"--operating-point", point}), 1);
    QCOMPARE(detections({"--operating-point", point, "--score", "0.01"}), 2);
    const QJsonObject stamped =
        json(evaluate(path("B.json")) + QStringList{"--operating-point", point});
    const QJsonObject written = stamped["operating_point"].toObject();
    QCOMPARE(written["attribute_threshold"].toDouble(), 0.25);
    QCOMPARE(written["category_scores"].toArray().size(), 1);
}

void CliEvaluateTest::aRunIsMeasuredAtItsOwnThresholds() {
    write("p.runs/mine/run.json", R"({"name":"mine","kind":"predictions","state":"done"})");
    write("p.runs/mine/predictions.json", kB);
    for (const QString& name : {QString("mine"), path("p.runs/mine")}) {
        const QJsonObject report = json(evaluate(name));
        QCOMPARE(report["detections"].toInt(), 2);  // .03 is below the default of .05
        QCOMPARE(report["operating_point"].toObject()["score_threshold"].toDouble(), 0.05);
    }
    QCOMPARE(json(evaluate("mine") + QStringList{"--score", "0"})["detections"].toInt(), 3);
    write("p.runs/mine/operating_point.json",
          R"({"score_threshold":0.05,"max_detections":1,"attribute_threshold":7})");
    const Result own = run(evaluate("mine"));
    QVERIFY2(own.err.contains("attribute_threshold 7"), qPrintable(own.err));
    QCOMPARE(json(evaluate("mine"))["operating_point"].toObject()["max_detections"].toInt(), 1);
    const QStringList sweep{"sweep", "--ground-truth", project(), "--predictions",
                            "mine",  "--protocol",     "coco",    "--scores",
                            "0",     "--attributes",   "0.5"};
    QCOMPARE(json(sweep)["cells"].toArray().size(), 1);
    QFile::remove(path("p.runs/mine/operating_point.json"));
    write("p.runs/empty/run.json", R"({"name":"empty","state":"done"})");
    const Result none = run(evaluate("empty"));
    QCOMPARE(none.exitCode, 1);
    QVERIFY2(none.err.contains("has no predictions"), qPrintable(none.err));
}

// An object of one attribute of 294, found without it: by micro F1 293 of 294 agree.
void CliEvaluateTest::whatARunDidNotLookAtIsNotMissed() {
    // Of image a alone, where both objects are found.
    write("p.runs/part/predictions.json", kB);
    write("p.runs/part/predicted-images.json", R"(["a"])");
    write("p.runs/part/run.json",
          R"({"name":"part","kind":"predictions","state":"done","predicted":)"
          R"({"by":"{}","images":1,"bytes":)" +
              QByteArray::number(kB.size()) + "}}");
    const Result result = run(evaluate("part") + QStringList{"--json", "-"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY2(result.err.contains("1 image was not predicted and does not count"),
             qPrintable(result.err));
    const auto counts = QJsonDocument::fromJson(result.out.toUtf8()).object();
    QCOMPARE(counts["images"].toInt(), 1);
    QCOMPARE(counts["objects"].toInt(), 2);
    // Predictions that were put there since are of all images.
    write("p.runs/part/predictions.json", kA);
    QCOMPARE(json(evaluate("part"))["images"].toInt(), 2);
    QVERIFY(QDir(path("p.runs/part")).removeRecursively());
}

void CliEvaluateTest::optionsChangeAProtocol() {
    const QStringList paper = evaluate(path("B.json")) + QStringList{"--protocol", "paper"};
    const QJsonObject plain = json(paper)["metrics"].toObject();
    const QJsonObject micro =
        json(paper + QStringList{"--protocol-option", "f1=binary_micro"})["metrics"].toObject();
    QCOMPARE(micro["AP"].toDouble(), plain["AP"].toDouble());
    QVERIFY(plain["f1AP"].toDouble() < plain["AP"].toDouble());
    QCOMPARE(micro["f1AP"].toDouble(), micro["AP"].toDouble());
    const QJsonObject none = json(paper + QStringList{"--protocol-option", "pairs=none"});
    QVERIFY(!none["metrics"].toObject().contains("f1AP"));
}

// A file's crowds are no crowds in a project made from it: that is said.
void CliEvaluateTest::crowdsOfAProjectAreTold() {
    write("crowd.json", R"({"images":[{"id":1,"width":4,"height":4,"file_name":"1.jpg"}],
        "categories":[{"id":0,"name":"shirt"}],"annotations":[{"id":1,"image_id":1,"category_id":0,
        "iscrowd":1,"bbox":[0,0,2,2],"area":4,"segmentation":{"size":[4,4],"counts":[0,8,8]}}]})");
    QCOMPARE(run({"import", path("crowd.json"), "--project", path("c.selvedge")}).exitCode, 0);
    write("C.json", R"([{"image_id":1,"category_id":0,"bbox":[0,0,2,4],"score":0.9}])");
    const Result told =
        run({"evaluate", "--ground-truth", path("c.selvedge"), "--predictions", path("C.json")});
    QVERIFY2(told.err.contains("1 objects are crowds"), qPrintable(told.err));
}

void CliEvaluateTest::onlyImagesOfTheSplit() {
    write("lists.json", R"({"train": ["a"], "validation": ["b"]})");
    QCOMPARE(run({"subset", project(), "s", "--from", path("lists.json"), "--as-split"}).exitCode,
             0);
    const QJsonObject report =
        json(evaluate(path("B.json")) + QStringList{"--split", "validation"});
    QCOMPARE(report["images"].toInt(), 1);
    QCOMPARE(report["objects"].toInt(), 1);
    QCOMPARE(report["detections"].toInt(), 1);
    QCOMPARE(json(evaluate(path("B.json")) + QStringList{"--split", "train"})["objects"].toInt(),
             2);
    QCOMPARE(run(evaluate(path("B.json")) + QStringList{"--split", "test"}).exitCode, 1);
}

void CliEvaluateTest::strictIdsCountAnObjectOfIdZeroAsMissed() {
    const QString truth = write("coco.json", R"({"images":[{"id":1,"width":4,"height":4}],
        "annotations":[{"id":0,"image_id":1,"category_id":1,"bbox":[0,0,1,4],"area":4}],
        "categories":[{"id":1,"name":"c"}]})");
    const QString results =
        write("coco_dt.json", R"([{"image_id":1,"category_id":1,"bbox":[0,0,1,4],"score":1}])");
    const QStringList files{"evaluate", "--ground-truth", truth, "--predictions", results};
    QCOMPARE(json(files)["metrics"].toObject()["AP"].toDouble(), 1.0);
    QCOMPARE(json(files + QStringList{"--strict-ids"})["metrics"].toObject()["AP"].toDouble(), 0.0);
}

void CliEvaluateTest::comparesObjectByObject() {
    const QStringList files{"compare",      "--ground-truth", project(),     "--predictions",
                            path("A.json"), "--against",      path("B.json")};
    const QJsonObject result = json(files);
    const QJsonObject counts = result["counts"].toObject();
    QCOMPARE(counts["fixed"].toInt(), 2);   // the second of a, that of b
    QCOMPARE(counts["broken"].toInt(), 1);  // the first of a: its attribute
    QCOMPARE(counts["both_right"].toInt(), 0);
    QCOMPARE(counts["gone_false"].toInt(), 1);
    QCOMPARE(counts["new_false"].toInt(), 0);
    const QJsonArray objects = result["objects"].toArray();
    QCOMPARE(objects.size(), 4);
    QCOMPARE(objects[0].toObject()["kind"].toString(), QString("broken"));
    QCOMPARE(objects[0].toObject()["predictions"].toString(), QString("right"));
    QCOMPARE(objects[0].toObject()["against"].toString(), QString("attribute_error"));
    QCOMPARE(objects[1].toObject()["predictions"].toString(), QString("missed"));
    QCOMPARE(objects[3].toObject()["kind"].toString(), QString("gone_false"));
    QCOMPARE(result["verdicts"].toObject()["against"].toObject()["right"].toInt(), 2);
    // By overlap alone the attribute does not matter.
    QCOMPARE(
        json(files + QStringList{"--protocol", "coco"})["counts"].toObject()["both_right"].toInt(),
        1);
    const Result text = run(files);
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.out.contains("fixed: wrong in A, right in B"), qPrintable(text.out));
    const Result csv = run(files + QStringList{"--csv", "-"});
    const QStringList lines = csv.out.split('\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[1], QString("\"a\",0,0,\"shirt, blouse\",broken,right,attribute_error"));
}

void CliEvaluateTest::comparesAtAThreshold() {
    const QJsonObject counts =
        json({"compare", "--ground-truth", project(), "--predictions", path("A.json"), "--against",
              path("B.json"), "--score", "0.05"})["counts"]
            .toObject();
    QCOMPARE(counts["fixed"].toInt(), 1);
    QCOMPARE(counts["both_wrong"].toInt(), 1);
}

void CliEvaluateTest::wrongUseIsSaid() {
    QCOMPARE(
        run({"compare", "--ground-truth", project(), "--predictions", path("A.json")}).exitCode, 2);
    QCOMPARE(run(evaluate(path("B.json")) + QStringList{"--score", "nan"}).exitCode, 2);
    const Result overwrites = run(evaluate(path("B.json")) + QStringList{"--csv", path("B.json")});
    QCOMPARE(overwrites.exitCode, 1);
    QCOMPARE(read("B.json"), kB);
    for (const char* value : {"2", "-0.1"})
        QCOMPARE(run(evaluate(path("B.json")) + QStringList{"--score", value}).exitCode, 2);
    const Result twice = run(evaluate(path("B.json")) + QStringList{"--json", "-", "--csv", "-"});
    QCOMPARE(twice.exitCode, 2);
    QVERIFY(twice.out.isEmpty());
    for (const char* option : {"f1=half", "nothing=1", "fixed_f1=2", "f1"})
        QCOMPARE(run(evaluate(path("B.json")) + QStringList{"--protocol-option", option}).exitCode,
                 2);
    const Result unknown = run(evaluate("nobody"));
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY2(unknown.err.contains("nobody"), qPrintable(unknown.err));
}

QTEST_GUILESS_MAIN(CliEvaluateTest)
#include "tst_cli_evaluate.moc"
