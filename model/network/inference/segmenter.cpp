#include "model/network/inference/segmenter.h"

#include <c10/core/GradMode.h>

#include "model/network/devices_torch.h"
#include "model/network/errors_torch.h"
#include "model/network/inference/prediction_torch.h"
#include "model/network/training/batch_torch.h"
#include "model/network/training/checkpoint_torch.h"

namespace selvedge {

namespace {

class TorchSegmenter final : public Segmenter {
public:
    explicit TorchSegmenter(Network network) : m_network(std::move(network)) {}

    std::vector<Detection> predict(const Image& image, const PredictOptions& options) override {
        return translatingErrors([&] {
            at::NoGradGuard noGrad;
            const at::Tensor picture = networkInput(image, m_network.config);
            const InputSize size{double(picture.size(1)), double(picture.size(2))};
            const at::Tensor input = padded({picture}).to(m_network.parameters.device());
            const std::vector<at::Tensor> pyramid = backboneFeatures(m_network, input).pyramid;
            const Proposals found =
                proposals(rpnHead(m_network, pyramid), {size}, kInferencePerLevel).front();
            const PredictedObjects objects = predictedObjects(
                m_network, pyramid, found.boxes, size,
                {options.scoreThreshold, options.nmsThreshold, options.maxDetections});
            return detectionsOf(objects, size, {image.width, image.height}, options);
        });
    }

    const NetworkConfig& network() const override { return m_network.config; }

private:
    Network m_network;
};

}  // namespace

std::unique_ptr<Segmenter> makeSegmenter(const std::filesystem::path& checkpoint,
                                         const std::string& device) {
    return translatingErrors([&] {
        return std::make_unique<TorchSegmenter>(loadNetwork(checkpoint, deviceNamed(device)));
    });
}

}  // namespace selvedge
