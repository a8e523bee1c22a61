#include "ui/parts/command_palette.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QtTest>

#include "ui/parts/action_registry.h"
#include "ui/parts/theme.h"

using namespace selvedge;

namespace {

struct PaletteFixture {
    QWidget window;
    ActionRegistry registry{&window};
    QString ran;

    PaletteFixture() {
        add("file.open", "File", "Open a dataset");
        add("view.fit", "View", "Fit the picture");
        add("view.zoomIn", "View", "Zoom in");
        add("run.evaluate", "Run", "Evaluate the run");
        QAction* evaluate = registry.action(QStringLiteral("run.evaluate"));
        evaluate->setEnabled(false);
        ActionRegistry::setNeed(evaluate, QStringLiteral("Needs predictions"));
        window.resize(800, 600);
        window.show();
    }
    void add(const char* id, const char* menu, const char* text) {
        const QString name = QLatin1String(id);
        registry.add({name, QLatin1String(menu), QLatin1String(text), {}, {}},
                     std::function<void()>([this, name] { ran = name; }));
    }
};

QStringList ids(const CommandPalette& palette) {
    QStringList names;
    for (int row = 0; row < palette.model().rowCount(); ++row)
        names += palette.model().actionAt(row)->objectName();
    return names;
}

}  // namespace

class CommandPaletteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::instance().apply(Theme::Name::Dark); }
    void whatCannotBeRunSaysWhatItNeeds();
    void whatWasUsedLatelyComesFirst();
    void wordsFindBeforeLetters();
    void nothingFoundIsSaid();
};

void CommandPaletteTest::whatCannotBeRunSaysWhatItNeeds() {
    PaletteFixture f;
    CommandPalette palette(f.registry, &f.window);
    QAbstractItemModelTester tester(const_cast<CommandListModel*>(&palette.model()));
    palette.open();
    // Last, with its reason.
    QCOMPARE(ids(palette), (QStringList{"file.open", "view.fit", "view.zoomIn", "run.evaluate"}));
    const QModelIndex last = palette.model().index(3);
    QCOMPARE(last.data(CommandListModel::AsideRole).toString(),
             QStringLiteral("Needs predictions"));
    QVERIFY(last.data(Qt::AccessibleTextRole).toString().contains("Needs predictions"));
    QTest::keyClicks(palette.field(), QStringLiteral("evaluate"));
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QVERIFY(palette.isVisible() && f.ran.isEmpty());
    f.registry.action(QStringLiteral("run.evaluate"))->setEnabled(true);
    palette.open();
    QTest::keyClicks(palette.field(), QStringLiteral("evaluate"));
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QCOMPARE(f.ran, QStringLiteral("run.evaluate"));
}

void CommandPaletteTest::whatWasUsedLatelyComesFirst() {
    PaletteFixture f;
    CommandPalette palette(f.registry, &f.window);
    QSignalSpy used(&palette, &CommandPalette::used);
    for (const char* words : {"zoom", "fit"}) {
        palette.open();
        QTest::keyClicks(palette.field(), QLatin1String(words));
        QTest::keyClick(palette.field(), Qt::Key_Return);
    }
    QCOMPARE(used.size(), 2);
    QCOMPARE(palette.recent(), (QStringList{"view.fit", "view.zoomIn"}));
    palette.open();
    QCOMPARE(ids(palette), (QStringList{"view.fit", "view.zoomIn", "file.open", "run.evaluate"}));
    QVERIFY(palette.model().index(1).data(CommandListModel::RecentRole).toBool());
    QVERIFY(!palette.model().index(2).data(CommandListModel::RecentRole).toBool());
    // What is no command any more is passed over.
    CommandPalette later(f.registry, &f.window);
    later.setRecent({"gone", "view.zoomIn"});
    later.open();
    QCOMPARE(ids(later).first(), QStringLiteral("view.zoomIn"));
}

void CommandPaletteTest::wordsFindBeforeLetters() {
    PaletteFixture f;
    CommandPalette palette(f.registry, &f.window);
    palette.open();
    QTest::keyClicks(palette.field(), QStringLiteral("view in"));
    QCOMPARE(ids(palette), (QStringList{"view.zoomIn"}));
    palette.field()->setText(QStringLiteral("ftpic"));
    QCOMPARE(ids(palette), (QStringList{"view.fit"}));
}

void CommandPaletteTest::nothingFoundIsSaid() {
    PaletteFixture f;
    CommandPalette palette(f.registry, &f.window);
    palette.open();
    QVERIFY(!palette.saysNothingIsFound());
    QTest::keyClicks(palette.field(), QStringLiteral("qqq"));
    QVERIFY(palette.saysNothingIsFound());
    bool said = false;
    for (const QLabel* label : palette.findChildren<QLabel*>())
        said = said || (label->isVisible() && label->text() == "No command has these letters.");
    QVERIFY(said);
    QTest::keyClick(palette.field(), Qt::Key_Down);  // there is nowhere to go
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QVERIFY(palette.isVisible() && f.ran.isEmpty());
    palette.field()->clear();
    QVERIFY(!palette.saysNothingIsFound());
}

QTEST_MAIN(CommandPaletteTest)
#include "tst_command_palette.moc"
