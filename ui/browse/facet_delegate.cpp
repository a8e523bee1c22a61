#include "ui/browse/facet_delegate.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QPainter>
#include <algorithm>

#include "ui/browse/facet_model.h"
#include "ui/browse/range_row.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kRowHeight = 24;
constexpr int kGroupHeight = 30;
constexpr int kBarWidth = 40;
constexpr int kCountWidth = 40;
constexpr int kSentenceLeft = 34, kGroupLeft = 28;

void paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const QRect r = option.rect;
    drawChevron(painter, QRect(r.left() + 10, r.top() + 2, 12, r.height()),
                option.state & QStyle::State_Open ? Qt::DownArrow : Qt::RightArrow,
                themed(Token::Text2));
    const bool set = index.data(FacetModel::SetRole).toInt() > 0;
    painter.setFont(typeFont(-1));
    const QString aside = painter.fontMetrics().elidedText(
        index.data(FacetModel::AsideRole).toString(), Qt::ElideMiddle, r.width() / 2);
    const int asideWidth = painter.fontMetrics().horizontalAdvance(aside);
    painter.setPen(themed(set ? Token::Accent : Token::Text2));
    painter.drawText(r.adjusted(0, 4, -12, 0), Qt::AlignVCenter | Qt::AlignRight, aside);
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(Token::Text));
    const QRect nameRect = r.adjusted(28, 4, -20 - asideWidth, 0);
    painter.drawText(nameRect, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                      nameRect.width()));
}

// A row that is a sentence, a command, or unfolds something.
void paintSentence(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                   FacetModel::Kind kind) {
    const bool command = kind == FacetModel::Kind::Command;
    const bool ofGroups = kind == FacetModel::Kind::MoreGroups;
    painter.setFont(typeFont(command || ofGroups ? 0 : -1));
    painter.setPen(themed(command ? Token::Accent : Token::Text2));
    painter.drawText(option.rect.adjusted(ofGroups ? kGroupLeft : kSentenceLeft, 0, -12, 0),
                     Qt::AlignVCenter | Qt::TextWordWrap, index.data().toString());
}

int sentenceHeight(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* view = qobject_cast<const QAbstractScrollArea*>(option.widget);
    const int width = view ? view->viewport()->width() : 240;
    const QRect room(0, 0, std::max(80, width - kSentenceLeft - 12), 1000);
    return QFontMetrics(typeFont(-1))
               .boundingRect(room, Qt::TextWordWrap, index.data().toString())
               .height() +
           8;
}

void paintValue(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                int largest) {
    const QRect r = option.rect;
    const auto state = FacetState(index.data(FacetModel::StateRole).toInt());
    const int count = index.data(FacetModel::CountRole).toInt();
    const int total = index.data(FacetModel::TotalRole).toInt();
    const bool faint = count == 0 && state == FacetState::Off;

    QStyleOptionButton check;
    check.rect = QRect(r.left() + 12, r.center().y() - 6, 14, 14);
    check.state = QStyle::State_Enabled | (state == FacetState::Include   ? QStyle::State_On
                                           : state == FacetState::Exclude ? QStyle::State_NoChange
                                                                          : QStyle::State_Off);
    QApplication::style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &check, &painter);

    int x = r.left() + 34;
    const auto swatch = index.data(FacetModel::SwatchRole).value<QColor>();
    if (swatch.isValid()) {
        painter.setOpacity(faint ? 0.4 : 1);
        const QRect square(x, r.center().y() - 5, 11, 11);
        painter.fillRect(square, swatch);
        if (Facet(index.data(FacetModel::FacetRole).toInt()) == Facet::Colour) {
            // White on light and black on dark have no edge of their own.
            painter.setPen(themed(Token::Border));
            painter.drawRect(square.adjusted(0, 0, -1, -1));
        }
        painter.setOpacity(1);
        x += 19;
    }
    if (const QVariant verdict = index.data(FacetModel::VerdictRole); verdict.isValid()) {
        const auto kind = Verdict::Kind(verdict.toInt());
        paintVerdict(painter, QRectF(x, r.center().y() - 5, 12, 12), kind,
                     faint ? themed(Token::Text3) : verdictColor(kind));
        x += 19;
    }
    const int right = r.right() - 8 - kCountWidth - kBarWidth - 8;
    QFont font = typeFont(0, state == FacetState::Include);
    font.setStrikeOut(state == FacetState::Exclude);
    painter.setFont(font);
    painter.setPen(themed(faint ? Token::Text3 : Token::Text));
    painter.drawText(
        QRect(x, r.top(), right - x, r.height()), Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, right - x));

    const auto bar = [&](int images, Token token) {
        const int width =
            largest > 0 ? qMin(kBarWidth, qRound(double(images) * kBarWidth / largest)) : 0;
        painter.fillRect(QRect(right + 8, r.center().y() - 1, images > 0 ? qMax(1, width) : 0, 4),
                         themed(token));
    };
    bar(total, Token::Line);
    bar(count, state == FacetState::Include ? Token::Accent : Token::Text3);
    painter.setFont(typeFont(-1));
    painter.setPen(themed(faint ? Token::Text3 : Token::Text2));
    drawTabular(painter, QRectF(r.right() - 8 - kCountWidth, r.top(), kCountWidth, r.height()),
                Qt::AlignRight | Qt::AlignVCenter, countText(count));
}

FacetModel::Kind kindOf(const QModelIndex& index) {
    return FacetModel::Kind(index.data(FacetModel::KindRole).toInt());
}

}  // namespace

QSize FacetDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    switch (kindOf(index)) {
        case FacetModel::Kind::Group:
            return {160, kGroupHeight};
        case FacetModel::Kind::Range:
            return {160, kRangeRowHeight};
        case FacetModel::Kind::Note:
            return {160, std::max(kRowHeight, sentenceHeight(option, index))};
        case FacetModel::Kind::Value:
        case FacetModel::Kind::More:
        case FacetModel::Kind::MoreGroups:
        case FacetModel::Kind::Command:
            break;
    }
    return {160, kRowHeight};
}

void FacetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    const QRect r = option.rect;
    const FacetModel::Kind kind = kindOf(index);
    if (option.state & QStyle::State_MouseOver && kind != FacetModel::Kind::Range &&
        kind != FacetModel::Kind::Note)
        painter->fillRect(r, themed(Token::Hover));
    switch (kind) {
        case FacetModel::Kind::Group:
            paintGroup(*painter, option, index);
            break;
        case FacetModel::Kind::Value:
            paintValue(*painter, option, index, m_largest);
            break;
        case FacetModel::Kind::Range:
            paintRangeRow(*painter, r, RangeScale(Facet(index.data(FacetModel::FacetRole).toInt())),
                          index.data(FacetModel::RangeRole).value<NumberRange>(),
                          index.data(FacetModel::BinsRole).value<QList<int>>());
            break;
        case FacetModel::Kind::More:
        case FacetModel::Kind::MoreGroups:
        case FacetModel::Kind::Note:
        case FacetModel::Kind::Command:
            paintSentence(*painter, option, index, kind);
            break;
    }
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(*painter, QRectF(r).adjusted(2, 1, -2, -1));
    painter->restore();
}

}  // namespace selvedge
