#pragma once

#include <QStringList>

namespace selvedge {

inline constexpr char kDriverFolder[] = "/proc/driver/nvidia/gpus";

// "auto", "cpu", then "cuda:0", "cuda:1", ... as many as the machine's driver lists. Reads a
// folder of the system, loads nothing; whether the engine can use a GPU shows when it is started.
QStringList knownDevices(const QString& driverFolder = QLatin1String(kDriverFolder));

// What a job on `device` (as in TrainConfig) occupies, for Job's `resource`: "cpu", "cuda:0", ...
// "auto" is the first GPU where the driver lists one, else the CPU.
QString resourceOf(const QString& device,
                   const QString& driverFolder = QLatin1String(kDriverFolder));

}  // namespace selvedge
