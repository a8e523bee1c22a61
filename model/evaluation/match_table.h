#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "dataset/progress.h"
#include "model/detection.h"
#include "model/evaluation/ground_truth.h"

namespace selvedge {

// Boundary: the lesser of the masks' overlap and that of their bands along the edge, which asks for
// good outlines of large objects too (Cheng et al., Boundary IoU, CVPR 2021; METHOD 1.7).
enum class IouType { Box, Mask, Boundary };
// As pycocotools and faster-coco-eval call them: "bbox", "segm", "boundary".
const char* nameOf(IouType type);

// Boxes that overlap less are not kept as neighbours: no suppression asks for less (the default
// is .5).
inline constexpr double kNeighbourIou = 0.3;
// Objects and detections of different categories that overlap less are not kept: what TIDE takes
// for background (METHOD 1.7).
inline constexpr double kOtherIou = 0.1;

// All that evaluation needs of one image: overlaps and attribute evidence, no masks. Made by
// makeCell; whoever fills the members before `groups` by hand calls indexCell.
struct ImageCell {
    struct Truth {
        CategoryIndex category = 0;
        bool crowd = false;
        double area = 0;  // GroundTruthObject::area
        AttributeBits attributes;
        bool hasAttributes = false;
        bool idIsZero = false;  // GroundTruthObject::idIsZero
    };
    struct Found {
        CategoryIndex category = 0;
        double score = 0;
        double boxArea = 0;                                  // width * height of boxXywh()
        double maskArea = 0;                                 // pixels
        std::uint32_t attributeBegin = 0, attributeEnd = 0;  // into `attributeScores`
    };
    // Overlap of a detection and a ground truth of its category, where one of the two is > 0. Over
    // the union, with a crowd over the detection's own area. Masks of different sizes: 0.
    struct Overlap {
        std::uint32_t found = 0;  // into `founds`
        std::uint32_t truth = 0;  // into `truths`
        double boxIou = 0;
        double maskIou = 0;
        double boundaryIou = 0;  // with TableOptions::boundary, else 0
        double iou(IouType type) const {
            return type == IouType::Box ? boxIou : type == IouType::Mask ? maskIou : boundaryIou;
        }
    };
    std::string imageId;
    std::optional<SearchedCategories> searched;  // GroundTruthImage::searched
    std::vector<Truth> truths;                   // file order
    std::vector<Found> founds;                   // file order
    std::vector<Overlap> overlaps;               // by found, then truth
    // Of a detection and an object of another category, where boxes or masks overlap by kOtherIou
    // or more; an overlap below is 0. Crowds apart. By found, then truth.
    std::vector<Overlap> otherOverlaps;
    std::vector<AttributeScore> attributeScores;
    // Two detections of one category whose boxes overlap by kNeighbourIou or more: what a stricter
    // suppression goes by. `better` comes first in `foundOrder`.
    struct Neighbour {
        std::uint32_t better = 0, worse = 0;  // into `founds`
        double boxIou = 0;
        bool operator==(const Neighbour&) const = default;
    };
    std::vector<Neighbour> neighbours;  // by worse, then better

    // --- made by indexCell
    // What the image has of one category: ranges of `foundOrder` and `truthOrder`.
    struct Group {
        CategoryIndex category = 0;
        std::uint32_t foundBegin = 0, foundEnd = 0;
        std::uint32_t truthBegin = 0, truthEnd = 0;
        // A detection without an object is neither right nor wrong: of SearchedCategories::open,
        // in the tables of lvis.h alone.
        bool unmatchedIgnored = false;
    };
    std::vector<Group> groups;                // by category; only those with objects
    std::vector<std::uint32_t> foundOrder;    // by category, best score first, ties in file order
    std::vector<std::uint32_t> truthOrder;    // by category, file order
    std::vector<std::uint32_t> overlapBegin;  // founds.size() + 1 entries into `overlaps`
};

// Sorts once what every evaluation needs sorted.
void indexCell(ImageCell& cell);

// What else a table is to know, which takes time.
struct TableOptions {
    // Overlaps for IouType::Boundary. Bands are boundaryRadius() wide (2% of the image's diagonal);
    // a crowd has the masks' overlap alone. Equal to faster-coco-eval 1.8.0.
    bool boundary = false;
    bool operator==(const TableOptions&) const = default;
};

// Predictions for images that the ground truth does not have.
struct LeftOut {
    std::uint64_t images = 0;
    std::uint64_t detections = 0;
    std::vector<std::string> examples;  // ids of some
};
// "12 detections of 3 images that the ground truth does not have are left out: a, b, c"; "" when
// there are none.
std::string textOf(const LeftOut& leftOut);

// One immutable cell an image; a table after an edit shares the cells that did not change. Images
// stand in the source's order, which decides between equal scores of different images.
class MatchTable {
public:
    std::vector<std::shared_ptr<const ImageCell>> cells;
    std::shared_ptr<const Catalog> catalog;  // what category indices mean; never null
    TableOptions options;
    LeftOut leftOut;
};

// The images `kept`, in their order; all else is the same. Cells are shared.
MatchTable partOf(const MatchTable& table, std::span<const std::size_t> kept);

// Intersection over union of two boxes, or over the area of `found` with `crowd`; 0 where they only
// touch. The arithmetic of bbIou in pycocotools' common/maskApi.c, to the last bit.
double boxIou(const BoxXywh& found, const BoxXywh& truth, bool crowd);

// Overlaps of masks equal rleIou in common/maskApi.c to the last bit.
std::shared_ptr<const ImageCell> makeCell(const GroundTruthImage& truth,
                                          const std::vector<Detection>& found,
                                          const TableOptions& options = {});

// Parallel over images (threads 0: one for each processor); holds one image's masks a thread.
// Images without predictions stay, predictions for others are left out. `onProgress` is called on
// this thread. Throws Error(BadFormat) when there are predictions and the source has none of their
// images, and Error(Unsupported) when the catalog has more attributes than AttributeBits holds.
// Returns null when stopped.
std::shared_ptr<const MatchTable> buildMatchTable(const GroundTruthSource& truth,
                                                  const PredictionSet& predictions,
                                                  const ProgressCallback& onProgress = {},
                                                  std::stop_token stop = {}, int threads = 0,
                                                  const TableOptions& options = {});

// The same from detections that come in parts, in any order of images, whose masks are measured and
// forgotten: memory is bounded by what the table keeps. One thread at a time; works on `threads`.
class MatchTableBuilder {
public:
    // `truth` must outlive it. Throws as buildMatchTable.
    explicit MatchTableBuilder(const GroundTruthSource& truth, const TableOptions& options = {},
                               int threads = 0);
    ~MatchTableBuilder();
    void add(std::span<const ImageDetection> detections);
    // Once, at the end. Throws and returns as buildMatchTable.
    std::shared_ptr<const MatchTable> finish(const ProgressCallback& onProgress = {},
                                             std::stop_token stop = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace selvedge
