#include "ui/parts/chips.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <map>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kNameWidth = 84;
constexpr int kHeight = 20;
constexpr int kGap = 4;
constexpr int kGlyph = 14;  // room for the check

void paintChip(QPainter& painter, const QRectF& r, const Chip& chip, double textWidth) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(themed(chip.on ? Token::Border : Token::Line), 1));
    painter.setBrush(themed(chip.on ? Token::Hover : Token::Panel));
    painter.drawRoundedRect(r.adjusted(.5, .5, -.5, -.5), 3, 3);
    double x = r.left() + 6;
    if (chip.on) {
        painter.setPen(QPen(themed(Token::Right), 1.5, Qt::SolidLine, Qt::RoundCap));
        const double y = r.center().y();
        const QPointF tick[] = {{x, y}, {x + 2.5, y + 2.5}, {x + 7, y - 3}};
        painter.drawPolyline(tick, 3);
        x += kGlyph;
    }
    painter.setPen(themed(chip.on ? Token::Text : Token::Text2));
    const QRectF text(x, r.top(), textWidth, r.height());
    painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(chip.name, Qt::ElideMiddle, int(textWidth)));
    if (chip.score >= 0) {
        painter.setPen(themed(Token::Text2));
        drawTabular(painter, r.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter,
                    metricText(chip.score, 2));
    }
    painter.restore();
}

}  // namespace

std::vector<ChipGroup> chipGroups(const Catalog& catalog,
                                  std::span<const AttributeScore> attributes, bool truth,
                                  double threshold, double faintest) {
    std::vector<ChipGroup> groups;
    std::map<std::string, std::size_t> groupOf;
    for (const AttributeScore& item : attributes) {
        const bool on = truth || item.probability >= threshold;
        if ((!on && item.probability < faintest) || item.attribute >= catalog.attributes().size())
            continue;
        const Attribute& attribute = catalog.attributes()[item.attribute];
        const auto [it, fresh] = groupOf.try_emplace(attribute.group, groups.size());
        if (fresh)
            groups.push_back({QString::fromStdString(attribute.group), {}});
        groups[it->second].chips.push_back(
            {QString::fromStdString(attribute.name), truth ? -1 : double(item.probability), on});
    }
    for (ChipGroup& group : groups)
        std::stable_sort(group.chips.begin(), group.chips.end(),
                         [](const Chip& a, const Chip& b) { return a.score > b.score; });
    return groups;
}

int layoutChips(QPainter* painter, QPointF topLeft, int width,
                const std::vector<ChipGroup>& groups) {
    const QFont font = typeFont(-1);
    const QFontMetricsF metrics(font);
    const double left = topLeft.x() + kNameWidth;
    const double right = topLeft.x() + width;
    double y = topLeft.y();
    if (painter) {
        painter->save();
        painter->setFont(font);
    }
    for (const ChipGroup& group : groups) {
        if (painter) {
            painter->setPen(themed(Token::Text2));
            painter->drawText(
                QRectF(topLeft.x(), y, kNameWidth - 6, kHeight),
                Qt::AlignVCenter | Qt::TextSingleLine,
                painter->fontMetrics().elidedText(group.name, Qt::ElideRight, kNameWidth - 6));
        }
        double x = left;
        for (const Chip& chip : group.chips) {
            const double extra =
                12 + (chip.on ? kGlyph : 0) +
                (chip.score >= 0 ? tabularWidth(font, metricText(chip.score, 2)) + 8 : 0);
            const double wanted = metrics.horizontalAdvance(chip.name) + 2;
            const double text = std::min(wanted, right - left - extra);
            if (x > left && x + text + extra > right) {
                x = left;
                y += kHeight + kGap;
            }
            if (painter)
                paintChip(*painter, {x, y, text + extra, kHeight}, chip, text);
            x += text + extra + kGap;
        }
        y += kHeight + kGap;
    }
    if (painter)
        painter->restore();
    return int(y - topLeft.y());
}

}  // namespace selvedge
