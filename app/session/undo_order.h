#pragma once

#include <QObject>
#include <QString>
#include <deque>

namespace selvedge {

class EditHistory;
class TuningHistory;

// Undo and redo of all that people do, edits of the project and thresholds, in the order in which
// it was done, whichever page is in front. What was undone can be redone until something new is
// done. While edits are being written the commands wait: only then is known which is the newest.
// GUI thread.
class UndoOrder : public QObject {
    Q_OBJECT

public:
    // Both outlive this.
    UndoOrder(EditHistory& edits, TuningHistory& thresholds, QObject* parent = nullptr);
    bool canUndo() const;
    bool canRedo() const;
    QString undoWords() const;  // "threshold of coat"
    QString redoWords() const;
    void undo() { order(true); }
    void redo() { order(false); }

Q_SIGNALS:
    void changed();

private:
    void order(bool undo);
    void follow();
    bool undoIsOfThresholds() const;
    bool redoIsOfThresholds() const;
    bool canRedoEdit() const;
    bool canRedoThreshold() const;

    EditHistory& m_edits;
    TuningHistory& m_thresholds;
    std::deque<bool> m_waiting;  // undo, not redo
};

}  // namespace selvedge
