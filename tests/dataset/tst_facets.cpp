#include <QtTest>

#include "dataset/project/facets.h"
#include "tests/dataset/facet_sample.h"

using namespace selvedge;

namespace {

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
};

void FacetsTest::withoutAFilterAllImagesRemain() {
    const FacetResult result = applyFacets(facetSample(), AttributeGroups(facetCatalog()), 3, {});
    QCOMPARE(result.images, (Images{0, 1, 2, 3}));
    QCOMPARE(result.objects, std::uint64_t(6));
    QCOMPARE(result.categoryCounts, (Counts{2, 2, 1}));
    QCOMPARE(result.attributeCounts, (Counts{2, 1, 1, 1}));
}

void FacetsTest::valuesOfAFacetAreAlternatives() {
    const auto result =
        applyFacets(facetSample(), AttributeGroups(facetCatalog()), 3, filterOf({0, 2}, {}));
    QCOMPARE(result.images, (Images{0, 1, 2}));
    QCOMPARE(result.objects, std::uint64_t(3));
}

void FacetsTest::facetsMustHoldOnOneObject() {
    // Image 2 has a shoe and something long, but no long shoe.
    QCOMPARE(
        applyFacets(facetSample(), AttributeGroups(facetCatalog()), 3, filterOf({1}, {0})).images,
        Images{});
    QCOMPARE(
        applyFacets(facetSample(), AttributeGroups(facetCatalog()), 3, filterOf({0}, {0})).images,
        (Images{0}));
    // Of two groups: long and plain.
    QCOMPARE(
        applyFacets(facetSample(), AttributeGroups(facetCatalog()), 3, filterOf({}, {0, 3})).images,
        (Images{2}));
}

void FacetsTest::countsSayWhatAChoiceInTheFacetWouldLeave() {
    const auto result =
        applyFacets(facetSample(), AttributeGroups(facetCatalog()), 3, filterOf({0}, {0}));
    QCOMPARE(result.categoryCounts, (Counts{1, 0, 1}));      // long ones
    QCOMPARE(result.attributeCounts, (Counts{1, 1, 1, 0}));  // coats; pattern of long coats
}

void FacetsTest::excludedValuesTakeTheirImagesAway() {
    const auto result =
        applyFacets(facetSample(), AttributeGroups(facetCatalog()), 3, filterOf({}, {}, {1}));
    QCOMPARE(result.images, (Images{1, 3}));
    QCOMPARE(result.categoryCounts, (Counts{1, 2, 0}));
}

void FacetsTest::tilesShowOnlyMatchingObjects() {
    const ObjectTable table = facetSample();
    const ObjectTest test(filterOf({0}, {0}), AttributeGroups(facetCatalog()));
    QVERIFY(test.matches(table, 0));
    QVERIFY(!test.matches(table, 1));
    QVERIFY(!test.matches(table, 3));
    QVERIFY(test.matchesCategory(0) && !test.matchesCategory(2));
    QVERIFY(ObjectTest().matches(table, 5));
}

QTEST_GUILESS_MAIN(FacetsTest)
#include "tst_facets.moc"
