#include "model/network/inference/segmenter.h"

#include <algorithm>
#include <map>

#include "dataset/error.h"
#include "model/network/block_cache_torch.h"
#include "model/network/devices_torch.h"
#include "model/network/errors_torch.h"
#include "model/network/inference/look_torch.h"
#include "model/network/inference/tiles.h"
#include "model/network/layers/norm_torch.h"
#include "model/network/preprocess/float_resize.h"
#include "model/network/preprocess/resize.h"
#include "model/network/training/checkpoint_torch.h"

namespace selvedge {

namespace {

class TorchSegmenter final : public Segmenter {
public:
    explicit TorchSegmenter(Network network) : m_network(std::move(network)) {
        foldForPrediction(m_network);
    }

    std::vector<Detection> predict(const Image& image, const PredictOptions& options) override {
        int most = 1;
        return std::move(predictBatch({&image, 1}, options, most).front());
    }

    std::vector<std::vector<Detection>> predictBatch(std::span<const Image> images,
                                                     const PredictOptions& options,
                                                     int& most) override {
        std::vector<const Image*> whole;
        for (const Image& image : images)
            whole.push_back(&image);
        std::vector<std::vector<Detection>> found = look(whole, options, most);
        for (std::size_t i = 0; i < images.size(); ++i)
            if (options.tile > 0 && std::max(images[i].width, images[i].height) > options.tile)
                found[i] = withTiles(images[i], std::move(found[i]), options, most);
        return found;
    }

    const NetworkConfig& network() const override { return m_network.config; }

private:
    // Each picture once; those of one network size in batches.
    std::vector<std::vector<Detection>> look(const std::vector<const Image*>& pictures,
                                             const PredictOptions& options, int& most) const {
        std::vector<std::vector<Detection>> found(pictures.size());
        std::map<std::pair<int, int>, std::vector<std::size_t>> ofSize;
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            const auto sizeOf =
                m_network.arch.flavour.inputLikePillow ? networkSize : networkSizeRoundedDown;
            const ImageSize size = sizeOf({pictures[i]->width, pictures[i]->height},
                                          m_network.config.minSize, m_network.config.maxSize);
            ofSize[{size.width, size.height}].push_back(i);
        }
        for (const auto& [size, indices] : ofSize)
            for (std::size_t at = 0; at < indices.size();) {
                const std::size_t count = std::min(std::size_t(most), indices.size() - at);
                std::vector<const Image*> batch;
                for (std::size_t i = at; i < at + count; ++i)
                    batch.push_back(pictures[indices[i]]);
                try {
                    auto some = lookOnce(batch, options);
                    for (std::size_t i = 0; i < count; ++i)
                        found[indices[at + i]] = std::move(some[i]);
                    at += count;
                } catch (const Error& error) {
                    if (error.kind() != ErrorKind::OutOfMemory || count < 2)
                        throw;
                    most = int(count / 2);
                }
            }
        return found;
    }

    std::vector<std::vector<Detection>> lookOnce(const std::vector<const Image*>& batch,
                                                 const PredictOptions& options) const {
        return translatingErrors([&] {
            if (options.scales.empty())
                return lookAt(m_network, batch, options);
            std::vector<std::vector<Detection>> found;
            for (const Image* picture : batch)
                found.push_back(lookAtScales(m_network, *picture, options));
            return found;
        });
    }

    // Some tiles at a time: each is a copy of its pixels.
    std::vector<Detection> withTiles(const Image& image, std::vector<Detection> whole,
                                     const PredictOptions& options, int& most) const {
        const ImageSize size{image.width, image.height};
        std::vector<Look> looks;
        for (Detection& detection : whole)
            looks.push_back({std::move(detection), false});
        const std::vector<IntBox> tiles = tilesOf(size, options.tile, options.tileOverlap);
        for (std::size_t first = 0; first < tiles.size();) {
            const std::size_t count = std::min(std::size_t(most), tiles.size() - first);
            std::vector<Image> parts;
            std::vector<const Image*> shown;
            for (std::size_t i = first; i < first + count; ++i)
                parts.push_back(cutOut(image, tiles[i]));
            for (const Image& part : parts)
                shown.push_back(&part);
            const auto found = look(shown, options, most);
            for (std::size_t i = 0; i < count; ++i)
                for (const Detection& detection : found[i]) {
                    Detection there = placed(detection, tiles[first + i], size);
                    const bool cut = isCut(there, tiles[first + i], size);
                    looks.push_back({std::move(there), cut});
                }
            first += count;
        }
        return merged(std::move(looks), options.maxDetections);
    }

    TensorBlocksOfJob m_blocks;  // before the network: released after it is gone
    Network m_network;
};

}  // namespace

std::unique_ptr<Segmenter> makeSegmenter(const std::filesystem::path& checkpoint,
                                         const std::string& device,
                                         const std::optional<NetworkConfig>& network) {
    return translatingErrors([&] {
        return std::make_unique<TorchSegmenter>(
            loadNetwork(checkpoint, deviceNamed(device), network));
    });
}

}  // namespace selvedge
