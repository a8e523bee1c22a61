// Parts of the training that the reference values do not reach: random numbers, rates, matching in
// corner cases, focal loss, the order of pictures.
#include <QTest>

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "dataset/error.h"
#include "dataset/mask/transform.h"
#include "drawn_samples.h"
#include "model/network/errors_torch.h"
#include "model/network/heads/attribute_head_torch.h"
#include "model/network/layers/architecture.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/losses/region_loss_torch.h"
#include "model/network/losses/targets_torch.h"
#include "model/network/training/batch_torch.h"
#include "model/network/training/solver_torch.h"

using namespace selvedge;

namespace {

TrainConfig smallConfig() {
    TrainConfig config;
    config.network.minSize = 96;
    config.network.maxSize = 160;
    config.steps = 6;
    return config;
}

std::vector<std::string> imagesOf(const TrainConfig& config, const SampleSource& samples,
                                  int firstStep) {
    BatchLoader loader(config, samples, firstStep);
    std::vector<std::string> names;
    for (int step = firstStep; step <= config.steps; ++step) {
        const std::optional<Batch> batch = loader.next({});
        for (const ImageTargets& target : batch->targets)
            names.push_back(target.imageId);
    }
    return names;
}

}  // namespace

class TestTrainingParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whateverIsThrownLeavesAsOurError() {
        const auto kindOf = [](auto thrown) {
            try {
                translatingErrors([&] { throw thrown; });
            } catch (const Error& error) {
                return error.kind();
            } catch (...) {
            }
            return ErrorKind::Busy;  // nothing of ours
        };
        QCOMPARE(kindOf(Error(ErrorKind::NotFound, "gone")), ErrorKind::NotFound);
        QCOMPARE(kindOf(std::out_of_range("index")), ErrorKind::Internal);
        QCOMPARE(kindOf(std::bad_alloc()), ErrorKind::OutOfMemory);
    }

    void theMostThatAFileMayClaimFitsAShape() {
        NetworkConfig config;
        config.categories = config.attributes = 65535;
        for (const ParameterSpec& spec : parameterSpecs(config)) {
            if (spec.name == "roi_heads.box_predictor.attr_score.weight") {
                QCOMPARE(spec.shape.front(), std::int64_t{65535} * 65535);
                return;
            }
        }
        QFAIL("no attribute head");
    }

    // IoU 3/5 as a float is above .6 and not above .6f.
    void theOverlapThresholdIsADouble() {
        const at::Tensor boxes = at::tensor({0.f, 0.f, 4.f, 1.f, 1.f, 0.f, 5.f, 1.f}).view({2, 4});
        const at::Tensor scores = at::tensor({0.9f, 0.8f}), classes = at::zeros({2}, at::kLong);
        QCOMPARE(nmsWithinClasses(boxes, scores, classes, 0.6).size(0), std::int64_t{1});
        QCOMPARE(nmsWithinClasses(boxes, scores, classes, double(0.6f)).size(0), std::int64_t{2});
    }

    // Known answers of Random123 (kat_vectors: philox4x32 10).
    void philoxGivesTheKnownAnswers() {
        const std::array<std::uint32_t, 4> zeros{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
        QCOMPARE(philox(0, {RandomPlace::Stream(0), 0, 0}, 0), zeros);
        const std::array<std::uint32_t, 4> ones{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
        QCOMPARE(philox(~std::uint64_t{0}, {RandomPlace::Stream(~0u), ~0u, ~0u}, ~0u), ones);
    }

    void subsetsHaveTheirSizeAndNoRepetition() {
        std::vector<std::int64_t> candidates;
        for (int i = 0; i < 100; ++i)
            candidates.push_back(3 * i);
        const auto subset = randomSubset(candidates, 20, 7, {RandomPlace::Anchors, 1, 2});
        QCOMPARE(subset.size(), std::size_t(20));
        QCOMPARE(std::set(subset.begin(), subset.end()).size(), std::size_t(20));
        QVERIFY(std::includes(candidates.begin(), candidates.end(), subset.begin(), subset.end()));
        QVERIFY(subset != randomSubset(candidates, 20, 7, {RandomPlace::Anchors, 1, 3}));
        QVERIFY(subset != randomSubset(candidates, 20, 8, {RandomPlace::Anchors, 1, 2}));
        QCOMPARE(randomSubset(candidates, 100, 7, {}), candidates);
    }

    void theRateWarmsUpAndDrops() {
        TrainConfig config;
        config.learningRate = 0.02;
        config.warmupSteps = 100;
        config.dropAt = {200, 300};
        QCOMPARE(learningRateAt(config, 1), 0.02 * 0.001);
        QVERIFY(std::abs(learningRateAt(config, 51) - 0.02 * (0.001 * 0.5 + 0.5)) < 1e-15);
        QCOMPARE(learningRateAt(config, 101), 0.02);
        QCOMPARE(learningRateAt(config, 199), 0.02);
        QVERIFY(std::abs(learningRateAt(config, 200) - 0.002) < 1e-15);
        QVERIFY(std::abs(learningRateAt(config, 300) - 0.0002) < 1e-15);
    }

    void anObjectThatNoAnchorOverlapsMakesNoneForeground() {
        const at::Tensor anchors =
            at::tensor({0.f, 0.f, 10.f, 10.f, 20.f, 0.f, 30.f, 10.f}).view({2, 4});
        const at::Tensor far = at::tensor({500.f, 500.f, 510.f, 510.f}).view({1, 4});
        QCOMPARE(matchAnchors(anchors, far).labels.eq(0).sum().item<int>(), 2);
        // Overlaps of .25 are background, but the best for an object counts.
        const at::Tensor near = at::tensor({0.f, 0.f, 5.f, 5.f}).view({1, 4});
        const at::Tensor labels = matchAnchors(anchors, near).labels;
        QCOMPARE(labels[0].item<int>(), 1);
        QCOMPARE(labels[1].item<int>(), 0);
        const Matches none = matchAnchors(anchors, at::empty({0, 4}));
        QCOMPARE(none.labels.eq(0).sum().item<int>(), 2);
    }

    void samplesKeepTheForegroundsPart() {
        at::Tensor labels = at::zeros({1000}, at::kChar);
        labels.narrow(0, 0, 300).fill_(1);
        labels.narrow(0, 900, 100).fill_(-1);
        const Sample sample = sampled(labels, {128, 0.25, 1, 1}, RandomPlace::Regions, "a");
        QCOMPARE(sample.foreground.size(0), 32);
        QCOMPARE(sample.background.size(0), 96);
        QVERIFY(sample.foreground.max().item<int>() < 300);
        QVERIFY(sample.background.min().item<int>() >= 300);
        QVERIFY(sample.background.max().item<int>() < 900);
    }

    // Twice the same pictures, in an order that a later start goes on with; each once an epoch.
    void theOrderOfPicturesIsAFunctionOfSeedAndStep() {
        const DrawnSamples samples(4);
        TrainConfig config = smallConfig();
        const std::vector<std::string> whole = imagesOf(config, samples, 1);
        QCOMPARE(whole.size(), std::size_t(12));
        QCOMPARE(std::set(whole.begin(), whole.begin() + 4).size(), std::size_t(4));
        const std::vector<std::string> late = imagesOf(config, samples, 4);
        QVERIFY(std::equal(late.begin(), late.end(), whole.begin() + 6));
        config.seed = 2;
        QVERIFY(imagesOf(config, samples, 1) != whole);
    }

    void boxesAndMasksFlipWithThePicture() {
        const DrawnSamples samples(1);
        TrainConfig config = smallConfig();
        config.imagesPerStep = 1;
        config.flipProbability = 0;
        const Batch plain = *BatchLoader(config, samples, 1).next({});
        config.flipProbability = 1;
        const Batch flipped = *BatchLoader(config, samples, 1).next({});
        QCOMPARE(plain.targets[0].boxes.size(0), 5);
        const std::int64_t width = std::int64_t(plain.sizes[0].width);
        const at::Tensor picture = plain.input.narrow(3, 0, width);
        QVERIFY(at::equal(flipped.input.narrow(3, 0, width), picture.flip({3})));
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(flipped.targets[0].masks[i], flippedHorizontally(plain.targets[0].masks[i]));
            const at::Tensor box = plain.targets[0].boxes[i], other = flipped.targets[0].boxes[i];
            QVERIFY(std::abs(other[0].item<float>() - (width - box[2].item<float>())) < 1e-4);
            QVERIFY(std::abs(other[3].item<float>() - box[3].item<float>()) < 1e-4);
        }
    }

    // Category rows of the attribute layer, two layers, the focal weight against a sum by hand.
    void theFocalLossIsTheFormulas() {
        NetworkConfig config;
        config.categories = 3;
        config.attributes = 4;
        Network network(config, 5, at::Device(at::kCPU));
        const std::vector<at::Tensor> pyramid = {at::rand({1, 64, 16, 16}), at::rand({1, 64, 8, 8}),
                                                 at::rand({1, 64, 4, 4}), at::rand({1, 64, 2, 2}),
                                                 at::rand({1, 64, 1, 1})};
        ImageTargets target;
        target.imageId = "a";
        target.boxes = at::tensor({4.f, 4.f, 30.f, 30.f, 30.f, 30.f, 60.f, 60.f}).view({2, 4});
        target.categories = at::tensor({1, 2}, at::kLong);
        target.attributes = at::tensor({0.f, 1.f, 0.f, 1.f, 0.f, 0.f, 0.f, 0.f}).view({2, 4});
        target.masks = {RleMask::fromBox(64, 64, {4, 4, 26, 26}),
                        RleMask::fromBox(64, 64, {30, 30, 30, 30})};
        const Regions regions{target.boxes, target.categories, at::tensor({0, 1}, at::kLong)};
        AttributeLossOptions options;  // focal, .25, 2
        options.weight = 3;
        const RegionLosses losses = regionLosses(network, pyramid, {regions}, {target}, options);

        const at::Tensor features =
            boxFeatures(network, pooledRegions(RegionPooling(), pyramid, {target.boxes}, kBoxPool));
        const at::Tensor logits = attributeLogits(network, features, target.categories)[0];
        double sum = 0;  // of the first object: the second has no attributes
        for (int a = 0; a < 4; ++a) {
            const double p = 1 / (1 + std::exp(-logits[a].item<double>()));
            const bool on = a == 1 || a == 3;
            const double pt = on ? p : 1 - p;
            sum -= (on ? 0.25 : 0.75) * (1 - pt) * (1 - pt) * std::log(pt);
        }
        QVERIFY(std::abs(losses.attribute.item<double>() / (3 * sum / 4) - 1) < 1e-5);

        // Row category * attributes + a of the last layer.
        const Parameters& p = network.parameters;
        const std::string name = "roi_heads.box_predictor.";
        const at::Tensor hidden =
            at::relu(at::linear(features[0], p[name + "attr_fc.weight"], p[name + "attr_fc.bias"]));
        const at::Tensor rows = p[name + "attr_score.weight"].narrow(0, 1 * 4, 4);
        QVERIFY(at::allclose(
            logits, at::linear(hidden, rows, p[name + "attr_score.bias"].narrow(0, 1 * 4, 4)), 1e-4,
            1e-5));
    }
};

QTEST_GUILESS_MAIN(TestTrainingParts)
#include "tst_training_parts.moc"
