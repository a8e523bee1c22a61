#pragma once

#include "app/session/measuring.h"
#include "model/evaluation/anatomy.h"
#include "ui/evaluate/category_table_model.h"
#include "ui/evaluate/figure_table_model.h"
#include "ui/parts/overlay_palette.h"
#include "ui/plot/treemap_view.h"

namespace selvedge {

// What is measured, of a run and of those beside it: of the page as it is, or of a report's
// snapshot. What is pointed to must outlive it.
struct MeasuredResult {
    struct Beside {
        QString name;
        const Measurement* measurement = nullptr;  // null: being measured
        double corLoc = -1;
    };
    QString run;
    const Measurement* now = nullptr;      // null: nothing is measured
    const Measurement* against = nullptr;  // of the run it is compared with
    double corLoc = -1;
    bool corLocIsStale = false;  // of other thresholds
    std::vector<Beside> beside;
    const std::vector<CategoryCounts>* verdicts = nullptr;  // null: not counted yet
    std::vector<bool> asksF1;                               // Criteria::asksF1
    const Catalog* catalog = nullptr;
    const OverlayPalette* palette = nullptr;
};

// Plain rows of it; empty without a measurement. Pure functions, any thread.
std::vector<CategoryRow> categoryRows(const MeasuredResult& result);
// All figures, CorLoc and weighted mAP among them, of all runs.
FigureTable figureTable(const MeasuredResult& result);
// The parts of the headline; ids are category indices.
std::vector<TreemapCell> headlineCells(const MeasuredResult& result);
// The columns that the headline is the mean of; 0: it is none.
int headlineColumns(const MeasuredResult& result);

}  // namespace selvedge
