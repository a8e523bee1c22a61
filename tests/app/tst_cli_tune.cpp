#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <csignal>
#include <random>

#include "tests/app/cli_runner.h"

// `sweep`, `tune` and what a found operating point is good for, on the command line.
class CliTuneTest : public QObject, CliRunner {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sweepGivesCells();
    void sweepsGridsHaveNames();
    void sweepWritesCsv();
    void tuneFindsThresholdsThatEvaluateBetter();
    void rareGroupsKeepTheGlobalThreshold();
    void theProxyIsAChoice();
    void whatCannotHelpIsRefused_data();
    void whatCannotHelpIsRefused();
    void ctrlCKeepsTheThresholds();
    void submissionsGoByAnOperatingPoint();

private:
    QStringList files() const {
        return {"--ground-truth", path("truth.json"), "--predictions", path("found.json")};
    }
    QJsonObject json(const QStringList& arguments);
    void writeSet(int images, int attributes, const QString& truthName, const QString& foundName);
};

// Squares with attributes; attribute k is sure above .15 + .2 k. What is found is the square, and
// at .25 a detection on nothing.
void CliTuneTest::writeSet(int images, int attributes, const QString& truthName,
                           const QString& foundName) {
    std::mt19937_64 random(4);
    const auto unit = [&] { return double(random() >> 11) * 0x1p-53; };
    QJsonArray imageList, annotations, results, attributeList;
    for (int a = 0; a < attributes; ++a)
        attributeList.append(QJsonObject{{"id", 100 + a},
                                         {"name", QString("a%1").arg(a)},
                                         {"supercategory", a < 2 ? "first" : "second"}});
    for (int i = 1; i <= images; ++i) {
        imageList.append(QJsonObject{
            {"id", i}, {"width", 40}, {"height", 40}, {"file_name", QString("%1.jpg").arg(i)}});
        QJsonArray has, ids, scores;
        for (int a = 0; a < attributes; ++a) {
            const double parts = 0.15 + 0.2 * (a % 4);
            const bool it = random() % 2 == 0;
            if (it)
                has.append(100 + a);
            ids.append(100 + a);
            scores.append(it ? parts + (1 - parts) * unit() : parts * unit());
        }
        const QJsonArray box{2, 2, 10, 10};
        const int category = 1 + i % 2;
        annotations.append(
            QJsonObject{{"id", i},
                        {"image_id", i},
                        {"category_id", category},
                        {"bbox", box},
                        {"area", 100},
                        {"iscrowd", 0},
                        {"segmentation", QJsonArray{QJsonArray{2, 2, 12, 2, 12, 12, 2, 12}}},
                        {"attribute_ids", has}});
        results.append(QJsonObject{{"image_id", i},
                                   {"category_id", category},
                                   {"score", 0.5 + 0.5 * unit()},
                                   {"bbox", box},
                                   {"attribute_ids", ids},
                                   {"attribute_scores", scores}});
        results.append(QJsonObject{{"image_id", i},
                                   {"category_id", category},
                                   {"score", 0.25},
                                   {"bbox", QJsonArray{20, 20, 10, 10}}});
    }
    const QJsonArray categories{QJsonObject{{"id", 1}, {"name", "coat"}},
                                QJsonObject{{"id", 2}, {"name", "belt"}}};
    write(truthName, QJsonDocument(QJsonObject{{"images", imageList},
                                               {"annotations", annotations},
                                               {"categories", categories},
                                               {"attributes", attributeList}})
                         .toJson());
    write(foundName, QJsonDocument(results).toJson());
}

void CliTuneTest::initTestCase() {
    writeSet(60, 4, "truth.json", "found.json");
}

QJsonObject CliTuneTest::json(const QStringList& arguments) {
    const Result result =
        run(arguments + files() + QStringList{"--iou-type", "bbox", "--json", "-"});
    if (result.exitCode != 0)
        qWarning("%s", qPrintable(result.err));
    return QJsonDocument::fromJson(result.out.toUtf8()).object();
}

void CliTuneTest::sweepGivesCells() {
    for (const char* protocol : {"paper", "fashionpedia", "kaggle2020", "coco"}) {
        const QJsonObject swept = json({"sweep", "--protocol", protocol, "--scores", "0.2,0.4",
                                        "--attributes", "0.3,0.5,0.6", "--per-category"});
        QCOMPARE(swept["protocol"].toString(), QString(protocol));
        QCOMPARE(swept["iou_type"].toString(), "bbox");
        const QString headline = swept["headline"].toString();
        QCOMPARE(headline, QString(protocol) == "paper" ? "f1AP" : "AP");
        const QJsonArray cells = swept["cells"].toArray();
        QCOMPARE(cells.size(), 6);
        const QJsonObject last = cells.last().toObject();
        QCOMPARE(last["score_threshold"].toDouble(), 0.4);
        QCOMPARE(last["attribute_threshold"].toDouble(), 0.6);
        QCOMPARE(last["per_category"].toArray().size(), 2);
        QCOMPARE(last["per_category"].toArray()[1].toObject()["id"].toInt(), 2);
        // As evaluate says it.
        const QJsonObject report = json({"evaluate", "--protocol", protocol, "--score-threshold",
                                         "0.4", "--attribute-threshold", "0.6"});
        QCOMPARE(last[headline].toDouble(), report["metrics"].toObject()[headline].toDouble());
        const QString iouOnly = headline == "f1AP" ? "AP" : "iou_AP";
        QCOMPARE(last.contains(iouOnly), QString(protocol) != "coco");
        QVERIFY(swept["best"].toObject()[headline].toDouble() >= last[headline].toDouble());
    }
}

void CliTuneTest::sweepsGridsHaveNames() {
    const QJsonObject paper = json({"sweep", "--grid", "paper"});
    QCOMPARE(paper["cells"].toArray().size(), 12);
    QCOMPARE(paper["cells"].toArray()[11].toObject()["score_threshold"].toDouble(), 0.8);
    QCOMPARE(paper["cells"].toArray()[11].toObject()["attribute_threshold"].toDouble(), 0.7);
    const QJsonObject fine = json({"sweep", "--grid", "19"});
    QCOMPARE(fine["cells"].toArray().size(), 361);
    QCOMPARE(fine["cells"].toArray()[0].toObject()["score_threshold"].toDouble(), 0.05);
    const Result text = run(QStringList{"sweep", "--grid", "paper", "--per-category"} + files());
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.out.contains("f1AP   attribute threshold") && text.out.contains("f1AP of belt"),
             qPrintable(text.out));
}

void CliTuneTest::sweepWritesCsv() {
    const Result result = run(QStringList{"sweep", "--scores", "0.2,0.4", "--attributes", "0.5",
                                          "--per-category", "--csv", path("s.csv")} +
                              files());
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    const QList<QByteArray> lines = read("s.csv").split('\n');
    QCOMPARE(lines[0], QByteArray("score_threshold,attribute_threshold,f1AP,AP,category_1,"
                                  "category_2"));
    QCOMPARE(lines.size(), 4);  // the last is empty
    QVERIFY(lines[2].startsWith("0.4,0.5,"));
    QCOMPARE(lines[2].count(','), 5);
}

void CliTuneTest::tuneFindsThresholdsThatEvaluateBetter() {
    const QJsonObject report =
        json({"tune", "--what", "attribute", "--folds", "3", "--out", path("point.json")});
    QCOMPARE(report["headline"].toString(), "f1AP");
    const QJsonObject out = report["out_of_fold"].toObject();
    QVERIFY(out["tuned"].toDouble() > out["global"].toDouble() + 0.05);
    QVERIFY(report["in_fold"].toObject().contains("tuned"));
    QCOMPARE(report["rows"].toArray().size(), 5);
    const QJsonObject row = report["rows"].toArray()[1].toObject();
    QCOMPARE(row["attribute_id"].toInt(), 100);
    QCOMPARE(row["state"].toString(), "tuned");
    QVERIFY(row["gain_out_of_fold"].isDouble());
    const QJsonObject point = QJsonDocument::fromJson(read("point.json")).object();
    QCOMPARE(point, report["operating_point"].toObject());
    // One at most is right where the global threshold is.
    QVERIFY(point["attribute_thresholds"].toArray().size() >= 3);
    // From where it ended nothing more is gained.
    const QJsonObject again =
        json({"tune", "--folds", "0", "--operating-point", path("point.json")});
    QCOMPARE(again["operating_point"].toObject(), point);
    QVERIFY(again["out_of_fold"].isNull() && again["in_fold"].isNull());
    // At its own global threshold, which stands for what has none.
    const QString global = QString::number(point["attribute_threshold"].toDouble(), 'g', 17);
    const QJsonObject swept = json({"sweep", "--scores", "0", "--attributes", global,
                                    "--operating-point", path("point.json")});
    const QJsonObject cell = swept["best"].toObject();
    QVERIFY(cell["f1AP"].toDouble() > 0.999);
}

void CliTuneTest::rareGroupsKeepTheGlobalThreshold() {
    const Result text = run(
        QStringList{"tune", "--what", "group", "--folds", "2", "--min-support", "1000"} + files());
    QVERIFY2(text.exitCode == 0, qPrintable(text.err));
    QVERIFY2(text.out.contains("f1AP on images that the thresholds were not found on (2 folds)"),
             qPrintable(text.out));
    QVERIFY(text.out.contains("the global one") || text.out.contains("0 of 3"));
}

void CliTuneTest::theProxyIsAChoice() {
    for (const char* proxy : {"start", "only"}) {
        const QJsonObject report = json({"tune", "--proxy", proxy, "--folds", "0"});
        QCOMPARE(report["method"].toString(),
                 QString(proxy) == "only" ? "proxy" : "ascent-from-proxy");
        QCOMPARE(report["operating_point"].toObject()["attribute_thresholds"].toArray().size(), 4);
    }
}

void CliTuneTest::whatCannotHelpIsRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("why");
    QTest::newRow("no attributes")
        << QStringList{"--protocol", "coco"} << "does not look at attributes";
    QTest::newRow("scores") << QStringList{"--what", "category"} << "never lowers the headline";
    QTest::newRow("proxy") << QStringList{"--what",     "category", "--protocol",
                                          "kaggle2020", "--proxy",  "only"}
                           << "is for attribute thresholds";
    QTest::newRow("what") << QStringList{"--what", "all"} << "--what";
    QTest::newRow("folds") << QStringList{"--folds", "-1"} << "--folds";
    QTest::newRow("protocol") << QStringList{"--protocol", "none"} << "is no protocol";
}

void CliTuneTest::whatCannotHelpIsRefused() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, why);
    const Result result = run(QStringList{"tune"} + files() + arguments);
    QVERIFY2(result.exitCode == 2, qPrintable(result.err));
    QVERIFY2(result.err.contains(why), qPrintable(result.err));
}

// Many rounds of work; the first line of progress on tuning is where it is stopped.
void CliTuneTest::ctrlCKeepsTheThresholds() {
    writeSet(1500, 40, "long.json", "long-found.json");
    QProcess process;
    process.start(SELVEDGE_CLI,
                  {"--progress", "json", "tune", "--ground-truth", path("long.json"),
                   "--predictions", path("long-found.json"), "--folds", "20", "--iou-type", "bbox",
                   "--out", path("kept.json"), "--json", path("kept-report.json")});
    QVERIFY(process.waitForStarted());
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("\"rows\""),
                             300'000);
    QCOMPARE(kill(pid_t(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(300'000));
    QCOMPARE(process.exitCode(), 130);
    const QJsonObject report = QJsonDocument::fromJson(read("kept-report.json")).object();
    QVERIFY(report["stopped"].toBool() && report["out_of_fold"].isNull());
    const QJsonObject point = QJsonDocument::fromJson(read("kept.json")).object();
    QCOMPARE(point, report["operating_point"].toObject());
    QVERIFY(point["attribute_threshold"].isDouble());
    QVERIFY(process.readAllStandardOutput().contains("Stopped"));
}

void CliTuneTest::submissionsGoByAnOperatingPoint() {
    QCOMPARE(run({"import", path("truth.json"), "--project", path("p.selvedge")}).exitCode, 0);
    write("strict.json", R"({"score_threshold": 0.4, "attribute_threshold": 2,
        "category_scores": [{"category_id": 2, "score_threshold": 1.0}]})");
    const Result result =
        run({"export", path("p.selvedge"), "--format", "submission", "--out", path("s.csv"),
             "--predictions", path("found.json"), "--operating-point", path("strict.json")});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY2(result.err.contains("attribute_threshold 2 is not a number from"),
             qPrintable(result.err));
    QVERIFY2(result.out.contains("30 objects in"), qPrintable(result.out));  // the coats alone
    const Result refused = run({"export", path("p.selvedge"), "--format", "submission", "--out",
                                path("s.csv"), "--operating-point", path("strict.json")});
    QCOMPARE(refused.exitCode, 1);
    const Result absent =
        run({"export", path("p.selvedge"), "--format", "submission", "--out", path("s.csv"),
             "--predictions", path("found.json"), "--operating-point", path("absent.json")});
    QCOMPARE(absent.exitCode, 1);
    QVERIFY2(absent.err.contains("absent.json"), qPrintable(absent.err));
}

QTEST_GUILESS_MAIN(CliTuneTest)
#include "tst_cli_tune.moc"
