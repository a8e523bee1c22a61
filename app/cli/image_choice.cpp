#include "app/cli/image_choice.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_set>

#include "dataset/error.h"
#include "dataset/project/apply_query.h"
#include "dataset/project/query_text.h"
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

// Verdicts and scores are of predictions, colours of pictures: none of them is in a project.
void refuseWhatIsUnknown(const Query& query) {
    const auto refuse = [](const std::string& what) {
        throw Error(ErrorKind::Unsupported,
                    "--where cannot ask for " + what + ", which no project holds");
    };
    if (!query.score.everything())
        refuse("a score");
    for (const auto& [value, state] : query.values) {
        if (value.facet == Facet::Verdict)
            refuse("a verdict");
        if (value.facet == Facet::Colour)
            refuse("a colour");
    }
}

Ids idsOfQuery(const Project& project, const std::string& text) {
    QueryData data;
    data.table = project.objects();
    data.marks = project.marks();
    data.words = std::make_shared<const Vocabulary>(project.catalog(), data.marks->tagNames);
    const ParsedQuery parsed = parseQuery(text, *data.words);
    if (parsed.fault)
        throw Error(ErrorKind::BadFormat, "--where, character " +
                                              std::to_string(parsed.fault->position + 1) + ": " +
                                              parsed.fault->sentence);
    refuseWhatIsUnknown(parsed.query);
    Ids ids;
    for (const ImageIndex image : applyQuery(parsed.query, data).images)
        ids.insert(data.table->images[image].id);
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
    command.add_option("--where", where,
                       "Only images that answer this query, as typed in Browse: "
                       "'category:coat,jacket attribute:\"double breasted\" -floral area>5% "
                       "stars>=3 tag:sale'");
}

ImageFilter ImageChoice::filterOf(const Project& project) const {
    std::optional<Ids> listed, found;
    if (!subset.empty() || !split.empty())
        listed = split.empty() ? idsOfSubset(project, subset, part) : idsOfSplit(project, split);
    if (!where.empty())
        found = idsOfQuery(project, where);
    if (!listed && !found)
        return {};
    const auto& images = project.objects()->images;
    const auto inList = [&](const ImageRow& image) {
        return !listed || listed->contains(image.id);
    };
    if (std::none_of(images.begin(), images.end(), inList))
        throw Error(ErrorKind::NotFound,
                    split.empty() ? "The subset \"" + subset + "\" has none of the images"
                                  : "No image is in the split \"" + split +
                                        "\" (`subset NAME --as-split` makes one)");
    auto ids = std::make_shared<Ids>();
    for (const ImageRow& image : images) {
        if (inList(image) && (!found || found->contains(image.id)))
            ids->insert(image.id);
    }
    if (ids->empty())
        throw Error(ErrorKind::NotFound, "No image answers " + where);
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
