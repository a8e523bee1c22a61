#pragma once

#include <string>

#include "model/evaluation/tuner.h"

namespace selvedge {

// {"protocol":Protocol::name,"iou_type":"segm"|"bbox","headline":headlineName(),
//  "what":"global"|…,"method":"ascent"|"ascent-from-proxy"|"proxy","folds":…,"seed":…,
//  "min_support":…,"stopped":…,
//  "out_of_fold":{"before":…,"global":…,"tuned":…}|null,"in_fold":{…}|null,
//  "rows":[{"name","category_id"?,"attribute_id"?,"group"?,"state":"tuned"|"rare"|"locked",
//           "support","before"|null,"after"|null,"gain_in_fold"|null,"gain_out_of_fold"|null},…],
//  "operating_point":operatingPointJson}
// with all digits. A threshold is null where all scores count.
std::string tuneJson(const TuneResult& result, const Protocol& protocol, const Catalog& catalog);

// For a terminal: the result out of fold first, beside what was given and the best global
// threshold, then by how much the images that thresholds were found on flatter it, and the rows
// that moved, the most gained first, at most `rows`.
std::string tuneText(const TuneResult& result, const Protocol& protocol, const Catalog& catalog,
                     std::size_t rows = 20);

}  // namespace selvedge
