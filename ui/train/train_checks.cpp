// What is wrong between fields or with the world around the form.

#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

#include "ui/plot/number_text.h"
#include "ui/train/train_fields.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("TrainFields", text);
}

// Why a folder cannot have this name, empty when it can (app/tasks/run_folder refuses the same).
QString nameFault(const QString& name, const QStringList& taken) {
    if (name.isEmpty())
        return tr("give the run a name");
    if (name.toUtf8().size() > 100)
        return tr("at most 100 letters");
    if (name.startsWith(u'.') || name.contains(u'/') || name.contains(u'\\') ||
        name.contains(u'\n') || name.contains(u'\r'))
        return tr("no slash, and no dot in front");
    if (taken.contains(name))
        return tr("there is a run of this name; choose another");
    return {};
}

// In the form's words; the numbers of columns come from the data when the run starts.
std::vector<FieldFault> attributeFieldFaults(TrainConfig config) {
    config.network.attributeColumns.clear();
    std::vector<FieldFault> faults;
    for (const SettingFault& fault : attributeFaults(config)) {
        if (fault.key == "network.attributeConvs")
            faults.push_back({TrainField::AttributeConvs,
                              tr("the box features are no picture any more: take 0, or let the "
                                 "attributes look at regions")});
        else if (fault.key == "attributelessObjects" && config.network.attributeNone)
            faults.push_back({TrainField::AttributelessObjects,
                              tr("choose the 'none' output here, or switch that output off")});
        else if (fault.key == "attributelessObjects")
            faults.push_back({TrainField::AttributelessObjects,
                              tr("there is no 'none' output; switch it on or choose another")});
        else if (fault.key == "attributeBackground")
            faults.push_back({TrainField::AttributeBackground,
                              tr("background has no category; take one set of attribute outputs "
                                 "for all, or no")});
        else if (fault.key == "classBalance")
            faults.push_back({TrainField::ClassBalance,
                              tr("this loss weighs attributes itself; take 0 or another loss")});
        else
            faults.push_back({TrainField::AttributeLoss, QString::fromStdString(fault.sentence)});
    }
    return faults;
}

}  // namespace

std::vector<FieldFault> faultsOf(const TrainSetup& setup, const TrainSurroundings& surroundings) {
    std::vector<FieldFault> faults;
    const TrainConfig& config = setup.config;
    if (const QString fault = nameFault(setup.runName, surroundings.runNames); !fault.isEmpty())
        faults.push_back({TrainField::RunName, fault});
    if (surroundings.images > 0 && setup.imageLimit > surroundings.images)
        faults.push_back(
            {TrainField::ImageLimit, tr("the data set has %1; leave it empty for all")
                                         .arg(countText(std::int64_t(surroundings.images)))});
    if (config.network.maxSize < config.network.minSize)
        faults.push_back({TrainField::MaxSize,
                          tr("at least the shortest edge, %1").arg(config.network.minSize)});
    if (config.warmupSteps > config.steps)
        faults.push_back({TrainField::Warmup, tr("more than the run's %1 steps; the full rate "
                                                 "would never be reached")
                                                  .arg(countText(config.steps))});
    if (!config.dropAt.empty() && config.dropAt.back() > config.steps)
        faults.push_back({TrainField::DropAt,
                          tr("step %1 is behind the last, %2")
                              .arg(countText(config.dropAt.back()), countText(config.steps))});
    if (!config.startFrom.empty()) {
        const QFileInfo file(QString::fromStdString(config.startFrom.string()));
        if (!file.isFile())
            faults.push_back({TrainField::StartFrom, tr("there is no such file")});
        else if (!file.isReadable())
            faults.push_back({TrainField::StartFrom, tr("this file may not be read")});
    }
    for (FieldFault& fault : attributeFieldFaults(config))
        faults.push_back(std::move(fault));
    const std::vector<BackboneInfo>& backbones = surroundings.backbones;
    const bool known =
        std::any_of(backbones.begin(), backbones.end(),
                    [&](const BackboneInfo& one) { return one.name == config.network.backbone; });
    if (!backbones.empty() && !known)
        faults.push_back(
            {TrainField::Backbone, tr("%1 is no network of this version; choose another")
                                       .arg(QString::fromStdString(config.network.backbone))});
    const QString device = QString::fromStdString(config.device);
    if (!surroundings.devices.contains(device))
        faults.push_back(
            {TrainField::Device, tr("%1 is not in this machine; choose another").arg(device)});
    return faults;
}

QString freeName(const QString& stem, const QStringList& taken) {
    static const QRegularExpression number(QStringLiteral("-\\d+$"));
    QString base = stem;
    base.remove(number);
    for (int i = 1;; ++i) {
        QString name = QStringLiteral("%1-%2").arg(base).arg(i);
        if (!taken.contains(name))
            return name;
    }
}

}  // namespace selvedge
