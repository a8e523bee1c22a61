// Masks as text: Kaggle's, COCO's string and counts, polygons. What is canonical is written again
// as it was read.
#include <cstring>

#include "dataset/mask/text_forms.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

namespace {

template <typename Number>
std::vector<Number> numbersOf(std::string_view bytes) {
    std::vector<Number> numbers(bytes.size() / sizeof(Number));
    if (!numbers.empty())
        std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(Number));
    return numbers;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3)
        return 0;
    // Small images, and now and then one of odd or impossible size.
    constexpr int kOddSizes[] = {0, -1, 65535, 65536, 0x7fffffff};
    const int width = data[1] < 250 ? data[1] : kOddSizes[data[1] - 250 < 5 ? data[1] - 250 : 4];
    const int height = data[2] < 250 ? data[2] : kOddSizes[data[2] - 250 < 5 ? data[2] - 250 : 4];
    const std::string_view text = textOf(data + 3, size - 3);
    switch (data[0] % 4) {
        case 0: {
            const ParsedMask parsed = parseKaggleRle(text, width, height);
            require(parsed.mask.has_value() != !parsed.error.empty());
            if (parsed.canonical)
                require(toKaggleRle(*parsed.mask) == text);
            if (parsed.mask)
                require(parseKaggleRle(toKaggleRle(*parsed.mask), width, height).mask ==
                        parsed.mask);
            break;
        }
        case 1: {
            const ParsedMask parsed = parseCocoRle(text, width, height);
            require(parsed.mask.has_value() != !parsed.error.empty());
            if (parsed.mask) {
                require(parsed.canonical == (toCocoRle(*parsed.mask) == text));
                require(parseCocoRle(toCocoRle(*parsed.mask), width, height).mask == parsed.mask);
            }
            break;
        }
        case 2: {
            const auto counts = numbersOf<std::uint32_t>(text);
            const ParsedMask parsed = maskFromCounts(counts, width, height);
            if (parsed.canonical)
                require(toCounts(*parsed.mask) == counts);
            break;
        }
        default: {
            const std::vector<std::vector<double>> rings = {numbersOf<double>(text)};
            if (isMaskSize(width, height) && rings[0].size() <= 12 && width < 250 && height < 250) {
                const RleMask mask = maskFromPolygons(rings, width, height);
                require(mask.area() <= std::uint64_t(width) * std::uint64_t(height));
            }
        }
    }
    return 0;
}
