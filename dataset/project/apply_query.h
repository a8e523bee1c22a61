#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dataset/project/marks.h"
#include "dataset/project/object_table.h"
#include "dataset/project/query.h"

namespace selvedge {

// What a run says of the objects; made outside, from predictions and verdicts.
struct PredictedObjects {
    // Of the table's objects: of each the verdict (None: not judged) and the score of the
    // detection that took it (NaN: none did). Both empty where nothing was compared.
    std::vector<ObjectVerdict> verdicts;
    std::vector<float> scores;
    // Detections that took no ground truth; all of them where nothing was compared. `images` is
    // empty, but image and objectBegin are by the images of the table; rowId is the detection's
    // place among those of its image.
    ObjectTable lone;
    std::vector<ObjectVerdict> loneVerdicts;  // False, or None
    std::vector<float> loneScores;
    // Of all detections, lone or not: how many the images before have; images + 1 entries.
    std::vector<std::uint32_t> detectionBegin;
};

// Colours of the table's objects: bit (1 << Colour) for each that makes out a good part of it, none
// where they are not known (yet).
struct ObjectColourBits {
    std::vector<std::uint16_t> bits;
    std::size_t known = 0;
};

// What a query is asked of: snapshots, so that a worker may keep it. All but the first two may be
// null: no such mark, score, verdict or colour is there then.
struct QueryData {
    std::shared_ptr<const Vocabulary> words;
    std::shared_ptr<const ObjectTable> table;
    std::shared_ptr<const Marks> marks;
    std::shared_ptr<const PredictedObjects> predicted;
    std::shared_ptr<const ObjectColourBits> colours;
};

// Bins of the areas lie between these percents: small objects are many.
inline constexpr std::array kAreaEdges{0.,  .1,  .2,  .5,  1.,  1.5, 2.,  3.,  4.,  5.,  7.,
                                       10., 15., 20., 25., 30., 40., 50., 60., 80., 100.};
inline constexpr std::size_t kAreaBins = kAreaEdges.size() - 1;
inline constexpr std::size_t kScoreBins = 20;   // of .05
inline constexpr std::size_t kObjectBins = 24;  // of one object each; the last holds all above

struct QueryResult {
    std::vector<ImageIndex> images;  // ascending
    // That match, in these images: of the table; and lone detections (rows of
    // PredictedObjects::lone), which are looked at only where the query asks for a score or a
    // verdict. By image, file order within.
    std::vector<ObjectIndex> objects, detections;
    // By facet and value: images that would remain if the value were the only one chosen in its
    // facet. For an excluded value: the images that have it.
    std::array<std::vector<std::uint32_t>, kFacets> counts;
    // How the numbers are spread if their own range were not asked for: of the objects that match,
    // and of images for their number of objects.
    std::array<std::uint32_t, kAreaBins> areas{};
    std::array<std::uint32_t, kScoreBins> scores{};
    std::array<std::uint32_t, kObjectBins> objectNumbers{};

    // 0 of a value that the words asked with did not have.
    std::uint32_t count(FacetValue value) const {
        const auto& all = counts[std::size_t(value.facet)];
        return value.index < all.size() ? all[value.index] : 0;
    }
};

// One pass over the tables; 333K objects take some milliseconds. Any thread.
QueryResult applyQuery(const Query& query, const QueryData& data);

// Percent of its image that an object covers.
double areaPercent(const ObjectTable& table, ObjectIndex object, const ImageRow& image);

class CompiledQuery;

// Whether one object answers what the query asks of objects; tiles outline only such. Cheap to
// copy; keeps the data.
class ObjectTest {
public:
    ObjectTest() = default;  // all objects
    ObjectTest(const Query& query, const QueryData& data);
    bool any() const { return !m_compiled; }  // every object does
    bool matches(ObjectIndex object) const;
    // A predicted object, of which only this is known.
    bool matchesPrediction(CategoryIndex category, double score) const;

private:
    std::shared_ptr<const CompiledQuery> m_compiled;
};

// For a query that leaves nothing: what is left when one of its terms is dropped.
struct Loosening {
    Query query;       // without it
    std::string term;  // as text: "area>5%"
    std::size_t images = 0;
    std::size_t objects = 0;  // that match, detections too
};
// Those that leave some, most first; dropping the category, which is what one came for, last.
// Takes an applyQuery() a term.
std::vector<Loosening> loosenings(const Query& query, const QueryData& data);

}  // namespace selvedge
