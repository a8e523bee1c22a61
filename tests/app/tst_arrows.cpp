#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

// Holds the arrows of DESIGN.md: dataset <- model <- app <- ui, Qt and torch only where they
// belong.
class ArrowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foldersIncludeOnlyWhatTheyMay_data();
    void foldersIncludeOnlyWhatTheyMay();
    void theCheckSeesAWrongInclude();

private:
    static QStringList wrongIncludes(const QString& text, const QString& forbidden);
};

QStringList ArrowsTest::wrongIncludes(const QString& text, const QString& forbidden) {
    static const QRegularExpression include(QStringLiteral(R"(^\s*#\s*include\s*([<"][^>"]+[>"]))"),
                                            QRegularExpression::MultilineOption);
    const QRegularExpression bad(forbidden);
    QStringList found;
    for (auto it = include.globalMatch(text); it.hasNext();) {
        const QString name = it.next().captured(1);
        if (bad.match(name).hasMatch())
            found += name;
    }
    return found;
}

void ArrowsTest::foldersIncludeOnlyWhatTheyMay_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("except");  // paths that may
    QTest::addColumn<QString>("forbidden");
    const QString qt = QStringLiteral("^<Q[A-Zt]");
    const QString torch = QStringLiteral("^[<\"](torch|ATen|c10)/");
    QTest::newRow("dataset knows nothing above") << "dataset"
                                                 << ""
                                                 << "^\"(model|app|ui)/";
    QTest::newRow("model knows no app") << "model"
                                        << ""
                                        << "^\"(app|ui)/";
    QTest::newRow("app knows no ui") << "app"
                                     << "app/main.cpp"
                                     << "^\"ui/";
    QTest::newRow("tasks know no jobs and commands") << "app/tasks"
                                                     << ""
                                                     << "^\"app/(jobs|session|cli)/";
    QTest::newRow("commands know no jobs") << "app/cli"
                                           << ""
                                           << "^\"app/(jobs|session)/";
    QTest::newRow("no Qt in dataset") << "dataset"
                                      << "" << qt;
    QTest::newRow("no Qt in model") << "model"
                                    << "" << qt;
    QTest::newRow("no Qt in tasks") << "app/tasks"
                                    << "" << qt;
    QTest::newRow("no Qt in commands") << "app/cli"
                                       << "" << qt;
    QTest::newRow("torch in the network only")
        << "."
        << "model/network|tests/(gpu|bench)/\\w+_network" << torch;
    QTest::newRow("evaluation knows no network") << "model/evaluation"
                                                 << ""
                                                 << "^\"model/network/";
    QTest::newRow("nobody sees the network's headers")
        << "."
        << "model/network|tests/(gpu|fuzz)|tests/bench/\\w+_network"
        << "^\"model/network/";
    QTest::newRow("kernels include no torch") << "model/network/ops"
                                              << "_torch\\.(h|cpp)$" << torch;
}

void ArrowsTest::foldersIncludeOnlyWhatTheyMay() {
    QFETCH(QString, folder);
    QFETCH(QString, except);
    QFETCH(QString, forbidden);
    const QDir root(QStringLiteral(SELVEDGE_SOURCE));
    const QRegularExpression exempt(except.isEmpty() ? QStringLiteral("^$") : except);
    int files = 0;
    for (const QString& top :
         {QStringLiteral("dataset"), QStringLiteral("model"), QStringLiteral("app"),
          QStringLiteral("ui"), QStringLiteral("tests")}) {
        QDirIterator it(root.filePath(top), {"*.h", "*.cpp", "*.cu"}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = root.relativeFilePath(it.next());
            if ((folder != "." && !path.startsWith(folder + "/")) || exempt.match(path).hasMatch())
                continue;
            QFile file(root.filePath(path));
            QVERIFY(file.open(QIODevice::ReadOnly));
            ++files;
            const QStringList wrong = wrongIncludes(QString::fromUtf8(file.readAll()), forbidden);
            QVERIFY2(wrong.isEmpty(), qPrintable(path + " includes " + wrong.join(", ")));
        }
    }
    QVERIFY2(files > 0, "no file looked at");
}

void ArrowsTest::theCheckSeesAWrongInclude() {
    const QString text = "#include <vector>\n#include \"ui/main_window.h\"\n # include <QString>\n";
    QCOMPARE(wrongIncludes(text, "^\"ui/"), QStringList{"\"ui/main_window.h\""});
    QCOMPARE(wrongIncludes(text, "^<Q[A-Zt]"), QStringList{"<QString>"});
}

QTEST_GUILESS_MAIN(ArrowsTest)
#include "tst_arrows.moc"
