// CSV: every byte is in the rows, and a row that is kept short is written as it came.
#include "dataset/error.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/row_parser.h"
#include "tests/fuzz/fuzz_input.h"

using namespace selvedge;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Catalog catalog = Catalog::builtIn();
    const std::string_view text = textOf(data, size);
    const InputFile file(text);
    std::string all;
    std::optional<CsvLayout> layout;
    CsvCallbacks callbacks;
    callbacks.form = size % 2 ? CsvForm::Truth : CsvForm::Submission;
    callbacks.onHeader = [&](const CsvDialect& dialect) {
        all = (dialect.bom ? "\xEF\xBB\xBF" : "") + dialect.header + dialect.headerLineEnd;
        layout.emplace(dialect.header, callbacks.form);
    };
    callbacks.onRow = [&](const CsvRow& row) {
        all += row.raw;
        all += row.lineEnd;
        if (row.issue || row.blank)
            return true;
        const ParsedRow parsed = parseRow(row, catalog);
        if (!parsed.hasObject)
            return true;
        const auto spelling = spellingOf(row, parsed, *layout);
        std::string written =
            spelling
                ? spelling->text
                : layout->format({parsed.imageId, toKaggleRle(parsed.mask),
                                  std::to_string(parsed.height), std::to_string(parsed.width),
                                  std::to_string(parsed.category), joinedIds(parsed.attributes)});
        if (spelling && spelling->maskAt)
            written.insert(*spelling->maskAt, toKaggleRle(parsed.mask));
        require(written == row.raw);
        return true;
    };
    try {
        readImaterialistCsv(file.path(), callbacks);
        require(all == text);
    } catch (const Error&) {
        // The header is none.
    }
    return 0;
}
