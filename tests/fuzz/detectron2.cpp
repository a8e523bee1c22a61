// Detectron2's dataset dicts: what is read can be written, and then reads the same.
#include "dataset/error.h"
#include "dataset/format/detectron2_dicts.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

namespace {

// A mask of this many runs costs seconds under the sanitizers and finds nothing new.
constexpr std::size_t kLongestImage = 64 << 10;

void check(const JsonPiece& piece, const Catalog& catalog) {
    std::vector<RowIssue> issues;
    const auto image = readDetectron2Image(piece, catalog, issues);
    if (!image)
        return require(!issues.empty());
    JsonPiece again;
    const std::string text = detectron2Image(*image, catalog);
    again.text = text;
    issues.clear();
    const auto same = readDetectron2Image(again, catalog, issues);
    require(same && issues.empty() && same->objects.size() == image->objects.size());
    for (std::size_t i = 0; i < image->objects.size(); ++i) {
        require(same->objects[i].mask == image->objects[i].mask);
        require(same->objects[i].category == image->objects[i].category);
        require(same->objects[i].attributes == image->objects[i].attributes);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Catalog catalog = Catalog::builtIn();
    const InputFile input(textOf(data, size));
    JsonPieces pieces(input.path());
    JsonPiece piece;
    while (pieces.next(piece)) {
        if (piece.isElement && piece.text.size() < kLongestImage)
            check(piece, catalog);
    }
    return 0;
}
