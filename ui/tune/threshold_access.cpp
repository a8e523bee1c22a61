#include "ui/tune/threshold_access.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "ui/tune/histogram_slider.h"

namespace selvedge {

namespace {

class ThresholdAccess : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit ThresholdAccess(HistogramSlider* slider)
        : QAccessibleWidget(slider, QAccessible::Slider), m_slider(slider) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QVariant currentValue() const override { return m_slider->value(); }
    void setCurrentValue(const QVariant& value) override { m_slider->choose(value.toDouble()); }
    QVariant maximumValue() const override { return 1.0; }
    QVariant minimumValue() const override { return 0.0; }
    QVariant minimumStepSize() const override { return 0.001; }

private:
    HistogramSlider* m_slider;
};

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* slider = qobject_cast<HistogramSlider*>(object);
    return slider ? new ThresholdAccess(slider) : nullptr;
}

}  // namespace

void installThresholdAccess() {
    QAccessible::installFactory(make);
}

}  // namespace selvedge
