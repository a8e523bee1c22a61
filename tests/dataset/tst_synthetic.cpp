#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "dataset/error.h"
#include "dataset/format/imaterialist_csv.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
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

const std::vector<SyntheticScene>& sample() {
    static const std::vector<SyntheticScene> scenes = [] {
        std::vector<SyntheticScene> drawn;
        for (int i = 0; i < kSample.images; ++i)
            drawn.push_back(drawScene(kSample, i));
        return drawn;
    }();
    return scenes;
}

std::string nameOf(const SyntheticObject& object) {
    return catalog().categories()[object.category].name;
}

std::string groupOf(AttributeIndex index) {
    return catalog().attributes()[index].group;
}

bool isPart(const SyntheticObject& object) {
    const std::string& group = catalog().categories()[object.category].supercategory;
    return group == "garment parts" || group == "closures" || group == "decorations";
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

class TestSynthetic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void samePictureEveryTime();
    void seedsAndPicturesDiffer();
    void masksLieInThePicture();
    void partsLieOnTheirGarment();
    void garmentsThatCoverEachOtherDoNotOverlap();
    void masksEndWhereTheDrawingDoes();
    void masksAreTheSameWithoutThePicture();
    void objectsAreAsManyAsAskedFor_data();
    void objectsAreAsManyAsAskedFor();
    void attributesBelongToTheCatalog();
    void garmentsAreDescribedOnceInEachGroup();
    void sampleIsRich();
    void patternsShowInThePixels();
    void longerHemsHangLower();
    void aJumpsuitIsOneObject();
    void anySizeIsDrawn_data();
    void anySizeIsDrawn();
    void impossibleSizesSaySo();
    void writtenFilesEqualTheScenes();
    void everyRowIsImportedWithoutAnIssue();
    void objectsOfTheSetAddUp_data();
    void objectsOfTheSetAddUp();
    void numbersThatCannotBeSaySo_data();
    void numbersThatCannotBeSaySo();
    void repeatedPicturesAreHardLinks();
    void sizesVaryAsInTheRealSet();
    void stopLeavesNothing();
    void otherFilesOfTheFolderStay();
};

void TestSynthetic::samePictureEveryTime() {
    const SyntheticScene again = drawScene(kSample, 4);
    QVERIFY(again.image.rgb == sample()[4].image.rgb);
    QCOMPARE(again.objects.size(), sample()[4].objects.size());
    for (std::size_t i = 0; i < again.objects.size(); ++i) {
        QVERIFY(again.objects[i].mask == sample()[4].objects[i].mask);
        QVERIFY(again.objects[i].attributes == sample()[4].objects[i].attributes);
    }
}

void TestSynthetic::seedsAndPicturesDiffer() {
    SyntheticConfig other = kSample;
    other.seed = 2;
    QVERIFY(drawScene(other, 0).image.rgb != sample()[0].image.rgb);
    QVERIFY(sample()[0].image.rgb != sample()[1].image.rgb);
}

void TestSynthetic::masksLieInThePicture() {
    for (const SyntheticScene& scene : sample()) {
        QCOMPARE(scene.image.width, 320);
        QCOMPARE(scene.image.height, 448);
        QVERIFY(scene.objects.size() >= 5);
        for (const SyntheticObject& object : scene.objects) {
            QCOMPARE(object.mask.width(), 320);
            QCOMPARE(object.mask.height(), 448);
            QVERIFY(object.mask.area() >= 12);
            QVERIFY(object.mask.area() < 320 * 448 / 3);
        }
    }
}

void TestSynthetic::partsLieOnTheirGarment() {
    for (const SyntheticScene& scene : sample()) {
        for (const SyntheticObject& part : scene.objects) {
            if (!isPart(part))
                continue;
            const bool held = std::any_of(
                scene.objects.begin(), scene.objects.end(), [&](const SyntheticObject& whole) {
                    return !isPart(whole) && subtract(part.mask, whole.mask).empty();
                });
            QVERIFY2(held, qPrintable(QString::fromStdString(nameOf(part))));
        }
    }
}

void TestSynthetic::garmentsThatCoverEachOtherDoNotOverlap() {
    for (const SyntheticScene& scene : sample()) {
        for (const SyntheticObject& a : scene.objects) {
            for (const SyntheticObject& b : scene.objects) {
                if (&a != &b && isPart(a) == isPart(b))
                    QCOMPARE(intersectionArea(a.mask, b.mask), std::uint64_t{0});
            }
        }
    }
}

// The edge of a mask is an edge of the picture: across it colours differ far more than between two
// neighbours beside it.
void TestSynthetic::masksEndWhereTheDrawingDoes() {
    double across = 0, beside = 0;
    std::uint64_t edges = 0, pairs = 0;
    for (const SyntheticScene& scene : sample()) {
        RleMask all(320, 448);
        for (const SyntheticObject& object : scene.objects)
            all = unite(all, object.mask);
        const IntBox box = all.box();
        QVERIFY(box.y + box.height > 380 && box.height > 200);
        QVERIFY(all.area() > 8000);
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = 1; x < 319; ++x) {
                const bool here = all.contains(x, y);
                const std::size_t i = 3 * (static_cast<std::size_t>(y) * 320 + x);
                double difference = 0;
                for (std::size_t c = 0; c < 3; ++c)
                    difference += std::abs(double(scene.image.rgb[i + c]) -
                                           double(scene.image.rgb[i - 3 + c]));
                if (here != all.contains(x - 1, y)) {
                    across += difference;
                    ++edges;
                } else if (!here) {
                    beside += difference;
                    ++pairs;
                }
            }
        }
    }
    QVERIFY(edges > 10'000);
    QVERIFY2(across / double(edges) > 4 * beside / double(pairs),
             qPrintable(QString("%1 across, %2 beside")
                            .arg(across / double(edges))
                            .arg(beside / double(pairs))));
}

void TestSynthetic::masksAreTheSameWithoutThePicture() {
    for (int i = 0; i < kSample.images; ++i) {
        const SyntheticScene masks = drawScene(kSample, i, {}, SyntheticPart::MasksOnly);
        const SyntheticScene& whole = sample()[static_cast<std::size_t>(i)];
        QCOMPARE(masks.image.width, 320);
        QVERIFY(masks.image.rgb.empty());
        QCOMPARE(masks.objects.size(), whole.objects.size());
        for (std::size_t k = 0; k < whole.objects.size(); ++k) {
            QCOMPARE(masks.objects[k].category, whole.objects[k].category);
            QVERIFY(masks.objects[k].attributes == whole.objects[k].attributes);
            QVERIFY(masks.objects[k].mask == whole.objects[k].mask);
        }
    }
}

void TestSynthetic::objectsAreAsManyAsAskedFor_data() {
    QTest::addColumn<int>("objects");
    for (const int objects : {2, 3, 4, 7, 10, 13})
        QTest::addRow("%d", objects) << objects;
}

void TestSynthetic::objectsAreAsManyAsAskedFor() {
    QFETCH(int, objects);
    for (int index = 0; index < 100; index += 11) {
        const SyntheticScene scene = drawScene(kSample, index, objects, SyntheticPart::MasksOnly);
        QCOMPARE(static_cast<int>(scene.objects.size()), objects);
        for (const SyntheticObject& object : scene.objects)
            QVERIFY(!object.mask.empty());
    }
    QVERIFY_EXCEPTION_THROWN(drawScene(kSample, 0, 60, SyntheticPart::MasksOnly), Error);
}

void TestSynthetic::attributesBelongToTheCatalog() {
    for (const SyntheticScene& scene : sample()) {
        for (const SyntheticObject& object : scene.objects) {
            QVERIFY(object.category < catalog().categories().size());
            QVERIFY(std::is_sorted(object.attributes.begin(), object.attributes.end()));
            QVERIFY(std::adjacent_find(object.attributes.begin(), object.attributes.end()) ==
                    object.attributes.end());
            for (const AttributeIndex index : object.attributes)
                QVERIFY(index < catalog().attributes().size());
        }
    }
}

// One length, one waistline, one opening, one neckline; a garment always has a pattern.
void TestSynthetic::garmentsAreDescribedOnceInEachGroup() {
    for (const SyntheticScene& scene : sample()) {
        for (const SyntheticObject& object : scene.objects) {
            std::map<std::string, int> count;
            for (const AttributeIndex index : object.attributes)
                if (catalog().attributes()[index].name != "sleeveless")
                    ++count[groupOf(index)];
            for (const char* group : {"length", "waistline", "opening type", "neckline type"})
                QVERIFY2(count[group] <= 1, group);
            const std::string& kind = catalog().categories()[object.category].supercategory;
            if (kind == "upperbody" || kind == "lowerbody" || kind == "wholebody")
                QCOMPARE(count["textile pattern"] + count["animal"], 1);
            if (nameOf(object) == "neckline")
                QCOMPARE(count["neckline type"], 1);
            if (nameOf(object) == "sleeve")
                QCOMPARE(count["length"], 1);
        }
    }
}

void TestSynthetic::sampleIsRich() {
    std::set<CategoryIndex> categories;
    std::set<AttributeIndex> attributes;
    for (const SyntheticScene& scene : sample()) {
        for (const SyntheticObject& object : scene.objects) {
            categories.insert(object.category);
            attributes.insert(object.attributes.begin(), object.attributes.end());
        }
    }
    QVERIFY(categories.size() >= 28);
    QVERIFY(attributes.size() >= 80);
}

// A patterned cloth has more contrast between neighbours than a plain one.
void TestSynthetic::patternsShowInThePixels() {
    const auto plain = catalog().attributeNamed("plain (pattern)");
    double contrast[2] = {}, count[2] = {};
    for (const SyntheticScene& scene : sample()) {
        for (const SyntheticObject& object : scene.objects) {
            const std::string& kind = catalog().categories()[object.category].supercategory;
            if ((kind != "upperbody" && kind != "lowerbody" && kind != "wholebody") ||
                object.mask.area() < 2000)
                continue;
            const bool isPlain =
                std::binary_search(object.attributes.begin(), object.attributes.end(), *plain);
            for (const RleMask::Run run : object.mask.runs()) {
                for (std::uint32_t k = run.start + 1; k < run.start + run.length; ++k) {
                    const std::uint32_t x = k / 448, y = k % 448;
                    if (y == 0)
                        continue;
                    const std::size_t i = 3 * (std::size_t{y} * 320 + x);
                    contrast[isPlain] += std::abs(double(scene.image.rgb[i + 1]) -
                                                  double(scene.image.rgb[i + 1 - 3 * 320]));
                    ++count[isPlain];
                }
            }
        }
    }
    QVERIFY(contrast[0] / count[0] > 2 * contrast[1] / count[1]);
}

// How far above the floor a hem hangs, against the height from the floor to the neck, must follow
// the length it is said to have.
void TestSynthetic::longerHemsHangLower() {
    const std::vector<std::string> names{
        "micro (length)",          "mini (length)", "above-the-knee (length)", "knee (length)",
        "below the knee (length)", "midi",          "maxi (length)",           "floor (length)"};
    std::map<std::size_t, std::vector<double>> heights;
    for (const SyntheticScene& scene : sample()) {
        int floor = 0, neck = 448;
        for (const SyntheticObject& object : scene.objects) {
            const IntBox box = object.mask.box();
            const std::string& kind = catalog().categories()[object.category].supercategory;
            floor = std::max(floor, box.y + box.height);
            if (kind == "upperbody" || kind == "wholebody")
                neck = std::min(neck, box.y);
        }
        for (const SyntheticObject& object : scene.objects) {
            const std::string name = nameOf(object);
            if (name != "skirt" && name != "dress" && name != "coat" && name != "shorts")
                continue;
            const IntBox box = object.mask.box();
            for (const AttributeIndex index : object.attributes) {
                const auto place =
                    std::find(names.begin(), names.end(), catalog().attributes()[index].name);
                if (place != names.end())
                    heights[static_cast<std::size_t>(place - names.begin())].push_back(
                        double(floor - box.y - box.height) / (floor - neck));
            }
        }
    }
    QVERIFY(heights.size() >= 5);
    for (const auto& [shorter, high] : heights) {
        for (const auto& [longer, low] : heights) {
            if (longer >= shorter + 2)
                QVERIFY2(
                    *std::min_element(high.begin(), high.end()) >
                        *std::max_element(low.begin(), low.end()),
                    qPrintable(QString::fromStdString(names[shorter] + " and " + names[longer])));
        }
    }
}

void TestSynthetic::aJumpsuitIsOneObject() {
    int jumpsuits = 0;
    for (int index = 0; index < 60; ++index) {
        const SyntheticScene scene = drawScene(kSample, index, {}, SyntheticPart::MasksOnly);
        const auto count = std::count_if(
            scene.objects.begin(), scene.objects.end(),
            [](const SyntheticObject& object) { return nameOf(object) == "jumpsuit"; });
        QVERIFY(count <= 1);
        jumpsuits += static_cast<int>(count);
    }
    QVERIFY(jumpsuits >= 1);
}

void TestSynthetic::anySizeIsDrawn_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("smallest") << 32 << 32;
    QTest::newRow("wide") << 300 << 64;
    QTest::newRow("tall") << 40 << 400;
    QTest::newRow("large") << 640 << 896;
}

void TestSynthetic::anySizeIsDrawn() {
    QFETCH(int, width);
    QFETCH(int, height);
    SyntheticConfig config;
    config.size = ImageSize{width, height};
    const int step = width > 400 ? 11 : 1;
    for (int i = 0; i < 27; i += step) {
        const SyntheticScene scene = drawScene(config, i);
        QCOMPARE(scene.image.rgb.size(), std::size_t{3} * width * height);
        QVERIFY(!scene.objects.empty());
        for (const SyntheticObject& object : scene.objects)
            QVERIFY(object.mask.width() == width && object.mask.height() == height);
    }
}

void TestSynthetic::impossibleSizesSaySo() {
    SyntheticConfig config;
    config.size = ImageSize{0, 448};
    QVERIFY_EXCEPTION_THROWN(drawScene(config, 0), Error);
    config.size = ImageSize{1 << 20, 448};
    QVERIFY_EXCEPTION_THROWN(drawScene(config, 0), Error);
    QVERIFY_EXCEPTION_THROWN(drawScene(kSample, -1), Error);
}

void TestSynthetic::writtenFilesEqualTheScenes() {
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
    for (const SyntheticScene& scene : sample()) {
        const std::string imageId =
            QString("drawn%1").arg(++image, 5, 10, QChar('0')).toStdString();
        const fs::path file = out / "images" / (imageId + ".jpg");
        const Image picture = readImage(file);
        QCOMPARE(picture.width, scene.image.width);
        double difference = 0;
        for (std::size_t i = 0; i < picture.rgb.size(); ++i)
            difference += std::abs(double(picture.rgb[i]) - double(scene.image.rgb[i]));
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
            for (const AttributeIndex index : object.attributes)
                ids += (ids.empty() ? "" : ",") + std::to_string(catalog().attributes()[index].id);
            QCOMPARE(row.attributesIds, ids);
        }
    }
    QCOMPARE(at, rows.size());
    QCOMPARE(summary.objects, std::uint64_t{at});
    QVERIFY(
        contentOf(out / "train.csv")
            .starts_with("ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\ndrawn00001,"));
}

void TestSynthetic::everyRowIsImportedWithoutAnIssue() {
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

void TestSynthetic::objectsOfTheSetAddUp_data() {
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

void TestSynthetic::objectsOfTheSetAddUp() {
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

void TestSynthetic::numbersThatCannotBeSaySo_data() {
    QTest::addColumn<int>("distinct");
    QTest::addColumn<int>("objects");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("too few") << 10 << 29 << "29 objects on 10 pictures are not 3 to 11 a picture";
    QTest::newRow("too many") << 10 << 111 << "are not 3 to 11 a picture";
    QTest::newRow("odd, each twice") << 5 << 71 << "must be a multiple of 2";
}

void TestSynthetic::numbersThatCannotBeSaySo() {
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

void TestSynthetic::repeatedPicturesAreHardLinks() {
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

void TestSynthetic::sizesVaryAsInTheRealSet() {
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

void TestSynthetic::stopLeavesNothing() {
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

void TestSynthetic::otherFilesOfTheFolderStay() {
    QTemporaryDir dir;
    const fs::path out = dir.path().toStdString();
    std::ofstream(out / "notes.txt") << "mine";
    std::ofstream(out / "train.csv") << "old";
    SyntheticConfig config;
    config.images = 2;
    config.size = ImageSize{64, 96};
    QCOMPARE(writeSynthetic(config, out).images, 2);
    QCOMPARE(contentOf(out / "notes.txt"), std::string("mine"));
    QVERIFY(contentOf(out / "train.csv").starts_with("ImageId,"));
    QVERIFY(fs::exists(out / "images/drawn00002.jpg"));
    QVERIFY(!fs::exists(out.string() + ".partial"));
}

QTEST_GUILESS_MAIN(TestSynthetic)
#include "tst_synthetic.moc"
