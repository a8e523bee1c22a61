// What is odd or wrong comes to `train` and `predict`: pictures of strange sizes and kinds, weights
// of other programs and networks, files that are no weights.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "tests/app/cli_runner.h"
#include "tests/dataset/picture_writers.h"

using namespace selvedge::test;

class CliOddInputTest : public QObject, CliRunner {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void oddPicturesAreLearnedFrom();
    void oddPicturesArePredicted();
    void nothingDetectedIsAResult();
    void aWrongFileIsNoWeights_data();
    void aWrongFileIsNoWeights();
    void anotherNumberOfClassesIsSaid();
    void weightsGoToTorchvisionsNamesAndBack();
    void aConfigMakesTheNetwork();
    void aConfigThatContradictsTheCheckpointIsRefused();

private:
    QString checkpoint() const { return path("odd.runs/odd/checkpoints/step-6.safetensors"); }
    QString project() const { return path("odd.selvedge"); }
    QStringList predict(const QString& weights, const QString& out) const {
        return {"predict", project(),       "--weights", weights, "--limit",
                "3",       "--score-floor", "0.000001",  "--out", out};
    }
    // A safetensors file of one tensor, 2 x 2 floats.
    QString oneTensor(const QString& name, const QByteArray& tensor) const;

    QStringList m_pictures;
};

void CliOddInputTest::initTestCase() {
    if (!QFile::exists(qEnvironmentVariable("SELVEDGE_ENGINE")))
        QSKIP("The engine module is not built");
    const auto bytes = [](const std::string& picture) {
        return QByteArray::fromStdString(picture);
    };
    const QByteArray grey(10000, '\x80');
    struct Picture {
        QString name;
        QByteArray content;
        int width, height;
    };
    const Picture pictures[] = {
        {"dot.png", bytes(pngOf({PNG_COLOR_TYPE_GRAY, 8}, grey, 1, 1)), 1, 1},
        {"pole.png", bytes(pngOf({PNG_COLOR_TYPE_GRAY, 8}, grey, 1, 10000)), 1, 10000},
        {"beam.png", bytes(pngOf({PNG_COLOR_TYPE_GRAY, 8}, grey, 10000, 1)), 10000, 1},
        {"grey16.png", bytes(pngOf({PNG_COLOR_TYPE_GRAY, 16}, grey, 40, 30)), 40, 30},
        {"alpha.png",
         bytes(pngOf({PNG_COLOR_TYPE_PALETTE, 8, PNG_INTERLACE_NONE, true}, QByteArray(40, '\x01'),
                     40, 30)),
         40, 30},
        {"cmyk.jpg", bytes(jpegOf({JCS_CMYK, JCS_CMYK}, "\xff\xcc\x66\x80", 40, 30)), 40, 30}};
    QByteArray csv = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\n";
    for (const Picture& picture : pictures) {
        write("odd/images/" + picture.name, picture.content);
        m_pictures.append(picture.name);
        csv += QString("%1,1 %2,%3,%4,0,\n")
                   .arg(picture.name)
                   .arg(picture.width * picture.height)
                   .arg(picture.height)
                   .arg(picture.width)
                   .toUtf8();
    }
    write("odd/train.csv", csv);
    QCOMPARE(run({"import", path("odd/train.csv"), "--project", project()}).exitCode, 0);
}

// One step for each.
void CliOddInputTest::oddPicturesAreLearnedFrom() {
    const Result result =
        run({"train", project(), "--name", "odd", "--steps", "6", "--set", "imagesPerStep=1",
             "--min-size", "64", "--max-size", "96", "--device", "cpu"});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY2(!result.err.contains("skipped"), qPrintable(result.err));
    QVERIFY(QFile::exists(checkpoint()));
    for (const QByteArray& line : read("odd.runs/odd/metrics.jsonl").trimmed().split('\n')) {
        const QJsonObject metrics = QJsonDocument::fromJson(line).object();
        QVERIFY2(std::isfinite(metrics["total"].toDouble(NAN)), line.constData());
    }
}

void CliOddInputTest::oddPicturesArePredicted() {
    for (const QStringList& how :
         {QStringList{}, {"--tile", "5000"}, {"--tta", "--scales", "48"}}) {
        const Result result =
            run(QStringList{"predict", "--images", path("odd/images"), "--weights", checkpoint(),
                            "--score-floor", "0", "--out", path("found.json")} +
                how);
        QVERIFY2(result.exitCode == 0, qPrintable(how.join(' ') + result.err));
        QVERIFY2(result.out.contains("in 6 images"), qPrintable(result.out));
        QVERIFY2(result.err.isEmpty(), qPrintable(result.err));
    }
}

void CliOddInputTest::nothingDetectedIsAResult() {
    const Result result = run(
        {"predict", project(), "--run", "odd", "--score-floor", "1", "--out", path("none.json")});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY2(result.out.contains("0 detections in 6 images"), qPrintable(result.out));
    QVERIFY(QJsonDocument::fromJson(read("none.json")).isArray());
    QVERIFY(QJsonDocument::fromJson(read("none.json")).array().isEmpty());
    const Result evaluated = run({"evaluate", "--ground-truth", project(), "--predictions",
                                  path("none.json"), "--protocol", "coco"});
    QVERIFY2(evaluated.exitCode == 0, qPrintable(evaluated.err));
    QCOMPARE(
        run({"predict", project(), "--run", "odd", "--score-floor", "1", "--out", path("none.csv")})
            .exitCode,
        0);
    QCOMPARE(read("none.csv").count('\n'), 1);
}

QString CliOddInputTest::oneTensor(const QString& name, const QByteArray& tensor) const {
    QByteArray header =
        "{\"" + tensor + "\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}";
    QByteArray file(8, '\0');
    file[0] = char(header.size());
    return write(name, file + header + QByteArray(16, '\0'));
}

void CliOddInputTest::aWrongFileIsNoWeights_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("says");
    const QString languageModel =
        oneTensor("language.safetensors", "model.layers.0.self_attn.q_proj.weight");
    QTest::newRow("a language model") << languageModel << "fit";
    QTest::newRow("a picture") << path("odd/images/dot.png") << "dot.png";
    QTest::newRow("a CSV") << path("odd/train.csv") << "train.csv";
    QTest::newRow("a project") << project() << "odd.selvedge";
    QTest::newRow("a folder") << path("odd") << "odd";
    QTest::newRow("nothing") << path("absent.pth") << "absent.pth";
    const QByteArray whole = read("odd.runs/odd/checkpoints/step-6.safetensors");
    QTest::newRow("an empty file") << write("empty.safetensors", "") << "empty.safetensors";
    QTest::newRow("a checkpoint's half")
        << write("half.safetensors", whole.left(whole.size() / 2)) << "half.safetensors";
    QTest::newRow("a web page") << write("page.pth", "<!DOCTYPE html><html>Not found</html>")
                                << "page.pth";
    // A zip whose only entry leads out of it.
    const QString folder = "../../evil";
    const QByteArray name = folder.toUtf8(), size(1, char(name.size()));
    const QByteArray zeros(16, '\0');
    const QByteArray local = QByteArray("PK\3\4\x14\0\0\0\0\0\0\0\0\0", 14) + zeros.left(12) +
                             size + QByteArray(3, '\0') + name;
    const QByteArray central = QByteArray("PK\1\2\x14\0\x14\0\0\0\0\0\0\0\0\0", 16) +
                               zeros.left(12) + size + QByteArray(17, '\0') + name;
    const QByteArray end = QByteArray("PK\5\6\0\0\0\0\1\0\1\0", 12) +
                           QByteArray(1, char(central.size())) + QByteArray(3, '\0') +
                           QByteArray(1, char(local.size())) + QByteArray(5, '\0');
    QTest::newRow("a path out of a zip") << write("evil.pth", local + central + end) << folder;
}

// Neither command leaves a run behind that was not there, nor takes the program down.
void CliOddInputTest::aWrongFileIsNoWeights() {
    QFETCH(QString, file);
    QFETCH(QString, says);
    const QStringList before = QDir(path("odd.runs")).entryList(QDir::AllEntries | QDir::NoDot);
    const Result predicted = run(predict(file, path("wrong.json")));
    QCOMPARE(predicted.exitCode, 1);
    QVERIFY2(predicted.err.contains(says), qPrintable(predicted.err));
    QVERIFY(!QFile::exists(path("wrong.json")));
    QCOMPARE(run({"predict", project(), "--weights", file}).exitCode, 1);
    const Result trained = run({"train", project(), "--name", "wrong", "--steps", "1", "--device",
                                "cpu", "--start-from", file});
    QCOMPARE(trained.exitCode, 1);
    QVERIFY2(trained.err.contains(says), qPrintable(trained.err));
    const Result converted =
        run({"convert", file, "--names", "torchvision", "--out", path("wrong.safetensors")});
    QCOMPARE(converted.exitCode, 1);
    QVERIFY2(converted.err.contains(says), qPrintable(converted.err));
    QVERIFY(!QFile::exists(path("wrong.safetensors")));
    QDir(path("odd.runs/wrong")).removeRecursively();  // says that it failed
    QCOMPARE(QDir(path("odd.runs")).entryList(QDir::AllEntries | QDir::NoDot), before);
}

void CliOddInputTest::anotherNumberOfClassesIsSaid() {
    write("two/images/a.png", read("odd/images/grey16.png"));
    const QString coco = write("two/a.json",
                               R"({"images":[{"id":1,"file_name":"a.png","width":40,"height":30}],
            "attributes":[{"id":0,"name":"long"}],"categories":[{"id":1,"name":"hat"},{"id":2,"name":"boot"}],
            "annotations":[{"id":1,"image_id":1,"category_id":2,"attribute_ids":[0],"iscrowd":0,"area":100,
              "bbox":[5,5,10,10],"segmentation":[[5,5,15,5,15,15,5,15]]}]})");
    const Result imported =
        run({"import", coco, "--project", path("two.selvedge"), "--images", path("two/images")});
    QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
    const Result predicted = run({"predict", path("two.selvedge"), "--weights", checkpoint()});
    QCOMPARE(predicted.exitCode, 1);
    QVERIFY2(predicted.err.contains("46 categories") && predicted.err.contains(" 2 and "),
             qPrintable(predicted.err));
    // To learn from, only the heads of the classes start fresh, which is said.
    const Result trained =
        run({"train", path("two.selvedge"), "--name", "two", "--steps", "1", "--min-size", "64",
             "--max-size", "64", "--device", "cpu", "--start-from", checkpoint()});
    QVERIFY2(trained.exitCode == 0, qPrintable(trained.err));
    QVERIFY2(trained.err.contains("8 parameters are not in the weights"), qPrintable(trained.err));
}

// The same network under other names finds the same, byte for byte.
void CliOddInputTest::weightsGoToTorchvisionsNamesAndBack() {
    const QString theirs = path("theirs.safetensors"), ours = path("ours.safetensors");
    const QString config = path("odd.runs/odd/config.json");
    Result result = run({"convert", checkpoint(), "--names", "torchvision", "--out", theirs});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    result = run({"inspect", theirs, "--config", config});
    QVERIFY2(result.out.contains("roi_heads.mask_predictor.mask_fcn_logits.weight"),
             qPrintable(result.out));
    QVERIFY2(!result.out.contains("missing") && !result.out.contains("left over"),
             qPrintable(result.out));
    QVERIFY(run(predict(theirs, path("t.json")) + QStringList{"--config", config}).exitCode == 0);
    result = run({"convert", theirs, "--names", "detectron2", "--config", config, "--out", ours});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QVERIFY(run(predict(ours, path("o.json")) + QStringList{"--config", config}).exitCode == 0);
    QCOMPARE(run(predict(checkpoint(), path("c.json"))).exitCode, 0);
    QVERIFY(!QJsonDocument::fromJson(read("c.json")).array().isEmpty());
    QCOMPARE(read("t.json"), read("c.json"));
    QCOMPARE(read("o.json"), read("c.json"));
    // A checkpoint keeps its config under our names, and needs no other.
    QCOMPARE(run({"convert", checkpoint(), "--names", "detectron2", "--out", ours}).exitCode, 0);
    QCOMPARE(run(predict(ours, path("o.json"))).exitCode, 0);
    QCOMPARE(read("o.json"), read("c.json"));
    QVERIFY(QFileInfo(ours).size() < QFileInfo(checkpoint()).size());  // no momentum
    // Never onto what is read.
    QCOMPARE(run({"convert", theirs, "--names", "detectron2", "--out", theirs}).exitCode, 1);
    QCOMPARE(run({"convert", theirs, "--names", "caffe2", "--out", ours}).exitCode, 2);
}

// Weights by themselves become the network that they fit; a config decides what they do not say.
void CliOddInputTest::aConfigMakesTheNetwork() {
    const QString theirs = path("theirs.safetensors");
    const Result fitting = run(predict(theirs, path("fitting.json")));
    QVERIFY2(fitting.exitCode == 0, qPrintable(fitting.err));
    QVERIFY2(fitting.out.contains("tiny") && fitting.out.contains("torchvision"),
             qPrintable(fitting.out));
    QVERIFY(read("fitting.json") != read("c.json"));
    const QString network =
        write("network.json", R"({"backbone":"tiny","minSize":48,"maxSize":64})");
    const Result smaller =
        run(predict(theirs, path("smaller.json")) + QStringList{"--config", network});
    QVERIFY2(smaller.exitCode == 0, qPrintable(smaller.err));
    QVERIFY(read("smaller.json") != read("c.json"));
    for (const auto& [text, says] :
         QList<QPair<QByteArray, QString>>{{"{\"backbone\":\"r99\"}", "r99"},
                                           {"{\"colour\":1}", "colour"},
                                           {"no", "config.json"},
                                           {"{\"network\":{\"categories\":0}}", "categories"}}) {
        const Result refused = run(predict(theirs, path("refused.json")) +
                                   QStringList{"--config", write("bad/config.json", text)});
        QCOMPARE(refused.exitCode, 1);
        QVERIFY2(refused.err.contains(says), qPrintable(refused.err));
    }
}

void CliOddInputTest::aConfigThatContradictsTheCheckpointIsRefused() {
    const QString config = path("odd.runs/odd/config.json");
    QCOMPARE(
        run(predict(checkpoint(), path("same.json")) + QStringList{"--config", config}).exitCode,
        0);
    QCOMPARE(read("same.json"), read("c.json"));
    const QString other = write("other.json", R"({"backbone":"tiny","attributeLayers":1})");
    const Result refused =
        run(predict(checkpoint(), path("refused.json")) + QStringList{"--config", other});
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("another network") &&
                 refused.err.contains("attributeLayers 2 and not 1"),
             qPrintable(refused.err));
}

QTEST_GUILESS_MAIN(CliOddInputTest)
#include "tst_cli_odd_input.moc"
