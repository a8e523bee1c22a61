// How many objects each picture shows, and how a given number comes out exactly.
#include <algorithm>
#include <numeric>
#include <string>

#include "dataset/error.h"
#include "dataset/synthetic/counts.h"
#include "dataset/synthetic/random.h"

namespace selvedge {

namespace {

using synthetic::Random;

constexpr int kFewest = 2, kMost = 13;

// Changes single numbers by one, here and there, until they add up to `wanted`.
void addUpTo(std::vector<int>& counts, std::size_t first, std::size_t last, std::uint64_t wanted,
             Random& random) {
    std::vector<std::size_t> order(last - first);
    std::iota(order.begin(), order.end(), first);
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.next() % i]);
    auto sum =
        std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(first),
                        counts.begin() + static_cast<std::ptrdiff_t>(last), std::uint64_t{0});
    while (sum != wanted) {
        for (const std::size_t i : order) {
            if (sum < wanted && counts[i] < kMost) {
                ++counts[i];
                ++sum;
            } else if (sum > wanted && counts[i] > kFewest) {
                --counts[i];
                --sum;
            }
        }
    }
}

[[noreturn]] void failFor(const SyntheticConfig& config, const std::string& why) {
    throw Error(ErrorKind::Unsupported, std::to_string(*config.objects) + " objects on " +
                                            std::to_string(config.images) + " pictures " + why);
}

}  // namespace

int synthetic::usualCount(std::uint64_t seed, int index) {
    // Shares of 2, 3, ... objects; 7.2 on average, as in iMaterialist 2020.
    constexpr double shares[] = {.03, .05, .08, .11, .14, .15, .13, .11, .08, .06, .04, .02};
    Random random(seed * 0x94d049bb133111eb + static_cast<std::uint64_t>(index));
    random.next();
    double at = random.unit();
    int count = kFewest;
    for (const double share : shares) {
        if (at < share)
            break;
        at -= share;
        ++count;
    }
    return std::min(count, kMost);
}

std::vector<int> objectsPerPicture(const SyntheticConfig& config) {
    if (!config.objects)
        return {};
    const auto images = static_cast<std::uint64_t>(std::max(1, config.images));
    const std::uint64_t drawn = std::min(
        images,
        static_cast<std::uint64_t>(std::max(1, config.distinctImages.value_or(config.images))));
    const std::uint64_t wanted = *config.objects;
    if (wanted < 3 * images || wanted > 11 * images)
        failFor(config, "are not 3 to 11 a picture");
    std::vector<int> counts;
    for (std::uint64_t i = 0; i < drawn; ++i)
        counts.push_back(synthetic::usualCount(config.seed, static_cast<int>(i)));
    Random random(config.seed);
    // The first `more` pictures come once more often than the others, which come `times` times:
    // wanted = (times + 1) * ofFirst + times * ofOthers.
    const std::uint64_t times = images / drawn, more = images % drawn;
    std::uint64_t ofFirst = 0;
    if (more > 0) {
        const double usual =
            static_cast<double>(wanted) / static_cast<double>(images) * static_cast<double>(more);
        ofFirst = wanted % times;
        while (ofFirst + times <= usual)
            ofFirst += times;
        if (ofFirst < kFewest * more)
            ofFirst += times;
        if (ofFirst > kMost * more || ofFirst * (times + 1) > wanted)
            failFor(config, "cannot be shown by " + std::to_string(drawn) + " distinct ones");
    } else if (wanted % times != 0) {
        failFor(config, "where each of " + std::to_string(drawn) + " distinct ones comes " +
                            std::to_string(times) + " times must be a multiple of " +
                            std::to_string(times));
    }
    const std::uint64_t ofOthers = (wanted - ofFirst * (times + 1)) / times;
    if (ofOthers < kFewest * (drawn - more) || ofOthers > kMost * (drawn - more))
        failFor(config, "cannot be shown by " + std::to_string(drawn) + " distinct ones");
    addUpTo(counts, 0, more, ofFirst, random);
    addUpTo(counts, more, drawn, ofOthers, random);
    return counts;
}

}  // namespace selvedge
