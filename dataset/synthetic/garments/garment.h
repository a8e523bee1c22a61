#pragma once

#include <optional>

#include "dataset/synthetic/figure.h"

namespace selvedge::synthetic {

// How a garment widens below the waist.
enum class Flare { Straight, ALine, Circle, Pencil, Trumpet, Balloon, Tent };

// The side seams.
struct Cut {
    double ease = 8;       // between body and cloth, in half width
    double waistFit = .7;  // 1 follows the waist, 0 falls straight from chest to hip
    double hem = 470;      // height of the lower edge
    Flare flare = Flare::Straight;
    double hemHalf = 0;  // half width at a hem below the hip; 0 as wide as the hip

    double half(const Body& body, double y) const;
};

enum class Neck {
    Crew,
    Round,
    V,
    Scoop,
    Square,
    Boat,
    Plunging,
    StraightAcross,
    Sweetheart,
    Turtle,
    U,
    High,
    Keyhole,
    Halter,
    OffShoulder,
    OneShoulder,  // the left one
    Surplice,     // one front over the other
    Collared,     // closed under a collar
    Suit,         // open to the first button between lapels
};

enum class Collar {
    None,
    Shirt,
    Polo,
    PeterPan,
    Mandarin,
    Notched,
    Peak,
    Shawl,
    StandAway,
    Sailor,
    Oversized,
    Bow,
};

enum class SleeveShape {
    None,
    SetIn,
    Puff,
    Bell,
    Bishop,
    Raglan,
    Dropped,
    Cap,
    LegOfMutton,
    Flounce,
    Kimono,
};

struct Sleeve {
    SleeveShape shape = SleeveShape::SetIn;
    double end = 1;  // 0 the shoulder, .5 the elbow, 1 the wrist
    double ease = 8;
    double start = 0;  // off the shoulder: where it begins
};

enum class Opening { None, Single, Double, Zip, Wrap, Toggles, LaceUp, Placket };
enum class Pockets { None, ChestPatch, ChestFlaps, HipPatch, Welt, Flap, Kangaroo, Slash };
// What is sewn on; each is one object.
enum class Trimming {
    None,
    Ruffle,   // along the neckline
    Flounce,  // a ruffle along the hem
    Applique,
    Beads,
    Flower,
    Ribbon,
    Rivets,
    Sequins,
    Fringe,
    Tassels,
};

// What covers the trunk: a shirt, a coat, the whole of a dress. What it is called besides its
// category ("nickname" attributes) stands in `names`; the rest follows from the drawing.
struct Upper {
    std::string_view category;
    Drawing::Names names;
    Fabric fabric;
    Cut cut;
    Neck neck = Neck::Crew;
    Collar collar = Collar::None;
    Sleeve sleeve;
    Opening opening = Opening::None;
    bool openFront = false;  // worn open: two panels
    Pockets pockets = Pockets::None;
    Trimming trimming = Trimming::None;
    Color trimmingColor;
    std::optional<Fabric> sleeveFabric;  // where it differs
    std::optional<Fabric> fur;           // of the collar or around the hood
    bool peplum = false;
    bool highLow = false;
    bool ribbed = false;  // hem and cuffs
    bool hood = false;
    bool sideZip = false;  // the zipper runs aslant
    bool epaulettes = false;
    bool seamAtWaist = false;
    double waistSeam = 372;  // its height
    bool smocked = false;    // rows of small gathers across the chest
    bool gathered = false;   // at the neck
    bool quilted = false;
    int tiers = 0;
    bool tucked = false;   // its hem is not seen: put into pants or skirt
    bool covered = false;  // worn under something: what cannot be seen is not described
    Color trim;            // neckline, collar
    Color buttons;
};

enum class LegShape { Skinny, Straight, Wide, BootCut, Jogger, Flare, Harem };

struct Pants {
    std::string_view category = "pants";
    Drawing::Names names;
    Fabric fabric;
    LegShape shape = LegShape::Straight;
    double waist = 372;
    double hem = 940;
    bool fly = true;
    bool pockets = true;  // in front, if there is a fly
    bool cargo = false;
    bool belted = false;  // the waistband is hidden
    bool rolled = false;  // the hems
    bool frayed = false;
    bool distressed = false;
    std::optional<Color> sideStripe;
};

struct Skirt {
    Drawing::Names names;
    Fabric fabric;
    Cut cut;  // hem, flare, hemHalf; ease over the hip
    double waist = 372;
    bool pleats = false;
    int tiers = 0;
    bool slit = false;
    bool zip = false;
    bool wrap = false;
    bool highLow = false;
    Trimming trimming = Trimming::None;  // Flounce or Fringe
};

// Pieces of a coat that lie behind the body: its inside, seen between open fronts. Returns the
// object, which drawUpper goes on with.
Owner drawLining(Drawing& drawing, const Upper& upper);
// Trunk, opening, pockets; then neckline or collar. `object` if a part of it is drawn already.
Owner drawUpper(Drawing& drawing, const Upper& upper, std::optional<Owner> object = {});
// A cape: over trunk and arms.
void drawCape(Drawing& drawing, const Upper& cape);
// After the arms.
void drawSleeves(Drawing& drawing, const Upper& upper, Owner object);

Owner drawPants(Drawing& drawing, const Pants& pants);
Owner drawSkirt(Drawing& drawing, const Skirt& skirt);
// A skirt's part of a dress, a coat or a skirt: folds from `waist` to the hem.
void drawSkirtFolds(Drawing& drawing, const Cut& cut, double waist, const Coverage& within,
                    bool pleats);

// Used between the files of this folder.
Points neckCurve(const Body& body, const Upper& upper);  // from the left shoulder to the right
Path trunkPath(const Body& body, const Upper& upper);
// Where the shoulder's seam joins the sleeve, from the middle line.
double shoulderTip(const Body& body, const Upper& upper);
void drawNeckPart(Drawing& drawing, const Upper& upper, Owner object, const Coverage& trunk);
void drawOpening(Drawing& drawing, const Upper& upper, Owner object, const Coverage& trunk);
void drawPockets(Drawing& drawing, const Upper& upper, Owner object, const Coverage& trunk);
Points hemCurve(const Body& body, const Cut& cut, double y, bool highLow = false);  // from right
// Height at which the fronts of a garment with lapels or a V begin to close.
double closingLevel(const Upper& upper);
// What is sewn on the trunk of a garment, in front of its opening.
void drawTrimming(Drawing& drawing, const Upper& upper, Owner object, const Coverage& trunk);
// A ruffle below a line, as deep as `depth`; its object.
Owner drawRuffle(Drawing& drawing, const Points& line, double depth, const Fabric& fabric,
                 Owner garment);
// Threads that hang from a line.
Owner drawFringe(Drawing& drawing, const Points& line, double depth, const Fabric& fabric,
                 Owner garment);
// Silhouette, length, waistline, opening ... as they are drawn, and what they make it.
void describeUpper(Drawing& drawing, const Upper& upper, Owner object);
void describeSkirt(Drawing& drawing, const Skirt& skirt, Owner object);
void describePants(Drawing& drawing, const Pants& pants, Owner object);
std::string_view silhouetteOf(Flare flare);
// Material and what is done to the cloth; `furred` if a part of the garment is of fur.
void describeFabric(Drawing& drawing, const Fabric& fabric, Owner object, bool furred = false);
void drawButton(Drawing& drawing, Point middle, double radius, Color color);

// What an edge at this height is called: "knee (length)" and so on.
std::string_view lengthAt(double hem);
std::string_view sleeveLengthAt(double end);
std::string_view fitOf(double ease);
std::string_view waistlineAt(double waist);

}  // namespace selvedge::synthetic
