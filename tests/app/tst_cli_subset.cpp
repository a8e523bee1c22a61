#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "tests/app/cli_runner.h"

// Lists of images, splits, exports of some images, and the history, on the command line.
class CliSubsetTest : public QObject, CliRunner {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void drawnSubsetsAreKeptAndListed();
    void listsComeAndGoAsJson();
    void aSplitIsOneStepThatCanBeUndone();
    void someImagesLeaveAsCsv();
    void someImagesLeaveAsCoco();
    void whatAQueryFindsLeaves();
    void otherTaxonomiesLeaveWithTheirNames();
    void whatThereIsNotIsSaid();

private:
    QString project() const { return path("p.selvedge"); }
    QStringList stepWords();
};

namespace {

// Four images; an odd spelling, a row that is no object, no last newline.
const QByteArray kHeader = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\r\n";
const QByteArray kA = "a,1 2  7 1,3,4,5,\"0,1\"\r\n";
const QByteArray kB = "b,1 2,3,4,0,NaN\r\n";
const QByteArray kBroken = "b,1 2 3,3,4,0,\r\n";
const QByteArray kC = "c,2 2,3,4,45,";

}  // namespace

void CliSubsetTest::init() {
    QFile::remove(project());
    write("train.csv", kHeader + kA + kB + kBroken + kA + "d,5 1,3,4,1,\r\n" + kC);
    QCOMPARE(run({"import", path("train.csv"), "--project", project()}).exitCode, 0);
}

QStringList CliSubsetTest::stepWords() {
    QStringList words;
    const auto json =
        QJsonDocument::fromJson(run({"history", project(), "--json", "-"}).out.toUtf8());
    for (const auto& step : json["steps"].toArray())
        words += step.toObject()["words"].toString();
    return words;
}

void CliSubsetTest::drawnSubsetsAreKeptAndListed() {
    const Result drawn =
        run({"subset", project(), "half", "--train", "2", "--validation", "1", "--out", "-"});
    QCOMPARE(drawn.exitCode, 0);
    const auto json = QJsonDocument::fromJson(drawn.out.toUtf8());
    QCOMPARE(json["train"].toArray().size(), 2);
    QCOMPARE(json["validation"].toArray().size(), 1);
    QVERIFY2(drawn.err.contains("half: 2 for training, 1 for validation"), qPrintable(drawn.err));
    // It is kept as it was drawn, and the same seed draws the same.
    QCOMPARE(run({"subset", project(), "half", "--out", "-"}).out, drawn.out);
    QCOMPARE(
        run({"subset", project(), "half", "--train", "2", "--validation", "1", "--out", "-"}).out,
        drawn.out);
    const Result listed = run({"subset", project()});
    QVERIFY2(listed.out.contains("half") && listed.out.contains("2 train") &&
                 listed.out.contains("5K/500"),
             qPrintable(listed.out));
}

void CliSubsetTest::listsComeAndGoAsJson() {
    write("lists.json", R"({"train": ["a", "elsewhere"], "validation": ["c"]})");
    const Result read = run({"subset", project(), "mine", "--from", path("lists.json")});
    QCOMPARE(read.exitCode, 0);
    QVERIFY2(
        read.out.contains("2 for training, 1 for validation") && read.out.contains("1 of them"),
        qPrintable(read.out));
    QCOMPARE(run({"subset", project(), "mine", "--out", path("out.json")}).exitCode, 0);
    const auto json = QJsonDocument::fromJson(this->read("out.json"));
    QCOMPARE(json["train"].toArray(), (QJsonArray{"a", "elsewhere"}));
    write("broken.json", "{");
    const Result broken = run({"subset", project(), "x", "--from", path("broken.json")});
    QCOMPARE(broken.exitCode, 1);
    QVERIFY2(broken.err.contains("broken.json"), qPrintable(broken.err));
}

void CliSubsetTest::aSplitIsOneStepThatCanBeUndone() {
    write("lists.json", R"({"train": ["a"], "validation": ["c"]})");
    QCOMPARE(
        run({"subset", project(), "mine", "--from", path("lists.json"), "--as-split"}).exitCode, 0);
    QCOMPARE(stepWords(), QStringList{"Split mine"});
    const auto exported = [&](const QString& split) {
        return run({"export", project(), "--split", split, "--out", path("out.csv")});
    };
    QCOMPARE(exported("validation").exitCode, 0);
    QCOMPARE(read("out.csv"), kHeader + kC);
    QVERIFY(exported("test").err.contains("No image is in the split \"test\""));
    const Result undone = run({"history", project(), "--undo", "1"});
    QCOMPARE(undone.exitCode, 0);
    QVERIFY2(undone.out.contains("(undone)"), qPrintable(undone.out));
    QCOMPARE(exported("validation").exitCode, 1);
    QCOMPARE(run({"history", project(), "--undo", "77"}).exitCode, 1);
}

void CliSubsetTest::someImagesLeaveAsCsv() {
    write("lists.json", R"({"train": ["a", "b"], "validation": ["d"]})");
    QCOMPARE(run({"subset", project(), "mine", "--from", path("lists.json")}).exitCode, 0);
    const auto exported = [&](const QStringList& more) {
        const Result result = run(
            QStringList{"export", project(), "--subset", "mine", "--out", path("out.csv")} + more);
        return result.exitCode == 0 ? read("out.csv") : result.err.toUtf8();
    };
    // Spelled as they came; what is no object belongs to no image.
    QCOMPARE(exported({"--part", "train"}), kHeader + kA + kB + kA.chopped(2));
    QCOMPARE(exported({}), kHeader + kA + kB + kA + "d,5 1,3,4,1,");
    QVERIFY(run({"export", project(), "--subset", "mine", "--out", path("out.csv")})
                .out.startsWith("4 objects"));
}

void CliSubsetTest::someImagesLeaveAsCoco() {
    write("lists.json", R"(["c", "d"])");
    QCOMPARE(run({"subset", project(), "mine", "--from", path("lists.json")}).exitCode, 0);
    QCOMPARE(run({"export", project(), "--format", "coco", "--subset", "mine", "--out",
                  path("out.json")})
                 .exitCode,
             0);
    const auto json = QJsonDocument::fromJson(read("out.json"));
    // Numbered as in the whole, so that predictions fit both.
    const auto images = json["images"].toArray();
    QCOMPARE(images.size(), 2);
    QCOMPARE(images[0].toObject()["id"].toInt(), 3);
    QCOMPARE(json["annotations"].toArray().size(), 2);
    // A COCO source's images keep their ids.
    QCOMPARE(run({"import", path("out.json"), "--project", path("c.selvedge")}).exitCode, 0);
    write("one.json", R"(["d"])");
    QCOMPARE(run({"subset", path("c.selvedge"), "one", "--from", path("one.json")}).exitCode, 0);
    const Result again = run({"export", path("c.selvedge"), "--format", "coco", "--subset", "one",
                              "--out", path("one-out.json")});
    QCOMPARE(again.exitCode, 0);
    QVERIFY2(again.out.contains("written anew"), qPrintable(again.out));
    const auto one = QJsonDocument::fromJson(read("one-out.json"))["images"].toArray();
    QCOMPARE(one.size(), 1);
    QCOMPARE(one[0].toObject()["file_name"].toString(), "d.jpg");
    QCOMPARE(one[0].toObject()["id"], images[0].toObject()["file_name"] == "d.jpg"
                                          ? images[0].toObject()["id"]
                                          : images[1].toObject()["id"]);
}

void CliSubsetTest::whatAQueryFindsLeaves() {
    // Category 3 (a) is a cardigan, 0 (b) a shirt, 1 (d) a top, 45 (c) a tassel.
    const auto exported = [&](const QString& where, const QStringList& more = {}) {
        const Result result = run(
            QStringList{"export", project(), "--where", where, "--out", path("out.csv")} + more);
        return result.exitCode == 0 ? read("out.csv") : result.err.toUtf8();
    };
    QCOMPARE(exported("category:shirt,tassel"), kHeader + kB + kC);
    QCOMPARE(exported("-cardigan objects:1"), kHeader + kB + "d,5 1,3,4,1,\r\n" + kC);
    write("lists.json", R"(["a", "b"])");
    QCOMPARE(run({"subset", project(), "mine", "--from", path("lists.json")}).exitCode, 0);
    QCOMPARE(exported("shirt tassel", {"--subset", "mine"}), kHeader + kB.chopped(2));
    QVERIFY(exported("tassel", {"--subset", "mine"}).contains("No image answers tassel"));
    QVERIFY(exported("shirt flroal")
                .contains("--where, character 7: No category or attribute is called 'flroal'; did "
                          "you mean floral?"));
    QVERIFY(exported("score<.5").contains("--where cannot ask for a score"));
    QVERIFY(exported("colour:red").contains("--where cannot ask for a colour"));
}

void CliSubsetTest::otherTaxonomiesLeaveWithTheirNames() {
    write("other/in.json",
          R"({"images": [{"id": 1, "file_name": "a.jpg", "width": 4, "height": 3}],)"
          R"("categories": [{"id": 5, "name": "kilt"}], "annotations": [{"id": 1, "image_id": 1,)"
          R"("category_id": 5, "segmentation": {"size": [3, 4], "counts": [0, 12]}}]})");
    QCOMPARE(run({"import", path("other/in.json"), "--project", path("o.selvedge")}).exitCode, 0);
    const Result bare = run({"export", path("o.selvedge"), "--out", path("bare.csv")});
    QVERIFY2(bare.out.contains("--labels"), qPrintable(bare.out));
    QDir().mkdir(path("named"));
    QCOMPARE(run({"export", path("o.selvedge"), "--out", path("named/train.csv"), "--labels",
                  path("named/label_descriptions.json")})
                 .exitCode,
             0);
    QCOMPARE(run({"import", path("named/train.csv"), "--project", path("n.selvedge")}).exitCode, 0);
    const auto info =
        QJsonDocument::fromJson(run({"info", path("n.selvedge"), "--json", "-"}).out.toUtf8());
    QCOMPARE(info["categories"].toArray()[0].toObject()["name"].toString(), "kilt");
}

void CliSubsetTest::whatThereIsNotIsSaid() {
    const auto error = [&](const QStringList& arguments) {
        const Result result = run(arguments);
        return result.exitCode == 1 ? result.err : "exit code " + QString::number(result.exitCode);
    };
    QVERIFY(error({"subset", project(), "5K/500"}).contains("needs 5500 images"));
    QVERIFY(error({"subset", project(), "none"}).contains("No subset \"none\""));
    QVERIFY(error({"export", project(), "--subset", "none", "--out", path("x.csv")})
                .contains("No subset \"none\""));
    QVERIFY(error({"subset", project(), "--as-split"}).contains("Name the subset"));
    QCOMPARE(run({"history", project()}).out, "Nothing was edited\n");
}

QTEST_GUILESS_MAIN(CliSubsetTest)
#include "tst_cli_subset.moc"
