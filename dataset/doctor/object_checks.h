#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/doctor/finding.h"
#include "dataset/mask/rle_mask.h"

namespace selvedge::doctor {

// An object of an image, as the checks below need it.
struct CheckedObject {
    CategoryIndex category = 0;
    std::span<const AttributeIndex> attributes;
    std::uint64_t area = 0;
    IntBox box;
    RleMask mask;
};

struct ObjectFault {
    FindingKind kind{};
    std::size_t object = 0;  // index into the image's objects
    std::string text;
    bool repairable = false;
    // The earlier object it is compared with.
    std::optional<std::size_t> other = std::nullopt;
};

// MaskScrambled, MaskSpecks, MaskBox, MaskCoversImage, MaskInParts of one mask.
std::vector<ObjectFault> maskFaults(const RleMask& mask, std::size_t object);

// Which categories are parts of a garment, by the supercategories of the published label
// descriptions; all false where a catalog has none of these.
std::vector<bool> partCategories(const Catalog& catalog);

// DuplicateObject (same category) and CategoryConflict (another one): pairs whose masks have an IoU
// of kSamePixels or more. The later object of a pair is at fault. Exact copies, attributes too, can
// be repaired. A garment and its part may share their pixels: sequins all over a top.
inline constexpr double kSamePixels = 0.95;
std::vector<ObjectFault> twinFaults(std::span<const CheckedObject> objects,
                                    const std::vector<bool>& isPart, const Catalog& catalog);

// PartWithoutGarment: a part whose box, grown by 8 pixels, meets no box of a whole thing.
std::vector<ObjectFault> lostParts(std::span<const CheckedObject> objects,
                                   const std::vector<bool>& isPart, const Catalog& catalog);

}  // namespace selvedge::doctor
