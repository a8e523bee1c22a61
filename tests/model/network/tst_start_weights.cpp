// Weights of other programs in a network of ours (startFrom).
#include <QTest>

#include <ATen/ATen.h>

#include <filesystem>

#include "dataset/error.h"
#include "model/network/inspect.h"
#include "model/network/training/checkpoint_torch.h"
#include "model/network/weights/safetensors.h"
#include "tests/model/network/peer.h"

using namespace selvedge;

class StartWeightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPythonFileStartsATraining();
    void aBackboneAloneIsTaken();
    void theBackgroundRowMovesToTheEnd();
    void aFileThatFitsNothingIsRefused();

private:
    std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }
    QTemporaryDir m_folder;
};

void StartWeightsTest::aPythonFileStartsATraining() {
    if (!Peer::isThere())
        QSKIP("The peer Python is not installed");
    const TrainConfig config;
    const Network source(config.network, 5, at::kCPU);
    const Sgd solver(source.parameters, config);
    const std::filesystem::path checkpoint =
        saveCheckpoint(m_folder.path().toStdString(), source, solver, config, 3);
    QCOMPARE(inspectWeightFile(checkpoint).producer, std::string("Selvedge, step 3"));
    QProcess peer;
    peer.start(peerPython(),
               {SELVEDGE_SOURCE "/tests/model/network/weight_files_peer.py", "convert",
                QString::fromStdString(checkpoint.string()), m_folder.filePath("python.pth")});
    QVERIFY(peer.waitForFinished(600000));
    QVERIFY2(peer.exitCode() == 0, peer.readAllStandardError());

    Network started(config.network, 6, at::kCPU);
    QCOMPARE(startFrom(path("python.pth"), started), std::vector<std::string>());
    for (const Parameter& parameter : source.parameters.all())
        QVERIFY2(at::equal(parameter.value, started.parameters[parameter.spec.name]),
                 parameter.spec.name.c_str());

    const WeightReport report = inspectWeightFile(path("python.pth"));
    QCOMPARE(report.format, std::string("PyTorch, zip"));
    QCOMPARE(report.weightsKey, std::string("model"));
    QVERIFY(report.fit);
    QCOMPARE(report.fit->network, std::string("tiny"));
    QCOMPARE(report.fit->matched, report.fit->networkTensors);
    QVERIFY(report.fit->missing.empty() && report.fit->leftOver.empty());
    QVERIFY(!report.fit->ignored.empty());  // the momentum

    // By itself it is the network that it fits, ready to predict.
    const Network alone = loadNetwork(path("python.pth"), at::kCPU);
    QCOMPARE(alone.config.backbone, std::string("tiny"));
    QVERIFY(alone.config.flavour == Flavour::Detectron2);
    for (const Parameter& parameter : source.parameters.all())
        QVERIFY(at::equal(parameter.value, alone.parameters[parameter.spec.name]));
}

void StartWeightsTest::aBackboneAloneIsTaken() {
    const std::filesystem::path file =
        SELVEDGE_SHARED "/data/weights/resnet50-imagenet-res2-res4.safetensors";
    if (!std::filesystem::exists(file))
        QSKIP("../shared/data/weights is not here");
    const Network network = loadNetwork(file, at::kCPU);
    QCOMPARE(network.config.backbone, std::string("r50"));
    const WeightReport report = inspectWeightFile(file);
    QVERIFY(report.fit && report.fit->matched > 200);
    for (const std::string& name : report.fit->missing)
        QVERIFY2(name.find("res5") != std::string::npos || !name.starts_with("backbone.bottom_up"),
                 name.c_str());
}

// A file of torchvision's with one class head, whose row r is filled with r.
void StartWeightsTest::theBackgroundRowMovesToTheEnd() {
    const NetworkConfig config;
    Network network(config, 6, at::kCPU);
    const std::string name = "roi_heads.box_predictor.cls_score.weight";
    const at::Tensor before = network.parameters[name].detach().clone();
    const at::Tensor rows = at::arange(before.size(0), at::kFloat)
                                .unsqueeze(1)
                                .expand(before.sizes())
                                .contiguous();  // [47, 256]
    const float stem = 0;
    const auto bytes = [](const auto* p) { return reinterpret_cast<const std::byte*>(p); };
    const std::vector<TensorView> tensors = {
        {name, Dtype::F32, rows.sizes().vec(), bytes(rows.data_ptr<float>())},
        {"backbone.body.conv1.weight", Dtype::F32, {1}, bytes(&stem)}};
    writeSafetensors(path("torchvision.safetensors"), tensors, {});
    const std::vector<std::string> fresh = startFrom(path("torchvision.safetensors"), network);
    QCOMPARE(fresh.size(), network.parameters.all().size() - 1);
    const at::Tensor after = network.parameters[name].detach();
    QCOMPARE(after[0][0].item<float>(), 1.f);
    QCOMPARE(after[45][7].item<float>(), 46.f);
    QCOMPARE(after[46][7].item<float>(), 0.f);
}

void StartWeightsTest::aFileThatFitsNothingIsRefused() {
    const float value = 1;
    const std::vector<TensorView> tensors = {
        {"something", Dtype::F32, {1}, reinterpret_cast<const std::byte*>(&value)}};
    writeSafetensors(path("other.safetensors"), tensors, {});
    Network network(NetworkConfig{}, 6, at::kCPU);
    QVERIFY_EXCEPTION_THROWN(startFrom(path("other.safetensors"), network), Error);
    QVERIFY(!inspectWeightFile(path("other.safetensors")).fit);
    QVERIFY_EXCEPTION_THROWN(loadNetwork(path("other.safetensors"), at::kCPU), Error);
}

QTEST_GUILESS_MAIN(StartWeightsTest)
#include "tst_start_weights.moc"
