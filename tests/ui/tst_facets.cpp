#include <QAbstractItemModelTester>
#include <QtTest>

#include "ui/browse/facet_model.h"
#include "ui/browse/facets.h"

using namespace selvedge;

namespace {

Catalog catalog() {
    return Catalog({{0, "coat", "body"}, {1, "shoe", "legs"}, {2, "dress", "body"}},
                   {{10, "long", "length"},
                    {11, "short", "length"},
                    {20, "floral", "pattern"},
                    {21, "plain", "pattern"}});
}

struct Object {
    CategoryIndex category;
    std::vector<AttributeIndex> attributes;
};

ObjectTable tableOf(const std::vector<std::vector<Object>>& images) {
    ObjectTable table;
    table.attributeBegin.push_back(0);
    table.objectBegin.push_back(0);
    for (const auto& objects : images) {
        const auto image = ImageIndex(table.images.size());
        table.images.push_back({"i" + std::to_string(image), 10, 10, {}});
        for (const Object& object : objects) {
            table.objectOrder.push_back(ObjectIndex(table.size()));
            table.image.push_back(image);
            table.category.push_back(object.category);
            table.area.push_back(4);
            table.box.push_back({0, 0, 2, 2});
            table.rowId.push_back(std::int64_t(table.size()));
            for (const AttributeIndex attribute : object.attributes)
                table.attributes.push_back(attribute);
            table.attributeBegin.push_back(std::uint32_t(table.attributes.size()));
        }
        table.objectBegin.push_back(std::uint32_t(table.objectOrder.size()));
    }
    return table;
}

// 0: long floral coat, two shoes; 1: short coat; 2: long plain dress, shoe; 3: nothing.
ObjectTable sample() {
    return tableOf({{{0, {0, 2}}, {1, {}}, {1, {}}}, {{0, {1}}}, {{2, {0, 3}}, {1, {}}}, {}});
}

FacetFilter filterOf(std::vector<int> included, std::vector<int> attributes,
                     std::vector<int> excluded = {}) {
    FacetFilter filter{std::vector<FacetState>(3), std::vector<FacetState>(4)};
    for (const int c : included)
        filter.categories[std::size_t(c)] = FacetState::Include;
    for (const int c : excluded)
        filter.categories[std::size_t(c)] = FacetState::Exclude;
    for (const int a : attributes)
        filter.attributes[std::size_t(a)] = FacetState::Include;
    return filter;
}

using Images = std::vector<ImageIndex>;
using Counts = std::vector<std::uint32_t>;

}  // namespace

class FacetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutAFilterAllImagesRemain();
    void valuesOfAFacetAreAlternatives();
    void facetsMustHoldOnOneObject();
    void countsSayWhatAChoiceInTheFacetWouldLeave();
    void excludedValuesTakeTheirImagesAway();
    void tilesShowOnlyMatchingObjects();
    void theModelIsSoundAndHoldsTheFilter();
};

void FacetsTest::withoutAFilterAllImagesRemain() {
    const FacetResult result = applyFacets(sample(), AttributeGroups(catalog()), 3, {});
    QCOMPARE(result.images, (Images{0, 1, 2, 3}));
    QCOMPARE(result.objects, std::uint64_t(6));
    QCOMPARE(result.categoryCounts, (Counts{2, 2, 1}));
    QCOMPARE(result.attributeCounts, (Counts{2, 1, 1, 1}));
}

void FacetsTest::valuesOfAFacetAreAlternatives() {
    const auto result = applyFacets(sample(), AttributeGroups(catalog()), 3, filterOf({0, 2}, {}));
    QCOMPARE(result.images, (Images{0, 1, 2}));
    QCOMPARE(result.objects, std::uint64_t(3));
}

void FacetsTest::facetsMustHoldOnOneObject() {
    // Image 2 has a shoe and something long, but no long shoe.
    QCOMPARE(applyFacets(sample(), AttributeGroups(catalog()), 3, filterOf({1}, {0})).images,
             Images{});
    QCOMPARE(applyFacets(sample(), AttributeGroups(catalog()), 3, filterOf({0}, {0})).images,
             (Images{0}));
    // Of two groups: long and plain.
    QCOMPARE(applyFacets(sample(), AttributeGroups(catalog()), 3, filterOf({}, {0, 3})).images,
             (Images{2}));
}

void FacetsTest::countsSayWhatAChoiceInTheFacetWouldLeave() {
    const auto result = applyFacets(sample(), AttributeGroups(catalog()), 3, filterOf({0}, {0}));
    QCOMPARE(result.categoryCounts, (Counts{1, 0, 1}));      // long ones
    QCOMPARE(result.attributeCounts, (Counts{1, 1, 1, 0}));  // coats; pattern of long coats
}

void FacetsTest::excludedValuesTakeTheirImagesAway() {
    const auto result = applyFacets(sample(), AttributeGroups(catalog()), 3, filterOf({}, {}, {1}));
    QCOMPARE(result.images, (Images{1, 3}));
    QCOMPARE(result.categoryCounts, (Counts{1, 2, 0}));
}

void FacetsTest::tilesShowOnlyMatchingObjects() {
    const ObjectTable table = sample();
    const ObjectTest test(filterOf({0}, {0}), AttributeGroups(catalog()));
    QVERIFY(test.matches(table, 0));
    QVERIFY(!test.matches(table, 1));
    QVERIFY(!test.matches(table, 3));
    QVERIFY(test.matchesCategory(0) && !test.matchesCategory(2));
    QVERIFY(ObjectTest().matches(table, 5));
}

void FacetsTest::theModelIsSoundAndHoldsTheFilter() {
    FacetModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Catalog names = catalog();
    const AttributeGroups groups(names);
    model.setCatalog(names, OverlayPalette(names), applyFacets(sample(), groups, 3, {}));
    QCOMPARE(model.rowCount(), 3);  // categories, length, pattern
    const QModelIndex categories = model.index(0, 0);
    QCOMPARE(model.rowCount(categories), 3);
    const QModelIndex first = model.index(0, 0, categories);
    QCOMPARE(first.data(), QVariant("coat"));  // most frequent first, file order between equals
    QCOMPARE(first.data(FacetModel::CountRole).toInt(), 2);

    QSignalSpy changed(&model, &FacetModel::filterChanged);
    QVERIFY(model.setData(first, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.filter(), filterOf({0}, {}));
    model.setCounts(applyFacets(sample(), groups, 3, model.filter()));
    QCOMPARE(categories.data(FacetModel::SetRole).toInt(), 1);
    QCOMPARE(model.index(0, 0, model.index(1, 0)).data(FacetModel::CountRole).toInt(), 1);
    model.setState(first, FacetState::Exclude);
    QCOMPARE(first.data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
    model.clear();
    QCOMPARE(model.filter().count(), 0);
}

QTEST_MAIN(FacetsTest)
#include "tst_facets.moc"
