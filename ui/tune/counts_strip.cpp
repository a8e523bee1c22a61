#include "ui/tune/counts_strip.h"

#include <QPainter>
#include <array>

#include "ui/parts/scene_verdicts.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

struct Line {
    Verdict::Kind kind;
    std::uint64_t VerdictCounts::*count;
    bool moreIsBetter;
};
constexpr std::array kLines{
    Line{Verdict::Kind::Right, &VerdictCounts::right, true},
    Line{Verdict::Kind::AttributeError, &VerdictCounts::attributeErrors, false},
    Line{Verdict::Kind::Missed, &VerdictCounts::missed, false},
    Line{Verdict::Kind::False, &VerdictCounts::falses, false},
};
constexpr int kPadding = 14, kGlyph = 18, kGap = 10;

int nameWidth() {
    int width = 0;
    for (const Line& line : kLines)
        width =
            std::max(width, QFontMetrics(typeFont(-1)).horizontalAdvance(verdictWord(line.kind)));
    return width;
}

}  // namespace

CountsStrip::CountsStrip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    setAccessibleName(tr("Verdicts"));
}

void CountsStrip::setCounts(const std::optional<VerdictCounts>& counts,
                            const std::optional<VerdictCounts>& reference) {
    m_counts = counts;
    m_reference = reference;
    QStringList parts;
    for (const Line& line : kLines)
        if (m_counts)
            parts +=
                verdictWord(line.kind) + u' ' + countText(std::int64_t((*m_counts).*line.count));
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
    update();
}

void CountsStrip::setStale(bool stale) {
    m_stale = stale;
    update();
}

QSize CountsStrip::sizeHint() const {
    const QFont font = typeFont(-1);
    const int numbers = int(tabularWidth(font, countText(888888))) + kGap +
                        int(tabularWidth(font, QStringLiteral("−88 888")));
    return {2 * kPadding + kGlyph + nameWidth() + kGap + numbers,
            4 * QFontMetrics(font).height() + 10};
}

void CountsStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont font = typeFont(-1);
    painter.setFont(font);
    const int tall = QFontMetrics(font).height();
    int top = (height() - 4 * tall) / 2;
    const int names = kPadding + kGlyph;
    const int numbers = names + nameWidth() + kGap;
    const int numberWidth = int(tabularWidth(font, countText(888888)));
    for (const Line& line : kLines) {
        paintVerdict(painter, QRectF(kPadding, top, 12, tall), line.kind, verdictColor(line.kind));
        painter.setPen(themed(Token::Text));
        painter.drawText(QRect(names, top, numbers - names, tall), Qt::AlignVCenter,
                         verdictWord(line.kind));
        if (m_counts) {
            const auto now = std::int64_t((*m_counts).*line.count);
            painter.setPen(themed(m_stale ? Token::Text2 : Token::Text));
            drawTabular(painter, QRectF(numbers, top, numberWidth, tall),
                        Qt::AlignRight | Qt::AlignVCenter, countText(now));
            if (m_reference) {
                const std::int64_t by = now - std::int64_t((*m_reference).*line.count);
                painter.setPen(themed(m_stale || by == 0              ? Token::Text2
                                      : (by > 0) == line.moreIsBetter ? Token::Right
                                                                      : Token::Missed));
                drawTabular(painter,
                            QRectF(numbers + numberWidth + kGap, top,
                                   width() - numbers - numberWidth - kGap, tall),
                            Qt::AlignLeft | Qt::AlignVCenter, signedCountText(by));
            }
        }
        top += tall;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(themed(Token::Line));
    painter.drawLine(width() - 1, 0, width() - 1, height());
}

}  // namespace selvedge
