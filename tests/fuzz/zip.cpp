// A zip archive: whatever the bytes are, it is refused or its entries lie inside it, do not overlap
// and have names that lead nowhere.
#include "dataset/error.h"
#include "model/network/weights/zip_reader.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::byte> input(reinterpret_cast<const std::byte*>(data), size);
    try {
        std::size_t bytes = 0;
        for (const ZipEntry& entry : readZip(input)) {
            bytes += entry.data.size();
            if (!entry.data.empty())
                require(entry.data.data() >= input.data() &&
                        entry.data.data() + entry.data.size() <= input.data() + size);
            require(entry.name.find("../") == entry.name.npos && !entry.name.starts_with('/'));
        }
        require(bytes <= size);
    } catch (const Error&) {
    }
    return 0;
}
