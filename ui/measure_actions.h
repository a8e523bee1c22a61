#pragma once

#include <QString>
#include <functional>

class QWidget;

namespace selvedge {

class ActionRegistry;
class Session;
class TuningHistory;

struct ThresholdFiles {
    // Ask for a path; empty: the person changed their mind.
    std::function<QString()> open;
    std::function<QString(const QString& name)> save;
};
// Commands for menu and palette: by which protocol, of what and of which split is measured,
// stricter and more, and thresholds as files (those of `selvedge-cli tune --out`, for its
// --operating-point).
void makeMeasureActions(ActionRegistry& registry, Session& session, TuningHistory& history,
                        ThresholdFiles files);
// False and a message in the bar where it cannot be read or written.
bool loadThresholds(Session& session, TuningHistory& history, const QString& file);
bool saveThresholds(Session& session, const QString& file);

}  // namespace selvedge
