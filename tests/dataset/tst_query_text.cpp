#include <QtTest>
#include <random>

#include "dataset/project/query_text.h"

using namespace selvedge;

namespace {

const Vocabulary& words() {
    static const Vocabulary kWords(std::make_shared<const Catalog>(Catalog::builtIn()),
                                   {"look book", "sale", "Sale", "a\"b\\c", "collection:prints",
                                    "collection:new coats", "prints"});
    return kWords;
}

// Two attributes of one name, and groups whose names are fields, or nothing.
const Vocabulary& oddWords() {
    static const Vocabulary kWords(std::make_shared<const Catalog>(
        std::vector<Category>{{4, "coat", "body"}, {5, "coat", "body"}, {6, "#4", "and"}},
        std::vector<Attribute>{{1, "mini", "length"},
                               {2, "mini", "size of it"},
                               {3, "red", "colour"},
                               {4, "red", ""},
                               {5, "", ""}}));
    return kWords;
}

std::string canonical(const char* text, const Vocabulary& of = words()) {
    const ParsedQuery parsed = parseQuery(text, of);
    return parsed.fault ? "! " + parsed.fault->sentence : toText(parsed.query, of);
}

}  // namespace

class QueryTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isReadAndWrittenCanonically_data();
    void isReadAndWrittenCanonically();
    void faultsSayWhereAndWhat_data();
    void faultsSayWhereAndWhat();
    void aFaultNamesWhatOccurs();
    void namesThatRepeatAreToldApart();
    void whatIsWrittenIsReadAsTheSame();
    void noTextIsTooOdd();
    void completesWhatIsBegun_data();
    void completesWhatIsBegun();
    void completionsCarryCountsAndPutThemFirst();
};

void QueryTextTest::isReadAndWrittenCanonically_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("wanted");
    const auto row = [](const char* text, const char* wanted) {
        QTest::newRow(text) << text << wanted;
    };
    row("", "");
    row("   ", "");
    row("category:coat attribute:\"double breasted\" -floral area>5%",
        "category:coat attribute:\"double breasted\" -attribute:floral area>5%");
    row("COAT and Floral", "category:coat attribute:floral");
    row("coat NOT floral", "category:coat -attribute:floral");
    row("not coat", "-category:coat");
    row("double breasted coat", "category:coat attribute:\"double breasted\"");
    row("attribute:double breasted coat", "category:coat attribute:\"double breasted\"");
    row("category:coat,jacket", "category:jacket,coat");
    row("category:coat , jacket", "category:jacket,coat");
    row("coat category:jacket", "category:jacket,coat");
    row("cat:coat attr:floral", "category:coat attribute:floral");
    row("shirt", "category:\"shirt, blouse\"");
    row("t-shirt", "category:\"top, t-shirt, sweatshirt\"");
    row("mini", "attribute:\"mini (length)\"");
    row("length:mini,midi", "attribute:\"mini (length)\",midi");
    row("neckline:v-neck pattern:plain", "attribute:v-neck attribute:\"plain (pattern)\"");
    row("\"neckline type\":v-neck", "attribute:v-neck");
    row("length:short", "attribute:\"short (length)\"");
    row("#9", "! '#9' may mean several: category:coat or attribute:\"halter (top)\"");
    row("category:#9", "category:coat");
    row("bow", "category:bow");
    row("coat without belt", "category:coat -category:belt");
    row("without floral", "-attribute:floral");
    row("collection:prints", "collection:prints");
    row("collection:new coats -collection:prints", "-collection:prints collection:\"new coats\"");
    row("tag:prints", "tag:prints");
    row("tag:\"collection:new coats\"", "collection:\"new coats\"");  // as it was once written
    row("tag:new", "! No tag is called 'new'; there is look book, sale, Sale, a\"b\\c or prints");
    row("collection:print", "! No collection is called 'print'; did you mean prints?");
    row("supercategory:wholebody", "supercategory:wholebody");
    row("split:train,none", "split:none,train");
    row("review:done -review:\"in work\"", "-review:\"in work\" review:done");
    row("stars>=3", "stars>=3");
    row("stars>2", "stars>=3");
    row("stars:1..3", "stars:1,2,3");
    row("stars<2", "stars<=1");
    row("stars:5,1", "stars:1,5");
    row("-stars:0", "-stars:0");
    row("tag:\"look book\"", "tag:\"look book\"");
    row("tag:look book", "tag:\"look book\"");
    row("tag:Sale", "tag:Sale");
    row("tag:SALE", "! 'SALE' may mean several: tag:sale or tag:Sale");
    row("tag:\"a\\\"b\\\\c\"", "tag:\"a\\\"b\\\\c\"");
    row("objects>=4", "objects>=4");
    row("objects:3", "objects:3");
    row("score<.5", "score<.5");
    row("score:0.25..0.75", "score:.25...75");
    row("score:.25...75", "score:.25...75");
    row("area:5%..20%", "area:5%..20%");
    row("area:..20", "area<=20%");
    row("area:5..", "area>=5%");
    row("area > 5 %", "area>5%");
    row("area ≥ 5 % coat", "category:coat area>=5%");
    row("area>5% area<20% area>7%", "area>7% area<20%");
    row("area>5% area>=5%", "area>5%");
    row("verdict:missed,false", "verdict:missed,false");
    row("verdict:attribute error", "verdict:\"attribute error\"");
    row("colour:red color:blue", "colour:red,blue");
    row("id:CCP00 -id:\"a b\"", "id:ccp00 -id:\"a b\"");
}

void QueryTextTest::isReadAndWrittenCanonically() {
    QFETCH(QString, text);
    QFETCH(QString, wanted);
    QCOMPARE(QString::fromStdString(canonical(text.toUtf8().constData())), wanted);
    if (!wanted.startsWith('!'))
        QCOMPARE(QString::fromStdString(canonical(wanted.toUtf8().constData())), wanted);
}

void QueryTextTest::faultsSayWhereAndWhat_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* text, int position, int length, const char* sentence) {
        QTest::newRow(text) << text << position << length << sentence;
    };
    row("coat flroal", 5, 6, "No category or attribute is called 'flroal'; did you mean floral?");
    row("category:cot", 9, 3, "No category is called 'cot'; did you mean coat?");
    row("length:xyz", 7, 3,
        "No attribute of length is called 'xyz'; there is above-the-hip, hip, micro, mini, "
        "above-the-knee, knee or 9 more");
    row("coat breasted", 5, 8,
        "No category or attribute is called 'breasted'; did you mean single breasted or double "
        "breasted?");
    row("categry:coat", 0, 7, "There is no field 'categry'; did you mean category?");
    row("review:dne", 7, 3, "No review state is called 'dne'; did you mean done?");
    row("tag:spring", 4, 6,
        "No tag is called 'spring'; there is look book, sale, Sale, a\"b\\c or prints");
    row("cargo", 0, 5,
        "'cargo' may mean several: attribute:\"cargo (pants)\", attribute:\"cargo (shorts)\", "
        "attribute:\"cargo (skirt)\" or attribute:\"cargo (pocket)\"");
    row("coat or jacket", 5, 2,
        "Alternatives stand with a comma between them, as category:coat,jacket");
    row("coat (dress OR skirt)", 5, 6,
        "Brackets have no meaning here. Alternatives stand with a comma between them, as "
        "category:coat,jacket");
    row("coat,floral", 5, 6,
        "'coat' and 'floral' are of different kinds and no alternatives; with a space between them "
        "both must hold");
    row("coat -coat", 6, 4, "'coat' is both asked for and left out");
    row("category:", 8, 1, "A name is missing here");
    row("category:coat,", 13, 1, "A name is missing here");
    row("area>", 4, 1, "A number is missing here");
    row("area>big", 5, 3, "'big' is no number; write area>5% or area:5%..20%");
    row("score>nan", 6, 3, "'nan' is no number; write score<.5 or score:.2...8");
    row("objects:-1", 8, 2, "'-1' is no number; write objects>=4 or objects:2..4");
    row("area>20% area<5%", 9, 7, "No number lies within both bounds");
    row("area:20..5", 5, 5, "No number lies within both bounds");
    row("-area>5%", 1, 4, "A range is not left out but turned round, as area<=5%");
    row("category>coat", 0, 8,
        "'category' has names, not numbers: write category: and one of them");
    row("stars>5", 6, 1, "An image has 0 to 5 stars");
    row("\"coat", 0, 5, "A quotation mark is not closed");
    row("coat -", 5, 1, "A word or a field is missing here");
    row(":coat", 0, 1, "A word or a field is missing here");
    row("id:\"\"", 3, 2, "id: wants a part of an image's name");
}

void QueryTextTest::faultsSayWhereAndWhat() {
    QFETCH(QString, text);
    QFETCH(int, position);
    QFETCH(int, length);
    QFETCH(QString, sentence);
    const ParsedQuery parsed = parseQuery(text.toStdString(), words());
    QVERIFY(parsed.fault);
    QCOMPARE(QString::fromStdString(parsed.fault->sentence), sentence);
    QCOMPARE(int(parsed.fault->position), position);
    QCOMPARE(int(parsed.fault->length), length);
    QVERIFY(parsed.query.empty());
}

void QueryTextTest::aFaultNamesWhatOccurs() {
    const auto sentence = [](const CountOf& countOf) {
        return QString::fromStdString(parseQuery("length:xyz", words(), countOf).fault->sentence);
    };
    const QString none = "No attribute of length is called 'xyz'; ";
    QCOMPARE(sentence([](FacetValue value) -> std::uint32_t {
                 const std::string name = words().nameOf(value);
                 return name == "midi" ? 3 : name == "maxi (length)" ? 8 : 0;
             }),
             none + "there is maxi or midi");
    QCOMPARE(sentence([](FacetValue) { return 0u; }), none + "this data has none");
}

void QueryTextTest::namesThatRepeatAreToldApart() {
    QCOMPARE(canonical("attribute:mini", oddWords()),
             std::string("! 'mini' may mean several: length:mini or size:mini"));
    QCOMPARE(canonical("length:mini", oddWords()), std::string("length:mini"));
    QCOMPARE(canonical("\"size of it\":mini", oddWords()), std::string("size:mini"));
    // No group's name tells these apart.
    QCOMPARE(canonical("attribute:red", oddWords()),
             std::string("! 'red' may mean several: attribute:#3 or attribute:#4"));
    QCOMPARE(canonical("attribute:#4", oddWords()), std::string("attribute:#4"));
    QCOMPARE(canonical("attribute:\"\"", oddWords()), std::string("attribute:\"\""));
    QCOMPARE(canonical("category:#5", oddWords()), std::string("category:#5"));
    QCOMPARE(canonical("colour:red", oddWords()), std::string("colour:red"));
}

void QueryTextTest::whatIsWrittenIsReadAsTheSame() {
    std::mt19937 random(5);
    const auto below = [&](std::size_t n) { return std::uint32_t(random() % n); };
    for (int round = 0; round < 2000; ++round) {
        Query query;
        for (std::uint32_t n = below(6); n > 0; --n) {
            const auto values = words().valuesOf(Facet(below(kFacets)));
            if (!values.empty())
                query.set(values[below(values.size())],
                          below(3) == 0 ? FacetState::Exclude : FacetState::Include);
        }
        for (const Facet facet : {Facet::Area, Facet::Objects, Facet::Score}) {
            NumberRange& range = query.range(facet);
            if (below(3) == 0) {
                range.least = below(1000) / 128.0;
                range.above = below(2) == 0;
            }
            if (below(3) == 0) {
                range.most = 8 + below(1000) / 7.0;
                range.below = below(2) == 0;
            }
        }
        if (below(4) == 0)
            query.ids["look, \"a\\"] = FacetState::Include;
        if (below(4) == 0)
            query.ids["and"] = FacetState::Exclude;
        const std::string text = toText(query, words());
        const ParsedQuery again = parseQuery(text, words());
        QVERIFY2(!again.fault, (text + ": " + (again.fault ? again.fault->sentence : "")).c_str());
        QVERIFY2(again.query == query, text.c_str());
    }
}

void QueryTextTest::noTextIsTooOdd() {
    const std::string pieces[] = {"coat", ":",  "\"", "-",   ",",   " ",    ">=", "..", "5%",
                                  "\\",   "id", "≥",  "not", "and", "area", "=",  "#",  "tag"};
    std::mt19937 random(7);
    for (int round = 0; round < 4000; ++round) {
        std::string text;
        for (auto n = random() % 9; n > 0; --n)
            text += pieces[random() % std::size(pieces)];
        const ParsedQuery parsed = parseQuery(text, words());
        if (parsed.fault) {
            QVERIFY2(parsed.fault->position + parsed.fault->length <= text.size(), text.c_str());
            QVERIFY(!parsed.fault->sentence.empty());
        } else {
            QVERIFY2(parseQuery(toText(parsed.query, words()), words()).query == parsed.query,
                     text.c_str());
        }
        for (const Completion& one : completionsOf(text, random() % (text.size() + 1), words()))
            QVERIFY2(one.position + one.length <= text.size(), text.c_str());
    }
}

void QueryTextTest::completesWhatIsBegun_data() {
    QTest::addColumn<QString>("text");  // | is the cursor
    QTest::addColumn<QString>("wanted");
    const auto row = [](const char* text, const char* wanted) {
        QTest::newRow(text) << text << wanted;
    };
    // What the text is with the first candidate put in.
    row("flor|", "attribute:floral");
    row("category:coat flor|", "category:coat attribute:floral");
    row("coat -flor|", "coat -attribute:floral");
    row("double br|", "attribute:\"double breasted\"");
    row("attribute:double br|", "attribute:\"double breasted\"");
    row("attribute:\"double br|", "attribute:\"double breasted\"");
    row("attribute:\"double br|\" coat", "attribute:\"double breasted\" coat");
    row("category:co|", "category:coat");
    row("category:jacket,dr|", "category:jacket,dress");
    row("category:jacket, dr|", "category:jacket, dress");
    row("breasted|", "attribute:\"single breasted\"");
    row("length:mid|", "length:midi");
    row("length:|", "length:\"above-the-hip (length)\"");
    row("cate|", "category:");
    row("are|", "area>=");
    row("co|at floral", "category:coat floral");
    row("tag:lo|", "tag:\"look book\"");
    row("tag:new|", "");
    row("collection:|", "collection:prints");
    row("collection:co|", "collection:\"new coats\"");
    row("collec|", "collection:");
    row("review:|", "review:none");
    row("colour:re|", "colour:red");
    row("silh|", "silhouette:");
    row("xyzzy|", "");
    row("area>|", "");
    row("nofield:co|", "");
}

void QueryTextTest::completesWhatIsBegun() {
    QFETCH(QString, text);
    QFETCH(QString, wanted);
    std::string typed = text.toStdString();
    const std::size_t cursor = typed.find('|');
    typed.erase(cursor, 1);
    const auto found = completionsOf(typed, cursor, words());
    if (!found.empty())
        typed.replace(found[0].position, found[0].length, found[0].text);
    QCOMPARE(found.empty() ? QString() : QString::fromStdString(typed), wanted);
}

void QueryTextTest::completionsCarryCountsAndPutThemFirst() {
    const auto coat = *words().catalog().categoryNamed("coat");
    const auto countOf = [&](FacetValue value) {
        return value == FacetValue{Facet::Category, coat} ? 7u : 1u;
    };
    const auto found = completionsOf("category:c", 10, words(), countOf);
    QCOMPARE(found[0].label, std::string("coat"));
    QCOMPARE(found[0].images, 7u);
    QCOMPARE(found[0].kind, std::string("category"));
    QCOMPARE(found[1].images, 1u);
    QVERIFY(completionsOf("", 0, words()).size() > 5);
    QCOMPARE(completionsOf("", 0, words())[0].label, std::string("split"));
    QCOMPARE(completionsOf("e", 1, words(), {}, 4).size(), std::size_t(4));
}

QTEST_GUILESS_MAIN(QueryTextTest)
#include "tst_query_text.moc"
