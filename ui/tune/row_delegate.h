#pragma once

#include <QStyledItemDelegate>

namespace selvedge {

class RowTableModel;

// Paints a row of thresholds: swatch and name, a slider over the little histogram of what it cuts,
// the value, numbers in tabular digits, the bar of "at most", and a lock. No widget a row.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    RowDelegate(const RowTableModel& model, QObject* parent);

    void setKeyboard(bool on) { m_keyboard = on; }  // the focus ring of the chosen row's knob
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

    // Where the slider runs in a cell of the Threshold column, and where its value stands.
    static QRect sliderIn(const QRect& cell);
    static QRect valueIn(const QRect& cell);
    static double valueAt(const QRect& cell, double x);  // in hundredths, [0, 1]

private:
    void paintName(QPainter& painter, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;
    void paintSlider(QPainter& painter, const QStyleOptionViewItem& option,
                     const QModelIndex& index) const;
    void paintMost(QPainter& painter, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const;

    const RowTableModel& m_model;
    bool m_keyboard = false;
};

}  // namespace selvedge
