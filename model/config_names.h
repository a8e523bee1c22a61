#pragma once

#include <utility>

#include "model/engine.h"

namespace selvedge {

// What the values of a configuration are called in its JSON, in the order that messages list them;
// namesOf() of any value gives its kind's.
inline constexpr std::pair<Flavour, const char*> kFlavours[] = {
    {Flavour::Detectron2, "detectron2"},
    {Flavour::Torchvision, "torchvision"},
    {Flavour::TorchvisionV2, "torchvision-v2"}};
inline constexpr std::pair<BatchNorm, const char*> kBatchNorms[] = {
    {BatchNorm::Usual, "usual"},
    {BatchNorm::Frozen, "frozen"},
    {BatchNorm::FrozenNoEpsilon, "frozen-no-epsilon"},
    {BatchNorm::Trained, "trained"}};
inline constexpr std::pair<AttributeLoss, const char*> kAttributeLosses[] = {
    {AttributeLoss::Bce, "bce"},
    {AttributeLoss::Focal, "focal"},
    {AttributeLoss::Asymmetric, "asymmetric"},
    {AttributeLoss::DistributionBalanced, "distribution-balanced"}};
inline constexpr std::pair<AttributeFeatures, const char*> kAttributeFeatures[] = {
    {AttributeFeatures::BoxHead, "box-head"},
    {AttributeFeatures::BoxRegions, "box-regions"},
    {AttributeFeatures::MaskRegions, "mask-regions"}};
inline constexpr std::pair<AttributelessObjects, const char*> kAttributelessObjects[] = {
    {AttributelessObjects::Exclude, "exclude"},
    {AttributelessObjects::Negative, "negative"},
    {AttributelessObjects::DownWeight, "down-weight"},
    {AttributelessObjects::None, "none"}};
inline constexpr std::pair<AttributeBias, const char*> kAttributeBiases[] = {
    {AttributeBias::Prior, "prior"},
    {AttributeBias::Columns, "columns"},
    {AttributeBias::Counts, "counts"},
    {AttributeBias::Zero, "zero"}};
constexpr const auto& namesOf(Flavour) {
    return kFlavours;
}
constexpr const auto& namesOf(BatchNorm) {
    return kBatchNorms;
}
constexpr const auto& namesOf(AttributeLoss) {
    return kAttributeLosses;
}
constexpr const auto& namesOf(AttributeFeatures) {
    return kAttributeFeatures;
}
constexpr const auto& namesOf(AttributelessObjects) {
    return kAttributelessObjects;
}
constexpr const auto& namesOf(AttributeBias) {
    return kAttributeBiases;
}

}  // namespace selvedge
