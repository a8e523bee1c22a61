#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/project/edits.h"
#include "dataset/project/marks.h"
#include "dataset/project/object_table.h"

// Steps for EditHistory::apply, made from the snapshots as they are when the step's turn has come:
// commands that follow one another quickly build on each other. Pure functions.

namespace selvedge {

class Session;

// What a command is about. Objects by row id, which edits do not change.
struct EditTargets {
    std::vector<ImageIndex> images;
    std::vector<std::int64_t> objects;
    bool empty() const { return images.empty() && objects.empty(); }
    std::size_t size() const { return images.size() + objects.size(); }
    bool operator==(const EditTargets&) const = default;
};
// What marks go on: the selection where it holds the current image or object, else the current
// image. `onlyCurrent`: never the selection (one image is looked at large).
EditTargets markTargets(const Session& session, bool onlyCurrent);
// What category, attributes and deletion are of: the selected objects where they hold the current
// one, else the current object; nothing where that is a prediction.
std::vector<std::int64_t> objectTargets(const Session& session, bool onlyCurrent);

// The marks of the targets, images first; pointers into `marks`.
std::vector<const Mark*> marksOf(const EditTargets& targets, const Marks& marks);
// Tags of the targets and how many have each.
std::vector<std::pair<std::string, std::size_t>> tagsOf(const EditTargets& targets,
                                                        const Marks& marks);

EditStep starsStep(const EditTargets& targets, int stars);
// Stars go, and where none of the targets has any, each gets one.
EditStep toggleStar(const EditTargets& targets, const Marks& marks);
EditStep reviewStep(const EditTargets& targets, ReviewState state);
// Where all targets have it, it goes.
EditStep toggleReview(const EditTargets& targets, const Marks& marks, ReviewState state);
EditStep splitStep(const EditTargets& targets, Split split);  // of the images
EditStep noteStep(const EditTargets& targets, const std::string& note);
EditStep tagStep(const EditTargets& targets, const Marks& marks, const std::string& tag, bool on);

EditStep categoryStep(std::span<const std::int64_t> objects, CategoryIndex category);
EditStep attributeStep(std::span<const std::int64_t> objects, const ObjectTable& table,
                       AttributeIndex attribute, bool on);
EditStep deleteStep(std::span<const std::int64_t> objects);

// All collections that have members, by name, with how many; images and objects.
std::vector<std::pair<std::string, std::size_t>> collectionsOf(const Marks& marks);
// The tag goes from every member, or becomes another.
EditStep removeTag(const Marks& marks, const std::string& tag);
EditStep renameTag(const Marks& marks, const std::string& from, const std::string& to);

}  // namespace selvedge
