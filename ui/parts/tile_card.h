#pragma once

#include <QKeySequence>
#include <QWidget>
#include <vector>

#include "model/evaluation/verdict.h"
#include "ui/parts/chips.h"

namespace selvedge {

// A key that does something to the tile of the card.
struct CardKey {
    QKeySequence key;
    QString word;
};

// What a hover card says of an object; of a pair, of both sides.
struct CardContent {
    QColor swatch;
    QString name;
    QString aside;                                  // "score .93"
    bool truth = true, prediction = false;          // a sample of the line of each
    QString fact;                                   // "5.8 %"
    Verdict::Kind verdict = Verdict::Kind::Hidden;  // its sign stands before `match`
    QString match;                                  // "IoU .91  F1 .90"
    std::vector<ChipGroup> groups;
    std::vector<CardKey> keys;
};

// A card beside a tile, never under the pointer. Lies over the window that it is a child of; the
// mouse passes through it.
class TileCard : public QWidget {
    Q_OBJECT

public:
    explicit TileCard(QWidget* window);
    // `tile` in the window's coordinates.
    void showBeside(const QRect& tile, CardContent content);
    const CardContent& content() const { return m_content; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    CardContent m_content;
};

}  // namespace selvedge
