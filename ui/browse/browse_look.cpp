#include "ui/browse/browse_look.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "ui/parts/action_registry.h"

namespace selvedge {

namespace {

// Docks and the window are not what is looked at.
bool isOfTheLook(const QAction* action) {
    const QString id = action->objectName();
    if (!action->isCheckable() ||
        !(id.startsWith(QLatin1String("view.")) || id.startsWith(QLatin1String("browse."))))
        return false;
    for (const char* other : {"view.filters", "view.inspector", "view.filmstrip"}) {
        if (id == QLatin1String(other))
            return false;
    }
    return true;
}

void put(QAction* action, bool on) {
    if (action->isChecked() == on)
        return;
    if (action->isEnabled())
        action->trigger();  // as a person would: whoever follows it hears of it
    else
        action->setChecked(on);
}

QJsonObject objectOf(const std::string& saved) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(saved)).object();
}

}  // namespace

std::string BrowseLook::save() const {
    QJsonArray on, off;
    for (const QAction* action : m_registry.actions()) {
        if (isOfTheLook(action))
            (action->isChecked() ? on : off).append(action->objectName());
    }
    const QJsonObject look{{QStringLiteral("query"), m_query.text ? m_query.text() : QString()},
                           {QStringLiteral("on"), on},
                           {QStringLiteral("off"), off}};
    return QJsonDocument(look).toJson(QJsonDocument::Compact).toStdString();
}

bool BrowseLook::show(const std::string& saved) const {
    const QJsonObject look = objectOf(saved);
    if (!look.contains(QStringLiteral("query")))
        return false;
    const QJsonArray on = look.value(QStringLiteral("on")).toArray();
    const QJsonArray off = look.value(QStringLiteral("off")).toArray();
    // Those of a group that go off do so by the one that goes on.
    for (const auto& [ids, checked] : {std::pair(on, true), std::pair(off, false)}) {
        for (QAction* action : m_registry.actions()) {
            if (isOfTheLook(action) && ids.contains(action->objectName()))
                put(action, checked);
        }
    }
    showQuery(look.value(QStringLiteral("query")).toString());
    return true;
}

void BrowseLook::showQuery(const QString& text) const {
    if (m_query.setText)
        m_query.setText(text);
}

QString BrowseLook::queryOf(const std::string& saved) {
    return objectOf(saved).value(QStringLiteral("query")).toString();
}

}  // namespace selvedge
