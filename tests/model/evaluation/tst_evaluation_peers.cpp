#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/evaluation/coco_results.h"
#include "model/evaluation/evaluate.h"
#include "python_peer.h"
#include "test_tables.h"

using namespace selvedge;

namespace {

// Twelve sets; SELVEDGE_PEER_SETS=200 takes more time.
QStringList seeds() {
    const int wanted = qEnvironmentVariableIntValue("SELVEDGE_PEER_SETS");
    QStringList all;
    for (int seed = 0; seed < (wanted > 0 ? wanted : 12); ++seed)
        all << QString::number(seed);
    return all;
}
const QStringList kSeeds = seeds();

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::vector<double> doublesOf(const QString& path) {
    const QByteArray bytes = contentOf(path);
    std::vector<double> values(std::size_t(bytes.size()) / sizeof(double));
    std::memcpy(values.data(), bytes.constData(), values.size() * sizeof(double));
    return values;
}

bool areNear(const std::vector<double>& ours, const std::vector<double>& theirs) {
    for (std::size_t i = 0; i < ours.size(); ++i)
        if (theirs.size() != ours.size() || !(std::abs(ours[i] - theirs[i]) < 1e-12))
            return false;
    return true;
}

struct Loaded {
    std::shared_ptr<const MatchTable> table;
    bool boxesGiven = false;
};

Loaded load(const QString& truthFile, const QString& resultsFile) {
    const auto truth = readCocoGroundTruth(truthFile.toStdString());
    const auto loaded =
        readCocoResults(resultsFile.toStdString(), *truth->catalog(), {}, imageSizesOf(*truth));
    for (const auto& issues : {truth->issues(), loaded.issues})
        for (const RowIssue& issue : issues)
            qWarning("%s", issue.text.c_str());
    return {buildMatchTable(*truth, loaded.predictions, {}, {}, 0, {.boundary = true}),
            loaded.boxesGiven};
}

}  // namespace

// evaluate() beside pycocotools, which runs on the same files.
class EvaluationPeers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (test::python().isEmpty())
            QSKIP("no Python with pycocotools: set SELVEDGE_PYTHON");
        QVERIFY(m_folder.isValid());
        QVERIFY(test::runPeer("reference.py", QStringList{"random", m_folder.path()} + kSeeds));
    }

    void equalsCocoevalToTheLastBit_data() { addSets(); }
    void equalsCocoevalToTheLastBit() {
        QFETCH(QString, seed);
        QFETCH(IouType, type);
        const QString folder = m_folder.filePath(seed) + "/";
        compareWithCocoeval(load(folder + "gt.json", folder + "dt.json"), type,
                            folder + nameOf(type));
    }

    void equalsCocoevalOnFashionpediasExample_data() {
        QTest::addColumn<IouType>("type");
        QTest::newRow("segm") << IouType::Mask;
        QTest::newRow("bbox") << IouType::Box;
    }
    void equalsCocoevalOnFashionpediasExample() {
        QFETCH(IouType, type);
        const QString data = SELVEDGE_SHARED "/data/fashionpedia-eval/";
        if (!QFile::exists(data + "sample.json"))
            QSKIP("no ../shared/data/fashionpedia-eval");
        QVERIFY(test::runPeer("reference.py", {"score", data + "sample.json",
                                               data + "fake_results.json", m_folder.path()}));
        compareWithCocoeval(load(data + "sample.json", data + "fake_results.json"), type,
                            m_folder.filePath(nameOf(type)));
    }

    void paperEqualsAnIndependentImplementation_data() { addSets(); }
    void paperEqualsAnIndependentImplementation() {
        QFETCH(QString, seed);
        QFETCH(IouType, type);
        const QString folder = m_folder.filePath(seed) + "/";
        const Loaded loaded = load(folder + "gt.json", folder + "dt.json");
        const auto rows =
            nlohmann::json::parse(contentOf(folder + nameOf(type) + ".paper.json").toStdString());
        QVERIFY(!rows.empty());
        for (const auto& row : rows) {
            const OperatingPoint point{row["score"].get<double>(), row["attribute"].get<double>(),
                                       row["max"].get<int>()};
            const auto report =
                evaluate(*loaded.table, Protocol::paper(type, loaded.boxesGiven), point);
            QCOMPARE(report->metrics.size(), std::size_t(24));
            for (const auto& [name, value] : row["metrics"].items())
                QVERIFY2(std::abs(report->value(name) - value.get<double>()) <= 1e-12,
                         qPrintable(QString("%1: %2, theirs %3")
                                        .arg(QString::fromStdString(name))
                                        .arg(report->value(name), 0, 'g', 17)
                                        .arg(value.get<double>(), 0, 'g', 17)));
        }
    }

    void boundariesEqualFasterCocoEval_data() {
        QTest::addColumn<QString>("seed");
        for (const QString& seed : kSeeds)
            QTest::newRow(qPrintable(seed)) << seed;
    }
    void boundariesEqualFasterCocoEval() {
        QFETCH(QString, seed);
        const QString folder = m_folder.filePath(seed) + "/";
        if (!QFile::exists(folder + "boundary.precision"))
            QSKIP("no predictions, or no Python with faster-coco-eval");
        const Loaded loaded = load(folder + "gt.json", folder + "dt.json");
        const auto report =
            evaluate(*loaded.table, Protocol::coco(IouType::Boundary, loaded.boxesGiven), {});
        std::vector<double> numbers;
        for (std::size_t i = 0; i < 12; ++i)
            numbers.push_back(report->metrics[i].value);
        // It divides without COCOeval's 2.2e-16 and adds up in another order: not the last bit. A
        // detection that is matched otherwise would change the first digits.
        QVERIFY(areNear(report->precision, doublesOf(folder + "boundary.precision")));
        QVERIFY(areNear(report->recall, doublesOf(folder + "boundary.recall")));
        QVERIFY(areNear(numbers, doublesOf(folder + "boundary.stats")));
    }

private:
    void addSets() {
        QTest::addColumn<QString>("seed");
        QTest::addColumn<IouType>("type");
        for (const QString& seed : kSeeds)
            for (const IouType type : {IouType::Mask, IouType::Box})
                QTest::newRow(qPrintable(seed + " " + nameOf(type))) << seed << type;
    }

    // All twelve numbers, both arrays and the printed lines. The paper's protocol begins with the
    // same twelve.
    void compareWithCocoeval(const Loaded& loaded, IouType type, const QString& path) {
        for (const auto protocol : {&Protocol::coco, &Protocol::paper}) {
            const auto report = evaluate(*loaded.table, protocol(type, loaded.boxesGiven), {});
            std::vector<double> numbers;
            for (std::size_t i = 0; i < 12; ++i)
                numbers.push_back(report->metrics[i].value);
            QVERIFY(test::sameBits(report->precision, doublesOf(path + ".precision")));
            QVERIFY(test::sameBits(report->recall, doublesOf(path + ".recall")));
            QVERIFY(test::sameBits(numbers, doublesOf(path + ".stats")));
            const QByteArray theirs = contentOf(path + ".txt");
            QCOMPARE(QByteArray::fromStdString(reportText(*report)).left(theirs.size()), theirs);
            const auto json = nlohmann::json::parse(reportJson(*report, *loaded.table->catalog));
            QCOMPARE(json["iou_type"].get<std::string>(), std::string(nameOf(type)));
            QCOMPARE(json["metrics"]["AP"].get<double>(), numbers[0]);
            QCOMPARE(json["metrics"]["ARl"].get<double>(), numbers[11]);
        }
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(EvaluationPeers)
#include "tst_evaluation_peers.moc"
