#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

#include "dataset/project/query_text.h"
#include "ui/browse/query_facts.h"

namespace selvedge {

// What is looked for in Browse, and what is found: facets and the typed query both show and change
// this one. Small tables are searched at once, large ones on a worker; the latest query wins. GUI
// thread.
class BrowseQuery : public QObject {
    Q_OBJECT

public:
    explicit BrowseQuery(QueryFacts& facts, QObject* parent = nullptr);
    const Query& query() const { return m_query; }
    const Vocabulary& words() const { return *m_words; }
    QString text() const;  // canonical
    void set(const Query& query);
    // What is wrong with the text, else its query is set.
    std::optional<QueryFault> setText(const QString& text);

    // Of the last query that was searched for, and of none: never null. Their indices are of
    // `resultTable`, those of detections of `resultPredicted`.
    const QueryResult& result() const { return *m_result; }
    const QueryResult& everything() const { return *m_everything; }
    const std::shared_ptr<const ObjectTable>& resultTable() const { return m_resultTable; }
    // Null as well when another run is there: then they mean nothing.
    const std::shared_ptr<const PredictedObjects>& resultPredicted() const {
        return m_resultPredicted;
    }
    bool searching() const { return m_running; }
    // Where nothing is found: what to drop. Empty until loosened().
    const std::vector<Loosening>& loosenings() const { return m_loosenings; }

    // Another project: begins with no query. Searched at once.
    void begin();
    // Another table of the same images. Searched at once: indices of objects mean others now.
    void tableChanged();

Q_SIGNALS:
    void changed();       // query
    void wordsChanged();  // after a query that keeps its meaning
    void found();         // result, and with `everything` perhaps
    void loosened();

private:
    struct Found {
        std::shared_ptr<const QueryResult> result;
        std::shared_ptr<const QueryResult> everything;      // null: as before
        std::shared_ptr<const PredictedObjects> predicted;  // that it was asked of
    };
    static Found search(const Query& query, const QueryData& data, bool everything);
    void takeWords();
    void searchAtOnce();
    void searchSoon(bool everything);
    void startSearch();
    void keep(Found found);
    void take(Found found);  // and says so
    void loosen();

    QueryFacts& m_facts;
    std::shared_ptr<const Vocabulary> m_words = std::make_shared<const Vocabulary>();
    Query m_query;
    std::shared_ptr<const QueryResult> m_result = std::make_shared<const QueryResult>();
    std::shared_ptr<const QueryResult> m_everything = m_result;
    std::shared_ptr<const ObjectTable> m_resultTable;
    std::shared_ptr<const PredictedObjects> m_resultPredicted;  // null: without
    std::vector<Loosening> m_loosenings;
    bool m_running = false;
    bool m_again = false;            // when that ends
    bool m_everythingToo = false;    // of the next search
    std::uint64_t m_generation = 0;  // of what is searched for
};

}  // namespace selvedge
