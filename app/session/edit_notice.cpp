#include "app/session/edit_notice.h"

#include <QCoreApplication>

#include "app/session/counted_text.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Edits", text);
}

QString reviewText(ReviewState state) {
    switch (state) {
        case ReviewState::None:
            return tr("%1 with no review mark any more.");
        case ReviewState::InWork:
            return tr("%1 marked in work.");
        case ReviewState::Done:
            return tr("%1 marked reviewed.");
        case ReviewState::Rejected:
            return tr("%1 marked rejected.");
    }
    return {};
}

QString splitText(Split split) {
    switch (split) {
        case Split::None:
            return tr("%1 taken out of their splits.");
        case Split::Train:
            return tr("%1 put into the split train.");
        case Split::Validation:
            return tr("%1 put into the split validation.");
        case Split::Test:
            return tr("%1 put into the split test.");
    }
    return {};
}

QString starsText(int stars) {
    return stars == 0   ? tr("%1 without stars now.")
           : stars == 1 ? tr("%1 marked with a star.")
                        : tr("%1 marked with %2 stars.")
                              .replace(QLatin1String("%2"), QString::number(stars));
}

QString marksText(const MarkEdit& edit) {
    return edit.stars    ? starsText(*edit.stars)
           : edit.review ? reviewText(*edit.review)
           : edit.split  ? splitText(*edit.split)
           : edit.note   ? tr("The note of %1 changed.")
                         : tr("The tags of %1 changed.");
}

QString objectsText(const ObjectEdit& edit) {
    return edit.deleted.value_or(false) ? tr("%1 deleted.")
           : edit.category              ? tr("The category of %1 changed.")
                                        : tr("The attributes of %1 changed.");
}

}  // namespace

QString editNotice(const EditStep& step) {
    if (step.objects.size() > 1)
        return objectsText(step.objects.front()).arg(countedText(step.objects.size(), "object"));
    if (step.marks.size() < 2)
        return {};
    const bool ofImages = step.marks.front().image.has_value();
    return marksText(step.marks.front())
        .arg(countedText(step.marks.size(), ofImages ? "image" : "object"));
}

}  // namespace selvedge
