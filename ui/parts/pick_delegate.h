#pragma once

#include <QStyledItemDelegate>

namespace selvedge {

// Rows of a list to choose from, all of one height: the current one on the select tone, the one
// under the pointer lit, but for those that cannot be chosen. What stands in them is the heirs'.
class PickDelegate : public QStyledItemDelegate {
public:
    PickDelegate(int rowHeight, QObject* parent)
        : QStyledItemDelegate(parent), m_height(rowHeight) {}
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {0, m_height};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

protected:
    // `rect` without the room at both ends.
    virtual void paintRow(QPainter& painter, const QRect& rect, bool selected,
                          const QModelIndex& index) const = 0;
    // A name, elided in its middle, and at the right what is said aside of it.
    static void paintTexts(QPainter& painter, const QRect& rect, bool selected, bool strong,
                           const QString& name, const QString& aside);

private:
    int m_height;
};

}  // namespace selvedge
