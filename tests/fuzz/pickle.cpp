// A pickle: whatever the bytes are, they are refused or make values that stand in the input, with
// memory in proportion to it.
#include "model/network/weights/pickle.h"
#include "dataset/error.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::byte> input(reinterpret_cast<const std::byte*>(data), size);
    try {
        const Pickle pickle = readPickle(input);
        require(pickle.root && pickle.size <= size && pickle.values.size() <= size);
        for (const PickleValue& value : pickle.values) {
            for (const PickleValue* item : value.items)
                require(item != nullptr);
            if (value.isText() && !value.text.empty())
                require(value.text.data() >= textOf(data, size).data() &&
                        value.text.data() + value.text.size() <=
                            textOf(data, size).data() + pickle.size);
        }
    } catch (const Error&) {
    }
    return 0;
}
