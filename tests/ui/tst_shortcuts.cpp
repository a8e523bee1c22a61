#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

#include "ui/shortcut_editor.h"
#include "window_fixture.h"

using namespace selvedge;

// The keys of commands: in one list, changed at once, kept, and given back.
class ShortcutsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListFindsCommandsAndKeys();
    void aKeyIsTakenFromWhoHadItAndKept();
    void exchangedKeysComeBackFromTheSettings();
    void aBrokenSettingChangesNothing();

private:
    static ShortcutEditor* editorOf(WindowFixture& f) {
        f.action("view.shortcuts")->trigger();
        auto* editor = f.window.findChild<ShortcutEditor*>();
        return editor && editor->isVisible() ? editor : nullptr;
    }
};

void ShortcutsTest::theListFindsCommandsAndKeys() {
    WindowFixture f;
    ShortcutEditor* editor = editorOf(f);
    QVERIFY(editor);
    QCOMPARE(editor->table()->model()->rowCount(), int(f.window.actions().actions().size()));
    QTest::keyClicks(editor->search(), QStringLiteral("ctrl+k"));
    QCOMPARE(editor->table()->model()->rowCount(), 1);
    QCOMPARE(editor->table()->model()->index(0, 1).data().toString(),
             QStringLiteral("Find a command"));
    QCOMPARE(editor->keyEdit()->keySequence(), QKeySequence(QStringLiteral("Ctrl+K")));
    editor->search()->setText(QStringLiteral("there is no such command"));
    QCOMPARE(editor->table()->model()->rowCount(), 0);
    QVERIFY(!editor->keyEdit()->isEnabled());
}

void ShortcutsTest::aKeyIsTakenFromWhoHadItAndKept() {
    WindowFixture f;
    ShortcutEditor* editor = editorOf(f);
    QVERIFY(editor);
    editor->choose(f.action("view.jobs"));
    QVERIFY(!editor->setButton()->isEnabled());
    editor->keyEdit()->setKeySequence(QKeySequence(QStringLiteral("Ctrl+D")));
    QVERIFY2(editor->hint().contains(QStringLiteral("Switch between light and dark")),
             qPrintable(editor->hint()));
    QVERIFY(!f.action("view.theme")->shortcut().isEmpty());  // not yet
    QTest::mouseClick(editor->setButton(), Qt::LeftButton);
    QCOMPARE(f.action("view.jobs")->shortcut(), QKeySequence(QStringLiteral("Ctrl+D")));
    QVERIFY(f.action("view.jobs")->toolTip().contains(QStringLiteral("Ctrl+D")));
    QVERIFY(f.action("view.theme")->shortcut().isEmpty());
    QVERIFY(!f.action("view.theme")->toolTip().contains(QStringLiteral("Ctrl+D")));
    QCOMPARE(f.settings.value(Settings::Key::Shortcuts).toMap().size(), 2);
    QTest::mouseClick(editor->resetButton(), Qt::LeftButton);
    QCOMPARE(f.action("view.theme")->shortcut(), QKeySequence(QStringLiteral("Ctrl+D")));
    QCOMPARE(f.action("view.jobs")->shortcut(), QKeySequence(QStringLiteral("Ctrl+J")));
    QVERIFY(f.settings.value(Settings::Key::Shortcuts).toMap().isEmpty());
    QVERIFY(!editor->resetButton()->isEnabled());
}

void ShortcutsTest::exchangedKeysComeBackFromTheSettings() {
    WindowFixture f;
    ActionRegistry registry(&f.window);
    QAction* first = registry.add({QStringLiteral("a"),
                                   QStringLiteral("M"),
                                   QStringLiteral("A"),
                                   {},
                                   QKeySequence(Qt::Key_A)},
                                  std::function<void()>([] {}));
    QAction* second = registry.add({QStringLiteral("b"),
                                    QStringLiteral("M"),
                                    QStringLiteral("B"),
                                    {},
                                    QKeySequence(Qt::Key_B)},
                                   std::function<void()>([] {}));
    registry.applyShortcuts({{QStringLiteral("a"), QStringLiteral("B")},
                             {QStringLiteral("b"), QStringLiteral("A")},
                             {QStringLiteral("gone"), QStringLiteral("C")}});
    QCOMPARE(first->shortcut(), QKeySequence(Qt::Key_B));
    QCOMPARE(second->shortcut(), QKeySequence(Qt::Key_A));
    QCOMPARE(registry.changedShortcuts().size(), 2);
}

void ShortcutsTest::aBrokenSettingChangesNothing() {
    WindowFixture f;
    f.store.setValue(QStringLiteral("keys/shortcuts"), QStringLiteral("no map"));
    MainWindow other(f.session);
    QCOMPARE(other.actions().action(QStringLiteral("view.palette"))->shortcut(),
             QKeySequence(QStringLiteral("Ctrl+K")));
}

QTEST_MAIN(ShortcutsTest)
#include "tst_shortcuts.moc"
