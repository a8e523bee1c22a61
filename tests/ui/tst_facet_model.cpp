#include <QAbstractItemModelTester>
#include <QtTest>

#include "tests/dataset/facet_sample.h"
#include "ui/browse/facet_model.h"

using namespace selvedge;

class FacetModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isSoundAndHoldsTheFilter();
};

void FacetModelTest::isSoundAndHoldsTheFilter() {
    FacetModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Catalog names = facetCatalog();
    const AttributeGroups groups(names);
    model.setCatalog(names, OverlayPalette(names), applyFacets(facetSample(), groups, 3, {}));
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
    model.setCounts(applyFacets(facetSample(), groups, 3, model.filter()));
    QCOMPARE(categories.data(FacetModel::SetRole).toInt(), 1);
    QCOMPARE(model.index(0, 0, model.index(1, 0)).data(FacetModel::CountRole).toInt(), 1);
    model.setState(first, FacetState::Exclude);
    QCOMPARE(first.data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
    model.clear();
    QCOMPARE(model.filter().count(), 0);
}

QTEST_MAIN(FacetModelTest)
#include "tst_facet_model.moc"
