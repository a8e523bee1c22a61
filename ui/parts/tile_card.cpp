#include "ui/parts/tile_card.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

#include "ui/parts/scene_verdicts.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"

namespace selvedge {

namespace {

constexpr int kWidth = 300, kPadding = 12, kHead = 24, kLine = 20, kGap = 8;

constexpr int kSample = 14;

QString said(const char* text) {
    return QCoreApplication::translate("Gallery", text);
}

QString spoken(const CardContent& content) {
    QStringList parts{content.name, content.aside, content.fact, verdictWord(content.verdict),
                      content.match};
    for (const ChipGroup& group : content.groups) {
        for (const Chip& chip : group.chips) {
            const QString mark = verdictWord(chipVerdict(chip));
            parts += group.name + QStringLiteral(": ") + chip.name +
                     (chip.mark == Chip::Mark::None ? QString() : u' ' + mark);
        }
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

void paintKeys(QPainter& painter, QPointF at, const CardContent& content) {
    const QFont caps = typeFont(-2), words = typeFont(-1);
    for (const auto& [sequence, word] : content.keys) {
        const QString key = sequence.toString(QKeySequence::NativeText);
        painter.setFont(caps);
        const QRectF cap(at.x() + 0.5, at.y() + 1.5,
                         painter.fontMetrics().horizontalAdvance(key) + 9, kLine - 4);
        painter.setPen(themed(Token::Border));
        painter.drawRoundedRect(cap, 3, 3);
        painter.setPen(themed(Token::Text));
        painter.drawText(cap, Qt::AlignCenter, key);
        painter.setFont(words);
        painter.setPen(themed(Token::Text2));
        const int width = painter.fontMetrics().horizontalAdvance(word) + 1;
        painter.drawText(QRectF(cap.right() + 5, at.y(), width, kLine), Qt::AlignVCenter, word);
        at.setX(cap.right() + 5 + width + 10);
    }
}

// A sample of each side's line and its word; at the right how well they agree.
void paintSides(QPainter& painter, QRectF line, const CardContent& content) {
    painter.setFont(typeFont(-1));
    painter.setPen(themed(Token::Text2));
    drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter, content.match);
    if (hasGlyph(content.verdict)) {
        const double match = tabularWidth(painter.font(), content.match);
        const double left = line.right() - match - (content.match.isEmpty() ? 0 : 6);
        paintVerdict(painter, QRectF(left - 12, line.top(), 12, line.height()), content.verdict,
                     verdictColor(content.verdict));
    }
    const auto side = [&](Token token, bool dashed, const QString& word) {
        QPen sample(themed(token), 2);
        sample.setCapStyle(Qt::FlatCap);
        if (dashed)
            sample.setDashPattern({2.5, 1});
        painter.setPen(sample);
        painter.drawLine(
            QLineF(line.left(), line.center().y(), line.left() + kSample, line.center().y()));
        line.setLeft(line.left() + kSample + 6);
        painter.setPen(themed(Token::Text2));
        drawTabular(painter, line, Qt::AlignLeft | Qt::AlignVCenter, word);
        line.setLeft(line.left() + tabularWidth(painter.font(), word) + 12);
    };
    if (content.truth)
        side(Token::Truth, false, said("truth"));
    if (content.prediction)
        side(Token::Prediction, true, said("prediction"));
    drawTabular(painter, line, Qt::AlignLeft | Qt::AlignVCenter, content.fact);
}

}  // namespace

TileCard::TileCard(QWidget* window) : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("About the object under the pointer"));
    hide();
}

void TileCard::showBeside(const QRect& tile, CardContent content) {
    m_content = std::move(content);
    setAccessibleDescription(spoken(m_content));
    const int chips = layoutChips(nullptr, {}, kWidth - 2 * kPadding, m_content.groups);
    const int height = kGap + kHead + kLine + (chips > 0 ? chips + kGap : 0) +
                       (m_content.keys.empty() ? 0 : kLine + 4) + kGap;
    const QRect room = parentWidget()->rect().adjusted(4, 4, -4, -4);
    QRect card(tile.right() + kGap, tile.top() + 2 * kGap, kWidth, height);
    if (card.right() > room.right())
        card.moveRight(tile.left() - kGap);
    if (card.left() < room.left()) {  // a tile as wide as the window: below or above it
        card.moveLeft(
            std::clamp(tile.left(), room.left(), std::max(room.left(), room.right() - kWidth)));
        card.moveTop(tile.bottom() + kGap);
        if (card.bottom() > room.bottom())
            card.moveBottom(tile.top() - kGap);
    } else if (card.bottom() > room.bottom()) {
        card.moveBottom(std::max(room.top() + height, room.bottom()));
    }
    setGeometry(card);
    raise();
    show();
    update();
}

void TileCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Raised));
    painter.setPen(themed(Token::Border));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF inner = QRectF(rect()).adjusted(kPadding, kGap, -kPadding, -kGap);
    QRectF line(inner.left(), inner.top(), inner.width(), kHead);
    painter.fillRect(QRectF(line.left(), line.center().y() - 6, 12, 12), m_content.swatch);
    painter.setFont(typeFont(-1));
    painter.setPen(themed(Token::Text2));
    drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter, m_content.aside);
    const int aside = int(tabularWidth(painter.font(), m_content.aside)) + 8;
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(Token::Text));
    painter.drawText(line.adjusted(20, 0, -aside, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(m_content.name, Qt::ElideMiddle,
                                                      int(line.width()) - 20 - aside));
    double y = line.bottom();
    paintSides(painter, QRectF(inner.left(), y, inner.width(), kLine), m_content);
    y += kLine;
    if (!m_content.groups.empty())
        y += kGap +
             layoutChips(&painter, {inner.left(), y + kGap}, int(inner.width()), m_content.groups);
    painter.setBrush(Qt::NoBrush);
    paintKeys(painter, {inner.left(), y + 4}, m_content);
}

}  // namespace selvedge
