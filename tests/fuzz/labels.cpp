// Label descriptions: what is taken is written and read as the same.
#include "dataset/catalog.h"
#include "dataset/error.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Catalog catalog = Catalog::fromLabelDescriptionsJson(std::string(textOf(data, size)));
        const std::string written = catalog.toLabelDescriptionsJson();
        require(Catalog::fromLabelDescriptionsJson(written).toLabelDescriptionsJson() == written);
    } catch (const Error&) {
        // It says what is wrong.
    }
    return 0;
}
