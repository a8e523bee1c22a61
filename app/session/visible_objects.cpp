#include "app/session/visible_objects.h"

#include "app/session/session.h"

namespace selvedge {

VisibleObjects::VisibleObjects(Session& session) : QObject(&session), m_session(session) {
    // Indices of objects mean others after each of these.
    connect(&session, &Session::currentImageChanged, this, &VisibleObjects::showAll);
    connect(&session, &Session::objectsChanged, this, &VisibleObjects::showAll);
    connect(&session, &Session::predictionsChanged, this, [this] {
        std::set<ObjectRef> kept = m_hidden;
        std::erase_if(kept, [](const ObjectRef& object) {
            return object.source == ObjectRef::Source::Prediction;
        });
        setHidden(std::move(kept));
    });
    connect(&session, &Session::currentObjectChanged, this, [this] {
        if (m_solo)
            Q_EMIT changed();
    });
}

void VisibleObjects::setHidden(const ObjectRef& object, bool hidden) {
    std::set<ObjectRef> objects = m_hidden;
    if (hidden)
        objects.insert(object);
    else
        objects.erase(object);
    setHidden(std::move(objects));
}

void VisibleObjects::setHidden(std::set<ObjectRef> objects) {
    if (objects == m_hidden)
        return;
    m_hidden = std::move(objects);
    Q_EMIT changed();
}

void VisibleObjects::setSolo(bool solo) {
    if (solo == m_solo)
        return;
    m_solo = solo;
    Q_EMIT changed();
}

std::optional<ObjectRef> VisibleObjects::alone() const {
    return m_solo ? m_session.currentObject() : std::nullopt;
}

bool VisibleObjects::shows(const ObjectRef& object) const {
    if (const auto only = alone())
        return object == *only;
    return !isHidden(object);
}

}  // namespace selvedge
