#include "dataset/project/apply_query.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "dataset/project/compiled_query.h"
#include "dataset/project/query_text.h"

namespace selvedge {

namespace {

const Mark kNoMark;

// Counts images: a value counts once an image, however many objects have it.
class ImageCounter {
public:
    explicit ImageCounter(const ValuePlaces& places) : m_places(places), m_cells(places.size()) {}
    void begin(ImageIndex image) { m_image = image; }
    void add(FacetValue value) {
        Cell& cell = m_cells[m_places.of(value)];
        if (cell.last == m_image)
            return;
        cell.last = m_image;
        ++cell.count;
    }
    std::vector<std::uint32_t> of(Facet facet, std::size_t values) const {
        std::vector<std::uint32_t> counts;
        for (std::size_t i = 0; i < values; ++i)
            counts.push_back(m_cells[m_places.begin(facet) + i].count);
        return counts;
    }

private:
    struct Cell {
        ImageIndex last = std::numeric_limits<ImageIndex>::max();
        std::uint32_t count = 0;
    };
    const ValuePlaces& m_places;
    ImageIndex m_image = 0;
    std::vector<Cell> m_cells;
};

std::size_t binOf(double share, std::size_t bins) {
    return std::min(bins - 1,
                    static_cast<std::size_t>(std::max(0.0, share) * static_cast<double>(bins)));
}

std::size_t areaBin(double percent) {
    const auto above = std::upper_bound(kAreaEdges.begin() + 1, kAreaEdges.end() - 1, percent);
    return static_cast<std::size_t>(above - kAreaEdges.begin() - 1);
}

// One pass over the images; members are of the image at hand.
class Pass {
public:
    explicit Pass(const CompiledQuery& query)
        : m_query(query), m_table(*query.data().table), m_counter(query.places()) {}

    QueryResult run() {
        const Marks* marks = m_query.data().marks.get();
        auto mark = marks ? marks->images.begin() : decltype(marks->images.begin()){};
        for (m_image = 0; m_image < m_table.images.size(); ++m_image) {
            m_mark = &kNoMark;
            while (marks && mark != marks->images.end() && mark->first < m_image)
                ++mark;
            if (marks && mark != marks->images.end() && mark->first == m_image)
                m_mark = &mark->second;
            m_counter.begin(m_image);
            if (!leftOut())
                visit();
        }
        for (std::size_t f = 0; f < kFacets; ++f) {
            const auto facet = static_cast<Facet>(f);
            m_result.counts[f] = m_counter.of(facet, m_query.data().words->size(facet));
        }
        return std::move(m_result);
    }

private:
    std::span<const ObjectIndex> loneObjects() const {
        const ObjectTable* lone = m_query.lone().table;
        return lone ? lone->objectsOf(m_image) : std::span<const ObjectIndex>();
    }

    bool leftOut() {
        bool out = m_query.idExcluded(m_image);
        const auto hit = [&](FacetValue value) {
            m_counter.add(value);
            out = true;
        };
        m_query.excludedOfMark(*m_mark, true, hit);
        for (const ObjectIndex object : m_table.objectsOf(m_image)) {
            m_query.excludedOfObject(m_query.truths(), object, hit);
            if (const Mark* own = m_query.markOf(object))
                m_query.excludedOfMark(*own, false, hit);
        }
        for (const ObjectIndex object : loneObjects())
            m_query.excludedOfObject(m_query.lone(), object, hit);
        return out;
    }

    void visit() {
        m_missingOfImage = m_query.missingOfImage(m_image, *m_mark);
        m_whole = false;
        m_butOne = 0;
        const auto objects = m_table.objectsOf(m_image);
        for (const ObjectIndex object : objects)
            visitTruth(object);
        for (const ObjectIndex object : loneObjects())
            visitLone(object);
        if (objects.empty())
            note(m_missingOfImage | m_query.objectFacets());
        if (m_whole)
            m_result.images.push_back(m_image);
        countImage(objects.size());
    }

    // What an object (or the image, where it has none) lacks.
    void note(FacetBits missing) {
        if (missing == 0)
            m_whole = true;
        else if ((missing & (missing - 1)) == 0)
            m_butOne |= missing;
    }

    void visitTruth(ObjectIndex object) {
        FacetBits missing = m_missingOfImage;
        const Mark* own = m_query.markOf(object);
        if (own)
            missing &= ~m_query.metByMark(*own);
        if (missing & (missing - 1))
            return;  // two facets or more are not met
        missing |= m_query.missingOfObject(m_query.truths(), m_table.images[m_image], object);
        note(missing);
        if (missing == 0)
            m_result.objects.push_back(object);
        if (missing & (missing - 1))
            return;
        countObject(m_query.truths(), object, missing, false);
        if (own)
            countMark(*own, false, [missing](FacetBits bit) { return (missing & ~bit) == 0; });
    }

    void visitLone(ObjectIndex object) {
        if (m_missingOfImage & (m_missingOfImage - 1))
            return;
        const FacetBits missing =
            m_missingOfImage |
            m_query.missingOfObject(m_query.lone(), m_table.images[m_image], object);
        if (!m_query.looksAtLone()) {
            countObject(m_query.lone(), object, missing, true);
            return;
        }
        note(missing);
        if (missing == 0)
            m_result.detections.push_back(object);
        countObject(m_query.lone(), object, missing, false);
    }

    // `hidden`: only were a verdict or a score asked for would it be looked at.
    void countObject(const ObjectColumns& side, ObjectIndex object, FacetBits missing,
                     bool hidden) {
        const auto open = [missing](FacetBits bit) { return (missing & ~bit) == 0; };
        if (open(facetBit(Facet::Verdict))) {
            const ObjectVerdict verdict = side.verdict(object);
            if (verdict != ObjectVerdict::None)
                m_counter.add({Facet::Verdict, static_cast<std::uint32_t>(verdict)});
        }
        if (const float score = side.score(object);
            open(facetBit(Facet::Score)) && !std::isnan(score))
            ++m_result.scores[binOf(score, kScoreBins)];
        if (hidden)
            return;
        const CategoryIndex category = side.table->category[object];
        if (open(facetBit(Facet::Category)))
            m_counter.add({Facet::Category, category});
        if (open(facetBit(Facet::Supercategory)))
            m_counter.add({Facet::Supercategory, m_query.data().words->supercategoryOf(category)});
        if (open(facetBit(Facet::Area))) {
            const double percent = areaPercent(*side.table, object, m_table.images[m_image]);
            ++m_result.areas[areaBin(percent)];
        }
        if (open(facetBit(Facet::Colour))) {
            for (std::uint32_t colour = 0, bits = side.colourBits(object); bits != 0;
                 ++colour, bits >>= 1) {
                if (bits & 1)
                    m_counter.add({Facet::Colour, colour});
            }
        }
        // Only a group's own bit, or nothing, may be missing.
        if (missing != 0 && missing < groupBit(0))
            return;
        for (const AttributeIndex attribute : side.table->attributesOf(object)) {
            if (missing == 0 || missing == m_query.bitOf(attribute))
                m_counter.add({Facet::Attribute, attribute});
        }
    }

    template <typename Open>
    void countMark(const Mark& mark, bool isImage, Open open) {
        if (open(facetBit(Facet::Review)) && (isImage || mark.review != ReviewState::None))
            m_counter.add({Facet::Review, static_cast<std::uint32_t>(mark.review)});
        if (open(facetBit(Facet::Stars)) && (isImage || mark.stars > 0))
            m_counter.add({Facet::Stars, mark.stars});
        for (const TagIndex tag : mark.tags) {
            const FacetValue value = m_query.data().words->valueOfTag(tag);
            if (open(facetBit(value.facet)))
                m_counter.add(value);
        }
    }

    void countImage(std::size_t objects) {
        const auto open = [this](FacetBits bit) { return m_whole || (m_butOne & bit); };
        if (open(facetBit(Facet::Split)))
            m_counter.add({Facet::Split, static_cast<std::uint32_t>(m_mark->split)});
        if (open(facetBit(Facet::Objects)))
            ++m_result.objectNumbers[std::min(objects, kObjectBins - 1)];
        countMark(*m_mark, true, open);
    }

    const CompiledQuery& m_query;
    const ObjectTable& m_table;
    ImageCounter m_counter;
    QueryResult m_result;
    ImageIndex m_image = 0;
    const Mark* m_mark = &kNoMark;
    FacetBits m_missingOfImage = 0;
    bool m_whole = false;    // something lacks nothing
    FacetBits m_butOne = 0;  // facets of which some object lacks just that one
};

}  // namespace

QueryResult applyQuery(const Query& query, const QueryData& data) {
    return Pass(CompiledQuery(query, data)).run();
}

double areaPercent(const ObjectTable& table, ObjectIndex object, const ImageRow& image) {
    const double pixels = static_cast<double>(image.width) * static_cast<double>(image.height);
    return pixels > 0 ? 100.0 * table.area[object] / pixels : 0;
}

ObjectTest::ObjectTest(const Query& query, const QueryData& data) {
    auto compiled = std::make_shared<const CompiledQuery>(query, data);
    if (compiled->active() != 0)
        m_compiled = std::move(compiled);
}

bool ObjectTest::matches(ObjectIndex object) const {
    if (!m_compiled)
        return true;
    const QueryData& data = m_compiled->data();
    const ImageIndex image = data.table->image[object];
    FacetBits missing =
        m_compiled->missingOfImage(image, data.marks ? data.marks->ofImage(image) : kNoMark);
    if (const Mark* own = m_compiled->markOf(object))
        missing &= ~m_compiled->metByMark(*own);
    return missing == 0 && m_compiled->missingOfObject(m_compiled->truths(),
                                                       data.table->images[image], object) == 0;
}

bool ObjectTest::matchesPrediction(CategoryIndex category, double score) const {
    if (!m_compiled)
        return true;
    const auto met = [&](Facet facet, std::uint32_t index) {
        return !(m_compiled->active() & facetBit(facet)) ||
               m_compiled->stateOf({facet, index}) == FacetState::Include;
    };
    return met(Facet::Category, category) &&
           met(Facet::Supercategory, m_compiled->data().words->supercategoryOf(category)) &&
           m_compiled->query().score.contains(score);
}

std::vector<Loosening> loosenings(const Query& query, const QueryData& data) {
    std::vector<Loosening> found, ofCategory;
    for (const Query& term : termsOf(query, *data.words)) {
        Query rest = without(query, term);
        const QueryResult result = applyQuery(rest, data);
        if (result.images.empty())
            continue;
        const bool dropsCategory = !term.values.empty() &&
                                   term.values.begin()->first.facet == Facet::Category &&
                                   term.values.begin()->second == FacetState::Include;
        (dropsCategory ? ofCategory : found)
            .push_back({std::move(rest), toText(term, *data.words), result.images.size(),
                        result.objects.size() + result.detections.size()});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Loosening& a, const Loosening& b) { return a.images > b.images; });
    std::move(ofCategory.begin(), ofCategory.end(), std::back_inserter(found));
    return found;
}

}  // namespace selvedge
