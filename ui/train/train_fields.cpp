#include "ui/train/train_fields.h"

#include "ui/train/field_makers.h"

namespace selvedge {

namespace {

using Group = FieldSpec::Group;

QString tr(const char* text) {
    return QCoreApplication::translate("TrainFields", text);
}

void addData(std::vector<FieldSpec>& fields) {
    FieldSpec limit{
        TrainField::ImageLimit,
        Group::Data,
        false,
        tr("Images"),
        tr("Learn from the first so many images; empty means all. The paper used 40,000 "
           "for its best run."),
        {},
        {},
        {}};
    limit.text = [](const TrainSetup& setup) {
        return setup.imageLimit ? QString::number(setup.imageLimit) : QString();
    };
    limit.set = [](TrainSetup& setup, const QString& text) {
        const QString digits = withoutBlanks(text);
        bool ok = digits.isEmpty();
        const qulonglong value = ok ? 0 : digits.toULongLong(&ok);
        if (!ok || (!digits.isEmpty() && value == 0))
            return tr("a whole number from 1, or empty for all");
        setup.imageLimit = std::size_t(value);
        return QString();
    };
    fields.push_back(std::move(limit));
    fields.push_back(realNumber(
        TrainField::Flip, Group::Data, false, tr("Mirrored"),
        tr("Share of the pictures that are shown mirrored left to right. The paper mirrors at "
           "random: 0.5."),
        0, 1, [](TrainSetup& s) -> double& { return s.config.flipProbability; }));
}

void addNetworkForm(std::vector<FieldSpec>& fields) {
    fields.push_back(enumChoice<Flavour>(
        TrainField::Flavour, Group::Model, true, tr("Computed as in"),
        tr("Whose form of Mask R-CNN is computed, to the digit: weights of a library want its own. "
           "The paper's best runs: Detectron2."),
        {{Flavour::Detectron2, "detectron2", tr("Detectron2")},
         {Flavour::Torchvision, "torchvision", tr("torchvision")},
         {Flavour::TorchvisionV2, "torchvision-v2", tr("torchvision, version 2")}},
        [](TrainSetup& s) -> Flavour& { return s.config.network.flavour; }));
    fields.push_back(enumChoice<BatchNorm>(
        TrainField::BatchNorm, Group::Model, true, tr("Batch norms"),
        tr("Whether they stay as they were loaded or learn too, which takes many pictures a step. "
           "The paper: frozen."),
        {{BatchNorm::Usual, "usual", tr("As is usual")},
         {BatchNorm::Frozen, "frozen", tr("Frozen")},
         {BatchNorm::FrozenNoEpsilon, "frozen-no-epsilon", tr("Frozen, without epsilon")},
         {BatchNorm::Trained, "trained", tr("Trained")}},
        [](TrainSetup& s) -> BatchNorm& { return s.config.network.batchNorm; }));
    fields.push_back(wholeNumber(
        TrainField::FrozenStages, Group::Model, true, tr("Frozen stages"),
        tr("Stages of the network that learn nothing, counted from the picture; -1 is what is "
           "usual for it. Detectron2, which the paper used: 2."),
        -1, 5, [](TrainSetup& s) -> int& { return s.config.network.freezeAt; }));
}

void addModel(std::vector<FieldSpec>& fields) {
    fields.push_back(choice(
        TrainField::Backbone, Group::Model, false, tr("Network"),
        tr("What looks at the picture first. Tiny learns the drawn sample in minutes on a CPU; the "
           "paper used ResNet-50 and ResNeXt-101."),
        // The form puts in those that the engine knows.
        {{"tiny", tr("Tiny")}, {"r50", tr("ResNet-50")}},
        [](const TrainSetup& s) { return QString::fromStdString(s.config.network.backbone); },
        [](TrainSetup& s, const QString& key) { s.config.network.backbone = key.toStdString(); }));
    FieldSpec start{TrainField::StartFrom,
                    Group::Model,
                    false,
                    tr("Start from"),
                    tr("Weights to start with (safetensors); empty means fresh ones. The paper "
                       "started from weights learned on COCO."),
                    {},
                    {},
                    {}};
    start.text = [](const TrainSetup& s) {
        return QString::fromStdString(s.config.startFrom.string());
    };
    start.set = [](TrainSetup& s, const QString& text) {
        s.config.startFrom = text.trimmed().toStdString();
        return QString();
    };
    fields.push_back(std::move(start));
    fields.push_back(wholeNumber(
        TrainField::MinSize, Group::Model, false, tr("Shortest edge"),
        tr("Pixels of a picture's shorter edge when the network sees it. The paper: 800."), 32,
        4096, [](TrainSetup& s) -> int& { return s.config.network.minSize; }));
    fields.push_back(wholeNumber(
        TrainField::MaxSize, Group::Model, false, tr("Longest edge"),
        tr("Pictures are scaled down further when their longer edge would exceed this. The paper: "
           "1333."),
        32, 8192, [](TrainSetup& s) -> int& { return s.config.network.maxSize; }));
    addNetworkForm(fields);
}

FieldSpec dropAtField() {
    FieldSpec drop{
        TrainField::DropAt,
        Group::Solver,
        true,
        tr("Drop at"),
        tr("Steps at which the learning rate falls to a tenth, with commas between; empty "
           "means never. The paper names none."),
        {},
        {},
        {}};
    drop.text = [](const TrainSetup& s) {
        QStringList steps;
        for (const int step : s.config.dropAt)
            steps += QString::number(step);
        return steps.join(QStringLiteral(", "));
    };
    drop.set = [](TrainSetup& s, const QString& text) {
        std::vector<int> steps;
        if (!text.trimmed().isEmpty()) {
            for (const QString& part : text.split(u',')) {
                bool ok = false;
                const int step = withoutBlanks(part).toInt(&ok);
                if (!ok || step < 1 || (!steps.empty() && step <= steps.back()))
                    return tr("rising step numbers with commas between, or empty");
                steps.push_back(step);
            }
        }
        s.config.dropAt = std::move(steps);
        return QString();
    };
    return drop;
}

void addSolver(std::vector<FieldSpec>& fields) {
    const int most = 100'000'000;
    fields.push_back(wholeNumber(
        TrainField::Steps, Group::Solver, false, tr("Steps"),
        tr("How often the weights are corrected. The paper: 2 passes over 40,000 images."), 1, most,
        [](TrainSetup& s) -> int& { return s.config.steps; }));
    fields.push_back(wholeNumber(
        TrainField::Batch, Group::Solver, false, tr("Images a step"),
        tr("Pictures looked at before each correction; more need more memory. The paper does not "
           "say."),
        1, 1024, [](TrainSetup& s) -> int& { return s.config.imagesPerStep; }));
    fields.push_back(realNumber(TrainField::LearningRate, Group::Solver, false, tr("Learning rate"),
                                tr("Size of a correction. The paper: 0.00025."), 1e-9, 10,
                                [](TrainSetup& s) -> double& { return s.config.learningRate; }));
    fields.push_back(wholeNumber(
        TrainField::Warmup, Group::Solver, false, tr("Warm-up steps"),
        tr("The rate rises from a thousandth over this many steps. Detectron2, which the paper "
           "used: 1000."),
        0, most, [](TrainSetup& s) -> int& { return s.config.warmupSteps; }));
    fields.push_back(dropAtField());
    fields.push_back(
        realNumber(TrainField::Momentum, Group::Solver, true, tr("Momentum"),
                   tr("Share of the last correction that goes on. The paper used SGD with Nesterov "
                      "momentum; Detectron2 takes 0.9."),
                   0, 0.9999, [](TrainSetup& s) -> double& { return s.config.momentum; }));
    fields.push_back(yesOrNo(TrainField::Nesterov, Group::Solver, true, tr("Nesterov"),
                             tr("Looks ahead along the momentum. The paper: yes."),
                             [](TrainSetup& s) -> bool& { return s.config.nesterov; }));
    fields.push_back(
        realNumber(TrainField::WeightDecay, Group::Solver, true, tr("Weight decay"),
                   tr("Pull of the weights towards 0. Detectron2, which the paper used: 0.0001."),
                   0, 1, [](TrainSetup& s) -> double& { return s.config.weightDecay; }));
    fields.push_back(realNumber(
        TrainField::GradientClip, Group::Solver, true, tr("Clip gradients"),
        tr("Longest step of all weights together, so that one odd picture does not throw "
           "the training off; 0 is off, as in Detectron2, which the paper used."),
        0, 1e6, [](TrainSetup& s) -> double& { return s.config.gradientClip; }));
    fields.push_back(wholeNumber(
        TrainField::Rois, Group::Solver, true, tr("Regions an image"),
        tr("Candidate garments of each picture that are learned from. Detectron2, which the "
           "paper used: 512."),
        1, 4096, [](TrainSetup& s) -> int& { return s.config.roisPerImage; }));
    fields.push_back(wholeNumber(
        TrainField::Anchors, Group::Solver, true, tr("Anchors an image"),
        tr("Places of each picture from which the proposals learn. Detectron2, which the "
           "paper used: 256."),
        1, 65536, [](TrainSetup& s) -> int& { return s.config.anchorsPerImage; }));
}

void addDevice(std::vector<FieldSpec>& fields) {
    // The form replaces these choices by the devices that exist.
    fields.push_back(choice(
        TrainField::Device, Group::Device, false, tr("Device"),
        tr("Where it is computed. Automatic takes the first GPU, else the CPU."),
        {{"auto", tr("Automatic")}, {"cpu", tr("CPU")}},
        [](const TrainSetup& s) { return QString::fromStdString(s.config.device); },
        [](TrainSetup& s, const QString& key) { s.config.device = key.toStdString(); }));
    fields.push_back(wholeNumber(
        TrainField::CheckpointEvery, Group::Device, true, tr("Checkpoint every"),
        tr("Steps between saved states; one is always saved at the end and on stop."), 1,
        100'000'000, [](TrainSetup& s) -> int& { return s.config.checkpointEvery; }));
    FieldSpec seed{TrainField::Seed,
                   Group::Device,
                   true,
                   tr("Seed"),
                   tr("Start of all chance: the same seed repeats a run. The paper names none."),
                   {},
                   {},
                   {}};
    seed.text = [](const TrainSetup& s) { return QString::number(s.config.seed); };
    seed.set = [](TrainSetup& s, const QString& text) {
        bool ok = false;
        const qulonglong value = withoutBlanks(text).toULongLong(&ok);
        if (!ok)
            return tr("a whole number from 0");
        s.config.seed = value;
        return QString();
    };
    fields.push_back(std::move(seed));
}

}  // namespace

std::vector<FieldSpec> trainFields() {
    std::vector<FieldSpec> fields;
    fields.push_back({TrainField::RunName,
                      Group::Data,
                      false,
                      tr("Run name"),
                      tr("The run's folder beside the project gets this name."),
                      {},
                      [](const TrainSetup& s) { return s.runName; },
                      [](TrainSetup& s, const QString& text) {
                          s.runName = text.trimmed();
                          return QString();
                      }});
    addData(fields);
    addModel(fields);
    addAttributeFields(fields);
    addSolver(fields);
    addDevice(fields);
    return fields;
}

}  // namespace selvedge
