// A match table's file: whatever the bytes are, they are refused or make a table that can be
// measured, and is the same when it is written and read again. Half the inputs get the right sum at
// their end, so that what stands before it is looked at.
#include "dataset/error.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/match_table_file.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto catalog = std::make_shared<const Catalog>(
        std::vector<Category>{{0, "a", ""}, {7, "b", ""}},
        std::vector<Attribute>{{0, "x", ""}, {1, "y", ""}, {5, "z", ""}});
    std::string bytes(textOf(data, size));
    if (size % 2 == 0) {
        const std::uint64_t sum = matchTableSum(bytes);
        bytes.append(reinterpret_cast<const char*>(&sum), sizeof sum);
    }
    try {
        const auto table = parseMatchTable(bytes, "input", "key", catalog, 1);
        if (!table)
            return 0;
        for (const IouType type : {IouType::Box, IouType::Mask, IouType::Boundary})
            require(evaluate(*table, Protocol::coco(type), {}, {}, 1).has_value());
        require(evaluate(*table, Protocol::fashionpedia(), {}, {}, 1).has_value());
    } catch (const Error&) {
    }
    return 0;
}
