#include "ui/parts/thumbnail_crawler.h"

#include "dataset/image/fill_thumbnails.h"

namespace selvedge {

namespace {

constexpr int kIdleMilliseconds = 1000;

ThumbnailItem itemAt(const ThumbnailSource& source, std::size_t position) {
    const auto image = ImageIndex(position);
    const ImageRow& row = source.table->images[image];
    ThumbnailItem item{row.id, source.project->imagePath(row.id), {}, {}};
    for (const ObjectIndex object : source.table->objectsOf(image))
        item.objects.push_back({source.table->rowId[object], source.table->area[object]});
    item.masks = [&source, image] { return source.project->masksOf(*source.table, image); };
    return item;
}

}  // namespace

ThumbnailCrawler::ThumbnailCrawler(QObject* parent) : QObject(parent) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kIdleMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &ThumbnailCrawler::start);
}

ThumbnailCrawler::~ThumbnailCrawler() = default;

void ThumbnailCrawler::setSource(ThumbnailSource source) {
    m_source = std::move(source);
    beginAgain();
}

void ThumbnailCrawler::setSize(ThumbnailSize size) {
    if (size == m_size)
        return;
    m_size = size;
    beginAgain();
}

void ThumbnailCrawler::beginAgain() {
    rest();
    ++m_generation;
    m_next = 0;
}

void ThumbnailCrawler::rest() {
    m_timer.stop();
    m_thread.request_stop();
}

void ThumbnailCrawler::workSoon() {
    if (m_source.cache && m_source.table && m_next < m_source.table->images.size())
        m_timer.start();
}

void ThumbnailCrawler::start() {
    if (m_running) {
        // It is at its last picture still.
        if (m_thread.get_stop_source().stop_requested())
            m_timer.start();
        return;
    }
    m_running = true;
    m_thread = std::jthread([this, source = m_source, size = m_size, from = m_next,
                             generation = m_generation](std::stop_token stop) {
        const std::size_t next = fillThumbnails(
            *source.cache, from, source.table->images.size(),
            [&source](std::size_t position) { return itemAt(source, position); }, size, {}, stop);
        QMetaObject::invokeMethod(
            this,
            [this, next, generation] {
                m_running = false;
                if (generation == m_generation)
                    m_next = next;
            },
            Qt::QueuedConnection);
    });
}

}  // namespace selvedge
