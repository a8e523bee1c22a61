// The inspector: objects with eyes and verdicts, attributes against the partner's, edits of them.
#include <QAbstractItemModelTester>
#include <QLabel>

#include "app/session/edit_steps.h"
#include "app/session/visible_objects.h"
#include "edit_fixture.h"
#include "ui/browse/chips_view.h"
#include "ui/browse/edit_actions.h"
#include "ui/browse/object_delegate.h"
#include "ui/browse/object_details.h"
#include "ui/browse/viewer.h"
#include "ui/parts/theme.h"

using namespace selvedge;

class InspectorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void verdictsStandBesideTheObjects();
    void attributesAreComparedWithThePartner();
    void anEyeIsClosedByClickAndBySpace();
    void closedEyesStayClosedThroughAnEdit();
    void anObjectIsDeletedAndRestored();
    void editsKeepPredictionsOnTheScreen();
    void severalObjectsAreSaidSo();
    void buttonsAreOfTheTruthOnly();

private:
    static QModelIndex row(EditFixture& f, int section, int at) {
        const ObjectListModel& model = f.inspector.model();
        return model.index(at, 0, model.index(section, 0));
    }
    static std::map<QString, Chip::Mark> chips(EditFixture& f) {
        std::map<QString, Chip::Mark> found;
        for (const ChipGroup& group : f.inspector.details().chips().groups()) {
            for (const Chip& chip : group.chips)
                found[chip.name] = chip.mark;
        }
        return found;
    }
};

void InspectorTest::verdictsStandBesideTheObjects() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    QAbstractItemModelTester tester(&f.inspector.model());
    QVERIFY(!row(f, 0, 0).data(ObjectListModel::VerdictRole).isValid());  // nothing to compare
    QVERIFY(f.predict());
    // The coat's prediction overlaps by 19/21; of its two attributes one is found: F1 is enough.
    // The shoe's lies elsewhere, and is not sure enough to be shown.
    QCOMPARE(row(f, 0, 0).data(ObjectListModel::VerdictRole).toInt(), int(Verdict::Kind::Right));
    QCOMPARE(row(f, 0, 0).data(ObjectListModel::ScoreRole).toString(), QStringLiteral(".90"));
    QCOMPARE(row(f, 0, 1).data(ObjectListModel::VerdictRole).toInt(), int(Verdict::Kind::Missed));
    QCOMPARE(row(f, 0, 1).data(ObjectListModel::ScoreRole).toString(), QStringLiteral("–"));
    QCOMPARE(row(f, 1, 0).data(ObjectListModel::VerdictRole).toInt(), int(Verdict::Kind::Right));
    QVERIFY(row(f, 0, 1).data(Qt::AccessibleTextRole).toString().contains("missed"));
}

void InspectorTest::attributesAreComparedWithThePartner() {
    EditFixture f;
    QVERIFY(f.start() && f.predict() && f.look(0));
    const auto name = [&](int id) {
        const auto& catalog = *f.session.catalog();
        return QString::fromStdString(catalog.attributes()[*catalog.attributeIndex(id)].name);
    };
    // 3 is predicted with .8, 5 with .2: below the threshold.
    QCOMPARE(chips(f)[name(3)], Chip::Mark::Right);
    QCOMPARE(chips(f)[name(5)], Chip::Mark::Missed);
    QVERIFY2(f.inspector.details().facts().startsWith("IoU .90"),
             qPrintable(f.inspector.details().facts()));
    // What the truth does not have is false.
    const std::vector rows{f.session.objects()->rowId[f.session.currentObject()->index]};
    const AttributeIndex three = *f.session.catalog()->attributeIndex(3);
    f.session.edits().apply([=](const ObjectTable& table, const Marks&) {
        return attributeStep(rows, table, three, false);
    });
    QVERIFY(f.saved());
    QCOMPARE(chips(f)[name(3)], Chip::Mark::False);
    f.session.edits().undo();
    QVERIFY(f.saved());
    QCOMPARE(chips(f)[name(3)], Chip::Mark::Right);
}

void InspectorTest::anEyeIsClosedByClickAndBySpace() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    const QModelIndex second = row(f, 0, 1);
    const ObjectRef shoe = f.inspector.model().object(second)->ref;
    QTreeView* list = f.inspector.list();
    const QPoint eye = ObjectDelegate::eyeRect(list->visualRect(second)).center();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, eye);
    QVERIFY(f.session.visibleObjects().isHidden(shoe));
    QVERIFY(second.data(ObjectListModel::IsHiddenRole).toBool());
    list->setFocus();
    list->setCurrentIndex(second);
    f.key(Qt::Key_Space);
    QVERIFY(!f.session.visibleObjects().isHidden(shoe));
    // A click beside it chooses, no more.
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(second).center());
    QVERIFY(!f.session.visibleObjects().isHidden(shoe));
    QCOMPARE(f.session.currentObject(), std::optional(shoe));
}

void InspectorTest::closedEyesStayClosedThroughAnEdit() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    const ObjectRef shoe = f.inspector.model().object(row(f, 0, 1))->ref;
    f.session.visibleObjects().setHidden(shoe, true);
    // The coat before it goes: the shoe has another index.
    f.action(edit::kDelete)->trigger();
    QVERIFY(f.saved());
    QCOMPARE(f.inspector.model().rowCount(f.inspector.model().index(0, 0)), 1);
    QVERIFY(row(f, 0, 0).data(ObjectListModel::IsHiddenRole).toBool());
    QVERIFY(f.inspector.model().object(row(f, 0, 0))->ref != shoe);
}

void InspectorTest::anObjectIsDeletedAndRestored() {
    EditFixture f;
    QVERIFY(f.start() && f.look(0));
    const auto before = f.session.objects()->size();
    f.inspector.list()->setFocus();
    f.key(Qt::Key_Delete);
    QVERIFY(f.saved());
    QCOMPARE(f.session.objects()->size(), before - 1);
    QVERIFY(!f.session.currentObject());
    QVERIFY(!f.action(edit::kDelete)->isEnabled());
    QCOMPARE(f.browse.viewer().first().scene()->objects.size(), std::size_t(1));
    f.key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(f.saved());
    QCOMPARE(f.session.objects()->size(), before);
    QCOMPARE(f.browse.viewer().first().scene()->objects.size(), std::size_t(2));
}

void InspectorTest::editsKeepPredictionsOnTheScreen() {
    EditFixture f;
    QVERIFY(f.start() && f.predict() && f.look(0));
    const auto predictions = f.session.predictions();
    f.session.startEvaluation();
    QTRY_VERIFY(f.session.matchTable() && !f.session.evaluating());
    f.session.setCurrentObject(ObjectRef{ObjectRef::Source::Prediction, 0});
    f.session.edits().apply(deleteStep(std::vector{f.session.objects()->rowId[0]}));
    QVERIFY(f.saved());
    QCOMPARE(f.session.predictions(), predictions);
    QVERIFY(f.session.matchTable());
    QCOMPARE(f.session.currentObject(), std::optional(ObjectRef{ObjectRef::Source::Prediction, 0}));
    QCOMPARE(f.inspector.model().rowCount(), 2);
    // Its partner is gone: it is false now.
    QCOMPARE(row(f, 1, 0).data(ObjectListModel::VerdictRole).toInt(), int(Verdict::Kind::False));
    QVERIFY(f.inspector.details().facts().contains("false"));
}

void InspectorTest::severalObjectsAreSaidSo() {
    EditFixture f;
    QVERIFY(f.start());
    f.showObjects();
    QVERIFY(f.saved());
    f.session.setCurrentImage(0);
    f.session.setSelection({Selection::Kind::Objects, {0, 1, 2}});
    QVERIFY(f.saved());
    bool said = false;
    for (const QLabel* label : f.inspector.findChildren<QLabel*>())
        said = said || (label->isVisible() &&
                        label->text() == QStringLiteral("Changes go to all 3 selected objects."));
    QVERIFY(said);
    f.action(edit::kDelete)->trigger();
    QVERIFY(f.saved());
    QCOMPARE(f.session.edits().undoWords(), QStringLiteral("deletion of 3 objects"));
    QVERIFY(f.session.selection().items.empty());
}

void InspectorTest::buttonsAreOfTheTruthOnly() {
    EditFixture f;
    QVERIFY(f.start() && f.predict() && f.look(0));
    QVERIFY(f.inspector.details().buttons()->isVisible());
    f.session.setCurrentObject(ObjectRef{ObjectRef::Source::Prediction, 0});
    QVERIFY(!f.inspector.details().buttons()->isVisible());
}

QTEST_MAIN(InspectorTest)
#include "tst_inspector.moc"
