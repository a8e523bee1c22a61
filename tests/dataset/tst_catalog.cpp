#include <QTemporaryDir>
#include <QtTest>

#include "dataset/catalog.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"

using namespace selvedge;

class TestCatalog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void builtInHasGapsInItsIds();
    void builtInEqualsThePublishedFile();
    void jsonComesBack();
    void groupsComeInTheCatalogsOrder();
    void builtInHasItsGroups();
    void repeatedOrNegativeIdsAreRefused();
    void badFilesAreNamedWithTheReason_data();
    void badFilesAreNamedWithTheReason();
    void absentFileIsNotFound();
};

namespace {

bool same(const Catalog& a, const Catalog& b) {
    const auto equal = [](const auto& x, const auto& y, auto group) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                          [&](const auto& p, const auto& q) {
                              return p.id == q.id && p.name == q.name && p.*group == q.*group;
                          });
    };
    return equal(a.categories(), b.categories(), &Category::supercategory) &&
           equal(a.attributes(), b.attributes(), &Attribute::group);
}

}  // namespace

void TestCatalog::builtInHasGapsInItsIds() {
    const Catalog catalog = Catalog::builtIn();
    QCOMPARE(catalog.categories().size(), 46u);
    QCOMPARE(catalog.attributes().size(), 294u);
    QCOMPARE(catalog.attributes().back().id, 340);
    QCOMPARE(catalog.attributeIndex(340), std::optional<AttributeIndex>(293));
    QVERIFY(!catalog.attributeIndex(235) && !catalog.attributeIndex(284));
    QVERIFY(!catalog.attributeIndex(-1) && !catalog.categoryIndex(46));
    QCOMPARE(catalog.categoryNamed("shirt, blouse"), std::optional<CategoryIndex>(0));
    QVERIFY(!catalog.categoryNamed("spacesuit"));
    const auto jeans = catalog.attributeNamed("jeans");
    QVERIFY(jeans);
    QCOMPARE(catalog.attributes()[*jeans].id, 36);
}

void TestCatalog::builtInEqualsThePublishedFile() {
    const QString path = SELVEDGE_SHARED "/data/ccp/label_descriptions.json";
    if (!QFile::exists(path))
        QSKIP("../shared/data is absent");
    QVERIFY(same(Catalog::fromLabelDescriptions(path.toStdString()), Catalog::builtIn()));
}

void TestCatalog::jsonComesBack() {
    const Catalog catalog({{7, "größe \"x\"", "a"}, {3, "b", ""}}, {{9, "z", "group"}});
    const Catalog read = Catalog::fromLabelDescriptionsJson(catalog.toLabelDescriptionsJson());
    QVERIFY(same(read, catalog));
    QCOMPARE(read.categoryIndex(3), std::optional<CategoryIndex>(1));
}

void TestCatalog::groupsComeInTheCatalogsOrder() {
    const Catalog catalog(
        {{0, "shirt", ""}},
        {{5, "long", "length"}, {3, "red", "colour"}, {9, "short", "length"}, {7, "odd", ""}});
    QCOMPARE(catalog.groups(), (std::vector<std::string>{"length", "colour", ""}));
    QCOMPARE(catalog.attributesOf(0), (std::vector<AttributeIndex>{0, 2}));
    QCOMPARE(catalog.attributesOf(2), (std::vector<AttributeIndex>{3}));
    QCOMPARE(catalog.groupOf(2), GroupIndex(0));
    QVERIFY(Catalog({{0, "shirt", ""}}, {}).groups().empty());
}

void TestCatalog::builtInHasItsGroups() {
    const Catalog catalog = Catalog::builtIn();
    QCOMPARE(catalog.groups().size(), std::size_t(11));
    std::size_t attributes = 0;
    for (GroupIndex group = 0; group < catalog.groups().size(); ++group)
        attributes += catalog.attributesOf(group).size();
    QCOMPARE(attributes, std::size_t(294));
}

void TestCatalog::repeatedOrNegativeIdsAreRefused() {
    QVERIFY_EXCEPTION_THROWN(Catalog({{1, "a", ""}, {1, "b", ""}}, {}), Error);
    QVERIFY_EXCEPTION_THROWN(Catalog({}, {{-1, "a", ""}}), Error);
}

void TestCatalog::badFilesAreNamedWithTheReason_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no JSON") << QByteArray("{\n\"categories\": [}") << "line 2, column 16";
    QTest::newRow("list") << QByteArray("[1]") << "no list \"categories\"";
    QTest::newRow("no list") << QByteArray("{\"categories\": 3}") << "\"categories\" is not a list";
    QTest::newRow("id") << QByteArray("{\"categories\": [{\"id\": 1.5, \"name\": \"a\"}]}")
                        << "entry 1: \"id\" is not a whole number";
    QTest::newRow("huge id") << QByteArray(
                                    "{\"categories\": [{\"id\": 9999999999, \"name\": \"a\"}]}")
                             << "entry 1: \"id\" is not a whole number";
    QTest::newRow("name") << QByteArray("{\"categories\": [{\"id\": 1}]}")
                          << "\"name\" is not a text";
    QTest::newRow("twice") << QByteArray(
                                  "{\"categories\": [{\"id\": 1, \"name\": \"a\"}, "
                                  "{\"id\": 1, \"name\": \"b\"}]}")
                           << "category id 1 occurs twice";
    QTest::newRow("deep") << QByteArray(100000, '[') << "nested too deeply";
    QTest::newRow("large") << QByteArray(5 << 20, ' ') << "larger than 4 MiB";
}

void TestCatalog::badFilesAreNamedWithTheReason() {
    QFETCH(QByteArray, text);
    QFETCH(QString, reason);
    QTemporaryDir folder;
    const std::string path = folder.filePath("labels.json").toStdString();
    writeFileAtomically(path, text.toStdString());
    try {
        Catalog::fromLabelDescriptions(path);
        QFAIL("the file was taken");
    } catch (const Error& error) {
        const QString sentence = QString::fromStdString(error.what());
        QVERIFY2(sentence.startsWith(QString::fromStdString(path)), qPrintable(sentence));
        QVERIFY2(sentence.contains(reason), qPrintable(sentence));
        QCOMPARE(error.kind(), ErrorKind::BadFormat);
    }
}

void TestCatalog::absentFileIsNotFound() {
    try {
        Catalog::fromLabelDescriptions("/nowhere/labels.json");
        QFAIL("it was found");
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::NotFound);
    }
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
