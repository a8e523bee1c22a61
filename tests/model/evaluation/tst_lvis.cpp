#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "model/evaluation/coco_results.h"
#include "model/evaluation/lvis.h"
#include "model/evaluation/sweep.h"
#include "model/evaluation/verdict.h"
#include "python_peer.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const QStringList kSeeds{"0", "1", "3", "4", "6", "7"};

const RleMask kSquare = maskOf({"##.", "##.", "..."});
const RleMask kCorner = maskOf({"...", "...", "..#"});

// Numbers of both types beside the peer's.
void compare(const QString& folder, const std::function<Protocol(IouType, bool)>& protocolOf) {
    const auto truth = readCocoGroundTruth((folder + "/gt.json").toStdString());
    const auto loaded = readCocoResults((folder + "/dt.json").toStdString(), *truth->catalog(), {},
                                        imageSizesOf(*truth));
    const auto table = buildMatchTable(*truth, loaded.predictions);
    QFile file(folder + "/numbers.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto numbers = nlohmann::json::parse(file.readAll().toStdString());
    for (const IouType type : {IouType::Box, IouType::Mask}) {
        const auto report = evaluate(*table, protocolOf(type, loaded.boxesGiven), {});
        for (const auto& [name, value] : numbers[type == IouType::Mask ? "segm" : "bbox"].items())
            QVERIFY2(std::abs(report->value(name) - value.get<double>()) <= 1e-12,
                     qPrintable(QString("%1: %2, theirs %3")
                                    .arg(QString::fromStdString(name))
                                    .arg(report->value(name), 0, 'g', 17)
                                    .arg(value.get<double>(), 0, 'g', 17)));
    }
}

ImageContent withDetections(int others) {
    ImageContent content{{truthOf(kSquare, 0)}, {foundOf(kSquare, .1, 0)}};
    for (int i = 0; i < others; ++i)
        content.founds.push_back(foundOf(kCorner, .5, 1));
    return content;
}

}  // namespace

class Lvis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsFasterCocoEval() {
        if (python().isEmpty())
            QSKIP("no Python with the peers: set SELVEDGE_PYTHON");
        QTemporaryDir folder;
        QVERIFY(runPeer("lvis_peer.py", QStringList{"lvis", folder.path()} + kSeeds));
        for (const QString& seed : kSeeds)
            compare(folder.filePath(seed), &Protocol::lvis);
    }

    void idZeroAsPycocotoolsHasIt() {
        if (python().isEmpty())
            QSKIP("no Python with the peers: set SELVEDGE_PYTHON");
        QTemporaryDir folder;
        QVERIFY(runPeer("lvis_peer.py", QStringList{"strict", folder.path()} + kSeeds));
        for (const QString& seed : kSeeds)
            compare(folder.filePath(seed), [](IouType type, bool area) {
                Protocol protocol = Protocol::coco(type, area);
                protocol.idZeroIsNone = true;
                return protocol;
            });
    }

    void idZeroByHand() {
        GroundTruthObject zero = truthOf(kSquare);
        zero.idIsZero = true;
        const MatchTable table =
            tableOf({{{zero, truthOf(kCorner)}, {foundOf(kSquare, .9), foundOf(kCorner, .8)}}});
        for (const auto make : {&Protocol::coco, &Protocol::fashionpedia}) {
            Protocol protocol = make(IouType::Mask, false);
            QCOMPARE(evaluate(table, protocol, {})->value("AP"), 1.0);
            // Found, and yet missed and false: precision .5 to recall .5, 51 of 101.
            protocol.idZeroIsNone = true;
            QVERIFY(std::abs(evaluate(table, protocol, {})->value("AP") - .5 * 51 / 101) < 1e-12);
        }
    }

    void threeHundredOfAllCategories() {
        const Protocol protocol = Protocol::lvis();
        QCOMPARE(evaluate(tableOf({withDetections(299)}, 2), protocol, {})->value("AP"), 1.0);
        QCOMPARE(evaluate(tableOf({withDetections(300)}, 2), protocol, {})->value("AP"), 0.0);
        // The same for a sweep, whatever the point's own limit.
        OperatingPoint point;
        point.maxDetections = 1;
        const Sweep swept =
            sweep(tableOf({withDetections(300)}, 2), protocol, point, {0.0, 0.3}, {0.5});
        QCOMPARE(swept.at(0, 0).headline, 0.0);
        QCOMPARE(evaluate(tableOf({withDetections(299)}, 2), protocol, point)
                     ->operatingPoint.maxDetections,
                 300);
    }

    void onlyWhatWasSearched() {
        // Category 0 is there, 1 was searched and is not there, 2 was not searched.
        const auto report = [](std::optional<SearchedCategories> searched) {
            GroundTruthImage image{"0", {truthOf(kSquare, 0)}, std::move(searched)};
            GroundTruthImage other{"1", {truthOf(kSquare, 1), truthOf(kSquare, 2)}, {}};
            MatchTable table;
            table.catalog = catalogOf(3);
            table.cells = {makeCell(image, {foundOf(kCorner, .95, 0), foundOf(kSquare, .9, 0),
                                            foundOf(kSquare, .9, 1), foundOf(kSquare, .9, 2)}),
                           makeCell(other, {foundOf(kSquare, .8, 1), foundOf(kSquare, .8, 2)})};
            return *evaluate(table, Protocol::lvis(), {});
        };
        const Report all = report({});  // everything was searched
        for (std::size_t k = 0; k < 3; ++k)
            QCOMPARE(all.categories[k].ap50, .5);
        const Report some = report(SearchedCategories{{1}, {}});
        QCOMPARE(some.categories[1].ap50, .5);
        QCOMPARE(some.categories[2].ap50, 1.0);
        QCOMPARE(some.categories[2].detections, 1u);
        const Report open = report(SearchedCategories{{1}, {0, 1}});
        QCOMPARE(open.categories[0].ap50, 1.0);
        QCOMPARE(open.categories[1].ap50, 1.0);
    }

    void verdictsLeaveOpenCategoriesOut() {
        const GroundTruthImage image{"0", {truthOf(kSquare, 0)}, SearchedCategories{{}, {0}}};
        MatchTable table;
        table.catalog = catalogOf(1);
        table.cells = {makeCell(image, {foundOf(kSquare, .9), foundOf(kCorner, .8)})};
        const auto seen = tableFor(table, Protocol::lvis());
        const auto counts = countVerdicts(*seen, criteriaOf(*seen, Protocol::lvis(), {}));
        QVERIFY((*counts == VerdictCounts{1, 0, 0, 0}));
        QCOMPARE(countVerdicts(table, criteriaOf(table, Protocol::coco(), {}))->falses, 1u);
    }

    void frequencyByTheFileElseByImages() {
        std::vector<ImageContent> contents(120);
        for (std::size_t i = 0; i < contents.size(); ++i) {
            contents[i].truths.push_back(truthOf(kSquare, 2));
            if (i < 11)
                contents[i].truths.push_back(truthOf(kSquare, 1));
            if (i < 10)
                contents[i].truths.push_back(truthOf(kSquare, 0));
        }
        MatchTable table = tableOf(contents, 3);
        QCOMPARE(frequencies(table), (std::vector<char>{'r', 'c', 'f'}));
        table.catalog = std::make_shared<Catalog>(
            std::vector<Category>{{0, "a", "", "f"}, {1, "b", "", "f"}, {2, "c", "", "r"}},
            table.catalog->attributes());
        QCOMPARE(frequencies(table), (std::vector<char>{'f', 'f', 'r'}));
    }

    void theTextIsLviss() {
        const Report report = *evaluate(randomTable(3, 30), Protocol::lvis(), {});
        const QString text = QString::fromStdString(reportText(report));
        QCOMPARE(text.count('\n'), 13);
        QVERIFY(
            text.startsWith(" Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | "
                            "maxDets=300 catIds=all] = "));
        QVERIFY(text.contains("(AP) @[ IoU=0.50      | area=   all | maxDets=300 catIds=all] = "));
        QVERIFY(text.contains("(AP) @[ IoU=0.50:0.95 | area=   all | maxDets=300 catIds=  r] = "));
        QVERIFY(text.contains("(AR) @[ IoU=0.50:0.95 | area=     l | maxDets=300 catIds=all] = "));
    }
};

QTEST_GUILESS_MAIN(Lvis)
#include "tst_lvis.moc"
