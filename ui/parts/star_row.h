#pragma once

#include <QWidget>

namespace selvedge {

// Up to five stars: a click sets so many, a click on the last one takes them away; Left, Right and
// digits with the keyboard.
class StarRow : public QWidget {
    Q_OBJECT

public:
    explicit StarRow(QWidget* parent = nullptr);
    int stars() const { return m_stars; }
    // `mixed`: what is chosen has different ones; none are filled.
    void setStars(int stars, bool mixed = false);
    QSize sizeHint() const override;
    QRect starRect(int star) const;  // 1..5

Q_SIGNALS:
    void chosen(int stars);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int starAt(QPointF position) const;  // 0: none

    int m_stars = 0;
    int m_hovered = 0;
    bool m_mixed = false;
};

}  // namespace selvedge
