#pragma once

#include <QObject>
#include <QTimer>

#include "app/session/session.h"
#include "app/tasks/kept_colours.h"
#include "dataset/project/apply_query.h"

namespace selvedge {

// What Browse's query is asked of: the session's table and marks, what the current run says of the
// objects, and the colours that are known by now. Runs and colours are read on workers; stale
// answers are dropped. GUI thread.
class QueryFacts : public QObject {
    Q_OBJECT

public:
    explicit QueryFacts(Session& session, QObject* parent = nullptr);
    // Null table: no project is open.
    const QueryData& data() const { return m_data; }
    bool judged() const;  // verdicts are known
    // Where colours are kept; they are looked for again as more become known.
    void setColourCache(std::shared_ptr<ThumbnailCache> cache);
    // Takes table, words and marks from the session now; changed() is not emitted.
    void takeTable();

Q_SIGNALS:
    void changed();       // predictions, verdicts or colours
    void marksChanged();  // and with them perhaps the tags

private:
    void takeMarks();
    void readPredictions();
    void readColours();

    Session& m_session;
    QueryData m_data;
    std::shared_ptr<ThumbnailCache> m_cache;
    KeptColours m_colours;
    QTimer m_colourTimer;
    bool m_readingColours = false;
    bool m_readingPredictions = false;
    std::uint64_t m_runGeneration = 0, m_colourGeneration = 0;
};

}  // namespace selvedge
