#include <c10/core/GradMode.h>

#include <QtTest>

#include "model/network/block_cache_torch.h"
#include "model/network/layers/backbone_torch.h"
#include "model/network/layers/norm_torch.h"
#include "model/network/layers/regions_torch.h"

using namespace selvedge;

namespace {

NetworkConfig small(const char* backbone, Flavour flavour) {
    NetworkConfig config;
    config.backbone = backbone;
    config.flavour = flavour;
    config.attributes = 2;
    return config;
}

// Norms as after a training: means, variances, weights and biases that matter.
void setRandomNorms(Network& network) {
    at::manual_seed(11);
    for (const Parameter& parameter : network.parameters.all()) {
        const std::string& name = parameter.spec.name;
        if (!parameter.spec.norm && name.find(".running_") == std::string::npos)
            continue;
        const bool positive = name.ends_with(".weight") || name.ends_with(".running_var");
        const at::Tensor value = at::rand(parameter.spec.shape);
        network.parameters.set(name, positive ? value + .5 : value - .5);
    }
}

// The largest difference, relative to the largest number.
double apart(const at::Tensor& a, const at::Tensor& b) {
    return ((a - b).abs().max() / b.abs().max().clamp_min(1e-30)).item<double>();
}

}  // namespace

class ConvolutionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // With a gradient each step is an operation of torch's, without one they are one of oneDNN's.
    void onePassEqualsSeveral() {
        Network network(small("r18", Flavour::Torchvision), 1, at::Device(at::kCPU));
        setRandomNorms(network);
        at::manual_seed(12);
        struct Case {
            const char* name;
            std::int64_t channels;
            NormKind norm;
            int stride;
        };
        for (const Case& c : {Case{"backbone.bottom_up.res3.0.conv1", 64, NormKind::Batch, 2},
                              Case{"backbone.bottom_up.res2.1.conv2", 64, NormKind::Batch, 1},
                              Case{"backbone.fpn_lateral3", 128, NormKind::None, 1}})
            for (const bool relu : {false, true})
                for (const bool isAdded : {false, true}) {
                    const ConvLayer layer{.norm = c.norm, .stride = c.stride, .relu = relu};
                    at::Tensor x = at::randn({2, c.channels, 12, 10});
                    x = x.contiguous(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
                    const at::Tensor bare = convNorm(network, c.name, x, layer);
                    const at::Tensor added = isAdded ? at::randn_like(bare) : at::Tensor();
                    const at::Tensor several = convNorm(network, c.name, x, layer, added);
                    QVERIFY(several.grad_fn());
                    const at::NoGradGuard noGrad;
                    const at::Tensor once =
                        convNorm(network, c.name, x, layer, isAdded ? added.clone() : at::Tensor());
                    QVERIFY(apart(once, several) < 1e-5);
                    QVERIFY(!relu || once.min().item<double>() >= 0);
                    QVERIFY(!isAdded || apart(once, bare) > .01);
                }
    }

    void aFoldedNetworkSeesTheSame() {
        for (const Flavour flavour :
             {Flavour::Detectron2, Flavour::Torchvision, Flavour::TorchvisionV2})
            for (const char* backbone : {"tiny", "r18", "r50"}) {
                Network network(small(backbone, flavour), 1, at::Device(at::kCPU));
                setRandomNorms(network);
                at::manual_seed(13);
                const at::Tensor input = at::randn({1, 3, 64, 96});
                const at::NoGradGuard noGrad;
                const Features before = backboneFeatures(network, input);
                const std::size_t tensors = network.parameters.all().size();
                foldForPrediction(network);
                if (std::string(backbone) != "tiny")  // that has group norms
                    QVERIFY(network.parameters.all().size() < tensors);
                const Features after = backboneFeatures(network, input);
                for (std::size_t level = 0; level < before.pyramid.size(); ++level)
                    QVERIFY(apart(after.pyramid[level], before.pyramid[level]) < 1e-4);
            }
    }

    // The shortcut's sum is written over the block's input; what the pyramid reads must be intact.
    void stagesAreTheirBlocksOutputs() {
        for (const char* backbone : {"tiny", "r18", "r50"}) {
            Network network(small(backbone, Flavour::Detectron2), 1, at::Device(at::kCPU));
            at::manual_seed(14);
            const at::Tensor input = at::randn({1, 3, 64, 64});
            const at::Tensor given = input.clone();
            at::Tensor x = input;
            x.set_requires_grad(true);  // nothing is overwritten
            const Features kept = backboneFeatures(network, x);
            const at::NoGradGuard noGrad;
            const Features fused = backboneFeatures(network, input);
            for (std::size_t stage = 0; stage < 4; ++stage)
                QVERIFY(apart(fused.stages[stage], kept.stages[stage]) < 1e-4);
            QVERIFY(at::equal(input, given));
        }
    }

    void roiAlignKeepsTheLayoutAndTheResult() {
        at::manual_seed(15);
        const at::Tensor corners = at::rand({30, 2}) * 60 - 5;
        const at::Tensor regions = at::cat(
            {at::arange(30).fmod(2).view({30, 1}), corners, corners + at::rand({30, 2}) * 40}, 1);
        for (const RoiAlignOptions& options :
             {RoiAlignOptions{.25, 7, 0, true}, RoiAlignOptions{.25, 14, 2, false}}) {
            at::Tensor first = at::randn({2, 16, 14, 18}).set_requires_grad(true);
            at::Tensor last =
                first.detach().contiguous(at::MemoryFormat::ChannelsLast).set_requires_grad(true);
            const at::Tensor a = roiAlign(first, regions, options),
                             b = roiAlign(last, regions, options);
            QVERIFY(a.is_contiguous());
            QVERIFY(b.is_contiguous(at::MemoryFormat::ChannelsLast));
            QVERIFY(at::allclose(a, b, 0, 1e-5));
            const at::Tensor wanted = at::randn_like(a);
            (a * wanted).sum().backward();
            (b * wanted).sum().backward();
            QVERIFY(last.grad().is_contiguous(at::MemoryFormat::ChannelsLast));
            QVERIFY(at::allclose(first.grad(), last.grad(), 0, 1e-5));
            QVERIFY(first.grad().abs().max().item<double>() > .1);
        }
    }

    void roiAlignOfBfloat16SumsInFloat() {
        at::manual_seed(16);
        const at::Tensor features = at::randn({1, 8, 20, 20}).to(at::kBFloat16);
        const at::Tensor regions = at::tensor({0.f, 2.f, 3.f, 70.f, 60.f}).view({1, 5});
        const at::Tensor pooled = roiAlign(features, regions, {.25, 7, 0, true});
        QVERIFY(pooled.scalar_type() == at::kBFloat16);
        const at::Tensor wanted = roiAlign(features.to(at::kFloat), regions, {.25, 7, 0, true});
        QVERIFY(at::equal(pooled, wanted.to(at::kBFloat16)));
    }

    void keptIndicesBeginWithThoseOfNms() {
        const at::Tensor boxes =
            at::tensor({0.f, 0.f, 10.f, 10.f, 1.f, 0.f, 10.f, 10.f, 20.f, 20.f, 30.f, 30.f})
                .view({3, 4});
        const at::Tensor scores = at::tensor({.5f, .9f, .7f}), classes = at::zeros({3}, at::kLong);
        const Kept kept = keptWithinClasses(boxes, scores, classes, .5);
        QCOMPARE(kept.count.item<std::int64_t>(), std::int64_t{2});
        QCOMPARE(kept.indices.size(0), std::int64_t{3});
        const at::Tensor wanted = at::tensor({1, 2}, at::kLong);
        QVERIFY(at::equal(kept.indices.narrow(0, 0, 2), wanted));
        QVERIFY(at::equal(nmsWithinClasses(boxes, scores, classes, .5), wanted));
    }

    void blocksOfLargeTensorsAreUsedAgain() {
        keepTensorBlocks();
        releaseTensorBlocks();
        constexpr std::int64_t kNumbers = 1 << 20;
        const void* first = nullptr;
        {
            const at::Tensor large = at::empty({kNumbers}, at::kFloat);
            first = large.data_ptr();
            QCOMPARE(reinterpret_cast<std::uintptr_t>(first) % 64, std::uintptr_t{0});
            QCOMPARE(keptTensorBytes(), std::size_t{0});
        }
        QVERIFY(keptTensorBytes() >= std::size_t(4 * kNumbers));
        {
            const at::Tensor half = at::empty({kNumbers / 2}, at::kFloat);  // would waste half
            QVERIFY(half.data_ptr() != first);
            const at::Tensor again = at::ones({kNumbers - 100}, at::kFloat);
            QVERIFY(again.data_ptr() == first);
            QCOMPARE(again.sum().item<double>(), double(kNumbers - 100));
        }
        { const at::Tensor little = at::empty({1000}, at::kFloat); }
        const std::size_t kept = keptTensorBytes();
        for (int i = 0; i < 20; ++i)
            at::empty({1000 + i}, at::kFloat);
        QCOMPARE(keptTensorBytes(), kept);
        std::vector<at::Tensor> many;
        for (int i = 0; i < 10; ++i)
            many.push_back(at::empty({kNumbers * (15 + 2 * i)}, at::kFloat));
        many.clear();
        QVERIFY(keptTensorBytes() <= kMostKeptBytes);
        QVERIFY(keptTensorBytes() > 0);
        releaseTensorBlocks();
        QCOMPARE(keptTensorBytes(), std::size_t{0});
        QVERIFY(at::empty({0}, at::kFloat).numel() == 0);
    }
};

QTEST_GUILESS_MAIN(ConvolutionsTest)
#include "tst_convolutions.moc"
