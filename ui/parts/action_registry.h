#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QVariantMap>
#include <functional>

class QMenuBar;

namespace selvedge {

// Every command of the window, once: menus, tool bars, the command palette, shortcuts and tests
// take the same QAction by its id. Ids and shortcuts are unique (asserted), shortcuts where both
// could be meant.
class ActionRegistry : public QObject {
    Q_OBJECT

public:
    struct Spec {
        QString id;    // "view.fit": stable
        QString menu;  // "View": its menu in the menu bar; "View/Compare": a menu in that
        QString text;  // "Fit the picture"
        QString icon;  // Breeze name, may be empty
        QKeySequence shortcut;
        bool checkable = false;
    };
    explicit ActionRegistry(QWidget* window);

    // `scope`: the shortcut holds in that widget only (single keys of a page); else in the window.
    // The action is enabled; who adds it keeps that true.
    QAction* add(const Spec& spec, std::function<void()> run, QWidget* scope = nullptr);
    QAction* add(const Spec& spec, std::function<void(bool)> run, QWidget* scope = nullptr);
    // A page that is never seen together with what lies beside it: keys of its widgets may be those
    // of other pages' widgets too.
    void setApart(QWidget* page) { m_apart += page; }
    // The next one that is added begins a group of its menu.
    void separate() { m_separate = true; }
    QAction* action(const QString& id) const;  // must exist
    const QList<QAction*>& actions() const { return m_actions; }
    static QString menuOf(const QAction* action);  // the one in the menu bar
    // Why a command is disabled when it is, for palette and choices: "Needs predictions". Each
    // that may be has one.
    static void setNeed(QAction* action, const QString& need);
    static QString needOf(const QAction* action);

    // The key a command came with; empty: none.
    static QKeySequence ownShortcut(const QAction* action);
    // Who else has that key where both could be meant; null: nobody, or the key is empty.
    QAction* holderOf(const QKeySequence& key, const QAction* except) const;
    // Takes the key from whoever has it. Emits shortcutsChanged.
    void setShortcut(QAction* action, const QKeySequence& key);
    void resetShortcuts();
    // The keys that differ from the commands' own, as portable text by id; ids that no command has
    // any more are passed over. For Settings.
    QVariantMap changedShortcuts() const;
    void applyShortcuts(const QVariantMap& changed);

    // Menus in the order they were first named.
    void fill(QMenuBar* bar) const;

Q_SIGNALS:
    void shortcutsChanged();

private:
    void giveShortcut(QAction* action, const QKeySequence& key);
    QAction* make(const Spec& spec, QWidget* scope);
    bool meet(const QWidget* a, const QWidget* b) const;  // scopes in which a key could mean both

    QWidget* m_window;
    QList<QAction*> m_actions;
    QList<QWidget*> m_apart;
    bool m_separate = false;
};

}  // namespace selvedge
