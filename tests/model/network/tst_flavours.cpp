// What holds of every flavour and backbone: shapes, frozen parts, batches, threads, names.
#include <QTest>

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <set>

#include "dataset/error.h"
#include "drawn_samples.h"
#include "model/network/inference/prediction_torch.h"
#include "model/network/layers/backbones_torch.h"
#include "model/network/layers/boxes_torch.h"
#include "model/network/layers/norm_torch.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/losses/attribute_loss_torch.h"
#include "model/network/preprocess/float_resize.h"
#include "model/network/training/batch_torch.h"
#include "model/network/training/step_torch.h"

using namespace selvedge;

namespace {

constexpr Flavour kFlavours[] = {Flavour::Detectron2, Flavour::Torchvision, Flavour::TorchvisionV2};

NetworkConfig small(const std::string& backbone, Flavour flavour) {
    NetworkConfig config;
    config.backbone = backbone;
    config.flavour = flavour;
    config.categories = 3;
    config.attributes = 4;
    config.attributesPerCategory = false;
    config.attributeLayers = 1;
    config.minSize = 64;
    config.maxSize = 96;
    return config;
}

// Numbers learned by the network without its attribute layer.
std::int64_t learned(const NetworkConfig& config, bool norms) {
    std::int64_t count = 0;
    for (const ParameterSpec& spec : parameterSpecs(config)) {
        std::int64_t size = 1;
        for (const std::int64_t side : spec.shape)
            size *= side;
        const bool running = spec.name.find(".running_") != std::string::npos;
        if (spec.name.find(".attr_") == std::string::npos && !running && (norms || !spec.norm))
            count += size;
    }
    return count;
}

// Of the largest magnitude.
double deviation(const at::Tensor& a, const at::Tensor& b) {
    return ((a - b).abs().max() / a.abs().max()).item<double>();
}

std::vector<Detection> found(const Network& network, const Image& image) {
    at::NoGradGuard noGrad;
    const at::Tensor picture = networkInput(image, network.config);
    const InputSize size{double(picture.size(1)), double(picture.size(2))};
    const std::vector<at::Tensor> pyramid = backboneFeatures(network, padded({picture})).pyramid;
    const Proposals regions =
        proposals(rpnHead(network, pyramid), {size}, kInferencePerLevel).front();
    const PredictedObjects objects =
        predictedObjects(network, pyramid, regions.boxes, size, {0.05, 0.5, 20});
    return detectionsOf(objects, size, {image.width, image.height}, {});
}

}  // namespace

class TestFlavours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // METHOD 2.1, 2.2: as torchvision counts its builders at 91 classes, and Detectron2's R-50.
    void parametersAreAsManyAsTheLibrarysHave() {
        NetworkConfig config = small("r50", Flavour::Detectron2);
        config.categories = 46;
        QCOMPARE(learned(config, false), std::int64_t{44160228});
        config.categories = 90;
        config.flavour = Flavour::Torchvision;
        QCOMPARE(learned(config, false), std::int64_t{44401393});
        config.flavour = Flavour::TorchvisionV2;
        QCOMPARE(learned(config, true), std::int64_t{46359409});
    }

    void anUnknownBackboneIsAnsweredWithThoseThereAre() {
        NetworkConfig config;
        config.backbone = "vgg";
        try {
            architectureOf(config);
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Unsupported);
            QCOMPARE(QString::fromUtf8(error.what()),
                     QString("backbone \"vgg\" is not known; there are: tiny, r18, r34, r50, r101, "
                             "x101"));
        }
    }

    void everyBackboneHasTensorsInEveryFlavour() {
        for (const BackboneRow& row : backboneRows()) {
            for (const Flavour flavour : kFlavours) {
                std::set<std::string> names;
                for (const ParameterSpec& spec : parameterSpecs(small(row.name, flavour)))
                    QVERIFY2(names.insert(spec.name).second, spec.name.c_str());
                QVERIFY(names.contains("backbone.bottom_up.res5.0.conv2.weight"));
                QVERIFY(names.contains("roi_heads.mask_head.predictor.weight"));
                const bool pyramidNorm =
                    row.norm == NormKind::Group || flavour == Flavour::TorchvisionV2;
                QCOMPARE(names.contains("backbone.fpn_lateral2.norm.weight"), pyramidNorm);
                QCOMPARE(names.contains("backbone.fpn_lateral2.bias"), !pyramidNorm);
            }
        }
    }

    void smallNetworksLearnAndPredictInEveryFlavour_data() {
        QTest::addColumn<QString>("backbone");
        QTest::addColumn<int>("flavour");
        for (const QString& backbone : {QStringLiteral("tiny"), QStringLiteral("r18")}) {
            for (const Flavour flavour : kFlavours)
                QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(backbone).arg(int(flavour))))
                    << backbone << int(flavour);
        }
    }

    void smallNetworksLearnAndPredictInEveryFlavour() {
        QFETCH(QString, backbone);
        QFETCH(int, flavour);
        const DrawnSamples samples(2);
        TrainConfig config;
        config.network = small(backbone.toStdString(), Flavour(flavour));
        config.network.categories = 46;
        config.network.attributes = 294;
        config.roisPerImage = 16;
        config.anchorsPerImage = 32;
        Network network(config.network, 1, at::Device(at::kCPU));
        network.training = true;
        const Batch batch = *BatchLoader(config, samples, 1).next({});
        const std::optional<StepLosses> losses = stepLosses(
            network, batch, config, attributeLossOptions(config, {}, at::Device(at::kCPU)), {});
        QVERIFY(std::isfinite(losses->total().item<double>()));
        losses->total().backward();
        for (const Parameter& parameter : network.parameters.all()) {
            const std::string& name = parameter.spec.name;
            if (name.find(".attr_") == std::string::npos)  // those need a sampled object with some
                QVERIFY2(parameter.value.grad().defined() == parameter.spec.trained, name.c_str());
        }
        network.training = false;
        for (const Detection& detection : found(network, samples.load(0).image))
            QCOMPARE(detection.mask.width(), 120);
    }

    // FREEZE_AT: no stage below it keeps anything for a backward pass.
    void frozenStagesLeaveNoGraph() {
        NetworkConfig config = small("r18", Flavour::TorchvisionV2);
        for (int freezeAt : {0, 1, 2, 4, 5}) {
            config.freezeAt = freezeAt;
            Network network(config, 1, at::Device(at::kCPU));
            network.training = true;
            const Features features = backboneFeatures(network, at::rand({1, 3, 64, 64}));
            for (int stage = 0; stage < 4; ++stage) {
                const at::Tensor& feature = features.stages[std::size_t(stage)];
                const bool learns = freezeAt < stage + 2;
                QCOMPARE(feature.requires_grad(), learns);
                QCOMPARE(bool(feature.grad_fn()), learns);
            }
        }
    }

    // torch.nn.BatchNorm2d by hand, one channel: in training x - mean over sqrt(variance + 1e-5),
    // and the running numbers go a tenth of the way, to the unbiased variance.
    void trainedBatchNormsTakeTheBatchAndMoveTheirRunningNumbers() {
        NetworkConfig config = small("r18", Flavour::Torchvision);
        config.batchNorm = BatchNorm::Trained;
        Network network(config, 1, at::Device(at::kCPU));
        const std::string name = "backbone.bottom_up.stem.conv1";
        at::Tensor weight = at::zeros({64, 3, 7, 7});
        weight[0][0][3][3] = 1;  // channel 0 is the input's
        network.parameters.set(name + ".weight", weight);
        at::Tensor input = at::zeros({1, 3, 1, 4});
        input[0][0][0].copy_(at::tensor({1.f, 2.f, 3.f, 6.f}));  // mean 3, squares 4 1 0 9
        network.training = true;
        const at::Tensor y = convNorm(network, name, input, {.norm = NormKind::Batch});
        QVERIFY(std::abs(y[0][0][0][3].item<double>() - 3 / std::sqrt(3.5 + 1e-5)) < 1e-6);
        const Parameters& p = network.parameters;
        QVERIFY(std::abs(p[name + ".norm.running_mean"][0].item<double>() - 0.3) < 1e-6);
        QVERIFY(std::abs(p[name + ".norm.running_var"][0].item<double>() - (0.9 + 0.1 * 14 / 3)) <
                1e-6);
        network.training = false;
        const at::Tensor z = convNorm(network, name, input, {.norm = NormKind::Batch});
        const double deviation = std::sqrt(0.9 + 0.1 * 14 / 3 + 1e-5);
        QVERIFY(std::abs(z[0][0][0][3].item<double>() - (6 - 0.3) / deviation) < 1e-5);
    }

    // Variance 4, weight 1: 6 / 2 without epsilon to the last digit; with it a little less.
    void frozenNormsWithoutEpsilonDivideByTheDeviationItself() {
        for (const BatchNorm kind : {BatchNorm::Frozen, BatchNorm::FrozenNoEpsilon}) {
            NetworkConfig config = small("r18", Flavour::Torchvision);
            config.batchNorm = kind;
            Network network(config, 1, at::Device(at::kCPU));
            network.training = true;  // changes nothing
            const std::string name = "backbone.bottom_up.stem.conv1";
            at::Tensor weight = at::zeros({64, 3, 7, 7});
            weight[0][0][3][3] = 1;
            network.parameters.set(name + ".weight", weight);
            network.parameters.set(name + ".norm.running_var", at::full({64}, 4.f));
            const at::Tensor y =
                convNorm(network, name, at::full({1, 3, 1, 1}, 6.f), {.norm = NormKind::Batch});
            const double wanted = kind == BatchNorm::Frozen ? 6 / std::sqrt(4 + 1e-5) : 3;
            QCOMPARE(float(y[0][0][0][0].item<double>()), float(wanted));
        }
    }

    // torchvision rounds -22.627 to -23 and -11.31 to -11; Detectron2 does not.
    void anchorsAreRoundedAsTorchvisionDoes() {
        const at::Tensor whole = levelAnchors({1, 2, 8, 9}, 32, true, at::Device(at::kCPU));
        QVERIFY(at::equal(whole[0], at::tensor({-23.f, -11.f, 23.f, 11.f})));
        QVERIFY(at::equal(whole[3], at::tensor({-14.f, -11.f, 32.f, 11.f})));  // one cell on
        const at::Tensor exact = levelAnchors({1, 1, 8, 8}, 32, false, at::Device(at::kCPU));
        QVERIFY(std::abs(exact[0][0].item<double>() + 22.627416998) < 1e-5);
    }

    // Two cells a padded side of 96 are no multiple of 64: torchvision's p6 strides 48 there.
    void torchvisionsStridesFollowTheGrid() {
        const Network network(small("tiny", Flavour::Torchvision), 1, at::Device(at::kCPU));
        std::vector<at::Tensor> pyramid;
        for (const int side : {24, 12, 6, 3, 2})
            pyramid.push_back(at::zeros({1, 64, side, side}));
        const RpnOutput output = rpnHead(network, pyramid);
        const at::Tensor anchors = output.anchors[4].view({2, 2, 3, 4});
        QCOMPARE((anchors[0][1][1][0] - anchors[0][0][1][0]).item<double>(), 48.0);
        const Network other(small("tiny", Flavour::Detectron2), 1, at::Device(at::kCPU));
        const at::Tensor fixed = rpnHead(other, pyramid).anchors[4].view({2, 2, 3, 4});
        QCOMPARE((fixed[0][1][1][0] - fixed[0][0][1][0]).item<double>(), 64.0);
    }

    // Logits of 17 and 18 have the same sigmoid in float: the first one given stays first.
    void proposalsAreSortedByTheirFlavoursScore() {
        RpnOutput output;
        for (const bool sigmoid : {false, true}) {
            output.flavour.proposalsBySigmoid = sigmoid;
            output.objectness = {at::tensor({18.f, 1.f}).view({1, 2, 1, 1}),
                                 at::tensor({30.f, 0.f}).view({1, 2, 1, 1})};
            output.deltas = {at::zeros({1, 8, 1, 1}), at::zeros({1, 8, 1, 1})};
            const at::Tensor anchors =
                at::tensor({0.f, 0.f, 10.f, 10.f, 20.f, 0.f, 30.f, 10.f}).view({2, 4});
            output.anchors = {anchors, anchors};
            const Proposals found = proposals(output, {{40, 40}}, 10).front();
            QCOMPARE(found.logits[0].item<float>(), sigmoid ? 18.f : 30.f);
            QCOMPARE(found.boxes.size(0), std::int64_t{4});  // levels do not suppress each other
        }
    }

    // 3 to 2 pixels: places (x + .5) * 1.5 - .5 = .25 and 1.75.
    void floatsAreResizedFromFourNeighbours() {
        const Image image{3, 1, {0, 0, 0, 100, 100, 100, 200, 200, 200}};
        float out[6];
        resizedFloats(image, {2, 1}, {0, 0, 0}, {1, 1, 1}, out);
        QVERIFY(std::abs(out[0] - 25.f / 255) < 1e-6f && std::abs(out[1] - 175.f / 255) < 1e-6f);
        QVERIFY(networkSizeRoundedDown({825, 550}, 256, 390) == (ImageSize{384, 256}));
        QVERIFY(networkSizeRoundedDown({3, 1000}, 256, 390) == (ImageSize{1, 390}));
    }

    void aBatchOfTwoEqualsTwoOfOne() {
        for (const Flavour flavour : kFlavours) {
            const Network network(small("r18", flavour), 1, at::Device(at::kCPU));
            at::NoGradGuard noGrad;
            at::manual_seed(5);
            const at::Tensor input = at::randn({2, 3, 64, 96});
            const Features both = backboneFeatures(network, input);
            const RpnOutput rpn = rpnHead(network, both.pyramid);
            const std::vector<Proposals> together =
                proposals(rpn, {{64, 96}, {64, 96}}, kInferencePerLevel);
            for (std::int64_t i = 0; i < 2; ++i) {
                const Features one = backboneFeatures(network, input.narrow(0, i, 1));
                for (std::size_t level = 0; level < one.pyramid.size(); ++level)
                    QVERIFY(deviation(one.pyramid[level], both.pyramid[level].narrow(0, i, 1)) <
                            1e-4);
                const Proposals alone =
                    proposals(rpnHead(network, one.pyramid), {{64, 96}}, kInferencePerLevel)
                        .front();
                const at::Tensor& boxes = together[std::size_t(i)].boxes;
                QCOMPARE(alone.boxes.size(0), boxes.size(0));
                const at::Tensor nearest = std::get<0>(
                    (alone.boxes.unsqueeze(1) - boxes.unsqueeze(0)).abs().amax(2).min(1));
                QVERIFY(nearest.max().item<double>() < 0.01);
            }
        }
    }

    // Our operations bit for bit, the network within the golden tolerances.
    void threadsDoNotChangeTheResult() {
        const int threads = at::get_num_threads();
        const Network network(small("r18", Flavour::Torchvision), 1, at::Device(at::kCPU));
        at::manual_seed(6);
        const at::Tensor input = at::randn({1, 3, 96, 96});
        const at::Tensor corners = at::rand({40, 2}) * 60;
        const at::Tensor boxes = at::cat({corners, corners + at::rand({40, 2}) * 40 + 1}, 1);
        struct Result {
            at::Tensor pooled, gradient, features, kept;
        };
        const auto run = [&](int count) {
            at::set_num_threads(count);
            Result result;
            at::Tensor feature = at::sin(at::arange(2 * 16 * 24 * 24)).view({2, 16, 24, 24});
            feature.set_requires_grad(true);
            const at::Tensor regions = at::cat({at::arange(40).fmod(2).view({40, 1}), boxes}, 1);
            const at::Tensor pooled =
                roiAlign(feature, regions.to(at::kFloat), {0.25, 7, 2, false});
            (pooled * pooled).sum().backward();
            result.pooled = pooled.detach();
            result.gradient = feature.grad();
            result.kept = nmsWithinClasses(boxes, at::arange(40).fmod(7).to(at::kFloat),
                                           at::arange(40).fmod(3).to(at::kLong), 0.5);
            at::NoGradGuard noGrad;
            result.features = backboneFeatures(network, input).pyramid[0];
            return result;
        };
        const Result one = run(1);
        for (const int count : {2, 3}) {
            const Result more = run(count);
            QVERIFY(at::equal(one.pooled, more.pooled));
            QVERIFY(at::equal(one.gradient, more.gradient));
            QVERIFY(at::equal(one.kept, more.kept));
            QVERIFY(deviation(one.features, more.features) < 1e-4);
        }
        at::set_num_threads(threads);
    }
};

QTEST_GUILESS_MAIN(TestFlavours)
#include "tst_flavours.moc"
