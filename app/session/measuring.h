#pragma once

#include <memory>
#include <vector>

#include "app/session/settings.h"
#include "dataset/project/object_table.h"
#include "model/evaluation/evaluator.h"
#include "model/evaluation/verdict.h"

namespace selvedge {

// The part of a match table that is measured; the cells are shared.
struct MeasuredTable {
    std::shared_ptr<const MatchTable> table;
    std::vector<ImageIndex> images;  // of the project's table, of each cell
};
// The cells of these images, ascending, of a table that has one for each image of the project.
MeasuredTable measuredPart(const std::shared_ptr<const MatchTable>& table,
                           const std::vector<ImageIndex>& images);

// The same as a protocol sees it (lvis.h, tableFor); the whole table is kept, not borrowed.
MeasuredTable seenBy(const Protocol& protocol, MeasuredTable measured);

// What the pages show of a run.
struct Measurement {
    Report report;
    VerdictCounts counts;
    double seconds = 0;  // that it took
};
// Nothing when stopped.
std::optional<Measurement> measure(Evaluator& evaluator, const Criteria& criteria,
                                   std::stop_token stop);

// The protocol that was chosen last, the paper's before; boxes with the area of boxes, masks with
// that of masks, as detectron2 measures (METHOD 1.1).
Protocol keptProtocol(const Settings& settings);
void keepProtocol(Settings& settings, const Protocol& protocol);

}  // namespace selvedge
