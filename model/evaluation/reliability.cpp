#include "model/evaluation/reliability.h"

#include <algorithm>
#include <cmath>

#include "model/evaluation/analysis.h"

namespace selvedge {

namespace {

struct Sums {
    std::array<std::uint64_t, kReliabilityBins> count{}, hits{};
    std::array<double, kReliabilityBins> score{};
};

// What is judged: visit(bin, value, hit, object) for each detection, or attribute of one.
class Judged {
public:
    Judged(const MatchTable& table, const Protocol& protocol, const OperatingPoint& point,
           const std::vector<CategoryIndex>& categories)
        : m_table(table),
          m_criteria(overlapCriteria(table, protocol.iouType, point)),
          m_categories(chosenOf(table.catalog->categories().size(), categories)) {}

    template <typename Visit>
    void scores(std::uint32_t image, const Visit& visit) const {
        const ImageCell& cell = *m_table.cells[image];
        const ImageVerdicts judged = verdicts(cell, m_criteria);
        for (std::uint32_t f = 0; f < cell.founds.size(); ++f) {
            const Verdict& verdict = judged.founds[f];
            const bool hit = verdict.kind == Verdict::Kind::Right;
            if (m_categories[cell.founds[f].category] &&
                (hit || verdict.kind == Verdict::Kind::False))
                visit(cell.founds[f].score, hit, CellObject{image, verdict.partner, f});
        }
    }

    template <typename Visit>
    void attributes(std::uint32_t image, const std::vector<bool>& asked, const Visit& visit) const {
        const ImageCell& cell = *m_table.cells[image];
        scores(image, [&](double, bool hit, const CellObject& object) {
            const ImageCell::Found& found = cell.founds[*object.found];
            for (std::uint32_t i = found.attributeBegin; hit && i < found.attributeEnd; ++i) {
                const AttributeScore& score = cell.attributeScores[i];
                if (asked[score.attribute])
                    visit(score.probability,
                          cell.truths[*object.truth].attributes.has(score.attribute), object);
            }
        });
    }

private:
    const MatchTable& m_table;
    Criteria m_criteria;
    std::vector<bool> m_categories;
};

Reliability reliabilityOf(const std::vector<Sums>& blocks) {
    Reliability result;
    for (const Sums& block : blocks)
        for (std::size_t b = 0; b < kReliabilityBins; ++b) {
            result.bins[b].count += block.count[b];
            result.bins[b].hits += block.hits[b];
            result.bins[b].meanScore += block.score[b];
        }
    double error = 0;
    for (ReliabilityBin& bin : result.bins) {
        result.count += bin.count;
        if (bin.count == 0)
            continue;
        bin.meanScore /= double(bin.count);
        bin.hitShare = double(bin.hits) / double(bin.count);
        error += double(bin.count) * std::abs(bin.hitShare - bin.meanScore);
    }
    if (result.count > 0)
        result.expectedError = error / double(result.count);
    return result;
}

auto adding(Sums& sums) {
    return [&sums](auto value, bool hit, const CellObject&) {
        const std::size_t bin = reliabilityBin(value);
        ++sums.count[bin];
        sums.hits[bin] += hit;
        sums.score[bin] += double(value);
    };
}

auto listing(CountedObjects& counted, std::size_t wanted) {
    return [&counted, wanted](auto value, bool hit, const CellObject& object) {
        if (reliabilityBin(value) == wanted)
            (hit ? counted.hits : counted.falses).push_back(object);
    };
}

}  // namespace

std::size_t reliabilityBin(double value) {
    const double bin = std::floor(value * double(kReliabilityBins));
    return std::size_t(std::clamp(bin, 0.0, double(kReliabilityBins - 1)));
}

std::size_t reliabilityBin(float value) {
    const float bin = std::floor(value * float(kReliabilityBins));
    return std::size_t(std::clamp(bin, 0.f, float(kReliabilityBins - 1)));
}

std::optional<Reliability> scoreReliability(const MatchTable& table, const Protocol& protocol,
                                            const OperatingPoint& point,
                                            const std::vector<CategoryIndex>& categories,
                                            std::stop_token stop, int threads) {
    const Judged judged(table, protocol, point, categories);
    const auto blocks = overImages<Sums>(
        table.cells.size(), threads, stop,
        [&](std::uint32_t image, Sums& sums) { judged.scores(image, adding(sums)); });
    return blocks ? std::optional(reliabilityOf(*blocks)) : std::nullopt;
}

std::optional<Reliability> attributeReliability(const MatchTable& table, const Protocol& protocol,
                                                const OperatingPoint& point,
                                                const std::vector<AttributeIndex>& attributes,
                                                std::stop_token stop, int threads) {
    const Judged judged(table, protocol, point, {});
    const auto asked = chosenOf(table.catalog->attributes().size(), attributes);
    const auto blocks = overImages<Sums>(
        table.cells.size(), threads, stop,
        [&](std::uint32_t image, Sums& sums) { judged.attributes(image, asked, adding(sums)); });
    return blocks ? std::optional(reliabilityOf(*blocks)) : std::nullopt;
}

std::optional<CountedObjects> scoreReliabilityObjects(const MatchTable& table,
                                                      const Protocol& protocol,
                                                      const OperatingPoint& point, std::size_t bin,
                                                      const std::vector<CategoryIndex>& categories,
                                                      std::stop_token stop, int threads) {
    const Judged judged(table, protocol, point, categories);
    return listOverImages<CountedObjects>(table.cells.size(), threads, stop,
                                          [&](std::uint32_t image, CountedObjects& counted) {
                                              judged.scores(image, listing(counted, bin));
                                          });
}

std::optional<CountedObjects> attributeReliabilityObjects(
    const MatchTable& table, const Protocol& protocol, const OperatingPoint& point, std::size_t bin,
    const std::vector<AttributeIndex>& attributes, std::stop_token stop, int threads) {
    const Judged judged(table, protocol, point, {});
    const auto asked = chosenOf(table.catalog->attributes().size(), attributes);
    return listOverImages<CountedObjects>(
        table.cells.size(), threads, stop, [&](std::uint32_t image, CountedObjects& counted) {
            judged.attributes(image, asked, listing(counted, bin));
        });
}

}  // namespace selvedge
