// Our masks beside pycocotools (and, for the boundary band, numpy) on the same random and real
// cases, bit for bit. The peer runs once.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dataset/format/imaterialist_csv.h"
#include "dataset/mask/morphology.h"
#include "dataset/mask/outline.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "tests/dataset/mask_pictures.h"

using namespace selvedge;
using nlohmann::json;

namespace {

// SELVEDGE_PYTHON, else the interpreter that set-up puts into the cache.
QString python() {
    const QString named = qEnvironmentVariable("SELVEDGE_PYTHON");
    if (!named.isEmpty())
        return named;
    const QString home = qEnvironmentVariable("XDG_CACHE_HOME", QDir::homePath() + "/.cache");
    return qEnvironmentVariable("SELVEDGE_CACHE", home + "/selvedge") + "/python/bin/python";
}

// Masks of one size: each of `found` is compared with all of `truth`.
struct Group {
    std::vector<RleMask> found, truth;
    std::vector<std::uint8_t> crowd;  // of `truth`
};

struct Polygons {
    int width, height;
    std::vector<std::vector<double>> rings;
};

struct Band {
    RleMask mask;
    double ratio;
};

// A row of the real photographs.
struct Row {
    std::string image, text;
    RleMask mask;
};

std::vector<Row> realRows() {
    std::vector<Row> rows;
    const std::filesystem::path file = SELVEDGE_SHARED "/data/ccp/train.csv";
    if (!std::filesystem::exists(file))
        return rows;
    readImaterialistCsv(file, [&](const CsvRow& csv) {
        const ParsedMask parsed =
            parseKaggleRle(csv.encodedPixels, std::stoi(csv.width), std::stoi(csv.height));
        rows.push_back({csv.imageId, csv.encodedPixels, parsed.mask.value()});
        return true;
    });
    return rows;
}

json sizeOf(const RleMask& mask) {
    return {mask.height(), mask.width()};
}

json stringsOf(const std::vector<RleMask>& masks) {
    json strings = json::array();
    for (const RleMask& mask : masks)
        strings.push_back(toCocoRle(mask));
    return strings;
}

}  // namespace

class TestPycocotools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void thereAreTenThousandCasesAndRealOnes();
    void stringsAreasAndBoxesAreEqual();
    void iouUnionAndIntersectionAreEqual();
    void polygonsAreEqual();
    void polygonsMadeOfMasksGiveThemBack();
    void boundaryBandsAreEqual();

private:
    void makeRandomCases();
    void makeRealCases();
    json askPeer();

    std::vector<RleMask> m_masks;
    std::vector<json> m_maskTexts;  // for the peer: a picture, or a real row's text
    std::vector<Group> m_groups;
    std::vector<Polygons> m_polygons;
    std::vector<RleMask> m_polygonMasks;  // the last ones of m_polygons are made of these
    std::vector<Band> m_bands;
    std::size_t m_realRows = 0;
    json m_answers;
};

void TestPycocotools::makeRandomCases() {
    std::mt19937 random(20);
    const auto upTo = [&](int limit) { return 1 + int(random() % unsigned(limit)); };
    for (int i = 0; i < 3000; ++i) {
        m_masks.push_back(randomMask(random, upTo(i % 10 ? 12 : 90), upTo(i % 10 ? 12 : 90)));
        m_maskTexts.push_back(pictureOf(m_masks.back()));
    }
    for (int i = 0; i < 3000; ++i) {
        const int width = upTo(i % 10 ? 12 : 90), height = upTo(i % 10 ? 12 : 90);
        Group group;
        group.found.push_back(randomMask(random, width, height));
        for (int truth = upTo(3); truth > 0; --truth) {
            group.truth.push_back(randomMask(random, width, height));
            group.crowd.push_back(random() % 2);
        }
        m_groups.push_back(std::move(group));
    }
    for (int i = 0; i < 4000; ++i) {
        Polygons polygons{upTo(60), upTo(60), {}};
        for (int ring = upTo(3); ring > 0; --ring) {
            std::vector<double> numbers;
            for (int corner = 2 + upTo(8); corner > 0; --corner) {
                // Inside and around the image: on pixel corners, on fifths, anywhere.
                const auto coordinate = [&](int size) {
                    const double value =
                        double(random()) / double(std::mt19937::max()) * (2 * size) - size / 2.;
                    return i % 3 == 0 ? std::floor(value)
                                      : (i % 3 == 1 ? std::floor(value * 10) / 10 : value);
                };
                numbers.push_back(coordinate(polygons.width));
                numbers.push_back(coordinate(polygons.height));
            }
            polygons.rings.push_back(numbers);
        }
        m_polygons.push_back(polygons);
    }
    for (int i = 0; i < 500; ++i) {
        RleMask mask = randomMask(random, upTo(40), upTo(40));
        if (!mask.empty())  // pycocotools refuses an object without polygons
            m_polygonMasks.push_back(std::move(mask));
        m_bands.push_back({randomMask(random, upTo(60), upTo(60)), i % 2 ? .02 : .1});
    }
    m_bands.push_back({RleMask::fromBox(100, 75, {3, 3, 90, 70}), .02});  // a half: 2.5
}

void TestPycocotools::makeRealCases() {
    const std::vector<Row> rows = realRows();
    m_realRows = rows.size();
    std::map<std::string, Group> photos;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        Group& photo = photos[row.image];
        photo.found.push_back(row.mask);
        photo.crowd.push_back(i % 3 == 0);
        if (i % 5 == 0) {
            m_masks.push_back(row.mask);
            m_maskTexts.push_back({{"size", sizeOf(row.mask)}, {"text", row.text}});
        }
        if (i % 20 == 0)
            m_polygonMasks.push_back(row.mask);
        if (i % 100 == 0)
            m_bands.push_back({row.mask, .02});
    }
    for (auto& [image, photo] : photos) {
        if (m_groups.size() == 3200)
            break;
        photo.truth = photo.found;
        m_groups.push_back(std::move(photo));
    }
    std::ifstream file(SELVEDGE_SHARED "/data/fashionpedia-eval/sample.json");
    if (!file)
        return;
    const json sample = json::parse(file);
    for (const json& object : sample["annotations"]) {
        for (const json& image : sample["images"]) {
            if (image["id"] == object["image_id"] && object["segmentation"].is_array())
                m_polygons.push_back({image["width"], image["height"], object["segmentation"]});
        }
    }
}

json TestPycocotools::askPeer() {
    json cases{{"masks", m_maskTexts},
               {"groups", json::array()},
               {"polygons", json::array()},
               {"bands", json::array()}};
    for (const Group& group : m_groups)
        cases["groups"].push_back({{"size", sizeOf(group.found[0])},
                                   {"found", stringsOf(group.found)},
                                   {"truth", stringsOf(group.truth)},
                                   {"crowd", group.crowd}});
    for (const Polygons& polygons : m_polygons)
        cases["polygons"].push_back(
            {{"size", {polygons.height, polygons.width}}, {"rings", polygons.rings}});
    for (const Band& band : m_bands)
        cases["bands"].push_back(
            {{"mask", {{"size", sizeOf(band.mask)}, {"text", toKaggleRle(band.mask)}}},
             {"ratio", band.ratio}});
    QTemporaryDir folder;
    const QString input = folder.filePath("cases.json");
    const QString output = folder.filePath("answers.json");
    std::ofstream(input.toStdString()) << cases;
    QProcess peer;
    peer.setProcessChannelMode(QProcess::MergedChannels);
    peer.start(python(), {SELVEDGE_SOURCE "/tests/dataset/pycocotools_peer.py", input, output});
    if (!peer.waitForFinished(300000) || peer.exitCode() != 0) {
        qWarning().noquote() << peer.readAll();
        return {};
    }
    std::ifstream file(output.toStdString());
    return json::parse(file);
}

void TestPycocotools::initTestCase() {
    QProcess probe;
    probe.start(python(), {"-c", "import numpy, pycocotools.mask"});
    if (!probe.waitForFinished(60000) || probe.exitCode() != 0)
        QSKIP(
            "pycocotools is not installed: packaging/setup puts it into the cache, or name an "
            "interpreter that has it in SELVEDGE_PYTHON");
    makeRandomCases();
    makeRealCases();
    for (const RleMask& mask : m_polygonMasks)
        m_polygons.push_back({mask.width(), mask.height(), toPolygons(mask)});
    m_answers = askPeer();
    QVERIFY(m_answers.is_object());
    QCOMPARE(m_answers["masks"].size(), m_masks.size());
    QCOMPARE(m_answers["groups"].size(), m_groups.size());
    QCOMPARE(m_answers["polygons"].size(), m_polygons.size());
    QCOMPARE(m_answers["bands"].size(), m_bands.size());
}

void TestPycocotools::thereAreTenThousandCasesAndRealOnes() {
    QVERIFY(m_masks.size() + m_groups.size() + m_polygons.size() + m_bands.size() > 10000);
    if (m_realRows == 0)
        QSKIP("no real rows: ../shared/data/ccp is absent");
    QVERIFY(m_masks.size() > 4000 && m_groups.size() == 3200 && m_polygonMasks.size() > 600);
}

void TestPycocotools::stringsAreasAndBoxesAreEqual() {
    for (std::size_t i = 0; i < m_masks.size(); ++i) {
        const json& answer = m_answers["masks"][i];
        const RleMask& mask = m_masks[i];
        QCOMPARE(toCocoRle(mask), answer["counts"].get<std::string>());
        const ParsedMask parsed =
            parseCocoRle(answer["counts"].get<std::string>(), mask.width(), mask.height());
        QVERIFY(parsed.mask == mask && parsed.canonical);
        QCOMPARE(mask.area(), answer["area"].get<std::uint64_t>());
        const IntBox box = mask.cocoBox();
        QCOMPARE((std::vector<double>{double(box.x), double(box.y), double(box.width),
                                      double(box.height)}),
                 answer["box"].get<std::vector<double>>());
    }
}

void TestPycocotools::iouUnionAndIntersectionAreEqual() {
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        const json& answer = m_answers["groups"][i];
        const Group& group = m_groups[i];
        const MaskGroup truth(group.truth);
        for (std::size_t found = 0; found < group.found.size(); ++found) {
            // ==, not QCOMPARE: that takes doubles which differ in the last digits for equal.
            QVERIFY(truth.iou(group.found[found]) ==
                    answer["iou"][found].get<std::vector<double>>());
            QVERIFY(truth.iou(group.found[found], group.crowd) ==
                    answer["crowd"][found].get<std::vector<double>>());
        }
        QCOMPARE(toCocoRle(unite(group.truth)), answer["union"].get<std::string>());
        QCOMPARE(toCocoRle(intersect(group.found[0], group.truth[0])),
                 answer["intersection"].get<std::string>());
    }
}

void TestPycocotools::polygonsAreEqual() {
    for (std::size_t i = 0; i < m_polygons.size(); ++i) {
        const Polygons& polygons = m_polygons[i];
        QCOMPARE(toCocoRle(maskFromPolygons(polygons.rings, polygons.width, polygons.height)),
                 m_answers["polygons"][i].get<std::string>());
    }
}

void TestPycocotools::polygonsMadeOfMasksGiveThemBack() {
    const std::size_t first = m_polygons.size() - m_polygonMasks.size();
    for (std::size_t i = 0; i < m_polygonMasks.size(); ++i) {
        QCOMPARE(m_answers["polygons"][first + i].get<std::string>(), toCocoRle(m_polygonMasks[i]));
    }
}

void TestPycocotools::boundaryBandsAreEqual() {
    for (std::size_t i = 0; i < m_bands.size(); ++i) {
        const auto& [mask, ratio] = m_bands[i];
        const json& answer = m_answers["bands"][i];
        const int radius = boundaryRadius(mask.width(), mask.height(), ratio);
        QCOMPARE(radius, answer["radius"].get<int>());
        QCOMPARE(toCocoRle(boundaryBand(mask, radius)), answer["counts"].get<std::string>());
    }
}

QTEST_GUILESS_MAIN(TestPycocotools)
#include "tst_pycocotools.moc"
