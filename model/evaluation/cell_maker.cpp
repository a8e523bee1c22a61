#include "model/evaluation/cell_maker.h"

#include <algorithm>

#include "dataset/mask/morphology.h"
#include "dataset/mask/overlap.h"

namespace selvedge {

namespace {

double maskIou(const CellMaker::Measured& found, const CellMaker::Measured& truth, bool crowd) {
    if (found.mask->width() != truth.mask->width() || found.mask->height() != truth.mask->height())
        return 0;
    if (boxIou(found.box, truth.box, crowd) <= 0)
        return 0;
    const std::uint64_t both = intersectionArea(*found.mask, *truth.mask);
    if (both == 0)
        return 0;
    const std::uint64_t either = crowd ? found.area : found.area + truth.area - both;
    return double(both) / double(either);
}

// Whether masks of these areas and boxes can overlap by kOtherIou at all: the intersection is at
// most the smaller area and the boxes' intersection. Most pairs need no look at their runs.
bool mayOverlap(const CellMaker::Measured& a, const CellMaker::Measured& b) {
    const double width =
        std::min(a.box.x + a.box.width, b.box.x + b.box.width) - std::max(a.box.x, b.box.x);
    const double height =
        std::min(a.box.y + a.box.height, b.box.y + b.box.height) - std::max(a.box.y, b.box.y);
    if (width <= 0 || height <= 0)
        return false;
    // On the safe side: it may let one pass, not stop one.
    const double both = std::min({double(a.area), double(b.area), width * height});
    return both >= (kOtherIou - 1e-9) * (double(a.area) + double(b.area) - both);
}

}  // namespace

CellMaker::Measured::Measured(const RleMask& measured) : mask(&measured), area(measured.area()) {
    const IntBox tight = measured.cocoBox();
    box = {double(tight.x), double(tight.y), double(tight.width), double(tight.height)};
}

const CellMaker::Measured& CellMaker::Banded::band() {
    if (!bandMeasures) {
        bandMask = boundaryBand(*mask, boundaryRadius(mask->width(), mask->height()));
        bandMeasures.emplace(*bandMask);
    }
    return *bandMeasures;
}

CellMaker::Truths::Truths(const GroundTruthImage& image, const TableOptions& options)
    : m_image(image), m_options(options) {
    m_masks.reserve(image.objects.size());
    for (const GroundTruthObject& object : image.objects)
        m_masks.emplace_back(object.mask);
}

void CellMaker::add(Truths& truths, const Detection& detection) {
    const auto index = std::uint32_t(m_cell.founds.size());
    const BoxXywh box = boxXywh(detection);
    Banded mask(detection.mask);
    const auto attributeBegin = std::uint32_t(m_cell.attributeScores.size());
    m_cell.attributeScores.insert(m_cell.attributeScores.end(), detection.attributes.begin(),
                                  detection.attributes.end());
    m_cell.founds.push_back({detection.category, detection.score, box.width * box.height,
                             double(mask.area), attributeBegin,
                             std::uint32_t(m_cell.attributeScores.size())});
    m_boxes.push_back(box);
    for (std::size_t t = 0; t < truths.m_masks.size(); ++t) {
        const GroundTruthObject& object = truths.m_image.objects[t];
        const bool other = object.category != detection.category;
        if (other && object.crowd)
            continue;
        ImageCell::Overlap overlap{index, std::uint32_t(t), boxIou(box, object.box, object.crowd),
                                   0, 0};
        if (!other || mayOverlap(mask, truths.m_masks[t]))
            overlap.maskIou = maskIou(mask, truths.m_masks[t], object.crowd);
        if (other) {
            for (double* iou : {&overlap.boxIou, &overlap.maskIou})
                *iou = *iou >= kOtherIou ? *iou : 0;
            if (overlap.boxIou <= 0 && overlap.maskIou <= 0)
                continue;
        }
        if (truths.m_options.boundary) {
            overlap.boundaryIou = overlap.maskIou;
            if (overlap.maskIou > 0 && !object.crowd)
                overlap.boundaryIou = std::min(
                    overlap.maskIou, maskIou(mask.band(), truths.m_masks[t].band(), false));
        }
        if (overlap.boxIou > 0 || overlap.maskIou > 0)
            (other ? m_cell.otherOverlaps : m_cell.overlaps).push_back(overlap);
    }
}

// Asks for the order that indexCell makes.
void CellMaker::addNeighbours() {
    ImageCell& cell = m_cell;
    for (const ImageCell::Group& group : cell.groups)
        for (std::uint32_t i = group.foundBegin; i < group.foundEnd; ++i)
            for (std::uint32_t j = i + 1; j < group.foundEnd; ++j) {
                const std::uint32_t better = cell.foundOrder[i], worse = cell.foundOrder[j];
                const double iou = boxIou(m_boxes[worse], m_boxes[better], false);
                if (iou >= kNeighbourIou)
                    cell.neighbours.push_back({better, worse, iou});
            }
    std::sort(cell.neighbours.begin(), cell.neighbours.end(), [](const auto& a, const auto& b) {
        return a.worse != b.worse ? a.worse < b.worse : a.better < b.better;
    });
}

std::shared_ptr<const ImageCell> CellMaker::finish(const GroundTruthImage& truth) {
    m_cell.imageId = truth.id;
    m_cell.searched = truth.searched;
    for (const GroundTruthObject& object : truth.objects) {
        const bool hasAttributes = object.attributes != AttributeBits{};
        m_cell.truths.push_back({object.category, object.crowd, object.area, object.attributes,
                                 hasAttributes, object.idIsZero});
    }
    m_cell.founds.shrink_to_fit();
    m_cell.overlaps.shrink_to_fit();
    m_cell.otherOverlaps.shrink_to_fit();
    m_cell.attributeScores.shrink_to_fit();
    indexCell(m_cell);
    addNeighbours();
    m_cell.neighbours.shrink_to_fit();
    m_boxes = {};
    return std::make_shared<const ImageCell>(std::move(m_cell));
}

}  // namespace selvedge
