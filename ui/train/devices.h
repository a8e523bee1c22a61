#pragma once

#include <QStringList>

namespace selvedge {

// "auto", "cpu", then "cuda:0", "cuda:1", ... as many as the machine's driver lists. Reads a
// folder of the system, loads nothing; whether the engine can use a GPU shows when it is started.
QStringList knownDevices(const QString& driverFolder = QStringLiteral("/proc/driver/nvidia/gpus"));

}  // namespace selvedge
