#include "model/evaluation/accumulate.h"

#include <algorithm>

namespace selvedge {

namespace {

constexpr double kEpsilon = 2.220446049250313e-16;  // np.spacing(1)

double pairwiseSum(std::span<const double> values) {
    constexpr std::size_t kBlock = 128;
    const std::size_t count = values.size();
    if (count < 8) {
        double sum = 0;
        for (double value : values)
            sum += value;
        return sum;
    }
    if (count <= kBlock) {
        double r[8];
        std::copy_n(values.begin(), 8, r);
        std::size_t i = 8;
        for (; i < count - count % 8; i += 8)
            for (std::size_t j = 0; j < 8; ++j)
                r[j] += values[i + j];
        double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        for (; i < count; ++i)
            sum += values[i];
        return sum;
    }
    std::size_t half = count / 2;
    half -= half % 8;
    return pairwiseSum(values.first(half)) + pairwiseSum(values.subspan(half));
}

}  // namespace

RankedHits rankedHits(const CategoryMatches& matches, std::size_t column, std::size_t range) {
    const ColumnMatches& of = matches.columns[column];
    return {matches.detections, of.hits[range], of.objects[range]};
}

RankedHits atLeast(const RankedHits& ranked, double minScore) {
    const auto end =
        std::partition_point(ranked.detections.begin(), ranked.detections.end(),
                             [&](const RankedDetection& d) { return d.score >= minScore; });
    const auto count = std::size_t(end - ranked.detections.begin());
    return {ranked.detections.first(count), ranked.hits.first(count), ranked.objects};
}

void accumulate(const RankedHits& ranked, int maxDetections, CurveScratch& scratch, Curves& curves,
                std::size_t thresholds) {
    // Precision at each hit. Between hits recall stays and precision only falls, so that no recall
    // is first reached there and no maximum from the right lies there.
    for (std::vector<double>& precision : scratch)
        precision.clear();
    std::uint64_t falses = 0;  // at every threshold: most are
    std::array<std::uint64_t, kThresholds> falsesAt{};
    for (std::size_t i = 0; i < ranked.hits.size(); ++i) {
        if (int(ranked.detections[i].rank) >= maxDetections)
            continue;
        const auto [matched, ignored] = ranked.hits[i];
        if (!(matched | ignored)) {
            ++falses;
            continue;
        }
        for (std::size_t t = 0; t < thresholds; ++t) {
            const auto bit = std::uint16_t(1u << t);
            if (ignored & bit)
                continue;
            if (matched & bit) {
                const auto hits = double(scratch[t].size() + 1);
                scratch[t].push_back(hits / (double(falses + falsesAt[t]) + hits + kEpsilon));
            } else {
                ++falsesAt[t];
            }
        }
    }
    const auto& recalls = recallThresholds();
    for (std::size_t t = 0; t < thresholds; ++t) {
        std::vector<double>& precision = scratch[t];
        for (std::size_t i = precision.size(); i-- > 1;)
            precision[i - 1] = std::max(precision[i - 1], precision[i]);
        std::size_t hit = 0;
        for (std::size_t r = 0; r < kRecallThresholds; ++r) {
            while (hit < precision.size() && double(hit + 1) / double(ranked.objects) < recalls[r])
                ++hit;
            curves[t].precision[r] = hit < precision.size() ? precision[hit] : 0;
        }
        curves[t].recall = double(precision.size()) / double(ranked.objects);
    }
}

std::array<double, kThresholds> recallsOf(const RankedHits& ranked, int maxDetections,
                                          std::size_t thresholds) {
    std::array<std::uint64_t, kThresholds> hits{};
    for (std::size_t i = 0; i < ranked.hits.size(); ++i) {
        const unsigned counted = ranked.hits[i].matched & ~unsigned(ranked.hits[i].ignored);
        if (counted == 0 || int(ranked.detections[i].rank) >= maxDetections)
            continue;
        for (std::size_t t = 0; t < thresholds; ++t)
            hits[t] += counted >> t & 1;
    }
    std::array<double, kThresholds> recalls{};
    for (std::size_t t = 0; t < thresholds; ++t)
        recalls[t] = double(hits[t]) / double(ranked.objects);
    return recalls;
}

double numpyMean(std::span<const double> values) {
    return pairwiseSum(values) / double(values.size());
}

double meanOfMeasured(std::span<const double> values, std::vector<double>& scratch) {
    scratch.clear();
    std::copy_if(values.begin(), values.end(), std::back_inserter(scratch),
                 [](double value) { return value > -1; });
    return scratch.empty() ? -1 : numpyMean(scratch);
}

}  // namespace selvedge
