#include "app/session/tuning_history.h"

#include "app/session/session.h"
#include "app/session/step_clock.h"

namespace selvedge {

namespace {

// The key whose value is another, where it is one alone.
template <typename Key>
std::vector<Key> differing(const std::map<Key, double>& a, const std::map<Key, double>& b) {
    std::vector<Key> keys;
    for (const auto& [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        for (const auto& [key, value] : *from) {
            const auto other = to->find(key);
            if (other == to->end() || (from == &a && other->second != value))
                keys.push_back(key);
        }
    }
    return keys;
}

}  // namespace

TuningHistory::TuningHistory(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_last(session.operatingPoint()) {
    connect(&session, &Session::operatingPointChanged, this, &TuningHistory::take);
    connect(&session, &Session::projectChanged, this, &TuningHistory::forget);
    m_release.setInterval(kReleaseMs);
    connect(&m_release, &QTimer::timeout, this, [this] {
        if (isHeld && isHeld())
            return;
        m_release.stop();
        m_open = false;
    });
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

// "threshold of coat", where one moved alone.
QString TuningHistory::wordsOf(const OperatingPoint& now) const {
    OperatingPoint rest = now;
    rest.scoreThreshold = m_last.scoreThreshold;
    rest.attributeThreshold = m_last.attributeThreshold;
    const bool score = now.scoreThreshold != m_last.scoreThreshold;
    const bool attribute = now.attributeThreshold != m_last.attributeThreshold;
    if (rest == m_last)
        return score && attribute ? tr("both thresholds")
               : score            ? tr("score threshold")
                                  : tr("attribute threshold");
    const auto catalog = m_session.catalog();
    const auto scores = differing(m_last.scoreOf, now.scoreOf);
    const auto attributes = differing(m_last.attributeOf, now.attributeOf);
    rest.scoreOf = m_last.scoreOf;
    rest.attributeOf = m_last.attributeOf;
    if (!catalog || score || attribute || !(rest == m_last) ||
        scores.size() + attributes.size() != 1)
        return tr("thresholds");
    return tr("threshold of %1")
        .arg(QString::fromStdString(scores.empty() ? catalog->attributes()[attributes[0]].name
                                                   : catalog->categories()[scores[0]].name));
}

void TuningHistory::take() {
    const OperatingPoint now = m_session.operatingPoint();
    if (!m_ignored && !(now == m_last)) {
        const QString words = m_words.isEmpty() ? wordsOf(now) : m_words;
        const bool held = m_held || m_release.isActive();
        const bool soon = m_since.isValid() && m_since.elapsed() < kMomentMs;
        if (m_open && !m_done.empty() && m_done.back().words == words && (held || soon)) {
            m_done.back().after = now;
            if (m_done.back().before == now)  // dragged there and back
                m_done.pop_back();
        } else {
            m_done.push_back({m_last, now, words, nextStepTime()});
            if (m_done.size() > kMostSteps)
                m_done.erase(m_done.begin());
        }
        m_open = !m_done.empty() && m_done.back().after == now;
        m_undone.clear();
        m_since.start();
        if (m_words.isEmpty() && isHeld && isHeld())
            m_release.start();
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
    m_undone.back().undoneAt = nextStepTime();
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
