#include "ui/run_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/parts/threshold_slider.h"

namespace selvedge {

RunBar::RunBar(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_runs(new QComboBox),
      m_score(new ThresholdSlider(tr("Score"), tr("Least score of a prediction"))),
      m_attribute(new ThresholdSlider(tr("Attribute"), tr("Least probability of an attribute"))) {
    auto* label = new QLabel(tr("Run"));
    label->setForegroundRole(QPalette::PlaceholderText);
    m_runs->setAccessibleName(tr("Run whose predictions are shown"));
    m_runs->setToolTip(m_runs->accessibleName());
    m_runs->setMinimumWidth(120);
    m_runs->setMaximumWidth(200);
    m_runs->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    layout->addWidget(m_score);
    layout->addWidget(m_attribute);
    layout->addSpacing(4);
    layout->addWidget(label);
    layout->addWidget(m_runs);

    connect(m_runs, &QComboBox::activated, this,
            [this](int row) { m_session.setCurrentRun(m_runs->itemData(row).toString()); });
    const auto move = [this] {
        OperatingPoint point = m_session.operatingPoint();
        point.scoreThreshold = m_score->value();
        point.attributeThreshold = m_attribute->value();
        m_session.setOperatingPoint(point);
    };
    connect(m_score, &ThresholdSlider::valueChanged, this, move);
    connect(m_attribute, &ThresholdSlider::valueChanged, this, move);
    for (auto signal : {&Session::projectChanged, &Session::runsChanged,
                        &Session::predictionsChanged, &Session::operatingPointChanged})
        connect(&session, signal, this, &RunBar::refresh);
    refresh();
}

void RunBar::showThresholds(bool show) {
    m_wanted = show;
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
    m_score->setVisible(thresholds);
    m_attribute->setVisible(thresholds);
    m_score->setValue(m_session.operatingPoint().scoreThreshold);
    m_attribute->setValue(m_session.operatingPoint().attributeThreshold);
}

}  // namespace selvedge
