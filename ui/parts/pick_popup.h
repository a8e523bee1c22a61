#pragma once

#include <QFrame>
#include <QPointer>

class QAbstractItemDelegate;
class QAbstractItemModel;
class QHBoxLayout;
class QKeyEvent;
class QLabel;
class QLineEdit;
class QListView;
class QModelIndex;

namespace selvedge {

// A list to choose from over the window, beside what it is about: a title, a field that narrows the
// list, and the list, painted by a delegate. Letters go to the field, arrows and Page keys to the
// list, Space (in the list) and Enter choose, and so do digits where the model numbers its rows;
// Esc and a click elsewhere close. Whoever had the focus gets it back. Hidden until open().
class PickPopup : public QFrame {
    Q_OBJECT

public:
    // The digit that chooses a row, 1 to 9. The row of 1 is current at first, else the first one.
    static constexpr int DigitRole = Qt::UserRole + 100;
    explicit PickPopup(QWidget* window);
    // Neither is owned. After every change of the field the current row is the first that can be
    // chosen.
    void setList(QAbstractItemModel* model, QAbstractItemDelegate* delegate);
    void setTitle(const QString& title, const QString& placeholder);
    void setNote(const QString& sentence);  // above the list; empty: none
    QString note() const;
    // Left of `about`, a rectangle in global coordinates, where there is room, else below it; as
    // high as window and screen allow, at most `height`.
    void open(const QRect& about, int width, int height);
    void close();
    QLineEdit* field() const { return m_field; }
    QListView* list() const { return m_list; }
    QHBoxLayout* foot() const { return m_foot; }  // for buttons below the list

Q_SIGNALS:
    void typed(const QString& text);
    void chosen(const QModelIndex& index);
    void closed();

protected:
    // No higher than the list needs, but at least `least`.
    void fitHeight(int least = 0);
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    bool keyPressed(QKeyEvent* event, bool inList);
    void step(int way, int pixels);
    void stepInOrder(int way);
    void chooseFirst();
    bool chooseDigit(int digit);
    void place(int height);
    QRect room() const;
    void focusChanged(QWidget* now);

    QLabel* m_title;
    QLineEdit* m_field;
    QLabel* m_note;
    QListView* m_list;
    QHBoxLayout* m_foot;
    QPointer<QWidget> m_before;  // had the focus
    QRect m_about;               // in the window
    QSize m_most;
};

}  // namespace selvedge
