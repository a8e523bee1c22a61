#include <QtTest>
#include <limits>
#include <nlohmann/json.hpp>

#include "dataset/error.h"
#include "model/engine.h"

using namespace selvedge;
using nlohmann::json;

class TrainConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFieldComesBack();
    void theNetworkAloneComesBack();
    void absentKeysKeepTheirDefault();
    void aWrongValueIsNamed_data();
    void aWrongValueIsNamed();
    void whatIsNotJsonIsRefused();
    void valuesThatJsonCannotHoldAreRefused();
    void anyShortBackboneIsRead();
};

namespace {

TrainConfig unusual() {
    TrainConfig config;
    config.network = {"x101", Flavour::TorchvisionV2, BatchNorm::Trained, 5, 7, 11, 256, 390, false,
                      1};
    config.steps = 12;
    config.imagesPerStep = 3;
    config.learningRate = 0.1 + 0.2;  // needs 17 digits
    config.warmupSteps = 0;
    config.dropAt = {5, 9};
    config.momentum = 0.5;
    config.nesterov = false;
    config.weightDecay = 0;
    config.gradientClip = 2.5;
    config.attributeLoss = AttributeLoss::Bce;
    config.focalAlpha = 0.75;
    config.focalGamma = 1.5;
    config.attributeLossWeight = 50;
    config.flipProbability = 0;
    config.roisPerImage = 64;
    config.anchorsPerImage = 32;
    config.checkpointEvery = 4;
    config.seed = std::numeric_limits<std::uint64_t>::max();
    config.device = "cuda:1";
    config.startFrom = "weights/größe \"1\".safetensors";
    config.resume = true;
    return config;
}

}  // namespace

void TrainConfigTest::everyFieldComesBack() {
    const TrainConfig config = unusual(), standard;
    QVERIFY(trainConfigFromJson(toJson(config)) == config);
    QVERIFY(trainConfigFromJson(toJson(standard)) == standard);
    // No field was forgotten in the list: each key of this one differs from the default's.
    const json changed = json::parse(toJson(config)), defaults = json::parse(toJson(standard));
    QCOMPARE(changed.size(), std::size_t(22));
    for (const auto& [key, value] : changed.items())
        QVERIFY2(value != defaults.at(key), key.c_str());
    for (const auto& [key, value] : changed["network"].items())
        QVERIFY2(value != defaults["network"].at(key), key.c_str());
}

void TrainConfigTest::theNetworkAloneComesBack() {
    const NetworkConfig config = unusual().network;
    QVERIFY(networkConfigFromJson(toJson(config)) == config);
}

void TrainConfigTest::absentKeysKeepTheirDefault() {
    TrainConfig config;
    QVERIFY(trainConfigFromJson("{}") == config);
    config.steps = 7;
    config.network.backbone = "r50";
    QVERIFY(trainConfigFromJson(R"({"network": {"backbone": "r50"}, "steps": 7})") == config);
}

void TrainConfigTest::aWrongValueIsNamed_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const char* text, const char* sentence) {
        QTest::newRow(name) << text << sentence;
    };
    row("unknown key", R"({"stepz": 1})", "\"stepz\" is not a setting of this version");
    row("unknown key inside", R"({"network": {"size": 1}})",
        "\"network.size\" is not a setting of this version");
    row("text for a number", R"({"steps": "7"})",
        "steps must be a whole number from 1 to 100000000, not \"7\"");
    row("fraction", R"({"steps": 1.5})",
        "steps must be a whole number from 1 to 100000000, not 1.5");
    row("too many", R"({"steps": 100000001})",
        "steps must be a whole number from 1 to 100000000, not 100000001");
    row("past 64 bits", R"({"steps": 123456789012345678901234567890})",
        "steps must be a whole number from 1 to 100000000, not 1.2345678901234568e+29");
    row("no rate", R"({"learningRate": 0})",
        "learningRate must be a number from 1e-09 to 10, not 0");
    row("no number", R"({"momentum": null})",
        "momentum must be a number from 0 to 0.9999, not null");
    row("falling", R"({"dropAt": [5, 5]})", "dropAt must be rising step numbers, not [5,5]");
    row("no list", R"({"dropAt": 5})", "dropAt must be a list of steps in brackets, not 5");
    row("no truth", R"({"nesterov": 1})", "nesterov must be true or false, not 1");
    row("backbone", R"({"network": {"backbone": "R 50"}})",
        "network.backbone must be a short name of small letters and digits, like \"r50\", not "
        "\"R 50\"");
    row("flavour", R"({"network": {"flavour": "mmdet"}})",
        "network.flavour \"mmdet\" is not known; there are: detectron2, torchvision, "
        "torchvision-v2");
    row("batch norm", R"({"network": {"batchNorm": "frozen "}})",
        "network.batchNorm \"frozen \" is not known; there are: usual, frozen, frozen-no-epsilon, "
        "trained");
    row("frozen stages", R"({"network": {"freezeAt": 6}})",
        "network.freezeAt must be a whole number from -1 to 5, not 6");
    row("loss", R"({"attributeLoss": "l2"})",
        "attributeLoss \"l2\" is not known; there are: bce, focal");
    row("sizes", R"({"network": {"minSize": 900, "maxSize": 800}})",
        "network.minSize (900) must not be above network.maxSize (800)");
    row("layers", R"({"network": {"attributeLayers": 3}})",
        "network.attributeLayers must be a whole number from 1 to 2, not 3");
    row("no object", R"({"network": []})", "network must be an object in braces, not []");
    row("list", "[]", "The configuration must be an object in braces, not []");
    row("seed", R"({"seed": -1})",
        "seed must be a whole number from 0 to 18446744073709551615, not -1");
    row("device", R"({"device": "gpu"})", "device must be auto, cpu or cuda:<number>, not \"gpu\"");
    row("device number", R"({"device": "cuda:"})",
        "device must be auto, cpu or cuda:<number>, not \"cuda:\"");
}

void TrainConfigTest::aWrongValueIsNamed() {
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    try {
        trainConfigFromJson(text.toStdString());
    } catch (const Error& error) {
        QCOMPARE(error.kind(), ErrorKind::BadFormat);
        QCOMPARE(QString::fromUtf8(error.what()), sentence);
        return;
    }
    QFAIL("accepted");
}

void TrainConfigTest::whatIsNotJsonIsRefused() {
    for (const char* text : {"", "{", "{\"steps\": }", "\xff\xfe", "{\"device\": \"\xff\"}"})
        QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(text), Error);
}

void TrainConfigTest::valuesThatJsonCannotHoldAreRefused() {
    TrainConfig config;
    config.learningRate = std::nan("");
    QVERIFY_EXCEPTION_THROWN(trainConfigFromJson(toJson(config)), Error);
    TrainConfig other;
    other.startFrom = "\xff";
    QVERIFY_EXCEPTION_THROWN(toJson(other), Error);
}

// Which there are only the engine knows; a config without a flavour is Detectron2's.
void TrainConfigTest::anyShortBackboneIsRead() {
    QCOMPARE(networkConfigFromJson(R"({"backbone": "swin-t"})").backbone, std::string("swin-t"));
    QCOMPARE(networkConfigFromJson(R"({"backbone": "r50"})").flavour, Flavour::Detectron2);
    for (const std::string& name : {std::string(), std::string(33, 'a'), std::string("r50/..")})
        QVERIFY_EXCEPTION_THROWN(networkConfigFromJson(json{{"backbone", name}}.dump()), Error);
}

QTEST_GUILESS_MAIN(TrainConfigTest)
#include "tst_train_config.moc"
