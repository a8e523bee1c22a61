#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/project/object_table.h"

namespace selvedge {

// Kept as these numbers in project files.
enum class ReviewState : std::uint8_t { None = 0, InWork = 1, Done = 2, Rejected = 3 };
enum class Split : std::uint8_t { None = 0, Train = 1, Validation = 2, Test = 3 };
inline constexpr int kMostStars = 5;

using TagIndex = std::uint32_t;  // position in Marks::tagNames

// A collection is the tag "collection:NAME" on the images that were gathered: so it is undone with
// everything else, found by the query, kept through a new import and seen in the export of marks.
// (A Subset is a split for training, one list of names that is replaced as a whole.)
inline constexpr std::string_view kCollectionPrefix = "collection:";
bool isCollection(std::string_view tag);
std::string collectionTag(std::string_view name);
std::string collectionName(std::string_view tag);  // of a collection's tag

// What people put on an image or an object.
struct Mark {
    std::uint8_t stars = 0;  // 0..kMostStars
    ReviewState review = ReviewState::None;
    Split split = Split::None;   // of images only
    std::vector<TagIndex> tags;  // ascending, no repeats
    std::string note;
    bool operator==(const Mark&) const = default;
};

// All marks of a project: an immutable snapshot, like ObjectTable. Images and objects without any
// have no entry.
struct Marks {
    std::vector<std::string> tagNames;                   // also some that nothing carries any more
    std::vector<std::pair<ImageIndex, Mark>> images;     // ascending
    std::vector<std::pair<std::int64_t, Mark>> objects;  // by row id, ascending; deleted ones too

    // By binary search; an empty mark where there is none. To go through all objects, walk
    // `objects` beside ObjectTable::rowId: both ascend.
    const Mark& ofImage(ImageIndex image) const;
    const Mark& ofObject(std::int64_t rowId) const;
    // How many images and objects carry each tag, by TagIndex.
    std::vector<std::size_t> tagCounts() const;
};

}  // namespace selvedge
