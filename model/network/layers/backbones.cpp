#include "model/network/layers/backbones_torch.h"
#include "model/network/layers/resnet_torch.h"

namespace selvedge {

namespace {

// Ours: 1.9 M weights and 3.5 M in the attribute layers; a step on two pictures of 320 x 448 takes
// .3 s of one core. Half of Detectron2's anchor sizes, for pictures a third as large. Two mask
// convolutions instead of four stay at a mask loss twice as high.
BackboneRow tiny() {
    BackboneRow row{"tiny", "Tiny",
                    resNet({.basic = true,
                            .stemChannels = 16,
                            .stemPool = false,
                            .blocks = {1, 1, 1, 1},
                            .innerChannels = {32, 64, 128, 128},
                            .outChannels = {32, 64, 128, 128}})};
    row.norm = NormKind::Group;
    row.frozenStages = 0;
    row.pyramidChannels = 64;
    row.boxHidden = 256;
    row.maskChannels = 64;
    row.anchorSizes = {16, 32, 64, 128, 256};
    return row;
}

// torchvision's and, but for the stem's place of the norm, Detectron2's.
ResNetShape basic(std::array<int, 4> blocks) {
    return {.basic = true,
            .blocks = blocks,
            .innerChannels = {64, 128, 256, 512},
            .outChannels = {64, 128, 256, 512}};
}

ResNetShape bottleneck(std::array<int, 4> blocks) {
    return {.blocks = blocks,
            .innerChannels = {64, 128, 256, 512},
            .outChannels = {256, 512, 1024, 2048}};
}

ResNetShape resNext101() {  // 32 groups of 8
    return {.blocks = {3, 4, 23, 3},
            .innerChannels = {256, 512, 1024, 2048},
            .outChannels = {256, 512, 1024, 2048},
            .groups = 32};
}

std::vector<BackboneRow> makeRows() {
    std::vector<BackboneRow> rows{
        tiny(),
        {"r18", "ResNet-18", resNet(basic({2, 2, 2, 2}))},
        {"r34", "ResNet-34", resNet(basic({3, 4, 6, 3}))},
        {"r50", "ResNet-50", resNet(bottleneck({3, 4, 6, 3}))},
        {"r101", "ResNet-101", resNet(bottleneck({3, 4, 23, 3}))},
        {"x101", "ResNeXt-101", resNet(resNext101())},
    };
    rows[3].dividesByDeviation = rows[4].dividesByDeviation = false;
    return rows;
}

}  // namespace

const std::vector<BackboneRow>& backboneRows() {
    static const std::vector<BackboneRow> rows = makeRows();
    return rows;
}

}  // namespace selvedge
