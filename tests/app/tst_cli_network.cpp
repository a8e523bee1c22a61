#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "tests/app/cli_runner.h"

// Commands that use the network, with a training of two steps on thumbnails.
class CliNetworkTest : public QObject, CliRunner {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theBlasIsLibTorchs();
    void predictionsOfARunLieInItsFolder();
    void predictionsOfARunGrowAndLoseNothing();
    void predictionsGoOnlyWhereTheyAreAsked();
    void predictionsBecomeARunOrASubmission();
    void otherLooksFindOtherThings();
    void aPictureOfAnotherSizeIsAnIssue();
    void aRunResumesWithItsOwnSettings();
    void aRefusedResumeLeavesTheRunAsItWas();
    void freshParametersAreSaid();
    void aWeightFileIsInspected();
    void aFileThatIsNoneIsRefused();
    void anySettingCanBeSetByItsName();

private:
    QJsonObject json(const QString& name) const {
        return QJsonDocument::fromJson(read(name)).object();
    }
    // A copy of the trained run, so that each test has its own.
    QString copyOfTheRun(const QString& name) const;
    QString checkpoint() const { return path("p.runs/first/checkpoints/step-2.safetensors"); }
    QString project() const { return path("p.selvedge"); }
};

void CliNetworkTest::initTestCase() {
    if (!QFile::exists(qEnvironmentVariable("SELVEDGE_ENGINE")))
        QSKIP("The engine module is not built");
    QCOMPARE(run({"synthesize", "--images", "3", "--seed", "5", "--out", path("sample")}).exitCode,
             0);
    QCOMPARE(run({"import", path("sample/train.csv"), "--project", project()}).exitCode, 0);
    const Result trained =
        run({"train",           project(), "--name",     "first", "--steps",   "2",
             "--min-size",      "64",      "--max-size", "64",    "--drop-at", "2",
             "--learning-rate", "0.0125",  "--seed",     "9",     "--limit",   "2",
             "--device",        "cpu"});
    QVERIFY2(trained.exitCode == 0, qPrintable(trained.err));
    QVERIFY(QFile::exists(checkpoint()));
}

QString CliNetworkTest::copyOfTheRun(const QString& name) const {
    const QDir from(path("p.runs/first")), to(path("p.runs/" + name));
    to.mkpath("checkpoints");
    for (const char* file :
         {"run.json", "config.json", "metrics.jsonl", "checkpoints/step-2.safetensors"}) {
        if (!QFile::copy(from.filePath(file), to.filePath(file)))
            qFatal("cannot copy %s", file);
    }
    return "p.runs/" + name + "/";
}

void CliNetworkTest::theBlasIsLibTorchs() {
    const Result result = run({"engine", "--json", "-"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    const QJsonObject engine = QJsonDocument::fromJson(result.out.toUtf8()).object();
    QCOMPARE(engine["blas"].toString(), "libtorch_cpu.so");
    QCOMPARE(engine["devices"].toArray().at(0).toObject()["id"].toString(), "cpu");
    QVERIFY(run({"engine"}).out.contains("libtorch_cpu.so"));
}

void CliNetworkTest::predictionsOfARunLieInItsFolder() {
    const QString folder = copyOfTheRun("own");
    QCOMPARE(run({"predict", project(), "--run", "own"}).exitCode, 0);
    QVERIFY(!QJsonDocument::fromJson(read(folder + "predictions.json")).array().isEmpty());
}

void CliNetworkTest::predictionsOfARunGrowAndLoseNothing() {
    const QString folder = copyOfTheRun("grown");
    const QStringList predict{"predict", project(), "--run", "grown"};
    QCOMPARE(run(predict + QStringList{"--limit", "1"}).exitCode, 0);
    const QByteArray one = read(folder + "predictions.json");
    QCOMPARE(json(folder + "run.json")["predicted"].toObject()["images"].toInt(), 1);
    const Result all = run(predict);
    QVERIFY2(all.exitCode == 0 && all.out.contains("in 2 images, 1 were there already"),
             qPrintable(all.out));
    const QByteArray grown = read(folder + "predictions.json");
    QVERIFY(grown.size() > one.size() && grown.startsWith(one.first(one.size() - 3)));
    QCOMPARE(json(folder + "run.json")["predicted"].toObject()["images"].toInt(), 3);
    // As at once.
    const QString other = copyOfTheRun("whole");
    QCOMPARE(run({"predict", project(), "--run", "whole"}).exitCode, 0);
    QCOMPARE(read(other + "predictions.json"), grown);
    // In another way: not of some, only of all.
    const Result refused = run(predict + QStringList{"--nms", "0.5", "--limit", "1"});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("another way"), qPrintable(refused.err));
    QCOMPARE(read(folder + "predictions.json"), grown);
    QCOMPARE(run(predict + QStringList{"--nms", "0.3"}).exitCode, 0);
    QVERIFY(read(folder + "predictions.json") != grown);
}

void CliNetworkTest::predictionsGoOnlyWhereTheyAreAsked() {
    const QString folder = copyOfTheRun("kept");
    write(folder + "predictions.json", "[]");
    QCOMPARE(run({"predict", project(), "--run", "kept", "--limit", "1", "--out", path("one.json")})
                 .exitCode,
             0);
    QCOMPARE(read(folder + "predictions.json"), QByteArray("[]"));
    QVERIFY(!QJsonDocument::fromJson(read("one.json")).array().isEmpty());

    QCOMPARE(run({"predict", project(), "--checkpoint", checkpoint(), "--limit", "1", "--out",
                  path("two.json")})
                 .exitCode,
             0);
    QCOMPARE(read("two.json"), read("one.json"));
    QVERIFY(QDir(path("cwd")).isEmpty());
}

void CliNetworkTest::predictionsBecomeARunOrASubmission() {
    QVERIFY(QFile::copy(checkpoint(), path("own.safetensors")));
    const QStringList with{"predict", "--project", project(), "--weights", path("own.safetensors")};
    const QStringList predict = with + QStringList{"--limit", "2"};
    QCOMPARE(run(predict + QStringList{"--out", "run"}).exitCode, 0);
    QCOMPARE(json("p.runs/own-1/run.json")["state"].toString(), "done");
    QVERIFY(!read("p.runs/own-1/predictions.json").isEmpty());
    // More images by the same weights go there too.
    const Result more = run(with);
    QVERIFY2(more.exitCode == 0 && more.out.contains("run own-1"), qPrintable(more.out + more.err));
    QCOMPARE(json("p.runs/own-1/run.json")["predicted"].toObject()["images"].toInt(), 3);
    QVERIFY(!QFileInfo::exists(path("p.runs/own-2")));
    // Weights that are none leave no run behind.
    write("none.safetensors", "no");
    QCOMPARE(run({"predict", project(), "--weights", path("none.safetensors")}).exitCode, 1);
    QVERIFY(!QFileInfo::exists(path("p.runs/none-1")));
    // Scores of a network that has hardly learned are low: an empty submission has its head.
    write("s.csv.json", "mine");
    QCOMPARE(run(predict + QStringList{"--out", path("s.csv")}).exitCode, 0);
    QVERIFY(read("s.csv").startsWith("ImageId,EncodedPixels,ClassId,AttributesIds"));
    QCOMPARE(read("s.csv.json"), QByteArray("mine"));
    const QString between = write(".s.csv.selvedge.json", "another's");
    const Result inTheWay = run(predict + QStringList{"--out", path("s.csv")});
    QCOMPARE(inTheWay.exitCode, 1);
    QVERIFY2(inTheWay.err.contains(between), qPrintable(inTheWay.err));
    QCOMPARE(read(".s.csv.selvedge.json"), QByteArray("another's"));
    QVERIFY(QFile::remove(between));
    QVERIFY(!QFile::exists(path(".s.csv.selvedge.json.part")));
    // A folder of photos, by itself.
    const Result photos = run({"predict", "--images", path("sample/images"), "--weights",
                               checkpoint(), "--limit", "1", "--out", path("photos.json")});
    QVERIFY2(photos.exitCode == 0, qPrintable(photos.err));
    QVERIFY(!QJsonDocument::fromJson(read("photos.json")).array().isEmpty());
}

void CliNetworkTest::otherLooksFindOtherThings() {
    const QStringList predict{"predict", project(), "--weights", checkpoint(), "--limit", "1"};
    const auto found = [&](const QString& name, const QStringList& how) {
        const Result result = run(predict + QStringList{"--out", path(name)} + how);
        return result.exitCode == 0 ? read(name) : QByteArray();
    };
    const QByteArray plain = found("plain.json", {});
    QVERIFY(!plain.isEmpty());
    // One size that is the network's own, not mirrored: the same boxes to a rounding, so as many.
    const QByteArray same = found("same.json", {"--scales", "64", "--no-mirror"});
    QVERIFY(!same.isEmpty());
    const QByteArray augmented = found("tta.json", {"--scales", "48,64"});
    QVERIFY(!augmented.isEmpty() && augmented != plain);
    const QByteArray tiled = found("tiled.json", {"--tile", "128"});
    QVERIFY(!tiled.isEmpty() && tiled != plain);
    for (const QByteArray& one : {augmented, tiled})
        QVERIFY(!QJsonDocument::fromJson(one).array().isEmpty());
    QCOMPARE(run(predict +
                 QStringList{"--out", path("h.json"), "--precision", "half", "--device", "cpu"})
                 .exitCode,
             1);
    QVERIFY(!found("b.json", {"--precision", "bfloat16"}).isEmpty());
}

void CliNetworkTest::aPictureOfAnotherSizeIsAnIssue() {
    const QList<QByteArray> rows = read("sample/train.csv").split('\n');
    const QByteArray good = rows.at(1).left(rows.at(1).indexOf(','));
    const QByteArray other = rows.at(rows.size() - 2).left(rows.at(rows.size() - 2).indexOf(','));
    QVERIFY(good != other);
    const QString csv =
        write("sizes.csv", rows.at(0) + "\n" + rows.at(1) + "\n" + other + ",1 2,4,4,0,\n");
    QCOMPARE(
        run({"import", csv, "--project", path("sizes.selvedge"), "--images", path("sample/images")})
            .exitCode,
        0);
    const Result result = run({"predict", path("sizes.selvedge"), "--checkpoint", checkpoint(),
                               "--out", path("sizes.json")});
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.err.contains(other) && result.err.contains("4 x 4"), qPrintable(result.err));
    for (const auto& value : QJsonDocument::fromJson(read("sizes.json")).array())
        QCOMPARE(value.toObject()["image_id"].toString(), QString::fromUtf8(good));
}

void CliNetworkTest::aRunResumesWithItsOwnSettings() {
    const QString folder = copyOfTheRun("longer");
    const Result result = run({"train", project(), "--name", "longer", "--resume", "--steps", "4"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QJsonObject before = json("p.runs/first/config.json"), after = json(folder + "config.json");
    QCOMPARE(before["learningRate"].toDouble(), 0.0125);
    QCOMPARE(before["seed"].toInt(), 9);
    QCOMPARE(after["steps"].toInt(), 4);
    before.remove("steps");
    after.remove("steps");
    QCOMPARE(after, before);
    QCOMPARE(json(folder + "run.json")["image_limit"].toInt(), 2);
    QCOMPARE(json(folder + "run.json")["steps"].toInt(), 4);
    QCOMPARE(json(folder + "run.json")["state"].toString(), "done");
    QCOMPARE(read(folder + "metrics.jsonl").count('\n'), 4);
    QVERIFY(QFile::exists(path(folder + "checkpoints/step-4.safetensors")));
}

void CliNetworkTest::aRefusedResumeLeavesTheRunAsItWas() {
    const QString folder = copyOfTheRun("refused");
    const Result result = run({"train", project(), "--name", "refused", "--resume", "--steps", "4",
                               "--device", "cuda:7"});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains("cuda:7"), qPrintable(result.err));
    for (const char* file : {"run.json", "config.json", "metrics.jsonl"})
        QCOMPARE(read(folder + file), read(QString("p.runs/first/") + file));
}

void CliNetworkTest::freshParametersAreSaid() {
    QJsonObject config = json("p.runs/first/config.json");
    QJsonObject network = config["network"].toObject();
    network["attributesPerCategory"] = false;
    config["network"] = network;
    const QString file = write("other.json", QJsonDocument(config).toJson());
    const Result result = run({"train", project(), "--name", "fresh", "--config", file, "--steps",
                               "1", "--start-from", checkpoint()});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY2(result.err.contains("2 parameters") && result.err.contains("attr_score.weight"),
             qPrintable(result.err));
}

void CliNetworkTest::aWeightFileIsInspected() {
    const Result json = run({"inspect", checkpoint(), "--json", "-"});
    QVERIFY2(json.exitCode == 0, qPrintable(json.err));
    const QJsonObject report = QJsonDocument::fromJson(json.out.toUtf8()).object();
    QCOMPARE(report["format"].toString(), "safetensors");
    QCOMPARE(report["producer"].toString(), "Selvedge, step 2");
    const QJsonObject fit = report["fit"].toObject();
    QCOMPARE(fit["network"].toString(), "tiny");
    QCOMPARE(fit["matched"].toInt(), fit["network_tensors"].toInt());
    QVERIFY(fit["missing"].toArray().isEmpty() && fit["left_over"].toArray().isEmpty());
    double numbers = 0;
    for (const auto& value : report["tensors"].toArray()) {
        double product = 1;
        for (const auto& edge : value.toObject()["shape"].toArray())
            product *= edge.toDouble();
        numbers += product;
        QCOMPARE(value.toObject()["dtype"].toString(), "F32");
    }
    QCOMPARE(report["numbers"].toDouble(), numbers);
    QCOMPARE(report["bytes"].toDouble(), 4 * numbers);

    const Result text = run({"inspect", checkpoint()});
    QCOMPARE(text.exitCode, 0);
    QVERIFY(text.out.contains("written by   Selvedge, step 2"));
    QVERIFY(text.out.contains("roi_heads.box_predictor.cls_score.weight"));
    QVERIFY(text.out.contains("[47, 256]"));
    // The report must not replace what it is about.
    QCOMPARE(run({"inspect", checkpoint(), "--json", checkpoint()}).exitCode, 1);
    QVERIFY(QFile(checkpoint()).size() > 1'000'000);
}

void CliNetworkTest::aFileThatIsNoneIsRefused() {
    // A pickle of {"a": os.system("touch ran")}.
    const QString ran = path("ran");
    const QByteArray command = "touch '" + ran.toUtf8() + "'";
    QByteArray pickle(
        "\x80\x02}U\x01"
        "acos\nsystem\nU",
        20);
    pickle += char(command.size()) + command + "\x85Rs.";
    const QString file = write("evil.pkl", pickle);
    for (const QStringList& arguments :
         {QStringList{"inspect", file}, QStringList{"train", project(), "--name", "evil", "--steps",
                                                    "1", "--start-from", file}}) {
        const Result result = run(arguments);
        QCOMPARE(result.exitCode, 1);
        QVERIFY2(result.err.contains("\"os.system\"") && result.err.contains(file),
                 qPrintable(result.err));
    }
    QVERIFY(!QFile::exists(ran));
    QCOMPARE(run({"inspect", path("absent.pth")}).exitCode, 1);
    QCOMPARE(run({"inspect"}).exitCode, 2);
}

void CliNetworkTest::anySettingCanBeSetByItsName() {
    const Result trained = run({"train",
                                project(),
                                "--name",
                                "named",
                                "--steps",
                                "1",
                                "--min-size",
                                "64",
                                "--max-size",
                                "64",
                                "--drop-at",
                                "1",
                                "--limit",
                                "1",
                                "--device",
                                "cpu",
                                "--attribute-loss",
                                "asymmetric",
                                "--set",
                                "aslMargin=0.1",
                                "--set",
                                "network.attributesByRawId=true",
                                "--set",
                                "network.attributeMask=true",
                                "--set",
                                "attributeBias=counts"});
    QVERIFY2(trained.exitCode == 0, qPrintable(trained.err));
    const QJsonObject config = json("p.runs/named/config.json");
    QCOMPARE(config["attributeLoss"].toString(), "asymmetric");
    QCOMPARE(config["aslMargin"].toDouble(), 0.1);
    QCOMPARE(config["attributeBias"].toString(), "counts");
    // The columns are the catalog's ids.
    const QJsonArray columns = config["network"].toObject()["attributeColumns"].toArray();
    QCOMPARE(columns.size(), 294);
    QCOMPARE(columns.last().toInt(), 340);
    QCOMPARE(run({"predict", project(), "--run", "named", "--limit", "1"}).exitCode, 0);

    for (const auto& [setting, words] : QList<QPair<QString, QString>>{
             {"aslMargin", "has no = between name and value"},
             {"aslMargin=7", "aslMargin must be a number from 0 to 0.5"},
             {"stepz=7", "is not a setting of this version"},
             {"attributeBackground=true", "background has no category"}}) {
        const Result refused = run({"train", project(), "--set", setting});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains(words), qPrintable(refused.err));
    }
}

QTEST_GUILESS_MAIN(CliNetworkTest)
#include "tst_cli_network.moc"
