#pragma once

#include <QColor>
#include <QString>

#include "dataset/image/colours.h"
#include "dataset/project/query.h"
#include "model/evaluation/verdict.h"

namespace selvedge {

// How facets and their values are called in the window.
QString facetTitle(Facet facet);
QString facetValueName(FacetValue value, const Vocabulary& words);
// "5 % to 60 %", "at least .50", "up to 4"; empty of everything.
QString rangeWords(Facet facet, const NumberRange& range);
// What stands for a colour beside its name.
QColor colourSwatch(Colour colour);
Verdict::Kind verdictKind(ObjectVerdict verdict);

}  // namespace selvedge
