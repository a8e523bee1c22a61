#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dataset/project/edits.h"
#include "dataset/project/object_table.h"

namespace selvedge {

// Images of a data set under a name, for training and for validation. Kept in a project as JSON
// under SavedKind::Subset.
struct Subset {
    std::string name;
    std::uint64_t seed = 0;               // of drawSubset; 0: a list from elsewhere
    std::vector<std::string> train;       // ImageIds
    std::vector<std::string> validation;  // none of them in `train`
    bool operator==(const Subset&) const = default;
};

struct SubsetPlan {
    std::string name;
    std::uint64_t seed = 1;
    std::size_t train = 0;
    std::size_t validation = 0;
};
// The paper's: 1K, 3K, 5K/500, 40K/2K (it names no seed and no images).
std::span<const SubsetPlan> paperSubsets();

// Draws images by a hash of seed and ImageId: the same on every machine and in any order of the
// images, and with one seed the training images of a smaller plan are among a larger one's.
// Error(Unsupported) when there are too few images.
Subset drawSubset(const SubsetPlan& plan, const std::vector<ImageRow>& images);

// {"name": "1K", "seed": 1, "train": ["id", ...], "validation": [...]}; a plain list of ids is
// taken too, as `train`. Throws Error(BadFormat).
std::string subsetToJson(const Subset& subset);
Subset subsetFromJson(const std::string& text);

// Edits that make the subset the split of the images: its own, and none for all others. Ids that
// the table does not have are left out and counted in `unknown`.
std::vector<MarkEdit> splitEdits(const Subset& subset, const ObjectTable& table,
                                 std::size_t* unknown = nullptr);

}  // namespace selvedge
