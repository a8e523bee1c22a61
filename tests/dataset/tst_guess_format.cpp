#include <QTemporaryDir>
#include <QtTest>

#include "dataset/error.h"
#include "dataset/guess_format.h"
#include "tests/dataset/project_fixture.h"

using namespace selvedge;

// What a file is, whatever it is called.
class TestGuessFormat : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contentTells_data();
    void contentTells();
    void whatIsUnknownSaysWhatWasFound_data();
    void whatIsUnknownSaysWhatWasFound();
    void projectsAreKnownWhileTheyAreOpen();
    void foldersAreKnownByWhatTheyHold();
    void sharedDataIsKnown();
    void absentPathsAreErrors();
};

void TestGuessFormat::contentTells_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("format");
    const auto row = [](const char* name, const QByteArray& content, FileFormat format) {
        QTest::newRow(name) << content << int(format);
    };
    const QByteArray header = QByteArray::fromStdString(kCsvHeader);
    row("CSV", header + "\na,1 2,3,4,5,\n", FileFormat::TruthCsv);
    row("CSV, mark, CRLF", "\xEF\xBB\xBF" + header + "\r\n", FileFormat::TruthCsv);
    row("CSV of 2019", "ImageId,EncodedPixels,Height,Width,ClassId\n", FileFormat::TruthCsv);
    row("CSV, moved columns", "x,Width,ClassId,Height,ImageId,\"EncodedPixels\"",
        FileFormat::TruthCsv);
    row("submission", "ImageId,EncodedPixels,ClassId,AttributesIds\n", FileFormat::SubmissionCsv);
    row("COCO", "{\"info\":{},\"images\":[{\"id\":1}],\"annotations\":[]}", FileFormat::CocoTruth);
    row("COCO, labels first", " \n{\"categories\":[{\"id\":1}],\"annotations\":[{\"id\":1}",
        FileFormat::CocoTruth);
    row("COCO, nothing in it", "{\"images\":[],\"annotations\":[],\"categories\":[]}",
        FileFormat::CocoTruth);
    row("results", "[{\"image_id\":1,\"score\":0.5}]", FileFormat::CocoResults);
    row("results after a bad entry", "[7,{\"image_id\":1,\"score\":0.5}]", FileFormat::CocoResults);
    row("results that begin badly", "[{\"score\":NaN,\"image_id\":1},", FileFormat::CocoResults);
    row("Detectron2's dicts", "[{\"image_id\":1,\"file_name\":\"a.jpg\",\"annotations\":[]}]",
        FileFormat::Detectron2Dicts);
    row("no results", "\xEF\xBB\xBF[ ]", FileFormat::CocoResults);
    row("labels", "{\"info\":{},\"categories\":[{\"id\":1}],\"attributes\":[]}",
        FileFormat::LabelDescriptions);
    row("JPEG", QByteArray("\xFF\xD8\xFF\xE0\0\x10JFIF", 10), FileFormat::Image);
    row("PNG", "\x89PNG\r\n\x1A\n....", FileFormat::Image);
    row("WebP", "RIFF....WEBPVP8 ", FileFormat::Image);
    row("safetensors", QByteArray("\x10\0\0\0\0\0\0\0{\"a\":1", 14), FileFormat::Weights);
    row("PyTorch", QByteArray("PK\3\4....archive/data.pkl"), FileFormat::Weights);
    row("pickle", QByteArray("\x80\x02}q\x01"), FileFormat::Weights);
}

void TestGuessFormat::contentTells() {
    QFETCH(QByteArray, content);
    QFETCH(int, format);
    const ProjectFolder folder;
    for (const char* name : {"a.csv", "b.json", "c.selvedge", "d"}) {
        writeFileAtomically(folder.path(name), content.toStdString());
        const FormatGuess guess = guessFormat(folder.path(name));
        QVERIFY2(int(guess.format) == format, guess.words.c_str());
        QCOMPARE(guess.file, folder.path(name));
        QVERIFY(!guess.words.empty());
    }
}

void TestGuessFormat::whatIsUnknownSaysWhatWasFound_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("found");
    QTest::newRow("empty") << QByteArray() << "is empty";
    QTest::newRow("text") << QByteArray("hello, world\n")
                          << "the column ImageId is missing, the column EncodedPixels is missing";
    QTest::newRow("binary") << QByteArray("\x7F\x45LF\0\0\0", 7) << "is binary";
    QTest::newRow("zeros") << QByteArray(100, '\0') << "is binary";
    QTest::newRow("GIF") << QByteArray("GIF89a") << "is a GIF picture";
    QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08") << "unpack it first";
    QTest::newRow("zip") << QByteArray("PK\3\4 train.csv") << "unpack it first";
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFEI\0", 4) << "UTF-16";
    QTest::newRow("UTF-16 JSON without a mark") << QByteArray("{\0\"\0", 4) << "UTF-16";
    QTest::newRow("list") << QByteArray("[1,2]") << "is a list of something else";
    QTest::newRow("object") << QByteArray("{\"a\":[1]}") << "is JSON without a list of images";
    QTest::newRow("cut") << QByteArray("{\"a\":\n[1") << "is broken in line 2, column 3";
    QTest::newRow("database") << QByteArray("SQLite format 3\0", 16) + QByteArray(100, '\0')
                              << "no Selvedge project";
}

void TestGuessFormat::whatIsUnknownSaysWhatWasFound() {
    QFETCH(QByteArray, content);
    QFETCH(QString, found);
    const ProjectFolder folder;
    writeFileAtomically(folder.path("train.csv"), content.toStdString());
    const FormatGuess guess = guessFormat(folder.path("train.csv"));
    QCOMPARE(int(guess.format), int(FileFormat::Unknown));
    const QString words = QString::fromStdString(guess.words);
    QVERIFY2(words.contains(found) && words.contains("train.csv"), qPrintable(words));
}

void TestGuessFormat::projectsAreKnownWhileTheyAreOpen() {
    const ProjectFolder folder;
    const auto project = folder.open(kCsvHeader + "\na,1 2,3,4,5,\n");
    QCOMPARE(int(guessFormat(folder.project()).format), int(FileFormat::Project));
    ObjectEdit edit;
    edit.rowId = project->objects()->rowId[0];
    edit.deleted = true;
    project->apply({edit});
    QCOMPARE(project->objects()->size(), 0u);
}

void TestGuessFormat::foldersAreKnownByWhatTheyHold() {
    const ProjectFolder folder;
    QVERIFY(guessFormat(folder.path("")).words.find("without pictures") != std::string::npos);
    std::filesystem::create_directories(folder.path("deep/er"));
    writeFileAtomically(folder.path("deep/notes.jpg"), "no picture");
    QCOMPARE(int(guessFormat(folder.path("")).format), int(FileFormat::Unknown));
    writeFileAtomically(folder.path("deep/er/x"), "\xFF\xD8\xFF\xE0....");
    QCOMPARE(int(guessFormat(folder.path("")).format), int(FileFormat::ImageFolder));
    writeFileAtomically(folder.csv(), kCsvHeader);
    QCOMPARE(int(guessFormat(folder.path("")).format), int(FileFormat::TruthFolder));
    QCOMPARE(guessFormat(folder.path("")).file, folder.csv());
}

void TestGuessFormat::sharedDataIsKnown() {
    const std::filesystem::path data = SELVEDGE_SHARED "/data";
    if (!std::filesystem::exists(data))
        QSKIP("../shared/data is absent");
    const auto formatOf = [&](const char* path) { return int(guessFormat(data / path).format); };
    QCOMPARE(formatOf("ccp"), int(FileFormat::TruthFolder));
    QCOMPARE(formatOf("ccp/images"), int(FileFormat::ImageFolder));
    QCOMPARE(formatOf("ccp/train.csv"), int(FileFormat::TruthCsv));
    QCOMPARE(formatOf("ccp/label_descriptions.json"), int(FileFormat::LabelDescriptions));
    QCOMPARE(formatOf("fashionpedia-eval/sample.json"), int(FileFormat::CocoTruth));
    QCOMPARE(formatOf("fashionpedia-eval/fake_results.json"), int(FileFormat::CocoResults));
    QCOMPARE(formatOf("weights/resnet50-imagenet-res2-res4.safetensors"), int(FileFormat::Weights));
}

void TestGuessFormat::absentPathsAreErrors() {
    QVERIFY_EXCEPTION_THROWN(guessFormat("/nowhere/at/all"), Error);
}

QTEST_GUILESS_MAIN(TestGuessFormat)
#include "tst_guess_format.moc"
