#include "ui/parts/chips.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <map>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kNameWidth = 84;
constexpr int kHeight = 20;
constexpr int kGap = 4;
constexpr int kGlyph = 14;  // room for the sign

QPen edgeOf(const Chip& chip) {
    switch (chip.mark) {
        case Chip::Mark::Missed:
            return QPen(themed(Token::Missed), 1);
        case Chip::Mark::False: {
            QPen dashed(themed(Token::False), 1);
            dashed.setDashPattern({3, 2});
            return dashed;
        }
        case Chip::Mark::Right:
        case Chip::Mark::None:
            break;
    }
    return QPen(themed(chip.on ? Token::Border : Token::Line), 1);
}

void paintChip(QPainter& painter, const QRectF& r, const Chip& chip, double textWidth) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = r.adjusted(.5, .5, -.5, -.5);
    const bool filled = chip.on && chip.mark != Chip::Mark::False;
    painter.setPen(Qt::NoPen);
    painter.setBrush(themed(Token::Panel));
    painter.drawRoundedRect(body, 3, 3);
    if (filled) {  // the score fills it from the left
        const double share = chip.score >= 0 ? std::min(1.0, chip.score) : 1;
        painter.setClipRect(QRectF(r.left(), r.top(), r.width() * share, r.height()));
        painter.setBrush(themed(Token::Hover));
        painter.drawRoundedRect(body, 3, 3);
        painter.setClipping(false);
    }
    painter.setPen(edgeOf(chip));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(body, 3, 3);
    double x = r.left() + 6;
    if (const Verdict::Kind glyph = chipVerdict(chip); hasGlyph(glyph)) {
        paintVerdict(painter, QRectF(x, r.top(), 9, r.height()), glyph, verdictColor(glyph));
        x += kGlyph;
    }
    const bool strong = chip.on || chip.mark == Chip::Mark::Missed;
    painter.setPen(themed(strong ? Token::Text : Token::Text2));
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

// A group's name in its column: of "textile pattern" and "neckline type" what tells them apart.
QString fittingName(QString name, const QFontMetrics& metrics) {
    constexpr int kRoom = kNameWidth - 6;
    if (metrics.horizontalAdvance(name) > kRoom) {
        if (const QString first = QStringLiteral("textile "); name.startsWith(first))
            name.remove(0, first.size());
        if (const QString last = QStringLiteral(" type"); name.endsWith(last))
            name.chop(last.size());
    }
    return metrics.elidedText(name, Qt::ElideRight, kRoom);
}

// The group of `attribute`, at the end of `groups` when it is new.
ChipGroup& groupOf(std::vector<ChipGroup>& groups, const Attribute& attribute) {
    const QString name = QString::fromStdString(attribute.group);
    for (ChipGroup& group : groups) {
        if (group.name == name)
            return group;
    }
    return groups.emplace_back(ChipGroup{name, {}});
}

}  // namespace

Verdict::Kind chipVerdict(const Chip& chip) {
    switch (chip.mark) {
        case Chip::Mark::Right:
            return Verdict::Kind::Right;
        case Chip::Mark::Missed:
            return Verdict::Kind::Missed;
        case Chip::Mark::False:
            return Verdict::Kind::False;
        case Chip::Mark::None:
            break;
    }
    return chip.on ? Verdict::Kind::Right : Verdict::Kind::Hidden;
}

std::vector<ChipGroup> chipGroups(const Catalog& catalog,
                                  std::span<const AttributeScore> attributes, bool truth,
                                  const CategoryThresholds& thresholds, double faintest) {
    std::vector<ChipGroup> groups;
    for (const AttributeScore& item : attributes) {
        // As the measures do: a written .7 is not below .7.
        const bool on = truth || item.probability >= thresholds.attribute(item.attribute);
        if ((!on && item.probability < faintest) || item.attribute >= catalog.attributes().size())
            continue;
        const Attribute& attribute = catalog.attributes()[item.attribute];
        groupOf(groups, attribute)
            .chips.push_back({QString::fromStdString(attribute.name),
                              truth ? -1 : double(item.probability), on, Chip::Mark::None});
    }
    for (ChipGroup& group : groups)
        std::stable_sort(group.chips.begin(), group.chips.end(),
                         [](const Chip& a, const Chip& b) { return a.score > b.score; });
    return groups;
}

std::vector<ChipGroup> comparedChips(const Catalog& catalog, std::span<const AttributeScore> truth,
                                     std::span<const AttributeScore> predicted,
                                     const CategoryThresholds& thresholds) {
    std::map<AttributeIndex, double> scores;  // of predicted ones; in the catalog's order
    for (const AttributeScore& item : predicted) {
        if (item.probability >= thresholds.attribute(item.attribute))
            scores[item.attribute] = double(item.probability);
    }
    std::map<AttributeIndex, Chip> chips;
    for (const AttributeScore& item : truth)
        chips[item.attribute] = {{}, -1, false, Chip::Mark::Missed};
    for (const auto& [attribute, score] : scores)
        chips[attribute] = {
            {}, score, true, chips.contains(attribute) ? Chip::Mark::Right : Chip::Mark::False};
    std::vector<ChipGroup> groups;
    for (auto& [index, chip] : chips) {
        if (index >= catalog.attributes().size())
            continue;
        const Attribute& attribute = catalog.attributes()[index];
        chip.name = QString::fromStdString(attribute.name);
        groupOf(groups, attribute).chips.push_back(chip);
    }
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
            painter->drawText(QRectF(topLeft.x(), y, kNameWidth - 6, kHeight),
                              Qt::AlignVCenter | Qt::TextSingleLine,
                              fittingName(group.name, painter->fontMetrics()));
        }
        double x = left;
        for (const Chip& chip : group.chips) {
            const double extra =
                12 + (hasGlyph(chipVerdict(chip)) ? kGlyph : 0) +
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
