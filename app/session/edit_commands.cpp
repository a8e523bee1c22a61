#include "app/session/edit_commands.h"

#include "app/session/counted_text.h"
#include "app/session/edit_history.h"

namespace selvedge {

namespace {

std::string plain(const QString& text) {
    return text.simplified().toStdString();
}

}  // namespace

EditCommands::EditCommands(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
    for (auto signal :
         {&Session::projectChanged, &Session::objectsChanged, &Session::currentImageChanged,
          &Session::currentObjectChanged, &Session::selectionChanged})
        connect(&session, signal, this, &EditCommands::refresh);
    connect(&session, &Session::marksChanged, this, &EditCommands::marksChanged);
    refresh();
}

void EditCommands::setOnlyCurrent(bool only) {
    m_onlyCurrent = only;
    refresh();
}

void EditCommands::refresh() {
    const EditTargets before = std::exchange(m_targets, markTargets(m_session, m_onlyCurrent));
    const auto had = std::exchange(m_objects, objectTargets(m_session, m_onlyCurrent));
    if (m_targets == before && m_objects == had)
        return;
    Q_EMIT targetsChanged();
    Q_EMIT marksChanged();
}

QString EditCommands::targetText() const {
    const auto images = m_targets.images.size(), objects = m_targets.objects.size();
    if (objects > 0)
        return countedText(objects, "object");
    if (images > 0)
        return countedText(images, "image");
    return {};
}

void EditCommands::apply(const EditStep& step) {
    apply([step](const ObjectTable&, const Marks&) { return step; });
}

void EditCommands::apply(std::function<EditStep(const ObjectTable&, const Marks&)> make) {
    m_session.edits().applyAndTell(std::move(make));
}

void EditCommands::setStars(int stars) {
    if (!m_targets.empty())
        apply(starsStep(m_targets, stars));
}

void EditCommands::toggleStar() {
    if (!m_targets.empty())
        apply([targets = m_targets](const ObjectTable&, const Marks& marks) {
            return selvedge::toggleStar(targets, marks);
        });
}

void EditCommands::setReview(ReviewState state) {
    if (!m_targets.empty())
        apply(reviewStep(m_targets, state));
}

void EditCommands::toggleReview(ReviewState state) {
    if (!m_targets.empty())
        apply([targets = m_targets, state](const ObjectTable&, const Marks& marks) {
            return selvedge::toggleReview(targets, marks, state);
        });
}

void EditCommands::setSplit(Split split) {
    if (!m_targets.images.empty())
        apply(splitStep(m_targets, split));
}

void EditCommands::setTag(const QString& tag, bool on) {
    const std::string name = plain(tag);
    if (!m_targets.empty() && !name.empty())
        apply([targets = m_targets, name, on](const ObjectTable&, const Marks& marks) {
            return tagStep(targets, marks, name, on);
        });
}

void EditCommands::setNote(const EditTargets& targets, const QString& note) {
    if (!targets.empty())
        apply(noteStep(targets, note.toStdString()));
}

void EditCommands::setInCollection(const QString& name, bool in) {
    if (!plain(name).empty())
        setTag(QString::fromStdString(collectionTag(plain(name))), in);
}

void EditCommands::renameCollection(const QString& from, const QString& to) {
    if (plain(to).empty() || plain(to) == plain(from))
        return;
    m_session.edits().apply([from = collectionTag(plain(from)), to = collectionTag(plain(to))](
                                const ObjectTable&, const Marks& marks) {
        EditStep step = renameTag(marks, from, to);
        step.words = "name of the collection " + collectionName(from);
        return step;
    });
}

void EditCommands::removeCollection(const QString& name) {
    m_session.edits().apply(
        [tag = collectionTag(plain(name))](const ObjectTable&, const Marks& marks) {
            EditStep step = removeTag(marks, tag);
            step.words = "removal of the collection " + collectionName(tag);
            return step;
        });
}

void EditCommands::setCategory(CategoryIndex category) {
    if (!m_objects.empty())
        apply(categoryStep(m_objects, category));
}

void EditCommands::setAttribute(AttributeIndex attribute, bool on) {
    if (!m_objects.empty())
        apply([objects = m_objects, attribute, on](const ObjectTable& table, const Marks&) {
            return attributeStep(objects, table, attribute, on);
        });
}

void EditCommands::deleteObjects() {
    if (!m_objects.empty())
        apply(deleteStep(m_objects));
}

}  // namespace selvedge
