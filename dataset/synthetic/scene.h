#pragma once

#include <cstdint>

#include "dataset/synthetic/backdrop.h"
#include "dataset/synthetic/outfit.h"
#include "dataset/synthetic/synthetic.h"

namespace selvedge::synthetic {

// A picture before it is drawn: who stands where, in what and in which light.
struct Scene {
    Outfit outfit;
    Looks looks;
    Body body;
    ImageSize size;
    View view;
    Palette palette;
    Backdrop backdrop;
    Point light;
    Grade grade;
    std::uint64_t seed = 0;  // of what only colours
};

// A dressed figure; the same `attempt` is the same scene. Attempts differ in everything, but the
// first ones of the first pictures of seed 1, the sample that a new user sees, in details only.
// Of few `objects` rather a part of the figure is shown, of many all of it; 0 is any number.
Scene makeScene(const SyntheticConfig& config, int index, int attempt, int objects);
// The first outfits of seed 1 come as they are listed, each in all that belongs to it: the sample
// that a new user sees.
bool isSample(const SyntheticConfig& config, int index);
ImageSize sizeOf(const SyntheticConfig& config, int index);

// Paints it, back to front. A canvas that keeps only owners gets the same ones.
void draw(Drawing& drawing, const Scene& scene);

// What is too small to be labelled, in pixels, where a unit has `scale` pixels.
std::uint64_t minimumArea(double scale);

}  // namespace selvedge::synthetic
