#pragma once

#include <QString>

namespace selvedge {

// Opens the folder that a file lies in, as the desktop does. False: it has nothing that does.
bool revealFile(const QString& file);
// Opens the file, or folder, itself, with the program that the desktop has for it.
bool openWithDesktop(const QString& file);

}  // namespace selvedge
