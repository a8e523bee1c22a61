// Whole sets of drawn pictures on disk.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "dataset/error.h"
#include "dataset/format/imaterialist_csv.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/project.h"
#include "dataset/synthetic/synthetic.h"

using namespace selvedge;
namespace fs = std::filesystem;

namespace {

const SyntheticConfig kSample;  // the one a new user sees

const Catalog& catalog() {
    static const Catalog builtIn = Catalog::builtIn();
    return builtIn;
}

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return (std::ostringstream() << file.rdbuf()).str();
}

std::vector<CsvRow> rowsOf(const fs::path& file) {
    std::vector<CsvRow> rows;
    readImaterialistCsv(file, [&](const CsvRow& row) {
        rows.push_back(row);
        return true;
    });
    return rows;
}

}  // namespace

class TestSyntheticSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writtenFilesEqualTheScenes();
    void everyRowIsImportedWithoutAnIssue();
    void objectsOfTheSetAddUp_data();
    void objectsOfTheSetAddUp();
    void numbersThatCannotBeSaySo_data();
    void numbersThatCannotBeSaySo();
    void repeatedPicturesAreHardLinks();
    void sizesVaryAsInTheRealSet();
    void stopLeavesNothing();
    void otherFilesOfADrawnFolderStay();
    void whatWasNotDrawnIsRefused_data();
    void whatWasNotDrawnIsRefused();
    void aFolderThatLooksPartialStays();
    void aKilledDrawingsFolderGoes();
};

void TestSyntheticSet::writtenFilesEqualTheScenes() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "sample";
    std::uint64_t last = 0;
    const SyntheticSummary summary = writeSynthetic(kSample, out, [&](const Progress& progress) {
        QVERIFY(progress.done >= last && progress.done <= progress.total);
        last = progress.done;
    });
    QCOMPARE(summary.images, 24);
    QCOMPARE(summary.csvBytes, std::uint64_t{fs::file_size(out / "train.csv")});
    QCOMPARE(last, std::uint64_t{24});
    const Catalog written =
        Catalog::fromLabelDescriptions((out / "label_descriptions.json").string());
    QCOMPARE(written.categories().size(), 46u);
    QCOMPARE(written.attributes().size(), 294u);

    const std::vector<CsvRow> rows = rowsOf(out / "train.csv");
    std::size_t at = 0;
    std::size_t image = 0;
    for (int index = 0; index < kSample.images; ++index) {
        const SyntheticScene scene = drawScene(kSample, index);
        const std::string imageId =
            QString("drawn%1").arg(++image, 5, 10, QChar('0')).toStdString();
        const fs::path file = out / "images" / (imageId + ".jpg");
        const Image picture = readImage(file);
        QCOMPARE(picture.width, scene.image.width);
        double difference = 0;
        for (std::size_t k = 0; k < picture.rgb.size(); ++k)
            difference += std::abs(double(picture.rgb[k]) - double(scene.image.rgb[k]));
        QVERIFY(difference / double(picture.rgb.size()) < 3);
        for (const SyntheticObject& object : scene.objects) {
            QVERIFY(at < rows.size());
            const CsvRow& row = rows[at++];
            QVERIFY(!row.issue);
            QCOMPARE(row.imageId, imageId);
            QCOMPARE(row.height, std::string("448"));
            QCOMPARE(row.width, std::string("320"));
            QCOMPARE(row.classId, std::to_string(catalog().categories()[object.category].id));
            QVERIFY(parseKaggleRle(row.encodedPixels, 320, 448).mask == object.mask);
            std::string ids;
            for (const AttributeIndex attribute : object.attributes)
                ids +=
                    (ids.empty() ? "" : ",") + std::to_string(catalog().attributes()[attribute].id);
            QCOMPARE(row.attributesIds, ids);
        }
    }
    QCOMPARE(at, rows.size());
    QCOMPARE(summary.objects, std::uint64_t{at});
    QVERIFY(
        contentOf(out / "train.csv")
            .starts_with("ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\ndrawn00001,"));
}

void TestSyntheticSet::everyRowIsImportedWithoutAnIssue() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    SyntheticConfig config;
    config.images = 60;
    config.seed = 9;
    config.objects = 437;
    const SyntheticSummary summary = writeSynthetic(config, out);
    const ImportResult result =
        Project::importCsv(out / "train.csv", out.parent_path() / "p.selvedge", {});
    QCOMPARE(result.images, 60u);
    QCOMPARE(std::uint64_t{result.objects}, summary.objects);
    QCOMPARE(std::uint64_t{result.issueCount}, std::uint64_t{0});
    const auto table = Project::open(result.project)->objects();
    std::vector<std::uint64_t> categories(46);
    for (const CategoryIndex category : table->category)
        ++categories[category];
    QVERIFY(categories == summary.categories);
}

void TestSyntheticSet::objectsOfTheSetAddUp_data() {
    QTest::addColumn<int>("images");
    QTest::addColumn<int>("distinct");
    QTest::addColumn<int>("objects");
    QTest::newRow("one") << 1 << 1 << 7;
    QTest::newRow("few a picture") << 50 << 50 << 150;
    QTest::newRow("many a picture") << 50 << 50 << 550;
    QTest::newRow("each twice") << 60 << 30 << 420;
    QTest::newRow("some once more") << 70 << 30 << 479;
    QTest::newRow("as many as the real set") << 48825 << 48825 << 333401;
    QTest::newRow("as many, a thousand drawn") << 48825 << 1000 << 333401;
}

void TestSyntheticSet::objectsOfTheSetAddUp() {
    QFETCH(int, images);
    QFETCH(int, distinct);
    QFETCH(int, objects);
    SyntheticConfig config;
    config.images = images;
    config.distinctImages = distinct;
    config.objects = static_cast<std::uint64_t>(objects);
    config.size = ImageSize{160, 224};
    config.writeImages = false;
    const std::vector<int> counts = objectsPerPicture(config);
    QCOMPARE(static_cast<int>(counts.size()), distinct);
    int sum = 0;
    for (int i = 0; i < images; ++i)
        sum += counts[static_cast<std::size_t>(i % distinct)];
    QCOMPARE(sum, objects);
    if (images > 100)
        return;
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    QCOMPARE(writeSynthetic(config, out).objects, std::uint64_t(objects));
    QVERIFY(!fs::exists(out / "images"));
    const std::vector<CsvRow> rows = rowsOf(out / "train.csv");
    QCOMPARE(static_cast<int>(rows.size()), objects);
    std::set<std::string> ids;
    for (const CsvRow& row : rows)
        ids.insert(row.imageId);
    QCOMPARE(static_cast<int>(ids.size()), images);
}

void TestSyntheticSet::numbersThatCannotBeSaySo_data() {
    QTest::addColumn<int>("distinct");
    QTest::addColumn<int>("objects");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("too few") << 10 << 29 << "29 objects on 10 pictures are not 3 to 11 a picture";
    QTest::newRow("too many") << 10 << 111 << "are not 3 to 11 a picture";
    QTest::newRow("odd, each twice") << 5 << 71 << "must be a multiple of 2";
}

void TestSyntheticSet::numbersThatCannotBeSaySo() {
    QFETCH(int, distinct);
    QFETCH(int, objects);
    QFETCH(QString, sentence);
    SyntheticConfig config;
    config.images = 10;
    config.distinctImages = distinct;
    config.objects = static_cast<std::uint64_t>(objects);
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    try {
        writeSynthetic(config, out);
        QFAIL("nothing thrown");
    } catch (const Error& e) {
        QVERIFY2(QString::fromUtf8(e.what()).contains(sentence), e.what());
    }
    QVERIFY(fs::is_empty(out.parent_path()));
}

void TestSyntheticSet::repeatedPicturesAreHardLinks() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    SyntheticConfig config;
    config.images = 11;
    config.distinctImages = 3;
    config.size = ImageSize{64, 96};
    QCOMPARE(writeSynthetic(config, out).images, 11);
    QVERIFY(fs::equivalent(out / "images/drawn00001.jpg", out / "images/drawn00010.jpg"));
    QVERIFY(!fs::equivalent(out / "images/drawn00001.jpg", out / "images/drawn00002.jpg"));
    QCOMPARE(static_cast<int>(fs::hard_link_count(out / "images/drawn00003.jpg")), 3);
    std::map<std::string, std::vector<std::string>> masks;
    for (const CsvRow& row : rowsOf(out / "train.csv"))
        masks[row.imageId].push_back(row.encodedPixels);
    QCOMPARE(static_cast<int>(masks.size()), 11);
    QVERIFY(masks["drawn00002"] == masks["drawn00011"]);
}

void TestSyntheticSet::sizesVaryAsInTheRealSet() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    SyntheticConfig config;
    config.images = 120;
    config.seed = 4;
    config.size.reset();
    config.writeImages = false;
    QCOMPARE(writeSynthetic(config, out).images, 120);
    std::map<std::string, int> heights;
    for (const CsvRow& row : rowsOf(out / "train.csv")) {
        const int height = std::stoi(row.height), width = std::stoi(row.width);
        QVERIFY(height >= 269 && height <= 8688 && width >= 151 && width <= 10717);
        QVERIFY(!row.encodedPixels.empty());
        heights[row.imageId] = height;
    }
    const auto usual = std::count_if(heights.begin(), heights.end(), [](const auto& entry) {
        return entry.second >= 1000 && entry.second <= 1600;
    });
    QVERIFY(usual > 60 && usual < 100);
}

void TestSyntheticSet::stopLeavesNothing() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    std::stop_source source;
    SyntheticConfig config;
    config.images = 500;
    config.size = ImageSize{64, 64};
    const SyntheticSummary summary = writeSynthetic(
        config, out, [&](const Progress&) { source.request_stop(); }, source.get_token());
    QCOMPARE(summary.images, 0);
    QVERIFY(fs::is_empty(out.parent_path()));
}

void TestSyntheticSet::otherFilesOfADrawnFolderStay() {
    QTemporaryDir dir;
    const fs::path out = dir.path().toStdString();  // there, and empty
    SyntheticConfig config;
    config.images = 2;
    config.size = ImageSize{64, 96};
    QCOMPARE(writeSynthetic(config, out).images, 2);
    std::ofstream(out / "notes.txt") << "mine";
    config.images = 3;
    QCOMPARE(writeSynthetic(config, out).images, 3);
    QCOMPARE(contentOf(out / "notes.txt"), std::string("mine"));
    QVERIFY(contentOf(out / "train.csv").find("drawn00003") != std::string::npos);
    QVERIFY(fs::exists(out / "images/drawn00003.jpg"));
}

void TestSyntheticSet::whatWasNotDrawnIsRefused_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("drawnBefore");
    QTest::newRow("a real set") << "train.csv" << false;
    QTest::newRow("its labels") << "label_descriptions.json" << false;
    QTest::newRow("anything") << "notes.txt" << false;
    QTest::newRow("a mark that is none") << "drawn.json" << false;
    QTest::newRow("another CSV in a drawn set") << "train.csv" << true;
}

void TestSyntheticSet::whatWasNotDrawnIsRefused() {
    QFETCH(QString, file);
    QFETCH(bool, drawnBefore);
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    SyntheticConfig config;
    config.images = 2;
    config.size = ImageSize{64, 96};
    if (drawnBefore)
        writeSynthetic(config, out);
    fs::create_directory(out);
    std::ofstream(out / file.toStdString()) << "[mine]";
    const auto count = [](const fs::path& folder) {
        return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    };
    const auto before = count(out);
    try {
        writeSynthetic(config, out);
        QFAIL("nothing thrown");
    } catch (const Error& e) {
        QCOMPARE(e.kind(), ErrorKind::NotWritable);
        QVERIFY2(QString(e.what()).contains("not drawn by synthesize"), e.what());
    }
    QCOMPARE(contentOf(out / file.toStdString()), std::string("[mine]"));
    QCOMPARE(count(out), before);
    QCOMPARE(count(out.parent_path()), 1);
}

void TestSyntheticSet::aFolderThatLooksPartialStays() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    const fs::path other = out.string() + ".partial";
    fs::create_directory(other);
    std::ofstream(other / "notes.txt") << "mine";
    SyntheticConfig config;
    config.images = 1;
    config.size = ImageSize{64, 96};
    // Another drawing to the same place begins and ends while this one is under way.
    bool first = true;
    const SyntheticSummary summary = writeSynthetic(config, out, [&](const Progress&) {
        if (std::exchange(first, false))
            QCOMPARE(writeSynthetic(config, out).images, 1);
    });
    QCOMPARE(summary.images, 1);
    QVERIFY(fs::exists(out / "images/drawn00001.jpg"));
    QCOMPARE(contentOf(other / "notes.txt"), std::string("mine"));
    QCOMPARE(std::distance(fs::directory_iterator(out.parent_path()), fs::directory_iterator()), 2);
}

void TestSyntheticSet::aKilledDrawingsFolderGoes() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "set";
    const fs::path abandoned = out.string() + ".7-1.partial",
                   filled = out.string() + ".7-2.partial";
    for (const fs::path& folder : {abandoned, filled}) {
        fs::create_directories(folder / "images");
        std::ofstream(folder / "images" / "drawn00001.jpg") << "half";
    }
    const int file = ::open(filled.c_str(), O_RDONLY | O_DIRECTORY);
    QCOMPARE(::flock(file, LOCK_EX | LOCK_NB), 0);
    SyntheticConfig config;
    config.images = 1;
    config.size = ImageSize{64, 96};
    QCOMPARE(writeSynthetic(config, out).images, 1);
    ::close(file);
    QVERIFY(!fs::exists(abandoned));
    QVERIFY(fs::exists(filled / "images" / "drawn00001.jpg"));
}

QTEST_GUILESS_MAIN(TestSyntheticSet)
#include "tst_synthetic_set.moc"
