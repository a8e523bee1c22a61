#pragma once

#include <QWidget>
#include <utility>
#include <vector>

#include "ui/parts/chips.h"

namespace selvedge {

// What a hover card says of an object.
struct CardContent {
    QColor swatch;
    QString name;
    QString aside;      // "score .93"
    bool truth = true;  // else a prediction: a dashed sample
    QString fact;       // "ground truth, 5.8 %"
    QString match;      // "IoU .91  F1 .90"
    std::vector<ChipGroup> groups;
    std::vector<std::pair<QString, QString>> keys;  // "Enter", "open"
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
