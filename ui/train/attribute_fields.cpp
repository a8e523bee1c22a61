// The form's fields of the attribute head and its loss.
#include <algorithm>

#include "ui/train/field_makers.h"

namespace selvedge {

namespace {

constexpr auto kGroup = FieldSpec::Group::Attributes;

QString tr(const char* text) {
    return QCoreApplication::translate("TrainFields", text);
}

// Greyed with every other loss.
FieldSpec onlyWith(std::initializer_list<AttributeLoss> losses, FieldSpec spec) {
    spec.applies = [known = std::vector<AttributeLoss>(losses)](const TrainSetup& s) {
        return std::find(known.begin(), known.end(), s.config.attributeLoss) != known.end();
    };
    return spec;
}

void addLosses(std::vector<FieldSpec>& fields) {
    using enum AttributeLoss;
    fields.push_back(enumChoice<AttributeLoss>(
        TrainField::AttributeLoss, kGroup, false, tr("Attribute loss"),
        tr("How wrong attributes are counted. Focal looks past the many that are easily absent; "
           "the paper rose from 6.86 to 9.81 f1AP with it. Asymmetric looks past absent ones more "
           "than past present ones. Distribution-balanced lifts rare attributes."),
        {{Focal, "focal", tr("Focal")},
         {Bce, "bce", tr("Cross-entropy")},
         {Asymmetric, "asymmetric", tr("Asymmetric")},
         {DistributionBalanced, "distribution-balanced", tr("Distribution-balanced")}},
        [](TrainSetup & s) -> auto& { return s.config.attributeLoss; }));
    fields.push_back(onlyWith(
        {Focal, DistributionBalanced},
        realNumber(TrainField::FocalGamma, kGroup, false, tr("Focal gamma"),
                   tr("How strongly easy attributes are looked past; 0 is cross-entropy. The paper "
                      "takes focal loss as published: 2."),
                   0, 10, [](TrainSetup& s) -> double& { return s.config.focalGamma; })));
    fields.push_back(onlyWith(
        {Focal},
        realNumber(TrainField::FocalAlpha, kGroup, false, tr("Focal alpha"),
                   tr("Weight of present attributes; absent ones get the rest to 1. The paper "
                      "takes focal loss as published: 0.25."),
                   0, 1, [](TrainSetup& s) -> double& { return s.config.focalAlpha; })));
}

void addLossNumbers(std::vector<FieldSpec>& fields) {
    using enum AttributeLoss;
    const auto number = [&](AttributeLoss loss, TrainField id, const QString& label,
                            const QString& tip, double least, double most, Place<double> place) {
        fields.push_back(onlyWith(
            {loss}, realNumber(id, kGroup, true, label, tip, least, most, std::move(place))));
    };
    number(Asymmetric, TrainField::AslGammaPositive, tr("Gamma, present"),
           tr("Asymmetric loss: how strongly easy present attributes are looked past. Its authors' "
              "code: 1, their paper: 0."),
           0, 10, [](TrainSetup& s) -> double& { return s.config.aslGammaPositive; });
    number(Asymmetric, TrainField::AslGammaNegative, tr("Gamma, absent"),
           tr("Asymmetric loss: how strongly easy absent attributes are looked past. Published: "
              "4."),
           0, 10, [](TrainSetup& s) -> double& { return s.config.aslGammaNegative; });
    number(Asymmetric, TrainField::AslMargin, tr("Margin, absent"),
           tr("Asymmetric loss: absent attributes below this probability cost nothing. Published: "
              "0.05."),
           0, 0.5, [](TrainSetup& s) -> double& { return s.config.aslMargin; });
    number(DistributionBalanced, TrainField::BalanceAlpha, tr("Balance alpha"),
           tr("Distribution-balanced loss: the least weight of an attribute. Published for COCO: "
              "0.1."),
           0, 10, [](TrainSetup& s) -> double& { return s.config.balanceAlpha; });
    number(DistributionBalanced, TrainField::BalanceBeta, tr("Balance beta"),
           tr("Distribution-balanced loss: how steeply the weight rises with rareness. Published "
              "for COCO: 10."),
           0, 1000, [](TrainSetup& s) -> double& { return s.config.balanceBeta; });
    number(DistributionBalanced, TrainField::BalanceMu, tr("Balance mu"),
           tr("Distribution-balanced loss: the rareness in the middle of that rise. Published for "
              "COCO: 0.2."),
           0, 10, [](TrainSetup& s) -> double& { return s.config.balanceMu; });
    number(DistributionBalanced, TrainField::BalanceLambda, tr("Tolerance"),
           tr("Distribution-balanced loss: how much absent attributes are tolerated above their "
              "threshold. Published: 2."),
           0.1, 100, [](TrainSetup& s) -> double& { return s.config.balanceLambda; });
    number(DistributionBalanced, TrainField::BalanceKappa, tr("Tolerance kappa"),
           tr("Distribution-balanced loss: how far rare attributes' thresholds are moved. "
              "Published: 0.05."),
           0, 10, [](TrainSetup& s) -> double& { return s.config.balanceKappa; });
}

void addWhatCounts(std::vector<FieldSpec>& fields) {
    fields.push_back(
        realNumber(TrainField::AttributeWeight, kGroup, true, tr("Attribute weight"),
                   tr("The attribute loss counts this many times in the total. The paper names no "
                      "weight: 1."),
                   0, 1000, [](TrainSetup& s) -> double& { return s.config.attributeLossWeight; }));
    fields.push_back(realNumber(
        TrainField::ClassBalance, kGroup, true, tr("Class balance"),
        tr("Rare attributes weigh more: 0.9 a little, 0.9999 much; 0 is off. The paper: off."), 0,
        0.999999, [](TrainSetup& s) -> double& { return s.config.classBalance; }));
    fields.push_back(wholeNumber(
        TrainField::HardNegatives, kGroup, true, tr("Hard negatives"),
        tr("Of each garment's absent attributes only so many count, the most mistaken ones; 0 "
           "counts all, as the paper did."),
        0, 65535, [](TrainSetup& s) -> int& { return s.config.hardNegatives; }));
    fields.push_back(enumChoice<AttributelessObjects>(
        TrainField::AttributelessObjects, kGroup, true, tr("Without attributes"),
        tr("What is learned from garments without any attribute. The paper's best leaves them "
           "out."),
        {{AttributelessObjects::Exclude, "exclude", tr("Left out")},
         {AttributelessObjects::Negative, "negative", tr("All are absent")},
         {AttributelessObjects::DownWeight, "down-weight", tr("All are absent, with less weight")},
         {AttributelessObjects::None, "none", tr("The 'none' output is present")}},
        [](TrainSetup & s) -> auto& { return s.config.attributelessObjects; }));
    FieldSpec weight =
        realNumber(TrainField::AttributelessWeight, kGroup, true, tr("Their weight"),
                   tr("Weight of garments without attributes, where they count less."), 0, 1,
                   [](TrainSetup& s) -> double& { return s.config.attributelessWeight; });
    weight.applies = [](const TrainSetup& s) {
        return s.config.attributelessObjects == AttributelessObjects::DownWeight;
    };
    fields.push_back(std::move(weight));
    fields.push_back(yesOrNo(
        TrainField::AttributeBackground, kGroup, true, tr("Background too"),
        tr("Regions without a garment are learned as having no attribute. Fashionpedia's own "
           "model: yes."),
        [](TrainSetup& s) -> bool& { return s.config.attributeBackground; }));
}

void addHead(std::vector<FieldSpec>& fields) {
    fields.push_back(enumChoice<AttributeFeatures>(
        TrainField::AttributeFeatures, kGroup, true, tr("Attributes see"),
        tr("What attributes are read from: the features that also name the garment, as in the "
           "paper, or regions with layers of their own; the winner of 2020 took the mask's."),
        {{AttributeFeatures::BoxHead, "box-head", tr("Box features")},
         {AttributeFeatures::BoxRegions, "box-regions", tr("Box regions, 7 x 7")},
         {AttributeFeatures::MaskRegions, "mask-regions", tr("Mask regions, 14 x 14")}},
        [](TrainSetup & s) -> auto& { return s.config.network.attributeFeatures; }));
    FieldSpec convs = wholeNumber(
        TrainField::AttributeConvs, kGroup, true, tr("Convolutions"),
        tr("3 x 3 layers on the regions before the attribute layers. The paper would try 4 next; "
           "the winner of 2020 had none."),
        0, 8, [](TrainSetup& s) -> int& { return s.config.network.attributeConvs; });
    convs.applies = [](const TrainSetup& s) {
        return s.config.network.attributeFeatures != AttributeFeatures::BoxHead ||
               s.config.network.attributeConvs > 0;  // to be mended
    };
    fields.push_back(std::move(convs));
    fields.push_back(choice(
        TrainField::AttributeLayers, kGroup, true, tr("Attribute layers"),
        tr("Layers between a garment's features and its attributes. The paper's best: 2; the "
           "winner of 2020: 3."),
        {{"2", tr("2, with ReLU")}, {"1", tr("1")}, {"3", tr("3, with ReLU")}},
        [](const TrainSetup& s) { return QString::number(s.config.network.attributeLayers); },
        [](TrainSetup& s, const QString& key) { s.config.network.attributeLayers = key.toInt(); }));
    fields.push_back(choice(
        TrainField::AttributeOutputs, kGroup, true, tr("Attribute outputs"),
        tr("One set of 294 for each category, or one for all. The paper's best: for each "
           "category."),
        {{"category", tr("For each category")}, {"all", tr("One for all")}},
        [](const TrainSetup& s) {
            return s.config.network.attributesPerCategory ? QStringLiteral("category")
                                                          : QStringLiteral("all");
        },
        [](TrainSetup& s, const QString& key) {
            s.config.network.attributesPerCategory = key == QLatin1String("category");
        }));
    fields.push_back(
        yesOrNo(TrainField::AttributeNone, kGroup, true, tr("'None' output"),
                tr("One more output that says a garment has no attribute: the paper's background "
                   "class, 295 outputs."),
                [](TrainSetup& s) -> bool& { return s.config.network.attributeNone; }));
    FieldSpec ids =
        yesOrNo(TrainField::AttributesByRawId, kGroup, true, tr("Outputs by id"),
                tr("Outputs are counted by the attributes' ids with all gaps, 341, as "
                   "in the paper's first experiments; else 294."),
                [](TrainSetup& s) -> bool& { return s.config.network.attributesByRawId; });
    ids.set = [set = ids.set](TrainSetup& s, const QString& key) {
        s.config.network.attributeColumns.clear();  // filled from the data when the run starts
        return set(s, key);
    };
    fields.push_back(std::move(ids));
    fields.push_back(
        yesOrNo(TrainField::AttributeMask, kGroup, true, tr("Only known pairs"),
                tr("An attribute that no garment of a category has in the data is impossible for "
                   "it: no collar on a shoe. The paper: no."),
                [](TrainSetup& s) -> bool& { return s.config.network.attributeMask; }));
    fields.push_back(enumChoice<AttributeBias>(
        TrainField::AttributeBias, kGroup, true, tr("Attributes start"),
        tr("How likely attributes are before anything is learned. Focal loss was published with 1 "
           "%; Fashionpedia's model takes one of all, the winner of 2020 half."),
        {{AttributeBias::Prior, "prior", tr("At 1 %")},
         {AttributeBias::Columns, "columns", tr("At one of all attributes")},
         {AttributeBias::Counts, "counts", tr("As often as in the data")},
         {AttributeBias::Zero, "zero", tr("At one half")}},
        [](TrainSetup & s) -> auto& { return s.config.attributeBias; }));
}

}  // namespace

void addAttributeFields(std::vector<FieldSpec>& fields) {
    addLosses(fields);
    addLossNumbers(fields);
    addWhatCounts(fields);
    addHead(fields);
}

}  // namespace selvedge
