#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "model/evaluation/evaluate.h"

namespace selvedge {

// evaluate() again and again, of one table by one protocol at changing operating points: what the
// thresholds of a category leave as they were is not worked out twice. A threshold of one category
// costs that category, one of an attribute those that predict it and are asked for F1. For one
// thread at a time.
class Evaluator {
public:
    Evaluator(std::shared_ptr<const MatchTable> table, const Protocol& protocol);
    ~Evaluator();
    Evaluator(Evaluator&&) noexcept;
    Evaluator& operator=(Evaluator&&) noexcept;

    const std::shared_ptr<const MatchTable>& table() const;
    const Protocol& protocol() const;
    // Equal to evaluate(), to the last bit, but for the arrays, which are left empty. Nothing when
    // stopped; what was done until then is kept.
    std::optional<Report> evaluate(const OperatingPoint& point, std::stop_token stop = {},
                                   int threads = 0);
    // Report::precision and recall of the last evaluate().
    void fillArrays(Report& report) const;
    // Only the protocol's headline, the first of Report::metrics (with F1 where it has pairs); -1
    // without objects. No arrays are filled and no other number is worked out.
    std::optional<double> headline(const OperatingPoint& point, std::stop_token stop = {},
                                   int threads = 0);

private:
    struct Measured;
    std::unique_ptr<Measured> m_measured;
};

// "AP" where a protocol's headline is COCOeval's, "f1AP" where it has pairs on the diagonal or
// fixed ones.
std::string headlineName(const Protocol& protocol);

}  // namespace selvedge
