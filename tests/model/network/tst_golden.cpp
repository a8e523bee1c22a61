// The forward pass against Detectron2's numbers, inside the tolerances of golden/README.md. Built
// once for R-50 and once for the networks of 101 layers, whose noise is larger.
#include <QTest>

#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "dataset/mask/overlap.h"
#include "dataset/mask/set_operations.h"
#include "dataset/mask/text_forms.h"
#include "golden.h"
#include "model/network/heads/attribute_head_torch.h"
#include "model/network/inference/prediction_torch.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/preprocess/resize.h"
#include "model/network/training/batch_torch.h"

using namespace selvedge;
using nlohmann::json;

namespace {

// Detectron2's default operating point (settings.score_thresh and so on).
constexpr BoxThresholds kThresholds{0.05, 0.5, 100};

struct Tolerance {
    double boxes, scores, attributes, maskProbabilities, maskPixels, maskPart;
};
constexpr Tolerance kR50{0.02, 2e-4, 2e-3, 2e-3, 15, 0.003};
constexpr Tolerance k101{0.05, 2e-4, 1e-2, 1e-2, 100, 0.02};

double largest(const at::Tensor& difference) {
    return difference.abs().max().item<double>();
}

}  // namespace

class TestGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (const QString& file : QStringLiteral(GOLDEN_FILES).split(',')) {
            const std::optional<json> golden = Golden::read(file.toStdString());
            if (!golden)
                QSKIP("../shared/golden is not here");
            Case item{file, *golden, Network(Golden::config(*golden), 0, at::Device(at::kCPU))};
            std::string problem;
            const double deviation = Golden::fill(item.network, item.golden, &problem);
            QVERIFY2(problem.empty(), problem.c_str());
            QVERIFY2(deviation < 1e-8, qPrintable(QString::number(deviation)));
            m_cases.push_back(std::make_unique<Case>(std::move(item)));
        }
    }

    void inferenceEqualsDetectron2_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("photo");
        QTest::addColumn<bool>("large");
        for (int i = 0; i < int(m_cases.size()); ++i) {
            for (const char* photo : {"ccp0051", "ccp0255"})
                QTest::addRow("%s %s", qPrintable(m_cases[i]->name), photo)
                    << i << QString(photo) << false;
            if (m_cases[i]->golden.contains("inference_large"))
                QTest::addRow("%s at 800", qPrintable(m_cases[i]->name)) << i << "ccp0051" << true;
        }
    }

    void inferenceEqualsDetectron2() {
        QFETCH(int, index);
        QFETCH(QString, photo);
        QFETCH(bool, large);
        const Case& item = *m_cases[index];
        const json& expected =
            item.golden.at(large ? "inference_large" : "inference").at(photo.toStdString());
        m_tolerance = item.network.config.backbone == Backbone::R50 ? kR50 : k101;

        at::NoGradGuard noGrad;
        NetworkConfig config = item.network.config;
        Image image;
        if (large) {  // the whole way from the photo
            config.minSize = item.golden.at("settings").at("large")[0];
            config.maxSize = item.golden.at("settings").at("large")[1];
            image = readImage(std::string(SELVEDGE_SHARED "/data/ccp/images/") +
                              photo.toStdString() + ".jpg");
        } else {
            image = Golden::resizedPhoto(photo.toStdString());
        }
        const at::Tensor picture = networkInput(image, config);
        const InputSize size{double(picture.size(1)), double(picture.size(2))};
        const at::Tensor input = padded({picture});
        if (expected.at("preprocess").contains("network_input"))
            QVERIFY(relativeDeviation(input, expected["preprocess"]["network_input"]) < 1e-6);

        const Features features = backboneFeatures(item.network, input);
        checkFeatures(features, expected.at("features"));
        const RpnOutput rpn = rpnHead(item.network, features.pyramid);
        const Proposals found = proposals(rpn, {size}, kInferencePerLevel).front();
        if (expected.contains("rpn"))
            checkProposals(item, features, rpn, found, expected);

        const PredictedObjects objects =
            predictedObjects(item.network, features.pyramid, found.boxes, size, kThresholds);
        const json& shape = expected.at("preprocess").at("original").at("shape_hwc");
        checkDetections(item, features, objects, size, {shape[1], shape[0]},
                        expected.at("detections"));
    }

private:
    struct Case {
        QString name;
        json golden;
        Network network;
    };

    void checkFeature(const at::Tensor& found, const json& expected) {
        QVERIFY(relativeDeviation(found, expected) < 1e-4);
        const at::Tensor values = found.to(at::kDouble);
        const double deviation = expected.at("std"), norm = expected.at("l2");
        QVERIFY(std::abs(values.std(false).item<double>() / deviation - 1) < 5e-6);
        QVERIFY(std::abs(values.norm().item<double>() / norm - 1) < 5e-6);
        QVERIFY(std::abs(values.mean().item<double>() - expected.at("mean").get<double>()) <
                1e-5 * deviation);
        const double low = expected.at("min"), high = expected.at("max");
        const double scale = std::max(std::abs(low), std::abs(high));
        QVERIFY(std::abs(values.min().item<double>() - low) < 1e-4 * scale);
        QVERIFY(std::abs(values.max().item<double>() - high) < 1e-4 * scale);
    }

    void checkFeatures(const Features& features, const json& expected) {
        for (std::size_t i = 0; i < features.stages.size(); ++i)
            checkFeature(features.stages[i], expected.at(kStages[i]));
        for (std::size_t i = 0; i < features.pyramid.size(); ++i)
            checkFeature(features.pyramid[i], expected.at("p" + std::to_string(i + 2)));
    }

    // Raw outputs of the proposal network, its best boxes as a set, and the box head on them.
    void checkProposals(const Case& item, const Features& features, const RpnOutput& rpn,
                        const Proposals& found, const json& expected) {
        for (std::size_t i = 0; i < rpn.objectness.size(); ++i) {
            const std::string level = "p" + std::to_string(i + 2);
            QVERIFY(relativeDeviation(rpn.objectness[i], expected["rpn"]["objectness"][level]) <
                    2e-4);
            QVERIFY(relativeDeviation(rpn.deltas[i], expected["rpn"]["deltas"][level]) < 2e-4);
        }
        QCOMPARE(found.boxes.size(0), expected["rpn"]["count"].get<std::int64_t>());
        const at::Tensor top = numbers(expected["rpn"]["top_boxes"]).view({-1, 4});
        const at::Tensor nearest = std::get<0>(
            (top.unsqueeze(1) - found.boxes.unsqueeze(0)).abs().amax(2).min(1));  // [50]
        QVERIFY(nearest.le(0.01).sum().item<int>() >= 49);

        const at::Tensor hidden = boxFeatures(
            item.network, pooledRegions(features.pyramid, {top.narrow(0, 0, 16)}, kBoxPool));
        QVERIFY(relativeDeviation(hidden, expected["box_head"]["fc2"]) < 2e-4);
        QVERIFY(relativeDeviation(boxOutput(item.network, hidden).classLogits,
                                  expected["box_head"]["class_logits"]) < 2e-4);
    }

    void checkDetections(const Case& item, const Features& features,
                         const PredictedObjects& objects, const InputSize& size,
                         const ImageSize& original, const json& expected) {
        const std::vector<Detection> detections =
            detectionsOf(objects, size, original, {.attributeFloor = 0});
        QCOMPARE(detections.size(), expected.at("count").get<std::size_t>());
        const at::Tensor columns = numbers(expected.at("attr_columns")).to(at::kLong);
        const at::Tensor attributes = objects.attributeLogits.index_select(1, columns);
        QVERIFY(largest(attributes.reshape(-1) - numbers(expected.at("attr_logits"))) <
                m_tolerance.attributes);
        const at::Tensor again = attributeLogits(
            item.network,
            boxFeatures(item.network,
                        pooledRegions(features.pyramid, {objects.boxes.boxes}, kBoxPool)),
            objects.boxes.categories);
        QVERIFY(largest(again.index_select(1, columns).reshape(-1) -
                        numbers(expected.at("attr_logits_final_box"))) < m_tolerance.attributes);
        const std::int64_t masks = std::int64_t(expected.at("mask_probs").size());
        QVERIFY(largest(objects.masks.narrow(0, 0, masks).reshape(-1) -
                        numbers(expected.at("mask_probs"))) < m_tolerance.maskProbabilities);

        for (std::size_t i = 0; i < detections.size(); ++i) {
            const Detection& found = detections[i];
            QCOMPARE(int(found.category), expected.at("classes")[i].get<int>());
            QVERIFY(std::abs(found.score - expected.at("scores")[i].get<double>()) <
                    m_tolerance.scores);
            const at::Tensor box =
                at::tensor({found.box.x0, found.box.y0, found.box.x1, found.box.y1});
            QVERIFY(largest(box - numbers(expected.at("boxes_original")[i])) < m_tolerance.boxes);

            const json& rle = expected.at("mask_rle")[i];
            const ParsedMask mask =
                parseCocoRle(rle.at("counts").get<std::string>(), original.width, original.height);
            QVERIFY2(mask.mask.has_value(), mask.error.c_str());
            const std::uint64_t other =
                unite(*mask.mask, found.mask).area() - intersectionArea(*mask.mask, found.mask);
            const double most = std::max(m_tolerance.maskPixels,
                                         m_tolerance.maskPart * rle.at("area").get<double>());
            QVERIFY2(double(other) <= most,
                     qPrintable(QString("mask %1: %2 pixels differ").arg(i).arg(other)));
        }
    }

    std::vector<std::unique_ptr<Case>> m_cases;
    Tolerance m_tolerance = kR50;
};

QTEST_GUILESS_MAIN(TestGolden)
#include "tst_golden.moc"
