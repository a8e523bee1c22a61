#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

#include "ui/parts/theme.h"

namespace selvedge {

// Bars over the stretches of [0, 1], each as high as a share in [0, 1], with the diagonal at which
// share and stretch agree. A click or Return opens what lies behind a bar, arrow keys go from one
// to the next. GUI thread.
class BarsView : public QWidget {
    Q_OBJECT

public:
    struct Bar {
        double share = 0;
        bool any = false;  // without: nothing is there to be counted
        QString tip;       // "of 120 detections from .8 to .9, 101 are right"
        bool operator==(const Bar&) const = default;
    };
    explicit BarsView(const QString& name, QWidget* parent = nullptr);
    void setBars(std::vector<Bar> bars);
    const std::vector<Bar>& bars() const { return m_bars; }
    void setEmptyText(const QString& text);
    void setStale(bool stale);
    QRectF barRect(int index) const;  // the whole column of it
    // Bars at this size, with the theme's colours, for a report. Any thread.
    static QImage picture(const std::vector<Bar>& bars, QSize size, double ratio,
                          Theme::Name theme);

    QSize sizeHint() const override { return {320, 130}; }
    QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    void opened(int index);

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    int barAt(QPointF place) const;
    void describe();

    std::vector<Bar> m_bars;
    QString m_emptyText;
    int m_current = -1;
    bool m_stale = false;
};

}  // namespace selvedge
