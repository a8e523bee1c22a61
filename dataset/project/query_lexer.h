#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace selvedge {

enum class QueryOperator { None, Is, More, MoreOrSame, Less, LessOrSame };

// One word of a typed query, as it stands or in quotes.
struct QueryWord {
    std::string text;                      // without quotes and backslashes
    std::size_t position = 0, length = 0;  // in the query's bytes, quotes included
    bool isQuoted = false;
    bool isOpen = false;  // the closing quote is missing
};

// Reads a typed query piece by piece.
class QueryLexer {
public:
    explicit QueryLexer(std::string_view text) : m_text(text) {}
    std::size_t position() const { return m_position; }
    void setPosition(std::size_t position) { m_position = position; }
    bool atEnd() const { return m_position >= m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_position]; }
    void skipSpaces();
    // Passes it where it stands here.
    bool take(char c);
    // Up to a space, a comma or a quote, with `stopAtOperator` also up to : = < >; or what stands
    // in quotes. May be empty.
    QueryWord word(bool stopAtOperator);
    // With spaces before it; stays where there is none.
    QueryOperator takeOperator();

private:
    std::string_view m_text;
    std::size_t m_position = 0;
};

}  // namespace selvedge
