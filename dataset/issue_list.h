#pragma once

#include <vector>

#include "dataset/row_issue.h"

namespace selvedge {

// Issues in the order they were found; what is past the first 10,000 is only counted.
class IssueList {
public:
    void add(RowIssue issue);
    std::uint64_t count() const { return m_count; }
    // With a last one that says how many more there were.
    std::vector<RowIssue> take();

private:
    std::vector<RowIssue> m_issues;
    std::uint64_t m_count = 0;
};

}  // namespace selvedge
