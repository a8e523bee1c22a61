#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/project/query.h"

namespace selvedge {

// A query as it is typed:
//
//   category:coat,jacket attribute:"double breasted" -floral area>5% stars>=3
//
// Terms stand side by side; commas separate alternatives; a leading `-`, NOT or WITHOUT leaves out;
// AND may stand between terms. Fields: split, category, supercategory, attribute, verdict, area,
// objects, score, review, stars, tag, collection, colour, id, and every group of attributes by its
// name or by a word that no other group has (length, neckline). A bare word is a category or an
// attribute. Names with spaces or commas stand in quotes, where \" and \\ are a quote and a
// backslash; "shirt" is enough for "shirt, blouse" and "mini" for "mini (length)" where nothing
// else is meant; #5 is the id of a category or attribute. Ranges: area>5%, area:5%..20%,
// objects>=4, score<.5. Capitals do not matter.

// What is wrong with a text, where (bytes), as a sentence for the person who typed it.
struct QueryFault {
    std::size_t position = 0;
    std::size_t length = 0;
    std::string sentence;
};

struct ParsedQuery {
    Query query;                      // empty where there is a fault
    std::optional<QueryFault> fault;  // the first one
};
using CountOf = std::function<std::uint32_t(FacetValue)>;
// `countOf` (may be empty): how often a value occurs; a fault names those that do, frequent first.
ParsedQuery parseQuery(std::string_view text, const Vocabulary& words, const CountOf& countOf = {});

// The text of a query, always the same for the same: parseQuery(toText(q)) is q.
std::string toText(const Query& query, const Vocabulary& words);

// How one would go on at the cursor: fields, and values of the field that is begun.
struct Completion {
    std::size_t position = 0;  // of what it replaces, in bytes
    std::size_t length = 0;
    std::string text;                 // what to put there: `attribute:"double breasted"`
    std::string label;                // what to show: "double breasted"
    std::string kind;                 // whose value: "opening type", "category"; "" of a field
    std::optional<FacetValue> value;  // absent of a field
    std::uint32_t images = 0;         // of a value: what `countOf` says
};
// Best first: what begins with what is typed before what only has it inside, and of these what
// `countOf` (may be empty) counts most of.
std::vector<Completion> completionsOf(std::string_view text, std::size_t cursor,
                                      const Vocabulary& words, const CountOf& countOf = {},
                                      std::size_t most = 12);

}  // namespace selvedge
