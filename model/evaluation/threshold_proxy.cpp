#include "model/evaluation/threshold_proxy.h"

#include <algorithm>

namespace selvedge {

std::optional<ProxyThreshold> proxyThreshold(const ThresholdEvidence& evidence,
                                             const ThresholdRow& row, const Catalog& catalog) {
    using Sample = ThresholdEvidence::Sample;
    std::vector<Sample> samples;
    std::uint64_t positives = 0;
    for (const AttributeIndex attribute : attributesOf(row, catalog))
        for (std::size_t c = 0; c < catalog.categories().size(); ++c) {
            if (row.category && *row.category != c)
                continue;
            for (const Sample& sample : evidence.samples(CategoryIndex(c), attribute))
                if (sample.object != Sample::Object::Unasked) {
                    samples.push_back(sample);
                    positives += sample.object == Sample::Object::HasIt;
                }
        }
    if (positives == 0)
        return std::nullopt;
    std::sort(samples.begin(), samples.end(),
              [](const Sample& a, const Sample& b) { return a.probability > b.probability; });
    ProxyThreshold best;
    std::uint64_t right = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        right += samples[i].object == Sample::Object::HasIt;
        const double here = samples[i].probability;
        const double next = i + 1 < samples.size() ? samples[i + 1].probability : 0;
        if (next == here)
            continue;
        // 2 TP / (2 TP + FP + FN), where TP + FP are the samples so far and TP + FN the positives.
        const double f1 = 2 * double(right) / double(i + 1 + positives);
        if (f1 > best.f1)
            best = {partingThreshold(next, here, true), f1};
    }
    return best;
}

}  // namespace selvedge
