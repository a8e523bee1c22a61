#pragma once

#include <QAbstractButton>

namespace selvedge {

// A wide button of two lines: icon, name, a sentence, and at the right a key or a date.
class CardButton : public QAbstractButton {
    Q_OBJECT

public:
    CardButton(const QString& iconName, const QString& name, const QString& note,
               const QString& aside, bool framed, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {360, 62}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon, m_note, m_aside;
    bool m_framed;
};

}  // namespace selvedge
