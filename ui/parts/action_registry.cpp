#include "ui/parts/action_registry.h"

#include <QMenu>
#include <QMenuBar>
#include <QWidget>
#include <algorithm>
#include <utility>

#include "ui/parts/icons.h"

namespace selvedge {

namespace {

constexpr char kMenu[] = "selvedgeMenu";
constexpr char kSeparated[] = "selvedgeSeparated";
constexpr char kScope[] = "selvedgeScope";
constexpr char kOwnShortcut[] = "selvedgeShortcut";

QWidget* scopeOf(const QAction* action) {
    return action->property(kScope).value<QWidget*>();
}

bool isIn(const QWidget* page, const QWidget* scope) {
    return page == scope || page->isAncestorOf(scope);
}

}  // namespace

ActionRegistry::ActionRegistry(QWidget* window) : QObject(window), m_window(window) {}

bool ActionRegistry::meet(const QWidget* a, const QWidget* b) const {
    return !a || !b || std::none_of(m_apart.begin(), m_apart.end(), [&](const QWidget* page) {
        return isIn(page, a) != isIn(page, b);
    });
}

QAction* ActionRegistry::make(const Spec& spec, QWidget* scope) {
    Q_ASSERT(std::none_of(m_actions.begin(), m_actions.end(), [&](const QAction* other) {
        return other->objectName() == spec.id ||
               (!spec.shortcut.isEmpty() && other->shortcut() == spec.shortcut &&
                meet(scopeOf(other), scope));
    }));
    auto* action = new QAction(spec.text, this);
    action->setObjectName(spec.id);
    action->setProperty(kMenu, spec.menu);
    action->setProperty(kScope, QVariant::fromValue(scope));
    action->setProperty(kSeparated, std::exchange(m_separate, false));
    if (!spec.icon.isEmpty())
        action->setIcon(themedIcon(spec.icon));
    action->setCheckable(spec.checkable);
    action->setIconVisibleInMenu(!spec.checkable);  // a tick says more there
    action->setProperty(kOwnShortcut, spec.shortcut);
    action->setShortcutContext(scope ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    giveShortcut(action, spec.shortcut);
    (scope ? scope : m_window)->addAction(action);
    m_actions += action;
    return action;
}

QAction* ActionRegistry::add(const Spec& spec, std::function<void()> run, QWidget* scope) {
    QAction* action = make(spec, scope);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    return action;
}

QAction* ActionRegistry::add(const Spec& spec, std::function<void(bool)> run, QWidget* scope) {
    QAction* action = make(spec, scope);
    connect(action, &QAction::triggered, this, [run = std::move(run)](bool on) { run(on); });
    return action;
}

QAction* ActionRegistry::action(const QString& id) const {
    const auto it = std::find_if(m_actions.begin(), m_actions.end(),
                                 [&](const QAction* a) { return a->objectName() == id; });
    Q_ASSERT(it != m_actions.end());
    return *it;
}

QString ActionRegistry::menuOf(const QAction* action) {
    return action->property(kMenu).toString().section(u'/', 0, 0);
}

void ActionRegistry::setNeed(QAction* action, const QString& need) {
    action->setWhatsThis(need);  // says that it changed
}

QString ActionRegistry::needOf(const QAction* action) {
    return action->whatsThis();
}

QKeySequence ActionRegistry::ownShortcut(const QAction* action) {
    return action->property(kOwnShortcut).value<QKeySequence>();
}

QAction* ActionRegistry::holderOf(const QKeySequence& key, const QAction* except) const {
    const auto it = std::find_if(m_actions.begin(), m_actions.end(), [&](const QAction* a) {
        return a != except && !key.isEmpty() && a->shortcut() == key &&
               (!except || meet(scopeOf(a), scopeOf(except)));
    });
    return it == m_actions.end() ? nullptr : *it;
}

void ActionRegistry::giveShortcut(QAction* action, const QKeySequence& key) {
    action->setShortcut(key);
    const QString plain = QString(action->text()).remove(QStringLiteral("…"));
    action->setToolTip(key.isEmpty() ? plain
                                     : QStringLiteral("%1 (%2)").arg(
                                           plain, key.toString(QKeySequence::NativeText)));
}

void ActionRegistry::setShortcut(QAction* action, const QKeySequence& key) {
    if (action->shortcut() == key)
        return;
    if (QAction* holder = holderOf(key, action))
        giveShortcut(holder, {});
    giveShortcut(action, key);
    Q_EMIT shortcutsChanged();
}

void ActionRegistry::resetShortcuts() {
    for (QAction* action : m_actions)
        giveShortcut(action, ownShortcut(action));
    Q_EMIT shortcutsChanged();
}

QVariantMap ActionRegistry::changedShortcuts() const {
    QVariantMap changed;
    for (const QAction* action : m_actions) {
        if (action->shortcut() != ownShortcut(action))
            changed[action->objectName()] = action->shortcut().toString(QKeySequence::PortableText);
    }
    return changed;
}

void ActionRegistry::applyShortcuts(const QVariantMap& changed) {
    // All are freed first, so that two that were exchanged do not take each other's.
    for (QAction* action : m_actions) {
        if (changed.contains(action->objectName()))
            giveShortcut(action, {});
    }
    for (QAction* action : m_actions) {
        const QVariant key = changed.value(action->objectName());
        if (key.isValid())
            setShortcut(action, QKeySequence(key.toString(), QKeySequence::PortableText));
    }
}

void ActionRegistry::fill(QMenuBar* bar) const {
    bar->clear();
    QHash<QString, QMenu*> menus;  // by path
    for (QAction* action : m_actions) {
        const QString path = action->property(kMenu).toString();
        const bool separated = action->property(kSeparated).toBool();
        QMenu*& top = menus[menuOf(action)];
        if (!top)
            top = bar->addMenu(menuOf(action));
        QMenu* menu = top;
        if (path.contains(u'/')) {
            QMenu*& inner = menus[path];
            if (!inner) {
                if (separated)
                    top->addSeparator();
                inner = top->addMenu(path.section(u'/', 1));
            }
            menu = inner;
        }
        if (separated && !menu->isEmpty())
            menu->addSeparator();
        menu->addAction(action);
    }
}

}  // namespace selvedge
