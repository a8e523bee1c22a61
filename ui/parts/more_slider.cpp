#include "ui/parts/more_slider.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

MoreSlider::MoreSlider(QWidget* parent)
    : QWidget(parent),
      m_slider(new QSlider(Qt::Horizontal)),
      m_words(new TintedLabel(Token::Text2, -1)) {
    auto* stricter = new TintedLabel(Token::Text2, -1);
    stricter->setText(tr("stricter"));
    auto* more = new TintedLabel(Token::Text2, -1);
    more->setText(tr("more"));
    m_slider->setRange(0, 100);
    m_slider->setPageStep(5);
    m_slider->setFixedWidth(110);
    m_slider->setAccessibleName(tr("Predictions shown, from stricter to more"));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(stricter);
    layout->addWidget(m_slider);
    layout->addWidget(more);
    layout->addWidget(m_words, 1);
    showWords();
    connect(m_slider, &QSlider::valueChanged, this,
            [this] { Q_EMIT thresholdChanged(threshold()); });
}

double MoreSlider::threshold() const {
    return (100 - m_slider->value()) / 100.0;
}

void MoreSlider::setThreshold(double threshold) {
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(100 - int(std::lround(std::clamp(threshold, 0.0, 1.0) * 100)));
}

void MoreSlider::setCounts(std::optional<std::uint64_t> shown, std::uint64_t all) {
    if (!shown)
        m_text.clear();
    else if (*shown == all)
        m_text = tr("all %1 shown").arg(countText(std::int64_t(all)));
    else
        m_text =
            tr("%1 of %2 shown").arg(countText(std::int64_t(*shown)), countText(std::int64_t(all)));
    // As wide as it will ever be, so that nothing moves while the slider does.
    const QString widest =
        tr("%1 of %2 shown").arg(countText(std::int64_t(all)), countText(std::int64_t(all)));
    const int before =
        std::exchange(m_widest, QFontMetrics(m_words->font()).horizontalAdvance(widest));
    if (m_widest != before)
        updateGeometry();
    m_slider->setAccessibleDescription(m_text);
    showWords();
}

QSize MoreSlider::sizeHint() const {
    const QSize bare = QWidget::sizeHint();
    return {bare.width() + m_widest, bare.height()};
}

void MoreSlider::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showWords();
}

// Whole or not at all.
void MoreSlider::showWords() {
    m_words->setText(width() >= sizeHint().width() ? m_text : QString());
    const QString meaning =
        tr("At the left only what the network is sure of is shown, at the right also what "
           "it doubts.");
    setToolTip(m_text.isEmpty() ? meaning : m_text + u'\n' + meaning);
}

}  // namespace selvedge
