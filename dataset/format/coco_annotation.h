#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/mask/rle_mask.h"

namespace selvedge {

// Annotations of a COCO file as text: what was not changed stays as it is spelled.

// Where the counts of a compressed RLE stand, without the quotes; nothing for other forms.
struct TextSpan {
    std::size_t begin = 0, size = 0;
};
std::optional<TextSpan> countsIn(std::string_view annotation);
// COCO's compressed string as it stands between quotes.
std::string countsText(const RleMask& mask);

// What an annotation says of its object.
struct AnnotationFields {
    std::int64_t id = 0;
    std::string imageId;  // as JSON: 17 or "a"
    int category = 0;
    std::vector<int> attributes;  // ids
    const RleMask* mask = nullptr;
};

// The annotation with category, attributes and, where `withMask`, mask (with bbox and area, where
// it has these) as given; written anew only where they differ from what it says. Attributes that
// `isKnown` denies stay, and the order of those that stay.
std::string changedAnnotation(std::string_view text, const AnnotationFields& fields, bool withMask,
                              const std::function<bool(std::int64_t)>& isKnown);

// A new annotation with the members, order and blanks of `like`, another one of the file, or in a
// common style where that is "".
std::string newAnnotation(std::string_view like, const AnnotationFields& fields);

}  // namespace selvedge
