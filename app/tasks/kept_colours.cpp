#include "app/tasks/kept_colours.h"

#include <algorithm>

namespace selvedge {

namespace {

constexpr int kGoodPart = 25;  // percent

}  // namespace

std::uint16_t colourBits(std::span<const ColourShare> shares) {
    std::uint16_t bits = 0;
    for (const ColourShare& share : shares) {
        if (&share == &shares.front() || share.percent >= kGoodPart)
            bits = static_cast<std::uint16_t>(bits | 1u << static_cast<unsigned>(share.colour));
    }
    return bits;
}

std::optional<KeptColours> readKeptColours(const Project& project, const ObjectTable& table,
                                           ThumbnailCache& cache, KeptColours before,
                                           std::stop_token stop) {
    auto colours = std::make_shared<ObjectColourBits>();
    if (before.colours && before.colours->bits.size() == table.size() &&
        before.known.size() == table.images.size()) {
        *colours = *before.colours;
    } else {
        colours->bits.assign(table.size(), 0);
        before.known.assign(table.images.size(), false);
    }
    for (ImageIndex image = 0; image < table.images.size(); ++image) {
        if (before.known[image])
            continue;
        if (stop.stop_requested())
            return {};
        const std::string& id = table.images[image].id;
        const auto file = project.imagePath(id);
        const auto kept = file.empty() ? std::nullopt : cache.colours(id, file);
        if (!kept)
            continue;
        bool all = true;
        for (const ObjectIndex object : table.objectsOf(image)) {
            const auto found =
                std::find_if(kept->begin(), kept->end(), [&](const ObjectColours& one) {
                    return one.key == table.rowId[object] && one.area == table.area[object];
                });
            if (found == kept->end())
                all = false;  // another mask since: made again with the thumbnail
            else
                colours->bits[object] = colourBits(found->colours);
        }
        if (all) {
            before.known[image] = true;
            colours->known += table.objectsOf(image).size();
        }
    }
    return KeptColours{std::move(colours), std::move(before.known)};
}

}  // namespace selvedge
