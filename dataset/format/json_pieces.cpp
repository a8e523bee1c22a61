#include "dataset/format/json_pieces.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "dataset/error.h"

namespace selvedge {

namespace {

constexpr std::size_t kLongestKey = 256;
constexpr std::size_t kMostLists = 1000;  // whose names are kept
constexpr std::string_view kBom = "\xEF\xBB\xBF";

bool beginsValue(char c) {
    return std::string_view(",:]}").find(c) == std::string_view::npos;
}

// UTF-16 with a mark, or of ASCII characters without one.
bool isUtf16(std::string_view begin) {
    return begin.starts_with("\xFF\xFE") || begin.starts_with("\xFE\xFF") ||
           (begin.size() > 1 && (begin[0] == '\0') != (begin[1] == '\0'));
}

void advance(std::string_view text, std::uint64_t& line, std::uint64_t& column) {
    if (text.find('\n') == std::string_view::npos) {  // mostly; searched forwards it is quick
        column += text.size();
        return;
    }
    const std::size_t last = text.rfind('\n');
    line += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    column = text.size() - last;
}

}  // namespace

JsonPieces::JsonPieces(const std::filesystem::path& file, std::size_t longestElement)
    : m_window(file), m_longest(longestElement) {}

JsonPiece JsonPieces::take(std::size_t length) {
    JsonPiece piece;
    piece.text = m_window.view().substr(0, length);
    piece.line = m_line;
    piece.column = m_column;
    advance(piece.text, m_line, m_column);
    m_window.drop(length);
    return piece;
}

bool JsonPieces::next(JsonPiece& piece) {
    std::size_t at = 0;                  // bytes of the window that belong to the piece
    std::optional<std::uint64_t> ended;  // elements of the list whose end it begins with
    while (!m_inElement) {
        const std::string_view text = m_window.view();
        const bool isOver = at == text.size() || beginsElement(text[at]) || endsList(text[at]);
        if (isOver && at > 0) {
            piece = take(at);
            piece.endsList = ended.has_value();
            piece.number = ended.value_or(0);
            piece.list = m_endedList;
            return true;
        }
        if (text.empty()) {
            if (m_window.readMore())
                continue;
            if (m_state != State::AfterAll && m_state != State::Broken)
                fail(0, whatIsCut());
            return false;
        }
        const char c = text[at];
        if (m_state == State::Broken) {
            at = text.size();
        } else if (m_value) {
            stepThroughValue(at);
        } else if (m_state == State::Start && m_column == 1 && at == 0 && text.starts_with(kBom)) {
            at = kBom.size();
        } else if (isJsonBlank(c)) {
            ++at;
        } else if (beginsElement(c)) {
            m_inElement = true;
        } else {
            if (endsList(c)) {
                ended = m_number;
                m_endedList = m_list;
            }
            step(at++);
        }
    }
    return nextOfElement(piece);
}

bool JsonPieces::endsList(char c) const {
    return c == ']' && (m_state == State::FirstElement || m_state == State::AfterElement);
}

bool JsonPieces::beginsElement(char c) const {
    return (m_state == State::FirstElement || m_state == State::NextElement) && beginsValue(c);
}

// The window begins with an element or goes on with one.
bool JsonPieces::nextOfElement(JsonPiece& piece) {
    if (!m_value) {
        m_value.emplace();
        ++m_number;
        m_elementLine = m_line;
        m_elementColumn = m_column;
    }
    std::size_t length = 0;
    for (;;) {
        length += m_value->take(m_window.view().substr(length));
        if (m_value->done())
            break;
        if (length >= m_longest) {
            m_elementIsLong = true;
            piece = take(length);
            return true;
        }
        if (m_window.readMore())
            continue;
        fail(length, whatIsCut());
        m_inElement = false;
        return next(piece);
    }
    piece = take(length);
    piece.isElement = true;
    piece.list = m_list;
    piece.number = m_number;
    piece.line = m_elementLine;
    piece.column = m_elementColumn;
    piece.bad = m_elementIsLong ? "it is longer than " + std::to_string(m_longest >> 20) + " MiB"
                                : m_value->bad();
    m_value.reset();
    m_inElement = m_elementIsLong = false;
    m_state = State::AfterElement;
    return true;
}

void JsonPieces::stepThroughValue(std::size_t& at) {
    const std::string_view rest = m_window.view().substr(at);
    const std::size_t length = m_value->take(rest);
    if (m_state == State::Key)
        m_key +=
            rest.substr(0, std::min(length, kLongestKey - std::min(kLongestKey, m_key.size())));
    at += length;
    if (!m_value->done())
        return;
    m_value.reset();
    m_state = m_state == State::Key ? State::Colon : State::AfterMember;
}

void JsonPieces::enterList(std::string name) {
    m_list = std::move(name);
    if (!hasList(m_list) && m_lists.size() < kMostLists)
        m_lists.push_back(m_list);
    m_number = 0;
    m_state = State::FirstElement;
}

// One character of the outer grammar.
void JsonPieces::step(std::size_t at) {
    const char c = m_window.view()[at];
    const State listIsOver = m_topIsList ? State::AfterAll : State::AfterMember;
    switch (m_state) {
        case State::Start:
            if (isUtf16(m_window.view()))
                return fail(at, "the file is UTF-16; save it as UTF-8");
            m_topIsList = c == '[';
            if (m_topIsList)
                return enterList({});
            if (c == '{')
                m_state = State::FirstKey;
            else if (c == '"' || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
                fail(at, "the file is a single value, no object or list");
            else
                fail(at, "the file is no JSON: it begins with neither { nor [");
            return;
        case State::FirstKey:
        case State::Key:
            if (c == '}' && m_state == State::FirstKey) {
                m_state = State::AfterAll;
            } else if (c == '"') {
                m_state = State::Key;
                m_value.emplace().take(m_window.view().substr(at, 1));
                m_key = c;
            } else {
                fail(at, "a name in quotes is expected here");
            }
            return;
        case State::Colon:
            if (c != ':')
                return fail(at, "a colon is expected here");
            m_state = State::Member;
            return;
        case State::Member:
            if (c == '[')
                return enterList(jsonText(m_key));
            if (!beginsValue(c))
                return fail(at, "a value is expected here");
            m_value.emplace().take(m_window.view().substr(at, 1));
            return;
        case State::AfterMember:
            if (c == '}')
                m_state = State::AfterAll;
            else if (c == ',')
                m_state = State::Key;
            else
                fail(at, "a comma or } is expected here");
            return;
        case State::FirstElement:
        case State::NextElement:
            if (c != ']' || m_state == State::NextElement)
                return fail(at, "a value is expected here");
            m_state = listIsOver;
            return;
        case State::AfterElement:
            if (c == ']')
                m_state = listIsOver;
            else if (c == ',')
                m_state = State::NextElement;
            else
                fail(at, "a comma or ] is expected here");
            return;
        case State::AfterAll:
            return fail(at, "something follows the end of the JSON");
        case State::Broken:
            return;
    }
}

void JsonPieces::fail(std::size_t at, const std::string& text) {
    RowIssue problem{m_line, m_column, text};
    advance(m_window.view().substr(0, at), problem.line, problem.column);
    m_problem = std::move(problem);
    m_state = State::Broken;
    m_value.reset();
}

bool JsonPieces::hasList(std::string_view name) const {
    return std::find(m_lists.begin(), m_lists.end(), name) != m_lists.end();
}

std::string JsonPieces::whatIsCut() const {
    const std::string list =
        m_list.empty() ? std::string("the list") : "the list \"" + m_list + "\"";
    if (m_inElement)
        return "the file ends inside element " + std::to_string(m_number) + " of " + list +
               ", which begins in line " + std::to_string(m_elementLine);
    switch (m_state) {
        case State::Start:
            return "the file is empty";
        case State::FirstElement:
        case State::NextElement:
        case State::AfterElement:
            return "the file ends inside " + list + " after element " + std::to_string(m_number);
        default:
            return "the file ends before its object does";
    }
}

std::optional<nlohmann::json> parseElement(const JsonPiece& element, RowIssue& issue) {
    issue = {element.line, element.column, element.bad};
    if (!element.bad.empty())
        return std::nullopt;
    try {
        return nlohmann::json::parse(element.text);
    } catch (const nlohmann::json::parse_error& e) {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error ..."
        const std::string_view what = e.what();
        const std::size_t colon = what.find(": ");
        issue.text = "it is no JSON: ";
        issue.text += colon == std::string_view::npos ? what : what.substr(colon + 2);
        const std::size_t at = std::min(std::max<std::size_t>(e.byte, 1) - 1, element.text.size());
        advance(element.text.substr(0, at), issue.line, issue.column);
    } catch (const nlohmann::json::exception& e) {
        // "[json.exception.out_of_range.406] number overflow parsing '1e999'"
        const std::string_view what = e.what();
        const std::size_t bracket = what.find("] ");
        issue.text = "it is no JSON: ";
        issue.text += bracket == std::string_view::npos ? what : what.substr(bracket + 2);
    }
    return std::nullopt;
}

void throwProblem(const std::filesystem::path& file, const RowIssue& problem) {
    throw Error(ErrorKind::BadFormat, file.string() + ":" + std::to_string(problem.line) + ":" +
                                          std::to_string(problem.column) + ": " + problem.text);
}

}  // namespace selvedge
