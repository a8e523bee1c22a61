#include "ui/tune/histogram_slider.h"

#include <QAccessible>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"
#include "ui/tune/row_table_model.h"
#include "ui/tune/threshold_access.h"

namespace selvedge {

namespace {

constexpr int kPadding = 12, kHead = 28, kFoot = 24, kKnob = 6;
constexpr int kEditWidth = 58;

double rounded(double value) {
    return std::round(std::clamp(value, 0.0, 1.0) * 1000) / 1000;
}

}  // namespace

HistogramSlider::HistogramSlider(const QString& name, double defaultValue, QWidget* parent)
    : QWidget(parent),
      m_name(name),
      m_default(rounded(defaultValue)),
      m_value(m_default),
      m_edit(new QLineEdit(this)) {
    installThresholdAccess();
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("%1 threshold").arg(name));
    setToolTip(tr("Wheel or arrows: .01, with Shift .001. Double click: back to %1.")
                   .arg(thresholdText(m_default)));
    m_edit->setAccessibleName(tr("%1 threshold, value").arg(name));
    m_edit->setAlignment(Qt::AlignRight);
    m_edit->setFont(typeFont(0, true));
    connect(m_edit, &QLineEdit::editingFinished, this, &HistogramSlider::takeTyped);
    showValue();
}

void HistogramSlider::setValue(double value) {
    m_value = rounded(value);
    showValue();
}

void HistogramSlider::setEvidence(ValueSpread evidence) {
    m_evidence = std::move(evidence);
    update();
}

void HistogramSlider::setScope(const QString& scope) {
    m_scope = scope;
    update();
}

void HistogramSlider::setNote(const QString& note, const QString& brief) {
    m_note = note;
    m_brief = brief;
    setAccessibleDescription((m_note + QStringLiteral("; ") + m_aside).trimmed());
    update();
}

void HistogramSlider::setAside(const QString& aside) {
    m_aside = aside;
    setNote(m_note, m_brief);
}

void HistogramSlider::setLow(bool low) {
    m_low = low;
    updateGeometry();
}

void HistogramSlider::showValue() {
    m_edit->setText(thresholdText(m_value));
    QAccessibleValueChangeEvent change(this, m_value);
    QAccessible::updateAccessibility(&change);
    update();
}

void HistogramSlider::choose(double value) {
    value = rounded(value);
    if (value == m_value)
        return;
    m_value = value;
    showValue();
    Q_EMIT valueChanged(m_value);
}

void HistogramSlider::takeTyped() {
    bool ok = false;
    const double value = m_edit->text().trimmed().replace(u',', u'.').toDouble(&ok);
    if (ok && value >= 0 && value <= 1)
        choose(value);
    showValue();  // what cannot be used gives way to the value in use
}

QRect HistogramSlider::barsRect() const {
    return {kPadding, kHead + 4, width() - 2 * kPadding, height() - kHead - kFoot - 20};
}

double HistogramSlider::valueAt(double x) const {
    const QRect bars = barsRect();
    return std::round((x - bars.left()) / std::max(1, bars.width()) * 100) / 100;
}

void HistogramSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFont small = typeFont(-1);
    painter.setPen(themed(Token::Text));
    painter.setFont(typeFont(0, true));
    painter.drawText(QRect(kPadding, 0, width(), kHead), Qt::AlignVCenter, m_name);
    const int scope = kPadding + painter.fontMetrics().horizontalAdvance(m_name) + 8;
    painter.setFont(small);
    painter.setPen(themed(Token::Text2));
    painter.drawText(QRect(scope, 0, width() - scope - kEditWidth - kPadding, kHead),
                     Qt::AlignVCenter, m_scope);

    const QRect bars = barsRect();
    const auto& bins = m_evidence.bins();
    const std::uint64_t highest = *std::max_element(bins.begin(), bins.end());
    for (int i = 0; i < ValueSpread::kBins && highest > 0; ++i) {
        if (bins[std::size_t(i)] == 0)
            continue;
        const int left = bars.left() + bars.width() * i / ValueSpread::kBins;
        const int right = bars.left() + bars.width() * (i + 1) / ValueSpread::kBins;
        // Square root: a handful of sure detections stays visible beside thousands of faint ones.
        const double share = std::sqrt(double(bins[std::size_t(i)]) / double(highest));
        const int tall = std::max(1, int(std::lround(share * bars.height())));
        const bool kept = (i + 0.5) / ValueSpread::kBins >= m_value;
        painter.fillRect(left, bars.bottom() + 1 - tall, std::max(1, right - left - 1), tall,
                         themed(kept ? Token::Text3 : Token::Line));
    }
    const int groove = bars.bottom() + 10;
    const int knob = bars.left() + int(std::lround(m_value * bars.width()));
    painter.fillRect(bars.left(), groove - 1, bars.width(), 2, themed(Token::Border));
    painter.fillRect(bars.left(), groove - 1, knob - bars.left(), 2, themed(Token::Accent));
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus()) {
        painter.setPen(QPen(themed(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(knob, groove), kKnob + 3, kKnob + 3);
    }
    painter.setPen(QPen(themed(Token::Panel), 1));
    painter.setBrush(themed(Token::Text));
    painter.drawEllipse(QPointF(knob, groove), kKnob, kKnob);
    painter.setFont(small);
    painter.setPen(themed(Token::Text2));
    const QRect foot(kPadding, height() - kFoot, width() - 2 * kPadding, kFoot);
    const int aside = m_aside.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(m_aside) + 10;
    painter.drawText(foot, Qt::AlignVCenter | Qt::AlignRight, m_aside);
    const int room = std::max(0, foot.width() - aside);
    const bool fits = m_brief.isEmpty() || painter.fontMetrics().horizontalAdvance(m_note) <= room;
    painter.drawText(
        foot, Qt::AlignVCenter,
        painter.fontMetrics().elidedText(fits ? m_note : m_brief, Qt::ElideRight, room));
}

void HistogramSlider::resizeEvent(QResizeEvent*) {
    m_edit->setGeometry(width() - kPadding - kEditWidth, 2, kEditWidth, kHead - 3);
}

void HistogramSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    Q_EMIT dragStarted();
    choose(valueAt(event->position().x()));
}

void HistogramSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        Q_EMIT dragEnded();
}

void HistogramSlider::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton)
        choose(valueAt(event->position().x()));
}

void HistogramSlider::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        choose(m_default);
}

void HistogramSlider::wheelEvent(QWheelEvent* event) {
    // With Shift some platforms turn the wheel sideways.
    const int delta = event->angleDelta().y() ? event->angleDelta().y() : event->angleDelta().x();
    const double step = event->modifiers() & Qt::ShiftModifier ? 0.001 : 0.01;
    choose(m_value + step * delta / 120.0);
    event->accept();
}

void HistogramSlider::keyPressEvent(QKeyEvent* event) {
    const double step = event->modifiers() & Qt::ShiftModifier ? 0.001 : 0.01;
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Down:
            choose(m_value - step);
            break;
        case Qt::Key_Right:
        case Qt::Key_Up:
            choose(m_value + step);
            break;
        case Qt::Key_Home:
            choose(0);
            break;
        case Qt::Key_End:
            choose(1);
            break;
        case Qt::Key_Backspace:
        case Qt::Key_Delete:
            choose(m_default);
            break;
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace selvedge
