#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPainterPath>
#include <QSet>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "app/session/session.h"
#include "dataset/image/thumbnail_cache.h"
#include "ui/parts/tile_items.h"
#include "ui/parts/tile_numbers.h"

namespace selvedge {

class ThumbnailCrawler;

// A picture at the size of a tile with the outlines of its objects, in the thumbnail's own pixels.
// Of an object: the part of the picture around it, and its outline alone.
struct Thumbnail {
    struct Object {
        ObjectRef ref;
        CategoryIndex category = 0;
        double score = 1;          // of predictions
        ObjectIndex tableRow = 0;  // of ground truth
        QPainterPath path;
    };
    QImage image;                 // null: see `fault`
    QString fault;                // names the file and why it could not be read
    bool missing = false;         // the fault: there is no such file
    std::vector<Object> objects;  // large ones first
    // How the objects of the image overlap with its predictions; null without any.
    std::shared_ptr<const ImageCell> cell;
};

// What thumbnails are made of: a snapshot for the workers.
struct ThumbnailSource {
    std::shared_ptr<const Project> project;
    std::shared_ptr<const ObjectTable> table;
    std::shared_ptr<const PredictionSet> predictions;        // may be null
    std::shared_ptr<ThumbnailCache> cache = {};              // may be null
    std::shared_ptr<const PredictedObjects> predicted = {};  // null: no detections among objects
    TileNumbers numbers() const { return TileNumbers(table, predicted); }
    // Null: the run has no such one.
    const Detection* detectionOf(ImageIndex image, std::uint32_t place) const;
};

// "<folder>/<id>.jpg does not exist": for an image without Project::imagePath().
QString missingPictureText(const Project& project, const std::string& imageId);

// The size that is kept for tiles of this box; none when they are larger than that.
std::optional<ThumbnailSize> keptSize(QSize box);

// One tile: its pixels from the cache where they are there, else made and kept. Any thread; throws
// nothing.
std::shared_ptr<const Thumbnail> makeThumbnail(const ThumbnailSource& source, ImageIndex image,
                                               QSize box);
// Cut-outs of objects of one image, as the source numbers them, in their order: its picture is
// decoded once, no larger than they need. Any thread; throws nothing.
std::vector<std::shared_ptr<const Thumbnail>> makeCutouts(const ThumbnailSource& source,
                                                          std::span<const std::uint32_t> objects,
                                                          QSize box);
// Height of a cut-out's tile by its width.
inline constexpr double kCutoutRatio = 1.2;
// The part of a picture of this size that a cut-out shows: the box with a margin, and as much more
// on its narrow sides as makes it fill a tile, where the picture has it.
IntBox cutoutBox(const IntBox& object, ImageSize picture);

// Decodes thumbnails on a pool of its own and keeps the most recent ones within a byte limit. Lives
// on the GUI thread, which hands out the work: few tasks are in flight, so that a new wish list
// takes effect at once (what is no longer wanted is never started). Deterministic; no locks. With a
// cache on disk, a crawler fills that while nothing is wanted.
class ThumbnailLoader : public QObject {
    Q_OBJECT

public:
    explicit ThumbnailLoader(QObject* parent = nullptr);
    ~ThumbnailLoader() override;
    // Where each project has its cache on disk; without one, every thumbnail is made from its
    // picture. Before setSource().
    void setCacheFolder(std::filesystem::path folder) { m_cacheFolder = std::move(folder); }
    // Drops everything. A source without a cache gets the one of its project.
    void setSource(ThumbnailSource source);
    // Predictions that are newer than the source's, asked for each tile that is made.
    using PredictionsOf = std::function<std::shared_ptr<const PredictionSet>(ImageIndex)>;
    void setPredictionsOf(PredictionsOf predictionsOf) {
        m_predictionsOf = std::move(predictionsOf);
    }
    // The source's run has more images; the tiles that are there show them already. Drops nothing.
    void setGrown(std::shared_ptr<const PredictionSet> predictions) {
        m_source.predictions = std::move(predictions);
    }
    // Tiles of these images, ascending, are made anew when they are wanted, and stay until then.
    void renew(const std::vector<ImageIndex>& images);
    // Of the source's run: detections among objects mean these. Drops nothing.
    void setPredicted(std::shared_ptr<const PredictedObjects> predicted);
    const ThumbnailSource& source() const { return m_source; }
    TileNumbers numbers() const { return m_source.numbers(); }
    // Of the source; null without a cache folder.
    std::shared_ptr<ThumbnailCache> diskCache() const { return m_source.cache; }
    // In device pixels; thumbnails fit in it. Drops everything when it changes.
    void setBox(QSize box);
    QSize box() const { return m_box; }
    std::shared_ptr<const Thumbnail> get(TileItem item) const;
    std::shared_ptr<const Thumbnail> get(ImageIndex image) const {
        return get(TileItem{TileKind::Images, image});
    }
    // What is to be there next, most urgent first; replaces the earlier list.
    void setWanted(std::vector<std::uint32_t> indices, TileKind kind = TileKind::Images);
    // Files that were not there may have come back: such tiles are made anew when they are wanted.
    void lookForMissing();
    bool idle() const { return m_wanted.empty() && m_tasks == 0; }
    qsizetype bytes() const { return m_cache.totalCost(); }
    void setByteLimit(qsizetype bytes) { m_cache.setMaxCost(bytes); }

Q_SIGNALS:
    void ready(selvedge::TileItem item);
    void becameIdle();
    void outdated();  // some tiles are to be made anew: ask for those that are seen

private:
    void startNext();
    std::vector<std::uint32_t> takeNext();
    void take(TileItem item, std::shared_ptr<const Thumbnail> thumbnail);
    void drop();
    void restOrWork();

    std::filesystem::path m_cacheFolder;
    ThumbnailSource m_source;
    ThumbnailCrawler* m_crawler;
    QSize m_box{176, 264};
    mutable QCache<TileItem, std::shared_ptr<const Thumbnail>> m_cache;
    TileKind m_wantedKind = TileKind::Images;
    std::vector<std::uint32_t> m_wanted;  // reversed: the next one is at the back
    QSet<TileItem> m_inFlight;
    QSet<TileItem> m_stale;  // shown until they are made anew
    QSet<TileItem> m_late;   // in flight, of predictions that are outdated by now
    PredictionsOf m_predictionsOf;
    int m_tasks = 0;  // under way, of this generation
    std::uint64_t m_generation = 0;
    QThreadPool m_pool;
};

}  // namespace selvedge
