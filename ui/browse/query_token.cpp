#include "ui/browse/query_token.h"

#include <QAbstractButton>
#include <QPainter>
#include <algorithm>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kHeight = 20, kMargin = 7, kGap = 4, kCross = 18, kWidest = 240;

class Cross : public QAbstractButton {
public:
    explicit Cross(QWidget* parent) : QAbstractButton(parent) {
        setFocusPolicy(Qt::NoFocus);  // the keyboard edits the text
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::ArrowCursor);
    }
    QSize sizeHint() const override { return {kCross, kHeight}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(themed(underMouse() ? Token::Text : Token::Text2), 1.3));
        const QPointF c = QRectF(rect()).center();
        painter.drawLine(c - QPointF(3, 3), c + QPointF(3, 3));
        painter.drawLine(c - QPointF(3, -3), c + QPointF(3, -3));
    }
};

}  // namespace

QueryToken::QueryToken(TermWords words, QWidget* parent)
    : QWidget(parent), m_words(std::move(words)), m_remove(new Cross(this)) {
    setAccessibleName(text());
    m_remove->setAccessibleName(m_words.drop());
    m_remove->setToolTip(m_remove->accessibleName());
    connect(m_remove, &QAbstractButton::clicked, this, &QueryToken::removed);
}

QString QueryToken::fieldPart() const {
    const QString field = m_short && m_words.isName ? QString() : m_words.field;
    return m_words.leavesOut ? QString(u'−' + (field.isEmpty() ? field : u' ' + field)) : field;
}

void QueryToken::setShort(bool isShort) {
    m_short = isShort;
    update();
}

QSize QueryToken::sizeHint() const {
    const QString field = fieldPart();
    const QFontMetrics light(typeFont(-1)), strong(typeFont(-1, true));
    const int words = (field.isEmpty() ? 0 : light.horizontalAdvance(field) + kGap) +
                      strong.horizontalAdvance(m_words.value);
    return {std::min(kWidest, kMargin + words + 2 + kCross), kHeight};
}

void QueryToken::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(themed(Token::Hover));
    painter.drawRoundedRect(rect(), 3, 3);
    int left = kMargin;
    const int right = width() - kCross;
    const auto draw = [&](const QString& text, const QFont& font, Token tone) {
        painter.setFont(font);
        painter.setPen(themed(tone));
        const QString shown =
            painter.fontMetrics().elidedText(text, Qt::ElideMiddle, std::max(0, right - left));
        painter.drawText(QRect(left, 0, right - left, height()),
                         Qt::AlignVCenter | Qt::TextSingleLine, shown);
        left += painter.fontMetrics().horizontalAdvance(shown) + kGap;
    };
    if (const QString field = fieldPart(); !field.isEmpty())
        draw(field, typeFont(-1), Token::Text2);
    QFont font = typeFont(-1, true);
    font.setStrikeOut(m_words.leavesOut);
    draw(m_words.value, font, Token::Text);
}

void QueryToken::resizeEvent(QResizeEvent*) {
    m_remove->setGeometry(width() - kCross, 0, kCross, height());
}

}  // namespace selvedge
