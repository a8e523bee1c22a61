#include "app/cli/image_choice.h"

#include <algorithm>
#include <memory>
#include <unordered_set>

#include "dataset/error.h"
#include "dataset/project/subset.h"

namespace selvedge::cli {

namespace {

using Ids = std::unordered_set<std::string>;

Ids idsOfSubset(const Project& project, const std::string& name, const std::string& part) {
    const Subset subset = subsetFromJson(keptSubset(project, name));
    Ids ids;
    if (part != "validation")
        ids.insert(subset.train.begin(), subset.train.end());
    if (part != "train")
        ids.insert(subset.validation.begin(), subset.validation.end());
    return ids;
}

Ids idsOfSplit(const Project& project, const std::string& split) {
    const Split wanted = split == "train"        ? Split::Train
                         : split == "validation" ? Split::Validation
                                                 : Split::Test;
    const auto table = project.objects();
    const auto marks = project.marks();
    Ids ids;
    for (const auto& [image, mark] : marks->images) {
        if (mark.split == wanted)
            ids.insert(table->images[image].id);
    }
    return ids;
}

}  // namespace

void ImageChoice::addTo(CLI::App& command) {
    auto* subsetOption =
        command.add_option("--subset", subset, "Only images of this subset (see `subset`)");
    command.add_option("--part", part, "Of the subset: train or validation; both if not given")
        ->check(CLI::IsMember({"train", "validation"}))
        ->needs(subsetOption);
    command.add_option("--split", split, "Only images of this split")
        ->check(CLI::IsMember({"train", "validation", "test"}))
        ->excludes(subsetOption);
}

ImageFilter ImageChoice::filterOf(const Project& project) const {
    if (subset.empty() && split.empty())
        return {};
    auto ids = std::make_shared<const Ids>(split.empty() ? idsOfSubset(project, subset, part)
                                                         : idsOfSplit(project, split));
    const auto& images = project.objects()->images;
    if (std::none_of(images.begin(), images.end(),
                     [&](const ImageRow& image) { return ids->contains(image.id); }))
        throw Error(ErrorKind::NotFound,
                    split.empty() ? "The subset \"" + subset + "\" has none of the images"
                                  : "No image is in the split \"" + split +
                                        "\" (`subset NAME --as-split` makes one)");
    return [ids](const std::string& id) { return ids->contains(id); };
}

std::string keptSubset(const Project& project, const std::string& name) {
    std::string names;
    for (const SavedEntry& entry : project.saved(SavedKind::Subset)) {
        if (entry.name == name)
            return entry.value;
        names += (names.empty() ? "" : ", ") + entry.name;
    }
    throw Error(ErrorKind::NotFound,
                "No subset \"" + name + "\"" +
                    (names.empty() ? "; `subset` draws one" : "; there are " + names));
}

}  // namespace selvedge::cli
