// Drawn garments are what their labels say: kinds, and attributes that can be measured.
#include <QtTest>
#include <algorithm>
#include <map>
#include <set>

#include "dataset/mask/set_operations.h"
#include "dataset/synthetic/scene.h"

using namespace selvedge;
using namespace selvedge::synthetic;

namespace {

const Catalog& catalog() {
    static const Catalog builtIn = Catalog::builtIn();
    return builtIn;
}

SyntheticConfig configOf(std::uint64_t seed, ImageSize size) {
    SyntheticConfig config;
    config.seed = seed;
    config.size = size;
    return config;
}

// What a person would meet in a set: 400 pictures.
const std::vector<SyntheticScene>& many() {
    static const std::vector<SyntheticScene> scenes = [] {
        std::vector<SyntheticScene> drawn;
        for (int i = 0; i < 400; ++i)
            drawn.push_back(drawScene(configOf(11, {240, 336}), i, {}, SyntheticPart::MasksOnly));
        return drawn;
    }();
    return scenes;
}

std::string nameOf(const SyntheticObject& object) {
    return catalog().categories()[object.category].name;
}

bool has(const SyntheticObject& object, const char* attribute) {
    const auto index = catalog().attributeNamed(attribute);
    return index && std::binary_search(object.attributes.begin(), object.attributes.end(), *index);
}

// Pixels of a mask in the rows from `from` to `to`, shares of its box's height, per row.
double widthBetween(const RleMask& mask, double from, double to) {
    const IntBox box = mask.box();
    const int first = box.y + static_cast<int>(box.height * from);
    const int last = std::max(first + 1, box.y + static_cast<int>(box.height * to));
    int pixels = 0;
    for (int y = first; y < last; ++y) {
        for (int x = box.x; x < box.x + box.width; ++x)
            pixels += mask.contains(x, y);
    }
    return double(pixels) / (last - first);
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values)
        sum += value;
    return values.empty() ? 0 : sum / double(values.size());
}

}  // namespace

class TestSyntheticTruth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kindsAreManyAndUneven();
    void picturesShowAboutSevenObjects();
    void attributesStandWhereTheRealSetHasThem();
    void longerSleevesReachFarther();
    void silhouettesShowAtTheHem();
    void legsAreAsWideAsTheySay();
    void zippersMakeAZipUp();
    void asymmetryShows();
    void strapsAndSleevelessGarmentsHaveNoSleeves();
    void kindsThatNicknamesName();
};

void TestSyntheticTruth::kindsAreManyAndUneven() {
    std::map<CategoryIndex, int> categories;
    std::map<AttributeIndex, int> attributes;
    int objects = 0;
    for (const SyntheticScene& scene : many()) {
        for (const SyntheticObject& object : scene.objects) {
            ++categories[object.category];
            ++objects;
            for (const AttributeIndex attribute : object.attributes)
                ++attributes[attribute];
        }
    }
    QVERIFY2(categories.size() >= 38, qPrintable(QString::number(categories.size())));
    QVERIFY2(attributes.size() >= 150, qPrintable(QString::number(attributes.size())));
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [category, count] : categories)
        order.emplace_back(count, catalog().categories()[category].name);
    std::sort(order.rbegin(), order.rend());
    std::set<std::string> frequent;
    int ofFrequent = 0, ofRare = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i < 8) {
            frequent.insert(order[i].second);
            ofFrequent += order[i].first;
        } else if (i >= order.size() / 2) {
            ofRare += order[i].first;
        }
    }
    for (const char* name : {"sleeve", "shoe", "neckline", "dress", "pocket", "pants"})
        QVERIFY2(frequent.contains(name), name);
    QVERIFY(ofFrequent > objects * 6 / 10);
    QVERIFY(ofRare < objects / 12);
}

void TestSyntheticTruth::picturesShowAboutSevenObjects() {
    std::vector<double> objects, categories, attributes;
    std::size_t most = 0;
    for (const SyntheticScene& scene : many()) {
        std::set<CategoryIndex> kinds;
        std::size_t ofPicture = 0;
        for (const SyntheticObject& object : scene.objects) {
            kinds.insert(object.category);
            ofPicture += object.attributes.size();
            most = std::max(most, object.attributes.size());
        }
        objects.push_back(double(scene.objects.size()));
        categories.push_back(double(kinds.size()));
        attributes.push_back(double(ofPicture));
    }
    QVERIFY(mean(objects) > 6.7 && mean(objects) < 7.7);
    QVERIFY(mean(categories) > 4.9 && mean(categories) < 6.2);
    QVERIFY(mean(attributes) > 14 && mean(attributes) < 21);
    QVERIFY2(most <= 14, qPrintable(QString::number(most)));
}

void TestSyntheticTruth::attributesStandWhereTheRealSetHasThem() {
    const std::set<std::string> parts{"collar", "lapel", "sleeve", "pocket", "neckline"};
    for (const SyntheticScene& scene : many()) {
        for (const SyntheticObject& object : scene.objects) {
            const bool garment = object.category <= 12;
            if (!garment && !parts.contains(nameOf(object)))
                QVERIFY2(object.attributes.empty(), nameOf(object).c_str());
            if (garment)
                QVERIFY2(!object.attributes.empty(), nameOf(object).c_str());
        }
    }
}

// The box's diagonal, in parts of what the figure's garments take up in height.
void TestSyntheticTruth::longerSleevesReachFarther() {
    const char* lengths[] = {"short (length)", "elbow-length", "three quarter (length)",
                             "wrist-length"};
    std::vector<double> reach[4];
    for (int index = 0; index < 300; ++index) {
        const Scene scene = makeScene(configOf(21, {240, 336}), index, 0, 0);
        const SyntheticScene drawn = [&] {
            Canvas canvas(240, 336, scene.view, Canvas::Kind::OwnersOnly);
            Drawing drawing(canvas, scene.body);
            draw(drawing, scene);
            return SyntheticScene{{}, drawing.objects(20)};
        }();
        for (const SyntheticObject& object : drawn.objects) {
            if (nameOf(object) != "sleeve")
                continue;
            const IntBox box = object.mask.box();
            if (box.x == 0 || box.x + box.width == 240 || box.y + box.height == 336)
                continue;  // cut off
            for (int i = 0; i < 4; ++i) {
                if (has(object, lengths[i]))
                    reach[i].push_back(
                        std::sqrt(double(box.width * box.width) + double(box.height * box.height)) /
                        scene.view.scale());
            }
        }
    }
    for (int i = 0; i < 4; ++i)
        QVERIFY2(reach[i].size() > 8, lengths[i]);
    for (int i = 1; i < 4; ++i)
        QVERIFY2(mean(reach[i]) > mean(reach[i - 1]) + 15, qPrintable(QString("%1: %2, %3: %4")
                                                                          .arg(lengths[i - 1])
                                                                          .arg(mean(reach[i - 1]))
                                                                          .arg(lengths[i])
                                                                          .arg(mean(reach[i]))));
}

void TestSyntheticTruth::silhouettesShowAtTheHem() {
    std::map<std::string, std::vector<double>> flare;
    for (const SyntheticScene& scene : many()) {
        for (const SyntheticObject& object : scene.objects) {
            if (nameOf(object) != "dress" || object.mask.box().y + object.mask.box().height > 332)
                continue;
            for (const char* silhouette : {"pencil", "straight", "a-line", "circle"}) {
                if (has(object, silhouette))
                    flare[silhouette].push_back(widthBetween(object.mask, .9, .95) /
                                                widthBetween(object.mask, .5, .6));
            }
        }
    }
    const auto wider = [&](const char* one, const char* other) {
        return QString("%1 %2, %3 %4")
            .arg(one)
            .arg(mean(flare[one]))
            .arg(other)
            .arg(mean(flare[other]));
    };
    for (const char* full : {"a-line", "circle"}) {
        for (const char* narrow : {"pencil", "straight"})
            QVERIFY2(mean(flare[full]) > 1.15 * mean(flare[narrow]),
                     qPrintable(wider(full, narrow)));
    }
}

void TestSyntheticTruth::legsAreAsWideAsTheySay() {
    std::map<std::string, std::vector<double>> width;
    for (int index = 0; index < 400; ++index) {
        const Scene scene = makeScene(configOf(22, {240, 336}), index, 0, 0);
        Canvas canvas(240, 336, scene.view, Canvas::Kind::OwnersOnly);
        Drawing drawing(canvas, scene.body);
        draw(drawing, scene);
        for (const SyntheticObject& object : drawing.objects(20)) {
            const IntBox box = object.mask.box();
            if (nameOf(object) != "pants" || !has(object, "maxi (length)") ||
                box.y + box.height > 330)
                continue;
            for (const char* kind : {"tight (fit)", "straight", "wide leg", "flare"}) {
                if (has(object, kind))
                    width[kind].push_back(widthBetween(object.mask, .86, .93) / scene.view.scale());
            }
        }
    }
    QVERIFY(mean(width["straight"]) > mean(width["tight (fit)"]) + 10);
    QVERIFY(mean(width["wide leg"]) > mean(width["straight"]) + 30);
    QVERIFY(mean(width["flare"]) > mean(width["straight"]) + 20);
}

// And nothing else has one.
void TestSyntheticTruth::zippersMakeAZipUp() {
    int zippers = 0;
    for (const SyntheticScene& scene : many()) {
        for (const SyntheticObject& zipper : scene.objects) {
            if (nameOf(zipper) != "zipper")
                continue;
            ++zippers;
            QVERIFY(std::any_of(
                scene.objects.begin(), scene.objects.end(), [&](const SyntheticObject& garment) {
                    return has(garment, "zip-up") && subtract(zipper.mask, garment.mask).empty();
                }));
        }
    }
    QVERIFY(zippers >= 5);
}

// One shoulder bare, or one front over the other: everything else is the same on both sides.
void TestSyntheticTruth::asymmetryShows() {
    int asymmetrical = 0;
    for (const SyntheticScene& scene : many()) {
        for (const SyntheticObject& object : scene.objects) {
            if (object.category > 12 ||
                (!has(object, "symmetrical") && !has(object, "asymmetrical")))
                continue;
            const bool lopsided = has(object, "asymmetrical");
            QVERIFY(lopsided != has(object, "symmetrical"));
            asymmetrical += lopsided;
            if (has(object, "wrapping") || has(object, "slit"))
                QVERIFY(lopsided);
        }
    }
    QVERIFY(asymmetrical >= 10);
}

void TestSyntheticTruth::strapsAndSleevelessGarmentsHaveNoSleeves() {
    int bare = 0;
    for (const SyntheticScene& scene : many()) {
        const auto sleeveOn = [&](const SyntheticObject& garment) {
            return std::any_of(
                scene.objects.begin(), scene.objects.end(), [&](const SyntheticObject& part) {
                    return nameOf(part) == "sleeve" && subtract(part.mask, garment.mask).empty();
                });
        };
        for (const SyntheticObject& object : scene.objects) {
            if (!has(object, "sleeveless"))
                continue;
            ++bare;
            QVERIFY(!sleeveOn(object));
        }
    }
    QVERIFY(bare >= 30);
}

// A nickname comes with what makes it.
void TestSyntheticTruth::kindsThatNicknamesName() {
    struct Rule {
        const char* nickname;
        const char* needs;
    };
    const Rule rules[] = {{"jeans", "washed"},
                          {"wrap (dress)", "wrapping"},
                          {"wrap (skirt)", "wrapping"},
                          {"skater (dress)", "circle"},
                          {"sheath (dress)", "pencil"},
                          {"bodycon (dress)", "tight (fit)"},
                          {"camo (pants)", "camouflage"},
                          {"puffer (jacket)", "quilted"},
                          {"tank (top)", "sleeveless"},
                          {"camisole", "sleeveless"},
                          {"harem (pants)", "baggy"},
                          {"kilt", "check"},
                          {"accordion (skirt)", "pleat"},
                          {"teddy bear (coat)", "fur"},
                          {"leggings", "tight (fit)"}};
    int met = 0;
    for (const SyntheticScene& scene : many()) {
        for (const SyntheticObject& object : scene.objects) {
            for (const Rule& rule : rules) {
                if (!has(object, rule.nickname))
                    continue;
                ++met;
                QVERIFY2(has(object, rule.needs), rule.nickname);
            }
        }
    }
    QVERIFY(met >= 60);
}

QTEST_GUILESS_MAIN(TestSyntheticTruth)
#include "tst_synthetic_truth.moc"
