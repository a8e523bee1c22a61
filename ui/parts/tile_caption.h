#pragma once

#include <QColor>
#include <QRect>
#include <QString>
#include <vector>

#include "model/evaluation/verdict.h"

class QPainter;

namespace selvedge {

// What stands below a tile.
struct TileCaption {
    struct Count {
        Verdict::Kind kind = Verdict::Kind::Missed;
        int number = 0;  // 0: the glyph alone
    };
    QString name;
    QString aside;                // at the right: how many objects, score, area
    QColor swatch;                // of an object's category; else invalid
    std::vector<Count> verdicts;  // before `aside`
    bool reviewed = false;        // a check in a box at the very right
    int stars = 0;                // in the photo's corner
    // The same in words, for who cannot see it.
    QString words() const;
};

void paintCaption(QPainter& painter, const QRect& line, const TileCaption& caption, bool selected);

}  // namespace selvedge
