#pragma once

#include <QWidget>
#include <optional>

class QSlider;

namespace selvedge {

class TintedLabel;

// One plain slider for who looks at pictures: from stricter at the left to more at the right, and
// in words how many are shown, where there is room for it (else in the tool tip). It is the score
// threshold the other way round.
class MoreSlider : public QWidget {
    Q_OBJECT

public:
    explicit MoreSlider(QWidget* parent = nullptr);
    void setThreshold(double threshold);  // emits nothing
    double threshold() const;
    // Predictions that are shown, of all; none: not counted yet.
    void setCounts(std::optional<std::uint64_t> shown, std::uint64_t all);
    QString words() const { return m_text; }
    QSize sizeHint() const override;  // with the words; the least size is without
    QSlider* slider() const { return m_slider; }

Q_SIGNALS:
    void thresholdChanged(double threshold);  // by the person

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showWords();

    QSlider* m_slider;
    TintedLabel* m_words;
    QString m_text;
    int m_widest = 0;  // of the words, in pixels
};

}  // namespace selvedge
