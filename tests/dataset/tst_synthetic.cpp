#include <QtTest>
#include <algorithm>
#include <map>
#include <set>

#include "dataset/error.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "dataset/synthetic/synthetic.h"

using namespace selvedge;

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

QTEST_GUILESS_MAIN(TestSynthetic)
#include "tst_synthetic.moc"
