#pragma once

#include <QStyledItemDelegate>

namespace selvedge {

// Rows of ObjectListModel: eye, swatch, name, area, score, verdict; heads with a sample of the
// source's line. A click on the eye, or Space, toggles it.
class ObjectDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    static constexpr int kRowHeight = 28;
    static QRect eyeRect(const QRect& row);
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

Q_SIGNALS:
    void eyeToggled(const QModelIndex& index);

protected:
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
};

}  // namespace selvedge
