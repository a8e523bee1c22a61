#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/evaluation/match_table.h"

// fp_eval a second time: slow and plain, loop by loop as METHOD 1.3 describes it, with no code of
// model/evaluation. All 11 x 11 pairs of thresholds are matched one by one.

namespace selvedge::test {

struct FpReference {
    static constexpr std::size_t kOffIndex = 10;
    struct Value {
        double recall = -1;
        std::vector<double> precision;  // 101
    };
    // Category index, IoU threshold, F1 threshold, area range, maxDets. Only where there are
    // objects.
    using Key = std::tuple<std::size_t, std::size_t, std::size_t, std::size_t, std::size_t>;
    std::map<Key, Value> values;
    std::vector<int> ids;  // raw, by category index

    static double threshold(std::size_t i) {
        if (i == kOffIndex)
            return -1;
        return i == 9 ? 0.95 : 0.5 + double(i) * ((0.95 - 0.5) / 9);
    }
    static bool hasAttributes(int id) {
        static const std::set<int> kIds{0, 1,  2,  3,  4,  5,  6,  7,  8,
                                        9, 10, 11, 12, 28, 29, 31, 32, 33};
        return kIds.count(id) > 0;
    }
    static double binaryMacro(const std::vector<bool>& truth, const std::vector<bool>& predicted) {
        double sum = 0;
        int classes = 0;
        for (const bool label : {false, true}) {
            int right = 0, missed = 0, wrong = 0;
            for (std::size_t i = 0; i < truth.size(); ++i) {
                right += truth[i] == label && predicted[i] == label;
                missed += truth[i] == label && predicted[i] != label;
                wrong += truth[i] != label && predicted[i] == label;
            }
            if (right + missed + wrong == 0)
                continue;  // the label is in neither
            sum += 2.0 * right / (2.0 * right + missed + wrong);
            ++classes;
        }
        return sum / classes;
    }

    FpReference(const MatchTable& table, IouType type, bool areaFromBox, double attributeThreshold,
                int maxDetections) {
        for (const Category& category : table.catalog->categories())
            ids.push_back(category.id);
        const std::array<int, 3> maxDets{1, std::min(10, maxDetections), maxDetections};
        constexpr std::array<std::array<double, 2>, 4> kRanges{
            {{0, 1e10}, {0, 1024}, {1024, 9216}, {9216, 1e10}}};
        for (std::size_t category = 0; category < ids.size(); ++category)
            for (std::size_t f = 0; f <= kOffIndex; ++f)
                for (std::size_t t = 0; t <= kOffIndex; ++t)
                    for (std::size_t a = 0; a < 4; ++a) {
                        if (!hasAttributes(ids[category]) && f != kOffIndex)
                            continue;
                        std::vector<std::vector<Entry>> images;
                        int objects = 0;
                        for (const auto& cell : table.cells)
                            images.push_back(
                                matched({*cell, category, hasAttributes(ids[category]), type,
                                         areaFromBox, attributeThreshold, maxDetections,
                                         table.catalog->attributes().size()},
                                        t, f, kRanges[a], objects));
                        for (std::size_t m = 0; objects > 0 && m < 3; ++m)
                            values[{category, t, f, a, m}] =
                                accumulated(images, maxDets[m], objects);
                    }
    }

    // Mean over the thresholds and the categories with an id of the range, as fp_eval's summary; an
    // F1 threshold of `fs` stands for "off" in categories without attributes, once.
    double mean(bool precision, const std::vector<std::size_t>& ts,
                const std::vector<std::size_t>& fs, std::size_t a, std::size_t m, int firstId = 0,
                int lastId = 1000) const {
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t category = 0; category < ids.size(); ++category) {
            if (ids[category] < firstId || ids[category] > lastId)
                continue;
            const auto columns =
                hasAttributes(ids[category]) ? fs : std::vector<std::size_t>{kOffIndex};
            for (const std::size_t f : columns)
                for (const std::size_t t : ts) {
                    const auto at = values.find({category, t, f, a, m});
                    if (at == values.end())
                        continue;
                    if (!precision) {
                        sum += at->second.recall;
                        ++count;
                        continue;
                    }
                    for (const double value : at->second.precision)
                        sum += value;
                    count += at->second.precision.size();
                }
        }
        return count > 0 ? sum / double(count) : -1;
    }

    // All that a block prints, and APa.
    std::map<std::string, double> block(bool iou, bool f1) const {
        const std::vector<std::size_t> ten{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, off{kOffIndex};
        const auto &ts = iou ? ten : off, &fs = f1 ? ten : off;
        std::map<std::string, double> result{
            {"APo", mean(true, ts, fs, 0, 2, 0, 12)},  {"APa", mean(true, ts, fs, 0, 2, 13, 26)},
            {"APp", mean(true, ts, fs, 0, 2, 27, 45)}, {"AP", mean(true, ts, fs, 0, 2)},
            {"APs", mean(true, ts, fs, 1, 2)},         {"APm", mean(true, ts, fs, 2, 2)},
            {"APl", mean(true, ts, fs, 3, 2)},         {"AR@1", mean(false, ts, fs, 0, 0)},
            {"AR@10", mean(false, ts, fs, 0, 1)},      {"AR@100", mean(false, ts, fs, 0, 2)},
            {"ARs@100", mean(false, ts, fs, 1, 2)},    {"ARm@100", mean(false, ts, fs, 2, 2)},
            {"ARl@100", mean(false, ts, fs, 3, 2)}};
        const std::map<std::string, std::size_t> printed{{"50", 0}, {"75", 5}};
        for (const auto& [digits, i] : printed) {
            if (iou)
                result["AP_IOU" + digits] = mean(true, {i}, fs, 0, 2);
            if (f1)
                result["AP_F1" + digits] = mean(true, ts, {i}, 0, 2);
            for (const auto& [f1Digits, j] : printed)
                if (iou && f1)
                    result["AP_IOU" + digits + "_F1" + f1Digits] = mean(true, {i}, {j}, 0, 2);
        }
        return result;
    }

private:
    struct Entry {
        double score = 0;
        bool matched = false, ignored = false;
    };

    // evaluateImg: of a category with attributes where `withF1`, else COCOeval's.
    struct Cell {
        const ImageCell& cell;
        std::size_t category;
        bool withF1;
        IouType type;
        bool areaFromBox;
        double attributeThreshold;
        int maxDetections;
        std::size_t attributes;
    };
    static std::vector<Entry> matched(const Cell& in, std::size_t t, std::size_t f,
                                      std::array<double, 2> range, int& objects) {
        const auto& truths = in.cell.truths;
        const auto& founds = in.cell.founds;
        std::vector<std::size_t> G, D;
        std::vector<bool> ignore(truths.size()), taken(truths.size());
        for (std::size_t g = 0; g < truths.size(); ++g) {
            if (truths[g].category != in.category)
                continue;
            ignore[g] = truths[g].crowd || truths[g].area < range[0] || truths[g].area > range[1];
            objects += !ignore[g];
            G.push_back(g);
        }
        std::stable_sort(G.begin(), G.end(),
                         [&](std::size_t x, std::size_t y) { return ignore[x] < ignore[y]; });
        for (std::size_t d = 0; d < founds.size(); ++d)
            if (founds[d].category == in.category)
                D.push_back(d);
        std::stable_sort(D.begin(), D.end(), [&](std::size_t x, std::size_t y) {
            return founds[x].score > founds[y].score;
        });
        D.resize(std::min(D.size(), std::size_t(in.maxDetections)));
        std::vector<Entry> entries;
        for (const std::size_t d : D) {
            double iou = std::min(threshold(t), 1 - 1e-10), f1 = std::min(threshold(f), 1 - 1e-10);
            int m = -1;
            for (const std::size_t g : G) {
                if (taken[g] && (in.withF1 || !truths[g].crowd))
                    continue;
                if (m > -1 && !ignore[std::size_t(m)] && ignore[g])
                    break;
                const double iouHere = iouOf(in, d, g);
                const double f1Here = in.withF1 ? f1Of(in, d, g) : 1;
                if (iouHere < iou || f1Here < f1)
                    continue;
                iou = iouHere;
                if (in.withF1)
                    f1 = f1Here;
                m = int(g);
            }
            const double area = in.areaFromBox ? founds[d].boxArea : founds[d].maskArea;
            Entry entry{founds[d].score, m > -1, area < range[0] || area > range[1]};
            if (m > -1) {
                taken[std::size_t(m)] = true;
                entry.ignored = ignore[std::size_t(m)];
            }
            entries.push_back(entry);
        }
        return entries;
    }

    static double iouOf(const Cell& in, std::size_t d, std::size_t g) {
        for (const ImageCell::Overlap& overlap : in.cell.overlaps)
            if (overlap.found == d && overlap.truth == g)
                return in.type == IouType::Box ? overlap.boxIou : overlap.maskIou;
        return 0;
    }
    static double f1Of(const Cell& in, std::size_t d, std::size_t g) {
        std::vector<bool> truth(in.attributes), predicted(in.attributes);
        for (std::size_t i = 0; i < in.attributes; ++i)
            truth[i] = in.cell.truths[g].attributes.has(AttributeIndex(i));
        const ImageCell::Found& found = in.cell.founds[d];
        for (std::size_t i = found.attributeBegin; i < found.attributeEnd; ++i)
            if (in.cell.attributeScores[i].probability >= float(in.attributeThreshold))
                predicted[in.cell.attributeScores[i].attribute] = true;
        return binaryMacro(truth, predicted);
    }

    // COCOeval.accumulate.
    static Value accumulated(const std::vector<std::vector<Entry>>& images, int maxDet,
                             int objects) {
        std::vector<Entry> all;
        for (const std::vector<Entry>& image : images)
            all.insert(
                all.end(), image.begin(),
                image.begin() + std::min(std::ptrdiff_t(image.size()), std::ptrdiff_t(maxDet)));
        std::stable_sort(all.begin(), all.end(),
                         [](const Entry& x, const Entry& y) { return x.score > y.score; });
        std::vector<double> recall, precision;
        double tp = 0, fp = 0;
        for (const Entry& entry : all) {
            tp += entry.matched && !entry.ignored;
            fp += !entry.matched && !entry.ignored;
            recall.push_back(tp / objects);
            precision.push_back(tp / (fp + tp + 2.220446049250313e-16));
        }
        for (std::size_t i = precision.size(); i-- > 1;)
            precision[i - 1] = std::max(precision[i - 1], precision[i]);
        Value value;
        value.recall = recall.empty() ? 0 : recall.back();
        for (int r = 0; r <= 100; ++r) {
            const auto at = std::lower_bound(recall.begin(), recall.end(), r == 100 ? 1 : r * 0.01);
            value.precision.push_back(
                at == recall.end() ? 0 : precision[std::size_t(at - recall.begin())]);
        }
        return value;
    }
};

}  // namespace selvedge::test
