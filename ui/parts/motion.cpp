#include "ui/parts/motion.h"

#include <QSettings>
#include <QStandardPaths>

namespace selvedge {

bool lessMotionWanted(const QString& configFolder) {
    const QString folder =
        configFolder.isEmpty()
            ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
            : configFolder;
    const QSettings kde(folder + QStringLiteral("/kdeglobals"), QSettings::IniFormat);
    bool isNumber = false;
    const double factor =
        kde.value(QStringLiteral("KDE/AnimationDurationFactor")).toString().toDouble(&isNumber);
    if (isNumber && factor <= 0)
        return true;
    for (const char* file : {"/gtk-4.0/settings.ini", "/gtk-3.0/settings.ini"}) {
        const QSettings gtk(folder + QLatin1String(file), QSettings::IniFormat);
        const QVariant animations =
            gtk.value(QStringLiteral("Settings/gtk-enable-animations"), true);
        if (!animations.toBool())
            return true;
    }
    return false;
}

}  // namespace selvedge
