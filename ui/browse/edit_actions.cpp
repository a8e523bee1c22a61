#include "ui/browse/edit_actions.h"

#include <QEvent>

#include "dataset/project/marks.h"

namespace selvedge {

namespace {

// Only while the page is on top: elsewhere nobody sees what is chosen in it.
void refreshEnabled(const ActionRegistry& registry, const EditCommands& commands, bool seen) {
    const auto enable = [&](const char* id, bool on) {
        registry.action(QLatin1String(id))->setEnabled(on && seen);
    };
    const bool objects = !commands.objects().empty();
    for (const char* id : {edit::kCategory, edit::kAttributes, edit::kDelete})
        enable(id, objects);
    const bool marks = !commands.targets().empty();
    for (const char* id : edit::kStars)
        enable(id, marks);
    for (const char* id : {edit::kStar, edit::kReviewed, edit::kInWork, edit::kRejected,
                           edit::kTags, edit::kCollection, edit::kNote})
        enable(id, marks);
    const bool images = !commands.targets().images.empty();
    for (const char* id :
         {edit::kSplitTrain, edit::kSplitValidation, edit::kSplitTest, edit::kSplitNone})
        enable(id, images);
}

// Tells when a page comes to the top or leaves it.
class TopWatch : public QObject {
public:
    TopWatch(QWidget* page, std::function<void()> changed)
        : QObject(page), m_changed(std::move(changed)) {
        page->installEventFilter(this);
    }
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent ||
            event->type() == QEvent::Show)
            m_changed();
        return false;
    }

private:
    std::function<void()> m_changed;
};

}  // namespace

void makeEditActions(ActionRegistry& registry, EditCommands& commands, QWidget* page) {
    using A = ActionRegistry;
    const auto add = [&](const char* id, const QString& menu, const QString& text, const char* icon,
                         const QKeySequence& key, std::function<void()> run) {
        registry.add({QLatin1String(id), menu, text, QLatin1String(icon), key}, std::move(run),
                     page);
    };
    const auto nothing = [] {};
    const QString objects = A::tr("Edit"), mark = A::tr("Mark");
    EditCommands* to = &commands;
    add(edit::kAttributes, objects, A::tr("Attributes…"), "edit-rename", QKeySequence(Qt::Key_E),
        nothing);
    add(edit::kCategory, objects, A::tr("Category…"), "tag", QKeySequence(Qt::SHIFT | Qt::Key_E),
        nothing);
    add(edit::kDelete, objects, A::tr("Delete the object"), "edit-delete",
        QKeySequence(Qt::Key_Delete), [to] { to->deleteObjects(); });
    for (int stars = 0; stars <= kMostStars; ++stars)
        add(edit::kStars[stars], mark,
            stars == 0   ? A::tr("No stars")
            : stars == 1 ? A::tr("1 star")
                         : A::tr("%1 stars").arg(stars),
            "", QKeySequence(Qt::Key(Qt::Key_0 + stars)), [to, stars] { to->setStars(stars); });
    add(edit::kStar, mark, A::tr("Mark with a star, or not"), "rating", QKeySequence(Qt::Key_M),
        [to] { to->toggleStar(); });
    const auto review = [&](const char* id, const QString& text, const char* icon, Qt::Key key,
                            ReviewState state) {
        add(id, mark, text, icon, QKeySequence(key), [to, state] { to->toggleReview(state); });
    };
    review(edit::kReviewed, A::tr("Reviewed, or not"), "checkmark", Qt::Key_R, ReviewState::Done);
    review(edit::kInWork, A::tr("In work, or not"), "edit-entry", Qt::Key_I, ReviewState::InWork);
    review(edit::kRejected, A::tr("Rejected, or not"), "dialog-cancel", Qt::Key_X,
           ReviewState::Rejected);
    const auto split = [&](const char* id, const QString& text, Split to_) {
        add(id, mark, text, "", {}, [to, to_] { to->setSplit(to_); });
    };
    split(edit::kSplitTrain, A::tr("Split: train"), Split::Train);
    split(edit::kSplitValidation, A::tr("Split: validation"), Split::Validation);
    split(edit::kSplitTest, A::tr("Split: test"), Split::Test);
    split(edit::kSplitNone, A::tr("Split: none"), Split::None);
    add(edit::kTags, mark, A::tr("Tags…"), "tag", QKeySequence(Qt::Key_T), nothing);
    add(edit::kCollection, mark, A::tr("Add to a collection…"), "folder-add",
        QKeySequence(Qt::Key_C), nothing);
    add(edit::kNote, mark, A::tr("Note…"), "note", QKeySequence(Qt::Key_N), nothing);
    add(edit::kViews, A::tr("Browse"), A::tr("Saved views and collections…"), "bookmarks",
        QKeySequence(Qt::CTRL | Qt::Key_B), nothing);

    const auto refresh = [&registry, to, page] {
        refreshEnabled(registry, *to, !page->isHidden());
    };
    QObject::connect(to, &EditCommands::targetsChanged, page, refresh);
    new TopWatch(page, refresh);
    refresh();
}

}  // namespace selvedge
