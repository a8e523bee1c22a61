#include "ui/parts/reveal_file.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

namespace selvedge {

bool revealFile(const QString& file) {
    return QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

bool openWithDesktop(const QString& file) {
    return QDesktopServices::openUrl(QUrl::fromLocalFile(file));
}

}  // namespace selvedge
