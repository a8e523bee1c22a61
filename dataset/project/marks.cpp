#include "dataset/project/marks.h"

#include <algorithm>

namespace selvedge {

namespace {

const Mark kNoMark;

template <typename Entries, typename Id>
const Mark& markIn(const Entries& entries, Id id) {
    const auto found =
        std::lower_bound(entries.begin(), entries.end(), id,
                         [](const auto& entry, Id wanted) { return entry.first < wanted; });
    return found != entries.end() && found->first == id ? found->second : kNoMark;
}

}  // namespace

const Mark& Marks::ofImage(ImageIndex image) const {
    return markIn(images, image);
}

const Mark& Marks::ofObject(std::int64_t rowId) const {
    return markIn(objects, rowId);
}

std::vector<std::size_t> Marks::tagCounts() const {
    std::vector<std::size_t> counts(tagNames.size());
    const auto count = [&](const auto& entries) {
        for (const auto& [id, mark] : entries) {
            for (TagIndex tag : mark.tags)
                ++counts[tag];
        }
    };
    count(images);
    count(objects);
    return counts;
}

bool isCollection(std::string_view tag) {
    return tag.starts_with(kCollectionPrefix) && tag.size() > kCollectionPrefix.size();
}

std::string collectionTag(std::string_view name) {
    return std::string(kCollectionPrefix) + std::string(name);
}

std::string collectionName(std::string_view tag) {
    return std::string(tag.substr(kCollectionPrefix.size()));
}

}  // namespace selvedge
