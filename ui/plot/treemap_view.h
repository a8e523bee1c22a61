#pragma once

#include <QImage>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/parts/theme.h"

namespace selvedge {

// One rectangle of a treemap.
struct TreemapCell {
    QString name;       // "coat"
    QString value;      // below it: ".471"
    QString tip;        // sentences
    double weight = 0;  // its area's share; 0: not drawn
    double shade = 0;   // [0, 1] of the ramp
    int id = 0;         // of the caller
    bool operator==(const TreemapCell&) const = default;
};

// What something is made of: areas by weight, shades by another number, with the indigo ramp of all
// maps. A click or an arrow key chooses a cell; Return or a double click opens it. GUI thread.
class TreemapView : public QWidget {
    Q_OBJECT

public:
    explicit TreemapView(const QString& name, QWidget* parent = nullptr);
    void setCells(std::vector<TreemapCell> cells);
    const std::vector<TreemapCell>& cells() const { return m_cells; }
    void setEmptyText(const QString& text);
    void setStale(bool stale);  // greyed until the new ones come
    void setCurrent(std::optional<int> id);
    std::optional<int> current() const { return m_current; }
    QRectF cellRect(int id) const;                   // in the widget; empty without such a cell
    std::optional<int> cellAt(QPointF place) const;  // its id
    // Cells at this size, with the theme's colours, for a report. Any thread.
    static QImage picture(const std::vector<TreemapCell>& cells, QSize size, double ratio,
                          Theme::Name theme);

    QSize sizeHint() const override { return {560, 320}; }
    QSize minimumSizeHint() const override { return {220, 140}; }

Q_SIGNALS:
    void chosen(int id);
    void opened(int id);

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    const TreemapCell* cell(int id) const;
    void choose(int id);
    void step(QPointF way);
    void describe();

    std::vector<TreemapCell> m_cells;
    std::vector<QRectF> m_places;  // as m_cells
    std::optional<int> m_current;
    QString m_emptyText;
    bool m_stale = false;
};

}  // namespace selvedge
