#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "dataset/row_issue.h"

namespace selvedge {

// Issues in the order they were found; what is past the first 10,000 is only counted.
class IssueList {
public:
    void add(std::uint64_t line, std::string text);
    // With a last one that says how many more there were.
    std::vector<RowIssue> take();

private:
    std::vector<RowIssue> m_issues;
    std::uint64_t m_count = 0;
};

// Takes the elements of the lists of a JSON file one by one, so that a big file is never held as a
// whole. `lists` names lists that are members of the file's object; {""} is a file that is itself a
// list. All else is read over.
struct JsonListReader {
    std::vector<std::string> lists;
    // `list` is an index into `lists`, `number` counts the list's elements from 1. Elements nested
    // deeper than 16 or of more than 4 million values come to `onBad` instead, with the reason.
    std::function<void(std::size_t list, std::uint64_t number, nlohmann::json&& element)> onElement;
    std::function<void(std::size_t list, std::uint64_t number, const std::string& text)> onBad;

    // Returns which of the lists were there. Throws Error when the file cannot be read, is no JSON
    // (with line and column) or is not of the form above.
    std::vector<bool> read(const std::filesystem::path& file) const;
};

}  // namespace selvedge
