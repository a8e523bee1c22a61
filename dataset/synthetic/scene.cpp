// Chooses figure, outfit and place, and draws them.
#include <algorithm>
#include <numeric>

#include "dataset/error.h"
#include "dataset/synthetic/backdrop.h"
#include "dataset/synthetic/outfit.h"
#include "dataset/synthetic/synthetic.h"

namespace selvedge {

namespace {

using namespace synthetic;

constexpr std::array kSkins{hex(0xf4d3bd), hex(0xe9bd9c), hex(0xd6a078), hex(0xb57d55),
                            hex(0x8c5b3c), hex(0x643f2a), hex(0xf0c8ac), hex(0xc68d63)};
constexpr std::array kHairs{hex(0x1f1a19), hex(0x33221a), hex(0x4d3021), hex(0x7a4c2a),
                            hex(0xb98a4e), hex(0xd9b878), hex(0x8a3f26), hex(0xa9a6a4)};

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
};

Looks chooseLooks(const Outfit& outfit, Random& random) {
    Looks looks;
    const int skin = random.below(static_cast<int>(kSkins.size()));
    looks.skin = kSkins[static_cast<std::size_t>(skin)];
    const bool dark = brightness(looks.skin) < 150;
    // Fair hair rarely grows on dark skin.
    looks.hair = kHairs[static_cast<std::size_t>(random.below(dark ? 3 : 8))];
    if (outfit.masculine) {
        constexpr std::array styles{HairStyle::Crop, HairStyle::Crop, HairStyle::Afro,
                                    HairStyle::Bald};
        looks.style = random.pick(styles);
        looks.beard = random.chance(.45);
        looks.lipstick = false;
        if (looks.style == HairStyle::Afro && !dark)
            looks.style = HairStyle::Crop;
    } else {
        constexpr std::array fair{HairStyle::Bob, HairStyle::Long, HairStyle::Wavy, HairStyle::Bun,
                                  HairStyle::Ponytail};
        constexpr std::array deep{HairStyle::Afro, HairStyle::Bob, HairStyle::Wavy, HairStyle::Bun,
                                  HairStyle::Afro};
        looks.style = random.pick(dark ? deep : fair);
    }
    // A hat sits on hair that lies close.
    if (outfit.hat && (looks.style == HairStyle::Afro || looks.style == HairStyle::Bun))
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
    if (pose == ArmPose::Relaxed)
        pose = choice < .3 ? ArmPose::OnHip : choice < .55 ? ArmPose::Away : pose;
}

// A permutation of the outfits for each round of the set, so that no outfit comes twice before all
// have come once.
int outfitAt(std::uint64_t seed, int index) {
    std::array<int, kOutfits> order;
    std::iota(order.begin(), order.end(), 0);
    const auto round = static_cast<std::uint64_t>(index / kOutfits);
    Random random(seed * 0x9e3779b97f4a7c15 + round);
    // The first round of the first seed comes as it is listed: the sample a new user sees.
    if (seed != 1 || round != 0) {
        for (int i = kOutfits - 1; i > 0; --i)
            std::swap(order[static_cast<std::size_t>(i)],
                      order[static_cast<std::size_t>(random.below(i + 1))]);
    }
    return order[static_cast<std::size_t>(index % kOutfits)];
}

View viewOf(const SyntheticConfig& config, Random& random) {
    // The figure with its arms is about 1000 units high and 420 wide.
    const double fit = std::min(config.height / 1130., config.width / 600.);
    View view;
    view.scale = fit * random.between(.87, 1.0);
    view.origin = {config.width * random.between(.47, .53),
                   config.height * .962 - 1000 * view.scale};
    return view;
}

}  // namespace

SyntheticScene drawScene(const SyntheticConfig& config, int index) {
    constexpr int kSmallest = 32, kLargest = 8192;
    if (index < 0 || std::min(config.width, config.height) < kSmallest ||
        std::max(config.width, config.height) > kLargest)
        throw Error(ErrorKind::Unsupported, "A drawn picture has 32 to 8192 pixels a side, not " +
                                                std::to_string(config.width) + " x " +
                                                std::to_string(config.height));
    Random random((config.seed ^ 0x5e17edd6e) * 0xd1342543de82ef95 +
                  static_cast<std::uint64_t>(index) * 0x2545f4914f6cdd1d);
    random.next();
    const auto& palette =
        kPalettes[(static_cast<std::size_t>(index) * 3 + config.seed) % kPalettes.size()];
    Outfit outfit = makeOutfit(outfitAt(config.seed, index), palette, random);
    choosePose(outfit, random);
    const Looks looks = chooseLooks(outfit, random);
    const Body body =
        makeBody(random, outfit.masculine ? random.between(.75, 1) : random.between(0, .3),
                 random.unit() * random.unit(), outfit.pose);
    Canvas canvas(config.width, config.height, viewOf(config, random));
    drawBackdrop(canvas,
                 {palette.wall, palette.ground,
                  (index * 5 + static_cast<int>(config.seed % 6)) % kBackdrops},
                 random);
    drawGroundShadow(canvas, body.leg[kLeft].end, body.leg[kRight].end);
    Drawing drawing(canvas, body);
    wear(drawing, outfit, looks);
    constexpr std::uint64_t kMinimumArea = 16;
    return {canvas.image(static_cast<std::uint32_t>(random.next())), drawing.objects(kMinimumArea)};
}

}  // namespace selvedge
