// Pictures of any bytes: a size within the limits or an error, and pixels of that size.
#include "dataset/image/image.h"
#include "dataset/error.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const InputFile file(textOf(data, size));
    try {
        const ImageSize told = readImageSize(file.path());
        require(told.width > 0 && told.height > 0);
        // Large ones cost time, and are refused by the same numbers.
        if (std::int64_t(told.width) * told.height > 1 << 16)
            return 0;
        const Image image = readImage(file.path());
        require(image.width == told.width && image.height == told.height);
        require(image.rgb.size() == std::size_t(3) * std::size_t(told.width) * told.height);
    } catch (const Error&) {
        // It says what is wrong.
    }
    return 0;
}
