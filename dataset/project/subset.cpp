#include "dataset/project/subset.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "dataset/error.h"
#include "dataset/project/codec.h"

namespace selvedge {

namespace {

using Json = nlohmann::ordered_json;

constexpr SubsetPlan plan(const char* name, std::size_t train, std::size_t validation) {
    return {name, 1, train, validation};
}
const SubsetPlan kPaperSubsets[] = {plan("1K", 1000, 0), plan("3K", 3000, 0),
                                    plan("5K/500", 5000, 500), plan("40K/2K", 40000, 2000)};

// The last step of splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators).
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

std::vector<std::string> idsIn(const Json& list, const char* what) {
    if (!list.is_array())
        throw Error(ErrorKind::BadFormat, std::string("\"") + what + "\" is not a list");
    std::vector<std::string> ids;
    for (const Json& id : list) {
        if (!id.is_string())
            throw Error(ErrorKind::BadFormat,
                        std::string("\"") + what + "\" holds something else than ImageIds");
        ids.push_back(id.get<std::string>());
    }
    return ids;
}

}  // namespace

std::span<const SubsetPlan> paperSubsets() {
    return kPaperSubsets;
}

Subset drawSubset(const SubsetPlan& plan, const std::vector<ImageRow>& images) {
    if (images.size() < plan.train + plan.validation)
        throw Error(ErrorKind::Unsupported, "The subset " + plan.name + " needs " +
                                                std::to_string(plan.train + plan.validation) +
                                                " images, the data set has " +
                                                std::to_string(images.size()));
    std::vector<std::pair<std::uint64_t, const std::string*>> order;
    order.reserve(images.size());
    for (const ImageRow& image : images)
        order.emplace_back(mixed(hashOf(image.id) + mixed(plan.seed)), &image.id);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : *a.second < *b.second;
    });
    Subset subset{plan.name, plan.seed, {}, {}};
    for (std::size_t i = 0; i < plan.train; ++i)
        subset.train.push_back(*order[i].second);
    // From the other end, so that a larger plan's training images take the same ones first.
    for (std::size_t i = 0; i < plan.validation; ++i)
        subset.validation.push_back(*order[order.size() - 1 - i].second);
    return subset;
}

std::string subsetToJson(const Subset& subset) {
    Json json{{"name", subset.name},
              {"seed", subset.seed},
              {"train", subset.train},
              {"validation", subset.validation}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Subset subsetFromJson(const std::string& text) {
    Json json;
    try {
        json = Json::parse(text);
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::BadFormat, std::string("it is no JSON: ") + error.what());
    }
    Subset subset;
    if (json.is_array()) {
        subset.train = idsIn(json, "train");
        return subset;
    }
    if (!json.is_object() || (!json.contains("train") && !json.contains("validation")))
        throw Error(ErrorKind::BadFormat,
                    "there is no list \"train\" or \"validation\" of ImageIds");
    if (const auto name = json.find("name"); name != json.end() && name->is_string())
        subset.name = name->get<std::string>();
    if (const auto seed = json.find("seed"); seed != json.end() && seed->is_number_unsigned())
        subset.seed = seed->get<std::uint64_t>();
    if (const auto list = json.find("train"); list != json.end())
        subset.train = idsIn(*list, "train");
    if (const auto list = json.find("validation"); list != json.end())
        subset.validation = idsIn(*list, "validation");
    std::vector<std::string> both = subset.train;
    both.insert(both.end(), subset.validation.begin(), subset.validation.end());
    std::sort(both.begin(), both.end());
    if (const auto twice = std::adjacent_find(both.begin(), both.end()); twice != both.end())
        throw Error(ErrorKind::BadFormat, "the image " + *twice + " stands in it twice");
    return subset;
}

std::vector<MarkEdit> splitEdits(const Subset& subset, const ObjectTable& table,
                                 std::size_t* unknown) {
    std::unordered_map<std::string_view, ImageIndex> indexOf;
    for (ImageIndex image = 0; image < table.images.size(); ++image)
        indexOf.emplace(table.images[image].id, image);
    std::vector<Split> splits(table.images.size(), Split::None);
    std::size_t notFound = 0;
    const auto assign = [&](const std::vector<std::string>& ids, Split split) {
        for (const std::string& id : ids) {
            const auto found = indexOf.find(id);
            if (found == indexOf.end())
                ++notFound;
            else
                splits[found->second] = split;
        }
    };
    assign(subset.train, Split::Train);
    assign(subset.validation, Split::Validation);
    if (unknown)
        *unknown = notFound;
    std::vector<MarkEdit> edits(splits.size());
    for (ImageIndex image = 0; image < splits.size(); ++image) {
        edits[image].image = image;
        edits[image].split = splits[image];
    }
    return edits;
}

}  // namespace selvedge
