#include "ui/tune/pin_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kPadding = 9, kCap = 16, kGap = 7, kWidest = 110;

}  // namespace

PinButton::PinButton(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void PinButton::show(const QString& key, const Pins::Pin& pin, bool at, bool left) {
    m_key = key;
    m_name = pin.name;
    m_left = left;
    m_figure = pin.measurement && !pin.measurement->report.metrics.empty()
                   ? metricText(pin.measurement->report.value(
                         headlineName(pin.measurement->report.protocol)))
                   : QString();
    setChecked(at);
    setAccessibleName(PinBar::tr("Thresholds %1").arg(m_name));
    setAccessibleDescription(m_figure);
    setToolTip(PinBar::tr("Switch to the thresholds “%1” (%2). Right click: rename, remove.")
                   .arg(m_name, m_key));
    updateGeometry();
    update();
}

QSize PinButton::sizeHint() const {
    const QFont font = typeFont(0), small = typeFont(-1);
    const int name = std::min(kWidest, QFontMetrics(font).horizontalAdvance(m_name));
    const int figure = int(tabularWidth(small, QStringLiteral(".0000"))) + 2;
    return {2 * kPadding + kCap + kGap + std::max(name, figure) + 2,
            QFontMetrics(font).height() + QFontMetrics(small).height() + 8};
}

void PinButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool filled = isChecked() && !m_left;
    painter.setPen(themed(hasFocus() || isChecked() ? Token::Accent : Token::Border));
    painter.setBrush(themed(filled                     ? Token::Select
                            : underMouse() || isDown() ? Token::Hover
                                                       : Token::Raised));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    const QRectF cap(kPadding, (height() - kCap) / 2.0, kCap, kCap);
    painter.setPen(themed(filled ? Token::Text : Token::Border));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cap, 2, 2);
    painter.setFont(typeFont(-2));
    painter.setPen(themed(Token::Text));
    painter.drawText(cap, Qt::AlignCenter, m_key);
    const QFont font = typeFont(0), small = typeFont(-1);
    const int left = kPadding + kCap + kGap;
    const int line = QFontMetrics(font).height();
    painter.setFont(font);
    painter.drawText(QRect(left, 3, width() - left - 4, line), Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(m_name, Qt::ElideRight, width() - left - 4));
    painter.setFont(small);
    painter.setPen(themed(filled ? Token::Text : Token::Text2));
    drawTabular(painter, QRectF(left, 3 + line, width() - left - 4, QFontMetrics(small).height()),
                Qt::AlignLeft | Qt::AlignVCenter, m_figure);
}

PinBar::PinBar(Pins& pins, const QList<QAction*>& keys, QWidget* parent)
    : QWidget(parent), m_pins(pins), m_keys(keys), m_row(new QHBoxLayout(this)) {
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(6);
    for (std::size_t i = 0; i < kShown; ++i) {
        auto* button = new PinButton;
        connect(button, &QAbstractButton::clicked, this, [this, i] { Q_EMIT switchWanted(i); });
        connect(button, &QWidget::customContextMenuRequested, this,
                [this, i, button](const QPoint& at) { showMenu(i, button->mapToGlobal(at)); });
        m_row->addWidget(button);
        m_buttons.push_back(button);
    }
    auto* more = new QPushButton(QStringLiteral("…"));
    more->setAccessibleName(tr("More pins"));
    more->setToolTip(more->accessibleName());
    more->setFixedWidth(28);
    m_more = more;
    m_row->addWidget(m_more);
    connect(m_more, &QAbstractButton::clicked, this, [this] {
        QMenu menu(this);
        for (std::size_t i = std::min(m_room, kShown); i < m_pins.pins().size(); ++i)
            menu.addAction(m_pins.pins()[i].name, this, [this, i] { Q_EMIT switchWanted(i); });
        menu.exec(m_more->mapToGlobal(QPoint(0, m_more->height())));
    });
    connect(&pins, &Pins::changed, this, &PinBar::refresh);
    refresh();
}

void PinBar::setRoom(std::size_t buttons) {
    if (buttons == m_room)
        return;
    m_room = buttons;
    refresh();
}

void PinBar::refresh() {
    const std::size_t shown = std::min({m_room, kShown, m_pins.pins().size()});
    for (std::size_t i = 0; i < kShown; ++i) {
        m_buttons[i]->setVisible(i < shown);
        if (i < m_pins.pins().size())
            m_buttons[i]->show(m_keys[int(i)]->shortcut().toString(QKeySequence::NativeText),
                               m_pins.pins()[i], m_pins.at() == i,
                               m_pins.at() == i && !m_pins.isThere());
        m_keys[int(i)]->setEnabled(i < m_pins.pins().size());
    }
    m_more->setVisible(m_pins.pins().size() > shown);
}

void PinBar::showMenu(std::size_t pin, const QPoint& global) {
    QMenu menu(this);
    menu.addAction(tr("Switch to these thresholds"), this,
                   [this, pin] { Q_EMIT switchWanted(pin); });
    QAction* rename =
        menu.addAction(tr("Rename…"), this, [this, pin] { Q_EMIT renameWanted(pin); });
    QAction* remove = menu.addAction(tr("Remove"), this, [this, pin] { Q_EMIT removeWanted(pin); });
    rename->setEnabled(m_pins.pins()[pin].own);
    remove->setEnabled(m_pins.pins()[pin].own);
    menu.exec(global);
}

}  // namespace selvedge
