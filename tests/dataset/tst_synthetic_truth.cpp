// Drawn garments are what their labels say: kinds, attributes that can be measured, and masks
// against a raster made in another way.
#include <QtTest>
#include <algorithm>
#include <map>
#include <set>

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

// The coverage of a term's paths by 8 x 8 points a pixel: a point is in where one of the rings
// winds around it, each ring by itself.
class PointRaster {
public:
    static constexpr int kPoints = 8;

    PointRaster(int width, int height) : m_width(width), m_height(height) {}

    std::vector<double> coverage(const std::vector<Coverage::Term>& terms) const {
        std::vector<double> product(static_cast<std::size_t>(m_width) * m_height, 1);
        for (const Coverage::Term& term : terms) {
            const std::vector<int> inside = pointsInside(term.path);
            for (std::size_t i = 0; i < product.size(); ++i) {
                const double part = inside[i] / double(kPoints * kPoints);
                product[i] *= term.outside ? 1 - part : part;
            }
        }
        return product;
    }

private:
    std::vector<int> pointsInside(const Path& path) const {
        std::vector<int> count(static_cast<std::size_t>(m_width) * m_height);
        const int columns = m_width * kPoints;
        std::vector<char> in(static_cast<std::size_t>(columns));
        for (int row = 0; row < m_height * kPoints; ++row) {
            const double y = (row + .5) / kPoints;
            std::fill(in.begin(), in.end(), 0);
            bool any = false;
            for (const Points& ring : path.rings)
                any = markRing(ring, y, in) || any;
            if (!any)
                continue;
            for (int column = 0; column < columns; ++column)
                count[static_cast<std::size_t>(row / kPoints) * m_width + column / kPoints] +=
                    in[static_cast<std::size_t>(column)];
        }
        return count;
    }

    static bool markRing(const Points& ring, double y, std::vector<char>& in) {
        std::map<double, int> crossings;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i], b = ring[(i + 1) % ring.size()];
            if ((a.y <= y) == (b.y <= y))
                continue;
            crossings[a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)] += a.y <= y ? 1 : -1;
        }
        int winding = 0;
        double from = 0;
        for (const auto& [x, turn] : crossings) {
            for (double at = std::ceil(std::max(0., from) * kPoints - .5);
                 winding != 0 && at < double(in.size()) && (at + .5) / kPoints < x; ++at)
                in[static_cast<std::size_t>(at)] = 1;
            winding += turn;
            from = x;
        }
        return !crossings.empty();
    }

    int m_width, m_height;
};

}  // namespace

class TestSyntheticTruth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void masksEqualAnotherRasterOfTheSameFigure();
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

void TestSyntheticTruth::masksEqualAnotherRasterOfTheSameFigure() {
    constexpr int kWidth = 200, kHeight = 280, kScenes = 24;
    constexpr double kUnsure = .1;  // 64 points measure an area that well
    const PointRaster raster(kWidth, kHeight);
    std::uint64_t sure = 0, all = 0;
    for (int index = 0; index < kScenes; ++index) {
        const Scene scene =
            makeScene(configOf(index < 14 ? 1 : 6, {kWidth, kHeight}), index * 2, 0, 0);
        Canvas canvas(kWidth, kHeight, scene.view, Canvas::Kind::OwnersOnly);
        std::vector<Layer> layers;
        canvas.record(&layers);
        Drawing drawing(canvas, scene.body);
        draw(drawing, scene);
        QVERIFY(layers.size() > 10);

        constexpr int kNobody = -1;
        std::vector<int> owners(kWidth * kHeight, kBackground);
        for (const Layer& layer : layers) {
            QVERIFY(!layer.terms.empty());
            const std::vector<double> coverage = raster.coverage(layer.terms);
            for (std::size_t i = 0; i < owners.size(); ++i) {
                if (coverage[i] >= .5 + kUnsure)
                    owners[i] = layer.owner;
                else if (coverage[i] > .5 - kUnsure && owners[i] != layer.owner)
                    owners[i] = kNobody;
            }
        }
        for (std::size_t i = 0; i < owners.size(); ++i) {
            const int drawn = canvas.owners()[i];
            all += drawn >= kFirstObject;
            if (owners[i] == kNobody)
                continue;
            sure += drawn >= kFirstObject;
            QVERIFY2(owners[i] == drawn,
                     qPrintable(QString("scene %1, pixel %2,%3: %4, drawn as %5")
                                    .arg(index)
                                    .arg(i % kWidth)
                                    .arg(i / kWidth)
                                    .arg(owners[i])
                                    .arg(drawn)));
        }
        // The masks are those pixels.
        RleMask labelled(kWidth, kHeight);
        for (const SyntheticObject& object : drawing.objects(1))
            labelled = unite(labelled, object.mask);
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x)
                QCOMPARE(labelled.contains(x, y),
                         canvas.owners()[static_cast<std::size_t>(y * kWidth + x)] >= kFirstObject);
        }
    }
    QVERIFY2(double(sure) > .9 * double(all),
             qPrintable(QString("%1 of %2 pixels are sure").arg(sure).arg(all)));
}

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
