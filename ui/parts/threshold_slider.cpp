#include "ui/parts/threshold_slider.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <cmath>

#include "ui/plot/number_text.h"

namespace selvedge {

UnitSpinBox::UnitSpinBox(QWidget* parent) : QDoubleSpinBox(parent) {
    setRange(0, 1);
    setSingleStep(0.01);
    setDecimals(2);
    setButtonSymbols(NoButtons);
    setAlignment(Qt::AlignRight);
    setFixedWidth(46);
    setKeyboardTracking(false);
}

QString UnitSpinBox::textFromValue(double value) const {
    return metricText(value, 2);
}

double UnitSpinBox::valueFromText(const QString& text) const {
    return QLocale::c().toDouble(QString(text).replace(u',', u'.'));
}

QValidator::State UnitSpinBox::validate(QString& input, int&) const {
    const QString text = QString(input).replace(u',', u'.');
    if (text.isEmpty() || text == QLatin1String("."))
        return QValidator::Intermediate;
    bool ok = false;
    const double value = QLocale::c().toDouble(text, &ok);
    return ok && value >= 0 && value <= 1 ? QValidator::Acceptable : QValidator::Invalid;
}

ThresholdSlider::ThresholdSlider(const QString& word, const QString& accessibleName,
                                 QWidget* parent)
    : QWidget(parent), m_slider(new QSlider(Qt::Horizontal)), m_spin(new UnitSpinBox) {
    auto* label = new QLabel(word);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(m_slider);
    m_slider->setRange(0, 100);
    m_slider->setPageStep(5);
    m_slider->setFixedWidth(84);
    m_slider->setAccessibleName(accessibleName);
    m_spin->setAccessibleName(tr("%1, value").arg(accessibleName));
    setToolTip(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(label);
    layout->addWidget(m_slider);
    layout->addWidget(m_spin);
    connect(m_slider, &QSlider::valueChanged, this, [this](int percent) {
        const QSignalBlocker blocker(m_spin);
        m_spin->setValue(percent / 100.0);
        Q_EMIT valueChanged(m_spin->value());
    });
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(int(std::lround(value * 100)));
        Q_EMIT valueChanged(value);
    });
}

void ThresholdSlider::setValue(double value) {
    const QSignalBlocker blockSlider(m_slider), blockSpin(m_spin);
    m_slider->setValue(int(std::lround(value * 100)));
    m_spin->setValue(value);
}

}  // namespace selvedge
