#include <sys/resource.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "dataset/error.h"
#include "dataset/image/image.h"
#include "tests/dataset/picture_writers.h"
#include "tests/dataset/webp_writers.h"

using namespace selvedge;
using namespace selvedge::test;
namespace fs = std::filesystem;

namespace {

// SELVEDGE_PYTHON, else the interpreter that set-up puts into the cache.
QString python() {
    const QString named = qEnvironmentVariable("SELVEDGE_PYTHON");
    if (!named.isEmpty())
        return named;
    const QString home = qEnvironmentVariable("XDG_CACHE_HOME", QDir::homePath() + "/.cache");
    return qEnvironmentVariable("SELVEDGE_CACHE", home + "/selvedge") + "/python/bin/python";
}

// Waves and a little noise: nothing in it is flat or aligned with blocks.
Image waves(int width, int height) {
    std::mt19937 random(3);
    Image image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (const double slope : {.031, .047, .023}) {
                const double level = 120 + 90 * std::sin(slope * x + .02 * y) + random() % 12;
                image.rgb.push_back(static_cast<std::uint8_t>(level));
            }
        }
    }
    return image;
}

std::string bigEndian(std::size_t value) {
    std::string text = number(std::uint32_t(value), 4);
    return {text.rbegin(), text.rend()};
}

// A PNG with one more chunk after its header; the length counts, so no check sum covers too little.
std::string withPngChunk(const std::string& png, const std::string& name,
                         const std::string& content) {
    const std::string summed = name + content;
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(summed.data()), uInt(summed.size()));
    constexpr std::size_t kAfterHeader = 33;
    return png.substr(0, kAfterHeader) + bigEndian(content.size()) + summed + bigEndian(sum) +
           png.substr(kAfterHeader);
}

std::string deflated(const std::string& text) {
    uLongf size = compressBound(uLong(text.size()));
    std::string result(size, '\0');
    compress2(reinterpret_cast<Bytef*>(result.data()), &size,
              reinterpret_cast<const Bytef*>(text.data()), uLong(text.size()), 9);
    result.resize(size);
    return result;
}

long peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

}  // namespace

class TestImageFormats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void losslessWebpIsExact();
    void alphaIsDropped();
    void pixelsEqualPillows();
    void reducedDecodingIsNeverSmallerThanAsked_data();
    void reducedDecodingIsNeverSmallerThanAsked();
    void aLargePngIsNeverWholeInMemory();
    void animationsAreRefusedWithAReason();
    void whatIsCutOrDamagedIsAnErrorWithThePath();
    void aHeaderAloneMakesNobodyAllocate();
    void whatStandsBesideThePixelsIsPassedOver();
    void memoryGivesTheSameAsAFile();

private:
    fs::path write(const std::string& name, const std::string& bytes) {
        const fs::path path = m_dir.filePath(QString::fromStdString(name)).toStdString();
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    QString refusal(const fs::path& file, ErrorKind kind, std::optional<int> side = {}) {
        try {
            readImage(file, side);
        } catch (const Error& error) {
            return error.kind() == kind ? QString(error.what())
                                        : QString("another kind: %1").arg(error.what());
        }
        return "nothing refused";
    }
    QTemporaryDir m_dir;
};

void TestImageFormats::losslessWebpIsExact() {
    for (const ImageSize size : {ImageSize{1, 1}, ImageSize{67, 31}, ImageSize{200, 300}}) {
        const Image image = waves(size.width, size.height);
        const fs::path file = write("lossless.webp", webpOf(image, true));
        QCOMPARE(readImageSize(file), size);
        bool truncated = true;
        QCOMPARE(readImage(file, {}, &truncated).rgb, image.rgb);
        QVERIFY(!truncated);
    }
}

void TestImageFormats::alphaIsDropped() {
    const Image image = waves(64, 48);
    const Image back = readImage(write("alpha.webp", webpWithAlpha(image)));
    QCOMPARE(back.rgb.size(), image.rgb.size());
    QVERIFY(largestDifference(back, readImage(write("plain.webp", webpOf(image, false)))) <= 12);
}

void TestImageFormats::pixelsEqualPillows() {
    if (!QFile::exists(python()))
        QSKIP("there is no Python with Pillow (packaging/setup --tests)");
    std::vector<fs::path> files;
    for (const ImageSize size : {ImageSize{67, 31}, ImageSize{201, 300}, ImageSize{16, 16}}) {
        const Image image = waves(size.width, size.height);
        const std::string name = std::to_string(size.width);
        files.push_back(write(name + ".lossy.webp", webpOf(image, false)));
        files.push_back(write(name + ".lossless.webp", webpOf(image, true)));
        files.push_back(write(name + ".alpha.webp", webpWithAlpha(image)));
        files.push_back(write(name + ".png", pngOf(image, PNG_INTERLACE_NONE)));
        files.push_back(write(name + ".adam7.png", pngOf(image, PNG_INTERLACE_ADAM7)));
        files.push_back(write(name + ".70.jpg", encodeJpeg(image, 70)));
        files.push_back(write(name + ".95.jpg", encodeJpeg(image, 95)));
    }
    QStringList arguments{SELVEDGE_SOURCE "/tests/dataset/pillow_peer.py"};
    for (const fs::path& file : files)
        arguments << QString::fromStdString(file.string());
    QProcess peer;
    peer.start(python(), arguments);
    QVERIFY(peer.waitForFinished(120'000));
    const QByteArray complaint = peer.readAllStandardError();
    if (complaint.contains("No module named 'PIL'"))
        QSKIP("that Python has no Pillow");
    QVERIFY2(peer.exitCode() == 0, complaint);
    const auto sizes = nlohmann::json::parse(peer.readAllStandardOutput().toStdString());
    for (const fs::path& file : files) {
        const Image image = readImage(file);
        QCOMPARE(sizes[file.string()], (nlohmann::json{image.width, image.height}));
        std::ifstream in(file.string() + ".rgb", std::ios::binary);
        const std::string rgb = (std::ostringstream() << in.rdbuf()).str();
        const Image theirs{image.width, image.height, {rgb.begin(), rgb.end()}};
        QCOMPARE(theirs.rgb.size(), image.rgb.size());
        QVERIFY2(largestDifference(image, theirs) == 0,
                 qPrintable(QString("%1: %2 levels")
                                .arg(QString::fromStdString(file.filename().string()))
                                .arg(largestDifference(image, theirs))));
    }
}

void TestImageFormats::reducedDecodingIsNeverSmallerThanAsked_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("shortestSide");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    for (const char* kind : {"png", "adam7"}) {
        const auto row = [&](const char* name) -> QTestData& {
            return QTest::newRow(qPrintable(QString("%1 %2").arg(kind, name))) << QString(kind);
        };
        row("full") << 240 << 401 << 240;
        row("more than there is") << 5000 << 401 << 240;
        row("just not a half") << 121 << 401 << 240;
        row("half") << 120 << 201 << 120;
        row("third") << 80 << 134 << 80;
        row("with a last box of less") << 34 << 58 << 35;
        row("one") << 1 << 2 << 1;
    }
    for (const char* kind : {"webp", "lossless"}) {
        const auto row = [&](const char* name) -> QTestData& {
            return QTest::newRow(qPrintable(QString("%1 %2").arg(kind, name))) << QString(kind);
        };
        row("full") << 240 << 401 << 240;
        row("more than there is") << 5000 << 401 << 240;
        row("any side") << 121 << 203 << 121;
        row("half") << 120 << 201 << 120;
        row("one") << 1 << 2 << 1;
    }
}

void TestImageFormats::reducedDecodingIsNeverSmallerThanAsked() {
    QFETCH(QString, kind);
    QFETCH(int, shortestSide);
    const Image whole = waves(401, 240);
    const std::string bytes = kind == "png"     ? pngOf(whole, PNG_INTERLACE_NONE)
                              : kind == "adam7" ? pngOf(whole, PNG_INTERLACE_ADAM7)
                                                : webpOf(whole, kind == "lossless");
    const fs::path file = write("large", bytes);
    QCOMPARE(readImageSize(file), (ImageSize{401, 240}));
    const Image image = readImage(file, shortestSide);
    QTEST(image.width, "width");
    QTEST(image.height, "height");
    QCOMPARE(image.rgb.size(), std::size_t{3} * image.width * image.height);
    // The waves are long: up to a fourth, the part of a pixel by which a box of whole pixels
    // differs from an exact one does not matter. WebP scales brightness and colour apart.
    if (shortestSide >= 60) {
        const Image expected = resized(readImage(file), image.width, image.height);
        QVERIFY2(largestDifference(image, expected) <= (kind == "webp" ? 24 : 12),
                 qPrintable(QString::number(largestDifference(image, expected))));
    }
}

void TestImageFormats::aLargePngIsNeverWholeInMemory() {
    // 115 megapixels of one bit, 345 MB as RGB.
    const fs::path file =
        write("large.png", pngOf({PNG_COLOR_TYPE_GRAY, 1}, QByteArray(1500, '\x55'), 12000, 9600));
    const long before = peakMegabytes();
    const Image image = readImage(file, 192);
    QCOMPARE(image.width, 240);
    QCOMPARE(image.height, 192);
    QVERIFY2(peakMegabytes() - before < 100,
             qPrintable(QString("%1 MB more").arg(peakMegabytes() - before)));
    // Every second pixel of a row is white.
    for (const std::uint8_t level : image.rgb)
        QCOMPARE(int{level}, 128);
}

void TestImageFormats::animationsAreRefusedWithAReason() {
    const fs::path file = write("moving.webp", animated(waves(40, 30)));
    QCOMPARE(readImageSize(file), (ImageSize{40, 30}));
    const QString text = refusal(file, ErrorKind::Unsupported);
    QVERIFY2(text.contains("moving.webp is an animated WebP"), qPrintable(text));
}

void TestImageFormats::whatIsCutOrDamagedIsAnErrorWithThePath() {
    const Image image = waves(60, 50);
    const std::string kinds[] = {webpOf(image, false), webpOf(image, true), webpWithAlpha(image),
                                 animated(image), pngOf(image, PNG_INTERLACE_ADAM7)};
    for (const std::string& whole : kinds) {
        for (std::size_t size = 0; size < whole.size(); size += size < 80 ? 1 : 97) {
            const QString text =
                refusal(write("cut.picture", whole.substr(0, size)), ErrorKind::BadFormat);
            const bool anAnimation = text.contains("animated");
            QVERIFY2(text.contains("cut.picture") || anAnimation,
                     qPrintable(QString("%1 bytes: %2").arg(size).arg(text)));
            QVERIFY(!text.contains("another kind") || anAnimation);
        }
    }
    std::mt19937 random(11);
    int read = 0, refused = 0;
    for (int round = 0; round < 1000; ++round) {
        std::string bytes = kinds[std::size_t(round) % std::size(kinds)];
        for (unsigned change = 1 + random() % 4; change-- > 0;)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        const fs::path file = write("damaged", bytes);
        try {
            const Image back = readImage(file, round % 2 ? std::optional(10) : std::nullopt);
            QCOMPARE(back.rgb.size(), std::size_t{3} * back.width * back.height);
            ++read;
        } catch (const Error& error) {
            QVERIFY(QString(error.what()).contains("damaged"));
            ++refused;
        }
    }
    QVERIFY(read > 50);
    QVERIFY(refused > 50);
}

void TestImageFormats::aHeaderAloneMakesNobodyAllocate() {
    const long before = peakMegabytes();
    std::string jpeg = jpegOf({JCS_RGB, JCS_YCbCr}, "abc", 64, 64);
    const std::size_t frame = jpeg.find("\xff\xc0");
    QVERIFY(frame != std::string::npos);
    jpeg.replace(frame + 5, 4, "\x36\xb0\x36\xb0");  // 14000 x 14000
    QString text = refusal(write("empty.jpg", jpeg), ErrorKind::BadFormat);
    QVERIFY2(text.contains("empty.jpg") && text.contains("cannot hold"), qPrintable(text));

    std::string png = pngOf({PNG_COLOR_TYPE_RGB, 8}, QByteArray(192, 'x'), 64, 64);
    png.replace(16, 8, bigEndian(14000) + bigEndian(14000));
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(png.data() + 12), 17);
    png.replace(29, 4, bigEndian(sum));
    text = refusal(write("empty.png", png), ErrorKind::BadFormat);
    QVERIFY2(text.contains("empty.png") && text.contains("cannot hold"), qPrintable(text));

    // Too large by its header, which is all there is.
    const std::string canvas = number(16383, 3) + number(16383, 3);
    const std::string content = "WEBP" + chunk("VP8X", number(2, 4) + canvas);
    text = refusal(write("empty.webp", "RIFF" + number(std::uint32_t(content.size()), 4) + content),
                   ErrorKind::Unsupported);
    QVERIFY2(text.contains("16384 x 16384"), qPrintable(text));
    QVERIFY(peakMegabytes() - before < 100);
}

void TestImageFormats::whatStandsBesideThePixelsIsPassedOver() {
    const Image image = waves(30, 20);
    const std::string plain = pngOf(image, PNG_INTERLACE_NONE);
    const std::string bomb = deflated(std::string(64 << 20, 'x'));
    std::string png = withPngChunk(plain, "iCCP", std::string("p\0\0", 3) + bomb);
    png = withPngChunk(png, "zTXt", std::string("t\0\0", 3) + bomb);
    png = withPngChunk(png, "tEXt", std::string("u\0", 2) + std::string(12 << 20, 'y'));
    const std::string small =
        withPngChunk(plain.substr(0, 33), "tEXt", std::string("v\0w", 3)).substr(33);
    std::string many;
    for (int i = 0; i < 3000; ++i)
        many += small;
    png.insert(33, many);
    const fs::path file = write("laden.png", png);
    const long before = peakMegabytes();
    QCOMPARE(readImage(file).rgb, image.rgb);
    QVERIFY(peakMegabytes() - before < 40);
}

void TestImageFormats::memoryGivesTheSameAsAFile() {
    const Image image = waves(50, 40);
    const std::string kinds[] = {encodeJpeg(image, 90), webpOf(image, false),
                                 pngOf(image, PNG_INTERLACE_NONE)};
    for (const std::string& bytes : kinds)
        QCOMPARE(decodeImage(bytes, "kept").rgb, readImage(write("kept", bytes)).rgb);
    for (const std::string& bytes :
         {std::string(), std::string("GIF89a"), kinds[1].substr(0, 40)}) {
        try {
            decodeImage(bytes, "kept in memory");
            QFAIL("it was read");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadFormat);
            QVERIFY(QString(error.what()).contains("kept in memory"));
        }
    }
}

QTEST_GUILESS_MAIN(TestImageFormats)
#include "tst_image_formats.moc"
