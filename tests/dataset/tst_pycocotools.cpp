// Our masks beside pycocotools on the same random cases, bit for bit.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <nlohmann/json.hpp>

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

struct Pair {
    RleMask a, b;
};

struct Polygons {
    int width, height;
    std::vector<std::vector<double>> rings;
};

}  // namespace

class TestPycocotools : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void stringsAreasAndBoxesAreEqual();
    void iouUnionAndIntersectionAreEqual();
    void polygonsAreEqual();

private:
    void makeCases();
    json askPeer();

    std::vector<RleMask> m_masks;
    std::vector<Pair> m_pairs;
    std::vector<Polygons> m_polygons;
    json m_answers;
};

void TestPycocotools::makeCases() {
    std::mt19937 random(20);
    const auto upTo = [&](int limit) { return 1 + int(random() % unsigned(limit)); };
    for (int i = 0; i < 3000; ++i)
        m_masks.push_back(randomMask(random, upTo(i % 10 ? 12 : 90), upTo(i % 10 ? 12 : 90)));
    for (int i = 0; i < 3000; ++i) {
        const int width = upTo(i % 10 ? 12 : 90), height = upTo(i % 10 ? 12 : 90);
        m_pairs.push_back({randomMask(random, width, height), randomMask(random, width, height)});
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
}

json TestPycocotools::askPeer() {
    json cases{{"masks", json::array()}, {"pairs", json::array()}, {"polygons", json::array()}};
    for (const RleMask& mask : m_masks)
        cases["masks"].push_back(pictureOf(mask));
    for (const Pair& pair : m_pairs)
        cases["pairs"].push_back({{"size", {pair.a.height(), pair.a.width()}},
                                  {"a", toCocoRle(pair.a)},
                                  {"b", toCocoRle(pair.b)}});
    for (const Polygons& polygons : m_polygons)
        cases["polygons"].push_back(
            {{"size", {polygons.height, polygons.width}}, {"rings", polygons.rings}});
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
    makeCases();
    m_answers = askPeer();
    QVERIFY(m_answers.is_object());
    QCOMPARE(m_answers["masks"].size(), m_masks.size());
    QCOMPARE(m_answers["pairs"].size(), m_pairs.size());
    QCOMPARE(m_answers["polygons"].size(), m_polygons.size());
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
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
        const json& answer = m_answers["pairs"][i];
        const auto& [a, b] = m_pairs[i];
        // ==, not QCOMPARE: that takes doubles which differ in the last digits for equal.
        QVERIFY(iou(a, b) == answer["iou"].get<double>());
        QVERIFY(iou(a, b, true) == answer["crowd"].get<double>());
        QCOMPARE(toCocoRle(unite(a, b)), answer["union"].get<std::string>());
        QCOMPARE(toCocoRle(intersect(a, b)), answer["intersection"].get<std::string>());
    }
}

void TestPycocotools::polygonsAreEqual() {
    for (std::size_t i = 0; i < m_polygons.size(); ++i) {
        const Polygons& polygons = m_polygons[i];
        QCOMPARE(toCocoRle(maskFromPolygons(polygons.rings, polygons.width, polygons.height)),
                 m_answers["polygons"][i].get<std::string>());
    }
}

QTEST_GUILESS_MAIN(TestPycocotools)
#include "tst_pycocotools.moc"
