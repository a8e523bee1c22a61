#include <QtTest>

#include "dataset/image/colours.h"
#include "tests/dataset/mask_pictures.h"

using namespace selvedge;

namespace {

using Rgb = std::array<std::uint8_t, 3>;

// One letter a pixel: r, g, b and black (.) white (w).
Image drawn(const std::vector<std::string>& rows) {
    Image image{int(rows.front().size()), int(rows.size()), {}};
    for (const std::string& row : rows) {
        for (const char letter : row) {
            const Rgb rgb = letter == 'r'   ? Rgb{200, 20, 30}
                            : letter == 'g' ? Rgb{30, 130, 50}
                            : letter == 'b' ? Rgb{30, 60, 170}
                            : letter == 'w' ? Rgb{250, 250, 250}
                                            : Rgb{10, 10, 10};
            image.rgb.insert(image.rgb.end(), rgb.begin(), rgb.end());
        }
    }
    return image;
}

QString textOf(const std::vector<ColourShare>& shares) {
    QStringList parts;
    for (const ColourShare& share : shares)
        parts << QString("%1 %2")
                     .arg(QString::fromUtf8(nameOf(share.colour).data()))
                     .arg(share.percent);
    return parts.join(", ");
}

RleMask everything(const Image& image) {
    return RleMask::fromBox(image.width, image.height, {0, 0, image.width, image.height});
}

}  // namespace

class TestImageColours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void coloursAreCalledWhatPeopleCallThem_data();
    void coloursAreCalledWhatPeopleCallThem();
    void everyNameIsUsed();
    void onlyWhatIsUnderTheMaskCounts();
    void theLargestComeFirstAndSmallOnesAreLeftOut();
    void aMaskOfAnotherSizeIsScaled();
    void nothingUnderTheMaskGivesNothing();
};

void TestImageColours::coloursAreCalledWhatPeopleCallThem_data() {
    QTest::addColumn<int>("rgb");
    QTest::addColumn<QString>("name");
    // Names and values of CSS.
    const std::pair<const char*, std::pair<int, const char*>> rows[] = {
        {"black", {0x000000, "black"}},    {"white", {0xffffff, "white"}},
        {"snow", {0xfffafa, "white"}},     {"gray", {0x808080, "grey"}},
        {"silver", {0xc0c0c0, "grey"}},    {"dimgray", {0x696969, "grey"}},
        {"red", {0xff0000, "red"}},        {"crimson", {0xdc143c, "red"}},
        {"maroon", {0x800000, "red"}},     {"firebrick", {0xb22222, "red"}},
        {"orange", {0xffa500, "orange"}},  {"darkorange", {0xff8c00, "orange"}},
        {"yellow", {0xffff00, "yellow"}},  {"gold", {0xffd700, "yellow"}},
        {"khaki", {0xf0e68c, "yellow"}},   {"green", {0x008000, "green"}},
        {"olive", {0x808000, "green"}},    {"darkgreen", {0x006400, "green"}},
        {"seagreen", {0x2e8b57, "green"}}, {"lime", {0x00ff00, "green"}},
        {"blue", {0x0000ff, "blue"}},      {"navy", {0x000080, "blue"}},
        {"royalblue", {0x4169e1, "blue"}}, {"skyblue", {0x87ceeb, "blue"}},
        {"steelblue", {0x4682b4, "blue"}}, {"midnightblue", {0x191970, "blue"}},
        {"purple", {0x800080, "purple"}},  {"indigo", {0x4b0082, "purple"}},
        {"plum", {0xdda0dd, "purple"}},    {"rebeccapurple", {0x663399, "purple"}},
        {"pink", {0xffc0cb, "pink"}},      {"hotpink", {0xff69b4, "pink"}},
        {"deeppink", {0xff1493, "pink"}},  {"brown of leather", {0x8b4513, "brown"}},
        {"sienna", {0xa0522d, "brown"}},   {"chocolate of the sweet", {0x4a2c20, "brown"}},
        {"beige", {0xf5f5dc, "beige"}},    {"tan", {0xd2b48c, "beige"}},
        {"wheat", {0xf5deb3, "beige"}},
    };
    for (const auto& [css, expected] : rows)
        QTest::newRow(css) << expected.first << QString(expected.second);
}

void TestImageColours::coloursAreCalledWhatPeopleCallThem() {
    QFETCH(int, rgb);
    const Colour colour =
        colourOf(std::uint8_t(rgb >> 16), std::uint8_t(rgb >> 8), std::uint8_t(rgb));
    QTEST(QString::fromUtf8(nameOf(colour).data()), "name");
}

void TestImageColours::everyNameIsUsed() {
    std::array<int, kColours> counts{};
    for (int red = 0; red < 256; red += 8) {
        for (int green = 0; green < 256; green += 8) {
            for (int blue = 0; blue < 256; blue += 8)
                ++counts[std::size_t(
                    colourOf(std::uint8_t(red), std::uint8_t(green), std::uint8_t(blue)))];
        }
    }
    for (int i = 0; i < kColours; ++i)
        QVERIFY2(counts[std::size_t(i)] > 50, nameOf(Colour(i)).data());
}

void TestImageColours::onlyWhatIsUnderTheMaskCounts() {
    const Image image = drawn({"rrrrbb",  //
                               "rrrrbb",  //
                               "gggggg"});
    QCOMPARE(textOf(dominantColours(image, maskOf({"####..",  //
                                                   "####..",  //
                                                   "......"}))),
             "red 100");
    QCOMPARE(textOf(dominantColours(image, maskOf({"...###",  //
                                                   "......",  //
                                                   "......"}))),
             "blue 67, red 33");
    QCOMPARE(textOf(dominantColours(image, everything(image))), "red 44, green 33, blue 22");
}

void TestImageColours::theLargestComeFirstAndSmallOnesAreLeftOut() {
    // 20 pixels: one is 5 %, two are 10 %, equal shares in the order of the names.
    QCOMPARE(
        textOf(dominantColours(drawn({"wwwwwwwwwwwwwwwwwwwr"}), maskOf({"####################"}))),
        "white 95");
    QCOMPARE(
        textOf(dominantColours(drawn({"wwwwwwwwwwwwwwwwwwrr"}), maskOf({"####################"}))),
        "white 90, red 10");
    QCOMPARE(
        textOf(dominantColours(drawn({"bbbbbggggg.....rrrrr"}), maskOf({"####################"}))),
        "black 25, red 25, green 25");
}

void TestImageColours::aMaskOfAnotherSizeIsScaled() {
    const Image image = drawn({"rb", "rb"});
    QCOMPARE(textOf(dominantColours(image, RleMask::fromBox(400, 600, {0, 0, 200, 600}))),
             "red 100");
    QCOMPARE(textOf(dominantColours(image, RleMask::fromBox(400, 600, {200, 300, 200, 300}))),
             "blue 100");
}

void TestImageColours::nothingUnderTheMaskGivesNothing() {
    const Image image = drawn({"rb", "rb"});
    QVERIFY(dominantColours(image, RleMask(2, 2)).empty());
    QVERIFY(dominantColours(image, RleMask()).empty());
    QVERIFY(dominantColours(Image(), RleMask::fromBox(2, 2, {0, 0, 2, 2})).empty());
    // A button of one pixel of a large picture falls between those of the small one.
    QVERIFY(dominantColours(image, RleMask::fromBox(400, 400, {0, 0, 1, 1})).empty());
}

QTEST_GUILESS_MAIN(TestImageColours)
#include "tst_image_colours.moc"
