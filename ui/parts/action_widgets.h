#pragma once

#include <QAbstractButton>
#include <QComboBox>
#include <QWidget>

class QAction;
class QButtonGroup;
class QLineEdit;

namespace selvedge {

// Lets a button trigger an action and be enabled as it is. The button keeps its own word; without a
// tool tip of its own it takes the action's.
void bindButton(QAbstractButton* button, QAction* action);

// A field that finds: with a glass, and a button that clears it, both with names.
void makeSearchField(QLineEdit& edit);

// A row of words of which one is chosen. Follows exclusive actions, so that menu, palette and keys
// choose the same. A click leaves the keyboard where it is; Tab reaches the words.
class ActionSegments : public QWidget {
    Q_OBJECT

public:
    ActionSegments(const QList<QAction*>& actions, const QString& accessibleName,
                   QWidget* parent = nullptr);

Q_SIGNALS:
    void clickedByMouse();  // afterwards
};

// A drop-down list of exclusive actions: "Sort: largest". Follows them, so that menu, palette and
// keys choose the same.
class ActionChoice : public QComboBox {
    Q_OBJECT

public:
    ActionChoice(const QString& title, const QList<QAction*>& actions, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
};

// A flat button for an action: its icon alone where there are icons, else its word.
class IconButton : public QWidget {
    Q_OBJECT

public:
    explicit IconButton(QAction* action, QWidget* parent = nullptr);
};

// Shows or hides a source of objects: a sample of its line (solid or dashed) and its word.
class SourceButton : public QAbstractButton {
    Q_OBJECT

public:
    SourceButton(QAction* action, bool truth, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_truth;
};

}  // namespace selvedge
