#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "dataset/image/image.h"
#include "tests/dataset/picture_writers.h"

using namespace selvedge;
using namespace selvedge::test;
namespace fs = std::filesystem;

namespace {

const fs::path kShared = SELVEDGE_SHARED;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return (std::ostringstream() << file.rdbuf()).str();
}

QByteArray sha256(const Image& image) {
    return QCryptographicHash::hash(QByteArray(reinterpret_cast<const char*>(image.rgb.data()),
                                               static_cast<qsizetype>(image.rgb.size())),
                                    QCryptographicHash::Sha256)
        .toHex();
}

// Smooth, so that JPEG keeps it within a few levels.
Image ramp(int width, int height) {
    Image image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.rgb.push_back(static_cast<std::uint8_t>(x * 255 / width));
            image.rgb.push_back(static_cast<std::uint8_t>(y * 255 / height));
            image.rgb.push_back(100);
        }
    }
    return image;
}

// The error that reading `file` ends with, else an empty kind.
struct Failure {
    std::optional<ErrorKind> kind;
    QString text;
};
Failure failureOf(const fs::path& file) {
    try {
        readImage(file);
        return {};
    } catch (const Error& error) {
        return {error.kind(), error.what()};
    }
}

}  // namespace

class TestImage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pixelsEqualPillows_data();
    void pixelsEqualPillows();
    void pngPixelsEqualPillows_data();
    void pngPixelsEqualPillows();
    void jpegComesBackNearlyTheSame();
    void reducedDecodingIsNeverSmallerThanAsked_data();
    void reducedDecodingIsNeverSmallerThanAsked();
    void everyJpegKindBecomesRgb_data();
    void everyJpegKindBecomesRgb();
    void everyPngKindBecomesRgb_data();
    void everyPngKindBecomesRgb();
    void truncatedJpegGivesWhatThereIs();
    void scansWithoutEndAreRefused();
    void badFilesGiveAnErrorWithThePath_data();
    void badFilesGiveAnErrorWithThePath();
    void whatIsNoFileSaysSo();
    void damagedFilesNeverCrash();
    void hugePicturesAreRefusedBeforeAnythingIsAllocated();
    void unwritablePicturesSaySo();
    void reductionAverages();
    void enlargementIsBilinear();

private:
    fs::path path(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }
    fs::path write(const char* name, const std::string& bytes) const {
        writeFileAtomically(path(name), bytes);
        return path(name);
    }
    QTemporaryDir m_dir;
};

void TestImage::pixelsEqualPillows_data() {
    QTest::addColumn<QString>("photo");
    QTest::newRow("ccp0051") << "ccp0051";
    QTest::newRow("ccp0255") << "ccp0255";
}

void TestImage::pixelsEqualPillows() {
    QFETCH(QString, photo);
    const fs::path golden = kShared / "golden/detectron2_r50.json";
    const fs::path file = kShared / "data/ccp/images" / (photo.toStdString() + ".jpg");
    if (!fs::exists(golden) || !fs::exists(file))
        QSKIP("../shared is not there");
    const auto expected = nlohmann::json::parse(
        contentOf(golden))["inference"][photo.toStdString()]["preprocess"]["original"];
    const Image image = readImage(file);
    QCOMPARE(image.height, expected["shape_hwc"][0].get<int>());
    QCOMPARE(image.width, expected["shape_hwc"][1].get<int>());
    QCOMPARE(readImageSize(file), (ImageSize{image.width, image.height}));
    QCOMPARE(QString(sha256(image)),
             QString::fromStdString(expected["sha256_rgb"].get<std::string>()));
}

void TestImage::pngPixelsEqualPillows_data() {
    pixelsEqualPillows_data();
}

void TestImage::pngPixelsEqualPillows() {
    QFETCH(QString, photo);
    const fs::path golden = kShared / "golden/detectron2_r50.json";
    const fs::path file = kShared / "golden" / (photo.toStdString() + "_256.png");
    if (!fs::exists(golden) || !fs::exists(file))
        QSKIP("../shared is not there");
    const auto expected = nlohmann::json::parse(
        contentOf(golden))["inference"][photo.toStdString()]["preprocess"]["resized"];
    QCOMPARE(QString(sha256(readImage(file))),
             QString::fromStdString(expected["sha256_rgb"].get<std::string>()));
}

void TestImage::jpegComesBackNearlyTheSame() {
    const Image image = ramp(123, 77);
    writeJpeg(path("ramp.jpg"), image, 95);
    bool truncated = true;
    const Image back = readImage(path("ramp.jpg"), {}, &truncated);
    QCOMPARE(back.width, 123);
    QCOMPARE(back.height, 77);
    QVERIFY(!truncated);
    QVERIFY(largestDifference(image, back) <= 6);
}

void TestImage::reducedDecodingIsNeverSmallerThanAsked_data() {
    QTest::addColumn<int>("shortestSide");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("full") << 401 << 801 << 401;
    QTest::newRow("more than there is") << 5000 << 801 << 401;
    QTest::newRow("half") << 201 << 401 << 201;
    QTest::newRow("just not a quarter") << 102 << 401 << 201;
    QTest::newRow("quarter") << 101 << 201 << 101;
    QTest::newRow("eighth") << 1 << 101 << 51;
}

void TestImage::reducedDecodingIsNeverSmallerThanAsked() {
    QFETCH(int, shortestSide);
    writeJpeg(path("large.jpg"), ramp(801, 401));
    const Image image = readImage(path("large.jpg"), shortestSide);
    QTEST(image.width, "width");
    QTEST(image.height, "height");
    QVERIFY(largestDifference(image, resized(ramp(801, 401), image.width, image.height)) <= 8);
    QCOMPARE(readImageSize(path("large.jpg")), (ImageSize{801, 401}));
}

void TestImage::everyJpegKindBecomesRgb_data() {
    QTest::addColumn<JpegKind>("kind");
    QTest::addColumn<QByteArray>("pixel");
    QTest::addColumn<QByteArray>("rgb");
    const auto bytes = [](std::initializer_list<int> values) {
        QByteArray array;
        for (const int value : values)
            array.append(static_cast<char>(value));
        return array;
    };
    QTest::newRow("grey") << JpegKind{JCS_GRAYSCALE, JCS_GRAYSCALE} << bytes({200})
                          << bytes({200, 200, 200});
    QTest::newRow("RGB, not YCbCr")
        << JpegKind{JCS_RGB, JCS_RGB} << bytes({200, 100, 50}) << bytes({200, 100, 50});
    // 255 - ink, since Adobe's marker is there.
    QTest::newRow("CMYK") << JpegKind{JCS_CMYK, JCS_CMYK} << bytes({255, 204, 102, 128})
                          << bytes({128, 102, 51});
    QTest::newRow("YCCK") << JpegKind{JCS_CMYK, JCS_YCCK} << bytes({255, 204, 102, 128})
                          << bytes({128, 102, 51});
    QTest::newRow("CMYK without marker")
        << JpegKind{JCS_CMYK, JCS_CMYK, false} << bytes({0, 51, 153, 127}) << bytes({128, 102, 51});
}

void TestImage::everyJpegKindBecomesRgb() {
    QFETCH(JpegKind, kind);
    QFETCH(QByteArray, pixel);
    QFETCH(QByteArray, rgb);
    const Image image = readImage(write("kind.jpg", jpegOf(kind, pixel, 19, 13)));
    QCOMPARE(image.width, 19);
    QCOMPARE(image.height, 13);
    QCOMPARE(image.rgb.size(), 3u * 19 * 13);
    for (std::size_t i = 0; i < image.rgb.size(); ++i) {
        const int wanted = static_cast<std::uint8_t>(rgb[static_cast<qsizetype>(i % 3)]);
        QVERIFY2(std::abs(int{image.rgb[i]} - wanted) <= 2,
                 qPrintable(QString("%1, not %2").arg(image.rgb[i]).arg(wanted)));
    }
}

void TestImage::everyPngKindBecomesRgb_data() {
    QTest::addColumn<PngKind>("kind");
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QByteArray>("rgb");  // of the two pixels of a row
    const auto hex = [](const char* digits) { return QByteArray::fromHex(digits); };
    QTest::newRow("rgb") << PngKind{PNG_COLOR_TYPE_RGB, 8}
                         << hex("c86432"
                                "102030")
                         << hex("c86432"
                                "102030");
    QTest::newRow("rgb, interlaced") << PngKind{PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_ADAM7}
                                     << hex("c86432"
                                            "102030")
                                     << hex("c86432"
                                            "102030");
    QTest::newRow("rgba") << PngKind{PNG_COLOR_TYPE_RGB_ALPHA, 8}
                          << hex("c8643200"
                                 "10203080")
                          << hex("c86432"
                                 "102030");
    QTest::newRow("grey") << PngKind{PNG_COLOR_TYPE_GRAY, 8}
                          << hex("c8"
                                 "10")
                          << hex("c8c8c8"
                                 "101010");
    QTest::newRow("grey and alpha") << PngKind{PNG_COLOR_TYPE_GRAY_ALPHA, 8}
                                    << hex("c800"
                                           "10ff")
                                    << hex("c8c8c8"
                                           "101010");
    QTest::newRow("1 bit") << PngKind{PNG_COLOR_TYPE_GRAY, 1} << hex("80")
                           << hex("ffffff"
                                  "000000");
    QTest::newRow("16 bits") << PngKind{PNG_COLOR_TYPE_RGB, 16}
                             << hex("c8c864643232"
                                    "101020203030")
                             << hex("c86432"
                                    "102030");
    QTest::newRow("grey, 16 bits") << PngKind{PNG_COLOR_TYPE_GRAY, 16}
                                   << hex("c8ff"
                                          "1000")
                                   << hex("c8c8c8"
                                          "101010");
    QTest::newRow("palette with alpha")
        << PngKind{PNG_COLOR_TYPE_PALETTE, 8, PNG_INTERLACE_NONE, true}
        << hex("01"
               "00")
        << hex("c86432"
               "102030");
    QTest::newRow("palette") << PngKind{PNG_COLOR_TYPE_PALETTE, 8}
                             << hex("01"
                                    "00")
                             << hex("c86432"
                                    "102030");
}

void TestImage::everyPngKindBecomesRgb() {
    QFETCH(PngKind, kind);
    QFETCH(QByteArray, row);
    QFETCH(QByteArray, rgb);
    const fs::path file = write("kind.png", pngOf(kind, row, 2, 3));
    QCOMPARE(readImageSize(file), (ImageSize{2, 3}));
    const Image image = readImage(file);
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(image.rgb.data()), 18), rgb + rgb + rgb);
}

void TestImage::truncatedJpegGivesWhatThereIs() {
    const Image image = ramp(160, 160);
    writeJpeg(path("whole.jpg"), image);
    const std::string whole = contentOf(path("whole.jpg"));
    const fs::path half = write("half.jpg", whole.substr(0, whole.size() * 7 / 10));
    bool truncated = false;
    const Image back = readImage(half, {}, &truncated);
    QVERIFY(truncated);
    QCOMPARE(back.width, 160);
    QCOMPARE(back.height, 160);
    // The first rows are whole.
    Image top{160, 16, {back.rgb.begin(), back.rgb.begin() + 160 * 16 * 3}};
    QVERIFY(largestDifference(top, image) <= 8);
}

void TestImage::scansWithoutEndAreRefused() {
    JpegKind kind{JCS_GRAYSCALE, JCS_GRAYSCALE};
    kind.scans = 500;
    const Failure failure =
        failureOf(write("scans.jpg", jpegOf(kind, QByteArray(1, char(90)), 16, 16)));
    QVERIFY(failure.kind == ErrorKind::BadFormat);
    QVERIFY2(failure.text.contains("scans"), qPrintable(failure.text));
}

void TestImage::badFilesGiveAnErrorWithThePath_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    const std::string jpeg = jpegOf({JCS_RGB, JCS_YCbCr}, "abc", 64, 64);
    const std::string png = pngOf({PNG_COLOR_TYPE_RGB, 8}, QByteArray(192, 'x'), 64, 64);
    const auto cut = [](const std::string& whole, std::size_t size) {
        return QByteArray::fromStdString(whole.substr(0, size));
    };
    QTest::newRow("zero bytes") << QByteArray() << "is empty";
    QTest::newRow("one byte") << QByteArray("\xff") << "neither";
    QTest::newRow("garbage") << QByteArray("GIF89a and what follows") << "neither";
    QTest::newRow("jpeg signature only") << cut(jpeg, 3) << "JPEG";
    QTest::newRow("jpeg header cut") << cut(jpeg, 100) << "JPEG";
    QTest::newRow("jpeg, then garbage")
        << QByteArray("\xff\xd8\xff\xe0") + QByteArray(500, '\x5a') << "JPEG";
    QTest::newRow("png signature only") << cut(png, 8) << "PNG";
    QTest::newRow("png header cut") << cut(png, 30) << "PNG";
    QTest::newRow("png pixels cut") << cut(png, png.size() - 30) << "PNG";
    QByteArray wrongSum = QByteArray::fromStdString(png);
    wrongSum[wrongSum.size() - 20] = static_cast<char>(wrongSum[wrongSum.size() - 20] ^ 1);
    QTest::newRow("png check sum") << wrongSum << "PNG";
}

void TestImage::badFilesGiveAnErrorWithThePath() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const fs::path file = write("bad", bytes.toStdString());
    const Failure failure = failureOf(file);
    QVERIFY(failure.kind == ErrorKind::BadFormat);
    QVERIFY2(failure.text.contains(words), qPrintable(failure.text));
    QVERIFY2(failure.text.contains(QString::fromStdString(file.string())),
             qPrintable(failure.text));
}

void TestImage::whatIsNoFileSaysSo() {
    QVERIFY(failureOf(path("absent.jpg")).kind == ErrorKind::NotFound);
    QVERIFY(failureOf(path("absent.jpg")).text.contains("absent.jpg does not exist"));
    QVERIFY(failureOf(m_dir.path().toStdString()).kind == ErrorKind::Unreadable);
    QVERIFY_EXCEPTION_THROWN(readImageSize(path("absent.jpg")), Error);
}

void TestImage::damagedFilesNeverCrash() {
    std::mt19937 random(7);
    JpegKind progressive{JCS_RGB, JCS_YCbCr};
    progressive.scans = 10;
    const std::string whole[] = {jpegOf({JCS_RGB, JCS_YCbCr}, "abc", 40, 40),
                                 jpegOf(progressive, "abc", 40, 40),
                                 jpegOf({JCS_CMYK, JCS_YCCK}, "abcd", 40, 40),
                                 pngOf({PNG_COLOR_TYPE_RGB, 8}, QByteArray(120, 'x'), 40, 40),
                                 pngOf({PNG_COLOR_TYPE_PALETTE, 8}, QByteArray(40, 1), 40, 40)};
    int read = 0, refused = 0;
    for (int round = 0; round < 1000; ++round) {
        std::string bytes = whole[round % 5];
        for (unsigned change = random() % 4; change-- > 0;)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (round % 3 == 0)
            bytes.resize(random() % bytes.size());
        const fs::path file = path("damaged");
        std::ofstream(file, std::ios::binary) << bytes;
        try {
            const Image image = readImage(file, round % 2 ? std::optional(10) : std::nullopt);
            QCOMPARE(image.rgb.size(), std::size_t{3} * image.width * image.height);
            ++read;
        } catch (const Error&) {
            ++refused;
        }
    }
    QVERIFY(read > 50);
    QVERIFY(refused > 50);
}

void TestImage::hugePicturesAreRefusedBeforeAnythingIsAllocated() {
    std::string jpeg = jpegOf({JCS_RGB, JCS_YCbCr}, "abc", 64, 64);
    // Height and width in the frame header (FF C0, length, precision).
    const std::size_t frame = jpeg.find("\xff\xc0");
    QVERIFY(frame != std::string::npos);
    jpeg.replace(frame + 5, 4, "\xfd\xe8\xfd\xe8");  // 65000 x 65000
    Failure failure = failureOf(write("huge.jpg", jpeg));
    QVERIFY(failure.kind == ErrorKind::Unsupported);
    QVERIFY2(failure.text.contains("65000 x 65000"), qPrintable(failure.text));
    jpeg.replace(frame + 5, 4, "\xff\xff\xff\xff");
    failure = failureOf(write("huge.jpg", jpeg));
    QVERIFY(failure.kind.has_value());
    QVERIFY2(failure.text.contains("huge.jpg"), qPrintable(failure.text));

    std::string png = pngOf({PNG_COLOR_TYPE_RGB, 8}, QByteArray(192, 'x'), 64, 64);
    // The header's size is covered by a check sum, which stands after it.
    png.replace(16, 8, std::string("\x00\x00\xff\xff\x00\x00\xff\xff", 8));
    const auto sum =
        static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(png.data() + 12), 17));
    for (int i = 0; i < 4; ++i)
        png[static_cast<std::size_t>(29 + i)] = static_cast<char>(sum >> (24 - 8 * i));
    failure = failureOf(write("huge.png", png));
    QVERIFY(failure.kind == ErrorKind::Unsupported);
    QVERIFY2(failure.text.contains("65535 x 65535"), qPrintable(failure.text));
    QCOMPARE(readImageSize(path("huge.png")), (ImageSize{65535, 65535}));
}

void TestImage::unwritablePicturesSaySo() {
    QVERIFY_EXCEPTION_THROWN(writeJpeg(path("no/such/folder.jpg"), ramp(8, 8)), Error);
    QVERIFY_EXCEPTION_THROWN(writeJpeg(path("empty.jpg"), Image{}), Error);
    QVERIFY_EXCEPTION_THROWN(writeJpeg(path("wide.jpg"), ramp(70000, 1)), Error);
    QVERIFY(!fs::exists(path("wide.jpg")));
}

void TestImage::reductionAverages() {
    const auto grey = [](int width, int height, std::vector<int> levels) {
        Image image{width, height, {}};
        for (const int level : levels)
            image.rgb.insert(image.rgb.end(), 3, static_cast<std::uint8_t>(level));
        return image;
    };
    const Image image = grey(4, 2, {0, 100, 30, 50, 100, 200, 20, 60});
    QCOMPARE(resized(image, 2, 1).rgb, grey(2, 1, {100, 40}).rgb);
    QCOMPARE(resized(image, 4, 2).rgb, image.rgb);
    // A third of the middle sample goes to each side: (0 + 90 / 2) / 1.5.
    QCOMPARE(resized(grey(3, 1, {0, 90, 255}), 2, 1).rgb, grey(2, 1, {30, 200}).rgb);
    QCOMPARE(resized(grey(1, 3, {0, 90, 255}), 1, 2).rgb, grey(1, 2, {30, 200}).rgb);
    QCOMPARE(resized(ramp(300, 200), 7, 5).rgb.size(), 3u * 7 * 5);
    QVERIFY(largestDifference(resized(ramp(640, 480), 64, 48), ramp(64, 48)) <= 3);
}

void TestImage::enlargementIsBilinear() {
    Image image{2, 1, {0, 0, 0, 100, 200, 40}};
    const std::vector<std::uint8_t> expected{0, 0, 0, 25, 50, 10, 75, 150, 30, 100, 200, 40};
    QCOMPARE(resized(image, 4, 1).rgb, expected);
    const Image both = resized(image, 4, 3);
    QCOMPARE(std::vector<std::uint8_t>(both.rgb.begin() + 24, both.rgb.end()), expected);
}

QTEST_GUILESS_MAIN(TestImage)
#include "tst_image.moc"
