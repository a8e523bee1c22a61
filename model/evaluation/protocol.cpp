#include "model/evaluation/protocol.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <span>

#include "dataset/error.h"

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

namespace {

// In the order of the enumerations.
using Words = std::span<const char* const>;
constexpr std::array kPairs{"none", "diagonal", "fixed", "grid"};
constexpr std::array kF1{"set", "binary_macro", "binary_micro"};
constexpr std::array kWithout{"must_be_empty", "full", "ignored"};
constexpr std::array kCategories{"all", "fashionpedia", "with_attributes"};
constexpr std::array kWeights{"equal", "each_f1_threshold"};
constexpr std::array kCompare{"at_least", "above"};
constexpr std::array kTruth{"false", "true"};

template <typename Enum>
Enum valueOf(std::string_view option, const std::string& word, Words words) {
    std::string known;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (word == words[i])
            return Enum(i);
        known += std::string(i > 0 ? ", " : "") + words[i];
    }
    throw Error(ErrorKind::BadFormat,
                std::string(option) + " is one of " + known + "; not \"" + word + "\"");
}

double fractionOf(std::string_view option, const std::string& text) {
    double value = -1;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1))
        throw Error(ErrorKind::BadFormat,
                    std::string(option) + " is a number from 0 to 1; not \"" + text + "\"");
    return value;
}

}  // namespace

void setOption(Protocol& protocol, std::string_view option, const std::string& value) {
    if (option == "pairs") {
        if (!protocol.missesCount || protocol.federated)
            throw Error(ErrorKind::Unsupported, protocol.name + " is defined by its own pairs");
        protocol.pairs = valueOf<Pairs>(option, value, kPairs);
    } else if (option == "fixed_f1") {
        protocol.fixedF1 = fractionOf(option, value);
    } else if (option == "f1") {
        protocol.f1 = valueOf<F1Kind>(option, value, kF1);
    } else if (option == "without_attributes") {
        protocol.withoutAttributes = valueOf<WithoutAttributes>(option, value, kWithout);
    } else if (option == "attribute_categories") {
        protocol.attributeCategories = valueOf<AttributeCategories>(option, value, kCategories);
    } else if (option == "weights") {
        protocol.weights = valueOf<Weights>(option, value, kWeights);
    } else if (option == "compare") {
        protocol.compare = valueOf<Compare>(option, value, kCompare);
    } else if (option == "id_zero_is_none") {
        protocol.idZeroIsNone = valueOf<bool>(option, value, kTruth);
    } else {
        throw Error(ErrorKind::BadFormat,
                    "\"" + std::string(option) +
                        "\" is no option; there are pairs, fixed_f1, f1, without_attributes, "
                        "attribute_categories, weights, compare, id_zero_is_none");
    }
}

std::string protocolJson(const Protocol& protocol) {
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
    json["weights"] = kWeights[std::size_t(protocol.weights)];
    json["compare"] = kCompare[std::size_t(protocol.compare)];
    json["misses_count"] = protocol.missesCount;
    if (protocol.detectionsPerImage > 0)
        json["detections_per_image"] = protocol.detectionsPerImage;
    json["federated"] = protocol.federated;
    json["id_zero_is_none"] = protocol.idZeroIsNone;
    return json.dump();
}

}  // namespace selvedge
