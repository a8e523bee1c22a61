// File names in sentences: the name first, long folders elided.
#include <QtTest>

#include "app/session/counted_text.h"
#include "app/session/short_path.h"

using namespace selvedge;

class ShortPathTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNameComesFirst();
    void sentencesAreShortened();
    void countsHaveTheirNouns();
};

void ShortPathTest::theNameComesFirst() {
    QCOMPARE(shortPath("/data/train.csv"), QStringLiteral("train.csv (/data)"));
    QCOMPARE(shortPath("train.csv"), QStringLiteral("train.csv"));
    const QString text =
        shortPath("/home/somebody/pics/data sets/of/this/year/street style/train.csv");
    QVERIFY2(text.startsWith("train.csv (/home/…/"), qPrintable(text));
    QVERIFY2(text.endsWith("street style)"), qPrintable(text));
    QVERIFY(text.size() < 48);
}

void ShortPathTest::sentencesAreShortened() {
    const std::filesystem::path file = "/home/somebody/pics/data sets/of/this/year/a.selvedge";
    const QString whole = QString::fromStdString(file.string());
    QCOMPARE(withShortPath(whole + " is open elsewhere", file),
             shortPath(file) + " is open elsewhere");
    const QString folder = QString::fromStdString(file.parent_path().string());
    QCOMPARE(withShortPath(folder + " may not be written", file),
             QStringLiteral("/home/…/data sets/of/this/year may not be written"));
    QCOMPARE(withShortPath(QStringLiteral("nothing of it"), file), QStringLiteral("nothing of it"));
}

void ShortPathTest::countsHaveTheirNouns() {
    QCOMPARE(countedText(1, "bad row"), QStringLiteral("1 bad row"));
    QCOMPARE(countedText(0, "row"), QStringLiteral("0 rows"));
    QCOMPARE(countedText(2, "row"), QStringLiteral("2 rows"));
}

QTEST_GUILESS_MAIN(ShortPathTest)
#include "tst_short_path.moc"
