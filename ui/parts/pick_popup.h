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
// list, Space (in the list) and Enter choose, Esc and a click elsewhere close. Whoever had the
// focus gets it back. Hidden until open().
class PickPopup : public QFrame {
    Q_OBJECT

public:
    explicit PickPopup(QWidget* window);
    // Neither is owned. After every change of the field the current row is the first that can be
    // chosen.
    void setList(QAbstractItemModel* model, QAbstractItemDelegate* delegate);
    void setTitle(const QString& title, const QString& placeholder);
    // Left of `about`, a rectangle in global coordinates, where there is room, else below it; as
    // high as the window allows, at most `height`.
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
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    bool keyPressed(QKeyEvent* event, bool inList);
    void step(int way, int pixels);
    void stepInOrder(int way);
    void chooseFirst();
    void focusChanged(QWidget* now);

    QLabel* m_title;
    QLineEdit* m_field;
    QListView* m_list;
    QHBoxLayout* m_foot;
    QPointer<QWidget> m_before;  // had the focus
};

}  // namespace selvedge
