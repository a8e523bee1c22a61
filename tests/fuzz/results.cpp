// COCO results: whatever the bytes are, they are refused or read; entries spelled plainly read as
// those that are parsed in full, and in parts as at once.
#include <nlohmann/json.hpp>

#include "dataset/error.h"
#include "model/evaluation/coco_results.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

namespace {

// A member that no program writes makes an entry one that is parsed in full.
std::string inFull(const nlohmann::json& list) {
    nlohmann::json changed = list;
    for (nlohmann::json& entry : changed)
        if (entry.is_object())
            entry["other"] = nlohmann::json::array();
    return changed.dump(-1, ' ', true);
}

bool same(const PredictionSet& a, const PredictionSet& b) {
    if (a.images.size() != b.images.size())
        return false;
    for (const auto& [id, detections] : a.images) {
        const auto found = b.images.find(id);
        if (found == b.images.end() || found->second.size() != detections.size())
            return false;
        for (std::size_t i = 0; i < detections.size(); ++i) {
            const Detection &x = detections[i], &y = found->second[i];
            if (x.category != y.category || x.score != y.score || !(x.box == y.box) ||
                x.fileBox != y.fileBox || !(x.mask == y.mask) || x.attributes != y.attributes)
                return false;
        }
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Catalog catalog({{0, "a", ""}, {7, "b", ""}}, {{0, "x", ""}, {5, "z", ""}});
    const ImageSizeLookup sizeOf = [](const std::string&) { return ImageSize{30, 40}; };
    const std::string_view text = textOf(data, size);
    try {
        const InputFile input(text);
        const auto read = readCocoResults(input.path(), catalog, {}, sizeOf);
        PredictionSet inParts;
        readCocoResults(input.path(), catalog, {}, sizeOf,
                        [&](std::vector<ImageDetection>&& detections) {
                            for (ImageDetection& found : detections)
                                inParts.images[found.imageId].push_back(std::move(found.detection));
                        });
        require(same(read.predictions, inParts));
        const auto json = nlohmann::json::parse(text, nullptr, false);
        if (json.is_array()) {
            const InputFile full(inFull(json));
            const auto again = readCocoResults(full.path(), catalog, {}, sizeOf);
            require(same(read.predictions, again.predictions));
            require(read.boxesGiven == again.boxesGiven);
        }
    } catch (const Error&) {
    }
    return 0;
}
