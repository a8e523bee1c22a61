#include "app/session/undo_order.h"

#include <algorithm>

#include "app/session/edit_history.h"
#include "app/session/tuning_history.h"

namespace selvedge {

UndoOrder::UndoOrder(EditHistory& edits, TuningHistory& thresholds, QObject* parent)
    : QObject(parent), m_edits(edits), m_thresholds(thresholds) {
    connect(&edits, &EditHistory::changed, this, &UndoOrder::follow);
    connect(&thresholds, &TuningHistory::changed, this, &UndoOrder::changed);
}

bool UndoOrder::undoIsOfThresholds() const {
    return m_thresholds.canUndo() &&
           (!m_edits.canUndo() || m_thresholds.doneAt() > m_edits.doneAt());
}

// Not past something new: what was undone before that belongs to a past that is no more.
bool UndoOrder::canRedoEdit() const {
    return m_edits.canRedo() && m_edits.undoneAt() >= m_thresholds.doneAt();
}

bool UndoOrder::canRedoThreshold() const {
    return m_thresholds.canRedo() && m_thresholds.undoneAt() >= m_edits.doneAt();
}

bool UndoOrder::redoIsOfThresholds() const {
    return canRedoThreshold() && (!canRedoEdit() || m_thresholds.undoneAt() > m_edits.undoneAt());
}

bool UndoOrder::canUndo() const {
    return m_edits.canUndo() || m_thresholds.canUndo();
}

bool UndoOrder::canRedo() const {
    return canRedoEdit() || canRedoThreshold();
}

QString UndoOrder::undoWords() const {
    return undoIsOfThresholds() ? m_thresholds.undoWords() : m_edits.undoWords();
}

QString UndoOrder::redoWords() const {
    return redoIsOfThresholds() ? m_thresholds.redoWords() : m_edits.redoWords();
}

void UndoOrder::order(bool undo) {
    if (m_edits.busy()) {
        m_waiting.push_back(undo);
        return;
    }
    if (undo ? undoIsOfThresholds() : redoIsOfThresholds())
        undo ? m_thresholds.undo() : m_thresholds.redo();
    else if (undo ? m_edits.canUndo() : canRedoEdit())
        undo ? m_edits.undo() : m_edits.redo();
}

void UndoOrder::follow() {
    while (!m_waiting.empty() && !m_edits.busy()) {
        const bool undo = m_waiting.front();
        m_waiting.pop_front();
        order(undo);
    }
    Q_EMIT changed();
}

}  // namespace selvedge
