// The small network learns four pictures of rectangles by heart in half a minute: training,
// prediction and the masks' way back to the picture fit together. (The drawn sample, which takes
// minutes, is learned by heart in tests/app/overfit_parity.py.)
#include <QTemporaryDir>
#include <QTest>

#include "drawn_samples.h"
#include "model/engine.h"
#include "model/evaluation/evaluate.h"
#include "model/evaluation/match_table.h"

using namespace selvedge;

namespace {

GroundTruthImage truthOf(const TrainingSample& sample) {
    GroundTruthImage truth{sample.imageId, {}};
    for (const TrainingSample::Object& object : sample.objects) {
        GroundTruthObject known;
        known.category = object.category;
        known.mask = object.mask;
        const IntBox box = object.mask.box();
        known.box = {double(box.x), double(box.y), double(box.width), double(box.height)};
        known.area = double(object.mask.area());
        for (AttributeIndex attribute : object.attributes)
            known.attributes.set(attribute);
        truth.objects.push_back(std::move(known));
    }
    return truth;
}

}  // namespace

class TestTinyOverfits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fourPicturesAreLearnedByHeart() {
        const DrawnSamples samples(4);
        TrainConfig config;
        config.network.minSize = 120;
        config.network.maxSize = 160;
        config.steps = 120;
        config.learningRate = 0.05;
        config.warmupSteps = 30;
        config.dropAt = {90};
        config.gradientClip = 3;
        config.flipProbability = 0;
        config.attributeLossWeight = 20;
        config.roisPerImage = 64;
        config.anchorsPerImage = 128;
        config.device = "cpu";

        QTemporaryDir folder;
        engine().prepareThread();
        QCOMPARE(engine().blasLibrary(), std::string("libtorch_cpu.so"));
        StepMetrics first;
        const TrainSummary summary = engine().train(config, samples, folder.path().toStdString(),
                                                    [&](const StepMetrics& step) {
                                                        if (step.step == 1)
                                                            first = step;
                                                    },
                                                    {});
        QVERIFY(summary.last.total < first.total / 4);

        MatchTable table;
        table.catalog = std::make_shared<const Catalog>(Catalog::builtIn());
        const auto segmenter = engine().loadSegmenter(summary.checkpoint, "cpu");
        for (std::size_t i = 0; i < samples.size(); ++i) {
            const TrainingSample sample = samples.load(i);
            table.cells.push_back(makeCell(truthOf(sample), segmenter->predict(sample.image, {})));
        }
        const auto report = evaluate(table, Protocol::paper(IouType::Mask), kDefaultOperatingPoint);
        qInfo("AP %.3f, f1AP %.3f", report->value("AP"), report->value("f1AP"));
        QVERIFY(report->value("AP") > 0.8);
        QVERIFY(report->value("f1AP") > 0.8);  // the attributes are learned too
    }
};

QTEST_GUILESS_MAIN(TestTinyOverfits)
#include "tst_tiny_overfits.moc"
