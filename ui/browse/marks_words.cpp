#include "ui/browse/marks_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/session/session.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Marks", text);
}

QString categoryName(const Session& session, ObjectIndex object) {
    return QString::fromStdString(
        session.catalog()->categories()[session.objects()->category[object]].name);
}

QStringList wordsOf(const Mark& mark, const Marks& marks) {
    QStringList words;
    if (mark.stars > 0)
        words += countText(mark.stars, "star");
    if (mark.review != ReviewState::None)
        words += reviewWord(mark.review);
    for (const TagIndex tag : mark.tags) {
        const std::string& name = marks.tagNames[tag];
        words += QString::fromStdString(isCollection(name) ? collectionName(name) : name);
    }
    if (!mark.note.empty())
        words += tr("a note");
    return words;
}

}  // namespace

QString splitWord(Split split) {
    switch (split) {
        case Split::None:
            return tr("no split");
        case Split::Train:
            return tr("train");
        case Split::Validation:
            return tr("validation");
        case Split::Test:
            return tr("test");
    }
    return {};
}

QString reviewWord(ReviewState state) {
    switch (state) {
        case ReviewState::None:
            return tr("not reviewed");
        case ReviewState::InWork:
            return tr("in work");
        case ReviewState::Done:
            return tr("reviewed");
        case ReviewState::Rejected:
            return tr("rejected");
    }
    return {};
}

QString targetName(const Session& session, const EditTargets& targets) {
    if (targets.objects.size() > 1)
        return countText(std::int64_t(targets.objects.size()), "object");
    if (targets.images.size() > 1)
        return countText(std::int64_t(targets.images.size()), "image");
    if (targets.objects.empty())
        return tr("the image");
    const auto& rows = session.objects()->rowId;
    const auto found = std::lower_bound(rows.begin(), rows.end(), targets.objects.front());
    if (found == rows.end() || *found != targets.objects.front())
        return tr("the object");
    return tr("this %1").arg(categoryName(session, ObjectIndex(found - rows.begin())));
}

QString ownMarksText(const Session& session, const EditTargets& targets) {
    const auto object = session.currentObject();
    const auto marks = session.marks();
    if (!targets.objects.empty() || !marks || !object ||
        object->source != ObjectRef::Source::Truth || object->index >= session.objects()->size())
        return {};
    const QStringList words =
        wordsOf(marks->ofObject(session.objects()->rowId[object->index]), *marks);
    return words.isEmpty() ? QString()
                           : tr("This %1: %2")
                                 .arg(categoryName(session, ObjectIndex(object->index)),
                                      words.join(QStringLiteral(", ")));
}

}  // namespace selvedge
