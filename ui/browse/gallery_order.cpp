#include "ui/browse/gallery_order.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "model/evaluation/verdict.h"

namespace selvedge {

namespace {

constexpr float kLast = std::numeric_limits<float>::max();

// What is sorted by, ascending: one number a tile.
class Keys {
public:
    Keys(TileKind kind, TileOrder order, const OrderSource& source)
        : m_kind(kind),
          m_order(order),
          m_source(source),
          m_numbers(source.table, source.predicted) {
        for (const ImageIndex image : source.lookedAt)
            m_lookedAt.emplace(image, float(m_lookedAt.size()));
    }

    float of(std::uint32_t index) {
        switch (m_order) {
            case TileOrder::MostObjects:
                return -float(m_source.table->objectsOf(imageOf(index)).size());
            case TileOrder::LargestArea:
                return -areaOf(index);
            case TileOrder::SmallestArea:
                return areaOf(index);
            case TileOrder::HighestScore:
            case TileOrder::LowestScore:
                return scoreKey(index);
            case TileOrder::MostStars:
                return -starsOf(index);
            case TileOrder::LookedAt: {
                const auto place = m_lookedAt.find(imageOf(index));
                return place == m_lookedAt.end() ? kLast : place->second;
            }
            case TileOrder::File:
            case TileOrder::Id:
                break;
        }
        return 0;
    }

private:
    ImageIndex imageOf(std::uint32_t index) const { return m_numbers.imageOf({m_kind, index}); }
    // Of a detection: its row among the lone ones; else nothing.
    std::optional<ObjectIndex> loneRow(std::uint32_t index) const {
        return m_numbers.isDetection({m_kind, index}) ? m_numbers.loneRow(index) : std::nullopt;
    }

    // Of a detection; null: the run has no such one.
    const Detection* detectionOf(std::uint32_t index) const {
        if (!m_source.predictions)
            return nullptr;
        const std::string& id = m_source.table->images[imageOf(index)].id;
        const auto it = m_source.predictions->images.find(id);
        const std::uint32_t place = m_numbers.objectOf(index).index;
        return it != m_source.predictions->images.end() && place < it->second.size()
                   ? &it->second[place]
                   : nullptr;
    }

    float areaOf(std::uint32_t index) const {
        const ObjectTable& table = *m_source.table;
        const ImageRow& row = table.images[imageOf(index)];
        const float whole = std::max(1.f, float(row.width) * float(row.height));
        if (const auto lone = loneRow(index))
            return float(m_source.predicted->lone.area[*lone]) / whole;
        if (m_numbers.isDetection({m_kind, index})) {
            const Detection* detection = detectionOf(index);
            return detection ? float(detection->mask.area()) / whole : 0;
        }
        if (m_kind == TileKind::Objects)
            return float(table.area[index]) / whole;
        std::uint32_t largest = 0;
        for (const ObjectIndex object : table.objectsOf(index))
            largest = std::max(largest, table.area[object]);
        return float(largest) / whole;
    }

    float starsOf(std::uint32_t index) const {
        if (!m_source.marks || m_numbers.isDetection({m_kind, index}))
            return 0;
        return m_kind == TileKind::Images
                   ? m_source.marks->ofImage(index).stars
                   : m_source.marks->ofObject(m_source.table->rowId[index]).stars;
    }

    float scoreKey(std::uint32_t index) {
        const auto score = m_kind == TileKind::Images ? scoreOfImage(index) : scoreOfObject(index);
        if (!score)
            return kLast;
        return float(m_order == TileOrder::HighestScore ? -*score : *score);
    }

    std::optional<double> scoreOfImage(ImageIndex image) const {
        if (!m_source.predictions)
            return {};
        const auto it = m_source.predictions->images.find(m_source.table->images[image].id);
        if (it == m_source.predictions->images.end())
            return {};
        std::optional<double> score;
        for (const Detection& detection : it->second) {
            if (detection.score < scoreThresholdOf(m_source.criteria.point, detection.category))
                continue;
            if (!score)
                score = detection.score;
            score = m_order == TileOrder::HighestScore ? std::max(*score, detection.score)
                                                       : std::min(*score, detection.score);
        }
        return score;
    }

    std::optional<double> scoreOfObject(ObjectIndex object) {
        if (const auto lone = loneRow(object))
            return double(m_source.predicted->loneScores[*lone]);
        if (m_numbers.isDetection({m_kind, object})) {
            const Detection* detection = detectionOf(object);
            return detection ? std::optional(detection->score) : std::nullopt;
        }
        const ImageIndex image = m_source.table->image[object];
        if (!m_source.matches || image >= m_source.matches->cells.size())
            return {};
        const ImageCell& cell = *m_source.matches->cells[image];
        if (image != m_image) {
            m_image = image;
            m_verdicts = verdicts(cell, m_source.criteria);
        }
        const auto objects = m_source.table->objectsOf(image);
        const auto at =
            std::size_t(std::find(objects.begin(), objects.end(), object) - objects.begin());
        if (at >= m_verdicts.truths.size() || !m_verdicts.truths[at].partner)
            return {};
        return cell.founds[*m_verdicts.truths[at].partner].score;
    }

    TileKind m_kind;
    TileOrder m_order;
    const OrderSource& m_source;
    const TileNumbers m_numbers;
    std::unordered_map<ImageIndex, float> m_lookedAt;  // how many were looked at since
    // Of the image asked for last: its objects mostly follow each other.
    ImageIndex m_image = std::numeric_limits<ImageIndex>::max();
    ImageVerdicts m_verdicts;
};

}  // namespace

std::vector<std::uint32_t> foundObjects(const QueryResult& result,
                                        const std::shared_ptr<const ObjectTable>& table,
                                        const std::shared_ptr<const PredictedObjects>& predicted) {
    if (result.detections.empty() || !predicted)
        return result.objects;
    const TileNumbers numbers(table, predicted);
    std::vector<std::uint32_t> all;
    all.reserve(result.objects.size() + result.detections.size());
    auto object = result.objects.begin();
    for (const ObjectIndex lone : result.detections) {
        while (object != result.objects.end() &&
               table->image[*object] <= predicted->lone.image[lone])
            all.push_back(*object++);
        all.push_back(numbers.indexOfLone(lone));
    }
    all.insert(all.end(), object, result.objects.end());
    return all;
}

std::shared_ptr<const TileItems> orderedTiles(TileKind kind, std::vector<std::uint32_t> indices,
                                              TileOrder order, const OrderSource& source) {
    if (order == TileOrder::Id) {
        const ObjectTable& table = *source.table;
        const TileNumbers numbers(source.table, source.predicted);
        const auto idOf = [&](std::uint32_t index) -> const std::string& {
            return table.images[numbers.imageOf({kind, index})].id;
        };
        std::stable_sort(indices.begin(), indices.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return idOf(a) < idOf(b); });
    } else if (order != TileOrder::File) {
        Keys keys(kind, order, source);
        std::vector<std::pair<float, std::uint32_t>> keyed;
        keyed.reserve(indices.size());
        for (const std::uint32_t index : indices)
            keyed.emplace_back(keys.of(index), index);
        std::stable_sort(keyed.begin(), keyed.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::transform(keyed.begin(), keyed.end(), indices.begin(),
                       [](const auto& pair) { return pair.second; });
    }
    return std::make_shared<const TileItems>(kind, std::move(indices));
}

}  // namespace selvedge
