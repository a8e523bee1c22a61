#include "app/session/tuning_history.h"

#include "app/session/session.h"

namespace selvedge {

TuningHistory::TuningHistory(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_last(session.operatingPoint()) {
    connect(&session, &Session::operatingPointChanged, this, &TuningHistory::take);
    connect(&session, &Session::projectChanged, this, &TuningHistory::forget);
}

void TuningHistory::begin(const QString& words) {
    m_words = words;
    m_held = true;
    m_open = false;
}

void TuningHistory::end() {
    m_words.clear();
    m_held = false;
    m_open = false;
}

void TuningHistory::change(const OperatingPoint& point, const QString& words) {
    m_words = words;
    m_session.setOperatingPoint(point);
    if (!m_held)
        m_words.clear();
}

void TuningHistory::apply(const OperatingPoint& point, const QString& words) {
    begin(words);
    m_session.setOperatingPoint(point);
    end();
}

void TuningHistory::take() {
    const OperatingPoint now = m_session.operatingPoint();
    if (!m_ignored && !(now == m_last)) {
        const QString words = m_words.isEmpty() ? tr("thresholds") : m_words;
        const bool soon = m_since.isValid() && m_since.elapsed() < kMomentMs;
        if (m_open && !m_done.empty() && m_done.back().words == words && (m_held || soon)) {
            m_done.back().after = now;
            if (m_done.back().before == now)  // dragged there and back
                m_done.pop_back();
        } else {
            m_done.push_back({m_last, now, words});
            if (m_done.size() > kMostSteps)
                m_done.erase(m_done.begin());
        }
        m_open = !m_done.empty() && m_done.back().after == now;
        m_undone.clear();
        m_since.start();
    }
    m_last = now;
    Q_EMIT changed();
}

void TuningHistory::forget() {
    m_done.clear();
    m_undone.clear();
    m_last = m_session.operatingPoint();
    end();
    Q_EMIT changed();
}

void TuningHistory::go(const OperatingPoint& point) {
    m_open = false;
    m_ignored = true;
    m_session.setOperatingPoint(point);
    m_ignored = false;
    Q_EMIT changed();
}

void TuningHistory::undo() {
    if (m_done.empty())
        return;
    m_undone.push_back(std::move(m_done.back()));
    m_done.pop_back();
    go(m_undone.back().before);
}

void TuningHistory::redo() {
    if (m_undone.empty())
        return;
    m_done.push_back(std::move(m_undone.back()));
    m_undone.pop_back();
    go(m_done.back().after);
}

}  // namespace selvedge
