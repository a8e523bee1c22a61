#include <QtTest>
#include <limits>

#include "dataset/image/colours.h"
#include "dataset/project/query_text.h"
#include "tests/dataset/query_sample.h"

using namespace selvedge;

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

const Catalog& catalog() {
    static const Catalog kCatalog = Catalog::builtIn();
    return kCatalog;
}

CategoryIndex category(const char* name) {
    return *catalog().categoryNamed(name);
}

AttributeIndex attribute(const std::string& name) {
    const auto& all = catalog().attributes();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Attribute& one) { return one.name == name; });
    return AttributeIndex(found - all.begin());
}

// Percent of the picture, by object; pictures have 100 pixels.
constexpr std::uint32_t kAreas[] = {30, 2, 2, 25, 3, 40, 2, 12, 20};

// 0: double breasted coat, two shoes; 1: single breasted coat, belt; 2: short floral dress, shoe;
// 3: jacket, pants; 4: nothing.
ObjectTable drawnTable() {
    ObjectTable table =
        queryTable({{{category("coat"), {attribute("double breasted")}},
                     {category("shoe"), {}},
                     {category("shoe"), {}}},
                    {{category("coat"), {attribute("single breasted")}}, {category("belt"), {}}},
                    {{category("dress"), {attribute("mini (length)"), attribute("floral")}},
                     {category("shoe"), {}}},
                    {{category("jacket"), {}}, {category("pants"), {}}},
                    {}});
    table.area.assign(std::begin(kAreas), std::end(kAreas));
    return table;
}

// The coat of 0 is right (.93), that of 1 missed, the dress has wrong attributes (.4); a coat is
// seen in 3 (.6).
PredictedObjects drawnPredictions() {
    using V = ObjectVerdict;
    PredictedObjects predicted;
    predicted.verdicts = {V::Right,          V::Missed, V::Missed, V::Missed, V::Missed,
                          V::AttributeError, V::Missed, V::Missed, V::Missed};
    predicted.scores = {.93f, kNone, kNone, kNone, kNone, .4f, kNone, kNone, kNone};
    predicted.lone = queryTable({{}, {}, {}, {{category("coat"), {}}}, {}});
    predicted.lone.images.clear();
    predicted.loneVerdicts = {V::False};
    predicted.loneScores = {.6f};
    return predicted;
}

QueryData drawn() {
    QueryData data;
    data.words = std::make_shared<const Vocabulary>(
        std::make_shared<const Catalog>(Catalog::builtIn()),
        std::vector<std::string>{"look book", "collection:prints"});
    data.table = std::make_shared<const ObjectTable>(drawnTable());
    auto marks = std::make_shared<Marks>();
    marks->tagNames = data.words->tags();
    marks->images = {{0, {4, ReviewState::Done, Split::Train, {0}, {}}},
                     {1, {0, ReviewState::None, Split::Validation, {1}, {}}},
                     {2, {2, ReviewState::Rejected, Split::Train, {0, 1}, {}}}};
    data.marks = marks;
    data.predicted = std::make_shared<const PredictedObjects>(drawnPredictions());
    auto colours = std::make_shared<ObjectColourBits>();
    const auto bit = [](Colour colour) { return std::uint16_t(1u << unsigned(colour)); };
    colours->bits.assign(data.table->size(), bit(Colour::Black));
    colours->bits[0] = colours->bits[5] = bit(Colour::Red);
    colours->known = data.table->size();
    data.colours = colours;
    return data;
}

}  // namespace

// What people type in Browse, over a drawn sample with all that can be asked for.
class QueryExamplesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachFindsItsImages_data();
    void eachFindsItsImages();
    void aWrongWordNamesANearOne_data();
    void aWrongWordNamesANearOne();
};

void QueryExamplesTest::eachFindsItsImages_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("images");
    const auto row = [](const char* text, const char* images) {
        QTest::newRow(text) << text << images;
    };
    row("coat", "0 1");
    row("category:coat,jacket", "0 1 3");
    row("supercategory:wholebody", "0 1 2");
    row("double breasted coat", "0");
    row("opening:single breasted", "1");
    row("length:mini dress", "2");
    row("coat -double breasted", "1");
    row("coat without belt", "0");
    row("-shoe", "1 3 4");
    row("dress area>35%", "2");
    row("coat area:20%..28%", "1");
    row("objects>=3", "0");
    row("objects:0", "4");
    row("score>=.5", "0 3");
    row("dress score<.5", "2");
    row("verdict:missed coat", "1");
    row("verdict:attribute error", "2");
    row("verdict:false", "3");
    row("colour:red", "0 2");
    row("color:red coat", "0");
    row("stars>=3", "0");
    row("stars:0", "1 3 4");
    row("tag:look book", "0 2");
    row("tag:look book -collection:prints", "0");
    row("collection:prints", "1 2");
    row("split:train", "0 2");
    row("split:validation coat", "1");
    row("review:done", "0");
    row("review:none -split:none", "1");
    row("-review:rejected shoe", "0");
    row("split:train floral area>5% stars>=1 -jacket", "2");
}

void QueryExamplesTest::eachFindsItsImages() {
    QFETCH(QString, text);
    QFETCH(QString, images);
    const QueryData data = drawn();
    const ParsedQuery parsed = parseQuery(text.toStdString(), *data.words);
    QVERIFY2(!parsed.fault, parsed.fault ? parsed.fault->sentence.c_str() : "");
    QStringList found;
    for (const ImageIndex image : applyQuery(parsed.query, data).images)
        found += QString::number(image);
    QCOMPARE(found.join(u' '), images);
}

void QueryExamplesTest::aWrongWordNamesANearOne_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* text, const char* part) {
        QTest::newRow(text) << text << part;
    };
    row("coats", "did you mean coat");
    row("category:dreess", "did you mean dress?");
    row("catgory:coat", "There is no field 'catgory'; did you mean category?");
    row("supercategory:body", "wholebody");
    row("breasted", "double breasted");
    row("length:min", "mini (length)");
    row("verdict:wrong", "there is right, attribute error, missed or false");
    row("colour:neon", "there is black, white, grey");
    row("colour:navy", "did you mean blue?");
    row("trousers", "did you mean pants?");
    row("handbag", "did you mean bag, wallet?");
    row("review:finished", "there is none, in work, done or rejected");
    row("split:val", "did you mean validation?");
    row("tag:lookbook", "did you mean look book?");
    row("collection:print", "did you mean prints?");
    row("area>big", "write area>5%");
    row("stars>=9", "An image has 0 to 5 stars");
    row("coat or dress", "category:coat,jacket");
}

void QueryExamplesTest::aWrongWordNamesANearOne() {
    QFETCH(QString, text);
    QFETCH(QString, part);
    const ParsedQuery parsed = parseQuery(text.toStdString(), *drawn().words);
    QVERIFY(parsed.fault);
    const QString said = QString::fromStdString(parsed.fault->sentence);
    QVERIFY2(said.contains(part), qPrintable(said));
}

QTEST_GUILESS_MAIN(QueryExamplesTest)
#include "tst_query_examples.moc"
