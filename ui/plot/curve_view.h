#pragma once

#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "ui/plot/curve_paint.h"

namespace selvedge {

// Lines over a common x in [0, 1], and on the first of them a point to drag, the handle: with the
// mouse, or with the arrow keys from one of its points to the next, Home and End to its ends. A
// click anywhere opens what lies behind the curve's nearest point and moves nothing; Return, and
// the end of a drag, open what lies behind the handle. GUI thread.
class CurveView : public QWidget {
    Q_OBJECT

public:
    explicit CurveView(const QString& name, QWidget* parent = nullptr);
    void setLines(std::vector<CurveLine> lines);
    const std::vector<CurveLine>& lines() const { return m_plot.lines; }
    void setAxisNames(const QString& x, const QString& y);
    void setEmptyText(const QString& text);
    void setStale(bool stale);
    // What stands beside point `index` of the first line: "score .50", "P .85, R .66".
    void setPointText(std::function<QStringList(int index)> text);
    // A point of the first line that is the handle; -1: none.
    void setHandle(int index);
    int handle() const { return m_plot.handle; }
    // Another point of the first line, marked with a small ring: the best; -1: none.
    void setBest(int index);
    QPointF placeOf(int index) const;  // of a point of the first line, in the widget

    QSize sizeHint() const override { return {420, 260}; }
    QSize minimumSizeHint() const override { return {220, 150}; }

Q_SIGNALS:
    void handleMoved(int index);   // by a person, while it moves
    void handleOpened(int index);  // what lies behind that point of the first line is to be shown

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int nearest(QPointF widget) const;
    bool isOnHandle(QPointF widget) const;
    void move(int index);
    void describe();

    CurvePlot m_plot;
    QString m_emptyText;
    std::function<QStringList(int)> m_pointText;
    bool m_stale = false, m_dragging = false;
    std::optional<QPointF> m_pressed;  // where the button went down
    bool m_onHandle = false;           // there
};

}  // namespace selvedge
