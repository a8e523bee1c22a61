#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/format/byte_window.h"
#include "dataset/format/json_value.h"
#include "dataset/row_issue.h"

namespace selvedge {

// A stretch of a JSON file; the texts of all of them, one after the other, are the file. The views
// are valid until the next one is read.
struct JsonPiece {
    // An element of a list that is a member of the file's object, or of the file when that is
    // itself a list; otherwise what stands around elements: brackets, blanks, commas, other
    // members.
    bool isElement = false;
    std::string_view text;
    // No element, and the text begins with the ] of a list.
    bool endsList = false;
    // Of an element, or of the list that ends: the list's name ("" for the file's own list) and its
    // number there, from 1; of the end the number of elements.
    std::string_view list;
    std::uint64_t number = 0;
    std::uint64_t line = 1, column = 1;  // of the first byte, 1-based, in bytes
    // An element that nobody should parse (JsonValue::bad), or one longer than the limit. Then why
    // ("it is nested deeper than 16"); the text of one that is too long came before, as pieces that
    // are no elements.
    std::string bad;
};

// Streams a JSON file of any size by its outer structure; memory is bounded by the limit. Elements
// are told apart by quotes and brackets alone: whoever parses one finds what is wrong in it. Throws
// Error(NotFound, Unreadable) with the path.
class JsonPieces {
public:
    static constexpr std::size_t kLongestElement = std::size_t{64} << 20;

    explicit JsonPieces(const std::filesystem::path& file,
                        std::size_t longestElement = kLongestElement);
    bool next(JsonPiece& piece);  // false at the end of the file

    // Where and why the file is no JSON from there on (cut off, UTF-16, binary): what follows comes
    // as pieces that are no elements. Known once they are given.
    const std::optional<RowIssue>& problem() const { return m_problem; }

    // The file has a list of that name so far.
    bool hasList(std::string_view name) const;

    std::uint64_t bytesDone() const { return m_window.bytesDone(); }
    std::uint64_t bytesTotal() const { return m_window.bytesTotal(); }  // 0 when unknown

private:
    enum class State {
        Start,
        FirstKey,  // after the { of the file's object; it may be empty
        Key,       // after a comma
        Colon,
        Member,  // before its value
        AfterMember,
        FirstElement,  // after the [ of a list; it may be empty
        NextElement,   // after a comma
        AfterElement,
        AfterAll,
        Broken
    };
    JsonPiece take(std::size_t length);
    bool nextOfElement(JsonPiece& piece);
    bool beginsElement(char c) const;
    bool endsList(char c) const;
    void step(std::size_t at);
    void stepThroughValue(std::size_t& at);
    void enterList(std::string name);
    void fail(std::size_t at, const std::string& text);
    std::string whatIsCut() const;

    ByteWindow m_window;
    std::size_t m_longest;
    std::uint64_t m_line = 1, m_column = 1;  // of the window's begin

    State m_state = State::Start;
    bool m_topIsList = false;
    std::optional<JsonValue> m_value;  // the key, member or element that we are in
    bool m_inElement = false;
    bool m_elementIsLong = false;  // parts of it were given already
    std::string m_key;             // with its quotes, cut to a length that no list's name has
    std::string m_list, m_endedList;
    std::vector<std::string> m_lists;  // names of those met, no repeats
    std::uint64_t m_number = 0;
    std::uint64_t m_elementLine = 1, m_elementColumn = 1;
    std::optional<RowIssue> m_problem;
};

// Parses an element. Where that fails: none, and what is wrong with it ("it is no JSON: invalid
// literal") in `issue`, with its line and column in the file.
std::optional<nlohmann::json> parseElement(const JsonPiece& element, RowIssue& issue);

// Error(BadFormat) "FILE:LINE:COLUMN: TEXT" for whom half a file is none.
[[noreturn]] void throwProblem(const std::filesystem::path& file, const RowIssue& problem);

}  // namespace selvedge
