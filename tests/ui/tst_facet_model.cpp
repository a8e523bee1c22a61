#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLineEdit>
#include <QMouseEvent>
#include <QTreeView>
#include <QtTest>
#include <cmath>

#include "dataset/project/query_text.h"
#include "tests/dataset/query_sample.h"
#include "ui/browse/facet_proxy.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/range_row.h"

using namespace selvedge;

namespace {

// A model over the sample, as the page fills it.
void fill(FacetModel& model, const QueryData& data = queryData()) {
    model.setWords(data.words, OverlayPalette(data.words->catalog()), applyQuery({}, data));
}

QStringList namesUnder(const QAbstractItemModel& model, const QModelIndex& parent) {
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row)
        names += model.index(row, 0, parent).data().toString();
    return names;
}

// 15 categories, the first with an object in as many images as it is far from the end.
QueryData manyCategories() {
    std::vector<Category> categories;
    std::vector<std::vector<SampleObject>> images(20);
    for (int i = 0; i < 15; ++i) {
        categories.push_back({i, "c" + std::to_string(i), "all"});
        for (std::size_t image = 0; image < std::size_t(15 - i); ++image)
            images[image].push_back({CategoryIndex(i), {}});
    }
    QueryData data;
    data.words = std::make_shared<const Vocabulary>(
        std::make_shared<const Catalog>(categories, std::vector<Attribute>{}));
    data.table = std::make_shared<const ObjectTable>(queryTable(images));
    return data;
}

// Eight groups of two attributes; one of the even groups' is on an object.
QueryData manyAttributes() {
    std::vector<Attribute> attributes;
    std::vector<SampleObject> objects;
    for (int group = 0; group < 8; ++group) {
        const std::string name = "g" + std::to_string(group);
        attributes.push_back({2 * group, name + " no", name});
        attributes.push_back({2 * group + 1, name + " yes", name});
        if (group % 2 == 0)
            objects.push_back({0, {AttributeIndex(2 * group + 1)}});
    }
    QueryData data;
    data.words = std::make_shared<const Vocabulary>(
        std::make_shared<const Catalog>(std::vector<Category>{{0, "coat", "body"}}, attributes));
    data.table = std::make_shared<const ObjectTable>(queryTable({objects}));
    return data;
}

}  // namespace

class FacetModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isSoundAndOffersChangedQueries();
    void facetsComeInTheirOrder();
    void categoriesComeAsTheRestOfTheQueryLeavesThem();
    void runsAndColoursAreSaidHonestly();
    void groupsOfAttributesFoldToThoseThatOccur();
    void whatThePersonFoldsIsKept();
    void longListsFoldToTheFirstOnes();
    void searchingLooksIntoFoldedLists();
    void boundsOfRangesStandOnRoundNumbers();
    void rangesAreMovedByKeysAndMouse();
};

void FacetModelTest::isSoundAndOffersChangedQueries() {
    FacetModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QueryData data = queryData();
    fill(model, data);
    const QModelIndex categories = model.groupIndex(Facet::Category);
    const QModelIndex first = model.index(0, 0, categories);
    QCOMPARE(first.data(), QVariant("coat"));  // most frequent first, file order between equals
    QCOMPARE(first.data(FacetModel::CountRole).toInt(), 2);

    Query wanted;
    int times = 0;
    connect(&model, &FacetModel::queryWanted, this, [&](const Query& query) {
        wanted = query;
        ++times;
    });
    QVERIFY(model.setData(first, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(times, 1);
    QCOMPARE(toText(wanted, *data.words), std::string("category:coat"));
    model.setResult(applyQuery(wanted, data), applyQuery({}, data));
    QCOMPARE(categories.data(FacetModel::AsideRole).toString(), QStringLiteral("1 set"));
    const QModelIndex length = model.groupIndex(Facet::Attribute, 0);
    QCOMPARE(length.data().toString(), QStringLiteral("Length"));
    QCOMPARE(model.index(0, 0, length).data(FacetModel::CountRole).toInt(), 1);
    model.setState(first, FacetState::Exclude);
    QCOMPARE(first.data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
    QCOMPARE(toText(wanted, *data.words), std::string("-category:coat"));
    model.setQuery({});
    QCOMPARE(first.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    QCOMPARE(times, 2);  // what is set from outside is not offered again
}

void FacetModelTest::categoriesComeAsTheRestOfTheQueryLeavesThem() {
    FacetModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    // A coat in images 0 to 2, a dress in 1 and 3, where 1 and 3 have two objects.
    QueryData data = queryData();
    data.table = std::make_shared<const ObjectTable>(
        queryTable({{{0, {}}}, {{0, {}}, {2, {}}}, {{0, {}}}, {{2, {}}, {2, {}}}}));
    fill(model, data);
    const QModelIndex categories = model.groupIndex(Facet::Category);
    const auto ask = [&](const char* text) {
        const Query query = parseQuery(text, *data.words).query;
        model.setQuery(query);
        model.setResult(applyQuery(query, data), applyQuery({}, data));
        return namesUnder(model, categories).mid(0, 2);
    };
    const QStringList coatFirst{"coat", "dress"}, dressFirst{"dress", "coat"};
    QCOMPARE(ask(""), coatFirst);
    const QPersistentModelIndex coat = model.index(0, 0, categories);
    QCOMPARE(ask("dress"), coatFirst);  // a choice among them moves none
    QCOMPARE(ask("dress objects:2"), dressFirst);
    QCOMPARE(coat.row(), 1);
    QCOMPARE(coat.data().toString(), QStringLiteral("coat"));
    QCOMPARE(ask("coat objects:2"), dressFirst);
    QCOMPARE(ask("coat"), coatFirst);
}

void FacetModelTest::facetsComeInTheirOrder() {
    FacetModel model;
    QueryData data = queryData({"sale", "gone", "collection:prints"});
    auto marks = std::make_shared<Marks>();
    marks->tagNames = data.words->tags();
    marks->images = {{0, {}}};
    marks->images.front().second.tags = {0, 2};
    data.marks = marks;
    fill(model, data);
    QCOMPARE(namesUnder(model, {}),
             (QStringList{"Split", "Category", "Supercategory", "Length", "Pattern", "", "Verdict",
                          "Score of prediction", "Area of object", "Objects in the image", "Colour",
                          "Review state", "Stars", "Tags", "Collections"}));
    FacetProxy shown;
    shown.setSourceModel(&model);
    const auto under = [&](Facet facet) {
        return namesUnder(shown, shown.mapFromSource(model.groupIndex(facet)));
    };
    QCOMPARE(under(Facet::Split), (QStringList{"train", "validation", "test", "in no split"}));
    QCOMPARE(under(Facet::Stars),
             (QStringList{"5 stars", "4 stars", "3 stars", "2 stars", "1 star", "no stars"}));
    QCOMPARE(under(Facet::Tag), (QStringList{"sale"}));  // not what nothing carries any more
    QCOMPARE(under(Facet::Collection), (QStringList{"prints"}));
    model.setState(model.index(0, 0, model.groupIndex(Facet::Collection)), FacetState::Include);
    QCOMPARE(toText(model.query(), model.words()), std::string("collection:prints"));
}

void FacetModelTest::groupsOfAttributesFoldToThoseThatOccur() {
    FacetModel model;
    fill(model, manyAttributes());
    FacetProxy shown;
    QAbstractItemModelTester tester(&shown, QAbstractItemModelTester::FailureReportingMode::QtTest);
    shown.setSourceModel(&model);
    const auto attributes = [&] { return namesUnder(shown, {}).mid(3, 6); };
    QCOMPARE(attributes(), (QStringList{"G0", "G2", "G4", "5 more groups of attributes…", "Verdict",
                                        "Score of prediction"}));
    // Values that do not occur fold, too.
    const auto under = [&](GroupIndex group) {
        return namesUnder(shown, shown.mapFromSource(model.groupIndex(Facet::Attribute, group)));
    };
    QCOMPARE(under(0), (QStringList{"g0 yes", "1 that does not occur…"}));
    // What is set shows.
    model.setState(model.index(0, 0, model.groupIndex(Facet::Attribute, 1)), FacetState::Exclude);
    QCOMPARE(attributes(),
             (QStringList{"G0", "G1", "G2", "G4", "4 more groups of attributes…", "Verdict"}));
    model.setQuery({});
    shown.setAllGroups(true);
    QCOMPARE(attributes(), (QStringList{"G0", "G1", "G2", "G3", "G4", "G5"}));
    QVERIFY(namesUnder(shown, {}).contains("Fewer groups of attributes"));
    // No wall of nothing, however it was kept; still found.
    QueryData none = queryData();
    none.table = std::make_shared<const ObjectTable>(queryTable({{{0, {}}}, {{1, {}}}}));
    fill(model, none);
    QVERIFY(!namesUnder(shown, {}).contains("Length"));
    QVERIFY(namesUnder(shown, {}).contains("This data has no attributes."));
    shown.setSearch(QStringLiteral("flor"));
    QCOMPARE(namesUnder(shown, {}), QStringList{"Pattern"});
}

void FacetModelTest::whatThePersonFoldsIsKept() {
    FiltersPanel panel;
    fill(panel.model());
    panel.showFacets(false);
    const auto isOpen = [](FiltersPanel& in, Facet facet) {
        const auto* shown = static_cast<const FacetProxy*>(in.tree()->model());
        return in.tree()->isExpanded(shown->mapFromSource(in.model().groupIndex(facet)));
    };
    QVERIFY(isOpen(panel, Facet::Category) && !isOpen(panel, Facet::Stars));
    QVERIFY(panel.kept().isEmpty());  // nobody chose that
    const auto* shown = static_cast<const FacetProxy*>(panel.tree()->model());
    panel.tree()->collapse(shown->mapFromSource(panel.model().groupIndex(Facet::Category)));
    panel.tree()->expand(shown->mapFromSource(panel.model().groupIndex(Facet::Stars)));
    QCOMPARE(panel.kept(), (QVariantMap{{"Category", false}, {"Stars", true}}));
    FiltersPanel later;
    later.setKept(panel.kept());
    fill(later.model());
    later.showFacets(false);
    QVERIFY(!isOpen(later, Facet::Category) && isOpen(later, Facet::Stars));
    QVERIFY(isOpen(later, Facet::Area));
}

void FacetModelTest::runsAndColoursAreSaidHonestly() {
    FacetModel model;
    fill(model);
    model.setSituation({true, false, false, false, "r50", 2, 6});
    const QModelIndex verdict = model.groupIndex(Facet::Verdict);
    FacetProxy shown;
    shown.setSourceModel(&model);
    const auto under = [&](Facet facet) {
        return namesUnder(shown, shown.mapFromSource(model.groupIndex(facet)));
    };
    // That, in place of verdicts.
    QCOMPARE(under(Facet::Verdict),
             (QStringList{"These predictions have not been compared with the ground truth.",
                          "Evaluate"}));
    const QModelIndex command = model.index(model.rowCount(verdict) - 1, 0, verdict);
    QCOMPARE(command.data(FacetModel::CommandRole).toInt(), int(FacetModel::Command::Evaluate));
    QCOMPARE(verdict.data(FacetModel::AsideRole).toString(), QStringLiteral("r50"));
    model.setSituation({true, false, true, false, "r50", 2, 6});
    QCOMPARE(under(Facet::Verdict), QStringList{"Comparing with the ground truth…"});
    model.setSituation({true, true, false, false, "r50", 2, 6});
    QCOMPARE(under(Facet::Verdict), (QStringList{"right", "attribute error", "missed", "false"}));
    QCOMPARE(under(Facet::Score), QStringList{"Score of prediction"});
    model.setSituation({false, false, false, false, "", 2, 6});
    QCOMPARE(under(Facet::Verdict),
             (QStringList{"Verdicts need predictions: import a file or run Predict.",
                          "Import predictions…"}));
    QCOMPARE(under(Facet::Score),
             QStringList{"Scores need predictions: import a file or run Predict."});
    const QModelIndex colour = model.groupIndex(Facet::Colour);
    QVERIFY(colour.data(Qt::ToolTipRole).toString().contains("known of 2 of 6 objects"));
    QCOMPARE(under(Facet::Colour).last(), QStringLiteral("known of 2 of 6 objects"));
}

void FacetModelTest::longListsFoldToTheFirstOnes() {
    FacetModel model;
    fill(model, manyCategories());
    FacetProxy shown;
    QAbstractItemModelTester tester(&shown, QAbstractItemModelTester::FailureReportingMode::QtTest);
    shown.setSourceModel(&model);
    const auto categories = [&] { return shown.mapFromSource(model.groupIndex(Facet::Category)); };
    QStringList names = namesUnder(shown, categories());
    QCOMPARE(names.size(), 9);
    QCOMPARE(names.first(), QStringLiteral("c0"));
    QCOMPARE(names.last(), QStringLiteral("7 more…"));
    // What is set shows, and the rest counts less.
    model.setState(model.index(12, 0, model.groupIndex(Facet::Category)), FacetState::Include);
    names = namesUnder(shown, categories());
    QVERIFY(names.contains("c12"));
    QCOMPARE(names.last(), QStringLiteral("6 more…"));
    shown.unfold(categories());
    names = namesUnder(shown, categories());
    QCOMPARE(names.size(), 15);
    QCOMPARE(names.last(), QStringLiteral("c14"));
}

void FacetModelTest::searchingLooksIntoFoldedLists() {
    FiltersPanel panel;
    fill(panel.model(), manyCategories());
    panel.showFacets(false);
    panel.field()->setText(QStringLiteral("c13"));
    const QAbstractItemModel& shown = *panel.tree()->model();
    QCOMPARE(shown.rowCount(), 1);
    QCOMPARE(namesUnder(shown, shown.index(0, 0)), QStringList{"c13"});
    QVERIFY(panel.tree()->isExpanded(shown.index(0, 0)));
    panel.field()->clear();
    QVERIFY(shown.rowCount() > 1);
    // The categories are open again, the stars are not.
    for (int row = 0; row < shown.rowCount(); ++row) {
        const QModelIndex group = shown.index(row, 0);
        if (group.data() == QVariant("Category"))
            QVERIFY(panel.tree()->isExpanded(group));
        if (group.data() == QVariant("Stars"))
            QVERIFY(!panel.tree()->isExpanded(group));
    }
}

void FacetModelTest::boundsOfRangesStandOnRoundNumbers() {
    const RangeScale area(Facet::Area), objects(Facet::Objects);
    QCOMPARE(area.bins(), int(kAreaBins));
    QCOMPARE(area.lowerPosition({}), 0.);
    QCOMPARE(area.upperPosition({}), double(kAreaBins));
    NumberRange range = area.withLower({}, 9);
    QCOMPARE(range.least, 5.);
    QVERIFY(!std::isfinite(range.most));
    range = area.withUpper(range, 3);  // not past the lower one
    QCOMPARE(range.most, kAreaEdges[10]);
    QVERIFY(area.withUpper(range, int(kAreaBins)).most > 1e9);
    QCOMPARE(area.withLower(range, 0),
             NumberRange({NumberRange().least, range.most, false, false}));
    range = objects.withUpper(objects.withLower({}, 2), 5);
    QVERIFY(range.contains(2) && range.contains(4) && !range.contains(5));
    QCOMPARE(objects.upperPosition(range), 5.);
}

void FacetModelTest::rangesAreMovedByKeysAndMouse() {
    FiltersPanel panel;
    panel.resize(256, 600);
    fill(panel.model());
    panel.showFacets(false);
    panel.show();
    QTreeView* tree = panel.tree();
    const auto* shown = static_cast<const FacetProxy*>(tree->model());
    const QModelIndex group = shown->mapFromSource(panel.model().groupIndex(Facet::Area));
    const QModelIndex row = shown->index(0, 0, group);
    const NumberRange& area = panel.model().query().area;
    tree->setCurrentIndex(row);
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Right);
    QCOMPARE(area.least, kAreaEdges[1]);
    QTest::keyClick(tree, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(area.most, kAreaEdges[kAreaBins - 1]);
    QTest::keyClick(tree, Qt::Key_Left);
    QVERIFY(!std::isfinite(area.least));
    tree->scrollTo(row);
    const QRect bars = rangeBars(tree->visualRect(row));
    const auto at = [&](int bin) {
        return QPoint(bars.left() + bars.width() * bin / int(kAreaBins), bars.bottom() + 12);
    };
    QTest::mousePress(tree->viewport(), Qt::LeftButton, {}, at(2));
    QCOMPARE(area.least, kAreaEdges[2]);
    QMouseEvent move(QEvent::MouseMove, at(8), tree->viewport()->mapToGlobal(at(8)), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(tree->viewport(), &move);
    QTest::mouseRelease(tree->viewport(), Qt::LeftButton, {}, at(8));
    QCOMPARE(area.least, kAreaEdges[8]);
    QCOMPARE(group.data(FacetModel::AsideRole).toString(), QStringLiteral("4 % to 80 %"));
}

QTEST_MAIN(FacetModelTest)
#include "tst_facet_model.moc"
