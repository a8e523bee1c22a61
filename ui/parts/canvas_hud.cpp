// Canvas: the card of the object under the pointer.

#include <QPainter>
#include <algorithm>

#include "ui/parts/canvas.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kCardWidth = 300;
constexpr int kHead = 22, kLine = 20, kKeys = 20;
constexpr double kFaintest = 0.3;  // attributes of predictions below are not on the card

// Right of the pointer, else left, else below: never under it.
QRectF placeOf(QSizeF size, QPointF pointer, QSize canvas) {
    QRectF card(pointer + QPointF(18, 12), size);
    if (card.right() > canvas.width() - 4)
        card.moveRight(pointer.x() - 18);
    if (card.left() < 4) {
        card.moveLeft(std::clamp(pointer.x() - card.width() / 2, 4.0,
                                 std::max(4.0, canvas.width() - card.width() - 4)));
        card.moveTop(pointer.y() + 24);
    }
    if (card.bottom() > canvas.height() - 4)
        card.moveBottom(std::max(card.height() + 4.0, pointer.y() - 16));
    return card;
}

void drawSource(QPainter& painter, const QRectF& line, const CanvasScene& scene,
                const CanvasObject& object) {
    QPen sample(themed(object.isTruth() ? Token::Truth : Token::Prediction), 2);
    sample.setCapStyle(Qt::FlatCap);
    if (!object.isTruth())
        sample.setDashPattern(runDashes(object.ref.run));
    painter.setPen(sample);
    painter.drawLine(QPointF(line.left(), line.center().y()),
                     QPointF(line.left() + 20, line.center().y()));
    QString source = Canvas::tr("ground truth");
    if (!object.isTruth()) {
        const QString letter = runLetter(scene, object.ref);
        source = letter.isEmpty() ? Canvas::tr("prediction")
                                  : letter + u' ' + scene.runs[object.ref.run].name;
    }
    const QString share =
        Canvas::tr("%1 % of the picture")
            .arg(100 * double(object.area) / (double(scene.size.width()) * scene.size.height()), 0,
                 'f', 1);
    painter.setPen(themed(Token::Text2));
    const double room = line.width() - 34 - tabularWidth(painter.font(), share);
    painter.drawText(line.adjusted(26, 0, 0, 0), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(source, Qt::ElideMiddle, int(room)));
    drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter, share);
}

void drawVerdict(QPainter& painter, const QRectF& line, const SceneVerdict& verdict) {
    paintVerdict(painter, QRectF(line.left(), line.top(), 16, line.height()), verdict.kind,
                 verdictColor(verdict.kind));
    painter.setPen(themed(Token::Text));
    painter.drawText(line.adjusted(26, 0, 0, 0), Qt::AlignVCenter, verdictWord(verdict.kind));
    painter.setPen(themed(Token::Text2));
    const QString numbers = verdict.partner
                                ? QStringLiteral("IoU %1   F1 %2")
                                      .arg(metricText(verdict.iou, 2), metricText(verdict.f1, 2))
                                : Canvas::tr("best IoU %1").arg(metricText(verdict.iou, 2));
    drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter, numbers);
}

}  // namespace

void Canvas::drawCard(QPainter& painter, const ScenePainter& side, const CanvasObject& object) {
    const SceneVerdict* verdict = side.verdict(object);
    if (verdict && !hasGlyph(verdict->kind))
        verdict = nullptr;
    std::vector<ChipGroup> groups;
    if (m_catalog)
        groups = objectChips(*m_scene, *m_catalog, object, verdict, side.style().point, kFaintest);
    const int chips = groups.empty() ? 0 : layoutChips(nullptr, {}, kCardWidth - 24, groups) + 4;
    const int height = 14 + kHead + kLine + (verdict ? kLine : 0) + chips + kKeys;
    const QRectF card = placeOf(QSizeF(kCardWidth, height), m_pointer, size());
    painter.setPen(themed(Token::Border));
    painter.setBrush(themed(Token::Raised));
    painter.drawRect(card);

    const QRectF inner = card.adjusted(12, 8, -12, -6);
    painter.fillRect(QRectF(inner.left(), inner.top() + 5, 12, 12), side.style().colorOf(object));
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(Token::Text));
    const QRectF head(inner.left() + 20, inner.top(), inner.width() - 20, kHead);
    const int room = int(head.width()) - (object.score >= 0 ? 76 : 0);
    painter.drawText(head, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(object.name, Qt::ElideMiddle, room));
    painter.setFont(typeFont(-1));
    painter.setPen(themed(Token::Text2));
    if (object.score >= 0)
        drawTabular(painter, head, Qt::AlignRight | Qt::AlignVCenter,
                    tr("score %1").arg(metricText(object.score, 2)));
    QRectF line(inner.left(), head.bottom(), inner.width(), kLine);
    drawSource(painter, line, *m_scene, object);
    if (verdict) {
        line.translate(0, kLine);
        drawVerdict(painter, line, *verdict);
    }
    layoutChips(&painter, line.bottomLeft() + QPointF(0, 4), int(inner.width()), groups);
    painter.setFont(typeFont(-2));
    painter.setPen(themed(Token::Text2));
    painter.drawText(QRectF(inner.left(), inner.bottom() - 14, inner.width(), 14), Qt::AlignVCenter,
                     tr("Click: select   S: this one alone   Hold H: hide all"));
}

}  // namespace selvedge
