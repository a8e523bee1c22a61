#include "ui/parts/own_roles.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "ui/parts/canvas.h"
#include "ui/parts/filmstrip.h"
#include "ui/parts/gallery.h"
#include "ui/parts/object_strip.h"
#include "ui/parts/star_row.h"
#include "ui/plot/bars_view.h"
#include "ui/plot/curve_view.h"
#include "ui/plot/treemap_view.h"

namespace selvedge {

namespace {

QAccessibleInterface* make(const QString&, QObject* object) {
    if (qobject_cast<Gallery*>(object) || qobject_cast<Filmstrip*>(object) ||
        qobject_cast<ObjectStrip*>(object))
        return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::List);
    if (qobject_cast<Canvas*>(object) || qobject_cast<BarsView*>(object) ||
        qobject_cast<CurveView*>(object) || qobject_cast<TreemapView*>(object))
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
