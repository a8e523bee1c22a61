#pragma once

#include <QLineEdit>
#include <QWidget>

#include "ui/tune/value_spread.h"

namespace selvedge {

// A threshold in [0, 1] over the histogram of what it cuts: kept bars stand out, dropped ones fade.
// Drag, wheel or arrows move it by .01 (with Shift by .001), a double click brings the default
// back, the value can be typed.
class HistogramSlider : public QWidget {
    Q_OBJECT

public:
    HistogramSlider(const QString& name, double defaultValue, QWidget* parent = nullptr);

    double value() const { return m_value; }
    void setValue(double value);  // clamped to [0, 1], rounded to .001; tells nobody
    void choose(double value);    // as by the person: valueChanged tells it
    void setEvidence(ValueSpread evidence);
    const ValueSpread& evidence() const { return m_evidence; }
    // Words at the name's side ("all 46 categories"), and below the slider.
    void setScope(const QString& scope);
    // `brief` stands there where that does not fit.
    void setNote(const QString& note, const QString& brief = {});
    const QString& note() const { return m_note; }
    void setAside(const QString& aside);  // at the right below the slider: "at most +.0004 at .36"
    // Lower, for small windows.
    void setLow(bool low);
    QLineEdit* edit() const { return m_edit; }

    QSize sizeHint() const override { return {320, m_low ? 92 : 112}; }
    QSize minimumSizeHint() const override { return {150, sizeHint().height()}; }

Q_SIGNALS:
    void valueChanged(double value);  // by the person
    void dragStarted();
    void dragEnded();

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRect barsRect() const;  // its width is the slider's range
    double valueAt(double x) const;
    void takeTyped();
    void showValue();

    QString m_name, m_scope, m_note, m_brief, m_aside;
    bool m_low = false;
    double m_default, m_value;
    ValueSpread m_evidence;
    QLineEdit* m_edit;
};

}  // namespace selvedge
