// The whole network beside the installed torchvision: the same random weights and pictures, in one
// run. Proposals, detections, masks, one training step's losses, gradients and running statistics.
#include <QTest>

#include <c10/core/GradMode.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <random>

#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "deviations.h"
#include "model/network/inference/prediction_torch.h"
#include "model/network/losses/attribute_loss_torch.h"
#include "model/network/training/batch_torch.h"
#include "model/network/training/checkpoint_torch.h"
#include "model/network/training/step_torch.h"
#include "peer.h"
#include "source_names.h"

using namespace selvedge;

namespace {

constexpr int kMinSize = 96, kMaxSize = 144;
constexpr int kProposals = 100;  // a picture, that gradients are compared on

// A gradient, rectangles and noise; the objects are some of the rectangles.
TrainingSample drawn(const std::string& id, int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    const auto whole = [&](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
    };
    TrainingSample sample;
    sample.imageId = id;
    sample.image = {width, height, std::vector<std::uint8_t>(std::size_t(3 * width * height))};
    std::vector<float> values(sample.image.rgb.size());
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x)
            std::fill_n(&values[std::size_t(3 * (y * width + x))], 3,
                        120.f * float(x) / float(width) + 80.f * float(y) / float(height));
    }
    for (int k = 0; k < 6; ++k) {
        const IntBox box{whole(0, width - 60), whole(0, height - 60), whole(20, 60), whole(20, 60)};
        const float colour[3] = {float(whole(0, 255)), float(whole(0, 255)), float(whole(0, 255))};
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = box.x; x < box.x + box.width; ++x)
                std::copy_n(colour, 3, &values[std::size_t(3 * (y * width + x))]);
        }
        if (k < 3) {
            TrainingSample::Object object;
            object.category = CategoryIndex(whole(0, 45));
            object.mask = RleMask::fromBox(width, height, box);
            sample.objects.push_back(std::move(object));
        }
    }
    std::normal_distribution<float> noise(0, 20);
    for (std::size_t i = 0; i < values.size(); ++i)
        sample.image.rgb[i] = std::uint8_t(std::clamp(values[i] + noise(random), 0.f, 255.f));
    return sample;
}

class TwoSamples : public SampleSource {
public:
    std::size_t size() const override { return 2; }
    TrainingSample load(std::size_t index) const override {
        return index == 0 ? drawn("upright", 120, 150, 1) : drawn("wide", 170, 110, 2);
    }
};

at::Tensor tensorOf(const SafetensorsFile& file, const std::string& name) {
    const TensorView* view = file.find(name);
    if (!view)
        return {};
    const at::ScalarType type = view->dtype == Dtype::F32   ? at::kFloat
                                : view->dtype == Dtype::F64 ? at::kDouble
                                : view->dtype == Dtype::I64 ? at::kLong
                                                            : at::kByte;
    at::Tensor tensor = at::empty(view->shape, type);
    std::memcpy(tensor.data_ptr(), view->data, view->bytes());
    return tensor;
}

// |ours - theirs| / |theirs|, l2.
double relative(const at::Tensor& ours, const at::Tensor& theirs) {
    if (!ours.defined() || !theirs.defined() || ours.sizes() != theirs.sizes())
        return std::numeric_limits<double>::infinity();
    const at::Tensor wanted = theirs.to(at::kDouble);
    return ((ours.detach().to(at::kDouble) - wanted).norm() / wanted.norm().clamp_min(1e-30))
        .item<double>();
}

}  // namespace

class TestTorchvisionNetwork : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!Peer::isThere())
            QSKIP(
                "torchvision is not installed: packaging/setup --tests puts it into the cache, or "
                "name an interpreter that has it in SELVEDGE_PYTHON");
    }

    void cleanupTestCase() { qInfo().noquote() << "\n" + m_deviations.table(); }

    void everythingEqualsTorchvision_data() {
        QTest::addColumn<QString>("builder");
        QTest::addColumn<int>("flavour");
        QTest::addColumn<int>("batchNorm");
        QTest::addColumn<int>("freezeAt");
        QTest::addColumn<bool>("exact");
        const auto row = [](const char* name, const char* builder, Flavour flavour,
                            BatchNorm batchNorm, int freezeAt, bool exact) {
            QTest::newRow(name) << QString(builder) << int(flavour) << int(batchNorm) << freezeAt
                                << exact;
        };
        const char *first = "maskrcnn_resnet50_fpn", *second = "maskrcnn_resnet50_fpn_v2";
        row("frozen norms", first, Flavour::Torchvision, BatchNorm::Usual, 2, false);
        row("trained norms", first, Flavour::Torchvision, BatchNorm::Trained, 0, false);
        row("version 2", second, Flavour::TorchvisionV2, BatchNorm::Usual, 2, false);
        // Weights with which no ReLU is near its corner, beside float64. The stem is frozen: its
        // maximum pooling has ties.
        row("frozen norms, exact", first, Flavour::Torchvision, BatchNorm::Usual, 1, true);
        row("trained norms, exact", first, Flavour::Torchvision, BatchNorm::Trained, 1, true);
        row("version 2, exact", second, Flavour::TorchvisionV2, BatchNorm::Usual, 1, true);
    }

    void everythingEqualsTorchvision() {
        QFETCH(QString, builder);
        QFETCH(int, flavour);
        QFETCH(int, batchNorm);
        QFETCH(int, freezeAt);
        QFETCH(bool, exact);
        m_where = QStringLiteral("torchvision live, ") + QTest::currentDataTag();
        m_names = SourceNames(Flavour(flavour));
        TrainConfig config;
        config.network.backbone = "r50";
        config.network.flavour = Flavour(flavour);
        config.network.batchNorm = BatchNorm(batchNorm);
        config.network.freezeAt = freezeAt;
        config.network.attributes = 1;
        config.network.attributesPerCategory = false;
        config.network.attributeLayers = 1;
        config.network.minSize = kMinSize;
        config.network.maxSize = kMaxSize;
        config.flipProbability = 0;
        config.anchorsPerImage = 65536;  // all
        config.roisPerImage = 8192;
        config.imagesPerStep = 2;

        const TwoSamples samples;
        const Batch batch = *BatchLoader(config, samples, 1).next({});
        Peer peer;
        ask(peer, builder, exact, config, batch);
        Network network(config.network, 0, at::Device(at::kCPU));
        setWeights(network, peer.answers());
        checkFile(network);
        if (!exact)
            checkInference(network, samples, batch, peer.answers());
        network.training = true;
        if (!exact)
            checkTraining(network, config, batch, peer.answers());
        lossOnTheirProposals(network, batch, config, peer.answers()).backward();
        if (exact)
            checkExactGradients(network, peer.answers());
        else
            checkGradients(network, peer.answers());
    }

private:
    static TrainingSample sampleOf(const TwoSamples& samples, const std::string& id) {
        TrainingSample sample = samples.load(0);
        return sample.imageId == id ? sample : samples.load(1);
    }

    void ask(Peer& peer, const QString& builder, bool exact, const TrainConfig& config,
             const Batch& batch) {
        const Architecture arch = architectureOf(config.network);
        peer.addCase("case", {{"builder", builder.toStdString()},
                              {"weights_file", weightsFile()},
                              {"exact", exact},
                              {"proposals", kProposals},
                              {"seed", 3},
                              {"categories", config.network.categories},
                              {"min_size", kMinSize},
                              {"max_size", kMaxSize},
                              {"anchors", config.anchorsPerImage},
                              {"regions", config.roisPerImage},
                              {"freeze_at", arch.frozenStages},
                              {"frozen_norms", !arch.trainedBatchNorm},
                              {"pictures", batch.targets.size()}});
        const TwoSamples samples;
        for (std::size_t i = 0; i < batch.targets.size(); ++i) {
            const TrainingSample sample = sampleOf(samples, batch.targets[i].imageId);
            const std::int64_t h = sample.image.height, w = sample.image.width;
            const std::int64_t count = std::int64_t(sample.objects.size());
            std::vector<float> boxes;
            std::vector<std::int64_t> categories;
            std::vector<std::uint8_t> masks(std::size_t(count * h * w), 0);
            for (std::size_t k = 0; k < sample.objects.size(); ++k) {
                const RleMask& mask = sample.objects[k].mask;
                const IntBox box = mask.box();
                boxes.insert(boxes.end(), {float(box.x), float(box.y), float(box.x + box.width),
                                           float(box.y + box.height)});
                categories.push_back(sample.objects[k].category);
                mask.paint(masks.data() + std::int64_t(k) * h * w, {0, 0, int(w), int(h)}, int(w),
                           1);
            }
            const std::string number = std::to_string(i);
            peer.addTensor("case.image" + number, Dtype::U8, {h, w, 3}, sample.image.rgb);
            peer.addTensor("case.boxes" + number, Dtype::F32, {count, 4}, boxes);
            peer.addTensor("case.categories" + number, Dtype::I64, {count}, categories);
            peer.addTensor("case.masks" + number, Dtype::U8, {count, h, w}, masks);
        }
        QVERIFY(peer.ask(QStringLiteral("torchvision_network_peer.py")));
    }

    std::string weightsFile() const { return m_folder.filePath("weights.pth").toStdString(); }

    // The same weights from the .pth that Python saved, by the reader's own names.
    void checkFile(const Network& network) {
        Network read(network.config, 1, at::Device(at::kCPU));
        const std::vector<std::string> fresh = startFrom(weightsFile(), read);
        QCOMPARE(fresh.size(), std::size_t(2));  // the attribute layer's
        for (const Parameter& parameter : network.parameters.all()) {
            const std::string& name = parameter.spec.name;
            QVERIFY2(std::count(fresh.begin(), fresh.end(), name) > 0 ||
                         at::equal(parameter.value, read.parameters[name]),
                     name.c_str());
        }
    }

    // Every tensor but the attribute layer's must come.
    void setWeights(Network& network, const SafetensorsFile& answers) {
        const std::string prefix = "case.weights.";
        std::size_t set = 0;
        for (const TensorView& view : answers.tensors()) {
            if (!view.name.starts_with(prefix))
                continue;
            const std::string name = view.name.substr(prefix.size());
            QVERIFY2(network.parameters.set(m_names.ours(name),
                                            m_names.inOurOrder(name, tensorOf(answers, view.name))),
                     name.c_str());
            ++set;
        }
        QCOMPARE(set + 2, network.parameters.all().size());
    }

    void checkInference(const Network& network, const TwoSamples& samples, const Batch& batch,
                        const SafetensorsFile& answers) {
        at::NoGradGuard noGrad;
        const Image image = sampleOf(samples, batch.targets[0].imageId).image;
        const at::Tensor picture = networkInput(image, network.config);
        const InputSize size{double(picture.size(1)), double(picture.size(2))};
        const at::Tensor input = padded({picture});
        CHECK_DEVIATION("network input, relative", relative(input, tensorOf(answers, "case.input")),
                        1e-6);
        const std::vector<at::Tensor> pyramid = backboneFeatures(network, input).pyramid;
        CHECK_DEVIATION("p3, relative", relative(pyramid[1], tensorOf(answers, "case.p3")), 1e-4);
        const Proposals found =
            proposals(rpnHead(network, pyramid), {size}, kInferencePerLevel).front();
        const at::Tensor proposed = tensorOf(answers, "case.proposals");
        QCOMPARE(found.boxes.size(0), proposed.size(0));
        const at::Tensor nearest =
            std::get<0>((proposed.unsqueeze(1) - found.boxes.unsqueeze(0)).abs().amax(2).min(1));
        CHECK_DEVIATION("proposals as a set, of the picture's longer side",
                        nearest.max().item<double>() / std::max(size.height, size.width), 1e-4);

        const PredictedObjects objects =
            predictedObjects(network, pyramid, found.boxes, size, {0.05, 0.5, 100});
        const ImageSize original{image.width, image.height};
        const std::vector<Detection> detections = detectionsOf(objects, size, original, {});
        checkDetections(detections, original, answers);
    }

    void checkDetections(const std::vector<Detection>& found, const ImageSize& original,
                         const SafetensorsFile& answers) {
        const at::Tensor boxes = tensorOf(answers, "case.boxes");
        const at::Tensor scores = tensorOf(answers, "case.scores");
        const at::Tensor categories = tensorOf(answers, "case.categories");
        const at::Tensor masks = tensorOf(answers, "case.masks");  // [D, H, W]
        QVERIFY2(boxes.size(0) >= 10, "too few detections to have checked much");
        QCOMPARE(std::int64_t(found.size()), boxes.size(0));
        const double longer = std::max(original.width, original.height);
        std::uint64_t different = 0, area = 0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            const std::int64_t row = std::int64_t(i);
            QCOMPARE(std::int64_t(found[i].category), categories[row].item<std::int64_t>());
            CHECK_DEVIATION("scores", std::abs(found[i].score - scores[row].item<double>()), 1e-4);
            const at::Tensor box =
                at::tensor({found[i].box.x0, found[i].box.y0, found[i].box.x1, found[i].box.y1});
            CHECK_DEVIATION("boxes, of the picture's longer side",
                            (box - boxes[row]).abs().max().item<double>() / longer, 1e-4);
            const at::Tensor bitmap = masks[row].contiguous();
            const RleMask theirs = RleMask::fromBitmap(
                bitmap.data_ptr<std::uint8_t>(), original.width, original.height, original.width);
            different +=
                unite(theirs, found[i].mask).area() - intersectionArea(theirs, found[i].mask);
            area += theirs.area();
        }
        QVERIFY(area > 0);
        CHECK_DEVIATION("mask pixels, of all foreground", double(different) / double(area), 1e-3);
    }

    // The sum of the losses on regions sampled from torchvision's own proposals: those of the
    // two differ by rounding, which would move a region's samples across pixels.
    at::Tensor lossOnTheirProposals(const Network& network, const Batch& batch,
                                    const TrainConfig& config, const SafetensorsFile& answers) {
        const std::vector<at::Tensor> pyramid = backboneFeatures(network, batch.input).pyramid;
        const RpnOutput rpn = rpnHead(network, pyramid);
        std::vector<Proposals> theirs;
        for (std::size_t i = 0; i < batch.targets.size(); ++i) {
            const at::Tensor boxes = tensorOf(answers, "case.proposals" + std::to_string(i));
            theirs.push_back({boxes, at::zeros({boxes.size(0)})});  // logits are not looked at
        }
        const RpnLosses first =
            rpnLosses(rpn, batch.targets,
                      {config.anchorsPerImage, kAnchorForeground, config.seed, batch.step});
        const std::vector<Regions> regions =
            sampledRegions(theirs, batch.targets, config.network.categories,
                           {config.roisPerImage, kRegionForeground, config.seed, batch.step});
        return StepLosses{first, regionLosses(network, pyramid, regions, batch.targets,
                                              attributeLossOptions(config, {}, at::kCPU))}
            .total();
    }

    void checkTraining(const Network& network, const TrainConfig& config, const Batch& batch,
                       const SafetensorsFile& answers) {
        const std::optional<StepLosses> losses = stepLosses(
            network, batch, config, attributeLossOptions(config, {}, at::Device(at::kCPU)), {});
        const auto check = [&](const char* theirs, const at::Tensor& ours) {
            CHECK_DEVIATION("losses, relative",
                            relative(ours.detach().view(1),
                                     tensorOf(answers, std::string("case.losses.") + theirs)),
                            1e-4);
        };
        check("loss_objectness", losses->rpn.objectness);
        check("loss_rpn_box_reg", losses->rpn.box);
        check("loss_classifier", losses->regions.classification);
        check("loss_box_reg", losses->regions.box);
        check("loss_mask", losses->regions.mask);
        checkStatistics(network, answers);  // they move with each forward pass
    }

    void checkStatistics(const Network& network, const SafetensorsFile& answers) {
        const std::string after = "case.after.";
        std::size_t statistics = 0, running = 0;
        for (const TensorView& view : answers.tensors()) {
            if (!view.name.starts_with(after))
                continue;
            const std::string name = view.name.substr(after.size());
            CHECK_DEVIATION(
                "running statistics, relative",
                relative(network.parameters[m_names.ours(name)], tensorOf(answers, view.name)),
                1e-5);
            ++statistics;
        }
        for (const Parameter& parameter : network.parameters.all())
            running += parameter.spec.name.find(".running_") != std::string::npos;
        QCOMPARE(statistics, running);
    }

    // `check` of each trained tensor's name and both gradients, ours in their order.
    template <typename Check>
    void forEachGradient(const Network& network, const SafetensorsFile& answers,
                         const Check& check) {
        const std::string prefix = "case.gradients.";
        std::size_t gradients = 0, trained = 0;
        for (const TensorView& view : answers.tensors()) {
            if (!view.name.starts_with(prefix))
                continue;
            const std::string name = view.name.substr(prefix.size());
            const at::Tensor& value = network.parameters[m_names.ours(name)];
            QVERIFY2(value.grad().defined(), name.c_str());
            check(name, m_names.inTheirOrder(name, value.grad()).to(at::kDouble),
                  tensorOf(answers, view.name).to(at::kDouble));
            ++gradients;
        }
        for (const Parameter& parameter : network.parameters.all()) {
            const bool attributes = parameter.spec.name.find(".attr_") != std::string::npos;
            trained += parameter.spec.trained && !attributes;
        }
        QCOMPARE(gradients, trained);
    }

    // Where no ReLU is near its corner the gradient is as smooth as the loss, and each tensor's
    // agrees with the one in float64. (Those below a thousandth of all are measured against that:
    // a bias in front of a batch norm has a gradient of 0, and rounding.)
    void checkExactGradients(const Network& network, const SafetensorsFile& answers) {
        double squares = 0, worst = 0;
        std::string worstTensor;
        forEachGradient(network, answers,
                        [&](const std::string&, const at::Tensor&, const at::Tensor& exact) {
                            squares += std::pow(exact.norm().item<double>(), 2);
                        });
        const double least = 1e-3 * std::sqrt(squares);
        forEachGradient(
            network, answers,
            [&](const std::string& name, const at::Tensor& ours, const at::Tensor& exact) {
                const double deviation = (ours - exact).norm().item<double>() /
                                         std::max(exact.norm().item<double>(), least);
                if (deviation > worst) {
                    worst = deviation;
                    worstTensor = name;
                }
            });
        QVERIFY(squares > 0);
        qInfo("the gradient of %s differs most, by %.2g of its norm; torchvision in float: %.2g",
              worstTensor.c_str(), worst, tensorOf(answers, "case.float_deviation").item<double>());
        CHECK_DEVIATION("gradient of a tensor beside float64, relative", worst, 1e-4);
    }

    // A value within rounding of a ReLU's corner takes its whole gradient along: one of n that
    // falls on the other side moves every gradient in front of it by about the root of 1 / n of its
    // norm, and of the millions here some do, in whichever order sums are taken: hence the exact
    // rows above. What has no ReLU behind it stays at rounding.
    void checkGradients(const Network& network, const SafetensorsFile& answers) {
        double squares = 0, theirSquares = 0, last = 0, norm = 0, difference = 0;
        forEachGradient(
            network, answers,
            [&](const std::string& name, const at::Tensor& ours, const at::Tensor& theirs) {
                if (isLast(name))
                    last = std::max(last, relative(ours, theirs));
                norm = std::max(norm, relative(ours.norm(), theirs.norm()));
                difference = std::max(difference, relative(ours, theirs));
                squares += std::pow(ours.norm().item<double>(), 2);
                theirSquares += std::pow(theirs.norm().item<double>(), 2);
            });
        CHECK_DEVIATION("gradient l2 of all, relative",
                        std::abs(std::sqrt(squares / theirSquares) - 1), 1e-4);
        CHECK_DEVIATION("gradient of a last layer, relative", last, 1e-4);
        CHECK_DEVIATION("gradient l2 of a tensor, relative", norm, 5e-3);
        CHECK_DEVIATION("gradient difference of a tensor, relative", difference, 5e-2);
    }

    static bool isLast(const std::string& name) {
        return name.starts_with("rpn.head.cls_logits.") ||
               name.starts_with("rpn.head.bbox_pred.") ||
               name.starts_with("roi_heads.box_predictor.") ||
               name.find("mask_fcn_logits") != std::string::npos;
    }

    QTemporaryDir m_folder;
    SourceNames m_names{Flavour::Torchvision};
    Deviations m_deviations;
    QString m_where;
};

QTEST_GUILESS_MAIN(TestTorchvisionNetwork)
#include "tst_torchvision_network.moc"
