#include "dataset/format/json_value.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace selvedge {

namespace {

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kMostValues = 4'000'000;

// Characters that end a number or a word.
bool endsScalar(char c) {
    return isJsonBlank(c) || std::string_view(",:]}[{\"").find(c) != std::string_view::npos;
}

}  // namespace

std::size_t JsonValue::takeText(std::string_view bytes, std::size_t at) {
    for (; at < bytes.size(); ++at) {
        if (m_escaped)
            m_escaped = false;
        else if (bytes[at] == '\\')
            m_escaped = true;
        else if (bytes[at] == '"') {
            m_inText = false;
            m_done = m_kind == Kind::Text;
            return at + 1;
        }
    }
    return at;
}

std::size_t JsonValue::take(std::string_view bytes) {
    std::size_t at = 0;
    if (m_kind == Kind::Unknown && !bytes.empty()) {
        const char c = bytes.front();
        m_kind = c == '"' ? Kind::Text : (c == '{' || c == '[' ? Kind::Container : Kind::Scalar);
        m_inText = m_kind == Kind::Text;
        at = m_inText;
    }
    if (m_kind == Kind::Scalar) {
        while (at < bytes.size() && !endsScalar(bytes[at]))
            ++at;
        m_done = at < bytes.size();
        return at;
    }
    while (at < bytes.size() && !m_done) {
        if (m_inText) {
            at = takeText(bytes, at);
            continue;
        }
        switch (bytes[at++]) {
            case '"':
                m_inText = true;
                break;
            case '{':
            case '[':
                m_deepest = std::max(m_deepest, ++m_depth);
                break;
            case '}':
            case ']':
                m_done = --m_depth == 0;
                break;
            case ',':
                ++m_commas;
                break;
            default:
                break;
        }
    }
    return at;
}

std::string JsonValue::bad() const {
    if (m_deepest > kDeepest)
        return "it is nested deeper than " + std::to_string(kDeepest);
    return m_commas >= kMostValues ? "it has more than 4 million values" : std::string();
}

std::string jsonText(std::string_view quoted) {
    if (quoted.size() > 1 && quoted.find('\\') == std::string_view::npos)
        return std::string(quoted.substr(1, quoted.size() - 2));
    const auto text = nlohmann::json::parse(quoted, nullptr, false);
    return text.is_string() ? text.get<std::string>() : std::string(quoted);
}

std::vector<JsonMember> membersOf(std::string_view text) {
    std::vector<JsonMember> members;
    std::size_t at = 0;
    const auto skipBlanks = [&] {
        while (at < text.size() && isJsonBlank(text[at]))
            ++at;
    };
    const auto skipValue = [&] { at += JsonValue().take(text.substr(at)); };
    skipBlanks();
    if (at == text.size() || text[at] != '{')
        return members;
    for (++at;; ++at) {
        skipBlanks();
        if (at >= text.size() || text[at] != '"')
            return members;
        JsonMember member;
        member.keyBegin = at;
        skipValue();
        member.keyEnd = at;
        member.name = jsonText(text.substr(member.keyBegin, at - member.keyBegin));
        skipBlanks();
        at += at < text.size();  // the colon
        skipBlanks();
        member.begin = at;
        skipValue();
        member.end = at;
        members.push_back(std::move(member));
        skipBlanks();
        if (at >= text.size() || text[at] != ',')
            return members;
    }
}

const JsonMember* memberNamed(const std::vector<JsonMember>& members, std::string_view name) {
    const auto found = std::find_if(members.rbegin(), members.rend(),
                                    [&](const JsonMember& member) { return member.name == name; });
    return found == members.rend() ? nullptr : &*found;
}

}  // namespace selvedge
