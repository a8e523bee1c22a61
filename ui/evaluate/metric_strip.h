#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "ui/evaluate/figure_behind.h"

namespace selvedge {

struct MetricTile {
    QString label;  // "AP (IoU and F1)"
    double value = -1;
    std::optional<double> reference;  // what the delta is taken to
    QString line;                     // one plain line below
    QString tip;
    bool headline = false;  // the page's one large figure
    FigureBehind behind = {};
    bool operator==(const MetricTile&) const = default;
};

// Figures in a row, with hairlines between; a second row where they do not fit. A click or Return
// opens a figure, arrow keys go from one to the next.
class MetricStrip : public QWidget {
    Q_OBJECT

public:
    explicit MetricStrip(QWidget* parent = nullptr);
    void setTiles(std::vector<MetricTile> tiles);
    const std::vector<MetricTile>& tiles() const { return m_tiles; }
    // Figures are being computed anew: the old ones stay, in grey.
    void setStale(bool stale);
    bool isStale() const { return m_stale; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    // Without it nothing opens and the keyboard passes by.
    void setOpens(bool opens);
    QRect tileRect(int index) const { return places(width())[std::size_t(index)]; }

Q_SIGNALS:
    void opened(int index);

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::vector<QRect> places(int width) const;
    int tileWidth(const MetricTile& tile) const;
    void describe();

    std::vector<MetricTile> m_tiles;
    bool m_stale = false, m_opens = false;
    int m_current = -1;
};

}  // namespace selvedge
