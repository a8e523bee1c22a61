// The attribute head in all its forms: shapes, which outputs are chosen, where it starts, what is
// impossible, and that each form learns.
#include <QTemporaryDir>
#include <QTest>

#include <ATen/ATen.h>

#include <cmath>

#include "dataset/error.h"
#include "drawn_samples.h"
#include "model/network/heads/attribute_head_torch.h"
#include "model/network/heads/region_heads_torch.h"
#include "model/network/inference/segmenter.h"
#include "model/network/training/trainer.h"

using namespace selvedge;

namespace {

Network networkOf(const NetworkConfig& config, std::uint64_t seed = 7) {
    return Network(config, seed, at::Device(at::kCPU));
}

// What the head looks at, for three regions.
at::Tensor featuresFor(const Network& network) {
    const int channels = network.arch.pyramidChannels;
    switch (network.config.attributeFeatures) {
        case AttributeFeatures::BoxHead:
            return at::rand({3, network.arch.boxHidden});
        case AttributeFeatures::BoxRegions:
            return at::rand({3, channels, kBoxPool, kBoxPool});
        case AttributeFeatures::MaskRegions:
            break;
    }
    return at::rand({3, channels, kMaskPool, kMaskPool});
}

NetworkConfig smallConfig() {
    NetworkConfig config;
    config.categories = 2;
    config.attributes = 3;
    return config;
}

// Of the four objects of category 0 three have attribute 0, one of these attribute 1 too; of the
// two of category 1 one has attribute 1. One of each has none.
LabelCounts smallCounts() {
    return {{4, 2}, {3, 1}, {3, 1, 0, 0, 1, 0}};
}

// p of the attribute head's biases.
at::Tensor startingProbabilities(const Network& network) {
    return at::sigmoid(network.parameters[attributeHeadName(network.config) + "attr_score.bias"]);
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-6;
}

struct Learned {
    StepMetrics first, last;
};
Learned learned(TrainConfig config, const SampleSource& samples, const QTemporaryDir& folder) {
    config.network.minSize = 64;
    config.network.maxSize = 96;
    config.steps = 24;
    config.imagesPerStep = 1;
    config.learningRate = 0.05;
    config.warmupSteps = 3;
    config.gradientClip = 3;
    config.flipProbability = 0;
    config.roisPerImage = 32;
    config.anchorsPerImage = 64;
    config.device = "cpu";
    Learned result;
    result.last = trainNetwork(config, samples, folder.path().toStdString(),
                               [&](const StepMetrics& step) {
                                   if (step.step == 1)
                                       result.first = step;
                               },
                               {})
                      .last;
    return result;
}

}  // namespace

class TestAttributeHeads : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyHeadHasItsOutputs_data() {
        QTest::addColumn<int>("features");
        QTest::addColumn<int>("convs");
        QTest::addColumn<int>("layers");
        QTest::addColumn<bool>("perCategory");
        QTest::addColumn<bool>("none");
        QTest::addColumn<bool>("byId");
        const int box = int(AttributeFeatures::BoxHead), boxes = int(AttributeFeatures::BoxRegions),
                  masks = int(AttributeFeatures::MaskRegions);
        QTest::newRow("paper's first: 1 FC, 294") << box << 0 << 1 << false << false << false;
        QTest::newRow("1 FC, 294 x 46") << box << 0 << 1 << true << false << false;
        QTest::newRow("2 FC, 294") << box << 0 << 2 << false << false << false;
        QTest::newRow("paper's best: 2 FC, 294 x 46") << box << 0 << 2 << true << false << false;
        QTest::newRow("with none, 295") << box << 0 << 2 << false << true << false;
        QTest::newRow("with none, 295 x 46") << box << 0 << 2 << true << true << false;
        QTest::newRow("Torchvision's, 341") << box << 0 << 1 << false << false << true;
        QTest::newRow("raw ids and none, 342 x 46") << box << 0 << 1 << true << true << true;
        QTest::newRow("4 conv + FC on boxes") << boxes << 4 << 2 << false << false << false;
        QTest::newRow("4 conv + FC on masks") << masks << 4 << 1 << false << false << false;
        QTest::newRow("the winner of 2020") << masks << 0 << 3 << false << false << false;
    }

    void everyHeadHasItsOutputs() {
        QFETCH(int, features);
        QFETCH(int, convs);
        QFETCH(int, layers);
        QFETCH(bool, perCategory);
        QFETCH(bool, none);
        QFETCH(bool, byId);
        NetworkConfig config;
        config.attributeFeatures = AttributeFeatures(features);
        config.attributeConvs = convs;
        config.attributeLayers = layers;
        config.attributesPerCategory = perCategory;
        config.attributeNone = none;
        config.attributesByRawId = byId;
        for (int a = 0; byId && a < 294; ++a)
            config.attributeColumns.push_back(a < 235 ? a : a + 47);  // 0..234, 282..340
        QVERIFY(attributeFaults(config).empty());
        const Network network = networkOf(config);
        const at::Tensor categories = at::tensor({0, 45, 9}, at::kLong);
        const std::int64_t columns = (byId ? 341 : 294) + (none ? 1 : 0);
        const at::Tensor x = featuresFor(network);
        const at::Tensor logits = attributeLogits(network, x, categories);
        QCOMPARE(logits.sizes().vec(), (std::vector<std::int64_t>{3, columns}));
        QCOMPARE(logitsOfAttributes(network, logits, categories).size(1), std::int64_t(294));
        if (byId)  // attribute 293 is id 340
            QVERIFY(at::equal(logitsOfAttributes(network, logits, categories).select(1, 293),
                              logits.select(1, 340)));

        // The second row's category chooses the rows 45 * columns ... of the last layer.
        const Parameters& p = network.parameters;
        const std::string name = attributeHeadName(config);
        at::Tensor hidden = x.narrow(0, 1, 1);
        for (int i = 1; i <= convs; ++i) {
            const std::string conv = name + "attr_conv" + std::to_string(i);
            hidden = at::relu(at::conv2d(hidden, p[conv + ".weight"], p[conv + ".bias"], 1, 1));
        }
        hidden = hidden.flatten(1);
        for (const char* layer : {"attr_fc", "attr_fc2"}) {
            if (layers > (layer == std::string("attr_fc") ? 1 : 2))
                hidden = at::relu(
                    at::linear(hidden, p[name + layer + ".weight"], p[name + layer + ".bias"]));
        }
        const std::int64_t from = perCategory ? 45 * columns : 0;
        const at::Tensor weight = p[name + "attr_score.weight"];
        QCOMPARE(weight.size(0), columns * (perCategory ? 46 : 1));
        const at::Tensor expected =
            at::linear(hidden, weight.narrow(0, from, columns),
                       p[name + "attr_score.bias"].narrow(0, from, columns));
        QVERIFY(at::allclose(logits[1], expected[0], 1e-4, 1e-5));
    }

    void columnsFollowTheRawIds() {
        NetworkConfig config = smallConfig();
        config.attributesByRawId = true;
        config.attributeColumns = {4, 0, 2};
        config.attributeNone = true;
        // Attribute 0 is on: column 4; columns 1 and 3 belong to none; the sixth is 'none'.
        const at::Tensor targets =
            columnTargets(config, at::tensor({1.f, 0.f, 0.f, 0.f, 0.f, 0.f}).view({2, 3}));
        const at::Tensor expected =
            at::tensor({0.f, 0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 1.f}).view({2, 6});
        QVERIFY(at::equal(targets, expected));
        const at::Tensor logits = at::arange(6, at::kFloat).unsqueeze(0);
        const at::Tensor back =
            logitsOfAttributes(networkOf(config), logits, at::zeros({1}, at::kLong));
        QVERIFY(at::equal(back, at::tensor({4.f, 0.f, 2.f}).unsqueeze(0)));
    }

    void impossibleAttributesHaveProbabilityZero() {
        NetworkConfig config = smallConfig();
        config.attributeMask = true;
        config.attributeNone = true;
        Network network = networkOf(config);
        const at::Tensor categories = at::tensor({0, 1}, at::kLong);
        // Without counts all are possible.
        QVERIFY(at::equal(possibleColumns(network, categories), at::ones({2, 4})));
        setAttributeMask(network, smallCounts());
        QVERIFY(at::equal(possibleColumns(network, categories),
                          at::tensor({1.f, 1.f, 0.f, 1.f, 0.f, 1.f, 0.f, 1.f}).view({2, 4})));
        const at::Tensor p =
            at::sigmoid(logitsOfAttributes(network, at::zeros({2, 4}), categories));
        QVERIFY(at::equal(p, at::tensor({.5f, .5f, 0.f, 0.f, .5f, 0.f}).view({2, 3})));
        config.attributeMask = false;
        QVERIFY(!possibleColumns(networkOf(config), categories).defined());
        QVERIFY_EXCEPTION_THROWN(setAttributeMask(network, {{1}, {1}, {1}}), Error);
    }

    void biasesStartWhereAsked() {
        NetworkConfig config = smallConfig();
        config.attributesPerCategory = false;
        Network network = networkOf(config);
        QVERIFY(near(startingProbabilities(network)[0].item<double>(), 0.01));
        setAttributeBias(network, AttributeBias::Zero, {}, false);
        QVERIFY(near(startingProbabilities(network)[0].item<double>(), 0.5));
        setAttributeBias(network, AttributeBias::Prior, {}, false);
        QVERIFY(near(startingProbabilities(network)[2].item<double>(), 0.01));
        // Three columns: -log 2, one of three.
        setAttributeBias(network, AttributeBias::Columns, {}, false);
        QVERIFY(near(startingProbabilities(network)[0].item<double>(), 1.0 / 3));
        // Of the four with attributes 3, 2 and 0 have each: (n + 1) / 6.
        setAttributeBias(network, AttributeBias::Counts, smallCounts(), false);
        QVERIFY(near(startingProbabilities(network)[0].item<double>(), 4.0 / 6));
        QVERIFY(near(startingProbabilities(network)[1].item<double>(), 3.0 / 6));
        QVERIFY(near(startingProbabilities(network)[2].item<double>(), 1.0 / 6));
        // Of all six: (n + 1) / 8.
        setAttributeBias(network, AttributeBias::Counts, smallCounts(), true);
        QVERIFY(near(startingProbabilities(network)[0].item<double>(), 4.0 / 8));

        config.attributesPerCategory = true;
        config.attributeNone = true;
        Network each = networkOf(config);
        setAttributeBias(each, AttributeBias::Counts, smallCounts(), true);
        // Category 1: none of two has attribute 0, one has attribute 1, one has none.
        const at::Tensor p = startingProbabilities(each);
        QCOMPARE(p.size(0), std::int64_t(8));
        QVERIFY(near(p[4].item<double>(), 1.0 / 4));
        QVERIFY(near(p[5].item<double>(), 2.0 / 4));
        QVERIFY(near(p[7].item<double>(), 2.0 / 4));
        QVERIFY_EXCEPTION_THROWN(
            setAttributeBias(each, AttributeBias::Counts, {{1}, {1}, {1}}, true), Error);
    }

    void everyFormLearns_data() {
        QTest::addColumn<QString>("settings");
        const auto row = [](const char* name, const char* network, const char* training) {
            QTest::newRow(name) << QString("{\"network\": {%1}%2}").arg(network, training);
        };
        row("paper's best", "", "");
        row("1 FC, 295, none", R"("attributeLayers": 1, "attributesPerCategory": false,
            "attributeNone": true)",
            R"(, "attributelessObjects": "none", "attributeBackground": true)");
        row("convolutions on boxes, asymmetric", R"("attributeFeatures": "box-regions",
            "attributeConvs": 2, "attributesPerCategory": false)",
            R"(, "attributeLoss": "asymmetric", "attributelessObjects": "negative")");
        row("mask tower with background, balanced", R"("attributeFeatures": "mask-regions",
            "attributeLayers": 3, "attributesPerCategory": false, "attributeMask": true)",
            R"(, "attributeLoss": "distribution-balanced", "attributeBackground": true)");
        row("weights, hard negatives, counted start", R"("attributeMask": true)",
            R"(, "attributeLoss": "bce", "classBalance": 0.9, "hardNegatives": 20,
            "attributeBias": "counts", "attributelessObjects": "down-weight")");
    }

    void everyFormLearns() {
        QFETCH(QString, settings);
        const DrawnSamples samples(1);
        TrainConfig config = trainConfigFromJson(settings.toStdString());
        config.attributeLossWeight = 20;
        const QTemporaryDir folder;
        const Learned result = learned(config, samples, folder);
        QVERIFY2(result.first.attribute > 0, "no loss");
        QVERIFY2(
            result.last.attribute < 0.8 * result.first.attribute,
            qPrintable(QString("%1 to %2").arg(result.first.attribute).arg(result.last.attribute)));
        // The checkpoint holds what it takes to predict: each detection gets all attributes, those
        // impossible for its category with probability 0.
        const auto segmenter = makeSegmenter(
            std::filesystem::path(folder.path().toStdString()) / "step-24.safetensors", "cpu", {});
        PredictOptions options;
        options.scoreThreshold = 0.001;
        options.maxDetections = 20;
        options.attributeFloor = 0;
        const LabelCounts counts = *samples.labelCounts();
        const std::vector<Detection> found = segmenter->predict(samples.load(0).image, options);
        QVERIFY(!found.empty());
        for (const Detection& detection : found) {
            QCOMPARE(detection.attributes.size(), std::size_t(294));
            for (std::size_t a = 0; a < 294; ++a) {
                const bool possible = !config.network.attributeMask ||
                                      counts.pairs[detection.category * 294u + a] > 0;
                QCOMPARE(detection.attributes[a].probability > 0, possible);
            }
        }
    }

    void whatCannotWorkIsRefusedBeforeTheFirstStep() {
        // Counts that nobody knows, and columns by id that nobody filled in.
        class Uncounted : public SampleSource {
        public:
            std::size_t size() const override { return 1; }
            TrainingSample load(std::size_t) const override { return {}; }
        };
        const QTemporaryDir folder;
        const auto sentence = [&](const TrainConfig& config) {
            try {
                learned(config, Uncounted(), folder);
            } catch (const Error& error) {
                return std::string(error.what());
            }
            return std::string();
        };
        TrainConfig config;
        config.attributeBias = AttributeBias::Counts;
        QVERIFY(sentence(config).find("how often each attribute occurs") != std::string::npos);
        config = {};
        config.network.attributesByRawId = true;
        QVERIFY(sentence(config).find("attributeColumns") != std::string::npos);
        config = {};
        config.attributeBackground = true;
        QVERIFY(sentence(config).find("attributeBackground") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestAttributeHeads)
#include "tst_attribute_heads.moc"
