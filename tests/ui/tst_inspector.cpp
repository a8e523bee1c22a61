// The inspector: objects with eyes and verdicts, attributes against the partner's, edits of them.
#include <QAbstractItemModelTester>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QLabel>

#include "app/session/edit_steps.h"
#include "app/session/visible_objects.h"
#include "edit_fixture.h"
#include "ui/browse/attribute_editor.h"
#include "ui/browse/category_popup.h"
#include "ui/browse/chips_view.h"
#include "ui/browse/edit_actions.h"
#include "ui/browse/inspector_picture.h"
#include "ui/browse/object_delegate.h"
#include "ui/browse/object_details.h"
#include "ui/browse/viewer.h"
#include "ui/history_dock.h"
#include "ui/parts/glyph_line.h"
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
    void theNextTileIsChosenAfterADeletion();
    void buttonsAreOfTheTruthOnly();
    void thePictureIsShownWhereNoneIsLarger();
    void thePictureChoosesAndOpens();
    void eachRunHasASection();
    void itSaysWhyInASentence();
    void everyControlHasAName();
    void escapeLeavesTheFields();

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
    QVERIFY(f.inspector.head()->findChild<QLabel*>()->text().startsWith(
        QStringLiteral("3 objects selected, the last in img0000")));
    f.action(edit::kDelete)->trigger();
    QVERIFY(f.saved());
    QCOMPARE(f.session.edits().undoWords(), QStringLiteral("deletion of 3 objects"));
}

void InspectorTest::theNextTileIsChosenAfterADeletion() {
    EditFixture f;
    QVERIFY(f.start());
    f.showObjects();
    QVERIFY(f.saved());
    const auto rowOf = [&](ObjectIndex object) { return f.session.objects()->rowId[object]; };
    const std::int64_t behind = rowOf(3);
    f.browse.gallery().model().setCurrent(2);
    f.browse.gallery().model().select({2});
    f.browse.gallery().setFocus();
    f.key(Qt::Key_Delete);
    QVERIFY(f.saved());
    QVERIFY(f.session.currentObject());
    QCOMPARE(rowOf(f.session.currentObject()->index), behind);
    QCOMPARE(f.browse.gallery().current(), std::optional(f.session.currentObject()->index));
    QCOMPARE(f.session.selection().items, std::vector<std::uint32_t>{2});
    // The last one's place is taken by the one before.
    const int last = f.browse.gallery().model().count() - 1;
    f.browse.gallery().model().go(last, TileModel::Go::Only);
    f.key(Qt::Key_Delete);
    QVERIFY(f.saved());
    QCOMPARE(f.browse.gallery().model().current(), last - 1);
}

void InspectorTest::buttonsAreOfTheTruthOnly() {
    EditFixture f;
    QVERIFY(f.start() && f.predict() && f.look(0));
    QVERIFY(f.inspector.details().buttons()->isVisible());
    f.session.setCurrentObject(ObjectRef{ObjectRef::Source::Prediction, 0});
    QVERIFY(!f.inspector.details().buttons()->isVisible());
}

void InspectorTest::thePictureIsShownWhereNoneIsLarger() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    QVERIFY(f.saved());
    InspectorPicture& picture = f.inspector.picture();
    QVERIFY(picture.isVisible() && picture.thumbnail());
    QCOMPARE(picture.thumbnail()->objects.size(), std::size_t(2));
    // As wide as it may be while the objects are whole.
    QVERIFY(picture.photo().height() >= picture.height());
    f.session.setCurrentImage(1);
    QVERIFY(f.saved());
    QCOMPARE(picture.thumbnail()->objects.size(), std::size_t(1));
    f.browse.openImage(1);
    QVERIFY(!picture.isVisible());
    f.browse.showGallery();
    QVERIFY(picture.isVisible());
}

void InspectorTest::thePictureChoosesAndOpens() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    QVERIFY(f.saved());
    InspectorPicture& picture = f.inspector.picture();
    const QRectF photo = picture.photo();
    QVERIFY(QRectF(picture.rect()).adjusted(-1, -1, 1, 1).contains(photo));  // all of it
    // The coat's rectangle is 20 x 30 at 5, 5 of 40 x 60 pixels.
    const QPointF coat =
        photo.topLeft() + QPointF(15 / 40. * photo.width(), 20 / 60. * photo.height());
    QTest::mouseClick(&picture, Qt::LeftButton, {}, coat.toPoint());
    const ObjectIndex first = f.session.objects()->objectsOf(0).front();
    QCOMPARE(f.session.currentObject(), std::optional(ObjectRef{ObjectRef::Source::Truth, first}));
    QVERIFY(!f.browse.viewerShown());
    QTest::mouseDClick(&picture, Qt::LeftButton, {}, coat.toPoint());
    QVERIFY(f.browse.viewerShown());
}

void InspectorTest::eachRunHasASection() {
    EditFixture f;
    QVERIFY(f.start() && f.predict());
    const QString first = f.session.currentRun();
    QVERIFY(QFile::copy(results(f.small), f.small.path(QStringLiteral("second.json"))));
    f.session.importPredictions(f.small.path(QStringLiteral("second.json")));
    QTRY_VERIFY(f.session.currentRun() != first && f.session.predictions());
    QVERIFY(f.look(0));
    ObjectListModel& model = f.inspector.model();
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("Predictions"));
    f.browse.compared().setWanted(first, true);
    QTRY_COMPARE(f.browse.compared().shown().size(), std::size_t(1));
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(1, 0).data().toString(),
             QStringLiteral("A · %1").arg(f.session.currentRun()));
    QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("B · %1").arg(first));
    QCOMPARE(model.object(row(f, 2, 0))->ref.run, std::uint16_t(1));
    // Counted of the current run only.
    QCOMPARE(model.count(Verdict::Kind::Right), 1);
    QCOMPARE(model.count(Verdict::Kind::Missed), 1);
}

void InspectorTest::itSaysWhyInASentence() {
    EditFixture f;
    QVERIFY(f.start() && f.predict() && f.look(0));
    const auto why = [&] { return f.inspector.details().sentence(); };
    QVERIFY2(why().startsWith("1 of 2 attributes right. F1 "), qPrintable(why()));
    QVERIFY2(why().endsWith("reaches .50."), qPrintable(why()));
    f.session.setCurrentObject(f.inspector.model().object(row(f, 0, 1))->ref);
    QCOMPARE(why(), QStringLiteral("No shoe was predicted here with a score of at least .50."));
    // The doubtful one shows: it lies where no shoe is.
    f.session.setOperatingPoint({0.2, 0.5, 100});
    QVERIFY(f.saved());
    f.session.setCurrentObject(f.inspector.model().object(row(f, 1, 1))->ref);
    QCOMPARE(why(), QStringLiteral("No shoe of the truth is here. Gone above score .30."));
    const std::vector<GlyphLine::Entry> counts{{Verdict::Kind::Right, "1 right"},
                                               {Verdict::Kind::Missed, "1 missed"},
                                               {Verdict::Kind::False, "1 false"}};
    QCOMPARE(f.inspector.counts().entries(), counts);
}

void InspectorTest::everyControlHasAName() {
    EditFixture f;
    QVERIFY(f.start() && f.predict() && f.look(0));
    f.session.edits().apply([](const ObjectTable&, const Marks& marks) {
        return tagStep({{0}, {}}, marks, "sunny", true);
    });
    QVERIFY(f.saved());
    f.action("view.history")->trigger();
    f.action(edit::kCategory)->trigger();
    f.action(edit::kAttributes)->trigger();
    QVERIFY(f.saved());
    int walked = 0;
    const auto walk = [&](QWidget* of) {
        for (QWidget* widget : of->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            // What an area or a field of text shows is inside it, and has the focus for it.
            if (qobject_cast<QAbstractScrollArea*>(widget->parentWidget()))
                continue;
            ++walked;
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(spoken && !spoken->text(QAccessible::Name).trimmed().isEmpty(),
                     qPrintable(QStringLiteral("%1 in %2")
                                    .arg(QLatin1String(widget->metaObject()->className()),
                                         QLatin1String(of->metaObject()->className()))));
        }
    };
    walk(&f.inspector);
    walk(f.browse.edits().attributeEditor());
    walk(&f.window.historyDock());
    QVERIFY(walked > 15);
    f.action(edit::kCategory)->trigger();
    walk(f.browse.edits().categoryPopup());
}

void InspectorTest::escapeLeavesTheFields() {
    EditFixture f;
    QVERIFY(f.start());
    f.session.setCurrentImage(0);
    QVERIFY(f.saved());
    for (const char* id : {edit::kTags, edit::kCollection, edit::kNote}) {
        f.action(id)->trigger();
        QVERIFY2(f.inspector.isAncestorOf(QApplication::focusWidget()), id);
        f.key(Qt::Key_Escape);
        QVERIFY2(f.browse.gallery().hasFocus(), id);
    }
    // From the list of objects too.
    f.session.setCurrentObject(f.inspector.model().object(row(f, 0, 1))->ref);
    f.inspector.list()->setFocus();
    f.key(Qt::Key_Escape);
    QVERIFY(f.browse.gallery().hasFocus());
    f.inspector.list()->setFocus();
    f.key(Qt::Key_Return);
    QVERIFY(f.browse.viewerShown());
    f.browse.showGallery();
    // And where there is no room for it.
    f.inspector.list()->setFocus();
    f.window.resize(1024, 640);
    QTRY_VERIFY(!f.inspector.isVisible());
    QVERIFY(f.browse.gallery().hasFocus());
}

QTEST_MAIN(InspectorTest)
#include "tst_inspector.moc"
