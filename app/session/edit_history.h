#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTime>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/session/undo_stacks.h"
#include "dataset/project/marks.h"
#include "model/evaluation/match_table.h"

namespace selvedge {

class Session;

// What an edit left, for the session.
struct Edited {
    std::shared_ptr<const ObjectTable> objects;
    std::vector<ImageIndex> images;  // whose objects are others than in the session's table
    // Those images matched with the predictions again; empty where there are none, or too many.
    std::map<ImageIndex, std::shared_ptr<const ImageCell>> cells;
    std::shared_ptr<const PredictionSet> predictions;  // that were matched
};

// Everything that people do to the open project, its undo and redo. The commands return at once:
// one after another they are written by a thread of their own, then the session has the new
// snapshots (Session::objectsChanged, marksChanged). What fails is said in the message bar and
// nothing has changed. Undo reaches back through the project's journal, also past its opening.
// GUI thread.
class EditHistory : public QObject {
    Q_OBJECT

public:
    explicit EditHistory(Session& session);
    ~EditHistory() override;  // when all is written

    // Why nothing can be changed now, a sentence; empty: it can. Commands that are given
    // nevertheless say it in the message bar.
    QString refusal() const;

    // From the project as it is when its turn has come: on the writing thread.
    using StepMaker = std::function<EditStep(const ObjectTable&, const Marks&)>;
    void apply(StepMaker make);
    void apply(EditStep step);
    // A step of the person's: once done to several at a time, it is said in the message bar with a
    // verb that takes it back.
    void applyAndTell(StepMaker make);
    void undo();
    void redo();
    // A step of the history (HistoryStep::id), wherever it stands; of an undone one what undid it,
    // so that it is done again.
    void revert(std::int64_t step);
    // All that was done after it, the newest first.
    void undoAfter(std::int64_t step);
    // A job has written to the project itself.
    void noticeSteps();

    // Saved views by name; saving replaces. Renaming to a name that is taken replaces that one.
    const std::vector<SavedEntry>& views() const { return m_state.views; }
    void saveView(const SavedEntry& view);
    void renameView(const std::string& from, const std::string& to);
    void removeView(const std::string& name);

    bool canUndo() const { return canEdit() && (m_pending > 0 || !m_state.undoWords.isEmpty()); }
    bool canRedo() const { return canEdit() && !m_state.redoWords.isEmpty(); }
    QString undoWords() const { return m_state.undoWords; }  // "category of 3 objects"
    QString redoWords() const { return m_state.redoWords; }
    // When the step that undo takes back was done, and when the one of redo was undone
    // (step_clock.h); 0: there is none.
    std::int64_t doneAt() const { return m_state.doneAt; }
    std::int64_t undoneAt() const { return m_state.undoneAt; }
    bool busy() const { return m_pending > 0; }  // something is not written yet
    QTime savedAt() const { return m_savedAt; }  // null: nothing was, or the last time failed

Q_SIGNALS:
    void changed();       // what can be undone, busy, savedAt, views
    void stepsChanged();  // the journal has others
    void undone(std::int64_t step);
    // What was said of the last step: there is another, or it was undone.
    void outdated(const QString& notice);
    // Not made; whoever shows it as made shows again what is.
    void refused();

private:
    using Command = std::function<void(Project&, UndoStacks&)>;
    // What the writing thread leaves: read here once it is delivered.
    struct State {
        QString undoWords, redoWords;
        std::int64_t doneAt = 0, undoneAt = 0;
        std::vector<SavedEntry> views;
    };
    struct Outcome {
        State state;
        Edited edited;
        std::vector<std::int64_t> undone;
        std::shared_ptr<const Marks> marks;
        QString fault;
        bool mayRepeat = false;  // what failed: it was the disk
    };

    bool canEdit() const;
    void projectChanged();
    using Done = std::function<void()>;
    void queue(Command command, Done done = {});  // one that writes; then, if it did not fail
    void start(Command command, bool writes, Done done = {});
    void tell(const QString& notice, std::int64_t step);
    void deliver(const std::shared_ptr<Project>& project, const Outcome& outcome, bool writes);
    void sayFault(const Outcome& outcome, const Command& command);
    void change(SavedKind kind, const std::string& words,
                std::function<SavedChange(const std::vector<SavedEntry>&)> make);

    Session& m_session;
    std::shared_ptr<Project> m_project;
    std::shared_ptr<UndoStacks> m_stacks;  // of the project; only the writing thread looks inside
    std::shared_ptr<const Marks> m_marks;
    State m_state;
    QTime m_savedAt;
    QString m_told;  // of the last step
    int m_pending = 0;
    QThreadPool m_writer;  // of one thread
};

}  // namespace selvedge
