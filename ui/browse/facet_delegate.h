#pragma once

#include <QStyledItemDelegate>

namespace selvedge {

// A row of 24 px: check, swatch, name, bar of 40 px, count; or the head of a group.
class FacetDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    // Length of the longest bar.
    void setLargest(int images) { m_largest = images; }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    int m_largest = 1;
};

}  // namespace selvedge
