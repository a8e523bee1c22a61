#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;

namespace selvedge {

// A few exclusive choices in one row: "Linear | Log". Arrow keys move between them.
class Segments : public QWidget {
    Q_OBJECT

public:
    Segments(const QString& name, const QStringList& choices, QWidget* parent = nullptr);
    int current() const;
    void setCurrent(int index);

Q_SIGNALS:
    void chosen(int index);

private:
    QButtonGroup* m_buttons;
};

}  // namespace selvedge
