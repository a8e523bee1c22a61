#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace selvedge {

// Counter-based random numbers (Salmon et al. 2011, Philox 4x32-10): a draw is a pure function of
// (seed, where it is made), so sampling does not depend on threads, devices or what came before.
struct RandomPlace {
    enum Stream : std::uint32_t { Order, Flip, Anchors, Regions };
    Stream stream = Order;
    std::uint32_t image = 0;  // imageKey() of its id
    std::uint32_t step = 0;
};
std::array<std::uint32_t, 4> philox(std::uint64_t seed, const RandomPlace& place,
                                    std::uint32_t index);
// [0, 1) with 32 bits.
double randomUnit(std::uint64_t seed, const RandomPlace& place, std::uint32_t index = 0);
// 32-bit FNV-1a.
std::uint32_t imageKey(std::string_view imageId);

// `count` of `candidates` without repetition, each set equally likely, ascending; all of them when
// there are no more.
std::vector<std::int64_t> randomSubset(const std::vector<std::int64_t>& candidates,
                                       std::size_t count, std::uint64_t seed,
                                       const RandomPlace& place);
// 0 .. count - 1 in random order.
std::vector<std::size_t> randomOrder(std::size_t count, std::uint64_t seed,
                                     const RandomPlace& place);

}  // namespace selvedge
