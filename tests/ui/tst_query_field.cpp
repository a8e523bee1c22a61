#include <QAbstractItemView>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/browse/browse_actions.h"
#include "ui/browse/browse_page.h"
#include "ui/browse/browse_query.h"
#include "ui/browse/filters_panel.h"
#include "ui/browse/query_completer.h"
#include "ui/browse/query_field.h"
#include "ui/browse/query_tokens.h"
#include "ui/parts/message_bar.h"
#include "ui/parts/theme.h"
#include "window_fixture.h"

using namespace selvedge;

using Images = std::vector<ImageIndex>;

// The typed query of Browse in a whole window: with the facets, the gallery and a run.
class QueryFieldTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void typingAndFacetsAreTwoViewsOfOneQuery();
    void withoutTheKeyboardItShowsTokens();
    void aTokenIsDroppedByItsCross();
    void tokensFoldWhereTheRoomIsShort();
    void aWrongWordIsSaidUnderTheField();
    void aCollectionIsCalledSo();
    void completionsArePutIn();
    void anEmptyResultSaysWhatToDrop();
    void savedTextsComeBackAlsoWhenTheyAreWrong();
    void verdictsAreOfferedAndThenAskedFor();
    void tagsMadeSinceCanBeAskedFor();
    void theFieldIsOfBrowseAlone();
    void anEmptyResultDoesNotTakeTheKeyboard();
};

namespace {

QLineEdit* editOf(WindowFixture& f) {
    return f.window.browse().queryField().edit();
}

QPushButton* shownButton(QWidget& in, const QString& text) {
    for (auto* button : in.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == text)
            return button;
    }
    return nullptr;
}

bool isSaid(QWidget& in, const QString& part) {
    for (auto* label : in.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().contains(part))
            return true;
    }
    return false;
}

}  // namespace

void QueryFieldTest::typingAndFacetsAreTwoViewsOfOneQuery() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kFindQuery)->trigger();
    QTRY_COMPARE(QApplication::focusWidget(), editOf(f));
    QTest::keyClicks(editOf(f), QStringLiteral("dress"));
    QCOMPARE(browse.gallery().images(), (Images{2, 5}));
    QCOMPARE(browse.queryText(), QStringLiteral("category:dress"));
    QCOMPARE(editOf(f)->text(), QStringLiteral("dress"));  // as it was typed
    FacetModel& model = browse.filters().model();
    QCOMPARE(model.query(), browse.query().query());
    // A click on a facet, and the field says so.
    const QModelIndex categories = model.groupIndex(Facet::Category);
    for (int row = 0; row < model.rowCount(categories); ++row) {
        const QModelIndex value = model.index(row, 0, categories);
        if (value.data() == QVariant("shoe"))
            model.setState(value, FacetState::Exclude);
    }
    QCOMPARE(editOf(f)->text(), QStringLiteral("category:dress -category:shoe"));
    QCOMPARE(browse.gallery().images(), (Images{5}));
    f.action(browse::kClearFilters)->trigger();
    QCOMPARE(editOf(f)->text(), QString());
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
    QTest::keyClicks(editOf(f), QStringLiteral("objects:1"));
    QCOMPARE(browse.gallery().images(), (Images{1, 3, 5}));
    QTest::keyClick(editOf(f), Qt::Key_Return);
    QVERIFY(browse.gallery().hasFocus());
}

void QueryFieldTest::withoutTheKeyboardItShowsTokens() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    QueryField& field = f.window.browse().queryField();
    QVERIFY(!field.tokens().isVisible());  // nothing to show
    f.action(browse::kFindQuery)->trigger();
    QTRY_COMPARE(QApplication::focusWidget(), editOf(f));
    QTest::keyClicks(editOf(f), QStringLiteral("coat -shoe area>5% stars>=3"));
    QVERIFY(!field.tokens().isVisible());
    QTest::keyClick(editOf(f), Qt::Key_Escape);
    QVERIFY(field.tokens().isVisible());
    QCOMPARE(field.tokens().texts(),
             (QStringList{"category coat", "without category shoe", "area > 5 %", "stars ≥ 3"}));
    // The whole query is heard, also what folds.
    QCOMPARE(editOf(f)->accessibleDescription(),
             QStringLiteral("category coat, without category shoe, area > 5 %, stars ≥ 3"));
    // A click edits the text as it was typed.
    QTest::mouseClick(&field.tokens(), Qt::LeftButton, {}, {field.tokens().width() - 2, 2});
    QTRY_COMPARE(QApplication::focusWidget(), editOf(f));
    QVERIFY(!field.tokens().isVisible());
    QCOMPARE(editOf(f)->text(), QStringLiteral("coat -shoe area>5% stars>=3"));
    // What cannot be read stays text, with a sign.
    QTest::keyClicks(editOf(f), QStringLiteral(" flroal"));
    QTest::keyClick(editOf(f), Qt::Key_Escape);
    QVERIFY(!field.tokens().isVisible());
    QVERIFY(!field.fault().isEmpty());
    QCOMPARE(editOf(f)->accessibleDescription(), field.fault());
}

void QueryFieldTest::aTokenIsDroppedByItsCross() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    browse.setQueryText(QStringLiteral("coat -shoe"));
    QueryTokens& tokens = browse.queryField().tokens();
    QVERIFY(tokens.isVisible());
    QCOMPARE(tokens.removeButton(1)->accessibleName(), QStringLiteral("Allow category shoe"));
    QTest::mouseClick(tokens.removeButton(1), Qt::LeftButton);
    QCOMPARE(browse.queryText(), QStringLiteral("category:coat"));
    QCOMPARE(tokens.texts(), QStringList{"category coat"});
    QCOMPARE(browse.gallery().images(), (Images{0, 1, 3, 4}));
    QVERIFY(QApplication::focusWidget() != editOf(f));
    QTest::mouseClick(tokens.removeButton(0), Qt::LeftButton);
    QVERIFY(browse.query().query().empty());
    QVERIFY(!tokens.isVisible());
}

void QueryFieldTest::tokensFoldWhereTheRoomIsShort() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    browse.setQueryText(
        QStringLiteral("coat -shoe area>5% objects>=1 -attribute:\"double breasted\""));
    QueryTokens& tokens = browse.queryField().tokens();
    tokens.resize(900, 24);
    QCOMPARE(tokens.foldedText(), QString());
    tokens.resize(500, 24);  // "category" goes first
    QCOMPARE(tokens.foldedText(), QString());
    tokens.resize(230, 24);
    QVERIFY(tokens.folded() >= 2);
    QCOMPARE(tokens.foldedText(), QStringLiteral("+%1").arg(tokens.folded()));
    tokens.resize(40, 24);  // the first one stays
    QCOMPARE(tokens.folded(), 4);
    QVERIFY(tokens.removeButton(0)->isVisible());
    QVERIFY(!tokens.removeButton(1)->isVisible());
}

void QueryFieldTest::aCollectionIsCalledSo() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    EditStep step;
    MarkEdit edit;
    edit.image = 1;
    edit.tags = std::vector<std::string>{"collection:new coats"};
    step.marks.push_back(edit);
    f.session.project()->apply(step);
    Q_EMIT f.session.marksChanged();
    FacetModel& model = browse.filters().model();
    const QModelIndex group = model.groupIndex(Facet::Collection);
    QCOMPARE(group.data().toString(), QStringLiteral("Collections"));
    QCOMPARE(model.index(0, 0, group).data().toString(), QStringLiteral("new coats"));
    QTRY_COMPARE(model.index(0, 0, group).data(FacetModel::CountRole).toInt(), 1);
    browse.setQueryText(QStringLiteral("collection:\"new coats\""));
    QCOMPARE(browse.gallery().images(), (Images{1}));
    QCOMPARE(browse.queryField().tokens().texts(), QStringList{"collection new coats"});
    browse.setQueryText(QStringLiteral("collection:new coats shoe"));
    QTRY_VERIFY(shownButton(browse, QStringLiteral("Drop collection new coats: 3 images")));
    QVERIFY(shownButton(browse, QStringLiteral("Drop category shoe: 1 image")));
}

void QueryFieldTest::aWrongWordIsSaidUnderTheField() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kFindQuery)->trigger();
    QTest::keyClicks(editOf(f), QStringLiteral("coat flroal"));
    const QString sentence =
        QStringLiteral("No category or attribute is called 'flroal'; did you mean floral?");
    QCOMPARE(browse.queryField().fault(), sentence);
    QVERIFY(!isSaid(f.window, sentence));  // not while it is being typed
    QTest::keyClick(editOf(f), Qt::Key_Return);
    QVERIFY(isSaid(f.window, sentence));
    QCOMPARE(editOf(f)->accessibleDescription(), sentence);
    // The last query that could be read holds.
    QCOMPARE(browse.queryText(), QStringLiteral("category:coat"));
    // Typing rests: it is said without a key, too.
    QTest::keyClick(editOf(f), Qt::Key_Backspace);
    QVERIFY(!isSaid(f.window, sentence));
    QTRY_VERIFY(isSaid(f.window, QStringLiteral("No category or attribute is called 'flroa'")));
    editOf(f)->clear();
    QVERIFY(browse.queryField().fault().isEmpty());
    QVERIFY(!isSaid(f.window, QStringLiteral("is called")));
    QVERIFY(browse.query().query().empty());
}

void QueryFieldTest::completionsArePutIn() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    f.action(browse::kFindQuery)->trigger();
    QTest::keyClicks(editOf(f), QStringLiteral("double br"));
    auto* completer = browse.queryField().findChild<QueryCompleter*>();
    QVERIFY(completer && completer->popup()->isVisible());
    QCOMPARE(completer->popup()->model()->index(0, 0).data().toString(),
             QStringLiteral("double breasted"));
    QTest::keyClick(completer->popup(), Qt::Key_Down);
    QTest::keyClick(completer->popup(), Qt::Key_Return);
    QCOMPARE(editOf(f)->text(), QStringLiteral("attribute:\"double breasted\" "));
    QCOMPARE(browse.queryText(), QStringLiteral("attribute:\"double breasted\""));
    QTest::keyClicks(editOf(f), QStringLiteral("cate"));
    QTest::keyClick(completer->popup(), Qt::Key_Down);
    QTest::keyClick(completer->popup(), Qt::Key_Return);
    QCOMPARE(editOf(f)->text(), QStringLiteral("attribute:\"double breasted\" category:"));
    // The values of the field come at once, the frequent ones first.
    QTRY_VERIFY(completer->popup()->isVisible());
    const auto spokenFirst = [&] {
        return completer->popup()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
    };
    QCOMPARE(spokenFirst(), QStringLiteral("coat, category"));  // nothing is double breasted
    // Counts are of the rest of the query; beside what cannot be read none is right.
    editOf(f)->clear();
    QTest::keyClicks(editOf(f), QStringLiteral("coa"));
    QCOMPARE(spokenFirst(), QStringLiteral("coat, category, 4 images"));
    editOf(f)->clear();
    QTest::keyClicks(editOf(f), QStringLiteral("objects:1 coa"));
    QCOMPARE(spokenFirst(), QStringLiteral("coat, category, 2 images"));
    editOf(f)->clear();
    QTest::keyClicks(editOf(f), QStringLiteral("flroal coa"));
    QCOMPARE(spokenFirst(), QStringLiteral("coat, category"));
}

void QueryFieldTest::anEmptyResultSaysWhatToDrop() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    browse.setQueryText(QStringLiteral("dress shoe -objects:9"));
    QVERIFY(!browse.queryField().fault().isEmpty());
    browse.setQueryText(QStringLiteral("dress objects>2 area>1%"));
    QVERIFY(browse.gallery().images().empty());
    QTRY_VERIFY(shownButton(browse, QStringLiteral("Drop objects > 2: 2 images")));
    shownButton(browse, QStringLiteral("Drop objects > 2: 2 images"))->click();
    QCOMPARE(browse.gallery().images(), (Images{2, 5}));
    QCOMPARE(editOf(f)->text(), QStringLiteral("category:dress area>1%"));
    // Of objects where these are the tiles, and all ways; the one that keeps the category first.
    f.action(browse::kObjects)->trigger();
    browse.setQueryText(QStringLiteral("dress area>90%"));
    QTRY_VERIFY(shownButton(browse, QStringLiteral("Drop area > 90 %: 2 objects")));
    QVERIFY(isSaid(browse, QStringLiteral("No object answers all of this.")));
    f.action(browse::kImages)->trigger();
    browse.setQueryText(QStringLiteral("shoe objects:1"));
    QTRY_VERIFY(shownButton(browse, QStringLiteral("Drop category shoe: 3 images")));
    auto* first = shownButton(browse, QStringLiteral("Drop objects 1: 3 images"));
    QVERIFY(first);
    // Enter in the field goes to it, and presses it.
    f.action(browse::kFindQuery)->trigger();
    QTest::keyClick(editOf(f), Qt::Key_Return);
    QTRY_COMPARE(QApplication::focusWidget(), first);
    QTest::keyClick(first, Qt::Key_Return);
    QCOMPARE(browse.gallery().images(), (Images{0, 2, 4}));
    QTRY_COMPARE(QApplication::focusWidget(), &browse.gallery());
    // Nothing alone helps: all go.
    browse.setQueryText(QStringLiteral("cape jumpsuit objects>2"));
    QTRY_VERIFY(shownButton(browse, QStringLiteral("Clear filters")));
    shownButton(browse, QStringLiteral("Clear filters"))->click();
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
}

void QueryFieldTest::savedTextsComeBackAlsoWhenTheyAreWrong() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    browse.setQueryText(QStringLiteral("coat -shoe"));
    const QString kept = browse.queryText();
    browse.setQueryText({});
    QCOMPARE(browse.gallery().images().size(), std::size_t(6));
    browse.setQueryText(kept);
    QCOMPARE(browse.gallery().images(), (Images{1, 3}));
    browse.setQueryText(QStringLiteral("tag:gone"));
    QVERIFY(isSaid(f.window, QStringLiteral("No tag is called 'gone'")));
    QCOMPARE(editOf(f)->text(), QStringLiteral("tag:gone"));
    QCOMPARE(browse.queryText(), kept);
}

void QueryFieldTest::verdictsAreOfferedAndThenAskedFor() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    browse.setQueryText(QStringLiteral("verdict:missed"));
    QVERIFY(isSaid(browse, QStringLiteral("Verdicts and scores need predictions")));
    QVERIFY(shownButton(browse, QStringLiteral("Import predictions…")));
    browse.setQueryText({});
    f.session.importPredictions(results(small));
    QTRY_VERIFY2(f.session.predictions(), qPrintable(f.window.messages().text()));
    // A coat of .9 and a shoe of .3 in image 0.
    browse.setQueryText(QStringLiteral("score>=.5"));
    QTRY_COMPARE(browse.gallery().images(), (Images{0}));
    QTRY_VERIFY(f.session.matchTable());
    browse.setQueryText(QStringLiteral("verdict:missed"));
    QTRY_VERIFY(browse.query().result().count({Facet::Verdict, 2}) > 0);
    // All images but those whose objects were all found: nothing was seen in 1 to 5.
    QTRY_COMPARE(browse.gallery().images(), (Images{0, 1, 2, 3, 4, 5}));
    browse.setQueryText(QStringLiteral("coat verdict:right,\"attribute error\""));
    QTRY_COMPARE(browse.gallery().images(), (Images{0}));
    QCOMPARE(browse.query().result().objects.size(), std::size_t(1));
    // The doubtful shoe counts as false once the threshold lets it pass.
    browse.setQueryText(QStringLiteral("verdict:false"));
    QTRY_VERIFY(browse.gallery().images().empty());
    OperatingPoint point = f.session.operatingPoint();
    point.scoreThreshold = .2;
    f.session.setOperatingPoint(point);
    QTRY_COMPARE(browse.gallery().images(), (Images{0}));
    // Among the objects it is a tile of its own.
    f.action(browse::kObjects)->trigger();
    QTRY_COMPARE(browse.gallery().model().count(), 1);
    QVERIFY(browse.gallery().isVisible());
    QCOMPARE(
        browse.gallery().loader().numbers().objectOf(browse.gallery().model().items().at(0).index),
        (ObjectRef{ObjectRef::Source::Prediction, 1}));
}

void QueryFieldTest::tagsMadeSinceCanBeAskedFor() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    BrowsePage& browse = f.window.browse();
    browse.setQueryText(QStringLiteral("coat"));
    EditStep step;
    MarkEdit edit;
    edit.image = 1;
    edit.tags = std::vector<std::string>{"look book"};
    step.marks.push_back(edit);
    f.session.project()->apply(step);
    Q_EMIT f.session.marksChanged();
    QCOMPARE(browse.queryText(), QStringLiteral("category:coat"));
    FacetModel& model = browse.filters().model();
    const QModelIndex tags = model.groupIndex(Facet::Tag);
    QCOMPARE(model.index(0, 0, tags).data().toString(), QStringLiteral("look book"));
    QTRY_COMPARE(model.index(0, 0, tags).data(FacetModel::CountRole).toInt(), 1);
    browse.setQueryText(QStringLiteral("coat tag:look book"));
    QCOMPARE(browse.gallery().images(), (Images{1}));
}

void QueryFieldTest::theFieldIsOfBrowseAlone() {
    WindowFixture f;
    QueryField& field = f.window.browse().queryField();
    QVERIFY(!field.isVisible());
    const SmallProject small;
    QVERIFY(f.open(small));
    QVERIFY(field.isVisible());
    f.action("workspace.evaluate")->trigger();
    QVERIFY(!field.isVisible());
    f.action("workspace.browse")->trigger();
    QVERIFY(field.isVisible());
    // At the smallest window it still is there.
    f.window.resize(1024, 640);
    QTRY_VERIFY(field.width() >= 120);
}

void QueryFieldTest::anEmptyResultDoesNotTakeTheKeyboard() {
    WindowFixture f;
    const SmallProject small;
    QVERIFY(f.open(small));
    f.action(browse::kFindQuery)->trigger();
    QTRY_COMPARE(QApplication::focusWidget(), editOf(f));
    QTest::keyClicks(editOf(f), QStringLiteral("coat area>90%"));
    QTest::keyClick(editOf(f), Qt::Key_Return);
    QVERIFY(f.window.browse().gallery().images().empty());
    f.action(browse::kFindQuery)->trigger();
    QTRY_COMPARE(QApplication::focusWidget(), editOf(f));
    editOf(f)->selectAll();
    QTest::keyClicks(editOf(f), QStringLiteral("dress"));
    QTRY_VERIFY(f.window.browse().gallery().isVisible());
    QCOMPARE(QApplication::focusWidget(), editOf(f));
}

QTEST_MAIN(QueryFieldTest)
#include "tst_query_field.moc"
