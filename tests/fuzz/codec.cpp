// Blobs of project files that strangers made.
#include "dataset/project/codec.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const std::string_view bytes = textOf(data + 2, size - 2);
    if (const auto mask = decodeRuns(bytes, data[0] * 257, data[1] * 257))
        require(decodeRuns(encodeRuns(*mask), mask->width(), mask->height()) == mask);
    if (const auto ids = decodeIds(bytes))
        require(decodeIds(encodeIds(*ids)) == ids);
    return 0;
}
