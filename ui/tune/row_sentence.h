#pragma once

#include <QString>

#include "app/session/tuning_rows.h"

namespace selvedge {

// A threshold in plain words: "coat, double breasted .28: 214 objects. At .28 the model finds 137,
// 56 of its calls are wrong. AP can gain at most .0034 here." `threshold`: where it stands.
QString rowSentence(const TuningRow& row, double threshold);

// "at most +.0004 at .36", or that nothing is to be gained; empty when not known.
QString atMostText(const RowMeasure& measure);

}  // namespace selvedge
