#include "ui/parts/thumbnails.h"

#include <algorithm>

#include "dataset/error.h"
#include "dataset/image/image.h"
#include "dataset/mask/transform.h"
#include "ui/parts/outline_path.h"
#include "ui/parts/thumbnail_crawler.h"

namespace selvedge {

namespace {

constexpr qsizetype kByteLimit = 192 << 20;
constexpr double kTolerance = 0.5;  // thumbnail pixels

QImage pixelsOf(const ThumbnailSource& source, const std::string& id,
                const std::filesystem::path& file, QSize box) {
    const ImageSize wanted{box.width(), box.height()};
    const auto kept = keptSize(box);
    Image image;
    if (source.cache && kept) {
        image = source.cache->thumbnail(id, file, *kept);
        const ImageSize target = fittedInto({image.width, image.height}, wanted);
        if (target.width < image.width || target.height < image.height)
            image = resized(image, target.width, target.height);
    } else {
        image = readThumbnail(file, wanted);
    }
    const QImage view(image.rgb.data(), image.width, image.height, 3 * image.width,
                      QImage::Format_RGB888);
    return view.convertToFormat(QImage::Format_RGB32);
}

QPainterPath tilePath(const RleMask& mask, QSize size) {
    return outlinePath(scaled(mask, size.width(), size.height()), kTolerance);
}

}  // namespace

QString missingPictureText(const Project& project, const std::string& imageId) {
    const auto file = project.imageFolder() / (imageId + ".jpg");
    return QObject::tr("%1 does not exist").arg(QString::fromStdString(file.string()));
}

std::optional<ThumbnailSize> keptSize(QSize box) {
    for (const ThumbnailSize size : {ThumbnailSize::Small, ThumbnailSize::Large}) {
        const ImageSize kept = boxOf(size);
        if (box.width() <= kept.width && box.height() <= kept.height)
            return size;
    }
    return {};
}

std::shared_ptr<const Thumbnail> makeThumbnail(const ThumbnailSource& source, ImageIndex image,
                                               QSize box) {
    auto thumbnail = std::make_shared<Thumbnail>();
    const ImageRow& row = source.table->images[image];
    try {
        const auto path = source.project->imagePath(row.id);
        if (path.empty()) {
            thumbnail->fault = missingPictureText(*source.project, row.id);
            return thumbnail;
        }
        thumbnail->image = pixelsOf(source, row.id, path, box);
        const QSize size = thumbnail->image.size();
        const auto rows = source.table->objectsOf(image);
        const auto masks = source.project->masksOf(*source.table, image);
        std::vector<std::pair<double, Thumbnail::Object>> objects;
        for (std::size_t i = 0; i < rows.size(); ++i)
            objects.push_back({double(source.table->area[rows[i]]),
                               {{ObjectRef::Source::Truth, rows[i]},
                                source.table->category[rows[i]],
                                1,
                                rows[i],
                                tilePath(masks[i], size)}});
        if (source.predictions) {
            const auto it = source.predictions->images.find(row.id);
            if (it != source.predictions->images.end()) {
                for (std::size_t i = 0; i < it->second.size(); ++i) {
                    const Detection& d = it->second[i];
                    objects.push_back({double(d.mask.area()),
                                       {{ObjectRef::Source::Prediction, std::uint32_t(i)},
                                        d.category,
                                        d.score,
                                        0,
                                        tilePath(d.mask, size)}});
                }
            }
        }
        std::stable_sort(objects.begin(), objects.end(),
                         [](const auto& a, const auto& b) { return a.first > b.first; });
        for (auto& object : objects)
            thumbnail->objects.push_back(std::move(object.second));
    } catch (const std::exception& e) {
        thumbnail->image = {};
        thumbnail->fault = QString::fromUtf8(e.what());
    }
    return thumbnail;
}

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

void ThumbnailLoader::setBox(QSize box) {
    if (box == m_box)
        return;
    m_box = box;
    drop();
    m_crawler->setSize(keptSize(box).value_or(ThumbnailSize::Large));
    restOrWork();
}

void ThumbnailLoader::restOrWork() {
    if (idle())
        m_crawler->workSoon();
    else
        m_crawler->rest();
}

std::shared_ptr<const Thumbnail> ThumbnailLoader::get(ImageIndex image) const {
    const auto* found = m_cache.object(image);
    return found ? *found : nullptr;
}

void ThumbnailLoader::setWanted(std::vector<ImageIndex> images) {
    const bool wasIdle = idle();
    std::erase_if(images, [this](ImageIndex image) {
        return m_cache.contains(image) || m_inFlight.contains(image);
    });
    std::reverse(images.begin(), images.end());
    m_wanted = std::move(images);
    startNext();
    if (wasIdle != idle())
        restOrWork();
    if (!wasIdle && idle())
        Q_EMIT becameIdle();
}

void ThumbnailLoader::startNext() {
    // One more than threads: a thread never waits for the GUI thread.
    while (!m_wanted.empty() && m_inFlight.size() <= m_pool.maxThreadCount() && m_source.project) {
        const ImageIndex image = m_wanted.back();
        m_wanted.pop_back();
        m_inFlight.insert(image);
        m_pool.start([this, source = m_source, image, box = m_box, generation = m_generation] {
            auto thumbnail = makeThumbnail(source, image, box);
            QMetaObject::invokeMethod(
                this,
                [this, image, thumbnail = std::move(thumbnail), generation] {
                    if (generation != m_generation)
                        return;
                    m_inFlight.remove(image);
                    qsizetype cost = thumbnail->image.sizeInBytes() + 256;
                    for (const Thumbnail::Object& object : thumbnail->objects)
                        cost +=
                            object.path.elementCount() * qsizetype(sizeof(QPainterPath::Element));
                    m_cache.insert(image, new std::shared_ptr<const Thumbnail>(thumbnail), cost);
                    Q_EMIT ready(image);
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

}  // namespace selvedge
