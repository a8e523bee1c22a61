#include "drawn_samples.h"

#include "dataset/error.h"

namespace selvedge {

TrainingSample DrawnSamples::load(std::size_t index) const {
    if (unreadable.contains(index))
        throw Error(ErrorKind::Unreadable, "drawn-" + std::to_string(index) + " cannot be read");
    constexpr int kWidth = 120, kHeight = 160;
    TrainingSample sample;
    sample.imageId = "drawn-" + std::to_string(index);
    sample.image = {kWidth, kHeight, std::vector<std::uint8_t>(3 * kWidth * kHeight, 230)};
    for (int k = 0; k < 5; ++k) {
        const IntBox box{10 + 20 * k, int(10 + 5 * index) + 18 * k, 18, 24 + 4 * k};
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = box.x; x < box.x + box.width; ++x) {
                std::uint8_t* pixel = &sample.image.rgb[std::size_t(3 * (y * kWidth + x))];
                pixel[0] = std::uint8_t(40 * k);
                pixel[1] = std::uint8_t(60 * index);
                pixel[2] = std::uint8_t(200 - 30 * k);
            }
        }
        TrainingSample::Object object;
        object.category = CategoryIndex(9 * k);
        object.mask = RleMask::fromBox(kWidth, kHeight, box);
        if (k % 2 == 0)
            object.attributes = {AttributeIndex(10 * k), AttributeIndex(10 * k + 3)};
        sample.objects.push_back(std::move(object));
    }
    return sample;
}

std::optional<LabelCounts> DrawnSamples::labelCounts() const {
    LabelCounts counts;
    counts.objects.resize(46, 0);
    counts.withAttributes.resize(46, 0);
    counts.pairs.resize(46 * 294, 0);
    for (std::size_t i = 0; i < m_count; ++i) {
        for (const TrainingSample::Object& object : load(i).objects) {
            ++counts.objects[object.category];
            counts.withAttributes[object.category] += object.attributes.empty() ? 0 : 1;
            for (const AttributeIndex attribute : object.attributes)
                ++counts.pairs[std::size_t(object.category) * 294 + attribute];
        }
    }
    return counts;
}

}  // namespace selvedge
