#include "app/session/undo_stacks.h"

#include <algorithm>
#include <utility>

#include "dataset/error.h"

namespace selvedge {

void SavedChange::make(Project& project) const {
    // The new one first: a fault between the two leaves one too many, not one too few.
    if (after)
        project.save(kind, *after);
    if (before && (!after || after->name != before->name))
        project.removeSaved(kind, before->name);
}

void UndoStacks::takeJournal(const Project& project) {
    std::vector<HistoryStep> fresh = project.history(m_seen == 0 ? kMostSteps : 1);
    // Rarely more than the one that was just made: a job may have written some as well.
    while (m_seen != 0 && !fresh.empty() && fresh.back().id > m_seen + 1 &&
           fresh.size() < kMostSteps)
        fresh = project.history(std::min(2 * fresh.size() + 8, kMostSteps));
    for (auto step = fresh.rbegin(); step != fresh.rend(); ++step) {
        if (step->id > m_seen)
            take(*step);
    }
}

void UndoStacks::take(const HistoryStep& step) {
    m_seen = step.id;
    if (step.undoes != 0) {
        m_newlyUndone.push_back(step.undoes);
        for (auto [from, to] : {std::pair(&m_done, &m_undone), std::pair(&m_undone, &m_done)}) {
            if (from->empty() || from->back().step != step.undoes)
                continue;
            to->push_back({step.id, {}, from->back().words, from->back().at, m_time});
            from->pop_back();
            return;
        }
    }
    m_done.push_back({step.id, {}, step.words, m_time});
    m_undone.clear();
}

void UndoStacks::take(const SavedChange& change, const std::string& words) {
    m_done.push_back({0, change, words, m_time});
    m_undone.clear();
}

void UndoStacks::move(Project& project, std::vector<Entry>& from, std::vector<Entry>& to) {
    takeJournal(project);
    if (from.empty())
        return;
    const Entry entry = from.back();
    try {
        if (entry.step != 0)
            project.undo(entry.step);
        else
            entry.saved.reversed().make(project);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Unsupported || error.kind() == ErrorKind::NotFound)
            from.pop_back();
        throw;
    }
    if (entry.step != 0) {
        takeJournal(project);
        return;
    }
    from.pop_back();
    to.push_back({0, entry.saved.reversed(), entry.words, entry.at, m_time});
}

}  // namespace selvedge
