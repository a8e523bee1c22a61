#include "ui/parts/thumbnails.h"

#include <algorithm>

#include "ui/parts/thumbnail_crawler.h"

namespace selvedge {

namespace {

constexpr qsizetype kByteLimit = 192 << 20;

}  // namespace

ThumbnailLoader::ThumbnailLoader(QObject* parent)
    : QObject(parent), m_crawler(new ThumbnailCrawler(this)), m_cache(kByteLimit) {
    m_pool.setMaxThreadCount(std::max(1, QThread::idealThreadCount()));
    m_pool.setThreadPriority(QThread::LowPriority);
}

ThumbnailLoader::~ThumbnailLoader() {
    m_pool.clear();
    m_pool.waitForDone();
}

void ThumbnailLoader::drop() {
    ++m_generation;
    m_cache.clear();
    m_wanted.clear();
    m_inFlight.clear();
    m_stale.clear();
    m_late.clear();
    m_tasks = 0;
}

void ThumbnailLoader::setSource(ThumbnailSource source) {
    if (source.project && !source.cache && !m_cacheFolder.empty()) {
        const bool same = m_source.cache && m_source.project &&
                          m_source.project->path() == source.project->path();
        source.cache = same ? m_source.cache
                            : std::make_shared<ThumbnailCache>(
                                  Project::cachePath(source.project->path(), m_cacheFolder));
    }
    m_source = std::move(source);
    drop();
    m_crawler->setSource(m_source);
    restOrWork();
}

void ThumbnailLoader::setPredicted(std::shared_ptr<const PredictedObjects> predicted) {
    m_source.predicted = std::move(predicted);
}

void ThumbnailLoader::setBox(QSize box) {
    if (box == m_box)
        return;
    m_box = box;
    drop();
    m_crawler->setSize(keptSize(box).value_or(ThumbnailSize::Large));
    restOrWork();
}

void ThumbnailLoader::lookForMissing() {
    for (const TileItem item : m_cache.keys()) {
        if (get(item)->missing)
            m_stale.insert(item);
    }
}

void ThumbnailLoader::renew(const std::vector<ImageIndex>& images) {
    const auto isOne = [&images, numbers = numbers()](TileItem item) {
        return numbers.knows(item) &&
               std::binary_search(images.begin(), images.end(), numbers.imageOf(item));
    };
    bool any = false;
    for (const TileItem item : m_cache.keys()) {
        if (isOne(item)) {
            m_stale.insert(item);
            any = true;
        }
    }
    for (const TileItem item : m_inFlight) {
        if (isOne(item))
            m_late.insert(item);
    }
    if (any)
        Q_EMIT outdated();
}

void ThumbnailLoader::restOrWork() {
    if (idle())
        m_crawler->workSoon();
    else
        m_crawler->rest();
}

std::shared_ptr<const Thumbnail> ThumbnailLoader::get(TileItem item) const {
    const auto* found = m_cache.object(item);
    return found ? *found : nullptr;
}

void ThumbnailLoader::setWanted(std::vector<std::uint32_t> indices, TileKind kind) {
    const bool wasIdle = idle();
    std::erase_if(indices, [this, kind, numbers = numbers()](std::uint32_t index) {
        const TileItem item{kind, index};
        return (m_cache.contains(item) && !m_stale.contains(item)) || m_inFlight.contains(item) ||
               !numbers.knows(item);
    });
    std::reverse(indices.begin(), indices.end());
    m_wanted = std::move(indices);
    m_wantedKind = kind;
    startNext();
    if (wasIdle != idle())
        restOrWork();
    if (!wasIdle && idle())
        Q_EMIT becameIdle();
}

// The most urgent one; with an object all others of its picture that are wanted.
std::vector<std::uint32_t> ThumbnailLoader::takeNext() {
    std::vector<std::uint32_t> next{m_wanted.back()};
    m_wanted.pop_back();
    if (m_wantedKind == TileKind::Objects) {
        const TileNumbers numbers = this->numbers();
        const ImageIndex image = numbers.imageOf({TileKind::Objects, next.front()});
        std::erase_if(m_wanted, [&](std::uint32_t object) {
            if (numbers.imageOf({TileKind::Objects, object}) != image)
                return false;
            next.push_back(object);
            return true;
        });
    }
    return next;
}

void ThumbnailLoader::startNext() {
    // One more than threads: a thread never waits for the GUI thread.
    while (!m_wanted.empty() && m_tasks <= m_pool.maxThreadCount() && m_source.project) {
        const TileKind kind = m_wantedKind;
        std::vector<std::uint32_t> indices = takeNext();
        for (const std::uint32_t index : indices)
            m_inFlight.insert({kind, index});
        ++m_tasks;
        ThumbnailSource source = m_source;
        if (m_predictionsOf && source.predictions)
            source.predictions = m_predictionsOf(numbers().imageOf({kind, indices.front()}));
        m_pool.start([this, source = std::move(source), kind, indices = std::move(indices),
                      box = m_box, generation = m_generation] {
            auto made = kind == TileKind::Objects
                            ? makeCutouts(source, indices, box)
                            : std::vector{makeThumbnail(source, indices.front(), box)};
            QMetaObject::invokeMethod(
                this,
                [this, kind, indices, made = std::move(made), generation] {
                    if (generation != m_generation)
                        return;
                    --m_tasks;
                    const auto before = m_stale.size();
                    for (std::size_t i = 0; i < indices.size(); ++i)
                        take({kind, indices[i]}, made[i]);
                    if (m_stale.size() > before)
                        Q_EMIT outdated();
                    startNext();
                    if (idle()) {
                        restOrWork();
                        Q_EMIT becameIdle();
                    }
                },
                Qt::QueuedConnection);
        });
    }
}

void ThumbnailLoader::take(TileItem item, std::shared_ptr<const Thumbnail> thumbnail) {
    m_inFlight.remove(item);
    m_stale.remove(item);
    if (m_late.remove(item))
        m_stale.insert(item);
    qsizetype cost = thumbnail->image.sizeInBytes() + 256;
    for (const Thumbnail::Object& object : thumbnail->objects)
        cost += object.path.elementCount() * qsizetype(sizeof(QPainterPath::Element));
    m_cache.insert(item, new std::shared_ptr<const Thumbnail>(std::move(thumbnail)), cost);
    Q_EMIT ready(item);
}

}  // namespace selvedge
