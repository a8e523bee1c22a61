#include "ui/parts/star_row.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QtMath>
#include <algorithm>

#include "dataset/project/marks.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"

namespace selvedge {

namespace {

constexpr int kCell = 18, kHeight = 24;
constexpr double kRadius = 6.5;

QPainterPath starPath(QPointF center) {
    QPolygonF points;
    for (int i = 0; i < 10; ++i) {
        const double radius = i % 2 == 0 ? kRadius : kRadius * 0.42;
        const double angle = M_PI * i / 5 - M_PI / 2;
        points << center + QPointF(radius * qCos(angle), radius * qSin(angle));
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

}  // namespace

StarRow::StarRow(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setToolTip(tr("Stars (keys 0 to 5)"));
    setStars(0);
}

void StarRow::setStars(int stars, bool mixed) {
    m_stars = stars;
    m_mixed = mixed;
    setAccessibleName(mixed        ? tr("Stars: different")
                      : stars == 1 ? tr("1 star")
                                   : tr("%1 stars").arg(stars));
    update();
}

QSize StarRow::sizeHint() const {
    return {kMostStars * kCell + 4, kHeight};
}

QRect StarRow::starRect(int star) const {
    return {2 + (star - 1) * kCell, 0, kCell, height()};
}

int StarRow::starAt(QPointF position) const {
    const int star = int((position.x() - 2) / kCell) + 1;
    return rect().contains(position.toPoint()) && star >= 1 && star <= kMostStars ? star : 0;
}

void StarRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int star = 1; star <= kMostStars; ++star) {
        const bool filled = star <= (m_hovered > 0 ? m_hovered : m_mixed ? 0 : m_stars);
        const QColor color = themed(!isEnabled() ? Token::Text3
                                    : filled     ? Token::Text
                                                 : Token::Text2);
        painter.setPen(QPen(color, 1, m_mixed && m_hovered == 0 ? Qt::DotLine : Qt::SolidLine));
        painter.setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
        painter.drawPath(starPath(QRectF(starRect(star)).center()));
    }
    if (hasFocus())
        drawFocusRing(painter, rect());
}

void StarRow::mousePressEvent(QMouseEvent* event) {
    const int star = starAt(event->position());
    if (event->button() == Qt::LeftButton && star > 0)
        Q_EMIT chosen(!m_mixed && star == m_stars ? 0 : star);
}

void StarRow::mouseMoveEvent(QMouseEvent* event) {
    m_hovered = isEnabled() ? starAt(event->position()) : 0;
    update();
}

void StarRow::leaveEvent(QEvent*) {
    m_hovered = 0;
    update();
}

void StarRow::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        const int now = std::clamp(m_stars + (key == Qt::Key_Right ? 1 : -1), 0, kMostStars);
        if (now != m_stars || m_mixed)
            Q_EMIT chosen(now);
    } else if (key >= Qt::Key_0 && key <= Qt::Key_0 + kMostStars) {
        Q_EMIT chosen(key - Qt::Key_0);
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace selvedge
