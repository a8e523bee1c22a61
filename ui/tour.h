#pragma once

#include <QString>

namespace selvedge {

class MainWindow;
class Session;

// Visits the workspaces of an open or opening project in the real window and saves a picture of
// each (`browse`, `viewer`, `compare`, `train`, `evaluate`, `tune`, each -dark and -light.png,
// 1280x800) into `folder`. With predictions it evaluates and sweeps first. Waits for signals, never
// for time; gives up after ten minutes. Returns the sentence of what first went wrong, a failed job
// included, or nothing.
QString runTour(MainWindow& window, Session& session, const QString& path, const QString& folder);

}  // namespace selvedge
