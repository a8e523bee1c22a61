#pragma once

#include <QWidget>

#include "app/session/edit_commands.h"
#include "ui/parts/action_registry.h"

namespace selvedge {

// Ids of the commands that change the project in Browse.
namespace edit {
inline constexpr char kCategory[] = "edit.category";
inline constexpr char kAttributes[] = "edit.attributes";
inline constexpr char kDelete[] = "edit.deleteObject";
inline constexpr const char* kStars[] = {"mark.stars0", "mark.stars1", "mark.stars2",
                                         "mark.stars3", "mark.stars4", "mark.stars5"};
inline constexpr char kStar[] = "mark.star";
inline constexpr char kReviewed[] = "mark.reviewed";
inline constexpr char kInWork[] = "mark.inWork";
inline constexpr char kRejected[] = "mark.rejected";
inline constexpr char kSplitTrain[] = "mark.splitTrain";
inline constexpr char kSplitValidation[] = "mark.splitValidation";
inline constexpr char kSplitTest[] = "mark.splitTest";
inline constexpr char kSplitNone[] = "mark.splitNone";
inline constexpr char kTags[] = "mark.tags";
inline constexpr char kCollection[] = "mark.collection";
inline constexpr char kNote[] = "mark.note";
inline constexpr char kViews[] = "browse.views";
}  // namespace edit

// Makes them, for `page`, and keeps them enabled as they make sense. Those that open something
// (category, attributes, tags, collection, note, views) are connected by whoever shows it.
void makeEditActions(ActionRegistry& registry, EditCommands& commands, QWidget* page);

}  // namespace selvedge
