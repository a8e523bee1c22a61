#pragma once

#include <QWidget>

class QPushButton;

namespace selvedge {

class TintedLabel;

// What a page shows in place of nothing: one sentence saying why, and at most one button.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);
    // An empty `action` hides the button; `primary`: it is the page's one main command.
    void say(const QString& sentence, const QString& action, bool primary, bool enabled = true);
    QPushButton* button() const { return m_button; }
    QString sentence() const;

Q_SIGNALS:
    void clicked();

private:
    TintedLabel* m_sentence;
    QPushButton* m_button;
};

}  // namespace selvedge
