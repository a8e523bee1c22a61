#include "model/evaluation/protocol.h"

namespace selvedge {

Protocol Protocol::coco(IouType iouType, bool detectionAreaFromBox) {
    Protocol protocol;
    protocol.iouType = iouType;
    protocol.detectionAreaFromBox = detectionAreaFromBox;
    return protocol;
}

Protocol Protocol::paper(IouType iouType, bool detectionAreaFromBox) {
    Protocol protocol = coco(iouType, detectionAreaFromBox);
    protocol.name = "paper";
    protocol.pairs = Pairs::Diagonal;
    return protocol;
}

Protocol Protocol::fashionpedia(IouType iouType, bool detectionAreaFromBox) {
    Protocol protocol = coco(iouType, detectionAreaFromBox);
    protocol.name = "fashionpedia";
    protocol.pairs = Pairs::Grid;
    protocol.f1 = F1Kind::BinaryMacro;
    protocol.withoutAttributes = WithoutAttributes::MustBeEmpty;
    protocol.attributeCategories = AttributeCategories::Fashionpedia;
    protocol.choice = Choice::BothRise;
    protocol.weights = Weights::EachF1Threshold;
    return protocol;
}

Protocol Protocol::kaggle2020(IouType iouType, bool detectionAreaFromBox) {
    Protocol protocol = coco(iouType, detectionAreaFromBox);
    protocol.name = "kaggle2020";
    protocol.pairs = Pairs::Grid;
    protocol.compare = Compare::Above;
    protocol.missesCount = false;
    return protocol;
}

Protocol Protocol::lvis(IouType iouType, bool detectionAreaFromBox) {
    Protocol protocol = coco(iouType, detectionAreaFromBox);
    protocol.name = "lvis";
    protocol.detectionsPerImage = 300;
    protocol.federated = true;
    return protocol;
}

std::optional<Protocol> protocolNamed(std::string_view name) {
    for (const auto make : {&Protocol::coco, &Protocol::paper, &Protocol::fashionpedia,
                            &Protocol::kaggle2020, &Protocol::lvis})
        if (Protocol protocol = make(IouType::Mask, false); protocol.name == name)
            return protocol;
    return std::nullopt;
}

}  // namespace selvedge
