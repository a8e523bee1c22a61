#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <vector>

#include "model/evaluation/operating_point.h"

namespace selvedge {

class Session;

// Undo and redo of the session's thresholds, whoever changed them. A drag is one step: between
// begin() and end() all changes are; others of the same words that follow each other within a
// moment (wheel, keys held down) are one as well. Another project begins anew. GUI thread.
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
    void undo();
    void redo();

    static constexpr int kMomentMs = 700;
    static constexpr std::size_t kMostSteps = 500;

Q_SIGNALS:
    void changed();

private:
    struct Step {
        OperatingPoint before, after;
        QString words;
    };
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
};

}  // namespace selvedge
