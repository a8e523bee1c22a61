#include "ui/browse/facet_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/browse/facet_model.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kRowHeight = 24;
constexpr int kGroupHeight = 30;
constexpr int kBarWidth = 40;
constexpr int kCountWidth = 36;

void paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
    const QRect r = option.rect;
    drawChevron(painter, QRect(r.left() + 10, r.top() + 2, 12, r.height()),
                option.state & QStyle::State_Open ? Qt::DownArrow : Qt::RightArrow,
                themed(Token::Text2));
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(Token::Text));
    const int set = index.data(FacetModel::SetRole).toInt();
    const int present = index.data(FacetModel::PresentRole).toInt();
    const QString aside = set > 0 ? FacetDelegate::tr("%1 set").arg(set) : countText(present);
    painter.drawText(
        r.adjusted(28, 4, -60, 0), Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, r.width() - 90));
    painter.setFont(typeFont(-1));
    painter.setPen(themed(set > 0 ? Token::Accent : Token::Text2));
    painter.drawText(r.adjusted(0, 4, -12, 0), Qt::AlignVCenter | Qt::AlignRight, aside);
}

}  // namespace

QSize FacetDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    return {160, index.parent().isValid() ? kRowHeight : kGroupHeight};
}

void FacetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    const QRect r = option.rect;
    if (option.state & QStyle::State_MouseOver)
        painter->fillRect(r, themed(Token::Hover));
    if (!index.parent().isValid()) {
        paintGroup(*painter, option, index);
    } else {
        const auto state = FacetState(index.data(FacetModel::StateRole).toInt());
        const int count = index.data(FacetModel::CountRole).toInt();
        const int total = index.data(FacetModel::TotalRole).toInt();
        const bool faint = count == 0 && state == FacetState::Off;

        QStyleOptionButton check;
        check.rect = QRect(r.left() + 12, r.center().y() - 6, 14, 14);
        check.state =
            QStyle::State_Enabled | (state == FacetState::Include   ? QStyle::State_On
                                     : state == FacetState::Exclude ? QStyle::State_NoChange
                                                                    : QStyle::State_Off);
        QApplication::style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &check, painter);

        int x = r.left() + 34;
        const auto swatch = index.data(FacetModel::SwatchRole).value<QColor>();
        if (swatch.isValid()) {
            painter->setOpacity(faint ? 0.4 : 1);
            painter->fillRect(QRect(x, r.center().y() - 5, 11, 11), swatch);
            painter->setOpacity(1);
            x += 19;
        }
        const int right = r.right() - 8 - kCountWidth - kBarWidth - 8;
        QFont font = typeFont(0, state == FacetState::Include);
        font.setStrikeOut(state == FacetState::Exclude);
        painter->setFont(font);
        painter->setPen(themed(faint ? Token::Text3 : Token::Text));
        painter->drawText(
            QRect(x, r.top(), right - x, r.height()), Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, right - x));

        const auto bar = [&](int images, Token token) {
            const int width = m_largest > 0 ? qRound(double(images) * kBarWidth / m_largest) : 0;
            painter->fillRect(
                QRect(right + 8, r.center().y() - 1, images > 0 ? qMax(1, width) : 0, 4),
                themed(token));
        };
        bar(total, Token::Line);
        bar(count, state == FacetState::Include ? Token::Accent : Token::Text3);
        painter->setFont(typeFont(-1));
        painter->setPen(themed(faint ? Token::Text3 : Token::Text2));
        drawTabular(*painter, QRectF(r.right() - 8 - kCountWidth, r.top(), kCountWidth, r.height()),
                    Qt::AlignRight | Qt::AlignVCenter, countText(count));
    }
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(*painter, QRectF(r).adjusted(2, 1, -2, -1));
    painter->restore();
}

}  // namespace selvedge
