#pragma once

#include <QObject>
#include <optional>
#include <set>
#include <vector>

#include "app/session/object_ref.h"

namespace selvedge {

class Session;

// Which objects of the current image are looked at: all but those whose eye is closed, or the
// selected one alone. For canvas and inspector alike; sources and thresholds are not of it. Another
// image, or other objects in it, begins with all eyes open; solo stays as it is. GUI thread.
class VisibleObjects : public QObject {
    Q_OBJECT

public:
    explicit VisibleObjects(Session& session);  // which owns it

    bool isHidden(const ObjectRef& object) const { return m_hidden.contains(object); }
    void setHidden(const ObjectRef& object, bool hidden);
    void setHidden(std::set<ObjectRef> objects);  // these and no others
    void showAll() { setHidden(std::set<ObjectRef>()); }
    const std::set<ObjectRef>& hidden() const { return m_hidden; }

    // Only the session's current object, even where its eye is closed; all while there is none.
    bool solo() const { return m_solo; }
    void setSolo(bool solo);

    // Eyes and solo together.
    bool shows(const ObjectRef& object) const;
    // The object that is shown alone, if one is.
    std::optional<ObjectRef> alone() const;

Q_SIGNALS:
    void changed();  // what shows() answers

private:
    Session& m_session;
    std::set<ObjectRef> m_hidden;
    bool m_solo = false;
};

}  // namespace selvedge
