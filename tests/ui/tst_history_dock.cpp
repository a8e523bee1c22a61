// The list of what was done: what stands, what was undone, steps reverted from it.
#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QTableView>

#include "app/session/edit_steps.h"
#include "edit_fixture.h"
#include "ui/history_dock.h"
#include "ui/parts/history_model.h"
#include "ui/parts/table_look.h"
#include "ui/parts/theme.h"

using namespace selvedge;

class HistoryDockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void stepsAreListedNewestFirst();
    void undoneStepsAreStruck();
    void oneStepIsRevertedAndDoneAgain();
    void allAfterOneAreUndone();
    void aRefusalIsSaid();
    void rowsSayWhereAndFromWhatToWhat();
    void aClickGoesToImageAndObject();

private:
    static bool read(EditFixture& f) {
        return f.saved() && QTest::qWaitFor([&] { return f.window.historyDock().settled(); });
    }
    static QString listed(HistoryDock& dock) {
        QStringList rows;
        for (int row = 0; row < dock.model().rowCount(); ++row) {
            const QModelIndex what = dock.model().index(row, HistoryModel::What);
            const bool struck = what.data(Qt::FontRole).value<QFont>().strikeOut();
            rows += (struck ? QStringLiteral("-") : QString()) + what.data().toString();
        }
        return rows.join(u';');
    }
};

void HistoryDockTest::stepsAreListedNewestFirst() {
    EditFixture f;
    QVERIFY(f.start());
    HistoryDock& dock = f.window.historyDock();
    f.action("view.history")->trigger();
    QVERIFY(dock.isVisible() && !dock.table()->isVisible());
    QAbstractItemModelTester tester(&dock.model());
    f.session.edits().apply(starsStep({{0}, {}}, 1));
    f.session.edits().apply(noteStep({{0, 1}, {}}, "x"));
    QVERIFY(read(f));
    QCOMPARE(listed(dock), QStringLiteral("note of 2 images: + note “x”;stars 0 → 1"));
    QVERIFY(dock.table()->isVisible());
    QTRY_VERIFY(dock.table()->viewport()->height() >= 5 * kTableRowHeight);
    const QString when = dock.model().index(0, HistoryModel::When).data().toString();
    QVERIFY2(QRegularExpression(QStringLiteral("^\\d\\d:\\d\\d:\\d\\d$")).match(when).hasMatch(),
             qPrintable(when));
    f.action("view.history")->trigger();
    QVERIFY(!dock.isVisible());
    // What happened meanwhile is there when it is shown again.
    f.session.edits().apply(starsStep({{2}, {}}, 1));
    QVERIFY(f.saved());
    f.action("view.history")->trigger();
    QVERIFY(read(f));
    QCOMPARE(dock.model().rowCount(), 3);
}

void HistoryDockTest::undoneStepsAreStruck() {
    EditFixture f;
    QVERIFY(f.start());
    f.action("view.history")->trigger();
    f.session.edits().apply(starsStep({{0}, {}}, 1));
    f.session.edits().apply(starsStep({{1}, {}}, 2));
    f.session.edits().undo();
    QVERIFY(read(f));
    HistoryDock& dock = f.window.historyDock();
    QCOMPARE(listed(dock), QStringLiteral("-stars 0 → 2;stars 0 → 1"));
    const QModelIndex what = dock.model().index(0, HistoryModel::What);
    QVERIFY(what.data(Qt::AccessibleTextRole).toString().contains("undone"));
    f.session.edits().redo();
    QVERIFY(read(f));
    QCOMPARE(listed(dock), QStringLiteral("stars 0 → 2;stars 0 → 1"));
}

void HistoryDockTest::oneStepIsRevertedAndDoneAgain() {
    EditFixture f;
    QVERIFY(f.start());
    f.action("view.history")->trigger();
    f.session.edits().apply(starsStep({{0}, {}}, 1));
    f.session.edits().apply(starsStep({{1}, {}}, 2));
    QVERIFY(read(f));
    HistoryDock& dock = f.window.historyDock();
    QVERIFY(!dock.revertButton()->isEnabled());
    dock.table()->selectRow(1);
    QTest::mouseClick(dock.revertButton(), Qt::LeftButton);
    QVERIFY(read(f));
    QCOMPARE(listed(dock), QStringLiteral("stars 0 → 2;-stars 0 → 1"));
    QCOMPARE(int(f.mark(0).stars), 0);
    QCOMPARE(int(f.mark(1).stars), 2);
    QCOMPARE(dock.table()->currentIndex().row(), 1);  // still chosen
    QCOMPARE(dock.revertButton()->text(), QStringLiteral("Do it again"));
    QTest::mouseClick(dock.revertButton(), Qt::LeftButton);
    QVERIFY(read(f));
    QCOMPARE(int(f.mark(0).stars), 1);
    QCOMPARE(dock.revertButton()->text(), QStringLiteral("Revert it"));
}

void HistoryDockTest::allAfterOneAreUndone() {
    EditFixture f;
    QVERIFY(f.start());
    f.action("view.history")->trigger();
    for (int stars = 1; stars <= 4; ++stars)
        f.session.edits().apply(starsStep({{0}, {}}, stars));
    QVERIFY(read(f));
    HistoryDock& dock = f.window.historyDock();
    dock.table()->selectRow(0);
    QVERIFY(!dock.undoAfterButton()->isEnabled());  // nothing is after the last one
    dock.table()->selectRow(2);
    QTest::mouseClick(dock.undoAfterButton(), Qt::LeftButton);
    QVERIFY(read(f));
    QCOMPARE(int(f.mark(0).stars), 2);
    QCOMPARE(listed(dock).count(u'-'), 2);
}

void HistoryDockTest::aRefusalIsSaid() {
    EditFixture f;
    QVERIFY(f.start());
    f.action("view.history")->trigger();
    f.session.edits().apply(starsStep({{0}, {}}, 1));
    f.session.edits().apply(starsStep({{0}, {}}, 2));
    QVERIFY(read(f));
    f.window.historyDock().table()->selectRow(1);
    QTest::mouseClick(f.window.historyDock().revertButton(), Qt::LeftButton);
    QVERIFY(read(f));
    QVERIFY2(f.window.messages().text().contains("undo the later steps first"),
             qPrintable(f.window.messages().text()));
    QCOMPARE(int(f.mark(0).stars), 2);
}

void HistoryDockTest::rowsSayWhereAndFromWhatToWhat() {
    EditFixture f;
    QVERIFY(f.start());
    f.action("view.history")->trigger();
    const auto& table = *f.session.objects();
    const auto& catalog = *f.session.catalog();
    const std::vector first{table.rowId[table.objectsOf(0).front()]};
    const std::vector both{table.rowId[table.objectsOf(0).front()],
                           table.rowId[table.objectsOf(1).front()]};
    const auto attribute = *catalog.attributeIndex(7);
    const QString name = QString::fromStdString(catalog.attributes()[attribute].name);
    f.session.edits().apply([=](const ObjectTable& now, const Marks&) {
        return attributeStep(first, now, attribute, true);
    });
    f.session.edits().apply(categoryStep(first, *catalog.categoryNamed("jacket")));
    f.session.edits().apply(categoryStep(both, *catalog.categoryNamed("cape")));
    f.session.edits().apply(reviewStep({{3}, {}}, ReviewState::Done));
    f.session.edits().apply(deleteStep(first));
    QVERIFY(read(f));
    HistoryDock& dock = f.window.historyDock();
    // Of the two one was a jacket by then: the values differ, and are not told.
    QCOMPARE(listed(dock),
             QStringLiteral("cape: deleted;not reviewed → reviewed;category of 2 objects;"
                            "coat → jacket;cape: + %1")
                 .arg(name));
    const auto where = [&](int row) {
        return dock.model().index(row, HistoryModel::Where).data().toString();
    };
    QCOMPARE(where(0), SmallProject::imageId(0));
    QCOMPARE(where(1), SmallProject::imageId(3));
    QCOMPARE(where(2), QStringLiteral("2 images"));
}

void HistoryDockTest::aClickGoesToImageAndObject() {
    EditFixture f;
    QVERIFY(f.start());
    f.action("view.history")->trigger();
    const auto& table = *f.session.objects();
    const ObjectIndex shoe = table.objectsOf(2).back();
    f.session.edits().apply(
        categoryStep(std::vector{table.rowId[shoe]}, *f.session.catalog()->categoryNamed("sock")));
    QVERIFY(read(f));
    f.session.setCurrentImage(0);
    QTableView* table_ = f.window.historyDock().table();
    const QModelIndex what = f.window.historyDock().model().index(0, HistoryModel::What);
    QTest::mouseClick(table_->viewport(), Qt::LeftButton, {}, table_->visualRect(what).center());
    QVERIFY(f.saved());
    QCOMPARE(f.session.currentImage(), std::optional<ImageIndex>(2));
    QCOMPARE(f.session.currentObject(), std::optional(ObjectRef{ObjectRef::Source::Truth, shoe}));
    QVERIFY(f.browse.viewerShown());
}

QTEST_MAIN(HistoryDockTest)
#include "tst_history_dock.moc"
