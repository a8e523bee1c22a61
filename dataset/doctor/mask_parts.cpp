#include "dataset/doctor/mask_parts.h"

#include <algorithm>
#include <functional>

#include "dataset/mask/parts.h"

namespace selvedge::doctor {

std::vector<std::uint64_t> partAreas(const RleMask& mask) {
    std::vector<std::uint64_t> areas;
    for (const RleMask& part : connectedParts(mask))
        areas.push_back(part.area());
    std::sort(areas.begin(), areas.end(), std::greater<>());
    return areas;
}

RleMask withoutSpecks(const RleMask& mask) {
    const std::uint64_t share = (mask.area() + kSpeckShare - 1) / kSpeckShare;
    return withoutIslands(mask, std::min(kSpeckPixels, share));
}

double agreement(const RleMask& mask, std::uint32_t stride) {
    const auto runs = mask.runs();
    std::uint64_t area = 0, common = 0;
    std::size_t other = 0;
    for (const RleMask::Run& run : runs) {
        area += run.length;
        const std::uint64_t begin = std::uint64_t{run.start} + stride, end = begin + run.length;
        while (other < runs.size() && runs[other].end() <= begin)
            ++other;
        for (std::size_t i = other; i < runs.size() && runs[i].start < end; ++i)
            common += std::min<std::uint64_t>(end, runs[i].end()) -
                      std::max<std::uint64_t>(begin, runs[i].start);
    }
    return area == 0 ? 0 : double(common) / double(area);
}

}  // namespace selvedge::doctor
