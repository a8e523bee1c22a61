#pragma once

#include <optional>
#include <vector>

#include "model/evaluation/match_table.h"

// One image's cell, made of detections that come one by one. Not for other folders.

namespace selvedge {

class CellMaker {
public:
    // What overlaps of masks need of a mask, worked out once.
    struct Measured {
        explicit Measured(const RleMask& mask);
        const RleMask* mask;
        BoxXywh box;  // as pycocotools' rleToBbox
        std::uint64_t area = 0;
    };
    // The same and its band, made when it is first asked for.
    struct Banded : Measured {
        using Measured::Measured;
        const Measured& band();
        std::optional<RleMask> bandMask;
        std::optional<Measured> bandMeasures;
    };

    // A view of an image's ground truth. One thread at a time.
    class Truths {
    public:
        Truths(const GroundTruthImage& image, const TableOptions& options);

    private:
        friend class CellMaker;
        const GroundTruthImage& m_image;
        const TableOptions m_options;
        std::vector<Banded> m_masks;
    };

    // Detections of one image in the file's order, measured against the same truths each time.
    void add(Truths& truths, const Detection& detection);
    // Once, at the end.
    std::shared_ptr<const ImageCell> finish(const GroundTruthImage& truth);

private:
    void addNeighbours();

    ImageCell m_cell;
    std::vector<BoxXywh> m_boxes;  // of the cell's founds
};

}  // namespace selvedge
