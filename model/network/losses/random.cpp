#include "model/network/losses/random.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace selvedge {

namespace {

// Sorted by their draws; equal draws by position.
std::vector<std::pair<std::uint64_t, std::size_t>> drawn(std::size_t count, std::uint64_t seed,
                                                         const RandomPlace& place) {
    std::vector<std::pair<std::uint64_t, std::size_t>> keys(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = philox(seed, place, std::uint32_t(i));
        keys[i] = {std::uint64_t(bits[0]) << 32 | bits[1], i};
    }
    return keys;
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::uint64_t seed, const RandomPlace& place,
                                    std::uint32_t index) {
    std::array<std::uint32_t, 4> c{index, place.step, place.image, place.stream};
    std::uint32_t k0 = std::uint32_t(seed), k1 = std::uint32_t(seed >> 32);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = 0xD2511F53ull * c[0], b = 0xCD9E8D57ull * c[2];
        c = {std::uint32_t(b >> 32) ^ c[1] ^ k0, std::uint32_t(b),
             std::uint32_t(a >> 32) ^ c[3] ^ k1, std::uint32_t(a)};
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

double randomUnit(std::uint64_t seed, const RandomPlace& place, std::uint32_t index) {
    return philox(seed, place, index)[0] / 4294967296.0;
}

std::uint32_t imageKey(std::string_view imageId) {
    std::uint32_t hash = 0x811c9dc5u;
    for (unsigned char c : imageId)
        hash = (hash ^ c) * 0x01000193u;
    return hash;
}

std::vector<std::int64_t> randomSubset(const std::vector<std::int64_t>& candidates,
                                       std::size_t count, std::uint64_t seed,
                                       const RandomPlace& place) {
    if (candidates.size() <= count)
        return candidates;
    auto keys = drawn(candidates.size(), seed, place);
    std::nth_element(keys.begin(), keys.begin() + std::ptrdiff_t(count), keys.end());
    std::vector<std::int64_t> chosen(count);
    for (std::size_t i = 0; i < count; ++i)
        chosen[i] = candidates[keys[i].second];
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed,
                                     const RandomPlace& place) {
    auto keys = drawn(count, seed, place);
    std::sort(keys.begin(), keys.end());
    std::vector<std::size_t> order(count);
    std::transform(keys.begin(), keys.end(), order.begin(),
                   [](const auto& key) { return key.second; });
    return order;
}

}  // namespace selvedge
