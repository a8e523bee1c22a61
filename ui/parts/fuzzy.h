#pragma once

#include <QString>
#include <optional>

namespace selvedge {

// How well `typed` finds `text`: all its words must be in it, in any order, whole or as letters
// that follow one another with gaps ("dbl br" finds "double breasted"). Larger is better; the start
// of the text, starts of words and letters side by side count more. Nothing: it does not find it.
// No case. Nothing typed finds everything alike.
std::optional<int> fuzzyScore(const QString& typed, const QString& text);

}  // namespace selvedge
