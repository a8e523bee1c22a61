#include "ui/evaluate/choices_row.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>
#include <array>

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

constexpr std::array kSplits{Split::Train, Split::Validation, Split::Test};

}  // namespace

std::vector<NamedPoint> namedPoints(const Project* project) {
    std::vector<NamedPoint> points;
    const auto add = [&](const QString& name, const OperatingPoint& point) {
        points.push_back({name, operatingPointText(point), point});
    };
    add(tr("sure ones"), kWindowOperatingPoint);
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

QString splitName(std::optional<Split> split) {
    if (!split)
        return tr("all");
    switch (*split) {
        case Split::Train:
            return tr("train");
        case Split::Validation:
            return tr("validation");
        case Split::Test:
            return tr("test");
        case Split::None:
            break;
    }
    return tr("none");
}

ChoicesRow::ChoicesRow(EvaluateState& state, QAction* report, QAction* submission, QWidget* parent)
    : QWidget(parent),
      m_state(state),
      m_run(new ExplainedChoice(tr("Run"))),
      m_against(new ExplainedChoice(tr("Against"))),
      m_protocol(new ExplainedChoice(tr("Protocol"))),
      m_measuredOn(new ExplainedChoice(tr("Measured on"))),
      m_split(new ExplainedChoice(tr("Split"))),
      m_thresholds(new ExplainedChoice(tr("Thresholds"))) {
    auto* reportButton = new QPushButton(tr("Report…"));
    bindButton(reportButton, report);
    auto* submissionButton = new QPushButton(tr("Submission CSV…"));
    bindButton(submissionButton, submission);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 5, 8, 5);
    row->setSpacing(6);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_run, m_against, m_protocol,
                                                           m_measuredOn, m_split, m_thresholds})
        row->addWidget(widget);
    row->addStretch(1);
    row->addWidget(reportButton);
    row->addWidget(submissionButton);

    Session& session = state.session();
    connect(m_run, &ExplainedChoice::chosen, this,
            [&session](const QVariant& choice) { session.setCurrentRun(choice.toString()); });
    connect(m_against, &ExplainedChoice::chosen, this,
            [this](const QVariant& choice) { m_state.setAgainst(choice.toString()); });
    connect(m_protocol, &ExplainedChoice::chosen, this, [&session](const QVariant& choice) {
        Protocol protocol = *protocolNamed(choice.toString().toStdString());
        protocol.iouType = session.protocol().iouType;
        protocol.detectionAreaFromBox = session.protocol().detectionAreaFromBox;
        session.setProtocol(protocol);
    });
    connect(m_measuredOn, &ExplainedChoice::chosen, this, [&session](const QVariant& choice) {
        Protocol protocol = session.protocol();
        protocol.iouType = IouType(choice.toInt());
        protocol.detectionAreaFromBox = protocol.iouType == IouType::Box;
        session.setProtocol(protocol);
    });
    connect(m_split, &ExplainedChoice::chosen, this, [&session](const QVariant& choice) {
        const int split = choice.toInt();
        session.setMeasuredSplit(split < 0 ? std::nullopt : std::optional(Split(split)));
    });
    connect(m_thresholds, &ExplainedChoice::chosen, this,
            [this](const QVariant& choice) { chooseThresholds(choice.toString()); });
    connect(&state, &EvaluateState::measured, this, &ChoicesRow::refreshRuns);
    connect(&session, &Session::protocolChanged, this, [this] {
        refreshProtocol();
        refreshSplit();
    });
    connect(&session, &Session::marksChanged, this, &ChoicesRow::refreshSplit);
    connect(&session, &Session::projectChanged, this, [this] {
        refreshSplit();
        readThresholds();
    });
    connect(&session, &Session::operatingPointChanged, this, &ChoicesRow::refreshThresholds);
    refreshRuns();
    refreshProtocol();
    refreshSplit();
    readThresholds();
}

void ChoicesRow::refreshRuns() {
    const Session& session = m_state.session();
    std::vector<ExplainedChoice::Choice> runs, others{{tr("none"), {}, QString()}};
    for (const RunInfo& run : session.runs()) {
        const QString name = QString::fromStdString(run.name);
        if (run.predictions || name == session.currentRun())
            runs.push_back({name, {}, name});
        if (run.predictions && name != session.currentRun())
            others.push_back({name, tr("Its numbers are compared with those of the run."), name});
    }
    m_run->setChoices(runs, session.currentRun(), tr("none"));
    m_against->setChoices(others, m_state.againstName(), tr("none"));
    m_against->setEnabled(others.size() > 1);
}

void ChoicesRow::refreshProtocol() {
    const Protocol& protocol = m_state.session().protocol();
    std::vector<ExplainedChoice::Choice> choices;
    for (const std::string& name : offeredProtocols())
        choices.push_back(
            {protocolTitle(name), protocolSentence(name), QString::fromStdString(name)});
    m_protocol->setChoices(choices, QString::fromStdString(protocol.name),
                           protocolTitle(protocol.name));
    m_measuredOn->setChoices(
        {{iouTypeName(IouType::Mask), tr("How far two masks cover the same pixels."),
          int(IouType::Mask)},
         {iouTypeName(IouType::Box), tr("How far the boxes around them do."), int(IouType::Box)},
         {iouTypeName(IouType::Boundary),
          tr("How far the rims of the masks do, a fiftieth of the image's diagonal wide: asks for "
             "exact edges also of large objects (boundary IoU)."),
          int(IouType::Boundary)}},
        int(protocol.iouType), {});
}

void ChoicesRow::refreshSplit() {
    const Session& session = m_state.session();
    const auto objects = session.objects();
    const auto marks = session.marks();
    std::array<std::size_t, 4> counts{};
    if (objects) {
        counts[0] = objects->images.size();
        for (std::size_t i = 0; marks && i < marks->images.size(); ++i)
            counts[std::size_t(marks->images[i].second.split)] +=
                marks->images[i].second.split != Split::None;
    }
    std::vector<ExplainedChoice::Choice> choices;
    choices.push_back({tr("all"), countText(qint64(counts[0]), "image"), -1});
    for (const Split split : kSplits)
        choices.push_back({splitName(split), countText(qint64(counts[std::size_t(split)]), "image"),
                           int(split), counts[std::size_t(split)] > 0});
    const auto now = session.measuredSplit();
    m_split->setChoices(choices, now ? int(*now) : -1);
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
