#pragma once

#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/titled_panel.h"

namespace selvedge {

class TreemapView;

// What the headline is made of: categories by their weight in the mean, shaded by what they lack. A
// click chooses the category, a double click or Return shows its errors.
class HeadlinePanel : public TitledPanel {
    Q_OBJECT

public:
    explicit HeadlinePanel(EvaluateState& state, QWidget* parent = nullptr);
    TreemapView* map() const { return m_map; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void showNote();

    EvaluateState& m_state;
    TreemapView* m_map;
};

}  // namespace selvedge
