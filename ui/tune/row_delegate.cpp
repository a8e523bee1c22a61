#include "ui/tune/row_delegate.h"

#include <QLineEdit>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/parts/icons.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/tune/row_table_model.h"

namespace selvedge {

namespace {

constexpr int kPadding = 8, kValueWidth = 40, kKnob = 5, kSwatch = 10;
constexpr int kMostBar = 40, kLock = 16;

QColor inkOf(const QModelIndex& index, bool selected) {
    const QVariant own = index.data(Qt::ForegroundRole);
    if (own.isValid() && !(selected && own.value<QBrush>().color() == themed(Token::Text2)))
        return own.value<QBrush>().color();
    return themed(Token::Text);
}

}  // namespace

RowDelegate::RowDelegate(const RowTableModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

QRect RowDelegate::valueIn(const QRect& cell) {
    return {cell.right() - kValueWidth, cell.top(), kValueWidth, cell.height()};
}

QRect RowDelegate::sliderIn(const QRect& cell) {
    return cell.adjusted(kKnob + 3, 3, -kValueWidth - kKnob - 4, -3);
}

double RowDelegate::valueAt(const QRect& cell, double x) {
    const QRect slider = sliderIn(cell);
    const double share = (x - slider.left()) / std::max(1, slider.width());
    return std::round(std::clamp(share, 0.0, 1.0) * 100) / 100;
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    if (selected)
        painter->fillRect(option.rect, themed(Token::Select));
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, themed(Token::Hover));
    painter->setFont(typeFont(0));
    switch (index.column()) {
        case RowTableModel::Name:
            paintName(*painter, option, index);
            break;
        case RowTableModel::Threshold:
            paintSlider(*painter, option, index);
            break;
        case RowTableModel::Most:
            paintMost(*painter, option, index);
            break;
        case RowTableModel::Lock: {
            const bool locked = m_model.isLocked(m_model.rowAt(index.row()).row);
            const qreal ratio = painter->device()->devicePixelRatioF();
            const QColor tone = themed(locked || selected ? Token::Text : Token::Text3);
            const QRect box(option.rect.center().x() - kLock / 2 + 1,
                            option.rect.center().y() - kLock / 2 + 1, kLock, kLock);
            const QString icon =
                locked ? QStringLiteral("object-locked") : QStringLiteral("object-unlocked");
            if (hasIcons())
                painter->drawPixmap(box, iconPixmap(icon, kLock, tone, ratio));
            else if (locked)
                painter->fillRect(box.adjusted(5, 5, -5, -5), tone);
            break;
        }
        default:
            painter->setPen(inkOf(index, selected));
            drawTabular(*painter, option.rect.adjusted(kPadding, 0, -kPadding, 0),
                        Qt::AlignRight | Qt::AlignVCenter, index.data(Qt::DisplayRole).toString());
    }
    painter->restore();
}

// "coat  double breasted": of a category's attribute the garment stands back.
void RowDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const TuningRow& row = m_model.rowAt(index.row());
    QRect rest = option.rect.adjusted(kPadding, 0, -4, 0);
    if (row.row.category) {
        const QRect swatch(rest.left(), rest.center().y() - kSwatch / 2 + 1, kSwatch, kSwatch);
        painter.fillRect(swatch, m_model.palette().color(*row.row.category));
        painter.setPen(QColor(0, 0, 0, 120));
        painter.drawRect(swatch.adjusted(0, 0, -1, -1));
    }
    rest.setLeft(rest.left() + kSwatch + 6);
    const auto [garment, own] = m_model.namesOf(row);
    const bool selected = option.state & QStyle::State_Selected;
    if (!garment.isEmpty()) {
        painter.setPen(themed(selected ? Token::Text : Token::Text2));
        const QFontMetrics metrics(painter.font());
        const QString words = metrics.elidedText(garment, Qt::ElideRight, rest.width() * 2 / 5);
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, words);
        rest.setLeft(rest.left() + metrics.horizontalAdvance(words) + 6);
    }
    painter.setPen(themed(Token::Text));
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(own, Qt::ElideRight, rest.width()));
}

void RowDelegate::paintSlider(QPainter& painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const TuningRow& row = m_model.rowAt(index.row());
    const bool selected = option.state & QStyle::State_Selected;
    const double value = m_model.thresholdAt(index.row());
    const bool locked = m_model.isLocked(row.row);
    const QRect slider = sliderIn(option.rect);
    const int groove = slider.bottom() - 4;
    const int tallest = groove - slider.top() - 1;
    for (int i = 0; i < TuningRow::kBars; ++i) {
        const float share = row.bars[std::size_t(i)];
        if (share <= 0)
            continue;
        const int left = slider.left() + slider.width() * i / TuningRow::kBars;
        const int right = slider.left() + slider.width() * (i + 1) / TuningRow::kBars;
        const int tall = std::max(1, int(std::lround(double(share) * tallest)));
        const bool kept = (i + 0.5) / TuningRow::kBars >= value;
        painter.fillRect(left, groove - tall, std::max(1, right - left - 1), tall,
                         themed(kept       ? Token::Text3
                                : selected ? Token::Border
                                           : Token::Line));
    }
    const auto placeOf = [&](double at) {
        return slider.left() + int(std::lround(at * slider.width()));
    };
    const int knob = placeOf(value);
    painter.fillRect(slider.left(), groove, slider.width(), 2, themed(Token::Text3));
    painter.fillRect(slider.left(), groove, knob - slider.left(), 2, themed(Token::Accent));
    painter.setRenderHint(QPainter::Antialiasing);
    if (const auto before = m_model.before(row.row)) {
        painter.setPen(QPen(themed(Token::Text2), 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(placeOf(std::clamp(*before, 0.0, 1.0)), groove + 1), kKnob - 1,
                            kKnob - 1);
    }
    const QPointF middle(knob, groove + 1);
    if (selected && m_keyboard) {
        painter.setPen(QPen(themed(Token::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(middle, kKnob + 2, kKnob + 2);
    }
    painter.setPen(QPen(themed(Token::Panel), 1));
    painter.setBrush(themed(locked ? Token::Text3 : Token::Text));
    painter.drawEllipse(middle, kKnob, kKnob);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(typeFont(0, m_model.hasOwn(row.row)));
    painter.setPen(themed(locked ? Token::Text2 : Token::Text));
    drawTabular(painter, valueIn(option.rect).adjusted(0, 0, -6, 0),
                Qt::AlignRight | Qt::AlignVCenter, thresholdText(value));
}

void RowDelegate::paintMost(QPainter& painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const TuningRow& row = m_model.rowAt(index.row());
    const bool selected = option.state & QStyle::State_Selected;
    const QRect bar(option.rect.right() - kMostBar - 4, option.rect.center().y() - 2, kMostBar, 6);
    painter.setPen(inkOf(index, selected));
    drawTabular(painter,
                QRect(option.rect.left(), option.rect.top(), bar.left() - option.rect.left() - 6,
                      option.rect.height()),
                Qt::AlignRight | Qt::AlignVCenter, index.data(Qt::DisplayRole).toString());
    if (!row.measure)
        return;
    painter.fillRect(bar, themed(selected ? Token::Border : Token::Line));
    const double gain = std::max(0.0, RowTableModel::gainOf(row));
    const double share = m_model.mostGain() > 0 ? gain / m_model.mostGain() : 0;
    painter.fillRect(bar.left(), bar.top(), int(std::lround(share * bar.width())), bar.height(),
                     themed(row.stale ? Token::Text3 : Token::Text2));
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const QFont font = typeFont(0);
    switch (index.column()) {
        case RowTableModel::Most:
            return {int(tabularWidth(font, QStringLiteral(".0000"))) + kMostBar + 20, 26};
        case RowTableModel::Lock:
            return {28, 26};
        default:
            return {int(tabularWidth(font, index.data(Qt::DisplayRole).toString())) + 2 * kPadding,
                    26};
    }
}

QWidget* RowDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                   const QModelIndex&) const {
    auto* edit = new QLineEdit(parent);
    edit->setAccessibleName(tr("Threshold, 0 to 1"));
    edit->setAlignment(Qt::AlignRight);
    return edit;
}

void RowDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                       const QModelIndex&) const {
    editor->setGeometry(valueIn(option.rect).adjusted(-14, 1, 0, -1));
}

}  // namespace selvedge
