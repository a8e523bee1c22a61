// A typed query: what is taken is written and read as the same; faults and completions lie in it.
#include <memory>

#include "dataset/project/query_text.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Vocabulary kWords(std::make_shared<const Catalog>(Catalog::builtIn()),
                                   {"look book", "sale", "a\"b\\c"});
    const std::string_view text = textOf(data, size);
    const ParsedQuery parsed = parseQuery(text, kWords);
    if (parsed.fault)
        require(parsed.fault->position + parsed.fault->length <= text.size());
    else
        require(parseQuery(toText(parsed.query, kWords), kWords).query == parsed.query);
    for (const Completion& one : completionsOf(text, text.size() / 2, kWords))
        require(one.position + one.length <= text.size());
    return 0;
}
