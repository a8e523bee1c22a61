#pragma once

#include <QStyledItemDelegate>

namespace selvedge {

// Cells with a bar: where a model gives BarRole, the cell's text stands left and the bar, a share
// in [0, 1] of what is left of the cell, beside it. Text is drawn with digits of one width.
class BarDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int BarRole = Qt::UserRole + 20;    // double
    static constexpr int InkRole = Qt::UserRole + 21;    // QColor of the bar; else text3
    static constexpr int GlyphRole = Qt::UserRole + 22;  // int of a Verdict::Kind before the text
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace selvedge
