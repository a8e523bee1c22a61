#include <memory>
#include <unordered_map>

#include "dataset/error.h"
#include "dataset/format/piece_batch.h"
#include "dataset/issue_list.h"
#include "dataset/parallel.h"
#include "model/evaluation/coco_results.h"
#include "model/evaluation/coco_results_entry.h"

namespace selvedge {

namespace {

// Entries that are all odd in one way: how many, and which are the first.
struct Odd {
    std::uint64_t count = 0;
    std::string examples;

    void add(std::uint64_t number) {
        constexpr std::uint64_t kExamples = 3;
        if (++count <= kExamples)
            examples += (count == 1 ? "" : ", ") + std::to_string(number);
    }
    void report(const std::string& what, IssueList& issues) const {
        if (count > 0)
            issues.add({0, 0,
                        std::to_string(count) + (count == 1 ? " entry has " : " entries have ") +
                            what + "; entry " + examples + (count > 3 ? " and others" : "")});
    }
};

class Reader {
public:
    Reader(const ResultsEntryReader& entries, const DetectionSink& sink)
        : m_entries(entries), m_sink(sink) {}

    LoadedPredictions read(const std::filesystem::path& file) {
        JsonPieces pieces(file);
        JsonPiece piece;
        while (pieces.next(piece)) {
            if (!piece.isElement || !piece.list.empty())
                continue;
            m_batch.add(piece);
            if (m_batch.isFull())
                readBatch();
        }
        if (const auto& problem = pieces.problem())
            throwProblem(file, *problem);
        if (!pieces.hasList(""))
            throw Error(ErrorKind::BadFormat,
                        file.string() + " is an object, not a list of results");
        readBatch();
        m_oddScores.report("a score outside 0 to 1, which is taken as it is", m_issues);
        m_oddSizes.report("a mask of another size than the image, which overlaps nothing",
                          m_issues);
        m_result.issues = m_issues.take();
        return std::move(m_result);
    }

private:
    void readBatch() {
        std::vector<ResultsEntry> entries(m_batch.size());
        parallelFor(m_batch.size(), 0, [&](std::size_t i, std::size_t) {
            entries[i] = m_entries.read(m_batch.at(i));
        });
        std::vector<ImageDetection> detections;
        for (std::size_t i = 0; i < entries.size(); ++i) {
            ResultsEntry& entry = entries[i];
            if (entry.isObject && !m_anyEntry) {
                m_anyEntry = true;
                m_result.boxesGiven = entry.hasBox;
            }
            if (entry.issue)
                m_issues.add(std::move(*entry.issue));
            if (!entry.detection)
                continue;
            if (entry.isOddScore)
                m_oddScores.add(m_batch.at(i).number);
            if (entry.isOddSize)
                m_oddSizes.add(m_batch.at(i).number);
            if (m_sink)
                detections.push_back({std::move(entry.imageId), std::move(*entry.detection)});
            else
                m_result.predictions.images[entry.imageId].push_back(std::move(*entry.detection));
        }
        if (m_sink && !detections.empty())
            m_sink(std::move(detections));
        m_batch.clear();
    }

    const ResultsEntryReader& m_entries;
    const DetectionSink& m_sink;
    bool m_anyEntry = false;
    PieceBatch m_batch;
    IssueList m_issues;
    Odd m_oddScores, m_oddSizes;
    LoadedPredictions m_result;
};

}  // namespace

ImageSizeLookup imageSizesOf(const GroundTruthSource& truth) {
    auto indices = std::make_shared<std::unordered_map<std::string, std::size_t>>();
    for (std::size_t i = 0; i < truth.size(); ++i)
        indices->emplace(truth.imageId(i), i);
    return [&truth, indices](const std::string& imageId) {
        const auto found = indices->find(imageId);
        return found == indices->end() ? std::nullopt : truth.imageSize(found->second);
    };
}

LoadedPredictions readCocoResults(const std::filesystem::path& file, const Catalog& catalog,
                                  const std::map<std::int64_t, std::string>& imageIdOfNumber,
                                  const ImageSizeLookup& sizeOf, const DetectionSink& sink) {
    return Reader(ResultsEntryReader(catalog, imageIdOfNumber, sizeOf), sink).read(file);
}

}  // namespace selvedge
