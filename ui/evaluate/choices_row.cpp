#include "ui/evaluate/choices_row.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>

#include "app/tasks/operating_points.h"
#include "dataset/error.h"
#include "ui/evaluate/report_words.h"
#include "ui/parts/action_widgets.h"
#include "ui/parts/explained_choice.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

QString tr(const char* text) {
    return ChoicesRow::tr(text);
}

}  // namespace

std::vector<NamedPoint> namedPoints(const Project* project) {
    std::vector<NamedPoint> points;
    const auto add = [&](const QString& name, const OperatingPoint& point) {
        points.push_back({name, operatingPointText(point), point});
    };
    add(tr("default"), kWindowOperatingPoint);  // as the first pin on Tune
    add(tr("nearly all"), kDefaultOperatingPoint);
    if (project) {
        for (const NamedOperatingPoint& kept : operatingPoints(*project))
            add(QString::fromStdString(kept.name), kept.point);
    }
    return points;
}

QString pointName(const OperatingPoint& point, const std::vector<NamedPoint>& points) {
    for (const NamedPoint& named : points) {
        if (named.point == point)
            return named.name;
    }
    return QStringLiteral("%1 · %2%3")
        .arg(metricText(point.scoreThreshold, 2), metricText(point.attributeThreshold, 2),
             point.isPlain() ? QString() : tr(" and own"));
}

ChoicesRow::ChoicesRow(EvaluateState& state, QAction* report, QAction* submission, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_run(new ExplainedChoice(tr("Run"))),
      m_against(new ExplainedChoice(tr("Against"))),
      m_measured(new ProtocolChoices(state.session())),
      m_thresholds(new ExplainedChoice(tr("Thresholds"))) {
    auto* reportButton = new QPushButton(tr("Report…"));
    bindButton(reportButton, report);
    auto* submissionButton = new QPushButton(tr("Submission CSV…"));
    bindButton(submissionButton, submission);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 5, 8, 5);
    row->setSpacing(6);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_run, m_against, m_measured, m_thresholds})
        row->addWidget(widget);
    row->addStretch(1);
    row->addWidget(reportButton);
    row->addWidget(submissionButton);

    Session& session = state.session();
    connect(m_run, &ExplainedChoice::chosen, this,
            [&session](const QVariant& choice) { session.setCurrentRun(choice.toString()); });
    connect(m_against, &ExplainedChoice::chosen, this,
            [this](const QVariant& choice) { m_state.setAgainst(choice.toString()); });
    connect(m_thresholds, &ExplainedChoice::chosen, this,
            [this](const QVariant& choice) { chooseThresholds(choice.toString()); });
    connect(&state, &EvaluateState::measured, this, &ChoicesRow::refreshRuns);
    connect(&session, &Session::projectChanged, this, &ChoicesRow::readThresholds);
    connect(&session, &Session::operatingPointChanged, this, &ChoicesRow::refreshThresholds);
    refreshRuns();
    readThresholds();
}

ExplainedChoice* ChoicesRow::protocol() const {
    return m_measured->protocol();
}

ExplainedChoice* ChoicesRow::split() const {
    return m_measured->split();
}

ExplainedChoice* ChoicesRow::measuredOn() const {
    return m_measured->measuredOn();
}

void ChoicesRow::refreshRuns() {
    const Session& session = m_state.session();
    const QStringList comparable = m_state.runs().others();
    std::vector<ExplainedChoice::Choice> runs, others{{tr("none"), {}, QString()}};
    for (const RunInfo& run : session.runs()) {
        const QString name = QString::fromStdString(run.name);
        if (run.predictions || name == session.currentRun())
            runs.push_back({name, {}, name});
        if (comparable.contains(name))
            others.push_back({name, tr("Its numbers are compared with those of the run."), name});
    }
    m_run->setChoices(runs, session.currentRun(), tr("none"));
    m_against->setChoices(others, m_state.againstName(), tr("none"));
    m_against->setEnabled(others.size() > 1);
}

// They may have been saved on another page meanwhile.
void ChoicesRow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    readThresholds();
}

void ChoicesRow::readThresholds() {
    try {
        m_points = namedPoints(m_state.session().project().get());
    } catch (const Error& error) {
        m_state.session().post({Message::Kind::Error, QString::fromUtf8(error.what()), {}, {}});
    }
    refreshThresholds();
}

void ChoicesRow::refreshThresholds() {
    std::vector<ExplainedChoice::Choice> choices;
    QVariant current;
    for (const NamedPoint& named : m_points) {
        choices.push_back({named.name, named.explanation, named.name});
        if (!current.isValid() && named.point == m_state.session().operatingPoint())
            current = named.name;
    }
    m_thresholds->setChoices(choices, current,
                             pointName(m_state.session().operatingPoint(), m_points));
}

void ChoicesRow::chooseThresholds(const QString& name) {
    for (const NamedPoint& named : m_points) {
        if (named.name == name)
            return m_state.session().setOperatingPoint(named.point);
    }
}

}  // namespace selvedge
