#include "model/evaluation/match_table.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>
#include <unordered_set>

#include "dataset/error.h"
#include "dataset/parallel.h"
#include "model/evaluation/cell_maker.h"

namespace selvedge {

namespace {

constexpr std::size_t kExamples = 5;

void checkCatalog(const GroundTruthSource& truth) {
    const std::size_t attributes = truth.catalog()->attributes().size();
    if (attributes > AttributeBits::kCapacity)
        throw Error(ErrorKind::Unsupported,
                    "The catalog has " + std::to_string(attributes) + " attributes, at most " +
                        std::to_string(AttributeBits::kCapacity) + " can be measured");
}

// Which images of the predictions the ground truth has.
class Images {
public:
    explicit Images(const GroundTruthSource& truth) {
        for (std::size_t i = 0; i < truth.size(); ++i)
            m_indices.emplace(truth.imageId(i), i);
    }

    // Of an image with `detections` more; none when the ground truth does not have it.
    std::optional<std::size_t> find(const std::string& id, std::uint64_t detections) {
        const auto found = m_indices.find(id);
        if (found != m_indices.end()) {
            m_anyKnown = true;
            return found->second;
        }
        m_leftOut.detections += detections;
        if (m_unknown.insert(id).second && m_leftOut.examples.size() < kExamples)
            m_leftOut.examples.push_back(id);
        m_leftOut.images = m_unknown.size();
        return std::nullopt;
    }

    // Nothing to measure is no result; it mostly means another data set.
    LeftOut leftOut() const {
        if (m_leftOut.images > 0 && !m_anyKnown)
            throw Error(ErrorKind::BadFormat,
                        "The predictions are for other images (" + m_leftOut.examples.front() +
                            " is the first) than the ground truth has: evaluate against the data "
                            "they were made for");
        return m_leftOut;
    }

private:
    std::unordered_map<std::string, std::size_t> m_indices;
    std::unordered_set<std::string> m_unknown;
    bool m_anyKnown = false;
    LeftOut m_leftOut;
};

// Fills table.cells in parallel; false when stopped.
bool fillCells(MatchTable& table, std::size_t count,
               const std::function<std::shared_ptr<const ImageCell>(std::size_t)>& cellOf,
               const ProgressCallback& onProgress, std::stop_token stop, int threads) {
    table.cells.resize(count);
    std::atomic<std::uint64_t> done{0};
    const auto buildOne = [&](std::size_t index, std::size_t worker) {
        table.cells[index] = cellOf(index);
        const std::uint64_t now = ++done;
        if (onProgress && worker == 0)
            onProgress({now, count, "images", "Matching"});
    };
    if (!parallelFor(count, threads, buildOne, stop))
        return false;
    if (onProgress)
        onProgress({count, count, "images", "Matching"});
    return true;
}

}  // namespace

const char* nameOf(IouType type) {
    return type == IouType::Box ? "bbox" : type == IouType::Mask ? "segm" : "boundary";
}

MatchTable partOf(const MatchTable& table, std::span<const std::size_t> kept) {
    MatchTable part;
    part.catalog = table.catalog;
    part.options = table.options;
    part.leftOut = table.leftOut;
    for (const std::size_t image : kept)
        part.cells.push_back(table.cells[image]);
    return part;
}

std::string textOf(const LeftOut& leftOut) {
    if (leftOut.images == 0)
        return {};
    std::string text = std::to_string(leftOut.detections) + " detections of " +
                       std::to_string(leftOut.images) +
                       " images that the ground truth does not have are left out: ";
    for (std::size_t i = 0; i < leftOut.examples.size(); ++i)
        text += (i ? ", " : "") + leftOut.examples[i];
    return text + (leftOut.images > leftOut.examples.size() ? " and others" : "");
}

std::shared_ptr<const MatchTable> buildMatchTable(const GroundTruthSource& truth,
                                                  const PredictionSet& predictions,
                                                  const ProgressCallback& onProgress,
                                                  std::stop_token stop, int threads,
                                                  const TableOptions& options) {
    checkCatalog(truth);
    Images images(truth);
    for (const auto& [id, detections] : predictions.images)
        images.find(id, detections.size());
    auto table = std::make_shared<MatchTable>();
    table->catalog = truth.catalog();
    table->options = options;
    table->leftOut = images.leftOut();
    static const std::vector<Detection> kNone;
    const auto cellOf = [&](std::size_t index) {
        const GroundTruthImage image = truth.image(index);
        const auto found = predictions.images.find(image.id);
        return makeCell(image, found == predictions.images.end() ? kNone : found->second, options);
    };
    return fillCells(*table, truth.size(), cellOf, onProgress, stop, threads) ? table : nullptr;
}

struct MatchTableBuilder::State {
    const GroundTruthSource& truth;
    TableOptions options;
    int threads = 0;
    Images images;
    std::vector<CellMaker> makers;
};

MatchTableBuilder::MatchTableBuilder(const GroundTruthSource& truth, const TableOptions& options,
                                     int threads) {
    checkCatalog(truth);
    m_state.reset(new State{truth, options, threads, Images(truth), {}});
    m_state->makers.resize(truth.size());
}

MatchTableBuilder::~MatchTableBuilder() = default;

void MatchTableBuilder::add(std::span<const ImageDetection> detections) {
    State& state = *m_state;
    struct Place {
        std::size_t image, detection;
    };
    std::vector<Place> places;
    for (std::size_t i = 0; i < detections.size(); ++i)
        if (const auto image = state.images.find(detections[i].imageId, 1))
            places.push_back({*image, i});
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.image < b.image; });
    std::vector<std::size_t> begins;  // of each image's places
    for (std::size_t i = 0; i < places.size(); ++i)
        if (i == 0 || places[i].image != places[i - 1].image)
            begins.push_back(i);
    parallelFor(begins.size(), state.threads, [&](std::size_t n, std::size_t) {
        const std::size_t end = n + 1 < begins.size() ? begins[n + 1] : places.size();
        const std::size_t image = places[begins[n]].image;
        const GroundTruthImage truth = state.truth.image(image);
        CellMaker::Truths truths(truth, state.options);
        for (std::size_t i = begins[n]; i < end; ++i)
            state.makers[image].add(truths, detections[places[i].detection].detection);
    });
}

std::shared_ptr<const MatchTable> MatchTableBuilder::finish(const ProgressCallback& onProgress,
                                                            std::stop_token stop) {
    State& state = *m_state;
    auto table = std::make_shared<MatchTable>();
    table->catalog = state.truth.catalog();
    table->options = state.options;
    table->leftOut = state.images.leftOut();
    const auto cellOf = [&](std::size_t index) {
        return state.makers[index].finish(state.truth.image(index));
    };
    return fillCells(*table, state.truth.size(), cellOf, onProgress, stop, state.threads) ? table
                                                                                          : nullptr;
}

}  // namespace selvedge
