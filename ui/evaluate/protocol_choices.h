#pragma once

#include <QWidget>

#include "app/session/session.h"

namespace selvedge {

class ExplainedChoice;

QString splitName(std::optional<Split> split);  // "all", "validation"

// By which protocol, kind of overlap and of which split the session measures, to see and to choose.
// A row of its own. GUI thread.
class ProtocolChoices : public QWidget {
    Q_OBJECT

public:
    explicit ProtocolChoices(Session& session, QWidget* parent = nullptr);
    ExplainedChoice* protocol() const { return m_protocol; }
    ExplainedChoice* measuredOn() const { return m_measuredOn; }
    ExplainedChoice* split() const { return m_split; }
    // What these boxes, and the commands of the same names, do.
    static void choose(Session& session, const std::string& protocol);
    static void choose(Session& session, IouType measuredOn);

private:
    void refreshProtocol();
    void refreshSplit();

    Session& m_session;
    ExplainedChoice* m_protocol;
    ExplainedChoice* m_measuredOn;
    ExplainedChoice* m_split;
};

}  // namespace selvedge
