// The module as the program loads it: through engine(), in a process that has OpenCV's BLAS.
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fstream>
#include <opencv2/core.hpp>

#include "dataset/error.h"
#include "drawn_samples.h"
#include "model/engine.h"

using namespace selvedge;
namespace fs = std::filesystem;

namespace {

TrainConfig shortConfig() {
    TrainConfig config;
    config.network.minSize = 96;
    config.network.maxSize = 160;
    config.steps = 6;
    config.learningRate = 0.01;
    config.warmupSteps = 2;
    config.roisPerImage = 32;
    config.anchorsPerImage = 64;
    config.device = "cpu";
    return config;
}

struct Run {
    TrainSummary summary;
    std::vector<StepMetrics> steps;
};

Run train(const TrainConfig& config, const SampleSource& samples, const fs::path& folder) {
    fs::create_directories(folder);
    Run run;
    run.summary = engine().train(config, samples, folder,
                                 [&](const StepMetrics& step) { run.steps.push_back(step); }, {});
    return run;
}

}  // namespace

class TestEngineModule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        // A real call, so that OpenCV and the BLAS it brings are in the process first.
        const cv::Mat product = cv::Mat::eye(8, 8, CV_32F) * cv::Mat::ones(8, 8, CV_32F);
        QCOMPARE(cv::sum(product)[0], 64.0);
        engine().prepareThread();
    }

    void blasIsLibTorchs() {
        QCOMPARE(QString::fromStdString(engine().blasLibrary()), QString("libtorch_cpu.so"));
        QVERIFY(QString::fromStdString(engine().version()).startsWith("LibTorch 2."));
        qInfo("GEMM %.0f GFLOP/s", engine().gemmGflops());
    }

    void theFirstDeviceIsTheCpu() {
        const std::vector<DeviceInfo> devices = engine().devices();
        QVERIFY(!devices.empty());
        QCOMPARE(devices.front().id, std::string("cpu"));
    }

    void errorsCrossTheBoundary() {
        try {
            engine().loadSegmenter(path("absent.safetensors"), "cpu");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::NotFound);
            QVERIFY(std::string(error.what()).find("absent.safetensors") != std::string::npos);
        }
    }

    void anAbsentGpuIsNamed() {
        TrainConfig config = shortConfig();
        config.device = "cuda:97";
        try {
            engine().train(config, m_samples, m_folder.path().toStdString(), {}, {});
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Missing);
            QVERIFY(std::string(error.what()).find("cuda:97") != std::string::npos);
        }
        config.device = "abacus";
        QVERIFY_EXCEPTION_THROWN(
            engine().train(config, m_samples, m_folder.path().toStdString(), {}, {}), Error);
    }

    void resumedEqualsUninterrupted() {
        const Run whole = train(shortConfig(), m_samples, path("whole"));
        QCOMPARE(whole.steps.size(), std::size_t(6));
        QVERIFY(!whole.summary.stoppedEarly);

        TrainConfig config = shortConfig();
        config.steps = 3;
        const Run half = train(config, m_samples, path("half"));
        config.steps = 6;
        config.resume = true;
        config.startFrom = half.summary.checkpoint;
        const Run rest = train(config, m_samples, path("half"));
        QCOMPARE(rest.steps.size(), std::size_t(3));
        QCOMPARE(rest.summary.steps, 6);
        for (int i = 0; i < 3; ++i) {  // bit for bit
            QCOMPARE(half.steps[i].total, whole.steps[i].total);
            QCOMPARE(rest.steps[i].step, 4 + i);
            QCOMPARE(rest.steps[i].total, whole.steps[i + 3].total);
            QCOMPARE(rest.steps[i].mask, whole.steps[i + 3].mask);
            QCOMPARE(rest.steps[i].attribute, whole.steps[i + 3].attribute);
        }
        QVERIFY(tensors(rest.summary.checkpoint) == tensors(whole.summary.checkpoint));
    }

    void stopKeepsACheckpoint() {
        TrainConfig config = shortConfig();
        config.steps = 1000;
        std::stop_source stop;
        const fs::path folder = path("stopped");
        fs::create_directories(folder);
        const TrainSummary summary = engine().train(
            config, m_samples, folder,
            [&](const StepMetrics& step) {
                if (step.step == 2)
                    stop.request_stop();
            },
            stop.get_token());
        QVERIFY(summary.stoppedEarly);
        QCOMPARE(summary.steps, 2);
        QCOMPARE(summary.checkpoint, folder / "step-2.safetensors");
        QVERIFY(fs::exists(summary.checkpoint));
        m_checkpoint = summary.checkpoint;
    }

    void aCheckpointPredicts() {
        QVERIFY(!m_checkpoint.empty());
        const std::unique_ptr<Segmenter> segmenter = engine().loadSegmenter(m_checkpoint, "cpu");
        QCOMPARE(segmenter->network(), shortConfig().network);
        const Image image = m_samples.load(0).image;
        PredictOptions options;
        options.scoreThreshold = 0;  // hardly trained: everything counts
        options.maxDetections = 20;
        const std::vector<Detection> detections = segmenter->predict(image, options);
        QVERIFY(!detections.empty());
        QVERIFY(detections.size() <= 20);
        for (std::size_t i = 0; i < detections.size(); ++i) {
            const Detection& detection = detections[i];
            QVERIFY(detection.category < segmenter->network().categories);
            QVERIFY(i == 0 || detection.score <= detections[i - 1].score);
            QCOMPARE(detection.mask.width(), image.width);
            QCOMPARE(detection.mask.height(), image.height);
            QVERIFY(detection.box.x0 >= 0 && detection.box.x1 <= image.width);
            for (const AttributeScore& attribute : detection.attributes)
                QVERIFY(attribute.probability >= float(options.attributeFloor));
        }
    }

    void nothingAboveTheThresholdIsNoDetection() {
        QVERIFY(!m_checkpoint.empty());
        const std::unique_ptr<Segmenter> segmenter = engine().loadSegmenter(m_checkpoint, "cpu");
        QVERIFY(segmenter->predict(m_samples.load(0).image, {.scoreThreshold = 1.0, .scales = {}}).empty());
    }

    void aDamagedCheckpointIsNamed_data() {
        QTest::addColumn<int>("cutTo");
        QTest::addRow("empty") << 0;
        QTest::addRow("half a header") << 1000;
        QTest::addRow("without its end") << -1000;
    }

    void aDamagedCheckpointIsNamed() {
        QFETCH(int, cutTo);
        QVERIFY(!m_checkpoint.empty());
        std::string bytes = contents(m_checkpoint);
        bytes.resize(cutTo >= 0 ? std::size_t(cutTo) : bytes.size() - std::size_t(-cutTo));
        const fs::path damaged = path("damaged.safetensors");
        std::ofstream(damaged, std::ios::binary) << bytes;
        try {
            engine().loadSegmenter(damaged, "cpu");
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find(damaged.string()) != std::string::npos);
        }
    }

    void weightsOfAnotherNetworkAreReported() {
        QVERIFY(!m_checkpoint.empty());
        TrainConfig config = shortConfig();
        config.steps = 1;
        config.network.attributesPerCategory = false;
        config.startFrom = m_checkpoint;
        const Run run = train(config, m_samples, path("warm"));
        const std::vector<std::string> expected{"roi_heads.box_predictor.attr_score.weight",
                                                "roi_heads.box_predictor.attr_score.bias"};
        QCOMPARE(run.summary.freshParameters, expected);
        config.resume = true;
        QVERIFY_EXCEPTION_THROWN(train(config, m_samples, path("warm")), Error);
    }

    void unreadableImagesAreSkippedUnlessAllAre() {
        DrawnSamples samples(3);
        samples.unreadable = {1};
        TrainConfig config = shortConfig();
        config.steps = 3;
        const Run run = train(config, samples, path("skipped"));
        QCOMPARE(run.steps.size(), std::size_t(3));
        QCOMPARE(run.summary.skippedImages.size(), std::size_t(1));
        samples.unreadable = {0, 1, 2};
        QVERIFY_EXCEPTION_THROWN(train(config, samples, path("skipped")), Error);
    }

    void aDivergedTrainingSaysWhere() {
        TrainConfig config = shortConfig();
        config.learningRate = 1e12;
        config.warmupSteps = 0;
        config.steps = 20;
        try {
            train(config, m_samples, path("diverged"));
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find("step") != std::string::npos);
            QVERIFY(std::string(error.what()).find("drawn-") != std::string::npos);
        }
    }

private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    static std::string contents(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    // The bytes of all tensors; the header before them holds the config, which differs.
    static std::string tensors(const fs::path& file) {
        const std::string bytes = contents(file);
        std::uint64_t header = 0;
        std::memcpy(&header, bytes.data(), sizeof header);
        return bytes.substr(sizeof header + header);
    }

    QTemporaryDir m_folder;
    DrawnSamples m_samples{4};
    fs::path m_checkpoint;
};

QTEST_GUILESS_MAIN(TestEngineModule)
#include "tst_engine_module.moc"
