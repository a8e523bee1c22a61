#include "ui/evaluate/protocol_choices.h"

#include <QHBoxLayout>
#include <array>

#include "ui/evaluate/report_words.h"
#include "ui/parts/explained_choice.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr std::array kSplits{Split::Train, Split::Validation, Split::Test};

}  // namespace

QString splitName(std::optional<Split> split) {
    if (!split)
        return ProtocolChoices::tr("all");
    switch (*split) {
        case Split::Train:
            return ProtocolChoices::tr("train");
        case Split::Validation:
            return ProtocolChoices::tr("validation");
        case Split::Test:
            return ProtocolChoices::tr("test");
        case Split::None:
            break;
    }
    return ProtocolChoices::tr("none");
}

ProtocolChoices::ProtocolChoices(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_protocol(new ExplainedChoice(tr("Protocol"))),
      m_measuredOn(new ExplainedChoice(tr("Measured on"))),
      m_split(new ExplainedChoice(tr("Split"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (QWidget* widget : {m_protocol, m_measuredOn, m_split})
        row->addWidget(widget);
    connect(m_protocol, &ExplainedChoice::chosen, this,
            [this](const QVariant& choice) { choose(m_session, choice.toString().toStdString()); });
    connect(m_measuredOn, &ExplainedChoice::chosen, this,
            [this](const QVariant& choice) { choose(m_session, IouType(choice.toInt())); });
    connect(m_split, &ExplainedChoice::chosen, this, [this](const QVariant& choice) {
        const int split = choice.toInt();
        m_session.setMeasuredSplit(split < 0 ? std::nullopt : std::optional(Split(split)));
    });
    connect(&session, &Session::protocolChanged, this, [this] {
        refreshProtocol();
        refreshSplit();
    });
    connect(&session, &Session::marksChanged, this, &ProtocolChoices::refreshSplit);
    connect(&session, &Session::projectChanged, this, &ProtocolChoices::refreshSplit);
    refreshProtocol();
    refreshSplit();
}

// The kind of overlap stays what it is.
void ProtocolChoices::choose(Session& session, const std::string& name) {
    Protocol protocol = *protocolNamed(name);
    protocol.iouType = session.protocol().iouType;
    protocol.detectionAreaFromBox = session.protocol().detectionAreaFromBox;
    session.setProtocol(protocol);
}

void ProtocolChoices::choose(Session& session, IouType measuredOn) {
    Protocol protocol = session.protocol();
    protocol.iouType = measuredOn;
    protocol.detectionAreaFromBox = measuredOn == IouType::Box;
    session.setProtocol(protocol);
}

void ProtocolChoices::refreshProtocol() {
    const Protocol& protocol = m_session.protocol();
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

void ProtocolChoices::refreshSplit() {
    const auto objects = m_session.objects();
    const auto marks = m_session.marks();
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
    const auto now = m_session.measuredSplit();
    m_split->setChoices(choices, now ? int(*now) : -1);
}

}  // namespace selvedge
