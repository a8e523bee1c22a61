// Chooses who stands where, in what and in which light.
#include "dataset/synthetic/scene.h"

#include <algorithm>
#include <numeric>

namespace selvedge::synthetic {

namespace {

constexpr std::array kSkins{hex(0xf4d3bd), hex(0xe9bd9c), hex(0xd6a078), hex(0xb57d55),
                            hex(0x8c5b3c), hex(0x643f2a), hex(0xf0c8ac), hex(0xc68d63)};
constexpr std::array kHairs{hex(0x1f1a19), hex(0x33221a), hex(0x4d3021), hex(0x7a4c2a),
                            hex(0xb98a4e), hex(0xd9b878), hex(0x8a3f26), hex(0xa9a6a4)};
constexpr std::array kEyes{hex(0x3a2519), hex(0x2c1c14), hex(0x5a3d22), hex(0x4f6a7c),
                           hex(0x55694a)};

// light, middle, dark, accent; wall, ground.
constexpr std::array kPalettes{
    Palette{hex(0xf0e5d3), hex(0xb58e62), hex(0x4a3730), hex(0xb4532f), hex(0xdcd3c6),
            hex(0xb59a7e)},
    Palette{hex(0xe9edf2), hex(0x7d98bb), hex(0x27355a), hex(0xc0343f), hex(0xc7d1da),
            hex(0x98a2ac)},
    Palette{hex(0xecefe2), hex(0x8ea383), hex(0x33473d), hex(0xd08b4c), hex(0xd0d8c9),
            hex(0xa69c86)},
    Palette{hex(0xf5e3e0), hex(0xc98a8d), hex(0x562a38), hex(0x9c2f4a), hex(0xe6cfc9),
            hex(0xb79f98)},
    Palette{hex(0xf4ecd5), hex(0xd3a642), hex(0x1f4549), hex(0x2f7d80), hex(0xe4d5ae),
            hex(0xae9468)},
    Palette{hex(0xededee), hex(0x8f9297), hex(0x2b2b31), hex(0xb83a3a), hex(0xd9d9db),
            hex(0x9e9da0)},
    Palette{hex(0xf3e4d2), hex(0xa88462), hex(0x27453b), hex(0xc4633f), hex(0xcfc0ab),
            hex(0x927860)},
    Palette{hex(0xece6f3), hex(0xa191c2), hex(0x3d3158), hex(0x7b4f93), hex(0xd7d0e0),
            hex(0xa59cae)},
    Palette{hex(0xe4f0ee), hex(0x6fb0a8), hex(0x17393f), hex(0xe0734f), hex(0xb7cfcb),
            hex(0x8d9a94)},
    Palette{hex(0xfaf0e6), hex(0xe2a07c), hex(0x5b2333), hex(0x356a8a), hex(0xe9c9b4),
            hex(0xa98a78)},
    Palette{hex(0xeef0f4), hex(0xb9c4d6), hex(0x1b2230), hex(0x3558b0), hex(0x8e99a8),
            hex(0x6f7782)},
    Palette{hex(0xf2ead8), hex(0xa3a05a), hex(0x3a4024), hex(0x8c2f24), hex(0xb9b69a),
            hex(0x7d7656)},
};

Looks chooseLooks(const Outfit& outfit, Random& random) {
    Looks looks;
    looks.skin = random.pick(kSkins);
    const bool dark = brightness(looks.skin) < 150;
    // Fair hair rarely grows on dark skin.
    looks.hair = kHairs[static_cast<std::size_t>(random.below(dark ? 3 : 8))];
    if (outfit.masculine) {
        constexpr std::array styles{HairStyle::Crop,  HairStyle::Crop, HairStyle::Quiff,
                                    HairStyle::Quiff, HairStyle::Afro, HairStyle::Bald};
        looks.style = random.pick(styles);
        looks.beard = random.chance(.45);
        looks.lipstick = false;
        if (looks.style == HairStyle::Afro && !dark)
            looks.style = HairStyle::Crop;
    } else {
        constexpr std::array fair{HairStyle::Bob,      HairStyle::Long,  HairStyle::Wavy,
                                  HairStyle::Bun,      HairStyle::Pixie, HairStyle::Curly,
                                  HairStyle::Ponytail, HairStyle::Braids};
        constexpr std::array deep{HairStyle::Afro, HairStyle::Bob,   HairStyle::Wavy,
                                  HairStyle::Bun,  HairStyle::Curly, HairStyle::Braids};
        looks.style = dark ? random.pick(deep) : random.pick(fair);
    }
    looks.eyes = dark ? kEyes[static_cast<std::size_t>(random.below(2))] : random.pick(kEyes);
    looks.smile = random.unit();
    looks.width = random.between(.94, 1.05);
    looks.freckles = !dark && random.chance(.2);
    // A hat sits on hair that lies close.
    const bool high = looks.style == HairStyle::Afro || looks.style == HairStyle::Bun ||
                      looks.style == HairStyle::Quiff || looks.style == HairStyle::Curly;
    if (outfit.hat && high)
        looks.style = outfit.masculine ? HairStyle::Crop : HairStyle::Bob;
    if (outfit.top && outfit.top->hood && looks.style == HairStyle::Wavy)
        looks.style = HairStyle::Bun;
    return looks;
}

// Where the outfit leaves the arms hanging, one may do something else: not the one with the bag.
void choosePose(Outfit& outfit, Random& random) {
    const Side side = outfit.bag ? (outfit.bag->side == kLeft ? kRight : kLeft)
                                 : (random.chance(.5) ? kLeft : kRight);
    ArmPose& pose = outfit.pose[side];
    const double choice = random.unit();
    const bool pocket = outfit.pants && outfit.pants->pockets;
    if (outfit.cape)
        return;
    if (outfit.umbrella) {
        outfit.pose[outfit.umbrellaSide] = ArmPose::Holding;
        return;
    }
    if (pose != ArmPose::Relaxed)
        return;
    pose = choice < .22                  ? ArmPose::OnHip
           : choice < .4                 ? ArmPose::Away
           : choice < .62 && pocket      ? ArmPose::InPocket
           : choice < .74 && !outfit.bag ? ArmPose::Across
                                         : pose;
}

Stance chooseStance(Random& random) {
    constexpr std::array stances{Stance::Straight, Stance::Relaxed, Stance::Relaxed,
                                 Stance::Walking,  Stance::Walking, Stance::Wide};
    return random.pick(stances);
}

// How many of the pictures that show so many objects show the whole figure.
double wholeShare(int objects) {
    return objects == 0 ? .62 : std::clamp(.1 * objects - .1, .1, .9);
}

// The figure, its arms and what it holds are about 1000 units high and 430 wide. Most pictures show
// all of it, some end at the knees or the hips.
View chooseView(ImageSize size, const Outfit& outfit, double whole, Random& random) {
    const double w = size.width, h = size.height;
    const double choice = random.unit();
    const double bottom = choice < whole ? 1040 : choice < .4 + .6 * whole ? 800 : 600;
    const double above = outfit.umbrella ? 165 : outfit.hat || bottom < 1000 ? 90 : 60;
    const double fit = std::min(h / (bottom + above), w / (bottom > 1000 ? 560. : 500.));
    const double scale = fit * random.between(.9, 1.0);
    const double x = w * random.between(.46, .54);
    const double y = bottom > 1000 ? h * .965 - 1000 * scale : above * scale;
    return View(scale, {x, y}).turned({0, 1000}, random.between(-.012, .012));
}

Grade chooseGrade(Random& random) {
    Grade grade;
    const double warmth = random.between(-1, 1);
    grade.tint = {1 + .045 * warmth, 1 + .01 * warmth, 1 - .06 * warmth};
    const double bright = random.between(.93, 1.04);
    grade.tint = grade.tint * bright;
    grade.contrast = random.between(.94, 1.1);
    grade.vignette = random.between(.05, .4);
    grade.grain = random.between(1.5, 5);
    return grade;
}

Random streamOf(const SyntheticConfig& config, int index, int purpose) {
    Random random((config.seed ^ 0x5e17edd6e) * 0xd1342543de82ef95 +
                  static_cast<std::uint64_t>(index) * 0x2545f4914f6cdd1d +
                  static_cast<std::uint64_t>(purpose) * 0x9e6c63d0876a9a47);
    random.next();
    return random;
}

}  // namespace

bool isSample(const SyntheticConfig& config, int index) {
    return config.seed == 1 && index < outfitCount();
}

ImageSize sizeOf(const SyntheticConfig& config, int index) {
    if (config.size)
        return *config.size;
    // The published set's heights (its range; most are of 1000 to 1500 pixels), by share of
    // pictures.
    static const Points heights{{0, 269},     {.004, 420},   {.08, 760},  {.3, 1000},
                                {.62, 1230},  {.86, 1500},   {.95, 1900}, {.99, 2900},
                                {.998, 4000}, {.9998, 6000}, {1, 8688}};
    constexpr std::array shapes{.667, .667, .667, .667, .75, .75, .75, .5625, .8, .8, 1., 1.5};
    Random random = streamOf(config, index, -1);
    const double height = interpolate(heights, random.unit());
    const double width = std::min(10717., height * random.pick(shapes));
    return {static_cast<int>(width + .5), static_cast<int>(height + .5)};
}

Scene makeScene(const SyntheticConfig& config, int index, int attempt, int objects) {
    constexpr int kAsListed = 6;    // attempts with the outfit of the sample
    constexpr int kSameOutfit = 2;  // attempts with any other
    Random random = streamOf(config, index, attempt);
    Scene scene;
    scene.size = sizeOf(config, index);
    const Palette& palette = scene.palette =
        isSample(config, index) ? kPalettes[static_cast<std::size_t>(index * 3 + 1) % 8]
                                : random.pick(kPalettes);
    const bool asListed = isSample(config, index) && attempt < kAsListed;
    const int which =
        asListed ? index : likelyOutfit(streamOf(config, index, -2 - attempt / kSameOutfit).unit());
    Outfit& outfit = scene.outfit;
    outfit = makeOutfit(which, palette, random);
    choosePose(outfit, random);
    scene.looks = chooseLooks(outfit, random);
    const double broad = outfit.masculine ? random.between(.75, 1) : random.between(0, .3);
    // Four pictures that a small network can learn by heart.
    const bool plain = asListed && index < 4;
    scene.body = makeBody(random, broad, random.unit() * random.unit(), outfit.pose,
                          plain ? Stance::Straight : chooseStance(random));
    scene.view = chooseView(scene.size, outfit, asListed ? 1 : wholeShare(objects), random);
    scene.backdrop = {palette.wall, palette.ground,
                      plain                     ? index
                      : isSample(config, index) ? index * 4 % kBackdrops
                                                : random.below(kBackdrops),
                      !plain && random.chance(.16) ? random.below(kProps) : kNoProp};
    scene.light = random.chance(.7) ? Point{.82, .5} : Point{-.82, .5};
    if (!plain)
        scene.grade = chooseGrade(random);
    scene.seed = random.next();
    return scene;
}

void draw(Drawing& drawing, const Scene& scene) {
    Canvas& canvas = drawing.canvas;
    canvas.setLight(scene.light);
    if (canvas.paints()) {
        Random random(scene.seed);
        drawBackdrop(canvas, scene.backdrop, random);
        drawGroundShadow(canvas, drawing.body, scene.light);
    }
    wear(drawing, scene.outfit, scene.looks);
    Random random(scene.seed + 1);
    drawProp(canvas, scene.backdrop, random);
}

std::uint64_t minimumArea(double scale) {
    return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(140 * scale * scale));
}

}  // namespace selvedge::synthetic
