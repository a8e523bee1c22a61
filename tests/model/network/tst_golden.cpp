// The forward pass against the reference values of a library, inside the tolerances of
// golden/README.md. Built once for Detectron2's R-50, once for its networks of 101 layers, whose
// noise is larger, and once for torchvision's.
#include <QCryptographicHash>
#include <QTest>

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "deviations.h"
#include "golden.h"
#include "model/network/heads/attribute_head_torch.h"
#include "model/network/inference/prediction_torch.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/preprocess/resize.h"
#include "model/network/training/batch_torch.h"

using namespace selvedge;
using nlohmann::json;

namespace {

struct Tolerance {
    double boxes, scores, attributes, maskProbabilities, maskPixels, maskPart;
};
constexpr Tolerance k50{0.02, 2e-4, 2e-3, 2e-3, 15, 0.003};
constexpr Tolerance k101{0.05, 2e-4, 1e-2, 1e-2, 100, 0.02};

double largest(const at::Tensor& difference) {
    return difference.numel() > 0 ? difference.abs().max().item<double>() : 0;
}

QString sha256(const Image& image) {
    const QByteArray bytes(reinterpret_cast<const char*>(image.rgb.data()),
                           qsizetype(image.rgb.size()));
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

}  // namespace

class TestGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        std::vector<std::string> backbones;
        for (const QString& name : QStringLiteral(GOLDEN_BACKBONES).split(','))
            backbones.push_back(name.toStdString());
        m_cases = Golden::ofNetworks(Flavour::GOLDEN_FLAVOUR, backbones);
        if (m_cases.empty())
            QSKIP("no values of these networks in ../shared/golden or SELVEDGE_GOLDEN");
    }

    void cleanupTestCase() { qInfo().noquote() << "\n" + m_deviations.table(); }

    void inferenceEqualsTheLibrarys_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("photo");
        QTest::addColumn<bool>("large");
        for (int i = 0; i < int(m_cases.size()); ++i) {
            const Golden& golden = m_cases[std::size_t(i)];
            for (const auto& [photo, values] : golden.values.at("inference").items())
                QTest::addRow("%s %s", golden.name.c_str(), photo.c_str())
                    << i << QString::fromStdString(photo) << false;
            if (!golden.values.contains("inference_large"))
                continue;
            for (const auto& [photo, values] : golden.values["inference_large"].items())
                QTest::addRow("%s %s, large", golden.name.c_str(), photo.c_str())
                    << i << QString::fromStdString(photo) << true;
        }
    }

    void inferenceEqualsTheLibrarys() {
        QFETCH(int, index);
        QFETCH(QString, photo);
        QFETCH(bool, large);
        const Golden& golden = m_cases[std::size_t(index)];
        const Network& network = networkOf(golden);
        const json& settings = golden.values.at("settings");
        const json& expected =
            golden.values.at(large ? "inference_large" : "inference").at(photo.toStdString());
        m_where = QString::fromStdString(golden.name);
        m_tolerance = golden.config.backbone.ends_with("101") ? k101 : k50;

        at::NoGradGuard noGrad;
        NetworkConfig config = golden.config;
        if (large) {
            config.minSize = settings.at("large")[0];
            config.maxSize = settings.at("large")[1];
        }
        const Image image = golden.photo(photo.toStdString());
        checkPixels(image, config, expected.at("preprocess"));
        const at::Tensor picture = networkInput(image, config);
        const InputSize size{double(picture.size(1)), double(picture.size(2))};
        const at::Tensor input = padded({picture});
        if (expected.at("preprocess").contains("network_input"))
            CHECK_DEVIATION("network input, of the largest",
                            relativeDeviation(input, expected["preprocess"]["network_input"]),
                            1e-6);

        const Features features = backboneFeatures(network, input);
        checkFeatures(features, expected.at("features"));
        const RpnOutput rpn = rpnHead(network, features.pyramid);
        const Proposals found = proposals(rpn, {size}, kInferencePerLevel).front();
        if (expected.contains("rpn"))
            checkProposals(network, features, rpn, found, expected);

        const BoxThresholds thresholds{settings.at("score_thresh"), settings.at("nms_thresh"),
                                       settings.at("detections_per_image")};
        const PredictedObjects objects =
            predictedObjects(network, features.pyramid, found.boxes, size, thresholds);
        const json& shape = expected.at("preprocess").at("original").at("shape_hwc");
        checkDetections(network, features, objects, size, {shape[1], shape[0]},
                        expected.at("detections"));
    }

private:
    // Filled once; the last one stays.
    const Network& networkOf(const Golden& golden) {
        if (m_network && m_filled == golden.name)
            return *m_network;
        m_network = std::make_unique<Network>(golden.config, 0, at::Device(at::kCPU));
        m_filled = golden.name;
        std::string problem;
        const double deviation = golden.fill(*m_network, &problem);
        if (!problem.empty())
            QTest::qFail(problem.c_str(), __FILE__, __LINE__);
        if (!m_deviations.within(QString::fromStdString(golden.name), "fill, relative", deviation,
                                 1e-8))
            QTest::qFail(qPrintable(m_deviations.problem()), __FILE__, __LINE__);
        return *m_network;
    }

    // The bytes of the photo and, where they are given, of its resize.
    void checkPixels(const Image& image, const NetworkConfig& config, const json& expected) {
        const auto sum = [](const json& values) {
            return QString::fromStdString(values.at("sha256_rgb").get<std::string>());
        };
        const json& shape = expected.at("original").at("shape_hwc");
        if (shape[0] == image.height && shape[1] == image.width)
            QCOMPARE(sha256(image), sum(expected["original"]));
        if (!expected.contains("resized"))
            return;
        const ImageSize size =
            networkSize({image.width, image.height}, config.minSize, config.maxSize);
        QCOMPARE(sha256(resizedBilinear(image, size.width, size.height)), sum(expected["resized"]));
    }

    void checkFeature(const at::Tensor& found, const json& expected) {
        CHECK_DEVIATION("features: values, of the largest", relativeDeviation(found, expected),
                        1e-4);
        const at::Tensor values = found.to(at::kDouble);
        const double deviation = expected.at("std"), norm = expected.at("l2");
        CHECK_DEVIATION("features: std, relative",
                        std::abs(values.std(false).item<double>() / deviation - 1), 5e-6);
        CHECK_DEVIATION("features: l2, relative", std::abs(values.norm().item<double>() / norm - 1),
                        5e-6);
        CHECK_DEVIATION(
            "features: mean, of the std",
            std::abs(values.mean().item<double>() - expected.at("mean").get<double>()) / deviation,
            1e-5);
        const double low = expected.at("min"), high = expected.at("max");
        const double scale = std::max(std::abs(low), std::abs(high));
        CHECK_DEVIATION("features: min and max, of the largest",
                        std::max(std::abs(values.min().item<double>() - low),
                                 std::abs(values.max().item<double>() - high)) /
                            scale,
                        1e-4);
    }

    void checkFeatures(const Features& features, const json& expected) {
        for (std::size_t i = 0; i < features.stages.size(); ++i)
            checkFeature(features.stages[i], expected.at(kStages[i]));
        for (std::size_t i = 0; i < features.pyramid.size(); ++i)
            checkFeature(features.pyramid[i], expected.at("p" + std::to_string(i + 2)));
    }

    // Raw outputs of the proposal network, its best boxes as a set, and the box head on them.
    void checkProposals(const Network& network, const Features& features, const RpnOutput& rpn,
                        const Proposals& found, const json& expected) {
        for (std::size_t i = 0; i < rpn.objectness.size(); ++i) {
            const std::string level = "p" + std::to_string(i + 2);
            CHECK_DEVIATION(
                "RPN outputs, of the largest",
                std::max(relativeDeviation(rpn.objectness[i], expected["rpn"]["objectness"][level]),
                         relativeDeviation(rpn.deltas[i], expected["rpn"]["deltas"][level])),
                2e-4);
        }
        QCOMPARE(found.boxes.size(0), expected["rpn"]["count"].get<std::int64_t>());
        const at::Tensor top = numbers(expected["rpn"]["top_boxes"]).view({-1, 4});
        const at::Tensor nearest = std::get<0>(
            (top.unsqueeze(1) - found.boxes.unsqueeze(0)).abs().amax(2).min(1));  // [50]
        CHECK_DEVIATION("top proposals not within .01 px, of 50",
                        nearest.gt(0.01).sum().item<double>(), 1);

        const json& head = expected["box_head"];
        const at::Tensor hidden =
            boxFeatures(network, pooledRegions(network.arch.flavour.pooling, features.pyramid,
                                               {top.narrow(0, 0, 16)}, kBoxPool));
        CHECK_DEVIATION("last FC, of the largest",
                        relativeDeviation(hidden, head.contains("fc7") ? head["fc7"] : head["fc2"]),
                        2e-4);
        at::Tensor logits = boxOutput(network, hidden).classLogits;
        if (network.arch.flavour.backgroundOutputs)  // theirs has the background first
            logits = logits.roll({1}, {1});
        CHECK_DEVIATION("class logits, of the largest",
                        relativeDeviation(logits, head.at("class_logits")), 2e-4);
    }

    void checkDetections(const Network& network, const Features& features,
                         const PredictedObjects& objects, const InputSize& size,
                         const ImageSize& original, const json& expected) {
        const std::vector<Detection> detections =
            detectionsOf(objects, size, original, {.attributeFloor = 0, .scales = {}});
        QCOMPARE(detections.size(), expected.at("count").get<std::size_t>());
        if (detections.empty())
            return;
        const at::Tensor columns = numbers(expected.at("attr_columns")).to(at::kLong);
        const at::Tensor attributes = objects.attributeLogits.index_select(1, columns);
        CHECK_DEVIATION("attribute logits",
                        largest(attributes.reshape(-1) - numbers(expected.at("attr_logits"))),
                        m_tolerance.attributes);
        const at::Tensor again = attributeLogits(
            network,
            boxFeatures(network, pooledRegions(network.arch.flavour.pooling, features.pyramid,
                                               {objects.boxes.boxes}, kBoxPool)),
            objects.boxes.categories);
        CHECK_DEVIATION("attribute logits, box pooled again",
                        largest(again.index_select(1, columns).reshape(-1) -
                                numbers(expected.at("attr_logits_final_box"))),
                        m_tolerance.attributes);
        const std::int64_t masks = std::int64_t(expected.at("mask_probs").size());
        CHECK_DEVIATION("mask probabilities",
                        largest(objects.masks.narrow(0, 0, masks).reshape(-1) -
                                numbers(expected.at("mask_probs"))),
                        m_tolerance.maskProbabilities);
        for (std::size_t i = 0; i < detections.size(); ++i)
            checkDetection(detections[i], original, expected, i);
    }

    void checkDetection(const Detection& found, const ImageSize& original, const json& expected,
                        std::size_t i) {
        QCOMPARE(int(found.category), expected.at("classes")[i].get<int>());
        CHECK_DEVIATION("scores", std::abs(found.score - expected.at("scores")[i].get<double>()),
                        m_tolerance.scores);
        const at::Tensor box = at::tensor({found.box.x0, found.box.y0, found.box.x1, found.box.y1});
        CHECK_DEVIATION("boxes, px", largest(box - numbers(expected.at("boxes_original")[i])),
                        m_tolerance.boxes);
        const json& rle = expected.at("mask_rle")[i];
        const ParsedMask mask =
            parseCocoRle(rle.at("counts").get<std::string>(), original.width, original.height);
        QVERIFY2(mask.mask.has_value(), mask.error.c_str());
        const std::uint64_t other =
            unite(*mask.mask, found.mask).area() - intersectionArea(*mask.mask, found.mask);
        const double most =
            std::max(m_tolerance.maskPixels, m_tolerance.maskPart * rle.at("area").get<double>());
        CHECK_DEVIATION("pasted masks, part of what is allowed", double(other) / most, 1);
    }

    std::vector<Golden> m_cases;
    std::unique_ptr<Network> m_network;
    std::string m_filled;  // the file that m_network is filled from
    Tolerance m_tolerance = k50;
    Deviations m_deviations;
    QString m_where;
};

QTEST_GUILESS_MAIN(TestGolden)
#include "tst_golden.moc"
