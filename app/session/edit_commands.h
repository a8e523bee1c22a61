#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "app/session/edit_steps.h"
#include "app/session/session.h"

namespace selvedge {

// What keys, menus and the inspector do to what is chosen: each call is one step of the history.
// Nothing is done where nothing is chosen. GUI thread.
class EditCommands : public QObject {
    Q_OBJECT

public:
    explicit EditCommands(Session& session, QObject* parent = nullptr);

    // One image is looked at large: commands are about it, not about what is marked in the gallery.
    void setOnlyCurrent(bool only);
    const EditTargets& targets() const { return m_targets; }                // of marks
    const std::vector<std::int64_t>& objects() const { return m_objects; }  // of the other edits
    // "3 images", "1 object"; empty: nothing is chosen.
    QString targetText() const;

    void setStars(int stars);
    void toggleStar();
    void setReview(ReviewState state);
    void toggleReview(ReviewState state);
    void setSplit(Split split);
    void setTag(const QString& tag, bool on);  // white space at its ends goes
    void setNote(const EditTargets& targets, const QString& note);
    // "collection:" is put before its name; white space at its ends goes.
    void setInCollection(const QString& name, bool in);
    void renameCollection(const QString& from, const QString& to);
    void removeCollection(const QString& name);
    void setCategory(CategoryIndex category);
    void setAttribute(AttributeIndex attribute, bool on);
    void deleteObjects();

Q_SIGNALS:
    void targetsChanged();  // or the objects
    void marksChanged();    // of the targets, or the targets

private:
    void refresh();
    void apply(const EditStep& step);
    void apply(std::function<EditStep(const ObjectTable&, const Marks&)> make);

    Session& m_session;
    EditTargets m_targets;
    std::vector<std::int64_t> m_objects;
    bool m_onlyCurrent = false;
};

}  // namespace selvedge
