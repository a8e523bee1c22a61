// Canvas, layer 4: what keeps its width on the screen at every zoom.

#include <QPaintDevice>
#include <QPainter>

#include "ui/parts/canvas.h"
#include "ui/parts/label_layout.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kShadowAlpha = 166;  // 65 %
constexpr int kLabelHeight = 20;
constexpr int kCardWidth = 300;

// Cosmetic pens count device pixels: `width` is in logical ones.
QPen cosmetic(const QPainter& painter, const QColor& color, double width) {
    QPen pen(color, width * painter.device()->devicePixelRatioF(), Qt::SolidLine, Qt::FlatCap,
             Qt::RoundJoin);
    pen.setCosmetic(true);
    return pen;
}

QString labelText(const CanvasObject& object) {
    return object.score < 0 ? object.name : object.name + u' ' + metricText(object.score, 2);
}

}  // namespace

void Canvas::drawOutline(QPainter& painter, const CanvasObject& object) {
    painter.save();
    painter.setTransform(m_view.toTransform(), true);
    const QPainterPath& path = pathOf(object);
    painter.strokePath(path, cosmetic(painter, QColor(0, 0, 0, kShadowAlpha), 4));
    QPen line = cosmetic(painter, object.color, 2);
    if (!object.isTruth())
        line.setDashPattern({3.5, 2});  // 7-4 px at width 2
    painter.strokePath(path, line);
    painter.restore();
}

void Canvas::drawSelection(QPainter& painter, const CanvasObject& object) {
    painter.save();
    painter.setTransform(m_view.toTransform(), true);
    const QPainterPath& path = pathOf(object);
    painter.strokePath(path, cosmetic(painter, Qt::black, 5));
    QPen line = cosmetic(painter, Qt::white, 2);
    if (!object.isTruth())
        line.setDashPattern({3.5, 2});
    painter.strokePath(path, line);
    painter.restore();
}

void Canvas::drawBox(QPainter& painter, const CanvasObject& object) {
    const QRectF box = m_view.widgetFromImage(
        QRectF(object.box.x, object.box.y, object.box.width, object.box.height));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(cosmetic(painter, QColor(0, 0, 0, kShadowAlpha), 3));
    painter.drawRect(box);
    QPen line = cosmetic(painter, object.color, 1.25);
    if (!object.isTruth())
        line.setDashPattern({5, 3});
    painter.setPen(line);
    painter.drawRect(box);
}

void Canvas::drawLabels(QPainter& painter) {
    if (!m_scene)
        return;
    const QFont font = typeFont(-1);
    const QRectF viewport = QRectF(rect()).adjusted(2, 2, -2, -2);
    std::vector<const CanvasObject*> objects;
    std::vector<LabelWish> wishes;
    for (const CanvasObject& object : m_scene->objects) {
        const QPointF anchor = m_view.widgetFromImage(object.anchor);
        if (!m_style.shows(object) || !viewport.contains(anchor))
            continue;
        objects.push_back(&object);
        wishes.push_back(
            {anchor, QSizeF(tabularWidth(font, labelText(object)) + 30, kLabelHeight)});
    }
    const QRectF picture = m_view.widgetFromImage(QRectF(QPointF(), QSizeF(m_scene->size)));
    const auto placed = placeLabels(wishes, picture, viewport);
    for (const PlacedLabel& label : placed) {
        if (!label.leader)
            continue;
        const bool left = label.rect.center().x() < wishes[label.wish].anchor.x();
        const QPointF end(left ? label.rect.right() : label.rect.left(), label.rect.center().y());
        painter.setPen(QPen(QColor(0, 0, 0, kShadowAlpha), 3));
        painter.drawLine(wishes[label.wish].anchor, end);
        painter.setPen(QPen(Qt::white, 1));
        painter.drawLine(wishes[label.wish].anchor, end);
        painter.setPen(QPen(Qt::black, 1));
        painter.setBrush(Qt::white);
        painter.drawEllipse(wishes[label.wish].anchor, 2.5, 2.5);
    }
    painter.setFont(font);
    for (const PlacedLabel& label : placed) {
        const CanvasObject& object = *objects[label.wish];
        painter.setPen(m_selected && object.ref == *m_selected ? QPen(Qt::white, 1)
                                                               : QPen(Qt::NoPen));
        painter.setBrush(QColor(0x0c, 0x0c, 0x0c, 219));  // 86 %
        painter.drawRect(label.rect);
        const QRectF swatch(label.rect.left() + 6, label.rect.center().y() - 5, 10, 10);
        painter.fillRect(swatch, object.color);
        painter.setPen(Qt::white);
        drawTabular(painter, label.rect.adjusted(22, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                    labelText(object));
    }
    if (placed.size() < wishes.size()) {
        const QString more = tr("%1 more labels: zoom in").arg(wishes.size() - placed.size());
        const QRectF at(viewport.center().x() - 80, viewport.bottom() - 24, 160, kLabelHeight);
        painter.fillRect(at, QColor(0x0c, 0x0c, 0x0c, 219));
        painter.setPen(Qt::white);
        painter.drawText(at, Qt::AlignCenter, more);
    }
}

// Beside the pointer, never under it.
void Canvas::drawCard(QPainter& painter, const CanvasObject& object) {
    const auto groups = m_catalog ? chipGroups(*m_catalog, object.attributes, object.isTruth(),
                                               m_style.attributeThreshold, 0.3)
                                  : std::vector<ChipGroup>();
    const int chips = layoutChips(nullptr, {}, kCardWidth - 24, groups);
    const int height = 12 + 22 + 20 + (groups.empty() ? 0 : chips + 4) + 6;
    QRectF card(m_pointer + QPointF(18, 12), QSizeF(kCardWidth, height));
    if (card.right() > width() - 4)
        card.moveRight(m_pointer.x() - 18);
    if (card.left() < 4) {  // no room on either side: above or below
        card.moveLeft(std::clamp(m_pointer.x() - card.width() / 2, 4.0,
                                 std::max(4.0, width() - card.width() - 4)));
        card.moveTop(m_pointer.y() + 24);
    }
    if (card.bottom() > this->height() - 4)
        card.moveBottom(std::max(card.height() + 4.0, m_pointer.y() - 16));
    painter.setPen(themed(Token::Border));
    painter.setBrush(themed(Token::Raised));
    painter.drawRect(card);
    const QRectF inner = card.adjusted(12, 8, -12, -8);
    painter.fillRect(QRectF(inner.left(), inner.top() + 5, 12, 12), object.color);
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(Token::Text));
    const QRectF head(inner.left() + 20, inner.top(), inner.width() - 20, 22);
    painter.drawText(
        head.adjusted(0, 0, -60, 0), Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(object.name, Qt::ElideMiddle, int(head.width()) - 60));
    painter.setFont(typeFont(-1));
    painter.setPen(themed(Token::Text2));
    if (object.score >= 0)
        drawTabular(painter, head, Qt::AlignRight | Qt::AlignVCenter,
                    tr("score %1").arg(metricText(object.score, 2)));
    const QRectF line(inner.left(), inner.top() + 22, inner.width(), 20);
    QPen sample = cosmetic(painter, themed(object.isTruth() ? Token::Truth : Token::Prediction), 2);
    if (!object.isTruth())
        sample.setDashPattern({3.5, 2});
    painter.setPen(sample);
    painter.drawLine(QPointF(line.left(), line.center().y()),
                     QPointF(line.left() + 14, line.center().y()));
    painter.setPen(themed(Token::Text2));
    painter.drawText(line.adjusted(20, 0, 0, 0), Qt::AlignVCenter,
                     object.isTruth() ? tr("ground truth") : tr("prediction"));
    const double total = double(m_scene->size.width()) * m_scene->size.height();
    drawTabular(painter, line, Qt::AlignRight | Qt::AlignVCenter,
                tr("%1 % of the picture").arg(100 * double(object.area) / total, 0, 'f', 1));
    layoutChips(&painter, inner.topLeft() + QPointF(0, 46), int(inner.width()), groups);
}

}  // namespace selvedge
