#include <QTemporaryDir>
#include <QtTest>
#include <thread>

#include "dataset/error.h"
#include "model/engine.h"

using namespace selvedge;

// The slots run in this order: once an engine is loaded, it stays.
class EngineLoaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAbsentModuleIsNamedAndSaysWhatWorks();
    void withoutAVariableTheProgramsFolderIsSearched();
    void aFileThatIsNoLibraryIsRefused();
    void aLibraryWithoutTheEntryIsRefused();
    void aFailedStartIsAnErrorOfOurs();
    void afterFailuresItLoadsAndAllThreadsGetTheSame();
    void errorsCrossTheBoundary();

private:
    // The sentence of engine()'s error; empty when there is none or of another kind.
    static QString failure(ErrorKind kind);
};

QString EngineLoaderTest::failure(ErrorKind kind) {
    try {
        engine();
    } catch (const Error& error) {
        return error.kind() == kind ? QString::fromUtf8(error.what()) : QString();
    }
    return {};
}

void EngineLoaderTest::anAbsentModuleIsNamedAndSaysWhatWorks() {
    qputenv("SELVEDGE_ENGINE", "/no/such/engine.so");
    const QString text = failure(ErrorKind::Missing);
    QVERIFY2(text.contains("/no/such/engine.so") && text.contains("SELVEDGE_ENGINE"),
             qPrintable(text));
    QVERIFY2(text.contains("Predict and train") && text.contains("everything else works"),
             qPrintable(text));
}

void EngineLoaderTest::withoutAVariableTheProgramsFolderIsSearched() {
    // A copy of this program elsewhere has no module beside it.
    QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir("bin"));
    const QString copy = folder.filePath("bin/copy");
    QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(), copy));
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove("SELVEDGE_ENGINE");
    environment.insert("LD_LIBRARY_PATH",
                       QFileInfo(FAKE_ENGINE).absolutePath());  // of libselvedge-model.so
    environment.insert("PRINT_ENGINE_ERROR", "1");
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(copy, {});
    QVERIFY(program.waitForFinished(60000));
    const QString text = QString::fromUtf8(program.readAll());
    const QString root = QFileInfo(folder.path()).canonicalFilePath();
    QVERIFY2(text.contains(root + "/lib/libselvedge-engine.so"), qPrintable(text));
    QVERIFY2(text.contains(root + "/lib/selvedge/libselvedge-engine.so"), qPrintable(text));
}

void EngineLoaderTest::aFileThatIsNoLibraryIsRefused() {
    QTemporaryDir folder;
    QFile file(folder.filePath("libselvedge-engine.so"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("not a library") > 0);
    file.close();
    qputenv("SELVEDGE_ENGINE", file.fileName().toUtf8());
    const QString text = failure(ErrorKind::Missing);
    QVERIFY2(text.contains(file.fileName()) && text.contains("cannot be loaded"), qPrintable(text));
}

void EngineLoaderTest::aLibraryWithoutTheEntryIsRefused() {
    qputenv("SELVEDGE_ENGINE", EMPTY_ENGINE);
    const QString text = failure(ErrorKind::Missing);
    QVERIFY2(text.contains("createEngine"), qPrintable(text));
}

void EngineLoaderTest::aFailedStartIsAnErrorOfOurs() {
    qputenv("SELVEDGE_ENGINE", FAKE_ENGINE);
    const QString text = failure(ErrorKind::Internal);  // the fake's first start throws bad_alloc
    QVERIFY2(text.contains("does not start"), qPrintable(text));
}

void EngineLoaderTest::afterFailuresItLoadsAndAllThreadsGetTheSame() {
    std::vector<Engine*> seen(8);
    {
        std::vector<std::jthread> threads;
        for (Engine*& slot : seen)
            threads.emplace_back([&slot] { slot = &engine(); });
    }
    for (const Engine* one : seen)
        QCOMPARE(one, seen.front());
    QCOMPARE(engine().version(), std::string("fake 2"));  // made once after the failure
    qputenv("SELVEDGE_ENGINE", "/no/such/engine.so");
    QCOMPARE(&engine(), seen.front());
}

void EngineLoaderTest::errorsCrossTheBoundary() {
    QVERIFY_EXCEPTION_THROWN(engine().loadSegmenter("x", "cpu"), Error);
}

int main(int argc, char** argv) {
    if (std::getenv("PRINT_ENGINE_ERROR")) {
        try {
            engine();
        } catch (const Error& error) {
            std::puts(error.what());
        }
        return 0;
    }
    QCoreApplication app(argc, argv);
    EngineLoaderTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_engine_loader.moc"
