// ScenePainter: labels.

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>
#include <algorithm>

#include "ui/parts/scene_painter.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr QRgb kGround = 0xdb0c0c0c;  // #0c0c0c at 86 %
constexpr QRgb kQuiet = 0xffc8c8c8;   // the lines under the head
constexpr int kShadowAlpha = 166;
constexpr double kHead = 20, kLine = 16;
constexpr double kBefore = 22, kAfter = 8, kGlyph = 16;
// Lines under a label's head: all, few, none, until there is room for every label.
constexpr int kLineLimits[] = {12, 4, 0};

struct Label {
    const CanvasObject* object = nullptr;
    QString head;
    QStringList lines;
    Verdict::Kind verdict = Verdict::Kind::Hidden;
    double width = 0;
};

QString headText(const CanvasScene& scene, const CanvasObject& object) {
    QStringList words{runLetter(scene, object.ref), object.name};
    words.removeAll(QString());
    if (object.score >= 0)
        words += metricText(object.score, 2);
    return words.join(u' ');
}

// How good it is, then a line for each group of attributes.
QStringList detailLines(const CanvasObject& object, const SceneVerdict* verdict,
                        const Catalog& catalog, const OperatingPoint& point) {
    constexpr double kNone = 2;  // of those that are off
    const CategoryThresholds thresholds(point, object.category);
    QStringList lines;
    if (verdict && verdict->partner)
        lines += QStringLiteral("IoU %1   F1 %2")
                     .arg(metricText(verdict->iou, 2), metricText(verdict->f1, 2));
    for (const ChipGroup& group :
         chipGroups(catalog, object.attributes, object.isTruth(), thresholds, kNone)) {
        QStringList names;
        for (const Chip& chip : group.chips)
            names += chip.name;
        lines += names.join(QStringLiteral(", "));
    }
    return lines;
}

double heightOf(const Label& label) {
    return kHead + (label.lines.empty() ? 0 : kLine * double(label.lines.size()) + 3);
}

QStringList shortened(const QStringList& lines, int limit) {
    if (lines.size() <= limit)
        return lines;
    if (limit == 0)
        return {};
    QStringList some = lines.mid(0, limit - 1);
    some += QStringLiteral("+%1").arg(lines.size() - some.size());
    return some;
}

void measure(Label& label, const QFont& font, double widest) {
    const double glyph = hasGlyph(label.verdict) ? kGlyph : 0;
    label.width = kBefore + tabularWidth(font, label.head) + glyph + kAfter;
    for (const QString& line : label.lines)
        label.width = std::max(label.width, kBefore + tabularWidth(font, line) + kAfter);
    label.width = std::min(label.width, widest);
}

void drawLeader(QPainter& painter, const PlacedLabel& label, QPointF anchor) {
    const bool left = label.rect.center().x() < anchor.x();
    const QPointF end(left ? label.rect.right() : label.rect.left(), label.rect.top() + kHead / 2);
    painter.setPen(QPen(QColor(0, 0, 0, kShadowAlpha), 3));
    painter.drawLine(anchor, end);
    painter.setPen(QPen(Qt::white, 1));
    painter.drawLine(anchor, end);
    painter.setPen(QPen(Qt::black, 1));
    painter.setBrush(Qt::white);
    painter.drawEllipse(anchor, 2.5, 2.5);
}

void drawLabel(QPainter& painter, const QRectF& rect, const Label& label, const QColor& color,
               bool selected) {
    painter.setPen(selected ? QPen(Qt::white, 1) : QPen(Qt::NoPen));
    painter.setBrush(QColor::fromRgba(kGround));
    painter.drawRect(rect);
    const QRectF head(rect.left() + kBefore, rect.top(), rect.width() - kBefore - 2, kHead);
    painter.fillRect(QRectF(rect.left() + 6, head.center().y() - 5, 10, 10), color);
    painter.setPen(Qt::white);
    const double glyph = hasGlyph(label.verdict) ? kGlyph : 0;
    const QString text =
        painter.fontMetrics().elidedText(label.head, Qt::ElideMiddle, int(head.width() - glyph));
    drawTabular(painter, head, Qt::AlignLeft | Qt::AlignVCenter, text);
    if (glyph > 0)
        paintVerdict(painter, QRectF(head.right() - kGlyph - 2, head.top(), kGlyph, kHead),
                     label.verdict, verdictColorOverPhoto(label.verdict));
    painter.setPen(QColor::fromRgba(kQuiet));
    QRectF line(head.left(), head.bottom() - 2, head.width(), kLine);
    for (const QString& words : label.lines) {
        drawTabular(painter, line, Qt::AlignLeft | Qt::AlignVCenter,
                    painter.fontMetrics().elidedText(words, Qt::ElideRight, int(line.width())));
        line.translate(0, kLine);
    }
}

}  // namespace

void ScenePainter::drawLabels(QPainter& painter, const SceneFrame& frame,
                              const std::optional<ObjectRef>& selected) const {
    if (!m_scene)
        return;
    const QFont font = typeFont(-1);
    const QRectF viewport = frame.rect.adjusted(2, 2, -2, -2);
    // Two columns of them find room side by side, with some of the picture between.
    const double widest = std::min(kWidestLabel, viewport.width() * 0.38);
    std::vector<Label> labels;
    std::vector<QStringList> details;
    std::vector<LabelWish> wishes;
    for (const CanvasObject& object : m_scene->objects) {
        const QPointF anchor = frame.view.widgetFromImage(object.anchor);
        if (!m_style.shows(object) || !viewport.contains(anchor))
            continue;
        const SceneVerdict* judged = verdict(object);
        // A pair on one canvas has one label, with the score; where labels list attributes, both.
        if (object.isTruth() && judged && judged->partner && !m_style.attributes &&
            object.ref != selected && m_style.shows(m_scene->objects[*judged->partner]))
            continue;
        labels.push_back({&object, headText(*m_scene, object), {}, {}, 0});
        labels.back().verdict = judged ? judged->kind : Verdict::Kind::Hidden;
        details.push_back(m_style.attributes && m_catalog
                              ? detailLines(object, judged, *m_catalog, m_style.point)
                              : QStringList());
        wishes.push_back({anchor, {}});
    }
    const QRectF picture = frame.view.widgetFromImage(QRectF(QPointF(), QSizeF(m_scene->size)));
    std::vector<PlacedLabel> placed;
    for (const int limit : kLineLimits) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            labels[i].lines = shortened(details[i], limit);
            measure(labels[i], font, widest);
            wishes[i].size = QSizeF(labels[i].width, heightOf(labels[i]));
        }
        placed = placeLabels(wishes, picture, viewport, frame.labels);
        if (placed.size() == labels.size() || !m_style.attributes)
            break;
    }
    if (placed.size() < labels.size())  // room for the line that says so
        placed = placeLabels(wishes, picture, viewport.adjusted(0, 0, 0, -28), frame.labels);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font);
    for (const PlacedLabel& label : placed) {
        if (label.leader)
            drawLeader(painter, label, wishes[label.wish].anchor);
    }
    for (const PlacedLabel& place : placed) {
        const CanvasObject& object = *labels[place.wish].object;
        drawLabel(painter, place.rect, labels[place.wish], m_style.colorOf(object),
                  object.ref == selected);
    }
    if (placed.size() < labels.size()) {
        const QString more =
            QObject::tr("%1 more labels: zoom in").arg(labels.size() - placed.size());
        const double width = painter.fontMetrics().horizontalAdvance(more) + 16;
        const QRectF at(viewport.center().x() - width / 2, viewport.bottom() - 24, width, kHead);
        painter.fillRect(at, QColor::fromRgba(kGround));
        painter.setPen(Qt::white);
        painter.drawText(at, Qt::AlignCenter, more);
    }
}

}  // namespace selvedge
