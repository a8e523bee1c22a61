#include "model/evaluation/match_table.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <unordered_set>

#include "dataset/error.h"
#include "dataset/mask/overlap.h"
#include "dataset/parallel.h"

namespace selvedge {

namespace {

// What overlaps of masks need of each mask, worked out once.
struct MaskMeasures {
    BoxXywh box;  // as pycocotools' rleToBbox
    std::uint64_t area = 0;
};

MaskMeasures measure(const RleMask& mask) {
    const IntBox box = mask.cocoBox();
    return {{double(box.x), double(box.y), double(box.width), double(box.height)}, mask.area()};
}

double maskIou(const RleMask& found, const MaskMeasures& foundMeasures, const RleMask& truth,
               const MaskMeasures& truthMeasures, bool crowd) {
    if (found.width() != truth.width() || found.height() != truth.height())
        return 0;
    if (boxIou(foundMeasures.box, truthMeasures.box, crowd) <= 0)
        return 0;
    const std::uint64_t both = intersectionArea(found, truth);
    if (both == 0)
        return 0;
    const std::uint64_t either =
        crowd ? foundMeasures.area : foundMeasures.area + truthMeasures.area - both;
    return double(both) / double(either);
}

// Whether masks of these areas and boxes can overlap by kOtherIou at all: the intersection is at
// most the smaller area and the boxes' intersection. Most pairs need no look at their runs.
bool mayOverlap(const MaskMeasures& a, const MaskMeasures& b) {
    const double width =
        std::min(a.box.x + a.box.width, b.box.x + b.box.width) - std::max(a.box.x, b.box.x);
    const double height =
        std::min(a.box.y + a.box.height, b.box.y + b.box.height) - std::max(a.box.y, b.box.y);
    if (width <= 0 || height <= 0)
        return false;
    const double both = std::min({double(a.area), double(b.area), width * height});
    return both >= (kOtherIou - 1e-9) * (double(a.area) + double(b.area) - both);
}

// Of objects of another category. (The bound is on the safe side: it may let one pass, not stop
// one.)
void addOtherOverlap(ImageCell& cell, std::uint32_t found, std::uint32_t truth,
                     const Detection& detection, const BoxXywh& box, const MaskMeasures& measures,
                     const GroundTruthObject& object, const MaskMeasures& objectMeasures) {
    const auto orNone = [](double iou) { return iou >= kOtherIou ? iou : 0; };
    const double ofBoxes = orNone(boxIou(box, object.box, false));
    const double ofMasks =
        mayOverlap(measures, objectMeasures)
            ? orNone(maskIou(detection.mask, measures, object.mask, objectMeasures, false))
            : 0;
    if (ofBoxes > 0 || ofMasks > 0)
        cell.otherOverlaps.push_back({found, truth, ofBoxes, ofMasks});
}

// Asks for the order that indexCell makes.
void addNeighbours(ImageCell& cell, const std::vector<BoxXywh>& boxes) {
    for (const ImageCell::Group& group : cell.groups)
        for (std::uint32_t i = group.foundBegin; i < group.foundEnd; ++i)
            for (std::uint32_t j = i + 1; j < group.foundEnd; ++j) {
                const std::uint32_t better = cell.foundOrder[i], worse = cell.foundOrder[j];
                const double iou = boxIou(boxes[worse], boxes[better], false);
                if (iou >= kNeighbourIou)
                    cell.neighbours.push_back({better, worse, iou});
            }
    std::sort(cell.neighbours.begin(), cell.neighbours.end(), [](const auto& a, const auto& b) {
        return a.worse != b.worse ? a.worse < b.worse : a.better < b.better;
    });
}

}  // namespace

double boxIou(const BoxXywh& found, const BoxXywh& truth, bool crowd) {
    const double width =
        std::min(found.width + found.x, truth.width + truth.x) - std::max(found.x, truth.x);
    if (width <= 0)
        return 0;
    const double height =
        std::min(found.height + found.y, truth.height + truth.y) - std::max(found.y, truth.y);
    if (height <= 0)
        return 0;
    const double both = width * height;
    const double foundArea = found.width * found.height;
    return both / (crowd ? foundArea : foundArea + truth.width * truth.height - both);
}

void indexCell(ImageCell& cell) {
    const auto numbered = [](std::size_t count) {
        std::vector<std::uint32_t> numbers(count);
        std::iota(numbers.begin(), numbers.end(), 0u);
        return numbers;
    };
    cell.foundOrder = numbered(cell.founds.size());
    std::stable_sort(
        cell.foundOrder.begin(), cell.foundOrder.end(), [&](std::uint32_t a, std::uint32_t b) {
            const auto &x = cell.founds[a], &y = cell.founds[b];
            return x.category != y.category ? x.category < y.category : x.score > y.score;
        });
    cell.truthOrder = numbered(cell.truths.size());
    std::stable_sort(cell.truthOrder.begin(), cell.truthOrder.end(),
                     [&](std::uint32_t a, std::uint32_t b) {
                         return cell.truths[a].category < cell.truths[b].category;
                     });

    cell.groups.clear();
    std::uint32_t found = 0, truth = 0;
    const auto foundCategory = [&](std::uint32_t i) {
        return cell.founds[cell.foundOrder[i]].category;
    };
    const auto truthCategory = [&](std::uint32_t i) {
        return cell.truths[cell.truthOrder[i]].category;
    };
    while (found < cell.founds.size() || truth < cell.truths.size()) {
        ImageCell::Group group;
        if (found == cell.founds.size())
            group.category = truthCategory(truth);
        else if (truth == cell.truths.size())
            group.category = foundCategory(found);
        else
            group.category = std::min(foundCategory(found), truthCategory(truth));
        group.foundBegin = found;
        while (found < cell.founds.size() && foundCategory(found) == group.category)
            ++found;
        group.foundEnd = found;
        group.truthBegin = truth;
        while (truth < cell.truths.size() && truthCategory(truth) == group.category)
            ++truth;
        group.truthEnd = truth;
        cell.groups.push_back(group);
    }

    cell.overlapBegin.assign(cell.founds.size() + 1, 0);
    for (const ImageCell::Overlap& overlap : cell.overlaps)
        ++cell.overlapBegin[overlap.found + 1];
    std::partial_sum(cell.overlapBegin.begin(), cell.overlapBegin.end(), cell.overlapBegin.begin());
}

std::shared_ptr<const ImageCell> makeCell(const GroundTruthImage& truth,
                                          const std::vector<Detection>& found) {
    auto cell = std::make_shared<ImageCell>();
    cell->imageId = truth.id;
    cell->searched = truth.searched;
    std::vector<MaskMeasures> truthMeasures;
    std::vector<BoxXywh> boxes;
    for (const GroundTruthObject& object : truth.objects) {
        const bool hasAttributes = object.attributes != AttributeBits{};
        cell->truths.push_back({object.category, object.crowd, object.area, object.attributes,
                                hasAttributes, object.idIsZero});
        truthMeasures.push_back(measure(object.mask));
    }
    for (std::size_t f = 0; f < found.size(); ++f) {
        const Detection& detection = found[f];
        const BoxXywh box = boxes.emplace_back(boxXywh(detection));
        const MaskMeasures measures = measure(detection.mask);
        const auto attributeBegin = std::uint32_t(cell->attributeScores.size());
        cell->attributeScores.insert(cell->attributeScores.end(), detection.attributes.begin(),
                                     detection.attributes.end());
        cell->founds.push_back({detection.category, detection.score, box.width * box.height,
                                double(measures.area), attributeBegin,
                                std::uint32_t(cell->attributeScores.size())});
        for (std::size_t t = 0; t < truth.objects.size(); ++t) {
            const GroundTruthObject& object = truth.objects[t];
            if (object.category != detection.category) {
                if (!object.crowd)
                    addOtherOverlap(*cell, std::uint32_t(f), std::uint32_t(t), detection, box,
                                    measures, object, truthMeasures[t]);
                continue;
            }
            const double ofBoxes = boxIou(box, object.box, object.crowd);
            const double ofMasks =
                maskIou(detection.mask, measures, object.mask, truthMeasures[t], object.crowd);
            if (ofBoxes > 0 || ofMasks > 0)
                cell->overlaps.push_back({std::uint32_t(f), std::uint32_t(t), ofBoxes, ofMasks});
        }
    }
    indexCell(*cell);
    addNeighbours(*cell, boxes);
    return cell;
}

std::shared_ptr<const MatchTable> buildMatchTable(const GroundTruthSource& truth,
                                                  const PredictionSet& predictions,
                                                  const ProgressCallback& onProgress,
                                                  std::stop_token stop, int threads) {
    if (truth.catalog()->attributes().size() > AttributeBits::kCapacity)
        throw Error(ErrorKind::Unsupported,
                    "The catalog has " + std::to_string(truth.catalog()->attributes().size()) +
                        " attributes, at most " + std::to_string(AttributeBits::kCapacity) +
                        " can be measured");
    std::unordered_set<std::string> known;
    for (std::size_t i = 0; i < truth.size(); ++i)
        known.insert(truth.imageId(i));
    for (const auto& [id, detections] : predictions.images)
        if (!known.contains(id))
            throw Error(ErrorKind::BadFormat, "There are predictions for image " + id +
                                                  ", which the ground truth does not have: "
                                                  "evaluate against the data they were made for");

    auto table = std::make_shared<MatchTable>();
    table->catalog = truth.catalog();
    table->cells.resize(truth.size());
    static const std::vector<Detection> kNone;
    std::atomic<std::uint64_t> done{0};
    const auto buildOne = [&](std::size_t index, std::size_t worker) {
        const GroundTruthImage image = truth.image(index);
        const auto found = predictions.images.find(image.id);
        table->cells[index] =
            makeCell(image, found == predictions.images.end() ? kNone : found->second);
        const std::uint64_t now = ++done;
        if (onProgress && worker == 0)
            onProgress({now, truth.size(), "images", "Matching"});
    };
    if (!parallelFor(truth.size(), threads, buildOne, stop))
        return nullptr;
    if (onProgress)
        onProgress({truth.size(), truth.size(), "images", "Matching"});
    return table;
}

}  // namespace selvedge
