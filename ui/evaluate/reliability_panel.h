#pragma once

#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/titled_panel.h"
#include "ui/plot/bars_view.h"

namespace selvedge {

class Segments;
class TintedLabel;

// How far scores can be believed, or the probabilities of attributes.
class ReliabilityPanel : public TitledPanel {
    Q_OBJECT

public:
    explicit ReliabilityPanel(EvaluateState& state, QWidget* parent = nullptr);
    BarsView* bars() const { return m_bars; }
    Segments* of() const { return m_of; }
    bool isOfAttributes() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void want();
    void refresh();
    void open(int bar);

    EvaluateState& m_state;
    Segments* m_of;
    BarsView* m_bars;
    TintedLabel* m_error;
};

// One for each bin; none where nothing was counted. Any thread.
std::vector<BarsView::Bar> reliabilityBars(const Reliability& reliability, bool ofAttributes);

}  // namespace selvedge
