#include "ui/run_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/evaluate/protocol_choices.h"
#include "ui/parts/background.h"
#include "ui/parts/more_slider.h"
#include "ui/parts/threshold_slider.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"

namespace selvedge {

RunBar::RunBar(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_state(new TintedLabel(Token::Text2, 0)),
      m_runs(new QComboBox),
      m_more(new MoreSlider),
      m_attribute(new ThresholdSlider(tr("Attribute"), tr("Least probability of an attribute"))),
      m_protocol(new ProtocolChoices(session)) {
    m_runs->setAccessibleName(tr("Run whose predictions are shown"));
    m_runs->setToolTip(m_runs->accessibleName());
    m_runs->setMinimumWidth(120);
    m_runs->setMaximumWidth(200);
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    layout->addWidget(m_more);
    layout->addWidget(m_attribute);
    layout->addWidget(m_protocol);
    layout->addSpacing(4);
    layout->addWidget(m_state);
    layout->addWidget(m_runs);

    connect(m_runs, &QComboBox::activated, this,
            [this](int row) { m_session.setCurrentRun(m_runs->itemData(row).toString()); });
    connect(m_more, &MoreSlider::thresholdChanged, this, [this](double threshold) {
        OperatingPoint point = m_session.operatingPoint();
        point.scoreThreshold = threshold;
        m_session.setOperatingPoint(point);
    });
    connect(m_attribute, &ThresholdSlider::valueChanged, this, [this](double threshold) {
        OperatingPoint point = m_session.operatingPoint();
        point.attributeThreshold = threshold;
        m_session.setOperatingPoint(point);
    });
    for (auto signal : {&Session::projectChanged, &Session::runsChanged,
                        &Session::predictionsChanged, &Session::operatingPointChanged})
        connect(&session, signal, this, &RunBar::refresh);
    connect(&session, &Session::predictionsArrived, this, &RunBar::sayState);
    connect(&session, &Session::objectsChanged, this, &RunBar::sayState);
    refresh();
}

QString RunBar::state() const {
    return m_state->text();
}

// What is there is not all: nobody takes the rest for missed.
void RunBar::sayState() {
    const auto arriving = m_session.arriving();
    const auto predictions = m_session.predictions();
    const bool isPartial = predictions && predictions->isPartial;
    m_state->setToken(arriving || isPartial ? Token::Warn : Token::Text2);
    if (arriving) {
        m_state->setText(tr("Predicting: %1 of %2")
                             .arg(countText(qint64(arriving->done)),
                                  countText(qint64(arriving->total), "image")));
        m_state->setToolTip(tr("They show as they come. Measured is when all are there."));
    } else if (isPartial && m_session.objects()) {
        // Short: beside two sliders there is no room for more.
        const auto& images = m_session.objects()->images;
        m_state->setText(tr("%1 of %2")
                             .arg(countText(qint64(predictions->images.size())),
                                  countText(qint64(images.size()))));
        m_state->setToolTip(tr("Images that the run has predictions of. The others do not count."));
    } else {
        m_state->setText(tr("Run"));
        m_state->setToolTip({});
    }
}

void RunBar::showThresholds(bool show) {
    m_wanted = show;
    refresh();
}

void RunBar::showProtocol(bool show) {
    m_protocolWanted = show;
    refresh();
}

void RunBar::refresh() {
    const QSignalBlocker blocker(m_runs);
    m_runs->clear();
    m_runs->addItem(tr("no run"), QString());
    for (const RunInfo& run : m_session.runs()) {
        const QString name = QString::fromStdString(run.name);
        if (run.predictions || name == m_session.currentRun())
            m_runs->addItem(name, name);
    }
    m_runs->setCurrentIndex(qMax(0, m_runs->findData(m_session.currentRun())));
    setVisible(m_session.project() != nullptr);
    m_runs->setEnabled(m_runs->count() > 1);
    const bool thresholds = m_wanted && m_session.predictions();
    m_more->setVisible(thresholds);
    // What is on its way needs the room to say so.
    m_attribute->setVisible(thresholds && !m_session.arriving());
    m_protocol->setVisible(m_protocolWanted && m_session.predictions());
    m_more->setThreshold(m_session.operatingPoint().scoreThreshold);
    m_attribute->setValue(m_session.operatingPoint().attributeThreshold);
    sayState();
    count();
}

// Sorted once a run, in the background; then a threshold is two look-ups a category.
void RunBar::count() {
    const auto predictions = m_session.predictions();
    if (predictions != m_counted) {
        m_counted = predictions;
        m_scores.reset();
        if (predictions)
            inBackground(
                this,
                [predictions] {
                    auto scores = std::make_shared<Scores>();
                    for (const auto& [image, detections] : predictions->images)
                        for (const Detection& detection : detections) {
                            if (detection.category >= scores->size())
                                scores->resize(detection.category + std::size_t{1});
                            (*scores)[detection.category].push_back(detection.score);
                        }
                    for (auto& ofCategory : *scores)
                        std::sort(ofCategory.begin(), ofCategory.end());
                    return std::shared_ptr<const Scores>(std::move(scores));
                },
                [this, predictions](std::shared_ptr<const Scores> scores) {
                    if (predictions != m_counted)
                        return;
                    m_scores = std::move(scores);
                    count();
                });
    }
    if (!m_scores || m_session.arriving()) {
        m_more->setCounts({}, 0);
        return;
    }
    std::uint64_t shown = 0, all = 0;
    for (std::size_t c = 0; c < m_scores->size(); ++c) {
        const auto& scores = (*m_scores)[c];
        const double threshold = scoreThresholdOf(m_session.operatingPoint(), CategoryIndex(c));
        all += scores.size();
        shown +=
            std::uint64_t(scores.end() - std::lower_bound(scores.begin(), scores.end(), threshold));
    }
    m_more->setCounts(shown, all);
}

}  // namespace selvedge
