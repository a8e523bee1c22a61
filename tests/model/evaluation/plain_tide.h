#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "mixed_sets.h"

// TIDE a second time, from METHOD 1.7's text alone: matrices of all overlaps, lists of points,
// nothing shared with error_kinds.cpp.

namespace selvedge::test {

struct PlainTide {
    struct Point {
        double score;
        bool hit;
    };
    // A false detection, with what a repair of its kind makes of it.
    struct Mistake {
        std::string kind;
        int category;  // of the detection, or of the missed object
        double score = 0;
        bool ranks = true;  // not on a crowd
        int becomes = -1;   // category in which it becomes a hit
    };
    using Lists = std::map<int, std::vector<Point>>;

    Lists hits;
    std::vector<Mistake> mistakes;
    std::map<int, int> objects, unmatched;

    void add(const ImageContent& content, IouType type, bool attributes) {
        std::vector<const GroundTruthObject*> truths, crowds;
        for (const GroundTruthObject& truth : content.truths)
            (truth.crowd ? crowds : truths).push_back(&truth);
        std::vector<const Detection*> founds;
        for (const std::uint32_t f : byScore(content))
            if (founds.size() < 100)
                founds.push_back(&content.founds[f]);
        const std::size_t n = founds.size(), m = truths.size();
        std::vector<std::vector<double>> iou(n, std::vector<double>(m));
        for (std::size_t d = 0; d < n; ++d)
            for (std::size_t g = 0; g < m; ++g)
                iou[d][g] = plainIou(*founds[d], *truths[g], type);
        const auto own = [&](std::size_t d, std::size_t g) {
            return founds[d]->category == truths[g]->category;
        };
        std::vector<int> takenBy(m, -1), takes(n, -1);
        std::vector<bool> attributesWrong(n);
        for (const bool second : {false, true})
            for (std::size_t d = 0; d < n; ++d) {
                if (takes[d] >= 0)
                    continue;
                int best = -1;
                for (std::size_t g = 0; g < m; ++g)
                    if (own(d, g) && takenBy[g] < 0 && iou[d][g] >= .5 &&
                        (second || !attributes || setF1(*founds[d], *truths[g]) >= .5) &&
                        (best < 0 || iou[d][g] > iou[d][std::size_t(best)]))
                        best = int(g);
                if (best < 0 || (second && !attributes))
                    continue;
                takes[d] = best;
                takenBy[std::size_t(best)] = int(d);
                attributesWrong[d] = second;
            }
        std::vector<bool> usable(m);
        for (std::size_t d = 0; d < n; ++d) {
            const int category = founds[d]->category;
            const double score = founds[d]->score;
            if (takes[d] >= 0 && !attributesWrong[d]) {
                hits[category].push_back({score, true});
                continue;
            }
            Mistake mistake{"", category, score};
            if (takes[d] >= 0) {
                mistake.kind = "attributes";
                mistake.becomes = category;
                mistakes.push_back(mistake);
                continue;
            }
            for (const GroundTruthObject* crowd : crowds)
                if (crowd->category == category && plainIou(*founds[d], *crowd, type) > .5)
                    mistake.ranks = false;
            int ownBest = -1, otherBest = -1;
            double usedMost = 0, most = 0;
            for (std::size_t g = 0; g < m; ++g) {
                int& best = own(d, g) ? ownBest : otherBest;
                if (best < 0 || iou[d][g] > iou[d][std::size_t(best)])
                    best = int(g);
                if (own(d, g) && takenBy[g] >= 0)
                    usedMost = std::max(usedMost, iou[d][g]);
                most = std::max(most, iou[d][g]);
            }
            const auto at = [&](int g) { return g < 0 ? 0 : iou[d][std::size_t(g)]; };
            int judgedBy = -1;
            if (m == 0) {
                mistake.kind = "background";
            } else if (at(ownBest) >= .1 && at(ownBest) <= .5) {
                mistake.kind = "location";
                judgedBy = ownBest;
            } else if (at(otherBest) >= .5) {
                mistake.kind = "class";
                judgedBy = otherBest;
            } else if (usedMost >= .5) {
                mistake.kind = "duplicate";
            } else {
                mistake.kind = most <= .1 ? "background" : "both";
            }
            if (judgedBy >= 0 && takenBy[std::size_t(judgedBy)] < 0) {
                if (!usable[std::size_t(judgedBy)])
                    mistake.becomes = truths[std::size_t(judgedBy)]->category;
                usable[std::size_t(judgedBy)] = true;
            }
            mistakes.push_back(mistake);
        }
        for (std::size_t g = 0; g < m; ++g) {
            ++objects[truths[g]->category];
            if (takenBy[g] < 0 || attributesWrong[std::size_t(takenBy[g])])
                ++unmatched[truths[g]->category];
            if (takenBy[g] < 0 && !usable[g])
                mistakes.push_back({"missed", truths[g]->category});
        }
    }

    double count(const std::string& kind) const {
        return double(std::count_if(mistakes.begin(), mistakes.end(),
                                    [&](const Mistake& m) { return m.kind == kind; }));
    }

    // With all of a kind repaired; "falses" and "misses" are the two oracles, "" nothing.
    double ap(const std::string& repaired, bool countWithoutObjects = true) const {
        Lists lists;
        for (const auto& [category, points] : hits)
            for (const Point& point : points)
                lists[category].push_back({repaired == "falses" ? 1 : point.score, true});
        std::map<int, int> asked = objects;
        for (const Mistake& mistake : mistakes) {
            if (mistake.kind == "missed") {
                asked[mistake.category] -= repaired == "missed";
            } else if (mistake.kind == repaired) {
                if (mistake.becomes >= 0)
                    lists[mistake.becomes].push_back({mistake.score, true});
            } else if (mistake.ranks) {
                lists[mistake.category].push_back(
                    {repaired == "falses" ? 0 : mistake.score, false});
            }
        }
        if (repaired == "misses")
            for (const auto& [category, count] : unmatched)
                asked[category] -= count;
        double sum = 0;
        int measured = 0;
        for (int category = 0; category < 100; ++category) {
            const int of = asked.contains(category) ? asked[category] : 0;
            if (lists[category].empty() && of == 0)
                continue;
            if (!countWithoutObjects && !objects.contains(category))
                continue;
            sum += apOf(lists[category], of);
            ++measured;
        }
        return measured > 0 ? sum / measured : -1;
    }

private:
    static double setF1(const Detection& found, const GroundTruthObject& truth) {
        std::set<int> has, says;
        for (int a = 0; a < 8; ++a)
            if (truth.attributes.has(AttributeIndex(a)))
                has.insert(a);
        for (const AttributeScore& score : found.attributes)
            if (score.probability >= .5f)
                says.insert(score.attribute);
        if (has.empty())
            return 1;
        double both = 0;
        for (const int a : has)
            both += double(says.count(a));
        return 2 * both / double(has.size() + says.size());
    }

    static double apOf(std::vector<Point> points, int objects) {
        if (objects == 0)
            return 0;
        std::stable_sort(points.begin(), points.end(),
                         [](const Point& a, const Point& b) { return a.score > b.score; });
        double sum = 0;
        for (int r = 0; r <= 100; ++r) {
            double best = 0;
            int found = 0;
            for (std::size_t i = 0; i < points.size(); ++i) {
                found += points[i].hit;
                if (double(found) / objects >= r / 100.0)
                    best = std::max(best, double(found) / double(i + 1));
            }
            sum += best;
        }
        return sum / 101;
    }
};

}  // namespace selvedge::test
