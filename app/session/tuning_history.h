#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <vector>

#include "model/evaluation/operating_point.h"

namespace selvedge {

class Session;

// Undo and redo of the session's thresholds, whoever changed them. A drag is one step: between
// begin() and end() all changes are; others of the same words that follow each other within a
// moment (wheel, keys held down) are one as well, and those of who does not say begin() and end()
// while isHeld. What nobody gave words is called by what changed. Another project begins anew. GUI
// thread.
class TuningHistory : public QObject {
    Q_OBJECT

public:
    explicit TuningHistory(Session& session, QObject* parent = nullptr);

    // `words`: what is changed, "the threshold of coat".
    void begin(const QString& words);
    void end();
    // One change of a drag, of a wheel or of a key.
    void change(const OperatingPoint& point, const QString& words);
    // One change as a step of its own.
    void apply(const OperatingPoint& point, const QString& words);

    bool canUndo() const { return !m_done.empty(); }
    bool canRedo() const { return !m_undone.empty(); }
    QString undoWords() const { return m_done.empty() ? QString() : m_done.back().words; }
    QString redoWords() const { return m_undone.empty() ? QString() : m_undone.back().words; }
    // When the step that undo takes back was done, and when the one of redo was undone
    // (step_clock.h); 0: there is none.
    std::int64_t doneAt() const { return m_done.empty() ? 0 : m_done.back().at; }
    std::int64_t undoneAt() const { return m_undone.empty() ? 0 : m_undone.back().undoneAt; }
    void undo();
    void redo();
    // Whether something is dragged just now: a pressed button of the mouse.
    std::function<bool()> isHeld;

    static constexpr int kMomentMs = 700, kReleaseMs = 80;
    static constexpr std::size_t kMostSteps = 500;

Q_SIGNALS:
    void changed();

private:
    struct Step {
        OperatingPoint before, after;
        QString words;
        std::int64_t at = 0, undoneAt = 0;
    };
    QString wordsOf(const OperatingPoint& now) const;
    void take();
    void forget();
    void go(const OperatingPoint& point);

    Session& m_session;
    std::vector<Step> m_done, m_undone;  // the last is next
    OperatingPoint m_last;
    QString m_words;
    bool m_held = false;     // between begin() and end()
    bool m_open = false;     // the last step may still grow
    bool m_ignored = false;  // the change is this object's own
    QElapsedTimer m_since;   // the last change
    QTimer m_release;        // runs while isHeld: looks for its end
};

}  // namespace selvedge
