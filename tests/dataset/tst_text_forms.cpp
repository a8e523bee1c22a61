#include <QtTest>

#include "dataset/mask/text_forms.h"
#include "tests/dataset/mask_pictures.h"

using namespace selvedge;

class TestTextForms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kaggleCountsFromOne();
    void kaggleTextsComeBack();
    void kaggleSpellingThatWouldChangeIsNotCanonical_data();
    void kaggleSpellingThatWouldChangeIsNotCanonical();
    void theQuickKaggleReaderReadsAsTheCarefulOne();
    void kaggleErrorsNameTheRun_data();
    void kaggleErrorsNameTheRun();
    void cocoStringsComeBack();
    void cocoStringsOfOddSpellingAreNotCanonical();
    void brokenCocoStringsAreRefused_data();
    void brokenCocoStringsAreRefused();
    void garbageNeverBreaksTheReaders();
    void polygonsOfNonsenseAreHarmless();
};

void TestTextForms::kaggleCountsFromOne() {
    const ParsedMask parsed = parseKaggleRle("1 2 6 1", 3, 2);
    QVERIFY(parsed.mask && parsed.canonical);
    QCOMPARE(pictureOf(*parsed.mask), (std::vector<std::string>{"#..", "#.#"}));
    QCOMPARE(toKaggleRle(*parsed.mask), std::string("1 2 6 1"));
    QCOMPARE(toKaggleRle(RleMask(3, 2)), std::string());
    QVERIFY(parseKaggleRle("", 3, 2).canonical);
    QVERIFY(parseKaggleRle("4294901760 1", 65536, 65535).canonical);
}

void TestTextForms::kaggleTextsComeBack() {
    std::mt19937 random(1);
    for (int round = 0; round < 1000; ++round) {
        const int width = 1 + int(random() % 30), height = 1 + int(random() % 30);
        const RleMask mask = randomMask(random, width, height);
        const ParsedMask parsed = parseKaggleRle(toKaggleRle(mask), width, height);
        QVERIFY(parsed.mask == mask);
        QVERIFY(parsed.canonical);
    }
}

void TestTextForms::kaggleSpellingThatWouldChangeIsNotCanonical_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("blank first") << QByteArray(" 1 2 5 1");
    QTest::newRow("blank last") << QByteArray("1 2 5 1 ");
    QTest::newRow("two blanks") << QByteArray("1 2  5 1");
    QTest::newRow("tab") << QByteArray("1 2\t5 1");
    QTest::newRow("leading zero") << QByteArray("01 2 5 1");
    QTest::newRow("touching") << QByteArray("1 1 2 1 5 1");
    QTest::newRow("overlapping") << QByteArray("1 2 1 1 5 1");
    QTest::newRow("order") << QByteArray("5 1 1 2");
}

void TestTextForms::kaggleSpellingThatWouldChangeIsNotCanonical() {
    QFETCH(QByteArray, text);
    const ParsedMask parsed = parseKaggleRle(text.toStdString(), 3, 2);
    QVERIFY(parsed.mask.has_value());
    QVERIFY(!parsed.canonical);
    QCOMPARE(toKaggleRle(*parsed.mask), std::string("1 2 5 1"));
}

void TestTextForms::theQuickKaggleReaderReadsAsTheCarefulOne() {
    // A blank in front keeps the quick reader from starting: both must say the same of any text.
    std::mt19937 random(4);
    const std::string characters = "0123456789 \t-x";
    for (int round = 0; round < 20000; ++round) {
        const int width = round % 2 ? 90 : 9000, height = round % 2 ? 70 : 11000;
        std::vector<RleMask::Run> runs;
        for (int i = 0; i < 8; ++i)
            runs.push_back({std::uint32_t(random() % unsigned(width * height)),
                            std::uint32_t(1 + random() % (round % 3 ? 9 : 20000))});
        const RleMask mask = RleMask::fromRuns(width, height, runs);
        std::string text = toKaggleRle(mask);
        QVERIFY(parseKaggleRle(text, width, height).canonical);
        for (int change = int(random() % 3); change > 0; --change) {
            const std::size_t at = random() % text.size();
            const char c = characters[random() % characters.size()];
            if (random() % 2)
                text[at] = c;
            else
                text.insert(at, 1, c);
        }
        const ParsedMask quick = parseKaggleRle(text, width, height);
        const ParsedMask careful = parseKaggleRle(" " + text, width, height);
        QVERIFY(quick.mask == careful.mask);
        QCOMPARE(quick.error, careful.error);
        if (!quick.mask)
            QCOMPARE(quick.column + 1, careful.column);
        QCOMPARE(quick.canonical, quick.mask && toKaggleRle(*quick.mask) == text);
    }
}

void TestTextForms::kaggleErrorsNameTheRun_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("error");
    QTest::addColumn<int>("column");
    QTest::newRow("zero start") << QByteArray("1 1 0 1") << "run 2 starts at 0; starts count from 1"
                                << 4;
    QTest::newRow("zero length") << QByteArray("1 0") << "run 1 has length 0" << 2;
    QTest::newRow("odd") << QByteArray("1 1 3") << "run 2 has a start but no length" << 4;
    QTest::newRow("past the end") << QByteArray("6 2")
                                  << "run 1 ends past the last pixel (3 x 2 = 6)" << 0;
    QTest::newRow("huge") << QByteArray("1 99999999999999999999999")
                          << "run 1 ends past the last pixel (3 x 2 = 6)" << 0;
    QTest::newRow("word") << QByteArray("1 x2") << "'x2' is not a number" << 2;
    QTest::newRow("negative") << QByteArray("-1 2") << "'-1' is negative" << 0;
    QTest::newRow("negative length") << QByteArray("1 -12") << "'-12' is negative" << 2;
    QTest::newRow("dash") << QByteArray("1 -") << "'-' is not a number" << 2;
    QTest::newRow("decimal") << QByteArray("1.0 2") << "'1.0' is not a number" << 0;
}

void TestTextForms::kaggleErrorsNameTheRun() {
    QFETCH(QByteArray, text);
    QFETCH(QString, error);
    QFETCH(int, column);
    const ParsedMask parsed = parseKaggleRle(text.toStdString(), 3, 2);
    QVERIFY(!parsed.mask);
    QCOMPARE(QString::fromStdString(parsed.error), error);
    QCOMPARE(int(parsed.column), column);
}

void TestTextForms::cocoStringsComeBack() {
    std::mt19937 random(2);
    for (int round = 0; round < 1000; ++round) {
        const int width = 1 + int(random() % 60), height = 1 + int(random() % 60);
        const RleMask mask = randomMask(random, width, height);
        const ParsedMask parsed = parseCocoRle(toCocoRle(mask), width, height);
        QVERIFY(parsed.mask == mask);
        QVERIFY(parsed.canonical);
        const ParsedMask listed = maskFromCounts(toCounts(mask), width, height);
        QVERIFY(listed.mask == mask);
        QVERIFY(listed.canonical);
    }
    const RleMask large = RleMask::fromRuns(65535, 65536, {{0, 1}, {4000000000u, 7}});
    QVERIFY(parseCocoRle(toCocoRle(large), 65535, 65536).mask == large);
}

void TestTextForms::cocoStringsOfOddSpellingAreNotCanonical() {
    // 4 and 2 pixels, the first written in two groups: 4 + 32, then 0.
    const ParsedMask longer = parseCocoRle(
        "T0"
        "2",
        3, 2);
    QVERIFY(longer.mask.has_value());
    QVERIFY(!longer.canonical);
    QCOMPARE(toCocoRle(*longer.mask), std::string("42"));
    const std::uint32_t empty[] = {1, 1, 0, 2, 2};
    const ParsedMask touching = maskFromCounts(empty, 3, 2);
    QVERIFY(touching.mask.has_value());
    QVERIFY(!touching.canonical);
    QCOMPARE(toCounts(*touching.mask), (std::vector<std::uint32_t>{1, 3, 2}));
    const std::uint32_t trailing[] = {6, 0};
    QVERIFY(!maskFromCounts(trailing, 3, 2).canonical);
}

void TestTextForms::brokenCocoStringsAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("cut") << QByteArray("4R");
    QTest::newRow("character") << QByteArray("4 2");
    QTest::newRow("too short") << QByteArray("4");
    QTest::newRow("too long") << QByteArray("43");
    QTest::newRow("negative") << QByteArray("O");
    QTest::newRow("endless") << QByteArray("ooooooooooooooooooooooooo");
    QTest::newRow("nothing") << QByteArray("");
}

void TestTextForms::brokenCocoStringsAreRefused() {
    QFETCH(QByteArray, text);
    const ParsedMask parsed = parseCocoRle(text.toStdString(), 3, 2);
    QVERIFY(!parsed.mask);
    QVERIFY(!parsed.error.empty());
}

void TestTextForms::garbageNeverBreaksTheReaders() {
    std::mt19937 random(3);
    const std::string kaggle = "0123456789 \t-+.x";
    for (int round = 0; round < 20000; ++round) {
        std::string text(random() % 12, ' ');
        for (char& c : text)
            c = round % 2 ? kaggle[random() % kaggle.size()] : char(random() % 256);
        const ParsedMask a = parseKaggleRle(text, 7, 9);
        if (a.mask)
            QCOMPARE(a.canonical, toKaggleRle(*a.mask) == text);
        for (char& c : text)
            c = round % 2 ? char(48 + random() % 64) : c;
        const ParsedMask b = parseCocoRle(text, 7, 9);
        if (b.mask)
            QCOMPARE(b.canonical, toCocoRle(*b.mask) == text);
    }
    QVERIFY(!parseKaggleRle("1 1", 1 << 30, 1 << 30).mask);
    QVERIFY(!parseCocoRle("1", -1, 4).mask);
}

void TestTextForms::polygonsOfNonsenseAreHarmless() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<std::vector<double>> rings = {
        {}, {1}, {1, 1}, {nan, 0, 1, 1, 2, 0}, {0, 0, 1e300, 0, 1e300, 1e300}, {-1e9, -1e9, 3, 3}};
    QCOMPARE(maskFromPolygons(rings, 0, 5).area(), 0u);
    QVERIFY(maskFromPolygons(rings, 8, 8).area() <= 64u);
    const std::vector<std::vector<double>> square = {{1, 1, 3, 1, 3, 3, 1, 3}};
    QCOMPARE(maskFromPolygons(square, 4, 4).area(), 4u);
}

QTEST_GUILESS_MAIN(TestTextForms)
#include "tst_text_forms.moc"
