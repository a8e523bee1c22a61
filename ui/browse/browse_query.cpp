#include "ui/browse/browse_query.h"

#include <utility>

#include "ui/parts/background.h"

namespace selvedge {

namespace {

// So many objects are searched in a millisecond or two.
constexpr std::size_t kSearchedAtOnce = 20'000;

std::size_t sizeOf(const QueryData& data) {
    return data.table->size() + (data.predicted ? data.predicted->lone.size() : 0);
}

}  // namespace

BrowseQuery::BrowseQuery(QueryFacts& facts, QObject* parent) : QObject(parent), m_facts(facts) {
    connect(&facts, &QueryFacts::changed, this, [this] {
        if (!m_facts.data().predicted)
            m_resultPredicted.reset();  // of a run that has gone
        searchSoon(true);
    });
    connect(&facts, &QueryFacts::marksChanged, this, [this] {
        takeWords();
        searchSoon(true);
    });
}

QString BrowseQuery::text() const {
    return QString::fromStdString(toText(m_query, *m_words));
}

void BrowseQuery::set(const Query& query) {
    if (query == m_query)
        return;
    m_query = query;
    Q_EMIT changed();
    searchSoon(false);
}

std::optional<QueryFault> BrowseQuery::setText(const QString& text) {
    ParsedQuery parsed = parseQuery(text.toStdString(), *m_words, [this](FacetValue value) {
        return m_everything->count(value);
    });
    if (!parsed.fault)
        set(parsed.query);
    return parsed.fault;
}

void BrowseQuery::takeWords() {
    const auto words = m_facts.data().words;
    if (!words || words == m_words)
        return;
    // By its text: indices of tags may be others.
    const std::string text = toText(m_query, *m_words);
    m_words = words;
    m_query = parseQuery(text, *m_words).query;
    Q_EMIT wordsChanged();
}

void BrowseQuery::begin() {
    m_query = {};
    if (m_facts.data().words)
        m_words = m_facts.data().words;
    searchAtOnce();
    Q_EMIT wordsChanged();
    Q_EMIT changed();
    Q_EMIT found();
}

void BrowseQuery::tableChanged() {
    takeWords();
    searchAtOnce();
    Q_EMIT found();
}

BrowseQuery::Found BrowseQuery::search(const Query& query, const QueryData& data, bool everything) {
    Found found;
    found.predicted = data.predicted;
    found.result = std::make_shared<const QueryResult>(applyQuery(query, data));
    if (everything)
        found.everything = query.empty()
                               ? found.result
                               : std::make_shared<const QueryResult>(applyQuery({}, data));
    return found;
}

void BrowseQuery::searchAtOnce() {
    ++m_generation;
    m_again = m_everythingToo = false;
    if (!m_facts.data().table) {
        m_result = m_everything = std::make_shared<const QueryResult>();
        m_resultTable.reset();
        m_resultPredicted.reset();
        return;
    }
    keep(search(m_query, m_facts.data(), true));
}

void BrowseQuery::searchSoon(bool everything) {
    ++m_generation;
    m_everythingToo = m_everythingToo || everything;
    if (!m_facts.data().table)
        return;
    if (m_running) {
        m_again = true;
        return;
    }
    if (sizeOf(m_facts.data()) <= kSearchedAtOnce)
        take(search(m_query, m_facts.data(), std::exchange(m_everythingToo, false)));
    else
        startSearch();
}

void BrowseQuery::startSearch() {
    m_running = true;
    m_again = false;
    inBackground(
        this,
        [query = m_query, data = m_facts.data(),
         everything = std::exchange(m_everythingToo, false)] {
            return search(query, data, everything);
        },
        [this, generation = m_generation, table = m_facts.data().table](Found found) {
            m_running = false;
            if (generation == m_generation) {
                take(std::move(found));
                return;
            }
            // What it says of everything may still be wanted.
            m_everythingToo = m_everythingToo || (found.everything && table == m_resultTable);
            if (m_again && m_facts.data().table)
                startSearch();
        });
}

void BrowseQuery::keep(Found found) {
    m_result = std::move(found.result);
    if (found.everything)
        m_everything = std::move(found.everything);
    m_resultTable = m_facts.data().table;
    m_resultPredicted = std::move(found.predicted);
    m_loosenings.clear();
    if (m_result->images.empty() && termsOf(m_query, *m_words).size() > 1)
        loosen();
}

void BrowseQuery::take(Found found) {
    keep(std::move(found));
    Q_EMIT this->found();
}

void BrowseQuery::loosen() {
    inBackground(
        this,
        [query = m_query, data = m_facts.data()] { return selvedge::loosenings(query, data); },
        [this, generation = m_generation](std::vector<Loosening> ways) {
            if (generation != m_generation)
                return;
            m_loosenings = std::move(ways);
            Q_EMIT loosened();
        });
}

}  // namespace selvedge
