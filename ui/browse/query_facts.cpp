#include "ui/browse/query_facts.h"

#include <algorithm>

#include "app/tasks/predicted_objects.h"
#include "ui/parts/background.h"

namespace selvedge {

namespace {

// Between two looks for new colours; longer while none come.
constexpr int kFirstLook = 1'000, kLongestWait = 60'000;

}  // namespace

QueryFacts::QueryFacts(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    m_colourTimer.setSingleShot(true);
    connect(&m_colourTimer, &QTimer::timeout, this, &QueryFacts::readColours);
    for (auto signal : {&Session::operatingPointChanged, &Session::evaluationChanged})
        connect(&session, signal, this, &QueryFacts::readPredictions);
    connect(&session, &Session::predictionsChanged, this, [this] {
        // What another run said is not said of this one, not even until it is read.
        if (std::exchange(m_data.predicted, nullptr))
            Q_EMIT changed();
        readPredictions();
    });
    connect(&session, &Session::marksChanged, this, [this] {
        takeMarks();
        Q_EMIT marksChanged();
    });
}

bool QueryFacts::judged() const {
    return m_data.predicted && !m_data.predicted->verdicts.empty();
}

void QueryFacts::takeMarks() {
    m_data.marks = m_session.marks();
    const auto catalog = m_session.catalog();
    if (!catalog)
        return;
    const auto tags = m_data.marks ? m_data.marks->tagNames : std::vector<std::string>();
    if (!m_data.words || &m_data.words->catalog() != catalog.get() || m_data.words->tags() != tags)
        m_data.words = std::make_shared<const Vocabulary>(catalog, tags);
}

void QueryFacts::takeTable() {
    const auto table = m_session.objects();
    if (table != m_data.table) {
        m_data.table = table;
        m_data.predicted.reset();
        m_data.colours.reset();
        m_colours = {};
        ++m_colourGeneration;
        m_colourTimer.start(kFirstLook);
    }
    takeMarks();
    readPredictions();
}

void QueryFacts::readPredictions() {
    const std::uint64_t generation = ++m_runGeneration;
    const auto table = m_data.table;
    const auto predictions = m_session.predictions();
    if (!table || !predictions) {
        if (std::exchange(m_data.predicted, nullptr))
            Q_EMIT changed();
        return;
    }
    // One at a time: a hand that drags a threshold asks sixty times a second.
    if (std::exchange(m_readingPredictions, true))
        return;
    inBackground(
        this,
        [table, predictions, matches = m_session.matchTable(), criteria = m_session.criteria()] {
            return predictedObjects(*table, *predictions, matches.get(), criteria);
        },
        [this, generation](std::shared_ptr<const PredictedObjects> predicted) {
            m_readingPredictions = false;
            if (generation != m_runGeneration)
                return readPredictions();
            m_data.predicted = std::move(predicted);
            Q_EMIT changed();
        });
}

void QueryFacts::setColourCache(std::shared_ptr<ThumbnailCache> cache) {
    if (cache == m_cache)
        return;
    m_cache = std::move(cache);
    m_colourTimer.start(kFirstLook);
}

void QueryFacts::readColours() {
    if (m_readingColours || !m_cache || !m_data.table || !m_session.project())
        return;
    m_readingColours = true;
    inBackground(
        this,
        [project = m_session.project(), table = m_data.table, cache = m_cache, before = m_colours] {
            return readKeptColours(*project, *table, *cache, before);
        },
        [this, generation = m_colourGeneration](std::optional<KeptColours> read) {
            m_readingColours = false;
            if (generation != m_colourGeneration) {  // of another table
                m_colourTimer.start(kFirstLook);
                return;
            }
            const std::size_t before = m_data.colours ? m_data.colours->known : 0;
            m_colours = std::move(*read);
            const bool more = m_colours.colours->known > before;
            if (more) {
                m_data.colours = m_colours.colours;
                Q_EMIT changed();
            }
            if (m_colours.colours->known < m_data.table->size())
                m_colourTimer.start(
                    more ? 5 * kFirstLook
                         : std::min(kLongestWait,
                                    2 * std::max(kFirstLook, m_colourTimer.interval())));
        });
}

}  // namespace selvedge
