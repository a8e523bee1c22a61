#pragma once

#include "dataset/project/apply_query.h"
#include "ui/evaluate/evaluate_state.h"
#include "ui/parts/titled_panel.h"

class QAction;
class QPushButton;

namespace selvedge {

class ObjectStrip;

// The objects behind the number that was clicked last, as tiles, the highest score first; from here
// they go to Browse.
class ObjectsPanel : public TitledPanel {
    Q_OBJECT

public:
    // `open`: "Open in Browse".
    ObjectsPanel(EvaluateState& state, QAction* open, QWidget* parent = nullptr);
    ObjectStrip* strip() const { return m_strip; }
    // What Browse is to show; empty: nothing is behind.
    const ObjectList& list() const { return m_list; }
    // Asks Browse to show them, beginning with that tile.
    void openInBrowse();

private:
    void refresh();
    void followSource();
    void show(const Analyses::Behind& behind);
    void fillStrip();

    EvaluateState& m_state;
    QAction* m_open;
    ObjectStrip* m_strip;
    ObjectList m_list;
    std::vector<CellObject> m_objects;           // as m_list.places
    AnalysisSource m_source;                     // of m_objects
    std::shared_ptr<const ObjectTable> m_table;  // of the strip's loader
    std::shared_ptr<const PredictionSet> m_predictions;
    std::shared_ptr<const PredictedObjects> m_predicted;
    std::uint64_t m_generation = 0;
};

}  // namespace selvedge
