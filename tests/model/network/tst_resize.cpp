#include <QCryptographicHash>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "model/network/preprocess/resize.h"

using namespace selvedge;

class ResizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizesFollowTheShortestEdge_data();
    void sizesFollowTheShortestEdge();
    void theSameSizeIsACopy();
    void oneColourStays();
    void halvingWeighsNeighboursAsATriangle();
    void goldenPhotosHaveTheSameBytes();
};

void ResizeTest::sizesFollowTheShortestEdge_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("minSize");
    QTest::addColumn<int>("maxSize");
    QTest::addColumn<int>("newWidth");
    QTest::addColumn<int>("newHeight");
    // By hand from Detectron2's ResizeShortestEdge.get_output_shape.
    QTest::newRow("portrait") << 550 << 825 << 800 << 1333 << 800 << 1200;
    QTest::newRow("landscape") << 825 << 550 << 800 << 1333 << 1200 << 800;
    QTest::newRow("square") << 300 << 300 << 800 << 1333 << 800 << 800;
    QTest::newRow("longest edge binds") << 100 << 400 << 800 << 1333 << 333 << 1333;
    QTest::newRow("half rounds up") << 2 << 5 << 5 << 1333 << 5 << 13;  // 12.5
    QTest::newRow("extreme") << 10717 << 1 << 800 << 1333 << 1333 << 1;
    QTest::newRow("unchanged") << 64 << 48 << 48 << 64 << 64 << 48;
}

void ResizeTest::sizesFollowTheShortestEdge() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(int, minSize);
    QFETCH(int, maxSize);
    const ImageSize size = networkSize({width, height}, minSize, maxSize);
    QTEST(size.width, "newWidth");
    QTEST(size.height, "newHeight");
}

void ResizeTest::theSameSizeIsACopy() {
    const Image image{2, 1, {1, 2, 3, 250, 251, 252}};
    QVERIFY(resizedBilinear(image, 2, 1).rgb == image.rgb);
}

void ResizeTest::oneColourStays() {
    const std::vector<std::uint8_t> colour = {7, 128, 255};
    Image image{37, 53, {}};
    for (int i = 0; i < 37 * 53; ++i)
        image.rgb.insert(image.rgb.end(), colour.begin(), colour.end());
    for (const auto& [width, height] : {std::pair{5, 7}, {90, 11}, {1, 1}, {36, 54}}) {
        const Image other = resizedBilinear(image, width, height);
        QCOMPARE(other.rgb.size(), std::size_t(3 * width * height));
        for (std::size_t i = 0; i < other.rgb.size(); ++i)
            QCOMPARE(other.rgb[i], colour[i % 3]);
    }
}

void ResizeTest::halvingWeighsNeighboursAsATriangle() {
    // 4 to 2: the left output's centre is 1, its triangle reaches to 3: weights .75 .75 .25
    // of 1.75.
    Image image{4, 1, {}};
    for (const int value : {70, 0, 140, 0})
        image.rgb.insert(image.rgb.end(), 3, std::uint8_t(value));
    const Image half = resizedBilinear(image, 2, 1);
    QCOMPARE(int(half.rgb[0]), 50);  // (.75 * 70 + .25 * 140) / 1.75
    QCOMPARE(int(half.rgb[3]), 60);  // .75 * 140 / 1.75
}

void ResizeTest::goldenPhotosHaveTheSameBytes() {
    std::ifstream file(SELVEDGE_SHARED "/golden/detectron2_r50.json");
    if (!file)
        QSKIP("../shared/golden is not there");
    const nlohmann::json golden = nlohmann::json::parse(file);
    const auto check = [](const std::string& id, const nlohmann::json& photo, int least, int most) {
        const Image image = readImage(SELVEDGE_SHARED "/data/ccp/images/" + id + ".jpg");
        const QByteArray pixels(reinterpret_cast<const char*>(image.rgb.data()),
                                qsizetype(image.rgb.size()));
        QCOMPARE(QCryptographicHash::hash(pixels, QCryptographicHash::Sha256).toHex().toStdString(),
                 photo["preprocess"]["original"]["sha256_rgb"].get<std::string>());
        const ImageSize size = networkSize({image.width, image.height}, least, most);
        const Image small = resizedBilinear(image, size.width, size.height);
        const QByteArray bytes(reinterpret_cast<const char*>(small.rgb.data()),
                               qsizetype(small.rgb.size()));
        const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        QCOMPARE(hash.toStdString(),
                 photo["preprocess"]["resized"]["sha256_rgb"].get<std::string>());
        // The same pixels as a picture.
        const std::string png = SELVEDGE_SHARED "/golden/" + id + "_256.png";
        if (least == 256)
            QVERIFY(readImage(png).rgb == small.rgb);
    };
    for (const auto& [id, photo] : golden["inference"].items())
        check(id, photo, 256, 390);
    for (const auto& [id, photo] : golden["inference_large"].items())
        check(id, photo, 800, 1333);
}

QTEST_GUILESS_MAIN(ResizeTest)
#include "tst_resize.moc"
