#include "ui/parts/own_roles.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "ui/parts/canvas.h"
#include "ui/parts/filmstrip.h"
#include "ui/parts/gallery.h"
#include "ui/parts/star_row.h"

namespace selvedge {

namespace {

QAccessibleInterface* make(const QString&, QObject* object) {
    if (qobject_cast<Gallery*>(object) || qobject_cast<Filmstrip*>(object))
        return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::List);
    if (qobject_cast<Canvas*>(object))
        return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::Graphic);
    if (qobject_cast<StarRow*>(object))
        return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::Indicator);
    return nullptr;
}

}  // namespace

void installOwnRoles() {
    QAccessible::installFactory(make);
}

}  // namespace selvedge
