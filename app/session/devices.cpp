#include "app/session/devices.h"

#include <QDir>

namespace selvedge {

QStringList knownDevices(const QString& driverFolder) {
    QStringList devices{QStringLiteral("auto"), QStringLiteral("cpu")};
    // The driver has a folder for each GPU.
    const auto gpus = QDir(driverFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
    for (qsizetype i = 0; i < gpus; ++i)
        devices += QStringLiteral("cuda:%1").arg(i);
    return devices;
}

QString resourceOf(const QString& device, const QString& driverFolder) {
    if (device == QLatin1String("auto"))
        return knownDevices(driverFolder).value(2, QStringLiteral("cpu"));
    return device == QLatin1String("cuda") ? QStringLiteral("cuda:0") : device;
}

}  // namespace selvedge
