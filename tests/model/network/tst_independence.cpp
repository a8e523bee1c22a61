// What results do not depend on: how many threads compute them, and which pictures go through the
// network together.
#include <QTemporaryDir>
#include <QTest>

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

#include "drawn_samples.h"
#include "model/network/inference/prediction_torch.h"
#include "model/network/inference/segmenter.h"
#include "model/network/layers/regions_torch.h"
#include "model/network/losses/region_loss_torch.h"
#include "model/network/training/batch_torch.h"
#include "model/network/training/checkpoint_torch.h"

using namespace selvedge;

namespace {

// Of any size up to `side`, [count, 4], some past the border.
at::Tensor drawnBoxes(std::int64_t count, double side) {
    const at::Tensor corners = at::rand({count, 2}) * side - 5;
    return at::cat({corners, corners + at::rand({count, 2}) * side + 1}, 1);
}

}  // namespace

class TestIndependence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void threadsChangeNoBit_data() {
        QTest::addColumn<QString>("operation");
        for (const char* name : {"RoIAlign", "NMS", "mask targets", "paste", "resize"})
            QTest::newRow(name) << name;
    }

    void threadsChangeNoBit() {
        QFETCH(QString, operation);
        const int threads = at::get_num_threads();
        std::vector<at::Tensor> first;
        for (const int count : {1, 2, 3, 5}) {
            at::set_num_threads(count);
            at::manual_seed(11);
            const std::vector<at::Tensor> found = results(operation);
            if (first.empty())
                first = found;
            QVERIFY(!found.empty());
            QCOMPARE(found.size(), first.size());
            for (std::size_t i = 0; i < found.size(); ++i) {
                QVERIFY(found[i].numel() > 0);
                QVERIFY2(at::equal(found[i], first[i]), qPrintable(QString::number(count)));
            }
        }
        at::set_num_threads(threads);
    }

    // Of one size: a smaller picture in a batch of two is padded, and biases leak from there.
    void aBatchOfTwoPredictsWhatTwoOfOneDo_data() {
        QTest::addColumn<int>("flavour");
        QTest::newRow("detectron2") << int(Flavour::Detectron2);
        QTest::newRow("torchvision") << int(Flavour::Torchvision);
        QTest::newRow("torchvision-v2") << int(Flavour::TorchvisionV2);
    }

    void aBatchOfTwoPredictsWhatTwoOfOneDo() {
        QFETCH(int, flavour);
        const std::unique_ptr<Segmenter> segmenter = untrained(Flavour(flavour));
        const DrawnSamples samples(2);
        const std::vector<Image> images{samples.load(0).image, samples.load(1).image};
        PredictOptions options;
        options.scoreThreshold = 0;
        options.maxDetections = 40;
        int most = 2;
        const auto together = segmenter->predictBatch(images, options, most);
        QCOMPARE(most, 2);
        QCOMPARE(together.size(), std::size_t(2));
        for (std::size_t i = 0; i < 2; ++i) {
            const std::vector<Detection> alone = segmenter->predict(images[i], options);
            QVERIFY(alone.size() >= 10);
            QCOMPARE(together[i].size(), alone.size());
            // Scores that are equal to rounding may change places, so each looks for its like.
            for (const Detection& one : alone) {
                const bool there =
                    std::any_of(together[i].begin(), together[i].end(),
                                [&](const Detection& other) { return isLike(one, other); });
                QVERIFY(there);
            }
        }
    }

private:
    static bool isLike(const Detection& one, const Detection& other) {
        return one.category == other.category && std::abs(one.score - other.score) < 1e-5 &&
               std::abs(one.box.x0 - other.box.x0) < 0.01 &&
               std::abs(one.box.y1 - other.box.y1) < 0.01 &&
               std::abs(double(one.mask.area()) - double(other.mask.area())) <=
                   3 + 0.003 * double(one.mask.area());
    }

    std::unique_ptr<Segmenter> untrained(Flavour flavour) const {
        TrainConfig config;
        config.network.flavour = flavour;
        config.network.minSize = 96;
        config.network.maxSize = 128;
        const Network network(config.network, 3, at::Device(at::kCPU));
        const Sgd solver(network.parameters, config);
        return makeSegmenter(
            saveCheckpoint(m_folder.path().toStdString(), network, solver, config, int(flavour)),
            "cpu", {});
    }

    static std::vector<at::Tensor> results(const QString& operation) {
        if (operation == "RoIAlign")
            return aligned();
        if (operation == "NMS")
            return {nmsWithinClasses(drawnBoxes(900, 60), at::rand(900),
                                     at::randint(0, 4, {900}, at::kLong), 0.5)};
        if (operation == "mask targets")
            return targets();
        return operation == "paste" ? pasted() : resized();
    }

    // Forward and backward.
    static std::vector<at::Tensor> aligned() {
        std::vector<at::Tensor> all;
        for (const int ratio : {0, 2}) {
            at::Tensor feature = at::randn({2, 19, 24, 31});
            feature.set_requires_grad(true);
            const at::Tensor pictures = at::arange(70).fmod(2).view({70, 1}).to(at::kFloat);
            const at::Tensor pooled = roiAlign(
                feature, at::cat({pictures, drawnBoxes(70, 90)}, 1),
                {.scale = 0.25, .output = 7, .samplingRatio = ratio, .aligned = ratio == 0});
            (pooled * at::randn(pooled.sizes())).sum().backward();
            all.insert(all.end(), {pooled.detach(), feature.grad()});
        }
        return all;
    }

    static std::vector<at::Tensor> targets() {
        ImageTargets truth;
        for (int i = 0; i < 6; ++i)
            truth.masks.push_back(RleMask::fromBox(120, 90, {7 * i, 5 * i, 20 + i, 30 - i}));
        const at::Tensor boxes = drawnBoxes(50, 80);
        const Regions regions{boxes, at::zeros({50}, at::kLong),
                              at::arange(50).remainder(6).to(at::kLong)};
        return {maskTargets(regions, truth, false), maskTargets(regions, truth, true)};
    }

    static std::vector<at::Tensor> pasted() {
        std::vector<at::Tensor> bitmaps;
        for (const MaskPaste paste : {MaskPaste::PixelCentres, MaskPaste::WholePixels}) {
            PredictedObjects objects;
            const at::Tensor boxes = at::clamp(drawnBoxes(30, 90), 0, 100);
            objects.boxes = {boxes, at::linspace(1, 0, 30), at::zeros({30}, at::kLong),
                             at::arange(30)};
            objects.attributeLogits = at::randn({30, 4});
            objects.masks = at::rand({30, 28, 28});
            objects.paste = paste;
            for (const Detection& found :
                 detectionsOf(objects, {100, 100}, {300, 250}, PredictOptions{})) {
                at::Tensor bitmap = at::zeros({250, 300}, at::kByte);
                found.mask.paint(bitmap.data_ptr<std::uint8_t>(), {0, 0, 300, 250}, 300, 1);
                bitmaps.push_back(bitmap);
            }
        }
        return bitmaps;
    }

    static std::vector<at::Tensor> resized() {
        const Image image = DrawnSamples(1).load(0).image;
        NetworkConfig detectron2, torchvision;
        torchvision.flavour = Flavour::Torchvision;
        return {networkInput(image, detectron2), networkInput(image, torchvision)};
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestIndependence)
#include "tst_independence.moc"
