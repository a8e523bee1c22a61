#include "model/evaluation/row_measures.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "dataset/parallel.h"
#include "model/evaluation/coordinate_ascent.h"
#include "model/evaluation/lvis.h"
#include "model/evaluation/verdict.h"

namespace selvedge {

namespace {

// Decisions and what became of them.
struct Counts {
    std::uint64_t predicted = 0, objects = 0, hits = 0;
};

// Of each category, and of each attribute in it.
class DecisionCounts {
public:
    DecisionCounts(const MatchTable& table, const Protocol& protocol, const OperatingPoint& point)
        : m_catalog(*table.catalog),
          m_criteria(criteriaOf(table, Protocol::coco(protocol.iouType), point)),
          m_ofCategory(m_catalog.categories().size()),
          m_ofAttribute(m_ofCategory.size() * m_catalog.attributes().size()) {
        for (std::size_t c = 0; c < m_ofCategory.size(); ++c)
            m_thresholds.emplace_back(point, CategoryIndex(c));
        for (const auto& cell : table.cells)
            add(*cell);
    }

    Counts of(const ThresholdRow& row) const {
        const auto attributes = attributesOf(row, m_catalog);
        Counts sum;
        const auto addUp = [&](const Counts& one) {
            sum.predicted += one.predicted;
            sum.objects += one.objects;
            sum.hits += one.hits;
        };
        for (std::size_t c = 0; c < m_ofCategory.size(); ++c) {
            if (row.category && *row.category != c)
                continue;
            if (row.of == ThresholdRow::Of::Score)
                addUp(m_ofCategory[c]);
            for (const AttributeIndex attribute : attributes)
                addUp(m_ofAttribute[c * m_catalog.attributes().size() + attribute]);
        }
        return sum;
    }

private:
    void add(const ImageCell& cell) {
        using Kind = Verdict::Kind;
        const ImageVerdicts all = verdicts(cell, m_criteria);
        for (std::size_t t = 0; t < cell.truths.size(); ++t)
            if (!cell.truths[t].crowd) {
                ++m_ofCategory[cell.truths[t].category].objects;
                count(cell.truths[t].category, cell.truths[t].attributes, &Counts::objects);
            }
        for (std::size_t f = 0; f < cell.founds.size(); ++f) {
            const ImageCell::Found& found = cell.founds[f];
            const Verdict& verdict = all.founds[f];
            if (verdict.kind == Kind::Hidden || verdict.kind == Kind::Ignored)
                continue;
            const AttributeBits bits = m_thresholds[found.category].predicted(cell, found);
            ++m_ofCategory[found.category].predicted;
            count(found.category, bits, &Counts::predicted);
            if (verdict.kind != Kind::Right)
                continue;
            ++m_ofCategory[found.category].hits;
            AttributeBits both = cell.truths[*verdict.partner].attributes;
            for (std::size_t w = 0; w < both.words.size(); ++w)
                both.words[w] &= bits.words[w];
            count(found.category, both, &Counts::hits);
        }
    }

    void count(CategoryIndex category, const AttributeBits& bits, std::uint64_t Counts::*which) {
        const std::size_t attributes = m_catalog.attributes().size();
        for (std::size_t a = 0; a < attributes; ++a)
            m_ofAttribute[category * attributes + a].*which += bits.has(AttributeIndex(a));
    }

    const Catalog& m_catalog;
    const Criteria m_criteria;
    std::vector<CategoryThresholds> m_thresholds;  // by category
    std::vector<Counts> m_ofCategory;
    std::vector<Counts> m_ofAttribute;  // by category, then attribute
};

}  // namespace

bool measureRows(const MatchTable& whole, const Protocol& protocol, const OperatingPoint& asked,
                 std::span<const ThresholdRow> rows,
                 const std::function<void(std::size_t row, const RowMeasure&)>& onRow,
                 std::stop_token stop, int threads, int candidates) {
    const auto seen = tableFor(whole, protocol);
    const MatchTable& table = *seen;
    const OperatingPoint point = pointFor(asked, protocol);
    const Catalog& catalog = *table.catalog;
    const HeadlineParts parts(table, protocol);
    const ThresholdEvidence evidence(table, protocol, point);
    const DecisionCounts decisions(table, protocol, point);
    const auto states = parts.states(point, stop, threads);
    if (!states)
        return false;
    const std::vector<double> values = HeadlineParts::valuesOf(*states);
    const double now = parts.headline(values);
    std::vector<HeadlineParts::Worker> workers(std::size_t(threadCount(threads)));
    std::mutex oneCall;
    const auto headlineAt = [&](const ThresholdRow& row, const OperatingPoint& to,
                                HeadlineParts::Worker& worker) {
        std::vector<double> changed = values;
        for (std::size_t part = 0; part < parts.size(); ++part)
            if (parts.matters(part, row, evidence))
                changed[part] =
                    parts.moved(part, (*states)[part], point, to, row, evidence, worker);
        return parts.headline(changed);
    };
    // The best of the candidates, each part with all of them before the next.
    const auto findMost = [&](const ThresholdRow& row, RowMeasure& result,
                              HeadlineParts::Worker& worker) {
        const std::vector<double> tried = evidence.candidates(row, candidates);
        std::vector<std::vector<double>> changed(tried.size(), values);
        for (std::size_t part = 0; part < parts.size(); ++part) {
            if (stop.stop_requested())
                return;
            if (!parts.matters(part, row, evidence))
                continue;
            const auto along =
                parts.along(part, (*states)[part], point, row, tried, evidence, worker);
            for (std::size_t c = 0; c < tried.size(); ++c)
                changed[c][part] = along[c];
        }
        for (std::size_t c = 0; c < tried.size(); ++c)
            if (const double headline = parts.headline(changed[c]); headline > result.most) {
                result.most = headline;
                result.mostAt = tried[c];
            }
    };
    const auto measure = [&](std::size_t i, std::size_t w) {
        const ThresholdRow& row = rows[i];
        const Counts counts = decisions.of(row);
        RowMeasure result;
        result.support = evidence.support(row);
        if (counts.predicted > 0)
            result.precision = double(counts.hits) / double(counts.predicted);
        if (counts.objects > 0)
            result.recall = double(counts.hits) / double(counts.objects);
        OperatingPoint lower = point, higher = point;
        shiftThreshold(lower, -kRowStep, row, catalog);
        shiftThreshold(higher, kRowStep, row, catalog);
        result.now = result.most = now;
        result.mostAt = thresholdOf(point, row, catalog);
        result.lower = headlineAt(row, lower, workers[w]);
        result.higher = headlineAt(row, higher, workers[w]);
        findMost(row, result, workers[w]);
        const std::lock_guard lock(oneCall);
        if (!stop.stop_requested())
            onRow(i, result);
    };
    return parallelFor(rows.size(), threads, measure, stop) && !stop.stop_requested();
}

}  // namespace selvedge
