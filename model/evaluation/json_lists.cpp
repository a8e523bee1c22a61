#include "model/evaluation/json_lists.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dataset/error.h"

namespace selvedge {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxIssues = 10'000;
constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxValues = 4'000'000;

// Events of the parser; builds the element it is in, and nothing else.
class Handler : public nlohmann::json_sax<Json> {
public:
    explicit Handler(const JsonListReader& reader)
        : m_reader(reader),
          m_topIsList(reader.lists == std::vector<std::string>{""}),
          m_seen(reader.lists.size(), false) {}

    bool null() override { return value(nullptr); }
    bool boolean(bool v) override { return value(v); }
    bool number_integer(number_integer_t v) override { return value(v); }
    bool number_unsigned(number_unsigned_t v) override { return value(v); }
    bool number_float(number_float_t v, const string_t&) override { return value(v); }
    bool string(string_t& v) override { return value(std::move(v)); }
    bool binary(binary_t&) override { return value(nullptr); }

    bool start_object(std::size_t) override {
        if (m_depth == 0 && m_topIsList)
            return refuse("it is an object, not a list");
        return open(Json::value_t::object);
    }
    bool start_array(std::size_t) override {
        if (m_depth == 0 && !m_topIsList)
            return refuse("it is a list, not an object with lists");
        if (m_depth == (m_topIsList ? 0 : 1)) {
            const auto& lists = m_reader.lists;
            const auto list = std::find(lists.begin(), lists.end(), m_topIsList ? "" : m_key);
            if (list != lists.end()) {
                m_list = std::size_t(list - lists.begin());
                m_seen[m_list] = true;
                m_number = 0;
                m_inList = true;
                ++m_depth;
                return true;
            }
        }
        return open(Json::value_t::array);
    }
    bool key(string_t& name) override {
        m_key = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override {
        if (m_inList && m_depth == elementDepth()) {
            m_inList = false;
            --m_depth;
            return true;
        }
        return close();
    }
    bool parse_error(std::size_t, const std::string&, const Json::exception& e) override {
        const std::string text = e.what();
        const std::size_t end = text.find("] ");
        return refuse(end == std::string::npos ? text : text.substr(end + 2));
    }

    const std::vector<bool>& seen() const { return m_seen; }
    const std::string& problem() const { return m_problem; }

private:
    // Containers around an element of a list.
    std::size_t elementDepth() const { return m_topIsList ? 1 : 2; }

    bool refuse(std::string problem) {
        if (m_problem.empty())
            m_problem = std::move(problem);
        return false;
    }

    // Where the next value belongs; null when it is not kept.
    Json* place(Json&& v) {
        if (!m_inList || !m_bad.empty())
            return nullptr;
        if (m_stack.empty()) {
            m_values = 0;
            m_element = std::move(v);
            return &m_element;
        }
        if (m_stack.size() >= kMaxDepth)
            m_bad = "is nested too deep";
        else if (++m_values > kMaxValues)
            m_bad = "has too many values";
        if (!m_bad.empty()) {
            m_stack.clear();
            m_element = nullptr;
            return nullptr;
        }
        Json& parent = *m_stack.back();
        if (parent.is_object())
            return &(parent[m_key] = std::move(v));
        parent.push_back(std::move(v));
        return &parent.back();
    }

    bool value(Json v) {
        if (m_depth == 0)
            return refuse("it is a single value");
        if (m_inList && m_depth == elementDepth())
            ++m_number;
        place(std::move(v));
        finishElement();
        return true;
    }

    bool open(Json::value_t type) {
        if (m_inList && m_depth == elementDepth())
            ++m_number;
        ++m_depth;
        if (Json* container = place(Json(type)))
            m_stack.push_back(container);
        return true;
    }

    bool close() {
        --m_depth;
        if (!m_stack.empty())
            m_stack.pop_back();
        finishElement();
        return true;
    }

    void finishElement() {
        if (!m_inList || m_depth != elementDepth())
            return;
        if (m_bad.empty())
            m_reader.onElement(m_list, m_number, std::move(m_element));
        else
            m_reader.onBad(m_list, m_number, m_bad);
        m_bad.clear();
        m_stack.clear();
        m_element = nullptr;
    }

    const JsonListReader& m_reader;
    const bool m_topIsList;
    std::vector<bool> m_seen;
    std::string m_problem;

    std::size_t m_depth = 0;  // open containers
    std::string m_key;
    bool m_inList = false;
    std::size_t m_list = 0;
    std::uint64_t m_number = 0;
    Json m_element;
    std::vector<Json*> m_stack;  // open containers of the element
    std::size_t m_values = 0;
    std::string m_bad;
};

}  // namespace

void IssueList::add(std::uint64_t line, std::string text) {
    if (++m_count <= kMaxIssues)
        m_issues.push_back({line, 0, std::move(text)});
}

std::vector<RowIssue> IssueList::take() {
    if (m_count > kMaxIssues)
        m_issues.push_back({0, 0, "and " + std::to_string(m_count - kMaxIssues) + " more"});
    m_count = 0;
    return std::exchange(m_issues, {});
}

std::vector<bool> JsonListReader::read(const std::filesystem::path& file) const {
    std::error_code code;
    if (!std::filesystem::exists(file, code))
        throw Error(ErrorKind::NotFound, "There is no file " + file.string());
    std::vector<char> buffer(1 << 20);
    std::ifstream stream;
    stream.rdbuf()->pubsetbuf(buffer.data(), std::streamsize(buffer.size()));
    stream.open(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file, code))
        throw Error(ErrorKind::Unreadable, "Cannot read " + file.string());
    Handler handler(*this);
    if (!Json::sax_parse(stream, &handler))
        throw Error(ErrorKind::BadFormat,
                    file.string() + " is not what was expected: " +
                        (handler.problem().empty() ? "it cannot be read" : handler.problem()));
    return handler.seen();
}

}  // namespace selvedge
