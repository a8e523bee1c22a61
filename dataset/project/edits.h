#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/mask/rle_mask.h"
#include "dataset/project/marks.h"
#include "dataset/project/object_table.h"

namespace selvedge {

// One change to one object. Empty optionals: unchanged.
struct ObjectEdit {
    std::int64_t rowId = 0;  // ObjectTable::rowId; 0: a new object
    std::optional<CategoryIndex> category;
    std::optional<std::vector<AttributeIndex>> attributes;  // the whole new set
    std::optional<bool> deleted;
    std::optional<RleMask> mask;  // of the image's size, not empty
    // A new object needs image, category and mask. So does a row that was no object
    // (ProjectIssue::rowId) and is made one by a repair. Objects cannot move to another image.
    std::optional<ImageIndex> image;
    // Its row is written anew from the object: what only the row's own spelling says goes.
    bool respell = false;
};

// One change to one image.
struct ImageEdit {
    ImageIndex image = 0;
    // New size of the masks' pixels, applied before the step's object edits. A mask keeps its runs;
    // where these mean something else then, the step says so with edits of its objects.
    std::optional<std::pair<int, int>> size;  // width, height
};

// One change to the marks of one image or one object.
struct MarkEdit {
    std::int64_t rowId = 0;           // the object, or
    std::optional<ImageIndex> image;  // the image
    std::optional<int> stars;
    std::optional<ReviewState> review;
    std::optional<Split> split;                    // of images only
    std::optional<std::vector<std::string>> tags;  // the whole new set; a tag is one line of text
    std::optional<std::string> note;
};

// Edits that happen together and are undone together.
struct EditStep {
    EditStep() = default;
    EditStep(std::initializer_list<ObjectEdit> edits) : objects(edits) {}
    EditStep(std::vector<ObjectEdit> edits) : objects(std::move(edits)) {}

    std::vector<ImageEdit> images;
    std::vector<ObjectEdit> objects;
    std::vector<MarkEdit> marks;
    // For the history, e.g. "Repair runs_overlap". Empty: it is told from the edits.
    std::string words;
};

// A step as the history shows it.
struct HistoryStep {
    std::int64_t id = 0;
    std::int64_t time = 0;  // milliseconds since 1970, UTC
    std::string author;
    std::string words;        // as given, else of its edits: "category of 3 objects"
    std::int64_t undoes = 0;  // the step that this one reverted; 0: none
    bool undone = false;      // reverted by a later step that was not itself reverted
    std::size_t edits = 0;
};

// Where a step changed something and from what to what, in words.
struct StepChange {
    std::size_t images = 0;           // in how many
    std::optional<ImageIndex> image;  // the first of them; none: it is no longer in the source
    std::int64_t object = 0;          // row id of the only object; 0: several, or an image
    std::optional<CategoryIndex> category;  // the object's, now
    // "coat → jacket", "+ floral, − plain", "stars 0 → 3"; where each of several changed in its own
    // way, empty.
    std::string values;
    bool named = false;  // HistoryStep::words were given and are not told from its edits
};

}  // namespace selvedge
