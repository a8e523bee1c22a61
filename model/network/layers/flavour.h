#pragma once

#include "model/engine.h"

namespace selvedge {

// How regions are pooled from the pyramid.
struct RegionPooling {
    bool aligned = true;    // RoIAlign: pixel centres at .5
    int samplingRatio = 0;  // samples along a bin's side; 0: as many as it has pixels, rounded up
    // A box is pooled from level floor(4 + log2(sqrt(area) / 224 + inLog) + afterLog), 2..5.
    double inLog = 1e-8;
    double afterLog = 0;
};

enum class MaskPaste {
    PixelCentres,  // ops/mask_paste.h, pasteMask
    WholePixels,   // ops/mask_paste.h, pasteMaskToWholePixels
};

// Every place where Detectron2 and torchvision compute Mask R-CNN differently (METHOD 2.2; the
// table in golden/README.md). The defaults are Detectron2's; nothing else in model/network asks for
// the flavour. Names and rows of the network's tensors are the same in all flavours: Detectron2's,
// background last. (torchvision's files have it first: who reads them rolls the rows of cls_score,
// bbox_pred and the mask predictor by one class.)
struct FlavourSwitches {
    // Input: B, G, R of 0-255; else R, G, B of 0-1. Pictures are resized as bytes by Pillow's
    // antialiased filter to int(x + .5); else, normalised, as floats from four neighbours to
    // int(size * scale).
    bool inputLikePillow = true;
    bool strideInFirst1x1 = true;  // of ResNet's bottlenecks; else in their 3x3
    // Anchors' corners are rounded and their stride is padded size / grid size; else neither.
    bool wholeAnchors = false;
    bool proposalsBySigmoid = false;  // sorted by probability; else by logit
    int trainingProposals = 1000;     // a picture, after NMS; in inference 1000 everywhere
    // Proposals and detections with a shorter side are dropped; 0: those without area.
    double leastProposalSide = 0;
    double leastDetectionSide = 0;
    // Both box losses are smooth L1 with this beta; 0 is L1.
    double boxLossBeta = 0;
    // The proposals' losses are divided by the anchors sampled; else by those asked for.
    bool meanOfSampledAnchors = false;
    RegionPooling pooling;
    bool backgroundOutputs = false;  // background has box deltas and a mask too, never read
    // Targets of the mask loss are RoIAlign (not aligned, adaptive) of the mask as it is; else
    // RoIAlign (aligned, adaptive) >= .5.
    bool softMaskTargets = false;
    // Ground truth masks are resized to source pixel floor(x * scale); else floor((x + .5) *
    // scale).
    bool masksFromCorners = false;
    MaskPaste paste = MaskPaste::PixelCentres;
    // torchvision's _v2: batch norms instead of biases in pyramid, box and mask convolutions.
    bool normInPyramidAndHeads = false;
    int proposalConvs = 1;
    int boxConvs = 0;   // 3x3 before the fully connected layers of the box head
    int boxLayers = 2;  // fully connected
    BatchNorm batchNorm = BatchNorm::Frozen;  // what BatchNorm::Usual means
    // Trained batch norms keep their running statistics in frozen stages; else only their weights.
    bool frozenStagesKeepStatistics = true;
};
FlavourSwitches switchesOf(Flavour flavour);

}  // namespace selvedge
