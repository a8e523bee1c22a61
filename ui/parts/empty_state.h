#pragma once

#include <QList>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace selvedge {

class TintedLabel;

// What a page shows in place of nothing: one sentence saying why, and at most one button, or a few
// ways to go on. Enter presses the button that has the keyboard.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);
    // An empty `action` hides the button; `primary`: it is the page's one main command.
    void say(const QString& sentence, const QString& action, bool primary, bool enabled = true);
    // One button a way, best first.
    void offer(const QString& sentence, const QStringList& ways);
    QPushButton* button() const { return m_buttons.front(); }
    QString sentence() const;
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void clicked(int way);  // 0 of the only button

private:
    void addButton();

    TintedLabel* m_sentence;
    QVBoxLayout* m_column;  // of the buttons
    QList<QPushButton*> m_buttons;
};

}  // namespace selvedge
