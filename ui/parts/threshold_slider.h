#pragma once

#include <QDoubleSpinBox>
#include <QWidget>

class QSlider;

namespace selvedge {

// A value in [0, 1] written ".05".
class UnitSpinBox : public QDoubleSpinBox {
    Q_OBJECT

public:
    explicit UnitSpinBox(QWidget* parent = nullptr);
    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& input, int& position) const override;
};

// Word, slider and value to type in for a threshold in [0, 1]. Wheel and arrows 0.01.
class ThresholdSlider : public QWidget {
    Q_OBJECT

public:
    ThresholdSlider(const QString& word, const QString& accessibleName, QWidget* parent = nullptr);
    double value() const { return m_spin->value(); }
    void setValue(double value);  // emits nothing
    QSlider* slider() const { return m_slider; }

Q_SIGNALS:
    void valueChanged(double value);  // by the person

private:
    QSlider* m_slider;
    UnitSpinBox* m_spin;
};

}  // namespace selvedge
