// COCO JSON: every byte comes once, what is cut out of an annotation can be put back, and a changed
// one is JSON again.
#include <nlohmann/json.hpp>

#include "dataset/error.h"
#include "dataset/format/coco_annotation.h"
#include "dataset/format/coco_file.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

namespace {

// A mask of this many runs costs seconds under the sanitizers and finds nothing new.
constexpr std::size_t kLongestAnnotation = 64 << 10;

void check(const CocoFile& file, const JsonPiece& piece) {
    const CocoReading reading = file.read(piece);
    if (!reading.object || !reading.object->mask)
        return;
    const RleMask& mask = *reading.object->mask;
    if (reading.object->maskIsText)
        require(countsIn(piece.text).has_value());
    AnnotationFields fields;
    fields.imageId = "17";
    fields.category = 3;
    fields.attributes = {1, 5};
    fields.mask = &mask;
    const auto isKnown = [](std::int64_t id) { return id < 9; };
    const std::string changed = changedAnnotation(piece.text, fields, true, isKnown);
    const auto json = nlohmann::json::parse(changed);
    require(json["category_id"] == 3 && json["segmentation"]["counts"].is_string());
    require(changedAnnotation(changed, fields, true, isKnown) == changed);
    require(nlohmann::json::accept(newAnnotation(piece.text, fields)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = textOf(data, size);
    const InputFile input(text);
    std::string all;
    try {
        const CocoFile file(input.path());
        JsonPieces pieces(input.path(), size % 3 ? JsonPieces::kLongestElement : 40);
        JsonPiece piece;
        while (pieces.next(piece)) {
            all += piece.text;
            if (piece.isElement && piece.list == "annotations" &&
                piece.text.size() < kLongestAnnotation)
                check(file, piece);
        }
        require(all == text);
    } catch (const Error&) {
        // Ids of categories that repeat.
    }
    return 0;
}
