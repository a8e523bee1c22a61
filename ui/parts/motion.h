#pragma once

#include <QString>

namespace selvedge {

// The desktop asks for less motion: KDE's animation speed "instant" (kdeglobals) or GTK's
// animations off (settings.ini), in `configFolder`; empty: the user's. Qt 6.4 does not say it.
bool lessMotionWanted(const QString& configFolder = {});

}  // namespace selvedge
