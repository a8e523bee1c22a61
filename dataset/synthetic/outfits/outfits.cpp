#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

namespace {

// An outfit and how often it is worn, so that categories come as unevenly as in a real set: many
// dresses, tops and pants, few capes.
struct Entry {
    Outfit (*make)(Tailor&);
    double often;
};

// The first 24 are the sample that a new user sees.
constexpr Entry kEntries[] = {
    {stripedTee, 3},
    {doubleBreastedCoat, .8},
    {floralDress, 2},
    {checkedShirt, 2.5},
    {bikerJacket, 1.6},
    {rainCoat, .35},
    {oneShoulderGown, .9},
    {printedTee, 5},
    {pleatedSkirt, 1},
    {suitAndTie, 1.6},
    {cardiganAndDress, .9},
    {puffer, 1},
    {sailorBlouse, .5},
    {parka, .6},
    {cutoffsAndTank, 2},
    {vestAndShirt, .8},
    {tieredDress, 1.6},
    {trenchCoat, .8},
    {kiltAndSweater, .4},
    {sequinTop, .5},
    {capeAndBoots, .25},
    {varsityJacket, .8},
    {suedeJacket, .5},
    {peasantTop, .8},
    {maxiDress, 2.5},
    {turtleneckAndSkirt, .9},
    {bomber, 1},
    {blazerAndJeans, 2.4},
    {shirtDress, 1.6},
    {openOvercoat, .9},
    {denimMini, 1},
    {shortsAndPolo, 1},
    {pencilSkirt, 1},
    {jumpsuit, 1.1},
    {hoodie, 1.6},
    {leopardSkirt, 1},
    {cargoAndCrop, .9},
    {duffleCoat, .3},
    {eveningGown, 1.2},
    {wrapCoat, .5},
    {raglanAndTrackPants, .7},
    {rugbyShirt, .5},
    {tunicAndLeggings, .9},
    {haremPants, .3},
    {sweaterAndCrop, 1},
    {halterAndFlares, .7},
    {buttonDown, 2},
    {plainTee, 4},
    {truckerJacket, 1},
    {collarlessJacket, .7},
    {doubleBlazer, 1},
    {teddyCoat, .4},
    {peaCoat, .6},
    {wrapSkirt, .7},
    {skaterSkirt, 1},
    {prairieSkirt, .5},
    {balloonSkirt, .3},
    {peplumSuit, .5},
    {wrapDress, 1.8},
    {sheathDress, 3},
    {shiftDress, 2.2},
    {sweaterDress, .8},
    {bodyconDress, 2},
    {empireDress, 1.5},
    {offShoulderDress, 1.2},
    {halterDress, 1},
    {highLowDress, .7},
    {sequinDress, .4},
    {ruffledDress, 1.1},
    {tentDress, .8},
    {skaterDress, 2.6},
};

}  // namespace

int outfitCount() {
    return static_cast<int>(std::size(kEntries));
}

Outfit makeOutfit(int which, const Palette& palette, Random& random) {
    Tailor tailor(palette, random);
    return kEntries[which % outfitCount()].make(tailor);
}

int likelyOutfit(double at) {
    double all = 0;
    for (const Entry& entry : kEntries)
        all += entry.often;
    double left = at * all;
    int which = 0;
    for (; which + 1 < outfitCount() && left >= kEntries[which].often; ++which)
        left -= kEntries[which].often;
    return which;
}

}  // namespace selvedge::synthetic
