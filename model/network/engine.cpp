#include "model/engine.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <chrono>

#include "model/network/block_cache_torch.h"
#include "model/network/convert.h"
#include "model/network/devices_torch.h"
#include "model/network/errors_torch.h"
#include "model/network/inference/segmenter.h"
#include "model/network/inspect.h"
#include "model/network/layers/backbones_torch.h"
#include "model/network/training/trainer.h"

// Of whichever BLAS the module is bound to.
extern "C" void sgemm_(const char*, const char*, const int*, const int*, const int*, const float*,
                       const float*, const int*, const float*, const int*, const float*, float*,
                       const int*);

namespace selvedge {

namespace {

class TorchEngine final : public Engine {
public:
    TorchEngine() { keepTensorBlocks(); }

    void prepareThread() override { at::init_num_threads(); }

    std::vector<DeviceInfo> devices() override {
        return translatingErrors([] { return listDevices(); });
    }

    std::vector<BackboneInfo> backbones() override {
        std::vector<BackboneInfo> all;
        for (const BackboneRow& row : backboneRows())
            all.push_back({row.name, row.title});
        return all;
    }

    std::string version() override { return "LibTorch " TORCH_VERSION; }

    std::string blasLibrary() override {
        Dl_info info{};
        if (dladdr(reinterpret_cast<void*>(&sgemm_), &info) == 0 || !info.dli_fname)
            throw Error(ErrorKind::Internal, "The library of sgemm_ cannot be found");
        return std::filesystem::path(info.dli_fname).filename().string();
    }

    double gemmGflops() override {
        return translatingErrors([] {
            constexpr std::int64_t kSide = 1024;
            constexpr int kTimes = 5;
            const at::Tensor a = at::ones({kSide, kSide}), b = at::ones({kSide, kSide});
            at::Tensor c = at::mm(a, b);  // starts the threads
            const auto start = std::chrono::steady_clock::now();
            for (int i = 0; i < kTimes; ++i)
                at::mm_out(c, a, b);
            const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
            return 2.0 * kSide * kSide * kSide * kTimes / taken.count() / 1e9;
        });
    }

    TrainSummary train(const TrainConfig& config, const SampleSource& samples,
                       const std::filesystem::path& folder, const StepCallback& onStep,
                       std::stop_token stop) override {
        return trainNetwork(config, samples, folder, onStep, stop);
    }

    std::unique_ptr<Segmenter> loadSegmenter(const std::filesystem::path& checkpoint,
                                             const std::string& device,
                                             const std::optional<NetworkConfig>& network) override {
        return makeSegmenter(checkpoint, device, network);
    }

    WeightReport inspectWeights(const std::filesystem::path& file,
                                const std::optional<NetworkConfig>& network) override {
        return translatingErrors([&] { return inspectWeightFile(file, network); });
    }

    std::uint64_t convertWeights(const std::filesystem::path& file, WeightNames names,
                                 const std::filesystem::path& target,
                                 const std::optional<NetworkConfig>& network) override {
        return translatingErrors([&] { return convertWeightFile(file, names, target, network); });
    }
};

}  // namespace

}  // namespace selvedge

selvedge::Engine* createEngine() {
    static selvedge::TorchEngine engine;
    return &engine;
}
