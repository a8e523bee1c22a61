#include "ui/train/train_plots.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QSlider>
#include <array>

#include "ui/parts/segments.h"
#include "ui/parts/tinted_label.h"
#include "ui/plot/number_text.h"
#include "ui/plot/plot_view.h"

namespace selvedge {

namespace {

struct Curve {
    const char* id;
    const char* name;
    Token ink;
    double (*value)(const StepMetrics&);
};

// As in the paper's Figure 9; the total first.
constexpr std::array<Curve, 7> kLosses{{
    {"total", QT_TRANSLATE_NOOP("TrainPlots", "total"), Token::Text,
     [](const StepMetrics& m) { return m.total; }},
    {"mask", QT_TRANSLATE_NOOP("TrainPlots", "mask"), Token::Truth,
     [](const StepMetrics& m) { return m.mask; }},
    {"class", QT_TRANSLATE_NOOP("TrainPlots", "class"), Token::Prediction,
     [](const StepMetrics& m) { return m.classification; }},
    {"attribute", QT_TRANSLATE_NOOP("TrainPlots", "attribute"), Token::Attribute,
     [](const StepMetrics& m) { return m.attribute; }},
    {"box", QT_TRANSLATE_NOOP("TrainPlots", "box"), Token::Right,
     [](const StepMetrics& m) { return m.box; }},
    {"proposal", QT_TRANSLATE_NOOP("TrainPlots", "proposal"), Token::Text2,
     [](const StepMetrics& m) { return m.rpnObjectness; }},
    {"proposal box", QT_TRANSLATE_NOOP("TrainPlots", "proposal box"), Token::Missed,
     [](const StepMetrics& m) { return m.rpnBox; }},
}};
constexpr Curve kRate{"rate", "", Token::Text, [](const StepMetrics& m) { return m.learningRate; }};
constexpr Curve kSpeed{"speed", "", Token::Right,
                       [](const StepMetrics& m) { return m.imagesPerSecond; }};
constexpr Curve kWait{"wait", "", Token::Prediction,
                      [](const StepMetrics& m) { return m.dataWaitSeconds * 1000; }};

constexpr std::array kOtherStyles{Qt::DashLine, Qt::DotLine, Qt::DashDotLine};
constexpr int kSmoothingSteps = 99;

std::vector<QPointF> pointsOf(const std::vector<StepMetrics>& steps, const Curve& curve) {
    std::vector<QPointF> points;
    points.reserve(steps.size());
    for (const StepMetrics& metrics : steps)
        points.emplace_back(metrics.step, curve.value(metrics));
    return points;
}

// Ids of lines: run, a slash (no name of a run has one), curve.
QString idOf(const QString& run, const Curve& curve) {
    return run + "/" + QLatin1String(curve.id);
}

PlotSeries seriesOf(const RunCurve& run, std::size_t position, const Curve& curve,
                    const QString& name, const QString& legend) {
    PlotSeries series;
    series.id = idOf(run.run, curve);
    series.name = position == 0 ? name : name + ", " + run.run;
    series.legend = legend;
    series.ink = curve.ink;
    if (position > 0)
        series.style = kOtherStyles[(position - 1) % kOtherStyles.size()];
    series.background = position > 0;
    series.points = pointsOf(run.steps, curve);
    return series;
}

}  // namespace

TrainPlots::TrainPlots(QWidget* parent) : QWidget(parent) {
    m_shown = new TintedLabel(Token::Text2, -1);
    m_shown->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* smooth = new TintedLabel(Token::Text2, -1);
    smooth->setText(tr("Smooth"));
    m_smoothing = new QSlider(Qt::Horizontal);
    m_smoothing->setRange(0, kSmoothingSteps);
    m_smoothing->setFixedWidth(90);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(
        tr("Share of the line so far in each point; the raw line stays behind."));
    m_smoothingValue = new TintedLabel(Token::Text, -1);
    m_smoothingValue->setFixedWidth(m_smoothingValue->fontMetrics().horizontalAdvance(".00") + 4);
    smooth->setBuddy(m_smoothing);
    m_scale = new Segments(tr("Loss axis"), {tr("Linear"), tr("Log")});

    auto* bar = new QHBoxLayout;
    bar->setSpacing(8);
    bar->addWidget(m_shown, 1);
    bar->addWidget(smooth);
    bar->addWidget(m_smoothing);
    bar->addWidget(m_smoothingValue);
    bar->addWidget(m_scale);

    m_losses = new PlotView(tr("Losses"));
    m_rate = new PlotView(tr("Learning rate"));
    m_speed = new PlotView(tr("Images per second"));
    m_wait = new PlotView(tr("Wait for data, ms a step"));
    linkPlots({m_losses, m_rate, m_speed, m_wait});

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 8, 8, 8);
    grid->setSpacing(8);
    grid->addLayout(bar, 0, 0, 1, 3);
    grid->addWidget(m_losses, 1, 0, 1, 3);
    grid->addWidget(m_rate, 2, 0);
    grid->addWidget(m_speed, 2, 1);
    grid->addWidget(m_wait, 2, 2);
    grid->setRowStretch(1, 2);
    grid->setRowStretch(2, 1);

    connect(m_smoothing, &QSlider::valueChanged, this, &TrainPlots::applySmoothing);
    connect(m_scale, &Segments::chosen, this, [this](int index) {
        m_losses->setScale(index == 1 ? AxisScale::Log : AxisScale::Linear);
    });
    m_smoothing->setValue(60);
    setRuns({});
}

void TrainPlots::applySmoothing() {
    const double weight = m_smoothing->value() / 100.0;
    m_smoothingValue->setText(metricText(weight, 2));
    m_losses->setSmoothing(weight);
    m_speed->setSmoothing(weight);
    m_wait->setSmoothing(weight);
}

void TrainPlots::setRuns(const std::vector<RunCurve>& runs) {
    m_runs.clear();
    std::vector<PlotSeries> losses, rate, speed, wait;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        m_runs += runs[i].run;
        for (const Curve& curve : kLosses) {
            const QString name = tr(curve.name);
            losses.push_back(seriesOf(runs[i], i, curve, name, name));
        }
        rate.push_back(seriesOf(runs[i], i, kRate, tr("rate"), {}));
        speed.push_back(seriesOf(runs[i], i, kSpeed, tr("images/s"), {}));
        wait.push_back(seriesOf(runs[i], i, kWait, tr("ms"), {}));
    }
    m_losses->setSeries(std::move(losses));
    m_rate->setSeries(std::move(rate));
    m_speed->setSeries(std::move(speed));
    m_wait->setSeries(std::move(wait));
    m_losses->setEmptyText(m_runs.isEmpty()
                               ? tr("No steps yet. Start a training, or choose a run on the right.")
                               : tr("%1 has no steps yet.").arg(m_runs.front()));
    QString shown = m_runs.value(0);
    if (m_runs.size() > 1)
        shown += tr("; broken lines: %1").arg(m_runs.mid(1).join(u", "));
    m_shown->setText(shown);
    m_shown->setToolTip(shown);
}

void TrainPlots::append(const QString& run, const std::vector<StepMetrics>& batch) {
    if (!m_runs.contains(run))
        return;
    for (const Curve& curve : kLosses)
        m_losses->append(idOf(run, curve), pointsOf(batch, curve));
    m_rate->append(idOf(run, kRate), pointsOf(batch, kRate));
    m_speed->append(idOf(run, kSpeed), pointsOf(batch, kSpeed));
    m_wait->append(idOf(run, kWait), pointsOf(batch, kWait));
}

}  // namespace selvedge
