#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/image/image.h"
#include "dataset/mask/rle_mask.h"
#include "dataset/progress.h"

namespace selvedge {

struct SyntheticConfig {
    int images = 24;
    std::uint64_t seed = 1;
    int width = 320;  // of every picture
    int height = 448;
};

struct SyntheticObject {
    CategoryIndex category = 0;
    std::vector<AttributeIndex> attributes;  // ascending
    RleMask mask;                            // exact: the visible pixels of the drawn part
};

struct SyntheticScene {
    Image image;
    std::vector<SyntheticObject> objects;
};

// Draws picture `index` of the set with Catalog::builtIn()'s indices: a dressed figure. A pure
// function of (seed, index, size): the same on every machine.
SyntheticScene drawScene(const SyntheticConfig& config, int index);

// Writes `out`/train.csv, label_descriptions.json and images/<ImageId>.jpg in the layout of
// iMaterialist 2020. Parallel over pictures. Returns the number written (fewer when stopped).
int writeSynthetic(const SyntheticConfig& config, const std::filesystem::path& out,
                   const ProgressCallback& onProgress = {}, std::stop_token stop = {});

}  // namespace selvedge
