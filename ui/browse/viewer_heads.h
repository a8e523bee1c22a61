#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

#include "ui/parts/canvas_scene.h"

class QLabel;

namespace selvedge {

// "— Ground truth   6 objects": says what is seen below it, with the line it is drawn in.
class SideHead : public QWidget {
    Q_OBJECT

public:
    explicit SideHead(bool truth, QWidget* parent = nullptr);
    void say(const QString& title, const QString& facts);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_truth;
    QLabel* m_title;
    QLabel* m_facts;
};

// What lines and colours mean, in a row under the picture, where the labels do not say it: several
// runs, colours of supercategories, of scores. Hidden while there is nothing to say.
class ViewerLegend : public QWidget {
    Q_OBJECT

public:
    explicit ViewerLegend(QWidget* parent = nullptr);
    void show(const CanvasScene* scene, ColourBy colourBy);
    struct Entry {
        enum class Kind { Line, Swatch, Ramp };
        Kind kind = Kind::Swatch;
        QString text;
        QColor color;
        QList<qreal> dashes;  // of lines
    };
    const std::vector<Entry>& entries() const { return m_entries; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Entry> m_entries;
};

}  // namespace selvedge
