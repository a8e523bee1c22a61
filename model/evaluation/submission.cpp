#include "model/evaluation/submission.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "dataset/format/atomic_file.h"
#include "dataset/format/csv_layout.h"
#include "dataset/issue_list.h"
#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/row_parser.h"
#include "model/evaluation/match_table.h"

namespace selvedge {

namespace {

constexpr const char* kHeader = "ImageId,EncodedPixels,ClassId,AttributesIds";

// Detections that go to a sink at once.
constexpr std::size_t kPassed = 4096;

class Reader {
public:
    Reader(const Catalog& catalog, const ImageSizeLookup& sizeOf, const DetectionSink& sink)
        : m_catalog(catalog), m_sizeOf(sizeOf), m_sink(sink) {}

    LoadedPredictions read(const std::filesystem::path& file) {
        CsvCallbacks callbacks;
        callbacks.form = CsvForm::Submission;
        callbacks.onRow = [this](const CsvRow& row) {
            if (row.issue)
                m_issues.add(*row.issue);
            else if (!row.blank)
                take(row);
            return true;
        };
        readImaterialistCsv(file, callbacks);
        passOn(0);
        m_result.issues = m_issues.take();
        return std::move(m_result);
    }

private:
    void take(CsvRow row) {
        if (!setSize(row))
            return m_issues.add(
                {row.line, 1,
                 "ImageId '" + row.imageId.substr(0, 64) +
                     "' is not in the data set: the size of its mask is not known"});
        // Known though nothing may be in it.
        std::vector<Detection>* const detections =
            m_sink ? nullptr : &m_result.predictions.images[row.imageId];
        if (row.encodedPixels.empty())
            return;
        ParsedRow parsed = parseRow(row, m_catalog);
        for (RowIssue& issue : parsed.issues)
            m_issues.add(std::move(issue));
        if (!parsed.hasObject)
            return;
        RleMask& taken = m_taken[row.imageId];
        if (taken.width() != parsed.mask.width() || taken.height() != parsed.mask.height())
            taken = RleMask(parsed.mask.width(), parsed.mask.height());
        if (const std::uint64_t pixels = intersectionArea(taken, parsed.mask))
            m_issues.add({row.line, 0,
                          "the mask shares " + std::to_string(pixels) +
                              " pixels with others of its image, which a submission may not"});
        taken = unite(taken, parsed.mask);
        if (detections)
            return detections->push_back(detectionOf(std::move(parsed)));
        m_passed.push_back({row.imageId, detectionOf(std::move(parsed))});
        passOn(kPassed);
    }

    // To the sink, when there are so many or more.
    void passOn(std::size_t least) {
        if (m_passed.size() >= std::max<std::size_t>(least, 1))
            m_sink(std::exchange(m_passed, {}));
    }

    // The image's name and size as the data set knows them, into the row.
    bool setSize(CsvRow& row) const {
        if (!row.height.empty() && !row.width.empty())
            return true;
        auto size = m_sizeOf(row.imageId);
        const std::size_t dot = row.imageId.rfind('.');
        if (!size && dot != std::string::npos &&
            (row.imageId.ends_with(".jpg") || row.imageId.ends_with(".png"))) {
            size = m_sizeOf(row.imageId.substr(0, dot));
            if (size)
                row.imageId.resize(dot);
        }
        if (!size)
            return false;
        row.height = std::to_string(size->height);
        row.width = std::to_string(size->width);
        return true;
    }

    Detection detectionOf(ParsedRow&& parsed) const {
        Detection detection;
        detection.category = *m_catalog.categoryIndex(parsed.category);
        detection.score = 1;
        detection.mask = std::move(parsed.mask);
        const IntBox box = detection.mask.cocoBox();
        detection.box = {double(box.x), double(box.y), double(box.x + box.width),
                         double(box.y + box.height)};
        for (int id : parsed.attributes)
            detection.attributes.push_back({*m_catalog.attributeIndex(id), 1});
        std::sort(detection.attributes.begin(), detection.attributes.end(),
                  [](const auto& a, const auto& b) { return a.attribute < b.attribute; });
        return detection;
    }

    const Catalog& m_catalog;
    const ImageSizeLookup& m_sizeOf;
    const DetectionSink& m_sink;
    std::vector<ImageDetection> m_passed;    // to go to the sink
    std::map<std::string, RleMask> m_taken;  // pixels of each image's objects so far
    IssueList m_issues;
    LoadedPredictions m_result;
};

// The masks of an image's detections after each gave up what others keep; empty: it has nothing.
std::vector<RleMask> withoutOverlap(const std::vector<const Detection*>& detections,
                                    SubmissionOptions::Overlap overlap, SubmissionResult& result) {
    std::vector<std::size_t> order(detections.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return overlap == SubmissionOptions::Overlap::Score
                   ? detections[a]->score > detections[b]->score
                   : detections[a]->mask.area() < detections[b]->mask.area();
    });
    std::vector<RleMask> masks(detections.size());
    RleMask taken;
    for (std::size_t i : order) {
        const RleMask& mask = detections[i]->mask;
        if (taken.width() != mask.width() || taken.height() != mask.height())
            taken = RleMask(mask.width(), mask.height());
        masks[i] = subtract(mask, taken);
        result.pixelsGivenUp += mask.area() - masks[i].area();
        taken = unite(taken, mask);
    }
    return masks;
}

// As detectionsThatCount(), in the image's order.
std::vector<const Detection*> thatCount(const std::vector<Detection>& all,
                                        const OperatingPoint& point) {
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return all[a].score > all[b].score; });
    std::map<CategoryIndex, std::vector<std::size_t>> kept;
    for (const std::size_t i : order) {
        const Detection& detection = all[i];
        std::vector<std::size_t>& better = kept[detection.category];
        const bool suppressed =
            point.nmsIou < 1 && std::any_of(better.begin(), better.end(), [&](std::size_t b) {
                return boxIou(boxXywh(detection), boxXywh(all[b]), false) > point.nmsIou;
            });
        if (detection.score >= scoreThresholdOf(point, detection.category) && !suppressed &&
            better.size() < std::size_t(point.maxDetections))
            better.push_back(i);
    }
    std::vector<std::size_t> places;
    for (const auto& [category, of] : kept)
        places.insert(places.end(), of.begin(), of.end());
    std::sort(places.begin(), places.end());
    std::vector<const Detection*> result;
    for (const std::size_t place : places)
        result.push_back(&all[place]);
    return result;
}

}  // namespace

LoadedPredictions readSubmission(const std::filesystem::path& file, const Catalog& catalog,
                                 const ImageSizeLookup& sizeOf, const DetectionSink& sink) {
    return Reader(catalog, sizeOf, sink).read(file);
}

SubmissionResult writeSubmission(const std::filesystem::path& file,
                                 const PredictionSet& predictions, const Catalog& catalog,
                                 const SubmissionOptions& options) {
    SubmissionResult result;
    const CsvLayout layout(kHeader, CsvForm::Submission);
    AtomicFile out(file);
    out.write(kHeader);
    out.write("\n");
    for (const auto& [imageId, all] : predictions.images) {
        const std::vector<const Detection*> detections = thatCount(all, options.point);
        result.belowThreshold += all.size() - detections.size();
        const auto masks = withoutOverlap(detections, options.overlap, result);
        for (std::size_t i = 0; i < masks.size(); ++i) {
            if (masks[i].empty()) {
                ++result.covered;
                continue;
            }
            std::vector<int> ids;
            for (const AttributeScore& attribute : detections[i]->attributes) {
                if (attribute.probability >=
                    float(attributeThresholdOf(options.point, detections[i]->category,
                                               attribute.attribute)))
                    ids.push_back(catalog.attributes().at(attribute.attribute).id);
            }
            std::sort(ids.begin(), ids.end());
            const int category = catalog.categories().at(detections[i]->category).id;
            out.write(layout.format({imageId, toKaggleRle(masks[i]), "", "",
                                     std::to_string(category), joinedIds(ids)}));
            out.write("\n");
            ++result.rows;
        }
    }
    out.commit();
    return result;
}

}  // namespace selvedge
