// An engine that computes nothing: for the loader's test. The first createEngine fails, as one does
// whose memory is short.
#include <atomic>

#include "dataset/error.h"
#include "model/engine.h"

using namespace selvedge;

namespace {

[[noreturn]] void absent() {
    throw Error(ErrorKind::Unsupported, "the fake engine computes nothing");
}

class FakeEngine : public Engine {
public:
    void prepareThread() override {}
    std::vector<DeviceInfo> devices() override { return {{"cpu", "fake", 0}}; }
    std::vector<BackboneInfo> backbones() override { return {}; }
    std::string version() override { return "fake " + std::to_string(made); }
    std::string blasLibrary() override { return {}; }
    double gemmGflops() override { return 0; }
    TrainSummary train(const TrainConfig&, const SampleSource&, const std::filesystem::path&,
                       const StepCallback&, std::stop_token) override {
        absent();
    }
    std::unique_ptr<Segmenter> loadSegmenter(const std::filesystem::path&, const std::string&,
                                             const std::optional<NetworkConfig>&) override {
        absent();
    }
    WeightReport inspectWeights(const std::filesystem::path&,
                                const std::optional<NetworkConfig>&) override {
        absent();
    }
    std::uint64_t convertWeights(const std::filesystem::path&, WeightNames,
                                 const std::filesystem::path&,
                                 const std::optional<NetworkConfig>&) override {
        absent();
    }

    static std::atomic<int> made;
};

std::atomic<int> FakeEngine::made{0};

}  // namespace

extern "C" Engine* createEngine() {
    if (++FakeEngine::made == 1)
        throw std::bad_alloc();
    static FakeEngine engine;
    return &engine;
}
