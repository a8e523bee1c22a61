#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <sstream>

#include "dataset/error.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/match_table_file.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;
using Neighbour = ImageCell::Neighbour;

namespace {

Detection boxAt(double x, double width, double score, CategoryIndex category = 0) {
    Detection detection;
    detection.category = category;
    detection.score = score;
    detection.fileBox = BoxXywh{x, 0, width, 1};
    return detection;
}

// Everything a table has, as bytes.
std::string bytesOf(const MatchTable& table) {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("table").toStdString();
    writeMatchTable(path, table, "key");
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

// Images "0", "1", ... in memory.
struct Source : GroundTruthSource {
    explicit Source(std::vector<ImageContent> given) : contents(std::move(given)) {}
    std::size_t size() const override { return contents.size(); }
    std::string imageId(std::size_t i) const override { return std::to_string(i); }
    GroundTruthImage image(std::size_t i) const override {
        return {imageId(i), contents[i].truths};
    }
    std::shared_ptr<const Catalog> catalog() const override { return shared; }
    std::vector<ImageContent> contents;
    std::shared_ptr<const Catalog> shared = catalogOf(5);
};

}  // namespace

class MatchTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neighboursAreOfOneCategoryAndFromThreeTenthsOn() {
        // Widths of 10 that begin at 0, 5, 6 share 5, 4 and 9 of them: 5/15, 4/16 (too little) and
        // 9/11. The last one is another category's.
        const auto cell = makeCell({"image", {}}, {boxAt(0, 10, .2), boxAt(5, 10, .9),
                                                   boxAt(6, 10, .5), boxAt(0, 10, .9, 1)});
        const std::vector<Neighbour> expected{{1, 0, 5.0 / 15}, {1, 2, 9.0 / 11}};
        QCOMPARE(cell->neighbours, expected);
    }

    void neighboursFollowFileOrderBetweenEqualScores() {
        const auto cell = makeCell({"image", {}}, {boxAt(0, 10, .5), boxAt(0, 10, .5)});
        QCOMPARE(cell->neighbours, (std::vector<Neighbour>{{0, 1, 1}}));
    }

    void neighboursEqualEveryPairTried() {
        std::mt19937_64 random(3);
        const auto below = [&](int n) { return int(random() % std::uint64_t(n)); };
        for (int round = 0; round < 50; ++round) {
            std::vector<Detection> founds;
            for (int i = below(30); i > 0; --i)
                founds.push_back(
                    boxAt(below(40), 1 + below(20), below(5) / 4.0, CategoryIndex(below(3))));
            std::vector<Neighbour> expected;
            for (std::uint32_t worse = 0; worse < founds.size(); ++worse)
                for (std::uint32_t better = 0; better < founds.size(); ++better) {
                    const Detection &a = founds[better], &b = founds[worse];
                    const bool first = a.score > b.score || (a.score == b.score && better < worse);
                    const double iou = boxIou(*b.fileBox, *a.fileBox, false);
                    if (better != worse && first && a.category == b.category && iou >= .3)
                        expected.push_back({better, worse, iou});
                }
            QCOMPARE(makeCell({"image", {}}, founds)->neighbours, expected);
        }
    }

    void boundariesWorkedOutByHand() {
        // The band is one pixel wide here. That of the object is its ring of 16 pixels, that of the
        // detection, whose right edge is at column 3, the 14 around the 2 x 3 inside; 11 are in
        // both: column 0, and rows 0 and 4 up to column 3. Masks overlap by 20 of 25.
        const RleMask all = maskOf({"#####", "#####", "#####", "#####", "#####"});
        const RleMask left = maskOf({"####.", "####.", "####.", "####.", "####."});
        const auto overlapOf = [&](bool crowd, const TableOptions& options) {
            return makeCell({"image", {truthOf(all, 0, {}, crowd)}}, {foundOf(left, 1)}, options)
                ->overlaps.at(0);
        };
        const auto plain = overlapOf(false, {.boundary = true});
        QCOMPARE(plain.maskIou, 20.0 / 25);
        QCOMPARE(plain.boundaryIou, 11.0 / (16 + 14 - 11));
        QCOMPARE(plain.iou(IouType::Boundary), plain.boundaryIou);
        QCOMPARE(overlapOf(false, {}).boundaryIou, 0.0);
        const auto crowd = overlapOf(true, {.boundary = true});  // over the detection's area
        QCOMPARE(crowd.boundaryIou, 1.0);
        // A band that fills the mask says no more than the mask.
        const RleMask line = maskOf({"##...", ".....", ".....", ".....", "....."});
        const RleMask longer = maskOf({"###..", ".....", ".....", ".....", "....."});
        const auto cell =
            makeCell({"image", {truthOf(longer)}}, {foundOf(line, 1)}, {.boundary = true});
        QCOMPARE(cell->overlaps.at(0).boundaryIou, 2.0 / 3);
    }

    void detectionsInPartsMakeTheSameTable() {
        std::vector<ImageContent> contents = randomContents(4, 30);
        std::vector<ImageDetection> all;
        PredictionSet set;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            set.images[std::to_string(i)] = contents[i].founds;
            for (const Detection& found : contents[i].founds)
                all.push_back({std::to_string(i), found});
        }
        all.push_back({"stranger", {}});
        set.images["stranger"] = {{}};
        // Images in any order, an image's detections in theirs.
        std::mt19937_64 random(1);
        for (std::size_t i = all.size(); i > 1; --i)
            if (const std::size_t j = random() % i; all[j].imageId != all[i - 1].imageId)
                std::swap(all[j], all[i - 1]);
        for (auto& [id, detections] : set.images) {
            detections.clear();
            for (const ImageDetection& found : all)
                if (found.imageId == id)
                    detections.push_back(found.detection);
        }
        const Source source(std::move(contents));
        const TableOptions options{.boundary = true};
        const auto expected = buildMatchTable(source, set, {}, {}, 0, options);
        for (const std::size_t part : {1, 7, 10'000})
            for (const int threads : {1, 3}) {
                MatchTableBuilder builder(source, options, threads);
                for (std::size_t i = 0; i < all.size(); i += part)
                    builder.add(std::span(all).subspan(i, std::min(part, all.size() - i)));
                QVERIFY(bytesOf(*builder.finish()) == bytesOf(*expected));
            }
    }

    void aFileHasTheSameTable() {
        MatchTable table = randomTable(9, 20);
        table.options.boundary = true;
        table.leftOut = {3, 7, {"a", "b"}};
        const QTemporaryDir folder;
        const std::string path = folder.filePath("table").toStdString();
        QVERIFY(!readMatchTable(path, "key", table.catalog));
        writeMatchTable(path, table, "key");
        const auto read = readMatchTable(path, "key", table.catalog);
        QVERIFY(bytesOf(*read) == bytesOf(table));
        QCOMPARE(textOf(read->leftOut), textOf(table.leftOut));
        for (const auto& protocol : {Protocol::coco(), Protocol::paper(), Protocol::fashionpedia()})
            QCOMPARE(reportJson(*evaluate(*read, protocol, {}), *table.catalog),
                     reportJson(*evaluate(table, protocol, {}), *table.catalog));
        QVERIFY(!readMatchTable(path, "other", table.catalog));
    }

    void damagedFilesAreRefused() {
        const MatchTable table = randomTable(2, 3);
        const std::string whole = bytesOf(table);
        const auto isRefused = [&](const std::string& bytes) {
            try {
                return !parseMatchTable(bytes, "file", "key", table.catalog, 1);
            } catch (const Error&) {
                return true;
            }
        };
        QVERIFY(!isRefused(whole));
        for (std::size_t i = 0; i < whole.size(); ++i) {
            QVERIFY(isRefused(whole.substr(0, i)));
            std::string changed = whole;
            changed[i] = char(changed[i] ^ 4);
            QVERIFY(isRefused(changed));
            // With the right sum it is another table, or refused, and nothing worse.
            changed.resize(changed.size() - 8);
            const std::uint64_t sum = matchTableSum(changed);
            changed.append(reinterpret_cast<const char*>(&sum), sizeof sum);
            if (!isRefused(changed))
                evaluate(*parseMatchTable(changed, "file", "key", table.catalog, 1),
                         Protocol::coco(), {}, {}, 1);
        }
    }

    void theKeyFollowsWhatATableIsMadeOf() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("results.json").toStdString();
        std::ofstream(path) << "[]";
        const Catalog catalog({{1, "a", ""}}, {{1, "b", ""}}),
            other({{1, "a", ""}}, {{1, "c", ""}});
        const std::string key = matchTableKey("7", path, catalog);
        QCOMPARE(matchTableKey("7", path, catalog), key);
        QVERIFY(matchTableKey("8", path, catalog) != key);
        QVERIFY(matchTableKey("7", path, other) != key);
        QVERIFY(matchTableKey("7", path, catalog, {.boundary = true}) != key);
        std::ofstream(path) << "[ ]";
        QVERIFY(matchTableKey("7", path, catalog) != key);
        QVERIFY_EXCEPTION_THROWN(matchTableKey("7", path + ".no", catalog), Error);
    }
};

QTEST_GUILESS_MAIN(MatchTables)
#include "tst_match_table.moc"
