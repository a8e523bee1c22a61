#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "dataset/error.h"
#include "dataset/mask/text_forms.h"
#include "model/evaluation/coco_results.h"
#include "model/evaluation/evaluate.h"
#include "test_tables.h"

using namespace selvedge;
using namespace selvedge::test;

namespace {

const char* const kTruth = R"({"info": {"deep": [[1, {"a": [2]}]]},
 "annotations": [
  {"id": 0, "image_id": 30, "category_id": 0, "iscrowd": 0, "area": 7.5, "bbox": [0, 0, 2, 2],
   "segmentation": {"size": [3, 3], "counts": [0, 2, 1, 2, 4]}, "attribute_ids": [9, 4]},
  {"id": 1, "image_id": 4, "category_id": 7, "iscrowd": 1,
   "segmentation": [[0, 0, 2, 0, 2, 2, 0, 2]]},
  {"id": 2, "image_id": 4, "category_id": 7, "bbox": [1, 1, 1, 2]}],
 "images": [{"id": 30, "width": 3, "height": 3}, {"id": 4, "width": 3, "height": 3},
            {"id": 100, "width": 3, "height": 3}],
 "categories": [{"id": 7, "name": "seven", "supercategory": "s"}, {"id": 0, "name": "zero"}],
 "attributes": [{"id": 4, "name": "four"}, {"id": 9, "name": "nine"}]})";

const RleMask kSquare = maskOf({"##.", "##.", "..."});

std::string textOfError(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& e) {
        return e.what();
    }
    return {};
}

}  // namespace

class CocoFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void truthIsReadInAllForms() {
        const auto truth = readCocoGroundTruth(file(kTruth));
        QVERIFY(truth->issues().empty());
        QCOMPARE(truth->size(), std::size_t(3));
        QCOMPARE(truth->imageId(0), std::string("4"));  // by number, not as text
        QCOMPARE(truth->imageId(1), std::string("30"));
        QCOMPARE(truth->imageId(2), std::string("100"));
        QVERIFY(truth->image(2).objects.empty());
        QVERIFY(*truth->imageSize(2) == (ImageSize{3, 3}));

        const GroundTruthObject first = truth->image(1).objects.at(0);
        QCOMPARE(truth->catalog()->categories()[first.category].name, std::string("zero"));
        QVERIFY(first.mask == kSquare);
        QCOMPARE(first.area, 7.5);
        QVERIFY(first.attributes.has(0) && first.attributes.has(1));

        const auto others = truth->image(0).objects;
        QCOMPARE(others.size(), std::size_t(2));
        QVERIFY(others[0].crowd);
        QVERIFY(others[0].mask == kSquare);  // the polygon covers 2 x 2
        QCOMPARE(others[0].area, 4.0);
        QVERIFY((others[0].box == BoxXywh{0, 0, 2, 2}));
        QVERIFY(others[1].mask == maskOf({"...", ".#.", ".#."}));  // the box's rectangle
    }

    void annotationIdZeroCountsAsTheOthers() {
        const auto truth = readCocoGroundTruth(file(kTruth));
        PredictionSet set;
        set.images["30"] = {foundOf(kSquare, 0.9, 1)};
        const auto report = evaluate(*buildMatchTable(*truth, set), {}, {});
        QCOMPARE(report->categories[0].category, CategoryIndex(1));  // id 0 comes first
        QVERIFY(report->categories[0].ap > 0.999);
    }

    void badAnnotationsAreIssues() {
        const auto truth = readCocoGroundTruth(file(R"({"annotations": [
            {"image_id": 1, "category_id": 0, "segmentation": {"size": [3, 3], "counts": [99]}},
            {"image_id": 1, "category_id": 0, "segmentation": {"size": [3, -3], "counts": "11"}},
            {"image_id": 1, "category_id": 0, "segmentation": [[0, 0, 1e300, 0, 5, 5]]},
            {"image_id": 1, "category_id": 0, "segmentation": [[0, 0, 1]]},
            {"image_id": 1, "category_id": 0, "segmentation": ["x"]},
            {"image_id": 1, "category_id": 0, "bbox": [0, 0, -1, 3]},
            {"image_id": 1, "category_id": 5, "bbox": [0, 0, 1, 1]},
            {"image_id": 2, "category_id": 0, "bbox": [0, 0, 1, 1]},
            {"image_id": 1, "category_id": 0}, {"category_id": 0}, 17, null, [],
            {"image_id": 1, "category_id": 0, "bbox": [0, 0, 1, 1], "attribute_ids": [3]},
            {"image_id": 1, "category_id": 0, "bbox": [0, 0, 2, 2]}],
            "images": [{"id": 1, "width": 3, "height": 3}, {"id": 1}, {}],
            "categories": [{"id": 0}, {"id": -3}, {"id": "x"}]})"));
        // Thirteen annotations, one attribute, two images, two categories.
        QCOMPARE(truth->issues().size(), std::size_t(18));
        QCOMPARE(truth->image(0).objects.size(), std::size_t(2));
        for (const RowIssue& issue : truth->issues())
            QVERIFY(issue.line > 0 && !issue.text.empty());
    }

    void whatIsNoGroundTruthSaysWhy() {
        const auto read = [this](const char* text) {
            return textOfError([&] { readCocoGroundTruth(file(text)); });
        };
        QVERIFY(contains(read("[]"), "no list \"images\""));
        QVERIFY(contains(read("{\"images\": [}"), "in.json:1:13: a value is expected here"));
        QVERIFY(contains(read("{\"images\": [{\"id\": 1"),
                         "in.json:1:21: the file ends inside element 1 of the list \"images\""));
        QVERIFY(contains(read("{\"images\": [], \"categories\": []}"), "no list \"annotations\""));
        QVERIFY(contains(read(""), "in.json:1:1: the file is empty"));
        QVERIFY(contains(read(R"({"images": [], "annotations": [],
            "categories": [{"id": 1}, {"id": 1}]})"),
                         m_folder.path().toStdString().c_str()));
        std::string many = R"({"images": [], "annotations": [], "categories": [], "attributes": [)";
        for (int i = 0; i < 321; ++i)
            many += (i ? ",{\"id\":" : "{\"id\":") + std::to_string(i) + "}";
        QVERIFY(contains(read((many + "]}").c_str()), "321 attributes"));
        QVERIFY(contains(textOfError([&] { readCocoGroundTruth("/nowhere/gt.json"); }),
                         "/nowhere/gt.json"));
        QVERIFY(contains(textOfError([&] { readCocoGroundTruth(m_folder.path().toStdString()); }),
                         "is a folder"));
    }

    void resultsAreReadInAllForms() {
        const auto truth = readCocoGroundTruth(file(kTruth));
        const LoadedPredictions loaded =
            readCocoResults(file(R"([{"image_id": 4, "category_id": 7, "score": 0.25,
                      "segmentation": {"size": [3, 3], "counts": "02103"}},
                     {"image_id": 4, "category_id": 0, "score": 3,
                      "segmentation": {"size": [3, 3], "counts": [0, 2, 1, 2, 4]},
                      "attribute_ids": [9, 4, 9], "attribute_scores": [0.5, 0.25, 0.75]},
                     {"image_id": "text", "category_id": 0, "score": 1e-3, "bbox": [0, 0, 1, 1],
                      "segmentation": {"size": [3, 3], "counts": [9]}, "attribute_ids": [9]},
                     {"image_id": 30, "category_id": 0, "score": 1, "bbox": [0.1, 0.2, 2.3, 1.7]}])"),
                            *truth->catalog(), {{4, "four"}}, imageSizesOf(*truth));
        QCOMPARE(loaded.issues.size(), std::size_t(1));
        QVERIFY(contains(loaded.issues[0].text, "1 entry has a score outside 0 to 1"));
        QVERIFY(!loaded.boxesGiven);  // the first entry has none
        const auto& images = loaded.predictions.images;
        QCOMPARE(images.at("four").size(), std::size_t(2));
        QCOMPARE(toCocoRle(images.at("four")[0].mask), std::string("02103"));
        const Detection& second = images.at("four")[1];
        QCOMPARE(second.score, 3.0);
        QVERIFY(second.mask == kSquare);
        QVERIFY((second.box == BoxXyxy{0, 0, 2, 2}));
        QVERIFY((second.attributes == std::vector<AttributeScore>{{0, 0.25f}, {1, 0.75f}}));
        QVERIFY((images.at("text")[0].attributes == std::vector<AttributeScore>{{1, 1.f}}));
        QVERIFY((boxXywh(images.at("30")[0]) == BoxXywh{0.1, 0.2, 2.3, 1.7}));
        QVERIFY(!images.at("30")[0].mask.empty());
    }

    // {raw id: probability}: what is no id or no probability is left out and said.
    void scoresMayBeAnObject() {
        const auto truth = readCocoGroundTruth(file(kTruth));
        const LoadedPredictions loaded = readCocoResults(
            file(R"([{"image_id": "4", "category_id": 7, "score": 0.25, "bbox": [0, 0, 1, 1],
                      "attribute_ids": [9], "attribute_scores": {"9": 0.75, "4": 0.25}},
                     {"image_id": "4", "category_id": 7, "score": 0.25, "bbox": [0, 0, 1, 1],
                      "attribute_scores": {"9": 0.5, "nine": 0.5}},
                     {"image_id": "4", "category_id": 7, "score": 0.25, "bbox": [0, 0, 1, 1],
                      "attribute_scores": {"9": "much"}}])"),
            *truth->catalog(), {}, imageSizesOf(*truth));
        const auto& found = loaded.predictions.images.at("4");
        QCOMPARE(found.size(), std::size_t(3));
        QVERIFY((found[0].attributes == std::vector<AttributeScore>{{0, 0.25f}, {1, 0.75f}}));
        QVERIFY((found[1].attributes == std::vector<AttributeScore>{{1, 0.5f}}));
        QVERIFY(found[2].attributes.empty());
        QCOMPARE(loaded.issues.size(), std::size_t(2));
        QVERIFY(contains(loaded.issues[0].text, "attribute nine is not in the catalog"));
        QVERIFY(contains(loaded.issues[1].text, "attribute 9 has no score in [0, 1]"));
    }

    void othersReadTheDecidedAttributes() {
        const auto catalog = catalogOf(1, 3);
        PredictionSet set;
        Detection unsure, certain;
        unsure.mask = certain.mask = kSquare;
        unsure.attributes = {{0, 0.25f}, {1, 0.5f}, {2, 0.75f}};
        certain.attributes = {{1, 1.f}};
        set.images["a"] = {unsure, certain};
        const std::string path = m_folder.filePath("decided.json").toStdString();
        writeCocoResults(path, set, *catalog);
        QFile written(QString::fromStdString(path));
        QVERIFY(written.open(QIODevice::ReadOnly));
        const auto entries = QJsonDocument::fromJson(written.readAll()).array();
        const auto ids = [&](int entry, const char* key) {
            return entries[entry].toObject()[QLatin1String(key)].toArray().size();
        };
        QCOMPARE(ids(0, "attribute_ids"), 2);
        QCOMPARE(ids(0, "attribute_candidates"), 3);
        QCOMPARE(ids(1, "attribute_ids"), 1);
        QCOMPARE(ids(1, "attribute_candidates"), 0);
        const auto read = readCocoResults(path, *catalog).predictions.images.at("a");
        QVERIFY(read[0].attributes == unsure.attributes);
        QVERIFY(read[1].attributes == certain.attributes);
    }

    void aBoxAloneWithoutASizeStaysABox() {
        const auto catalog = catalogOf(1);
        const auto loaded = readCocoResults(
            file(R"([{"image_id": 1, "category_id": 0, "score": 1, "bbox": [0, 0, 2, 2]}])"),
            *catalog);
        QVERIFY(loaded.boxesGiven);
        QCOMPARE(loaded.issues.size(), std::size_t(1));
        QVERIFY(loaded.predictions.images.at("1")[0].mask.empty());
    }

    void badEntriesAreIssues() {
        const auto catalog = catalogOf(2, 2);
        std::string deep(40, '['), closed(40, ']');
        const std::string text = R"([
            {"image_id": 1, "category_id": 0, "score": 0.5, "bbox": [0, 0, 1, 1],
             "segmentation": {"size": [3, 3], "counts": "02103"}},
            {"category_id": 0, "score": 0.5, "bbox": [0, 0, 1, 1]},
            {"image_id": 1, "category_id": 3, "score": 0.5, "bbox": [0, 0, 1, 1]},
            {"image_id": 1, "category_id": 0, "score": "0.5", "bbox": [0, 0, 1, 1]},
            {"image_id": 1, "category_id": 0, "score": 0.5, "bbox": [0, 0, 1]},
            {"image_id": 1, "category_id": 0, "score": 0.5},
            {"image_id": 1, "category_id": 0, "score": 0.5, "segmentation": {"counts": "1"}},
            {"image_id": 1, "category_id": 0, "score": 0.5, "segmentation": 4},
            {"image_id": 1, "category_id": 0, "score": 0.5,
             "segmentation": {"size": [100000, 100000], "counts": "1"}},
            {"image_id": 1, "category_id": 0, "score": 0.5,
             "segmentation": {"size": [3, 3], "counts": "oooooooooooooooooooo"}},
            {"image_id": 1, "category_id": 0, "score": 0.5, "segmentation": )" +
                                 deep + closed + R"(}, "text", 5, null, [[]],
            {"image_id": 1, "category_id": 10, "score": 0.5,
             "segmentation": {"size": [3, 3], "counts": "02103"},
             "attribute_ids": [0, 77, 1], "attribute_scores": [2, 0.5, 0.5]}])";
        const auto loaded = readCocoResults(file(text), *catalog);
        // Fourteen entries are dropped, the last one is kept without what is wrong in it.
        QCOMPARE(loaded.issues.size(), std::size_t(15));
        for (std::size_t i = 0; i < loaded.issues.size(); ++i)
            QVERIFY(loaded.issues[i].line >= 2 && !loaded.issues[i].text.empty());
        const auto& kept = loaded.predictions.images.at("1");
        QCOMPARE(kept.size(), std::size_t(2));
        QVERIFY((kept[1].attributes == std::vector<AttributeScore>{{1, 0.5f}}));
        QVERIFY(loaded.boxesGiven);
    }

    void whatAreNoResultsSaysWhy() {
        const auto catalog = catalogOf(1);
        const auto read = [&](const char* text) {
            return textOfError([&] { readCocoResults(file(text), *catalog); });
        };
        QVERIFY(contains(read("{}"), "is an object"));
        QVERIFY(contains(read("5"), "single value"));
        QVERIFY(contains(read("[{\"score\": 1}\n {}]"), "in.json:2:2: a comma or ]"));
        QCOMPARE(read("[]"), std::string());
    }

    void entriesThatAreNoJsonSaySoAndTheOthersAreRead() {
        // Python writes NaN and Infinity, and takes 1e999 for the latter.
        const auto catalog = catalogOf(1);
        const auto loaded = readCocoResults(
            file("[{\"image_id\": 1, \"category_id\": 0,\n \"score\": NaN, \"bbox\": [0, 0, 1, 1]},"
                 "{\"image_id\": 1, \"category_id\": 0, \"score\": 1e999, \"bbox\": [0, 0, 1, 1]},"
                 "{\"image_id\": 1, \"category_id\": 0, \"score\": 1, \"bbox\": [0, 0, 1, 1]}]"),
            *catalog, {}, [](const std::string&) {
                return ImageSize{3, 3};
            });
        QCOMPARE(loaded.issues.size(), std::size_t(2));
        QCOMPARE(loaded.issues[0].line, 2u);
        QCOMPARE(loaded.issues[0].column, 11u);
        QVERIFY(contains(loaded.issues[0].text, "entry 1: it is no JSON: "));
        QVERIFY(contains(loaded.issues[1].text, "number overflow"));
        QCOMPARE(loaded.predictions.images.at("1").size(), std::size_t(1));
    }

    void everyCutOfAFileIsAnErrorAndNothingWorse() {
        const std::string whole = kTruth;
        for (std::size_t length = 0; length < whole.size(); ++length)
            QVERIFY(
                !textOfError([&] { readCocoGroundTruth(file(whole.substr(0, length))); }).empty());
    }

    void whatIsWrittenReadsTheSameToTheLastBit() {
        const auto catalog = catalogOf(2, 3);
        PredictionSet set;
        Detection predicted = foundOf(kSquare, 1.0 / 3, 1, {{0, 0.1f}, {2, 1.f / 3}});
        predicted.fileBox.reset();
        predicted.box = {0.1f, 1.f / 3, 2.7f, 2.9f};  // floats, as a network gives them
        set.images["b \"quoted\""] = {predicted, foundOf(kSquare, 1e-300)};
        Detection read = foundOf(maskOf({"...", "...", "..."}), 0.1);
        read.fileBox = BoxXywh{0.1, 0.2, 0.3, 0.7};
        set.images["a"] = {read};
        const auto path = m_folder.filePath("out.json").toStdString();
        writeCocoResults(path, set, *catalog, {{"a", 17}});
        const auto loaded = readCocoResults(path, *catalog, {{17, "a"}});
        QVERIFY(loaded.issues.empty() && loaded.boxesGiven);
        QCOMPARE(loaded.predictions.images.size(), std::size_t(2));
        for (const auto& [id, detections] : set.images) {
            const auto& others = loaded.predictions.images.at(id);
            QCOMPARE(others.size(), detections.size());
            for (std::size_t i = 0; i < others.size(); ++i) {
                QVERIFY(others[i].score == detections[i].score);
                QVERIFY(others[i].category == detections[i].category);
                QVERIFY(others[i].mask == detections[i].mask);
                QVERIFY(boxXywh(others[i]) == boxXywh(detections[i]));
                QVERIFY(others[i].attributes == detections[i].attributes);
            }
        }
        QVERIFY(others(loaded, "b \"quoted\"")[0].box == predicted.box);
        writeCocoResults(path, {}, *catalog);
        QVERIFY(readCocoResults(path, *catalog).predictions.images.empty());
    }

    void predictionsForUnknownImagesAreLeftOutAndCounted() {
        const auto truth = readCocoGroundTruth(file(kTruth));
        const auto catalog = truth->catalog();
        PredictionSet set;
        set.images["30"] = {foundOf(kSquare, 1)};
        for (int i = 31; i < 39; ++i)
            set.images[std::to_string(i)] = {foundOf(kSquare, 1), foundOf(kSquare, 1)};
        const auto table = buildMatchTable(*truth, set);
        QCOMPARE(table->cells[1]->founds.size(), std::size_t(1));
        QCOMPARE(textOf(table->leftOut),
                 std::string("16 detections of 8 images that the ground truth does not have are "
                             "left out: 31, 32, 33, 34, 35 and others"));
        set.images.erase("30");
        QVERIFY(contains(textOfError([&] { buildMatchTable(*truth, set); }), "other images (31"));
        QVERIFY(textOf(buildMatchTable(*truth, {})->leftOut).empty());
    }

    void oddScoresAndSizesAreCountedAndTheOthersRead() {
        const auto truth = readCocoGroundTruth(file(kTruth));
        std::string text;
        const auto add = [&](const char* score, const char* size) {
            text += std::string(text.empty() ? "[" : ",") +
                    R"({"image_id": 30, "category_id": 0, "segmentation": {"size": )" + size +
                    R"(, "counts": [0, 2, 1, 2, 4]}, "score": )" + score + "}";
        };
        for (const char* score : {"1.5", "-0.25", "NaN", "1", "0", "2", "3"})
            add(score, "[3, 3]");
        add("0.5", "[9, 1]");
        const auto loaded =
            readCocoResults(file(text + "]"), *truth->catalog(), {}, imageSizesOf(*truth));
        QCOMPARE(loaded.predictions.images.at("30").size(), std::size_t(7));
        QCOMPARE(loaded.issues.size(), std::size_t(3));
        QVERIFY(contains(loaded.issues[0].text, "entry 3: it is no JSON"));
        QCOMPARE(loaded.issues[1].text,
                 std::string("4 entries have a score outside 0 to 1, which is taken as it is; "
                             "entry 1, 2, 6 and others"));
        QVERIFY(contains(loaded.issues[2].text, "1 entry has a mask of another size"));
        QVERIFY(contains(loaded.issues[2].text, "entry 8"));
        // Overlaps nothing with its mask, and is there all the same.
        const auto table = buildMatchTable(*truth, loaded.predictions);
        const auto& overlaps = table->cells[1]->overlaps;
        QCOMPARE(overlaps.size(), std::size_t(7));
        QCOMPARE(overlaps[5].maskIou, 1.0);
        QCOMPARE(overlaps[6].maskIou, 0.0);
    }

    void repeatedIdsAndTruthWithoutObjectsAreSaid() {
        const auto truth = readCocoGroundTruth(file(R"({"images": [{"id": 1}, {"id": 1}],
            "categories": [{"id": 1}], "annotations": [
            {"id": 5, "image_id": 1, "category_id": 1, "segmentation": {"size": [3, 3], "counts": [9]}},
            {"id": 5, "image_id": 1, "category_id": 1, "segmentation": {"size": [3, 3], "counts": [9]}}
            ]})"));
        QCOMPARE(truth->image(0).objects.size(), std::size_t(2));
        QCOMPARE(truth->issues().size(), std::size_t(2));
        QVERIFY(contains(truth->issues()[0].text, "it repeats the id 1"));
        QVERIFY(contains(truth->issues()[1].text,
                         "1 annotation repeats the id of another (5); all are measured"));
        const auto none = readCocoGroundTruth(
            file(R"({"images": [{"id": 1}], "categories": [{"id": 1}], "annotations": []})"));
        QCOMPARE(none->issues().size(), std::size_t(1));
        QVERIFY(contains(none->issues()[0].text, "no objects"));
        QCOMPARE(evaluate(*buildMatchTable(*none, {}), {}, {})->value("AP"), -1.0);
    }

    void entriesSpelledPlainlyReadAsInFull() {
        // A member that is no plain value makes an entry one that is parsed in full.
        const auto truth = readCocoGroundTruth(file(kTruth));
        std::mt19937_64 random(5);
        const auto pick = [&](std::vector<const char*> from) {
            return std::string(from[random() % from.size()]);
        };
        std::string plain, full;
        for (int i = 0; i < 500; ++i) {
            std::string entry =
                "\"image_id\":" + pick({"30", "4", " 4 ", "\"four\"", "-0", "4.0"}) +
                ",\"category_id\": " + pick({"0", "7", "7.0", "8", "007", "-7"}) +
                ",\"score\":" + pick({"0.5", "1e-3", "1", "-0", "1.", "1e999", "5e-324"});
            entry += pick({"", ",\"bbox\":[0, 0.5,1e0, 2]", ",\"bbox\":[]", ",\"bbox\":[1,2,3]",
                           ",\"bbox\":[0,0,-1,2]"});
            entry += pick({"", R"(,"segmentation":{"size":[3,3],"counts":"02103"})",
                           R"(,"segmentation":{"counts":"02103", "size":[3,3]})",
                           R"(,"segmentation":{"size":[3,3],"counts":[0,2,1,2,4]})",
                           R"(,"segmentation":[[0,0,2,0,2,2]])", R"(,"segmentation":[])",
                           R"(,"segmentation":{"size":[3,3],"counts":"\u0030"})",
                           R"(,"segmentation":[[0,0,2]])"});
            entry += pick({"", ",\"attribute_ids\":[4, 9,4]", ",\"attribute_ids\":[5]",
                           ",\"attribute_ids\":null",
                           ",\"attribute_ids\":[9],\"attribute_scores\":[0.7]",
                           ",\"attribute_ids\":[9],\"attribute_scores\":[]",
                           ",\"attribute_ids\":[9],\"attribute_scores\":[2]"});
            entry +=
                pick({"", ",\"score\":0.75", ",\"id\":3,\"iscrowd\":0", ",\"note\":\"\xc3\xa9\""});
            plain += (i ? ",{" : "[{") + entry + "}";
            full += (i ? ",{" : "[{") + entry + ",\"other\":[]}";
        }
        const auto read = [&](const std::string& text) {
            return readCocoResults(file(text + "]"), *truth->catalog(), {{4, "four"}},
                                   imageSizesOf(*truth));
        };
        const auto a = read(plain), b = read(full);
        QCOMPARE(a.issues.size(), b.issues.size());
        for (std::size_t i = 0; i < a.issues.size(); ++i)
            QCOMPARE(a.issues[i].text, b.issues[i].text);
        QCOMPARE(a.boxesGiven, b.boxesGiven);
        QVERIFY(a.predictions.images.size() > 1);
        QCOMPARE(a.predictions.images.size(), b.predictions.images.size());
        for (const auto& [id, detections] : a.predictions.images) {
            const auto& twins = others(b, id.c_str());
            QCOMPARE(detections.size(), twins.size());
            for (std::size_t i = 0; i < twins.size(); ++i) {
                QVERIFY(detections[i].score == twins[i].score);
                QVERIFY(detections[i].category == twins[i].category);
                QVERIFY(detections[i].mask == twins[i].mask);
                QVERIFY(detections[i].fileBox == twins[i].fileBox);
                QVERIFY(detections[i].attributes == twins[i].attributes);
            }
        }
    }

    void aCatalogWithTooManyAttributesIsRefused() {
        struct Source : GroundTruthSource {
            std::size_t size() const override { return 0; }
            std::string imageId(std::size_t) const override { return {}; }
            GroundTruthImage image(std::size_t) const override { return {}; }
            std::shared_ptr<const Catalog> catalog() const override { return catalogOf(1, 321); }
        };
        QVERIFY(contains(textOfError([] { buildMatchTable(Source(), {}); }), "321 attributes"));
    }

    void aStoppedTableIsNone() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!buildMatchTable(*readCocoGroundTruth(file(kTruth)), {}, {}, stop.get_token()));
    }

private:
    static const std::vector<Detection>& others(const LoadedPredictions& loaded, const char* id) {
        return loaded.predictions.images.at(id);
    }
    static bool contains(const std::string& text, const char* part) {
        const bool found = text.find(part) != std::string::npos;
        if (!found)
            qWarning("\"%s\" is not in \"%s\"", part, text.c_str());
        return found;
    }

    std::filesystem::path file(const std::string& text) {
        const QString path = m_folder.filePath("in.json");
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(text.data(), qint64(text.size())) < 0)
            qFatal("cannot write %s", qPrintable(path));
        return path.toStdString();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(CocoFiles)
#include "tst_coco_files.moc"
