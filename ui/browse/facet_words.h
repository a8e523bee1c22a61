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
// "5 % to 60 %", "from .50", "up to 4"; empty of everything.
QString rangeWords(Facet facet, const NumberRange& range);
// One part of a query (termsOf) in words: "area" and "> 5 %", "category" and "coat or jacket".
struct TermWords {
    QString field;  // empty where the value says it: "not reviewed"
    QString value;
    bool leavesOut = false;
    bool isName = false;    // a category or attribute: its value says it without the field
    QString plain() const;  // field and value
    QString text() const;   // "area > 5 %", "without attribute floral"
    QString drop() const;   // what takes it away: "Drop area > 5 %", "Allow attribute floral"
};
TermWords termWords(const Query& term, const Vocabulary& words);
// All of it: "category coat, area > 5 %"; empty of an empty one.
QString queryWords(const Query& query, const Vocabulary& words);
// What stands for a colour beside its name.
QColor colourSwatch(Colour colour);
Verdict::Kind verdictKind(ObjectVerdict verdict);

}  // namespace selvedge
