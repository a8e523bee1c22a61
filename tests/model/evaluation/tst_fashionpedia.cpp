#include <QFile>
#include <QTest>
#include <nlohmann/json.hpp>

#include "fp_eval_reference.h"
#include "model/evaluation/attribute_f1.h"
#include "model/evaluation/coco_results.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/matching.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

// Ids of two garments, two accessories and three parts, of which 31 has attributes.
std::shared_ptr<const Catalog> catalogWith(std::size_t attributes) {
    std::vector<Category> categories;
    for (const int id : {5, 40, 31, 0, 24, 14, 27})
        categories.push_back({id, "category " + std::to_string(id), ""});
    std::vector<Attribute> list;
    for (std::size_t i = 0; i < attributes; ++i)
        list.push_back({int(i), "attribute " + std::to_string(i), ""});
    return std::make_shared<Catalog>(categories, list);
}

// Cells with overlaps, sizes and attributes at will: many objects of a category in reach of a
// detection, equal overlaps and scores, crowds, nothing at all. The same on every machine.
MatchTable wildTable(std::uint64_t seed, int images, std::size_t attributes) {
    std::mt19937_64 random(seed);
    const auto below = [&](int n) { return int(random() % std::uint64_t(n)); };
    const std::array<double, 10> overlaps{0, 0, 0.3, 0.5, 0.55, 0.7, 0.75, 0.8, 0.95, 1};
    const std::array<double, 6> areas{100, 1024, 1024.5, 5000, 9216, 20000};
    MatchTable table;
    table.catalog = catalogWith(attributes);
    for (int i = 0; i < images; ++i) {
        ImageCell cell;
        cell.imageId = std::to_string(i);
        const int kinds = 1 + below(7);
        for (int n = below(9); n > 0; --n) {
            ImageCell::Truth truth;
            truth.category = CategoryIndex(below(kinds));
            truth.crowd = below(6) == 0;
            truth.area = areas[std::size_t(below(6))];
            for (int a = below(5); a > 0; --a)
                truth.attributes.set(AttributeIndex(below(6)));
            truth.hasAttributes = truth.attributes != AttributeBits{};
            cell.truths.push_back(truth);
        }
        for (int n = below(12); n > 0; --n) {
            ImageCell::Found found;
            found.category = CategoryIndex(below(kinds));
            found.score = below(6) / 5.0;
            found.boxArea = areas[std::size_t(below(6))];
            found.maskArea = areas[std::size_t(below(6))];
            found.attributeBegin = std::uint32_t(cell.attributeScores.size());
            for (int a = 0; a < 6; ++a)
                if (below(2) == 0)
                    cell.attributeScores.push_back({AttributeIndex(a), float(below(11)) / 10});
            // Some predict without measure.
            for (std::size_t a = 6; below(8) == 0 && a < attributes; a += 2)
                cell.attributeScores.push_back({AttributeIndex(a), 1});
            found.attributeEnd = std::uint32_t(cell.attributeScores.size());
            cell.founds.push_back(found);
        }
        for (std::uint32_t d = 0; d < cell.founds.size(); ++d)
            for (std::uint32_t g = 0; g < cell.truths.size(); ++g) {
                const double box = overlaps[std::size_t(below(10))];
                const double mask = overlaps[std::size_t(below(10))];
                if (cell.founds[d].category == cell.truths[g].category && box + mask > 0)
                    cell.overlaps.push_back({d, g, box, mask});
            }
        indexCell(cell);
        table.cells.push_back(std::make_shared<const ImageCell>(std::move(cell)));
    }
    return table;
}

constexpr int kSets = 24;
MatchTable wildSet(int seed) {
    return wildTable(std::uint64_t(seed), 5 * (seed % 6), seed % 3 ? 294 : 12);
}

const MetricBlock& blockOf(const Report& report, const std::string& name) {
    const auto block = std::find_if(report.blocks.begin(), report.blocks.end(),
                                    [&](const MetricBlock& b) { return b.name == name; });
    return *block;
}

// A block against numbers by name; the difference is at most 1e-12.
void compare(const MetricBlock& block, const std::map<std::string, double>& expected) {
    for (const auto& [name, value] : expected)
        QVERIFY2(std::abs(block.value(name) - value) <= 1e-12,
                 qPrintable(QString("%1 %2: %3, expected %4")
                                .arg(QString::fromStdString(block.name))
                                .arg(QString::fromStdString(name))
                                .arg(block.value(name), 0, 'g', 17)
                                .arg(value, 0, 'g', 17)));
}

AttributeBits firstOf(int count, int from = 0) {
    AttributeBits bits;
    for (int i = 0; i < count; ++i)
        bits.set(AttributeIndex(from + i));
    return bits;
}

}  // namespace

class Fashionpedia : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void f1IsThatOfScikitLearn_data() {
        QTest::addColumn<int>("wanted");
        QTest::addColumn<int>("given");
        QTest::addColumn<int>("right");
        QTest::addColumn<double>("macro");
        QTest::addColumn<double>("set");
        const auto row = [](int wanted, int given, int right, double macro, double set) {
            QTest::addRow("%d %d %d", wanted, given, right)
                << wanted << given << right << macro << set;
        };
        row(0, 0, 0, 1, 1);
        row(0, 7, 0, .494, 0);
        row(5, 1, 1, .6632, .333);
        row(5, 5, 1, .5931, .2);
        row(5, 5, 2, .6948, .4);
        row(5, 5, 3, .7965, .6);
        row(5, 5, 4, .8983, .8);
        row(5, 6, 5, .9537, .909);
        row(1, 2, 1, .8325, .667);
        row(8, 8, 7, .9358, .875);
        row(4, 3, 3, .9277, .857);
        row(1, 34, 1, .4987, 2.0 / 35);  // wild over-prediction fails .5
    }
    void f1IsThatOfScikitLearn() {
        QFETCH(int, wanted);
        QFETCH(int, given);
        QFETCH(int, right);
        QFETCH(double, macro);
        QFETCH(double, set);
        const AttributeBits truth = firstOf(wanted), predicted = firstOf(given, wanted - right);
        const auto f1 = [&](F1Kind kind) { return attributeF1(kind, truth, predicted, 294); };
        QVERIFY(std::abs(f1(F1Kind::BinaryMacro) - macro) < 1e-4);
        QVERIFY(std::abs(f1(F1Kind::Set) - set) < 5e-4);
        // Those that agree.
        QCOMPARE(f1(F1Kind::BinaryMicro), (294 - wanted - given + 2 * right) / 294.0);
        std::vector<bool> t(294), p(294);
        for (std::size_t i = 0; i < 294; ++i) {
            t[i] = truth.has(AttributeIndex(i));
            p[i] = predicted.has(AttributeIndex(i));
        }
        QCOMPARE(f1(F1Kind::BinaryMacro), FpReference::binaryMacro(t, p));
    }
    void f1OfAllAttributesAndOfNone() {
        // Every attribute on both sides: "has it not" is in neither and leaves the mean.
        QCOMPARE(attributeF1(F1Kind::BinaryMacro, firstOf(6), firstOf(6), 6), 1.0);
        QCOMPARE(attributeF1(F1Kind::BinaryMacro, firstOf(6), firstOf(0), 6), 0.0);
        QCOMPARE(attributeF1(F1Kind::BinaryMacro, {}, {}, 0), 1.0);
    }

    // METHOD 1.3: the reference's own example, all that its notebook prints.
    void equalsTheGoldenTable() {
        const QString data = SELVEDGE_SHARED "/data/fashionpedia-eval/";
        if (!QFile::exists(data + "sample.json"))
            QSKIP("no ../shared/data/fashionpedia-eval");
        const auto truth = readCocoGroundTruth((data + "sample.json").toStdString());
        const auto found = readCocoResults((data + "fake_results.json").toStdString(),
                                           *truth->catalog(), {}, imageSizesOf(*truth));
        const auto table = buildMatchTable(*truth, found.predictions);
        QCOMPARE(table->cells.size(), std::size_t(2));
        const Report report =
            *evaluate(*table, Protocol::fashionpedia(IouType::Mask, found.boxesGiven), {});
        QCOMPARE(report.objects, 12u);
        QCOMPARE(report.detections, 12u);

        // Of 53 columns (5 categories with attributes ten times, 3 without) and of 8.
        const double one = 0.9999999999999999;
        const double both = 0.5315594059405940, small = 51 / 101.0, large = 31 / 41.0;
        compare(blockOf(report, "iou_f1"), {{"APo", one},
                                            {"APa", 0.6262376237623762},
                                            {"APp", 0},
                                            {"AP", 0.5896693442929197},
                                            {"AP_IOU50", 0.5896693442929197},
                                            {"AP_IOU75", 0.5896693442929197},
                                            {"AP_F150", both},
                                            {"AP_F175", both},
                                            {"AP_IOU50_F150", both},
                                            {"AP_IOU50_F175", both},
                                            {"AP_IOU75_F150", both},
                                            {"AP_IOU75_F175", both},
                                            {"APs", small},
                                            {"APm", 0},
                                            {"APl", large},
                                            {"AR@1", 31 / 53.0},
                                            {"AR@10", 31.5 / 53},
                                            {"AR@100", 31.5 / 53},
                                            {"ARs@100", .5},
                                            {"ARm@100", 0},
                                            {"ARl@100", large}});
        compare(blockOf(report, "iou"), {{"APo", one},
                                         {"APa", 0.6262376237623762},
                                         {"APp", 0},
                                         {"AP", 0.531559405940594},
                                         {"AP_IOU50", 0.531559405940594},
                                         {"AP_IOU75", 0.531559405940594},
                                         {"APs", small},
                                         {"APm", 0},
                                         {"APl", .8},
                                         {"AR@1", .5},
                                         {"AR@10", .5625},
                                         {"AR@100", .5625},
                                         {"ARs@100", .5},
                                         {"ARm@100", 0},
                                         {"ARl@100", .8}});
        compare(blockOf(report, "f1"), {{"APo", one},
                                        {"APa", 1},
                                        {"APp", 0.24045261669024046},
                                        {"AP", 0.6990472632168877},
                                        {"AP_F150", 0.6881188118811881},
                                        {"AP_F175", 0.6881188118811881},
                                        {"APs", 1},
                                        {"APm", 10 / 21.0},
                                        {"APl", large},
                                        {"AR@1", 34 / 53.0},
                                        {"AR@10", 37 / 53.0},
                                        {"AR@100", 37 / 53.0},
                                        {"ARs@100", 1},
                                        {"ARm@100", 10 / 21.0},
                                        {"ARl@100", large}});
        QCOMPARE(report.value("AP"), blockOf(report, "iou_f1").value("AP"));
        compareWithReference(*table, IouType::Mask, found.boxesGiven, {});
    }

    void equalsASlowPlainImplementation_data() {
        QTest::addColumn<int>("seed");
        QTest::addColumn<IouType>("type");
        for (int seed = 0; seed < kSets; ++seed)
            QTest::addRow("%d", seed) << seed << (seed % 2 ? IouType::Box : IouType::Mask);
    }
    void equalsASlowPlainImplementation() {
        QFETCH(int, seed);
        QFETCH(IouType, type);
        OperatingPoint point;
        point.maxDetections = seed % 4 == 3 ? 2 : 100;
        point.attributeThreshold = seed % 5 == 4 ? 0.7 : 0.5;
        compareWithReference(wildSet(seed), type, seed % 4 > 1, point);
    }

    // The sets above hold what each rule decides: another rule gives other numbers.
    void theSetsTellTheRulesApart_data() {
        QTest::addColumn<int>("rule");
        for (const int rule : {0, 1, 2, 3, 4, 5})
            QTest::addRow("%d", rule) << rule;
    }
    void theSetsTellTheRulesApart() {
        QFETCH(int, rule);
        Protocol other = Protocol::fashionpedia();
        if (rule == 0)
            other.choice = Choice::HighestIou;
        else if (rule == 1)
            other.compare = Compare::Above;
        else if (rule == 2)
            other.withoutAttributes = WithoutAttributes::Full;
        else if (rule == 3)
            other.withoutAttributes = WithoutAttributes::Ignored;
        else if (rule == 4)
            other.f1 = F1Kind::Set;
        else
            other.f1 = F1Kind::BinaryMicro;
        int differ = 0;
        for (int seed = 0; seed < kSets; ++seed) {
            const MatchTable table = wildSet(seed);
            differ += evaluate(table, other, {})->value("AP") !=
                      evaluate(table, Protocol::fashionpedia(), {})->value("AP");
        }
        QVERIFY2(differ >= 3, qPrintable(QString::number(differ)));
    }

    void categoriesWithoutAttributesStandAsInCoco() {
        // Id 14, an accessory: wrong attributes cost nothing, in any block.
        MatchTable table = tableOf(
            {{{truthOf(maskOf({"##"}), 0, {1})}, {foundOf(maskOf({"##"}), .9, 0, {{2, 1}})}}});
        table.catalog = std::make_shared<Catalog>(std::vector<Category>{{14, "hat", ""}},
                                                  table.catalog->attributes());
        const Report accessory = *evaluate(table, Protocol::fashionpedia(), {});
        for (const MetricBlock& block : accessory.blocks)
            QVERIFY(std::abs(block.value("AP") - 1) < 1e-12);
        // By data, it has attributes.
        Protocol byData = Protocol::fashionpedia();
        byData.attributeCategories = AttributeCategories::WithAttributes;
        const Report asked = *evaluate(table, byData, {});
        QCOMPARE(asked.value("AP"), 0.0);
        QVERIFY(std::abs(blockOf(asked, "iou").value("AP") - 1) < 1e-12);
    }

    void weightsDecideHowOftenACategoryCounts() {
        // Id 0, with F1 of one in two (.8325 of 294 attributes): 7 of 10 thresholds; id 20, no
        // F1: 1.
        MatchTable table =
            tableOf({{{truthOf(maskOf({"##.."}), 0, {1}), truthOf(maskOf({"..##"}), 1)},
                      {foundOf(maskOf({"##.."}), .9, 0, {{1, 1}, {2, 1}}),
                       foundOf(maskOf({"..##"}), .9, 1)}}},
                    2, 294);
        table.catalog = std::make_shared<Catalog>(
            std::vector<Category>{{0, "shirt", ""}, {20, "belt", ""}}, table.catalog->attributes());
        Protocol protocol = Protocol::fashionpedia();
        QVERIFY(std::abs(evaluate(table, protocol, {})->value("AP") - 8 / 11.0) < 1e-12);
        protocol.weights = Weights::Equal;
        QVERIFY(std::abs(evaluate(table, protocol, {})->value("AP") - 1.7 / 2) < 1e-12);
    }

    void linesAreThoseOfTheReference() {
        const MatchTable table = wildTable(3, 10, 12);
        const std::string text = reportText(*evaluate(table, Protocol::fashionpedia(), {}));
        for (const char* part :
             {"results with both IoU and F1 thresholds\n",
              "results with IoU thresholds (f1_threshold = -1.0)\n",
              "results with F1 thresholds (iou_threshold = -1.0)\n",
              " Average Precision  (AP) @[ IoU=0.50:0.95 | F1=0.50:0.95 |area=all | maxDets=100 | "
              "superCat=outerwear] = ",
              " Average Precision  (AP) @[ IoU=0.50:0.95 | F1=none      |area=all | maxDets=100 | "
              "superCat=accessory] = ",
              " Average Precision  (AP) @[ IoU=0.75      | F1=0.50      |area=all | maxDets=100 | "
              "superCat=      all] = ",
              " Average Recall     (AR) @[ IoU=none      | F1=0.50:0.95 |area=  l | maxDets=100 | "
              "superCat=      all] = ",
              " Average Recall     (AR) @[ IoU=0.50:0.95 | F1=none      |area=all | maxDets=  1 | "
              "superCat=      all] = "})
            QVERIFY2(text.find(part) != std::string::npos, part);
        // 20 + 15 + 14 lines and 9 of titles.
        QCOMPARE(std::count(text.begin(), text.end(), '\n'), 20 + 15 + 14 + 3 * 4);
    }

    void jsonHasTheBlocks() {
        const MatchTable table = wildTable(3, 10, 12);
        const Report report = *evaluate(table, Protocol::fashionpedia(), {});
        const auto json = nlohmann::json::parse(reportJson(report, *table.catalog));
        QCOMPARE(json["protocol"].get<std::string>(), std::string("fashionpedia"));
        for (const MetricBlock& block : report.blocks)
            for (const Metric& metric : block.metrics)
                QCOMPARE(json["blocks"][block.name][metric.name].get<double>(), metric.value);
        QVERIFY(json["metrics"] == json["blocks"]["iou_f1"]);
        QCOMPARE(json["categories"][0]["blocks"]["f1"].get<double>(),
                 blockOf(report, "f1").categoryAp[0]);
    }

    void threadsChangeNoBit() {
        const MatchTable table = wildTable(7, 40, 294);
        const Report one = *evaluate(table, Protocol::fashionpedia(), {}, {}, 1);
        const Report many = *evaluate(table, Protocol::fashionpedia(), {}, {}, 5);
        for (std::size_t b = 0; b < one.blocks.size(); ++b)
            for (std::size_t i = 0; i < one.blocks[b].metrics.size(); ++i)
                QCOMPARE(one.blocks[b].metrics[i].value, many.blocks[b].metrics[i].value);
    }

private:
    // Every number of the blocks, and AP of every category in each.
    static void compareWithReference(const MatchTable& table, IouType type, bool areaFromBox,
                                     const OperatingPoint& point) {
        const Report report = *evaluate(table, Protocol::fashionpedia(type, areaFromBox), point);
        const FpReference reference(table, type, areaFromBox, point.attributeThreshold,
                                    point.maxDetections);
        const std::vector<std::size_t> ten{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        const std::vector<std::size_t> off{FpReference::kOffIndex};
        QCOMPARE(report.blocks.size(), std::size_t(3));
        for (const MetricBlock& block : report.blocks) {
            const bool iou = block.name != "f1", f1 = block.name != "iou";
            const auto expected = reference.block(iou, f1);
            QCOMPARE(block.metrics.size(), expected.size());
            compare(block, expected);
            for (std::size_t k = 0; k < report.categories.size(); ++k) {
                const int id = table.catalog->categories()[report.categories[k].category].id;
                const double ap =
                    reference.mean(true, iou ? ten : off, f1 ? ten : off, 0, 2, id, id);
                QVERIFY(std::abs(block.categoryAp[k] - ap) <= 1e-12);
            }
        }
    }
};

QTEST_GUILESS_MAIN(Fashionpedia)
#include "tst_fashionpedia.moc"
