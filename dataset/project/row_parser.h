#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/catalog.h"
#include "dataset/format/csv_layout.h"
#include "dataset/mask/rle_mask.h"

namespace selvedge {

// From 0 on, blanks around it allowed; "16.0" is 16, as pandas writes a column that has gaps.
std::optional<int> wholeNumber(std::string_view text);

struct AttributeIds {
    std::vector<int> known;      // of the catalog, ascending, no repeats
    std::vector<int> unknown;    // numbers the catalog does not have; likewise
    bool hasOtherWords = false;  // some of the text is no number
    std::string problem;         // what is wrong with the text, for a person; "" if nothing is
};
// "1,5,9"; nothing and NaN are no attributes.
AttributeIds parseAttributeIds(const std::string& text, const Catalog& catalog);
// Those of AttributesIds and those of 2019's ClassId.
AttributeIds attributesOf(const CsvRow& row, const Catalog& catalog);

// What a CSV row says. An object needs an image with a size, a mask with a pixel and a category of
// the catalog; else it is an issue and the row is only kept as text. Attributes the catalog does
// not have are left out of the object, and are an issue.
struct ParsedRow {
    bool hasImage = false;  // imageId, width and height are good
    std::string imageId;
    int width = 0;
    int height = 0;

    bool hasObject = false;
    RleMask mask;
    bool maskIsCanonical = false;  // writing the mask again gives the row's text
    int category = 0;              // id
    std::vector<int> attributes;   // ids, ascending
    std::vector<RowIssue> issues;
};
ParsedRow parseRow(const CsvRow& row, const Catalog& catalog);

// How a row is spelled where writing its object again would not give the same bytes.
struct Spelling {
    std::string text;
    // The mask's text is left out of `text` and belongs here; empty: `text` is the whole row.
    std::optional<std::size_t> maskAt;
};
// Nothing when layout.format() of the object gives row.raw.
std::optional<Spelling> spellingOf(const CsvRow& row, const ParsedRow& parsed,
                                   const CsvLayout& layout);

}  // namespace selvedge
