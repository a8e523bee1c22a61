#pragma once

#include "ui/evaluate/category_table_model.h"
#include "ui/evaluate/evaluate_state.h"
#include "ui/evaluate/figure_table_model.h"
#include "ui/plot/treemap_view.h"

// What the page shows of the session's measurement and of the runs beside it, as plain rows. Empty
// without a measurement.

namespace selvedge {

std::vector<CategoryRow> categoryRows(EvaluateState& state);
// All figures, CorLoc and weighted mAP among them, of the session's run, the one it is compared
// with and, where all are wanted, the others.
FigureTable figureTable(EvaluateState& state);
// The parts of the headline; ids are category indices.
std::vector<TreemapCell> headlineCells(EvaluateState& state);
// The columns that the headline is the mean of; 0: it is none.
int headlineColumns(EvaluateState& state);

}  // namespace selvedge
