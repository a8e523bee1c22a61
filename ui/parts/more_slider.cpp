#include "ui/parts/more_slider.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

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
    setToolTip(
        tr("At the left only what the network is sure of is shown, at the right also what "
           "it doubts."));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(stricter);
    layout->addWidget(m_slider);
    layout->addWidget(more);
    layout->addWidget(m_words);
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
        m_words->clear();
    else if (*shown == all)
        m_words->setText(tr("all %1 shown").arg(countText(std::int64_t(all))));
    else
        m_words->setText(tr("%1 of %2 shown")
                             .arg(countText(std::int64_t(*shown)), countText(std::int64_t(all))));
    // As wide as it will ever be, so that nothing moves while the slider does.
    const QString widest =
        tr("%1 of %2 shown").arg(countText(std::int64_t(all)), countText(std::int64_t(all)));
    m_words->setMinimumWidth(QFontMetrics(m_words->font()).horizontalAdvance(widest));
    m_slider->setAccessibleDescription(m_words->text());
}

QString MoreSlider::words() const {
    return m_words->text();
}

}  // namespace selvedge
