#pragma once

#include <QObject>
#include <QTimer>
#include <thread>

#include "ui/parts/thumbnails.h"

namespace selvedge {

// Fills a project's cache of thumbnails and colours on disk while nobody waits for a tile. Lives on
// the GUI thread and never waits for its own thread but at its end.
class ThumbnailCrawler : public QObject {
    Q_OBJECT

public:
    explicit ThumbnailCrawler(QObject* parent = nullptr);
    // Ends after the pictures under way.
    ~ThumbnailCrawler() override;
    // Each begins again from the first picture; what is there already costs little.
    void setSource(ThumbnailSource source);
    void setSize(ThumbnailSize size);
    // No new picture is begun.
    void rest();
    // Goes on when nothing has called rest() for a second. Nothing without a cache.
    void workSoon();

private:
    void start();
    void beginAgain();

    ThumbnailSource m_source;
    ThumbnailSize m_size = ThumbnailSize::Small;
    std::size_t m_next = 0;          // pictures before this one are done
    std::uint64_t m_generation = 0;  // of the source; tells an old thread's answer
    bool m_running = false;
    QTimer m_timer;
    std::jthread m_thread;
};

}  // namespace selvedge
