#include "model/network/layers/flavour.h"

namespace selvedge {

FlavourSwitches switchesOf(Flavour flavour) {
    FlavourSwitches switches;
    if (flavour == Flavour::Detectron2)
        return switches;
    switches.inputLikePillow = false;
    switches.strideInFirst1x1 = false;
    switches.wholeAnchors = true;
    switches.proposalsBySigmoid = true;
    switches.trainingProposals = 2000;
    switches.leastProposalSide = 1e-3;
    switches.leastDetectionSide = 1e-2;
    switches.boxLossBeta = 1.0 / 9;
    switches.meanOfSampledAnchors = true;
    switches.pooling = {false, 2, 0, 1e-6};
    switches.backgroundOutputs = true;
    switches.softMaskTargets = true;
    switches.masksFromCorners = true;
    switches.paste = MaskPaste::WholePixels;
    switches.frozenStagesKeepStatistics = false;
    if (flavour == Flavour::TorchvisionV2) {
        switches.normInPyramidAndHeads = true;
        switches.proposalConvs = 2;
        switches.boxConvs = 4;
        switches.boxLayers = 1;
        switches.batchNorm = BatchNorm::Trained;
    }
    return switches;
}

}  // namespace selvedge
