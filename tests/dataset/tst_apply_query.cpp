#include <QtTest>
#include <limits>
#include <numeric>

#include "dataset/image/colours.h"
#include "dataset/project/query_text.h"
#include "tests/dataset/query_sample.h"

using namespace selvedge;

using Images = std::vector<ImageIndex>;
using Objects = std::vector<ObjectIndex>;
using Counts = std::vector<std::uint32_t>;

namespace {

QueryResult ask(const char* text, const QueryData& data = queryData()) {
    const ParsedQuery parsed = parseQuery(text, *data.words);
    if (parsed.fault)
        QTest::qFail(parsed.fault->sentence.c_str(), __FILE__, __LINE__);
    return applyQuery(parsed.query, data);
}

Counts countsOf(const QueryResult& result, Facet facet) {
    return result.counts[std::size_t(facet)];
}

// 0: train, three stars, done, "spring"; 1: validation, "sale"; 2: no mark, but its dress (with
// row id 5) is "sale" and has five stars.
QueryData markedData() {
    QueryData data = queryData({"spring", "sale"});
    Marks marks;
    marks.tagNames = data.words->tags();
    marks.images = {{0, {3, ReviewState::Done, Split::Train, {0}, {}}},
                    {1, {0, ReviewState::None, Split::Validation, {1}, {}}}};
    marks.objects = {{5, {5, ReviewState::None, Split::None, {1}, {}}}};
    data.marks = std::make_shared<const Marks>(std::move(marks));
    return data;
}

// The coat of 0 is right (.9), its first shoe missed, the coat of 1 has wrong attributes (.6); a
// coat is seen in 3 (.8), and a shoe in 1 that is below the operating point (.1).
QueryData judgedData() {
    QueryData data = queryData();
    const float none = std::numeric_limits<float>::quiet_NaN();
    PredictedObjects predicted;
    using V = ObjectVerdict;
    predicted.verdicts = {V::Right, V::Missed, V::None, V::AttributeError, V::None, V::None};
    predicted.scores = {.9f, none, none, .6f, none, none};
    predicted.lone = queryTable({{}, {{1, {}}}, {}, {{0, {0}}}});
    predicted.lone.images.clear();
    predicted.loneVerdicts = {V::None, V::False};
    predicted.loneScores = {.1f, .8f};
    data.predicted = std::make_shared<const PredictedObjects>(std::move(predicted));
    return data;
}

}  // namespace

class ApplyQueryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingAskedIsEverything();
    void valuesOfAFacetAreAlternatives();
    void facetsMustHoldOnOneObject();
    void countsSayWhatAChoiceInTheFacetWouldLeave();
    void excludedValuesTakeTheirImagesAway();
    void areaIsThePercentOfTheImage();
    void theNumberOfObjectsAndTheIdAreTheImages();
    void marksAreTheImagesOrTheObjects();
    void tagsAndCollectionsHoldTogether();
    void verdictsAndScoresLookAtLoneDetectionsToo();
    void coloursAreOfKnownObjects();
    void tilesShowOnlyMatchingObjects();
    void whatToDropIsSaidWithWhatItLeaves();
    void valuesThatTheWordsDoNotHaveFindNothing();
    void dataOfAnotherTableIsNotUsed();
};

void ApplyQueryTest::nothingAskedIsEverything() {
    const QueryResult result = ask("");
    QCOMPARE(result.images, (Images{0, 1, 2, 3}));
    QCOMPARE(result.objects, (Objects{0, 1, 2, 3, 4, 5}));
    QVERIFY(result.detections.empty());
    QCOMPARE(countsOf(result, Facet::Category), (Counts{2, 2, 1}));
    QCOMPARE(countsOf(result, Facet::Supercategory), (Counts{3, 2}));
    QCOMPARE(countsOf(result, Facet::Attribute), (Counts{2, 1, 1, 1}));
    QCOMPARE(countsOf(result, Facet::Split), (Counts{4, 0, 0, 0}));
    QCOMPARE(result.objectNumbers[0], 1u);
    QCOMPARE(result.objectNumbers[2], 1u);
    QCOMPARE(result.areas[8], 6u);  // all cover 4 of 100 pixels
}

void ApplyQueryTest::valuesOfAFacetAreAlternatives() {
    QCOMPARE(ask("category:coat,dress").images, (Images{0, 1, 2}));
    QCOMPARE(ask("coat dress").objects, (Objects{0, 3, 4}));
    QCOMPARE(ask("long short").images, (Images{0, 1, 2}));
}

void ApplyQueryTest::facetsMustHoldOnOneObject() {
    // Image 2 has a shoe and something long, but no long shoe.
    QCOMPARE(ask("shoe long").images, Images{});
    QCOMPARE(ask("coat long").images, (Images{0}));
    QCOMPARE(ask("long plain").images, (Images{2}));
    QCOMPARE(ask("supercategory:body long").objects, (Objects{0, 4}));
}

void ApplyQueryTest::countsSayWhatAChoiceInTheFacetWouldLeave() {
    const QueryResult result = ask("coat long");
    QCOMPARE(countsOf(result, Facet::Category), (Counts{1, 0, 1}));      // long ones
    QCOMPARE(countsOf(result, Facet::Attribute), (Counts{1, 1, 1, 0}));  // coats; of long coats
    const QueryResult train = ask("split:train coat", markedData());
    QCOMPARE(countsOf(train, Facet::Split), (Counts{0, 1, 1, 0}));
    QCOMPARE(countsOf(train, Facet::Category), (Counts{1, 1, 0}));
    QCOMPARE(countsOf(train, Facet::Tag), (Counts{1, 0}));
}

void ApplyQueryTest::excludedValuesTakeTheirImagesAway() {
    const QueryResult result = ask("-shoe");
    QCOMPARE(result.images, (Images{1, 3}));
    QCOMPARE(countsOf(result, Facet::Category), (Counts{1, 2, 0}));
    QCOMPARE(ask("coat -floral").images, (Images{1}));
    QCOMPARE(ask("-supercategory:legs -short").images, (Images{3}));
}

void ApplyQueryTest::areaIsThePercentOfTheImage() {
    QueryData data = queryData();
    ObjectTable table = querySample();
    table.area = {50, 1, 2, 30, 40, 5};
    data.table = std::make_shared<const ObjectTable>(table);
    QCOMPARE(ask("area>30%", data).objects, (Objects{0, 4}));
    QCOMPARE(ask("area>=30", data).objects, (Objects{0, 3, 4}));
    QCOMPARE(ask("area:2%..5%", data).objects, (Objects{2, 5}));
    QCOMPARE(ask("shoe area>2%", data).images, (Images{2}));
    // The spread is of what else is asked for.
    const QueryResult shoes = ask("shoe area>2%", data);
    QCOMPARE(std::accumulate(shoes.areas.begin(), shoes.areas.end(), 0u), 3u);
}

void ApplyQueryTest::theNumberOfObjectsAndTheIdAreTheImages() {
    QCOMPARE(ask("objects>=2").images, (Images{0, 2}));
    QCOMPARE(ask("objects:0").images, (Images{3}));
    QCOMPARE(ask("objects:0..1").images, (Images{1, 3}));
    QCOMPARE(ask("shoe objects>2").objects, (Objects{1, 2}));
    QCOMPARE(ask("id:I2,i3").images, (Images{2, 3}));
    QCOMPARE(ask("-id:2").images, (Images{0, 1, 3}));
}

void ApplyQueryTest::marksAreTheImagesOrTheObjects() {
    const QueryData data = markedData();
    QCOMPARE(ask("split:train", data).images, (Images{0}));
    QCOMPARE(ask("split:none", data).images, (Images{2, 3}));
    QCOMPARE(ask("review:done", data).images, (Images{0}));
    QCOMPARE(ask("stars>=3", data).images, (Images{0, 2}));
    QCOMPARE(ask("stars:0", data).images, (Images{1, 2, 3}));
    // All of image 1, but only the dress of image 2.
    QCOMPARE(ask("tag:sale", data).objects, (Objects{3, 4}));
    QCOMPARE(ask("tag:sale shoe", data).images, Images{});
    QCOMPARE(ask("-tag:sale", data).images, (Images{0, 3}));
    QCOMPARE(ask("tag:spring,sale", data).images, (Images{0, 1, 2}));
    QCOMPARE(countsOf(ask("", data), Facet::Stars), (Counts{3, 0, 0, 1, 0, 1}));
    QCOMPARE(countsOf(ask("", data), Facet::Tag), (Counts{1, 2}));
}

void ApplyQueryTest::tagsAndCollectionsHoldTogether() {
    QueryData data = queryData({"sale", "collection:prints", "collection:sale"});
    auto marks = std::make_shared<Marks>();
    marks->tagNames = data.words->tags();
    const auto tagged = [](std::vector<TagIndex> tags) {
        Mark mark;
        mark.tags = std::move(tags);
        return mark;
    };
    marks->images = {{0, tagged({0, 1})}, {1, tagged({0})}, {2, tagged({1, 2})}};
    data.marks = marks;
    QCOMPARE(ask("tag:sale", data).images, (Images{0, 1}));
    QCOMPARE(ask("collection:sale", data).images, (Images{2}));
    // Not alternatives of one facet: both must hold.
    QCOMPARE(ask("tag:sale collection:prints", data).images, (Images{0}));
    QCOMPARE(ask("-collection:prints", data).images, (Images{1, 3}));
    const QueryResult result = ask("tag:sale", data);
    QCOMPARE(result.count({Facet::Tag, 0}), 2u);
    QCOMPARE(result.count({Facet::Tag, 1}), 0u);
    QCOMPARE(result.count({Facet::Collection, 1}), 1u);
}

void ApplyQueryTest::verdictsAndScoresLookAtLoneDetectionsToo() {
    const QueryData data = judgedData();
    QCOMPARE(ask("verdict:missed", data).objects, (Objects{1}));
    QCOMPARE(ask("verdict:right,\"attribute error\"", data).images, (Images{0, 1}));
    const QueryResult wrong = ask("verdict:false", data);
    QCOMPARE(wrong.images, (Images{3}));
    QCOMPARE(wrong.detections, (Objects{1}));
    QVERIFY(wrong.objects.empty());
    QCOMPARE(ask("verdict:false coat long", data).images, (Images{3}));
    QCOMPARE(ask("verdict:false shoe", data).images, Images{});
    QCOMPARE(ask("score>=.8", data).images, (Images{0, 3}));
    QCOMPARE(ask("score<.5", data).detections, (Objects{0}));
    // Only where a verdict or score is asked for is it a coat.
    QCOMPARE(ask("coat", data).images, (Images{0, 1}));
    QCOMPARE(ask("-verdict:false", data).images, (Images{0, 1, 2}));
    QCOMPARE(countsOf(ask("", data), Facet::Verdict), (Counts{1, 1, 1, 1}));
    QCOMPARE(countsOf(ask("coat", data), Facet::Verdict), (Counts{1, 1, 0, 1}));
    const QueryResult all = ask("", data);
    QCOMPARE(std::accumulate(all.scores.begin(), all.scores.end(), 0u), 4u);
    QCOMPARE(all.scores[2], 1u);
}

void ApplyQueryTest::coloursAreOfKnownObjects() {
    QueryData data = queryData();
    const auto bit = [](Colour colour) { return std::uint16_t(1u << unsigned(colour)); };
    ObjectColourBits colours;
    colours.bits = {std::uint16_t(bit(Colour::Red) | bit(Colour::Black)),
                    0,
                    0,
                    bit(Colour::Red),
                    0,
                    bit(Colour::Beige)};
    colours.known = 3;
    data.colours = std::make_shared<const ObjectColourBits>(colours);
    QCOMPARE(ask("colour:red", data).images, (Images{0, 1}));
    QCOMPARE(ask("color:black,beige", data).objects, (Objects{0, 5}));
    QCOMPARE(ask("-colour:black colour:red", data).images, (Images{1}));
    QCOMPARE(countsOf(ask("coat", data), Facet::Colour)[std::size_t(Colour::Red)], 2u);
    QCOMPARE(ask("colour:red").images, Images{});
}

void ApplyQueryTest::tilesShowOnlyMatchingObjects() {
    const QueryData data = queryData();
    const ObjectTest test(parseQuery("coat long objects>2 score>=.5", *data.words).query, data);
    QVERIFY(!test.any());
    const ObjectTest coats(parseQuery("coat long objects>2", *data.words).query, data);
    QVERIFY(coats.matches(0));
    QVERIFY(!coats.matches(1));
    QVERIFY(!coats.matches(3));
    QVERIFY(test.matchesPrediction(0, .5));
    QVERIFY(!test.matchesPrediction(0, .4));
    QVERIFY(!test.matchesPrediction(2, .9));
    QVERIFY(ObjectTest().matches(5) && ObjectTest().any());
    QVERIFY(ObjectTest({}, data).any());
    const QueryData marked = markedData();
    const ObjectTest sale(parseQuery("tag:sale", *marked.words).query, marked);
    QVERIFY(sale.matches(3) && sale.matches(4) && !sale.matches(5));
}

void ApplyQueryTest::whatToDropIsSaidWithWhatItLeaves() {
    const QueryData data = queryData();
    const Query query = parseQuery("coat,dress long area>5% -floral", *data.words).query;
    QVERIFY(applyQuery(query, data).images.empty());
    const auto ways = loosenings(query, data);
    QCOMPARE(ways.size(), std::size_t(1));
    QCOMPARE(ways[0].term, std::string("area>5%"));
    QCOMPARE(ways[0].images, std::size_t(1));
    QCOMPARE(applyQuery(ways[0].query, data).images, (Images{2}));
    QCOMPARE(ways[0].objects, applyQuery(ways[0].query, data).objects.size());
    QVERIFY(ways[0].objects > 0);
    // Several ways: those that keep the category come first.
    const auto two = loosenings(parseQuery("shoe long", *data.words).query, data);
    QCOMPARE(two.size(), std::size_t(2));
    QCOMPARE(two[0].term, std::string("attribute:long"));
    QCOMPARE(two[1].term, std::string("category:shoe"));
    QVERIFY(loosenings(parseQuery("shoe floral objects:0", *data.words).query, data).empty());
}

void ApplyQueryTest::valuesThatTheWordsDoNotHaveFindNothing() {
    Query query;
    query.set({Facet::Tag, 7}, FacetState::Include);
    QVERIFY(applyQuery(query, queryData()).images.empty());
    query.set({Facet::Tag, 7}, FacetState::Exclude);
    QCOMPARE(applyQuery(query, queryData()).images.size(), std::size_t(4));
}

void ApplyQueryTest::dataOfAnotherTableIsNotUsed() {
    QueryData data = queryData();
    PredictedObjects predicted;
    predicted.verdicts = {ObjectVerdict::Right};
    predicted.lone = queryTable({{{0, {}}}});
    predicted.loneVerdicts = {ObjectVerdict::False};
    predicted.loneScores = {.5f};
    data.predicted = std::make_shared<const PredictedObjects>(std::move(predicted));
    data.colours = std::make_shared<const ObjectColourBits>(ObjectColourBits{{1}, 1});
    QCOMPARE(ask("verdict:right,false", data).images, Images{});
    QCOMPARE(ask("colour:black", data).images, Images{});
}

QTEST_GUILESS_MAIN(ApplyQueryTest)
#include "tst_apply_query.moc"
