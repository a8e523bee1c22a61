#pragma once

#include <QWidget>

class QAction;

namespace selvedge {

// The key of a command beside what it is about; follows it when it is changed. Nothing without one.
class KeyCap : public QWidget {
    Q_OBJECT

public:
    explicit KeyCap(const QAction* action, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    const QAction* m_action;
    QString m_text;
};

}  // namespace selvedge
