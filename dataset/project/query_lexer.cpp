#include "dataset/project/query_lexer.h"

#include <algorithm>
#include <utility>

namespace selvedge {

namespace {

constexpr std::pair<std::string_view, QueryOperator> kOperators[] = {
    {">=", QueryOperator::MoreOrSame}, {"<=", QueryOperator::LessOrSame},
    {"≥", QueryOperator::MoreOrSame},  {"≤", QueryOperator::LessOrSame},
    {">", QueryOperator::More},        {"<", QueryOperator::Less},
    {":", QueryOperator::Is},          {"=", QueryOperator::Is},
};

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The operator that the text begins with, and its length.
std::pair<QueryOperator, std::size_t> operatorOf(std::string_view text) {
    for (const auto& [sign, meaning] : kOperators) {
        if (text.substr(0, sign.size()) == sign)
            return {meaning, sign.size()};
    }
    return {QueryOperator::None, 0};
}

}  // namespace

void QueryLexer::skipSpaces() {
    while (!atEnd() && isSpace(peek()))
        ++m_position;
}

bool QueryLexer::take(char c) {
    if (atEnd() || peek() != c)
        return false;
    ++m_position;
    return true;
}

QueryWord QueryLexer::word(bool stopAtOperator) {
    QueryWord word;
    word.position = m_position;
    if (take('"')) {
        word.isQuoted = word.isOpen = true;
        while (!atEnd()) {
            char c = m_text[m_position++];
            if (c == '"') {
                word.isOpen = false;
                break;
            }
            if (c == '\\' && !atEnd())
                c = m_text[m_position++];
            word.text += c;
        }
    } else {
        while (
            !atEnd() && !isSpace(peek()) && peek() != ',' && peek() != '"' &&
            !(stopAtOperator && operatorOf(m_text.substr(m_position)).first != QueryOperator::None))
            word.text += m_text[m_position++];
    }
    word.length = m_position - word.position;
    return word;
}

QueryOperator QueryLexer::takeOperator() {
    const std::size_t before = m_position;
    skipSpaces();
    const auto [meaning, length] = operatorOf(m_text.substr(std::min(m_position, m_text.size())));
    m_position = meaning == QueryOperator::None ? before : m_position + length;
    return meaning;
}

}  // namespace selvedge
