#include "ui/browse/object_delegate.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/browse/object_list_model.h"
#include "ui/parts/style.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/parts/verdict_glyph.h"

namespace selvedge {

namespace {

constexpr int kEyeWidth = 30, kRight = 12, kNumber = 48, kGlyph = 20;

// From the right: verdict, score, area; the first two only where there are predictions.
struct Columns {
    QRect verdict, score, area;
    int left;  // where the name ends
    Columns(const QRect& r, bool hasScore, bool compared) {
        int right = r.right() + 1 - kRight;
        const auto take = [&](int width) {
            right -= width;
            return QRect(right, r.top(), width, r.height());
        };
        if (compared)
            verdict = take(kGlyph);
        if (hasScore)
            score = take(kNumber - 10);
        area = take(kNumber);
        left = right;
    }
};

void paintEye(QPainter& painter, QPointF center, bool open, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.2, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    QPainterPath lids(center - QPointF(6, 0));
    lids.quadTo(center - QPointF(0, open ? 7 : -6), center + QPointF(6, 0));
    if (open)
        lids.quadTo(center + QPointF(0, 7), center - QPointF(6, 0));
    painter.drawPath(lids);
    if (open) {
        painter.setBrush(color);
        painter.drawEllipse(center, 1.6, 1.6);
    }
    painter.restore();
}

void paintHead(QPainter& painter, const QRect& r, const QModelIndex& index) {
    const bool truth = index.data(ObjectListModel::IsTruthRole).toBool();
    const bool compared = index.data(ObjectListModel::IsComparedRole).toBool();
    QPen sample(themed(truth ? Token::Truth : Token::Prediction), 2);
    sample.setCapStyle(Qt::FlatCap);
    if (!truth)
        sample.setDashPattern(
            runDashes(std::uint16_t(index.data(ObjectListModel::RunRole).toUInt())));
    painter.setPen(sample);
    painter.drawLine(r.left() + 12, r.center().y() + 1, r.left() + 28, r.center().y() + 1);
    const Columns columns(r, !truth || compared, compared);
    painter.setFont(typeFont(0, true));
    painter.setPen(themed(Token::Text));
    const QString count = index.data(ObjectListModel::CountRole).toString();
    const double digits = tabularWidth(typeFont(-1), count) + 8;
    QRect title(QPoint(r.left() + 36, r.top()), QPoint(columns.left - int(digits), r.bottom()));
    const QString name =
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, title.width());
    painter.drawText(title, Qt::AlignVCenter | Qt::TextSingleLine, name);
    title.setLeft(title.left() + painter.fontMetrics().horizontalAdvance(name) + 8);
    title.setWidth(int(digits));
    painter.setFont(typeFont(-1));
    painter.setPen(themed(Token::Text2));
    drawTabular(painter, title, Qt::AlignVCenter | Qt::AlignLeft, count);
    painter.drawText(columns.area, Qt::AlignVCenter | Qt::AlignRight, ObjectListModel::tr("area"));
    if (columns.score.isValid())
        painter.drawText(columns.score, Qt::AlignVCenter | Qt::AlignRight,
                         ObjectListModel::tr("score"));
}

void paintRow(QPainter& painter, const QRect& r, const QModelIndex& index, bool selected) {
    const bool hidden = index.data(ObjectListModel::IsHiddenRole).toBool();
    const QColor quiet = themed(selected ? Token::Text : Token::Text2);
    paintEye(painter, QRectF(ObjectDelegate::eyeRect(r)).center(), !hidden, quiet);
    painter.setOpacity(hidden ? 0.55 : 1);
    painter.fillRect(QRect(r.left() + kEyeWidth + 2, r.center().y() - 5, 11, 11),
                     index.data(ObjectListModel::SwatchRole).value<QColor>());
    const QString score = index.data(ObjectListModel::ScoreRole).toString();
    const QVariant verdict = index.data(ObjectListModel::VerdictRole);
    const Columns columns(r, !score.isEmpty(), verdict.isValid());
    painter.setFont(typeFont());
    painter.setPen(themed(Token::Text));
    const QRect name(QPoint(r.left() + kEyeWidth + 20, r.top()),
                     QPoint(columns.left - 4, r.bottom()));
    painter.drawText(
        name, Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, name.width()));
    painter.setFont(typeFont(-1));
    painter.setPen(quiet);
    drawTabular(painter, columns.area, Qt::AlignVCenter | Qt::AlignRight,
                index.data(ObjectListModel::AreaRole).toString());
    if (columns.score.isValid())
        drawTabular(painter, columns.score, Qt::AlignVCenter | Qt::AlignRight, score);
    painter.setOpacity(1);
    if (verdict.isValid()) {
        const auto kind = Verdict::Kind(verdict.toInt());
        paintVerdict(painter, columns.verdict.adjusted(6, 0, 4, 0), kind, verdictColor(kind));
    }
}

}  // namespace

QRect ObjectDelegate::eyeRect(const QRect& row) {
    return {row.left() + 4, row.top(), kEyeWidth - 4, row.height()};
}

QSize ObjectDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, kRowHeight};
}

void ObjectDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    painter->save();
    const QRect r = option.rect;
    const bool isRow = index.parent().isValid();
    const bool selected = option.state & QStyle::State_Selected;
    if (selected && isRow)
        painter->fillRect(r, themed(Token::Select));
    else if (option.state & QStyle::State_MouseOver && isRow)
        painter->fillRect(r, themed(Token::Hover));
    if (isRow)
        paintRow(*painter, r, index, selected);
    else
        paintHead(*painter, r, index);
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(*painter, QRectF(r).adjusted(2, 1, -2, -1));
    painter->restore();
}

bool ObjectDelegate::editorEvent(QEvent* event, QAbstractItemModel*,
                                 const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (!index.parent().isValid())
        return false;
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() != Qt::LeftButton ||
            !eyeRect(option.rect).contains(mouse->position().toPoint()))
            return false;
    } else if (event->type() != QEvent::KeyPress ||
               static_cast<QKeyEvent*>(event)->key() != Qt::Key_Space) {
        return false;
    }
    Q_EMIT eyeToggled(index);
    return true;
}

}  // namespace selvedge
