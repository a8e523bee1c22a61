#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/image/image.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/progress.h"

namespace selvedge {

// One more whenever the same config draws something else: kept samples of another number are stale.
inline constexpr int kDrawingVersion = 2;

struct SyntheticConfig {
    int images = 24;
    std::uint64_t seed = 1;
    // Of every picture, 32 to 8192 pixels a side. Absent: spread like the published set's, whose
    // heights go from 269 to 8688 and mostly lie between 1000 and 1500.
    std::optional<ImageSize> size = ImageSize{320, 448};
    // Of the whole set, 3 to 11 a picture. Absent: about 7 a picture.
    std::optional<std::uint64_t> objects;
    // Only so many are drawn; the others repeat them. Absent: every one is drawn.
    std::optional<int> distinctImages;
    bool writeImages = true;
};

struct SyntheticObject {
    CategoryIndex category = 0;
    std::vector<AttributeIndex> attributes;  // ascending
    RleMask mask;                            // exact: the visible pixels of the drawn part
};

struct SyntheticScene {
    Image image;  // without pixels if only masks were asked for
    std::vector<SyntheticObject> objects;
};

enum class SyntheticPart { PictureAndMasks, MasksOnly };

// Draws picture `index` of the set with Catalog::builtIn()'s indices: a dressed figure. A pure
// function of (seed, index, size, objects): the same on every machine; masks are the same with and
// without the picture. `objects` is how many the picture must show: the figure is dressed until it
// does (2 to 13 can be reached, else Error(Unsupported)). Absent: a usual number, about 7.
SyntheticScene drawScene(const SyntheticConfig& config, int index, std::optional<int> objects = {},
                         SyntheticPart part = SyntheticPart::PictureAndMasks);

// How many objects each distinct picture of the set shows, so that all pictures, repeated ones
// included, show `config.objects` together. Empty where that is absent. Throws
// Error(Unsupported) where no such numbers exist.
std::vector<int> objectsPerPicture(const SyntheticConfig& config);

struct SyntheticSummary {
    int images = 0;  // 0 if stopped
    std::uint64_t objects = 0;
    std::uint64_t csvBytes = 0;
    std::vector<std::uint64_t> categories;  // objects of each, by CategoryIndex
    std::vector<std::uint64_t> attributes;  // objects that have each, by AttributeIndex
};

// Writes `out`/train.csv, label_descriptions.json and images/<ImageId>.jpg as iMaterialist 2020
// does, and drawn.json. On all cores, in memory that grows with `distinctImages`. A stop or an
// error leaves `out` as it was. It is absent, empty or was drawn before (else NotWritable): in a
// drawn one files of the same names are replaced, others stay.
SyntheticSummary writeSynthetic(const SyntheticConfig& config, const std::filesystem::path& out,
                                const ProgressCallback& onProgress = {}, std::stop_token stop = {});

}  // namespace selvedge
