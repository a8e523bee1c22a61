#pragma once

#include <optional>
#include <string_view>

#include "dataset/synthetic/garments/accessories.h"
#include "dataset/synthetic/garments/garment.h"

namespace selvedge::synthetic {

// Colours that go together: of cloth, then of the place.
struct Palette {
    Color light, middle, dark, accent;
    Color wall, ground;
};

struct Shoes {
    ShoeStyle style = ShoeStyle::Sneaker;
    Fabric fabric;
    Color sole;
};

// All that a figure wears; drawn by wear().
struct Outfit {
    std::optional<Upper> top;    // a shirt, or a whole dress or jumpsuit
    std::optional<Upper> outer;  // over it
    std::optional<Upper> cape;   // over arms and all
    std::optional<Pants> pants;
    std::optional<Skirt> skirt;
    bool tucked = true;  // the top into pants or skirt
    Shoes shoes;

    struct Tights {
        Color color;
        double sheer;
    };
    struct Socks {
        Fabric fabric;
        double top;
    };
    struct Hat {
        HatStyle style;
        Fabric fabric;
        Color band;
    };
    struct Bag {
        BagStyle style;
        Side side;
        Fabric fabric;
        Color metal;
    };
    struct Belt {
        double y;
        double ease;
        Fabric fabric;
        Color buckle;
        bool overAll;       // over the outer garment
        bool knot = false;  // tied, without a buckle
    };
    struct Glasses {
        Color frame;
        bool sun;
    };
    struct Watch {
        Side side;
        Color strap, face;
    };
    std::optional<Tights> tights;
    std::optional<Socks> socks;
    std::optional<Fabric> legWarmers;
    std::optional<Hat> hat;
    std::optional<Fabric> headband;
    std::optional<Glasses> glasses;
    std::optional<Bag> bag;
    std::optional<Fabric> scarf;
    std::optional<Fabric> tie;
    std::optional<Fabric> bow;
    std::optional<Belt> belt;
    std::optional<Watch> watch;
    std::optional<Fabric> gloves;
    std::optional<Fabric> umbrella;
    Side umbrellaSide = kRight;
    bool masculine = false;  // build and hair of the figure that shows it
    std::array<ArmPose, 2> pose{ArmPose::Relaxed, ArmPose::Relaxed};
};

// The outfits differ in what is worn, `random` in the details.
int outfitCount();
Outfit makeOutfit(int which, const Palette& palette, Random& random);
// An outfit as often as people wear it: `at` in [0, 1).
int likelyOutfit(double at);

// Takes things off (`more` < 0) or puts some on until about so many objects more are seen.
void dressFor(Outfit& outfit, int more, const Palette& palette, Random& random);

// Draws a figure in its clothes, back to front.
void wear(Drawing& drawing, const Outfit& outfit, const Looks& looks);

}  // namespace selvedge::synthetic
