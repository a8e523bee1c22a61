// What a tile shows is read and made here, on the loader's threads.

#include <algorithm>
#include <cmath>

#include "dataset/error.h"
#include "dataset/image/image.h"
#include "dataset/mask/transform.h"
#include "ui/parts/outline_path.h"
#include "ui/parts/thumbnails.h"

namespace selvedge {

namespace {

constexpr double kTolerance = 0.5;     // thumbnail pixels
constexpr double kMargin = 0.12;       // around a cut-out, of its longer side
constexpr int kLeastPart = 64;         // at least one 64th of the picture's
constexpr double kSharpEnough = 0.75;  // of the wanted scale: then a kept thumbnail serves

QImage viewOf(const Image& image) {
    return {image.rgb.data(), image.width, image.height, 3 * image.width, QImage::Format_RGB888};
}

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
    return viewOf(image).convertToFormat(QImage::Format_RGB32);
}

QPainterPath tilePath(const RleMask& mask, QSize size) {
    return outlinePath(scaled(mask, size.width(), size.height()), kTolerance);
}

std::shared_ptr<const ImageCell> cellOf(const ThumbnailSource& source, ImageIndex image,
                                        std::vector<RleMask> masks) {
    const ObjectTable& table = *source.table;
    if (!source.predictions || !source.predictions->covers(table.images[image].id))
        return nullptr;
    GroundTruthImage truth{table.images[image].id, {}};
    const auto objects = table.objectsOf(image);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        GroundTruthObject object;
        const IntBox& box = table.box[objects[i]];
        object.category = table.category[objects[i]];
        object.box = {double(box.x), double(box.y), double(box.width), double(box.height)};
        object.area = double(table.area[objects[i]]);
        object.mask = std::move(masks[i]);
        for (const AttributeIndex attribute : table.attributesOf(objects[i])) {
            if (attribute < AttributeBits::kCapacity)
                object.attributes.set(attribute);
        }
        truth.objects.push_back(std::move(object));
    }
    const auto it = source.predictions->images.find(truth.id);
    return makeCell(truth,
                    it == source.predictions->images.end() ? std::vector<Detection>() : it->second);
}

double scaleOf(ImageSize part, ImageSize whole) {
    return std::max(double(part.width) / whole.width, double(part.height) / whole.height);
}

// How much smaller than the picture a cut-out may be for it to fill a tile's box; never larger.
double scaleFor(const IntBox& cut, QSize box) {
    return std::min({1.0, double(box.width()) / cut.width, double(box.height()) / cut.height});
}

// The picture at `scale` of its size or above, or a little below where that is kept.
Image pictureAtScale(const ThumbnailSource& source, const std::string& id,
                     const std::filesystem::path& file, ImageSize full, double scale) {
    for (const ThumbnailSize size : {ThumbnailSize::Small, ThumbnailSize::Large}) {
        if (source.cache &&
            scaleOf(fittedInto(full, boxOf(size)), full) >= std::min(1.0, kSharpEnough * scale))
            return source.cache->thumbnail(id, file, size);
    }
    return readImage(file, int(std::ceil(scale * std::min(full.width, full.height))));
}

// What is cut out: an object of the ground truth or a detection.
struct Cut {
    Thumbnail::Object object;  // without its outline
    RleMask mask;
    IntBox box;
};

Cut cutOf(const ThumbnailSource& source, const TileNumbers& numbers, std::uint32_t index) {
    const ObjectRef ref = numbers.objectOf(index);
    const ObjectTable& table = *source.table;
    if (ref.source == ObjectRef::Source::Truth)
        return {{ref, table.category[index], 1, index, {}},
                source.project->mask(table.rowId[index]),
                table.box[index]};
    const Detection* found =
        source.detectionOf(numbers.imageOf({TileKind::Objects, index}), ref.index);
    if (!found)
        throw Error(ErrorKind::NotFound, "This detection is no longer there.");
    return {{ref, found->category, found->score, 0, {}}, found->mask, found->mask.box()};
}

std::shared_ptr<const Thumbnail> cutoutOf(Cut cut, const QImage& picture, ImageSize full, QSize box,
                                          std::shared_ptr<const ImageCell> cell) {
    auto thumbnail = std::make_shared<Thumbnail>();
    const IntBox part = cutoutBox(cut.box, full);
    const double perX = double(picture.width()) / full.width;
    const double perY = double(picture.height()) / full.height;
    const QRect pixels(QPoint(int(part.x * perX), int(part.y * perY)),
                       QPoint(int(std::ceil((part.x + part.width) * perX)) - 1,
                              int(std::ceil((part.y + part.height) * perY)) - 1));
    QImage image = picture.copy(pixels & picture.rect());
    const double down =
        std::min({1.0, double(box.width()) / image.width(), double(box.height()) / image.height()});
    if (down < 1)
        image = image.scaled(std::max(1, int(image.width() * down)),
                             std::max(1, int(image.height() * down)), Qt::IgnoreAspectRatio,
                             Qt::SmoothTransformation);
    thumbnail->cell = std::move(cell);
    thumbnail->image = image.convertToFormat(QImage::Format_RGB32);
    const double x = perX * down, y = perY * down;
    const QSize whole(std::max(1, int(std::lround(full.width * x))),
                      std::max(1, int(std::lround(full.height * y))));
    cut.object.path =
        tilePath(cut.mask, whole).translated(-pixels.left() * down, -pixels.top() * down);
    thumbnail->objects.push_back(std::move(cut.object));
    return thumbnail;
}

}  // namespace

const Detection* ThumbnailSource::detectionOf(ImageIndex image, std::uint32_t place) const {
    if (!predictions)
        return nullptr;
    const auto it = predictions->images.find(table->images[image].id);
    return it == predictions->images.end() || place >= it->second.size() ? nullptr
                                                                         : &it->second[place];
}

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
            thumbnail->missing = true;
            return thumbnail;
        }
        thumbnail->image = pixelsOf(source, row.id, path, box);
        const QSize size = thumbnail->image.size();
        const auto rows = source.table->objectsOf(image);
        auto masks = source.project->masksOf(*source.table, image);
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
        thumbnail->cell = cellOf(source, image, std::move(masks));
    } catch (const std::exception& e) {
        thumbnail->image = {};
        thumbnail->fault = QString::fromUtf8(e.what());
    }
    return thumbnail;
}

IntBox cutoutBox(const IntBox& object, ImageSize picture) {
    const int margin = std::max(std::max(picture.width, picture.height) / kLeastPart,
                                int(std::lround(kMargin * std::max(object.width, object.height))));
    int width = object.width + 2 * margin, height = object.height + 2 * margin;
    width = std::max(width, int(std::lround(height / kCutoutRatio)));
    height = std::max(height, int(std::lround(width * kCutoutRatio)));
    const auto cut = [](int from, int size, int wanted, int whole) {
        wanted = std::clamp(wanted, 1, std::max(1, whole));
        const int start = from + (size - wanted) / 2;
        return std::pair(std::clamp(start, 0, std::max(0, whole - wanted)), wanted);
    };
    const auto [left, cutWidth] = cut(object.x, object.width, width, picture.width);
    const auto [top, cutHeight] = cut(object.y, object.height, height, picture.height);
    return {left, top, cutWidth, cutHeight};
}

std::vector<std::shared_ptr<const Thumbnail>> makeCutouts(const ThumbnailSource& source,
                                                          std::span<const std::uint32_t> objects,
                                                          QSize box) {
    const TileNumbers numbers = source.numbers();
    const ImageIndex image = numbers.imageOf({TileKind::Objects, objects.front()});
    const ImageRow& row = source.table->images[image];
    const ImageSize full{std::max(1, row.width), std::max(1, row.height)};
    std::vector<std::shared_ptr<const Thumbnail>> cutouts;
    auto fault = std::make_shared<Thumbnail>();
    try {
        const auto path = source.project->imagePath(row.id);
        if (path.empty()) {
            fault->fault = missingPictureText(*source.project, row.id);
            fault->missing = true;
        } else {
            std::vector<Cut> cuts;
            double scale = 0;
            for (const std::uint32_t object : objects) {
                cuts.push_back(cutOf(source, numbers, object));
                scale = std::max(scale, scaleFor(cutoutBox(cuts.back().box, full), box));
            }
            const auto cell =
                source.predictions
                    ? cellOf(source, image, source.project->masksOf(*source.table, image))
                    : nullptr;
            const Image picture = pictureAtScale(source, row.id, path, full, scale);
            for (Cut& cut : cuts)
                cutouts.push_back(cutoutOf(std::move(cut), viewOf(picture), full, box, cell));
        }
    } catch (const std::exception& e) {
        fault->fault = QString::fromUtf8(e.what());
    }
    cutouts.resize(objects.size(), fault);
    return cutouts;
}

}  // namespace selvedge
