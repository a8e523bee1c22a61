#include "ui/parts/verdict_legend.h"

#include <QPainter>

#include "ui/parts/scene_verdicts.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"

namespace selvedge {

namespace {

constexpr int kHeight = 20, kSign = 15, kGap = 12;

}  // namespace

VerdictLegend::VerdictLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(typeFont(-1));
}

void VerdictLegend::setSigns(std::vector<Verdict::Kind> kinds, bool reviewed) {
    if (kinds == m_kinds && reviewed == m_reviewed)
        return;
    m_kinds = std::move(kinds);
    m_reviewed = reviewed;
    setAccessibleName(
        isEmpty() ? QString() : tr("Signs below tiles: %1").arg(words().join(QLatin1String(", "))));
    setToolTip(accessibleName());
    updateGeometry();
    update();
}

QStringList VerdictLegend::words() const {
    QStringList words;
    for (const Verdict::Kind kind : m_kinds)
        words += verdictWord(kind);
    if (m_reviewed)
        words += tr("reviewed");
    return words;
}

QSize VerdictLegend::sizeHint() const {
    int width = 0;
    for (const QString& word : words())
        width += (width > 0 ? kGap : 0) + kSign + fontMetrics().horizontalAdvance(word) + 1;
    return {width, kHeight};
}

void VerdictLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(font());
    int x = 0;
    const QStringList words = this->words();
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QRectF sign(x, 0, 11, height());
        if (std::size_t(i) < m_kinds.size())
            paintVerdict(painter, sign, m_kinds[std::size_t(i)],
                         verdictColor(m_kinds[std::size_t(i)]));
        else
            paintReviewed(painter, sign, themed(Token::Text2));
        painter.setPen(themed(Token::Text2));
        painter.drawText(QRect(x + kSign, 0, width(), height()), Qt::AlignVCenter, words[i]);
        x += kSign + fontMetrics().horizontalAdvance(words[i]) + 1 + kGap;
    }
}

}  // namespace selvedge
