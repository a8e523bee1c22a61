#include "ui/measure_actions.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>

#include "app/session/session.h"
#include "app/session/tuning_history.h"
#include "app/tasks/operating_points.h"
#include "dataset/error.h"
#include "dataset/format/atomic_file.h"
#include "ui/evaluate/protocol_choices.h"
#include "ui/evaluate/report_words.h"
#include "ui/parts/action_registry.h"

namespace selvedge {

namespace {

constexpr double kStep = .05;  // of stricter and more

QString said(const char* text) {
    return ActionRegistry::tr(text);
}

// By hundredths, so that steps there and back end where they began.
void stepScore(Session& session, TuningHistory& history, double by) {
    OperatingPoint point = session.operatingPoint();
    point.scoreThreshold =
        std::clamp(std::round((point.scoreThreshold + by) * 100) / 100, 0.0, 1.0);
    history.change(point, said("score threshold"));
}

}  // namespace

bool loadThresholds(Session& session, TuningHistory& history, const QString& file) {
    try {
        const ReadOperatingPoint read =
            readOperatingPointFile(file.toStdString(), *session.catalog());
        history.apply(read.point, said("thresholds of %1").arg(QFileInfo(file).fileName()));
        if (!read.issues.empty())
            session.post({Message::Kind::Warning,
                          said("%1: %2 of its thresholds are not used. %3")
                              .arg(QFileInfo(file).fileName())
                              .arg(read.issues.size())
                              .arg(QString::fromStdString(read.issues.front().text)),
                          {},
                          {}});
        return true;
    } catch (const Error& error) {
        session.post({Message::Kind::Error, QString::fromUtf8(error.what()), {}, {}});
        return false;
    }
}

bool saveThresholds(Session& session, const QString& file) {
    try {
        writeFileAtomically(
            file.toStdString(),
            operatingPointJson(session.operatingPoint(), *session.catalog()) + "\n");
        session.post(
            {Message::Kind::Info, said("The thresholds are in %1.").arg(file), {}, {}, file});
        return true;
    } catch (const Error& error) {
        session.post({Message::Kind::Error, QString::fromUtf8(error.what()), {}, {}});
        return false;
    }
}

void makeMeasureActions(ActionRegistry& registry, Session& session, TuningHistory& history,
                        ThresholdFiles files) {
    QList<QAction*> ofProject, ofRun;
    const auto add = [&](QList<QAction*>& list, const QString& id, const QString& menu,
                         const QString& text, std::function<void()> run) {
        QAction* action = registry.add({id, menu, text, {}, {}}, std::move(run));
        ActionRegistry::setNeed(
            action, &list == &ofRun ? said("Needs predictions") : said("Needs an open dataset"));
        list += action;
    };
    Session* to = &session;
    const QString measure = said("Run/Measure");
    for (const std::string& name : offeredProtocols())
        add(ofProject, QStringLiteral("measure.protocol.") + QString::fromStdString(name), measure,
            said("Protocol: %1").arg(protocolTitle(name)),
            [to, name] { ProtocolChoices::choose(*to, name); });
    for (const IouType type : {IouType::Mask, IouType::Box, IouType::Boundary})
        add(ofProject, QStringLiteral("measure.on.%1").arg(int(type)), measure,
            said("Measured on: %1").arg(iouTypeName(type)),
            [to, type] { ProtocolChoices::choose(*to, type); });
    for (const std::optional<Split> split :
         {std::optional<Split>(), std::optional(Split::Train), std::optional(Split::Validation),
          std::optional(Split::Test)})
        add(ofProject, QStringLiteral("measure.split.%1").arg(split ? int(*split) : -1), measure,
            said("Measured split: %1").arg(splitName(split)),
            [to, split] { to->setMeasuredSplit(split); });
    const QString thresholds = said("Run/Thresholds");
    TuningHistory* steps = &history;
    add(ofRun, QStringLiteral("thresholds.stricter"), thresholds,
        said("Stricter: show fewer predictions"), [to, steps] { stepScore(*to, *steps, kStep); });
    add(ofRun, QStringLiteral("thresholds.more"), thresholds, said("More: show more predictions"),
        [to, steps] { stepScore(*to, *steps, -kStep); });
    add(ofProject, QStringLiteral("thresholds.load"), thresholds,
        said("Load thresholds from a file…"), [to, steps, open = files.open] {
            if (const QString file = open(); !file.isEmpty())
                loadThresholds(*to, *steps, file);
        });
    add(ofProject, QStringLiteral("thresholds.save"), thresholds,
        said("Save the thresholds to a file…"), [to, save = files.save] {
            if (const QString file = save(QStringLiteral("thresholds.json")); !file.isEmpty())
                saveThresholds(*to, file);
        });
    const auto refresh = [to, ofProject, ofRun] {
        for (QAction* action : ofProject)
            action->setEnabled(to->project() != nullptr);
        for (QAction* action : ofRun)
            action->setEnabled(to->predictions() != nullptr);
    };
    for (auto signal : {&Session::projectChanged, &Session::predictionsChanged})
        QObject::connect(to, signal, &registry, refresh);
    refresh();
}

}  // namespace selvedge
