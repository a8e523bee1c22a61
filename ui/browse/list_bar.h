#pragma once

#include <QWidget>

class QPushButton;

namespace selvedge {

class TintedLabel;

// Over the gallery while it shows a list of another page instead of what the filter finds: what
// the list is, and the way back.
class ListBar : public QWidget {
    Q_OBJECT

public:
    explicit ListBar(QWidget* parent = nullptr);
    void say(const QString& title);
    QString title() const;
    QPushButton* button() const { return m_all; }

Q_SIGNALS:
    void allWanted();  // what the filter finds

private:
    TintedLabel* m_title;
    QPushButton* m_all;
};

}  // namespace selvedge
