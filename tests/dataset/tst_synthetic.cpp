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
    void maskedPixelsAreDrawnOn();
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
    void stopLeavesAWholeDataSet();
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
    // A second round wears the same outfits in another way.
    QVERIFY(drawScene(kSample, 27).image.rgb != sample()[0].image.rgb);
}

void TestSynthetic::masksLieInThePicture() {
    for (const SyntheticScene& scene : sample()) {
        QCOMPARE(scene.image.width, 320);
        QCOMPARE(scene.image.height, 448);
        QVERIFY(scene.objects.size() >= 5);
        for (const SyntheticObject& object : scene.objects) {
            QCOMPARE(object.mask.width(), 320);
            QCOMPARE(object.mask.height(), 448);
            QVERIFY(object.mask.area() >= 16);
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

// Against the same picture without a figure: its backdrop is what stands left and right of it.
void TestSynthetic::maskedPixelsAreDrawnOn() {
    for (const SyntheticScene& scene : sample()) {
        RleMask all(320, 448);
        for (const SyntheticObject& object : scene.objects)
            all = unite(all, object.mask);
        // The figure stands in the middle and is one piece.
        const IntBox box = all.box();
        QVERIFY(box.x > 10 && box.x + box.width < 310);
        QVERIFY(box.y + box.height > 400 && box.height > 200);
        QVERIFY(all.area() > 8000);
        // The edge of a mask is an edge of the picture: across it colours differ far more than
        // between two neighbours inside.
        double across = 0, inside = 0;
        std::uint64_t edges = 0, pairs = 0;
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
                    inside += difference;
                    ++pairs;
                }
            }
        }
        QVERIFY(edges > 400);
        QVERIFY2(across / double(edges) > 4 * inside / double(pairs),
                 qPrintable(QString("%1 across, %2 beside")
                                .arg(across / double(edges))
                                .arg(inside / double(pairs))));
    }
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
    for (const SyntheticScene& scene : sample()) {
        const auto count = std::count_if(
            scene.objects.begin(), scene.objects.end(),
            [](const SyntheticObject& object) { return nameOf(object) == "jumpsuit"; });
        QVERIFY(count <= 1);
        jumpsuits += static_cast<int>(count);
    }
    QCOMPARE(jumpsuits, 1);
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
    config.width = width;
    config.height = height;
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
    config.width = 0;
    QVERIFY_EXCEPTION_THROWN(drawScene(config, 0), Error);
    config.width = 1 << 20;
    QVERIFY_EXCEPTION_THROWN(drawScene(config, 0), Error);
    QVERIFY_EXCEPTION_THROWN(drawScene(kSample, -1), Error);
}

void TestSynthetic::writtenFilesEqualTheScenes() {
    QTemporaryDir dir;
    const fs::path out = fs::path(dir.path().toStdString()) / "sample";
    std::uint64_t last = 0;
    QCOMPARE(writeSynthetic(kSample, out,
                            [&](const Progress& progress) {
                                QVERIFY(progress.done >= last && progress.done <= progress.total);
                                last = progress.done;
                            }),
             24);
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
    QVERIFY(
        contentOf(out / "train.csv")
            .starts_with("ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\ndrawn00001,"));
}

void TestSynthetic::stopLeavesAWholeDataSet() {
    QTemporaryDir dir;
    const fs::path out = dir.path().toStdString();
    std::stop_source source;
    SyntheticConfig config;
    config.images = 500;
    config.width = config.height = 64;
    const int written = writeSynthetic(
        config, out, [&](const Progress&) { source.request_stop(); }, source.get_token());
    QVERIFY(written >= 1 && written < 500);
    std::set<std::string> ids;
    for (const CsvRow& row : rowsOf(out / "train.csv"))
        ids.insert(row.imageId);
    QCOMPARE(static_cast<int>(ids.size()), written);
    for (const std::string& id : ids)
        QVERIFY(fs::exists(out / "images" / (id + ".jpg")));
}

QTEST_GUILESS_MAIN(TestSynthetic)
#include "tst_synthetic.moc"
