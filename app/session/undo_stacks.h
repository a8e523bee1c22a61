#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/project/project.h"

namespace selvedge {

// A saved view (or another SavedKind) that was made, replaced, renamed or removed. The journal does
// not know of these: they are undone in the session that did them.
struct SavedChange {
    SavedKind kind = SavedKind::View;
    std::optional<SavedEntry> before, after;
    SavedChange reversed() const { return {kind, after, before}; }
    void make(Project& project) const;
};

// What undo and redo would do to a project, in the order of its journal. One thread at a time.
class UndoStacks {
public:
    struct Entry {
        std::int64_t step = 0;  // to be given to Project::undo; 0: `saved` is made the other way
        SavedChange saved;
        std::string words;
        std::int64_t at = 0;        // when it was done first (step_clock.h)
        std::int64_t undoneAt = 0;  // of one that can be redone
    };
    // Steps that the journal has and these have not seen: a plain step can be undone, the undo of
    // the last one can be redone, and anything else (a step from the middle reverted) is a step.
    // Of a long journal, the newest kMostSteps.
    static constexpr std::size_t kMostSteps = 500;
    void takeJournal(const Project& project);
    // When what is taken next was ordered.
    void setTime(std::int64_t time) { m_time = time; }
    // Made already.
    void take(const SavedChange& change, const std::string& words);

    const Entry* nextUndo() const { return m_done.empty() ? nullptr : &m_done.back(); }
    const Entry* nextRedo() const { return m_undone.empty() ? nullptr : &m_undone.back(); }
    // Steps that were undone since this was last asked.
    std::vector<std::int64_t> takeUndone() { return std::exchange(m_newlyUndone, {}); }
    // Nothing where there is nothing. What can never be undone (Error other than of the disk) is
    // left out from then on, so that what was before it can be.
    void undo(Project& project) { move(project, m_done, m_undone); }
    void redo(Project& project) { move(project, m_undone, m_done); }

private:
    void take(const HistoryStep& step);
    void move(Project& project, std::vector<Entry>& from, std::vector<Entry>& to);

    std::vector<Entry> m_done, m_undone;  // the last is next
    std::vector<std::int64_t> m_newlyUndone;
    std::int64_t m_time = 0;
    std::int64_t m_seen = 0;  // the journal's newest step that is in them
};

}  // namespace selvedge
