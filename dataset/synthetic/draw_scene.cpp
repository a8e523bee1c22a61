// Draws a scene that shows as many objects as it should.
#include <string>

#include "dataset/error.h"
#include "dataset/synthetic/counts.h"
#include "dataset/synthetic/scene.h"

namespace selvedge {

namespace {

using namespace synthetic;

constexpr int kAttempts = 400;

void checkSize(ImageSize size) {
    constexpr int kSmallest = 32, kLargest = 16384;
    if (std::min(size.width, size.height) < kSmallest ||
        std::max(size.width, size.height) > kLargest)
        throw Error(ErrorKind::Unsupported, "A drawn picture has 32 to 16384 pixels a side, not " +
                                                std::to_string(size.width) + " x " +
                                                std::to_string(size.height));
}

// A picture of 120 pixels or less tells how many objects are seen.
int objectsSeen(const Scene& scene) {
    constexpr double kSide = 120;
    const double factor = std::min(1., kSide / std::max(scene.size.width, scene.size.height));
    const auto pixels = [factor](int side) {
        return std::max(1, static_cast<int>(side * factor + .5));
    };
    Canvas canvas(pixels(scene.size.width), pixels(scene.size.height), scene.view.shrunk(factor),
                  Canvas::Kind::OwnersOnly);
    Drawing drawing(canvas, scene.body);
    draw(drawing, scene);
    return static_cast<int>(drawing.objects(minimumArea(canvas.view().scale())).size());
}

std::vector<SyntheticObject> masksOf(const Scene& scene) {
    Canvas canvas(scene.size.width, scene.size.height, scene.view, Canvas::Kind::OwnersOnly);
    Drawing drawing(canvas, scene.body);
    draw(drawing, scene);
    return drawing.objects(minimumArea(scene.view.scale()));
}

}  // namespace

SyntheticScene drawScene(const SyntheticConfig& config, int index, std::optional<int> objects,
                         SyntheticPart part) {
    if (index < 0)
        throw Error(ErrorKind::Unsupported, "Pictures are numbered from 0");
    checkSize(sizeOf(config, index));
    if (!objects && !isSample(config, index))
        objects = usualCount(config.seed, index);
    SyntheticScene result;
    Scene scene = makeScene(config, index, 0, objects.value_or(0));
    for (int attempt = 0; objects; ++attempt) {
        if (attempt == kAttempts)
            throw Error(ErrorKind::Unsupported, "Picture " + std::to_string(index) +
                                                    " cannot show " + std::to_string(*objects) +
                                                    " objects at " +
                                                    std::to_string(scene.size.width) + " x " +
                                                    std::to_string(scene.size.height) + " pixels");
        scene = makeScene(config, index, attempt, *objects);
        // A change may hide or uncover something else: a second one sets that right.
        constexpr int kChanges = 3;
        Random random(scene.seed + 2);
        int seen = objectsSeen(scene);
        for (int i = 0; i < kChanges && seen != *objects; ++i) {
            dressFor(scene.outfit, *objects - seen, scene.palette, random);
            const int now = objectsSeen(scene);
            if (now == seen)
                break;
            seen = now;
        }
        if (seen != *objects)
            continue;
        result.objects = masksOf(scene);
        if (static_cast<int>(result.objects.size()) == *objects)
            break;
    }
    if (part == SyntheticPart::MasksOnly) {
        if (!objects)
            result.objects = masksOf(scene);
        result.image = {scene.size.width, scene.size.height, {}};
        return result;
    }
    Canvas canvas(scene.size.width, scene.size.height, scene.view);
    Drawing drawing(canvas, scene.body);
    draw(drawing, scene);
    result.objects = drawing.objects(minimumArea(scene.view.scale()));
    result.image = canvas.image(scene.grade, static_cast<std::uint32_t>(scene.seed >> 32));
    return result;
}

}  // namespace selvedge
