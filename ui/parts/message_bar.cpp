#include "ui/parts/message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/parts/icons.h"
#include "ui/parts/reveal_file.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kHeight = 38;  // of one line
constexpr int kMostLines = 6;
constexpr qsizetype kKept = 20;

Token edgeOf(Message::Kind kind) {
    return kind == Message::Kind::Error     ? Token::Error
           : kind == Message::Kind::Warning ? Token::Warn
                                            : Token::Accent;
}

QString iconOf(Message::Kind kind) {
    return kind == Message::Kind::Error     ? QStringLiteral("dialog-error")
           : kind == Message::Kind::Warning ? QStringLiteral("dialog-warning")
                                            : QStringLiteral("dialog-information");
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent),
      m_text(new QLabel),
      m_more(new QLabel),
      m_action(new QPushButton),
      m_close(new QToolButton) {
    setAccessibleName(tr("Message"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_close->setIcon(themedIcon(QStringLiteral("window-close")));
    m_close->setAccessibleName(tr("Close the message"));
    m_close->setToolTip(tr("Close the message"));
    m_close->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(42, 4, 8, 4);
    layout->setSpacing(10);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_more);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::close);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::act);
    refresh();
}

void MessageBar::show(const Message& message) {
    m_messages.removeIf([&](const Message& other) { return other.text == message.text; });
    if (m_messages.size() >= kKept)
        m_messages.removeFirst();
    m_messages += message;
    refresh();
}

void MessageBar::withdraw(const QString& text) {
    m_messages.removeIf([&](const Message& message) { return message.text == text; });
    refresh();
}

void MessageBar::clear() {
    m_messages.clear();
    refresh();
}

QString MessageBar::text() const {
    return m_messages.isEmpty() ? QString() : m_messages.last().text;
}

void MessageBar::close() {
    if (!m_messages.isEmpty())
        m_messages.removeLast();
    refresh();
}

void MessageBar::act() {
    if (m_messages.isEmpty())
        return;
    const Message message = m_messages.last();
    close();
    if (message.onAction)
        message.onAction();
    else if (!message.file.isEmpty() && !revealFile(message.file))
        show({Message::Kind::Warning,
              tr("No program here shows folders. The file is %1.").arg(message.file),
              {},
              {}});
}

void MessageBar::refresh() {
    setVisible(!m_messages.isEmpty());
    if (m_messages.isEmpty())
        return;
    const Message& message = m_messages.last();
    m_text->setToolTip(message.text);
    m_text->setAccessibleName(message.text);
    const QString verb =
        message.action.isEmpty() && !message.file.isEmpty() ? tr("Show in folder") : message.action;
    m_action->setText(verb);
    m_action->setVisible(!verb.isEmpty());
    m_more->setVisible(m_messages.size() > 1);
    m_more->setText(tr("%1 more").arg(m_messages.size() - 1));
    m_text->setText(message.text);
    resizeEvent(nullptr);
    update();
}

// A sentence too long for a line takes more of them; the whole of it stands in its tool tip.
void MessageBar::resizeEvent(QResizeEvent*) {
    if (m_messages.isEmpty())
        return;
    layout()->activate();
    const QFontMetrics metrics = m_text->fontMetrics();
    const bool wraps = metrics.horizontalAdvance(m_text->text()) > m_text->width();
    m_text->setWordWrap(wraps);
    const int lines =
        wraps && m_text->width() > 0
            ? std::clamp(m_text->heightForWidth(m_text->width()) / metrics.height(), 1, kMostLines)
            : 1;
    setFixedHeight(kHeight + (lines - 1) * metrics.lineSpacing());
}

void MessageBar::paintEvent(QPaintEvent*) {
    if (m_messages.isEmpty())
        return;
    const Message::Kind kind = m_messages.last().kind;
    const QColor edge = themed(edgeOf(kind));
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Raised));
    painter.fillRect(QRect(0, 0, width(), 1), themed(Token::Line));
    painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
    painter.fillRect(QRect(0, 0, 3, height()), edge);
    painter.drawPixmap(14, (height() - 16) / 2,
                       iconPixmap(iconOf(kind), 16, edge, devicePixelRatioF()));
}

}  // namespace selvedge
