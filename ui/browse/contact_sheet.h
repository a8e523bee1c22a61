#pragma once

#include <QImage>
#include <QPageSize>
#include <QString>
#include <cstddef>
#include <functional>
#include <stop_token>

#include "dataset/progress.h"

namespace selvedge {

// How the pages of a contact sheet look. They are white whatever the theme.
struct SheetLook {
    QString title;   // over the first page; may be empty
    QString note;    // at the right of the title: how many there are
    QString footer;  // at the left below each page, e.g. the data set and what was asked of it
    QPageSize::PageSizeId paper = QPageSize::A4;
    bool landscape = false;
    int columns = 4;         // 1..12
    double tileRatio = 1.5;  // height of a picture's place to its width
    bool captions = true;
    // Whose lines are seen: said below each page.
    bool truth = false, predictions = false;
};

// What lies behind a picture that does not fill its place, and behind cut-outs.
inline constexpr QRgb kSheetGround = 0xfff3f3f3;

// What stands on them. Called from the thread that writes.
struct SheetContent {
    struct Caption {
        QString name;
        QString aside;  // at the right
    };
    std::size_t count = 0;
    // Of `logical` size times `ratio` or smaller; null: an empty frame is drawn.
    std::function<QImage(std::size_t item, QSize logical, double ratio)> picture;
    std::function<Caption(std::size_t item)> caption;
};

struct SheetResult {
    int pages = 0;
    QStringList files;  // more than one for PNG with several pages: name.png, name-2.png, ...
    bool stoppedEarly = false;
};

// Pages at 192 pixels an inch: a PDF, or PNG pictures where the name ends so. Page by page, so that
// the memory is that of one. Each file is whole or not there; a stop of a PDF writes nothing, of
// PNG keeps the whole pages. Any thread. Throws Error(NotWritable).
SheetResult writeContactSheet(const SheetContent& content, const SheetLook& look,
                              const QString& target, const ProgressCallback& onProgress = {},
                              std::stop_token stop = {});

}  // namespace selvedge
