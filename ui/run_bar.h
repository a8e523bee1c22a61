#pragma once

#include <QWidget>

#include "app/session/session.h"

class QComboBox;

namespace selvedge {

class MoreSlider;
class ProtocolChoices;
class ThresholdSlider;
class TintedLabel;

// At the right of the workspace bar: the run whose predictions are looked at, one plain slider from
// stricter to more (the score threshold of the operating point), and the attribute threshold; or,
// in their place, by what and of which images the run is measured. A run that is not of all images
// says so before its name.
class RunBar : public QWidget {
    Q_OBJECT

public:
    explicit RunBar(Session& session, QWidget* parent = nullptr);
    // Thresholds are shown where they filter what is seen.
    void showThresholds(bool show);
    // Shown where figures do not say themselves by what they are measured.
    void showProtocol(bool show);
    ProtocolChoices* protocol() const { return m_protocol; }
    QComboBox* runs() const { return m_runs; }
    MoreSlider* more() const { return m_more; }
    ThresholdSlider* attribute() const { return m_attribute; }
    QString state() const;  // "Run", or how much of it there is

private:
    void refresh();
    void count();
    void sayState();

    Session& m_session;
    TintedLabel* m_state;
    QComboBox* m_runs;
    MoreSlider* m_more;
    ThresholdSlider* m_attribute;
    ProtocolChoices* m_protocol;
    bool m_wanted = true, m_protocolWanted = false;
    // Of the predictions shown, or on their way: scores, ascending, by category.
    using Scores = std::vector<std::vector<double>>;
    std::shared_ptr<const PredictionSet> m_counted;
    std::shared_ptr<const Scores> m_scores;
};

}  // namespace selvedge
