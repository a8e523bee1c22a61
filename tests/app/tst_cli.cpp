#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

// The command line as a script sees it: exit codes, sentences, files.
class CliTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongUseExitsWithTwo();
    void aWrongHeaderSaysWhatWasExpected();
    void badRowsAreNamedAndTheRestLoads();
    void strictMakesBadRowsAFailure();
    void anUntouchedFileLeavesByteForByte_data();
    void anUntouchedFileLeavesByteForByte();
    void infoNeedsNoNetwork();
    void aMissingEngineIsASentence();
    void anAbsentGpuIsASentence();
    void aDamagedCheckpointIsNamed();
    void aMissingImageFolderIsASentence();

private:
    struct Result {
        int exitCode;
        QString out, err;
    };
    Result run(const QStringList& arguments, const QMap<QString, QString>& environment = {});
    QString write(const QString& name, const QByteArray& content);
    QString path(const QString& name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

namespace {

const QByteArray kHeader = "ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\n";

}  // namespace

CliTest::Result CliTest::run(const QStringList& arguments,
                             const QMap<QString, QString>& environment) {
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert("SELVEDGE_CACHE", path("cache"));
    for (auto it = environment.begin(); it != environment.end(); ++it)
        variables.insert(it.key(), it.value());
    process.setProcessEnvironment(variables);
    process.start(SELVEDGE_CLI, arguments);
    process.waitForFinished(300'000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QString CliTest::write(const QString& name, const QByteArray& content) {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(name));
    return file.fileName();
}

void CliTest::initTestCase() {
    const Result drawn =
        run({"synthesize", "--images", "3", "--seed", "5", "--out", path("sample")});
    QCOMPARE(drawn.exitCode, 0);
    QCOMPARE(run({"import", path("sample/train.csv"), "--project", path("p.selvedge")}).exitCode,
             0);
}

void CliTest::wrongUseExitsWithTwo() {
    QCOMPARE(run({}).exitCode, 2);
    QCOMPARE(run({"import"}).exitCode, 2);
    QCOMPARE(run({"evaluate", "--protocol", "none"}).exitCode, 2);
    QCOMPARE(run({"--help"}).exitCode, 0);
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

void CliTest::strictMakesBadRowsAFailure() {
    const QString csv = write("strict.csv", kHeader + "a,0 2,4,4,0,\n");
    QCOMPARE(run({"import", csv, "--project", path("s.selvedge")}).exitCode, 0);
    QCOMPARE(run({"import", csv, "--project", path("s.selvedge"), "--strict"}).exitCode, 1);
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

void CliTest::infoNeedsNoNetwork() {
    const Result result =
        run({"info", path("p.selvedge"), "--json", "-"}, {{"SELVEDGE_ENGINE", "/absent.so"}});
    QCOMPARE(result.exitCode, 0);
    const QJsonObject json = QJsonDocument::fromJson(result.out.toUtf8()).object();
    QCOMPARE(json["images"].toInt(), 3);
    QVERIFY(json["objects"].toInt() > 6);
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

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"
