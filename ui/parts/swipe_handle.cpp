#include "ui/parts/swipe_handle.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "ui/parts/theme.h"

namespace selvedge {

namespace {

constexpr int kWidth = 28;  // what can be taken
constexpr double kKnob = 11;

bool movesSlider(int key) {
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_PageUp ||
           key == Qt::Key_PageDown || key == Qt::Key_Home || key == Qt::Key_End;
}

}  // namespace

SwipeHandle::SwipeHandle(QWidget* parent) : QAbstractSlider(parent) {
    setOrientation(Qt::Horizontal);
    setRange(0, kWhole);
    setSingleStep(10);
    setPageStep(100);
    setValue(kWhole / 2);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SplitHCursor);
    setAccessibleName(tr("Divider between ground truth and predictions"));
    setToolTip(tr("Drag, or use the arrow keys"));
    connect(this, &QAbstractSlider::valueChanged, this, &SwipeHandle::place);
}

double SwipeHandle::x() const {
    return parentWidget()->width() * double(value()) / kWhole;
}

void SwipeHandle::place() {
    setGeometry(int(std::lround(x())) - kWidth / 2, 0, kWidth, parentWidget()->height());
    update();
}

bool SwipeHandle::event(QEvent* event) {
    // The page's commands lie on some of these keys: the focused divider takes its own.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && movesSlider(key->key())) {
            event->accept();
            return true;
        }
    }
    return QAbstractSlider::event(event);
}

void SwipeHandle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = width() / 2.0;
    painter.fillRect(QRectF(middle - 2, 0, 4, height()), QColor(0, 0, 0, 166));
    painter.fillRect(QRectF(middle - 1, 0, 2, height()), Qt::white);
    const QPointF knob(middle, height() / 2.0);
    const QColor edge = hasFocus() ? overPhoto(Token::Accent) : QColor(0x0c, 0x0c, 0x0c);
    painter.setPen(QPen(edge, 2));
    painter.setBrush(Qt::white);
    painter.drawEllipse(knob, kKnob, kKnob);
    painter.setPen(QPen(QColor(0x0c, 0x0c, 0x0c), 1.75, Qt::SolidLine, Qt::RoundCap));
    for (const int side : {-1, 1}) {
        const QPointF chevron[] = {knob + QPointF(side * 3, -3.5), knob + QPointF(side * 6.5, 0),
                                   knob + QPointF(side * 3, 3.5)};
        painter.drawPolyline(chevron, 3);
    }
}

void SwipeHandle::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    m_grip = mapToParent(event->position()).x() - x();
    setSliderDown(true);
    update();
}

void SwipeHandle::mouseMoveEvent(QMouseEvent* event) {
    if (!isSliderDown())
        return;
    const double at = mapToParent(event->position()).x() - m_grip;
    setValue(int(std::lround(at / std::max(1, parentWidget()->width()) * kWhole)));
}

void SwipeHandle::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        setSliderDown(false);
}

void SwipeHandle::mouseDoubleClickEvent(QMouseEvent*) {
    setValue(kWhole / 2);
}

}  // namespace selvedge
