#include "dataset/synthetic/outfits/tailor.h"

namespace selvedge::synthetic {

Outfit makeOutfit(int which, const Palette& palette, Random& random) {
    using Maker = Outfit (*)(Tailor&);
    constexpr Maker makers[kOutfits] = {stripedTee,    doubleBreastedCoat, floralDress,
                                        checkedShirt,  turtleneckAndSkirt, bomber,
                                        maxiDress,     blazerAndJeans,     pleatedSkirt,
                                        suitAndTie,    cardiganAndDress,   puffer,
                                        shirtDress,    openOvercoat,       denimMini,
                                        vestAndShirt,  tieredDress,        trenchCoat,
                                        shortsAndPolo, pencilSkirt,        jumpsuit,
                                        hoodie,        leopardSkirt,       cargoAndCrop,
                                        duffleCoat,    eveningGown,        wrapCoat};
    Tailor tailor(palette, random);
    return makers[which % kOutfits](tailor);
}

}  // namespace selvedge::synthetic
