#include "ui/parts/action_registry.h"

#include <QMenu>
#include <QMenuBar>
#include <QWidget>
#include <algorithm>

#include "ui/parts/icons.h"

namespace selvedge {

namespace {

constexpr char kMenu[] = "selvedgeMenu";

}  // namespace

ActionRegistry::ActionRegistry(QWidget* window) : QObject(window), m_window(window) {}

QAction* ActionRegistry::make(const Spec& spec, QWidget* scope) {
    Q_ASSERT(std::none_of(m_actions.begin(), m_actions.end(), [&](const QAction* other) {
        return other->objectName() == spec.id ||
               (!spec.shortcut.isEmpty() && other->shortcut() == spec.shortcut);
    }));
    auto* action = new QAction(spec.text, this);
    action->setObjectName(spec.id);
    action->setProperty(kMenu, spec.menu);
    if (!spec.icon.isEmpty())
        action->setIcon(themedIcon(spec.icon));
    action->setCheckable(spec.checkable);
    if (!spec.shortcut.isEmpty()) {
        action->setShortcut(spec.shortcut);
        action->setShortcutContext(scope ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
        const QString plain = QString(spec.text).remove(QStringLiteral("…"));
        action->setToolTip(
            QStringLiteral("%1 (%2)").arg(plain, spec.shortcut.toString(QKeySequence::NativeText)));
    }
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
    return action->property(kMenu).toString();
}

void ActionRegistry::fill(QMenuBar* bar) const {
    bar->clear();
    QHash<QString, QMenu*> menus;
    for (QAction* action : m_actions) {
        const QString name = menuOf(action);
        QMenu*& menu = menus[name];
        if (!menu)
            menu = bar->addMenu(name);
        menu->addAction(action);
    }
}

}  // namespace selvedge
