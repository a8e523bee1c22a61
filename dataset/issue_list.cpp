#include "dataset/issue_list.h"

#include <utility>

namespace selvedge {

namespace {

constexpr std::size_t kMostIssues = 10'000;

}  // namespace

void IssueList::add(RowIssue issue) {
    if (++m_count <= kMostIssues)
        m_issues.push_back(std::move(issue));
}

std::vector<RowIssue> IssueList::take() {
    if (m_count > kMostIssues)
        m_issues.push_back({0, 0, "and " + std::to_string(m_count - kMostIssues) + " more"});
    m_count = 0;
    return std::exchange(m_issues, {});
}

}  // namespace selvedge
