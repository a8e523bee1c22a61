#pragma once

#include <QList>
#include <QWidget>

#include "app/session/session.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace selvedge {

// One sentence over the page, at most one verb, close. Who has it lays it there; its height is its
// own. A later message covers the earlier one,
// which comes back when it is closed; the same sentence is kept once.
class MessageBar : public QWidget {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);
    void show(const Message& message);
    void withdraw(const QString& text);  // it is not so any more
    void clear();
    int count() const { return int(m_messages.size()); }
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void close();
    void act();

    QList<Message> m_messages;  // the last one is shown
    QLabel* m_text;
    QLabel* m_more;
    QPushButton* m_action;
    QToolButton* m_close;
};

}  // namespace selvedge
