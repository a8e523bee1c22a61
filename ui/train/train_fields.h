#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <functional>
#include <vector>

#include "model/engine.h"

namespace selvedge {

// What the form edits: the settings of the training and what is said of the run beside them.
struct TrainSetup {
    TrainConfig config;
    QString runName;
    std::size_t imageLimit = 0;  // the first so many images; 0: all
    bool operator==(const TrainSetup&) const = default;
};

enum class TrainField {
    RunName,
    ImageLimit,
    Flip,
    Backbone,
    Flavour,
    BatchNorm,
    FrozenStages,
    StartFrom,
    MinSize,
    MaxSize,
    AttributeLoss,
    FocalGamma,
    FocalAlpha,
    AslGammaPositive,
    AslGammaNegative,
    AslMargin,
    BalanceAlpha,
    BalanceBeta,
    BalanceMu,
    BalanceLambda,
    BalanceKappa,
    AttributeWeight,
    ClassBalance,
    HardNegatives,
    AttributelessObjects,
    AttributelessWeight,
    AttributeBackground,
    AttributeFeatures,
    AttributeConvs,
    AttributeLayers,
    AttributeOutputs,
    AttributeNone,
    AttributesByRawId,
    AttributeMask,
    AttributeBias,
    Steps,
    Batch,
    LearningRate,
    Warmup,
    DropAt,
    Momentum,
    Nesterov,
    WeightDecay,
    GradientClip,
    Rois,
    Anchors,
    Device,
    CheckpointEvery,
    Seed,
};

// One field of the form as text: a field for typing, or with choices a list of them.
struct FieldSpec {
    enum class Group { Data, Model, Attributes, Solver, Device };
    struct Choice {
        QString key;    // what text() and set() speak
        QString title;  // what is shown
    };
    TrainField id;
    Group group;
    bool folded;    // shown only when the group's details are open
    QString label;  // plain words
    QString tip;    // what it does and the paper's value
    std::vector<Choice> choices;
    std::function<QString(const TrainSetup&)> text;
    // Takes over what was typed. Returns why it cannot be used, empty when it can; then the setup
    // is as before.
    std::function<QString(TrainSetup&, const QString&)> set;
    // Whether the field has a meaning beside the others; else it is greyed. Empty: always.
    std::function<bool(const TrainSetup&)> applies = {};
};

// All fields in the order of the form; every setting of TrainConfig that a person may choose has
// exactly one (the numbers of categories and attributes come from the data, `resume` from the run).
std::vector<FieldSpec> trainFields();

// What is known around the form.
struct TrainSurroundings {
    std::size_t images = 0;               // of the data set; 0: none is open
    QStringList runNames;                 // taken
    QStringList devices;                  // ids that exist: "auto", "cpu", "cuda:0"
    std::vector<BackboneInfo> backbones;  // the engine's; empty until it has been asked
};

struct FieldFault {
    TrainField field;
    QString text;  // what is wrong and what to do
};

// What is wrong between fields or with the world: sizes, names, files, devices. Looks whether
// `startFrom` exists.
std::vector<FieldFault> faultsOf(const TrainSetup& setup, const TrainSurroundings& surroundings);

// `stem` with the first number that is not taken: "tiny-3". A number at the end of `stem` is
// dropped first.
QString freeName(const QString& stem, const QStringList& taken);

}  // namespace selvedge
