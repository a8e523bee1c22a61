#pragma once

#include <QBuffer>
#include <QImage>
#include <algorithm>

#include "app/tasks/report.h"

namespace selvedge {

// `width`: in the page, CSS pixels; the height follows.
inline ReportPicture reportPicture(const QImage& image, const QString& title,
                                   const QString& caption, int width) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return {title.toStdString(), caption.toStdString(), bytes.toBase64().toStdString(), width,
            width * image.height() / std::max(1, image.width())};
}

}  // namespace selvedge
