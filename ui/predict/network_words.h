#pragma once

#include <QString>

#include "model/engine.h"

namespace selvedge {

// What the network of a weight file is, for people.
struct NetworkWords {
    enum class Tone { Plain, Warning, Fault };
    Tone tone = Tone::Plain;
    QString text;       // one or two sentences
    QString names;      // of what is missing or does not fit, a line each; may be empty
    int minSize = 800;  // shortest edge, in pixels, that pictures are looked at with
};
NetworkWords networkWords(const WeightReport& report);

}  // namespace selvedge
