#include "model/evaluation/protocol.h"

#include <array>
#include <nlohmann/json.hpp>

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

std::string protocolJson(const Protocol& protocol) {
    // In the order of the enumerations.
    constexpr std::array kPairs{"none", "diagonal", "fixed", "grid"};
    constexpr std::array kF1{"set", "binary_macro", "binary_micro"};
    constexpr std::array kWithout{"must_be_empty", "full", "ignored"};
    constexpr std::array kCategories{"all", "fashionpedia", "with_attributes"};
    nlohmann::ordered_json json;
    json["pairs"] = kPairs[std::size_t(protocol.pairs)];
    if (protocol.pairs == Pairs::Fixed)
        json["fixed_f1"] = protocol.fixedF1;
    if (protocol.pairs != Pairs::None) {
        json["f1"] = kF1[std::size_t(protocol.f1)];
        json["without_attributes"] = kWithout[std::size_t(protocol.withoutAttributes)];
        json["attribute_categories"] = kCategories[std::size_t(protocol.attributeCategories)];
    }
    json["choice"] = protocol.choice == Choice::BothRise ? "both_rise" : "highest_iou";
    json["weights"] = protocol.weights == Weights::Equal ? "equal" : "each_f1_threshold";
    json["compare"] = protocol.compare == Compare::Above ? "above" : "at_least";
    json["misses_count"] = protocol.missesCount;
    if (protocol.detectionsPerImage > 0)
        json["detections_per_image"] = protocol.detectionsPerImage;
    json["federated"] = protocol.federated;
    json["id_zero_is_none"] = protocol.idZeroIsNone;
    return json.dump();
}

}  // namespace selvedge
