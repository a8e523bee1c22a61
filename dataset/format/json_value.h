#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace selvedge {

inline bool isJsonBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Goes over one JSON value, by quotes and brackets alone, in as many pieces as it comes.
class JsonValue {
public:
    // How many of the bytes belong to it.
    std::size_t take(std::string_view bytes);
    bool done() const { return m_done; }
    // Why nobody should parse it: it is nested deeper than 16 or has more than 4 million values;
    // else "".
    std::string bad() const;

private:
    enum class Kind { Unknown, Scalar, Text, Container };
    std::size_t takeText(std::string_view bytes, std::size_t at);

    Kind m_kind = Kind::Unknown;
    bool m_inText = false, m_escaped = false, m_done = false;
    std::size_t m_depth = 0, m_deepest = 0, m_commas = 0;
};

// A text in quotes, without them and its escapes; one that is no JSON comes back as it is.
std::string jsonText(std::string_view quoted);

// A member of an object; positions are those in the object's text.
struct JsonMember {
    std::string name;
    std::size_t keyBegin = 0, keyEnd = 0;  // with its quotes
    std::size_t begin = 0, end = 0;        // of the value
};
// In the order of the text; of a text that a parser took. None where it is no object.
std::vector<JsonMember> membersOf(std::string_view object);
// The last of that name, which is the one that counts; null when there is none.
const JsonMember* memberNamed(const std::vector<JsonMember>& members, std::string_view name);

}  // namespace selvedge
