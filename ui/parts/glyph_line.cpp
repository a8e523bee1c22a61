#include "ui/parts/glyph_line.h"

#include <QPainter>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"

namespace selvedge {

namespace {

constexpr int kHeight = 20, kGlyph = 14, kGap = 12;

}  // namespace

GlyphLine::GlyphLine(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kHeight);
}

void GlyphLine::setEntries(std::vector<Entry> entries) {
    if (entries == m_entries)
        return;
    m_entries = std::move(entries);
    QStringList words;
    for (const Entry& entry : m_entries)
        words += entry.text;
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

void GlyphLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(typeFont(-1));
    const QRect all = contentsRect();
    int x = all.left();
    for (const Entry& entry : m_entries) {
        const int width = painter.fontMetrics().horizontalAdvance(entry.text);
        const int sign = hasGlyph(entry.kind) ? kGlyph : 0;
        if (x + sign + width > all.right() + 1)
            return;
        paintVerdict(painter, QRectF(x, all.top(), 10, all.height()), entry.kind,
                     verdictColor(entry.kind));
        painter.setPen(themed(Token::Text2));
        painter.drawText(QRect(x + sign, all.top(), width + 1, all.height()), Qt::AlignVCenter,
                         entry.text);
        x += sign + width + kGap;
    }
}

}  // namespace selvedge
